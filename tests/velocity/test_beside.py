"""Differences of restricted means: against plain means, against Irwin's variance, against a bootstrap over clusters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import SpellError
from ecotone.velocity.beside import beside, effective_number, influence, standardised
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import kaplan_meier


def test_without_censoring_it_is_the_difference_of_means_with_welchs_error() -> None:
    random = np.random.Generator(np.random.Philox(1))
    first, second = random.exponential(10, 60).round(2), random.exponential(14, 90).round(2)
    spells = Spells.of(np.concatenate([first, second]), [1] * 150)
    found = beside(spells, np.arange(150) < 60, until=1e9)
    assert found.difference.value == pytest.approx(first.mean() - second.mean())
    error = np.sqrt(first.var(ddof=1) / 60 + second.var(ddof=1) / 90)
    assert found.difference.high is not None
    assert found.difference.value is not None
    assert found.difference.high - found.difference.value == pytest.approx(1.959964 * error, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_influence_is_the_change_of_the_mean_with_a_spells_weight(rows: list[tuple[int, bool, int]]) -> None:
    durations = np.array([t for t, _, _ in rows], dtype=float)
    entry = np.array([float(e) if e < t else 0.0 for t, _, e in rows])
    spells = Spells.of(durations, [int(o) for _, o, _ in rows], entry=entry)
    until = spells.table.last
    if until <= 0 or not (spells.outcome > 0).any():
        return
    table = spells.table
    if ((table.at_risk == table.all_ends) & (table.times < until)).any():
        return  # a curve that falls to 0 early has no derivative there
    found = influence(spells, until)
    assert found.sum() == pytest.approx(0, abs=1e-8)
    # Weight 1 + 1/1000 on one spell: a thousand copies of all, and one more of it.
    many = 1000
    base = kaplan_meier(spells).restricted_mean(until).value or 0.0
    for number in range(min(3, len(rows))):
        copies = np.append(np.repeat(np.arange(len(rows)), many), number)
        moved = kaplan_meier(Spells.of(durations[copies], spells.outcome[copies], entry=entry[copies])).restricted_mean(until).value or 0.0
        assert (moved - base) * many == pytest.approx(found[number], rel=0.02, abs=0.02)


def test_irwins_variance_is_near_with_censoring() -> None:
    random = np.random.Generator(np.random.Philox(2))
    durations, cut = random.exponential(10, 3000), random.exponential(15, 3000)
    spells = Spells.of(np.minimum(durations, cut), durations <= cut)
    mean = kaplan_meier(spells).restricted_mean(20)
    assert mean.low is not None
    assert mean.value is not None
    assert np.sqrt((influence(spells, 20.0) ** 2).sum()) == pytest.approx((mean.value - mean.low) / 1.959964, rel=0.01)


def test_clusters_widen_the_interval_as_a_bootstrap_over_clusters_says() -> None:
    random = np.random.Generator(np.random.Philox(3))
    device = np.repeat(np.arange(60), 10)
    own = random.exponential(1, 60)[device]
    durations = (5 + 20 * own + random.exponential(3, 600)).round(1)
    inside = device < 30
    spells = Spells.of(durations, [1] * 600)
    alone = beside(spells, inside, until=60)
    together = beside(spells, inside, until=60, clusters=device.astype(str))
    assert together.clusters == pytest.approx(30)
    kept = np.minimum(durations, together.until)
    by_device = np.array([kept[device == each].mean() for each in range(60)])
    draws = [random.choice(by_device[:30], 30).mean() - random.choice(by_device[30:], 30).mean() for _ in range(4000)]
    width = [(each.difference.high or 0) - (each.difference.low or 0) for each in (alone, together)]
    assert width[1] == pytest.approx(2 * 1.96 * np.std(draws), rel=0.08)
    assert width[0] < width[1] / 2


def test_few_or_lopsided_clusters_say_nothing_about_clusters() -> None:
    assert effective_number(["a"] * 238 + ["b"] * 18 + ["c"] * 15 + ["d"] * 3 + ["e"]) == pytest.approx(275**2 / 57203)
    spells = Spells.of(np.arange(1, 81), [1] * 80)
    found = beside(spells, np.arange(80) < 40, until=50, clusters=["x"] * 40 + [str(each) for each in range(40)])
    assert found.clusters == 1.0
    assert "independent" in found.difference.method


def test_within_strata_what_only_differs_in_its_mix_does_not_differ() -> None:
    random = np.random.Generator(np.random.Philox(4))
    short, long = random.exponential(10, 400), random.exponential(100, 400)
    spells = Spells.of(np.concatenate([short, long]), [1] * 800)
    inside = np.array([i < 300 for i in range(400)] + [i < 100 for i in range(400)])
    strata = ["short"] * 400 + ["long"] * 400
    crude = beside(spells, inside, until=400).difference
    found = standardised(spells, inside, strata, until=400)
    assert crude.high is not None
    assert crude.high < 0
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high
    parts = [
        beside(spells.select(np.array(strata) == name), inside[np.array(strata) == name], until=400).difference.value or 0
        for name in ("short", "long")
    ]
    assert found.value == pytest.approx(0.75 * parts[0] + 0.25 * parts[1])
    assert standardised(spells, np.arange(800) < 5, strata, until=400).value is None


def test_too_few_are_refused() -> None:
    spells = Spells.of(np.arange(1, 81), [1] * 30 + [0] * 50)
    with pytest.raises(SpellError, match="10 of the group have ended; 20 are needed"):
        beside(spells, np.arange(80) < 10, until=50)
    with pytest.raises(SpellError, match="0 of the others"):
        beside(spells, np.arange(80) < 60, until=50)
