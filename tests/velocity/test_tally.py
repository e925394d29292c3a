"""Counted or sorted, the table of spells is the same to the last bit, in whatever order they come."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.velocity import tally as tallying
from ecotone.velocity.spells import RiskTable, Spells, risk_table
from ecotone.velocity.survival import kaplan_meier
from ecotone.velocity.tally import tally

FEW_STEPS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2)), min_size=35, max_size=50)
"""More spells than steps, so that they are counted."""
SPELLS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 2)), min_size=1, max_size=60)


def table(durations: list[float], outcome: list[int], *, many: int) -> RiskTable:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallying, "MANY", many)
        return Spells.of(durations, outcome, outcomes=("advance", "stop")).table


def parts(found: RiskTable) -> tuple[list[float], list[int], list[list[int]], float]:
    return found.times.tolist(), found.at_risk.tolist(), found.ends.tolist(), found.last


@settings(max_examples=60, deadline=None)
@given(FEW_STEPS, st.sampled_from([1, 2, 3, 7, 10, 24, 60, 100]))
def test_counting_sorting_and_bare_hands_agree(rows: list[tuple[int, int]], steps_a_day: int) -> None:
    durations, outcome = [steps / steps_a_day for steps, _ in rows], [outcome for _, outcome in rows]
    counted, ordered = table(durations, outcome, many=0), table(durations, outcome, many=10**9)
    assert parts(counted) == parts(ordered)
    ends = Counter(zip(durations, outcome, strict=True))
    times = sorted({lasted for lasted, how in ends if how})
    assert counted.times.tolist() == times
    assert counted.at_risk.tolist() == [sum(lasted >= time for lasted in durations) for time in times]
    assert counted.ends.tolist() == [[ends[time, how] for time in times] for how in (1, 2)]


@pytest.mark.parametrize("steps_a_day", tallying.PER_DAY)
def test_durations_on_a_step_are_counted(steps_a_day: int) -> None:
    random = np.random.Generator(np.random.Philox(7))
    durations = random.integers(0, 50 * steps_a_day, tallying.MANY) / steps_a_day
    found = tally(durations, np.ones(len(durations), dtype=np.int64), 1)
    assert found.ends[0].sum() == len(durations)
    assert len(found.durations) <= 50 * max(tallying.PER_DAY)  # as many as there are steps
    assert found.durations[-1] == durations.max()
    assert set(found.durations[found.ends[0] > 0].tolist()) == set(durations.tolist())


def test_durations_a_last_bit_apart_stay_apart() -> None:
    found = table([0.3, 0.1 + 0.2, 0.3] + [1.0] * 50, [1] * 53, many=0)
    assert found.times.tolist() == [0.3, 0.30000000000000004, 1.0]
    assert found.ends[0].tolist() == [2, 1, 50]


def test_order_of_rows_changes_no_byte_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.Generator(np.random.Philox(3))
    number = 5_000
    monkeypatch.setattr(tallying, "MANY", number)
    outcome = random.integers(0, 3, number)
    for durations in (random.integers(0, 4000, number) / 10, random.exponential(300, number)):
        seen = set()
        for _ in range(5):
            order = random.permutation(number)
            curve = kaplan_meier(Spells.of(durations[order], outcome[order], outcomes=("a", "b")))
            seen.add((curve.survival.tobytes(), curve.greenwood.tobytes(), curve.at_risk.tobytes()))
        assert len(seen) == 1


@settings(max_examples=100, deadline=None)
@given(SPELLS, st.lists(st.integers(0, 320), min_size=1, max_size=30, unique=True))
def test_other_times_are_asked_alike(rows: list[tuple[int, int]], asked: list[int]) -> None:
    durations, outcome = [float(days) for days, _ in rows], [outcome for _, outcome in rows]
    times = np.array(sorted(asked), dtype=np.float64)
    found = risk_table(Spells.of(durations, outcome, outcomes=("advance", "stop")), times)
    assert found.at_risk.tolist() == [sum(lasted >= time for lasted in durations) for time in times]
    ends = Counter(zip(durations, outcome, strict=True))
    assert found.ends.tolist() == [[ends[time, how] for time in times] for how in (1, 2)]
