"""Published values, R's reference output, and a second implementation in fractions hold the estimators to account."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import SpellError
from ecotone.velocity.comparison import log_rank
from ecotone.velocity.competing import aalen_johansen
from ecotone.velocity.spells import Markers, Spells
from ecotone.velocity.survival import kaplan_meier

if TYPE_CHECKING:
    from pathlib import Path

# Freireich et al. 1963, weeks in remission; + is still in remission (Kalbfleisch & Prentice, table 1.1 and every textbook since).
SIX_MP = [
    "6",
    "6",
    "6",
    "7",
    "10",
    "13",
    "16",
    "22",
    "23",
    "6+",
    "9+",
    "10+",
    "11+",
    "17+",
    "19+",
    "20+",
    "25+",
    "32+",
    "32+",
    "34+",
    "35+",
]
PLACEBO = ["1", "1", "2", "2", "3", "4", "4", "5", "5", "8", "8", "8", "8", "11", "11", "12", "12", "15", "17", "22", "23"]


def spells(texts: list[str]) -> Spells:
    return Spells.of([float(text.rstrip("+")) for text in texts], [not text.endswith("+") for text in texts])


@pytest.fixture(scope="module")
def expected(corpus: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((corpus / "velocity_reference" / "expected_values.json").read_text())
    return found


@pytest.mark.corpus
def test_freireich(expected: dict[str, Any]) -> None:
    truth = expected["freireich_6mp"]
    treated, placebo = kaplan_meier(spells(SIX_MP)), kaplan_meier(spells(PLACEBO))
    assert treated.quantile(0.5).value == truth["median_6mp"]
    assert placebo.quantile(0.5).value == truth["median_placebo"]
    for time, name in ((6, "S6_6mp"), (10, "S10_6mp"), (23, "S23_6mp")):
        assert round(treated.at(time), 6) == truth[name]
    test = log_rank(spells(SIX_MP + PLACEBO), ["6-MP"] * 21 + ["placebo"] * 21)
    assert round(test.statistic, 4) == truth["logrank_chi2"]
    assert float(f"{test.p:.3e}") == truth["logrank_p"]
    assert test.observed.tolist() == [9, 21]
    assert round(float(test.expected[0]), 2) == 19.25  # R's survdiff prints it


@pytest.mark.corpus
def test_lung(expected: dict[str, Any]) -> None:
    from lifelines.datasets import load_lung

    data = load_lung()
    truth = expected["lung"]
    found = Spells.of(data["time"], data["status"])
    assert (len(found), len(found) - found.running) == (truth["n"], truth["events"])
    median = kaplan_meier(found).quantile(0.5)
    assert (median.value, [median.low, median.high]) == (truth["median"], truth["ci_loglog"])
    in_logs = kaplan_meier(found).quantile(0.5, scale="log")
    assert [in_logs.low, in_logs.high] == truth["ci_log_R_default"]
    test = log_rank(found, data["sex"].astype(str).tolist())
    assert round(test.statistic, 3) == truth["sex_logrank_chi2"]
    assert round(test.p, 5) == truth["p"]


def test_freireich_is_what_lifelines_ships() -> None:
    from lifelines.datasets import load_leukemia

    data = load_leukemia()
    for treated, texts in ((0, SIX_MP), (1, PLACEBO)):
        part = data[data["Rx"] == treated]
        ours = spells(texts)
        assert sorted(zip(part["t"], part["status"], strict=True)) == sorted(zip(ours.durations, ours.outcome, strict=True))


@pytest.mark.corpus
def test_restricted_mean_times_of_mgus1_are_those_of_r(corpus: Path, expected: dict[str, Any]) -> None:
    truth = expected["mgus1_restricted_mean_tau14325"]
    with (corpus / "velocity_reference" / "mgus1_first.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    codes = {"pcm": 1, "death": 2}
    for sex in ("female", "male"):
        part = [row for row in rows if row["sex"] == sex]
        found = Spells.of([float(row["stop"]) for row in part], [codes.get(row["event"], 0) for row in part], outcomes=("pcm", "death"))
        assert len(found) == truth[sex]["n"]
        assert found.table.ends.sum(axis=1).tolist() == truth[sex]["events"]
        incidence = aalen_johansen(found)
        # R carries the last value on to the common end of follow-up of both sexes.
        last = incidence.last
        means = incidence.restricted_mean(last)
        beyond = 14325 - last
        tails = {"running": incidence.running[-1], "pcm": incidence.incidence[0, -1], "death": incidence.incidence[1, -1]}
        total = {name: means[name] + beyond * float(tails[name]) for name in means}
        assert round(total["running"], 3) == truth[sex]["s0"]
        assert round(total["pcm"], 3) == truth[sex]["pcm"]
        assert round(total["death"], 3) == truth[sex]["death"]


def exact_curve(
    durations: list[int], outcome: list[int], entry: list[int]
) -> tuple[list[int], list[Fraction], list[list[Fraction]], list[Fraction]]:
    """Return times, survival, incidences of two outcomes and Greenwood's sum, from the definitions and in fractions."""
    times = sorted({t for t, o in zip(durations, outcome, strict=True) if o})
    survival, incidence, greenwood = [], [[], []], []  # type: ignore[var-annotated]
    s, sums, g = Fraction(1), [Fraction(0), Fraction(0)], Fraction(0)
    for time in times:
        n = sum(t >= time and (e < time or e == 0) for t, e in zip(durations, entry, strict=True))
        d = [sum(t == time and o == k for t, o in zip(durations, outcome, strict=True)) for k in (1, 2)]
        for k in range(2):
            sums[k] += s * Fraction(d[k], n)
        s *= 1 - Fraction(sum(d), n)
        g += Fraction(sum(d), n * (n - sum(d))) if n > sum(d) else 0
        survival.append(s)
        greenwood.append(g)
        for k in range(2):
            incidence[k].append(sums[k])
    return times, survival, incidence, greenwood


def test_equals_a_second_implementation_on_200_samples_with_ties() -> None:
    random = np.random.Generator(np.random.Philox(7))
    for _ in range(200):
        size = int(random.integers(1, 40))
        durations = random.integers(1, 12, size)
        outcome = random.integers(0, 3, size)
        entry = np.where(random.random(size) < 0.3, random.integers(0, 12, size), 0)
        entry = np.where(entry < durations, entry, 0)
        found = Spells.of(durations, outcome, entry=entry, outcomes=("advance", "stop"))
        times, survival, incidence, greenwood = exact_curve(durations.tolist(), outcome.tolist(), entry.tolist())
        curve, ways = kaplan_meier(found), aalen_johansen(found)
        assert curve.times.tolist() == times
        np.testing.assert_allclose(curve.survival, [float(s) for s in survival], rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(ways.incidence, [[float(f) for f in row] for row in incidence], rtol=1e-12, atol=1e-15)
        alive = curve.survival > 0
        np.testing.assert_allclose(curve.greenwood[alive], np.array([float(g) for g in greenwood])[alive], rtol=1e-12)
        np.testing.assert_allclose(ways.incidence.sum(axis=0) + ways.running, 1, rtol=1e-12)


def test_agrees_with_lifelines_where_lifelines_does_not_jitter() -> None:
    from lifelines import KaplanMeierFitter
    from lifelines.statistics import multivariate_logrank_test

    random = np.random.Generator(np.random.Philox(11))
    for _ in range(20):
        durations, outcome = random.integers(1, 30, 60), random.integers(0, 2, 60)
        groups = random.integers(0, 3, 60)
        theirs = KaplanMeierFitter().fit(durations, outcome)
        curve = kaplan_meier(Spells.of(durations, outcome))
        np.testing.assert_allclose(curve.survival, theirs.survival_function_at_times(curve.times).to_numpy(), rtol=1e-10)
        test = multivariate_logrank_test(durations, groups, outcome)
        ours = log_rank(Spells.of(durations, outcome), groups.astype(str).tolist())
        np.testing.assert_allclose(ours.statistic, test.test_statistic, rtol=1e-9)
        np.testing.assert_allclose(ours.p, test.p_value, rtol=1e-6)


def test_order_of_rows_changes_no_byte() -> None:
    random = np.random.Generator(np.random.Philox(3))
    durations, outcome = random.integers(1, 20, 200).astype(float), random.integers(0, 3, 200)
    groups, strata = random.integers(0, 3, 200), random.integers(0, 2, 200)
    seen = set()
    for _ in range(100):
        order = random.permutation(200)
        found = Spells.of(durations[order], outcome[order], outcomes=("a", "b"))
        ways, test = aalen_johansen(found), log_rank(found, groups[order].astype(str).tolist(), strata=strata[order].astype(str).tolist())
        curve = kaplan_meier(found)
        seen.add((curve.survival.tobytes(), curve.greenwood.tobytes(), ways.incidence.tobytes(), ways.variance.tobytes(), test.statistic))
    assert len(seen) == 1


def test_naive_complement_overstates_competing_risks() -> None:
    random = np.random.Generator(np.random.Philox(5))
    found = Spells.of(random.exponential(10, 500), random.integers(0, 3, 500), outcomes=("advance", "stop"))
    naive = 1 - kaplan_meier(Spells.of(found.durations, found.outcome == 1)).survival[-1]
    assert naive > aalen_johansen(found).incidence[0, -1] + 0.05


def test_interval_of_incidence_covers() -> None:
    """The interval holds the true incidence in about its share of samples (exponential clocks: F_1(t) = (1 - exp(-2t)) / 2)."""
    random = np.random.Generator(np.random.Philox(13))
    truth = (1 - np.exp(-2)) / 2
    inside = 0
    for _ in range(400):
        ways, cut = random.exponential(1, (2, 150)), random.exponential(2, 150)
        first = ways.min(axis=0)
        outcome = np.where(cut < first, 0, ways.argmin(axis=0) + 1)
        got = aalen_johansen(Spells.of(np.minimum(first, cut), outcome, outcomes=("a", "b"))).at(1.0, "a")
        assert got.low is not None
        assert got.high is not None
        inside += got.low <= truth <= got.high
    assert 0.92 <= inside / 400 <= 0.975


def test_restricted_mean_without_censoring_is_the_mean() -> None:
    values = [1.0, 4.0, 4.0, 7.0, 9.0, 20.0]
    found = kaplan_meier(Spells.of(values, [1] * 6)).restricted_mean(20)
    assert found.value == pytest.approx(np.mean(values))
    cut = kaplan_meier(Spells.of(values, [1] * 6)).restricted_mean(8)
    assert cut.value == pytest.approx(np.minimum(values, 8).mean())
    # Without censoring Irwin's variance is the variance of the mean (divisor n).
    assert found.low is not None
    assert found.value is not None
    assert (found.value - found.low) / 1.959964 == pytest.approx(np.std(values) / np.sqrt(6), rel=1e-6)


def test_stratified_equals_unstratified_in_one_stratum_and_adds_up() -> None:
    found = spells(SIX_MP + PLACEBO)
    groups = ["a"] * 21 + ["b"] * 21
    assert log_rank(found, groups, strata=["x"] * 42).statistic == log_rank(found, groups).statistic
    strata = ["x", "y"] * 21
    both = log_rank(found, groups, strata=strata)
    parts = [
        log_rank(found.select(np.array(strata) == name), [g for g, s in zip(groups, strata, strict=True) if s == name]) for name in "xy"
    ]
    assert both.strata == 2
    np.testing.assert_allclose(both.expected, parts[0].expected + parts[1].expected)


def test_nothing_ended_and_one_event() -> None:
    curve = kaplan_meier(Spells.of([5, 9], [0, 0]))
    assert curve.at(100) == 1.0
    assert curve.quantile(0.5).value is None
    assert "2 of 2 still run" in str(curve.quantile(0.5))
    one = kaplan_meier(Spells.of([5], [1])).quantile(0.5)
    assert (one.value, one.low) == (5.0, None)
    assert "fewer than 5" in str(one)
    with pytest.raises(SpellError, match="nothing can be compared"):
        log_rank(Spells.of([5, 9], [0, 0]), ["a", "b"])
    with pytest.raises(SpellError, match="nothing to compare"):
        log_rank(Spells.of([5, 9], [1, 0]), ["a", "a"])


def test_zero_durations_are_ends_at_zero() -> None:
    curve = kaplan_meier(Spells.of([0, 0, 3, 4], [1, 0, 1, 0]))
    assert (curve.times.tolist(), curve.at_risk.tolist()) == ([0.0, 3.0], [4, 2])


@pytest.mark.parametrize(
    ("durations", "outcome", "entry", "match"),
    [
        ([-1.0], [1], None, "negative: the end lies before the start"),
        ([float("nan")], [1], None, "no finite number"),
        ([float("inf")], [1], None, "no finite number"),
        ([1.0], [4], None, "no name"),
        ([1.0, 2.0], [1], None, "differ in length"),
        ([1.0], [1], [2.0], "before it comes under observation"),
    ],
)
def test_spells_that_are_none_are_refused(durations: list[float], outcome: list[int], entry: list[float] | None, match: str) -> None:
    with pytest.raises(SpellError, match=match):
        Spells.of(durations, outcome, entry=entry)


def test_a_duration_without_markers_is_refused() -> None:
    with pytest.raises(SpellError, match="start marker and its end marker"):
        Markers("application", " ")
    assert "clock of: regulator" in str(Markers("application", "approval", owner="regulator"))


def test_questions_beyond_the_data_are_refused() -> None:
    found = Spells.of([1, 2, 3], [1, 2, 0], outcomes=("a", "b"))
    with pytest.raises(SpellError, match="observed"):
        kaplan_meier(found).restricted_mean(4)
    with pytest.raises(SpellError, match="observed"):
        aalen_johansen(found).restricted_mean(0)
    with pytest.raises(SpellError, match="end this way"):
        aalen_johansen(found).at(1, "c")
    with pytest.raises(SpellError, match="share of spells"):
        kaplan_meier(found).quantile(1)
    with pytest.raises(SpellError, match="coverage"):
        kaplan_meier(found).band(level=2)
    assert aalen_johansen(found).at(9, "a").value is None
    assert aalen_johansen(found).at(0.5, "a").value == 0
    empty = Spells.of([], [])
    for estimate in (kaplan_meier, aalen_johansen):
        with pytest.raises(SpellError, match="no spell"):
            estimate(empty)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=1, max_size=40))
def test_curves_fall_and_stay_in_bounds(rows: list[tuple[int, int]]) -> None:
    found = Spells.of([t for t, _ in rows], [o for _, o in rows], outcomes=("a", "b"))
    curve = kaplan_meier(found)
    assert (np.diff(np.concatenate(([1.0], curve.survival))) < 0).all()
    for scale in ("log-log", "log", "plain"):
        low, high = curve.band(scale=scale)
        known = ~np.isnan(low)
        assert (low[known] <= curve.survival[known] + 1e-12).all()
        assert (curve.survival[known] <= high[known] + 1e-12).all()
    quantiles = [curve.quantile(share).value for share in (0.15, 0.5, 0.85)]
    known_quantiles = [value for value in quantiles if value is not None]
    assert known_quantiles == sorted(known_quantiles)


def test_a_very_long_spell_takes_no_memory_for_the_days_between() -> None:
    table = Spells.of([1, 4_000_000_000], [1, 1]).table
    assert table.times.tolist() == [1, 4_000_000_000]
    assert table.at_risk.tolist() == [2, 1]
