"""Durations sorted by their digits come out as a plain sort puts them, to the last bit, and keep their outcomes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.velocity import tally as tallying
from ecotone.velocity.ordering import Ordered, in_order
from ecotone.velocity.tally import tally

ANY = st.floats(min_value=0, max_value=1e300, allow_nan=False)
SPELLS = st.lists(st.tuples(st.one_of(ANY, st.sampled_from([0.0, -0.0, 5e-324, 0.3, 0.1 + 0.2, 1e300])), st.integers(0, 2)), min_size=1)
A_BIT = 2.0**-52


def unpacked(found: Ordered) -> list[tuple[float, int]]:
    above = found.keys >> found.low
    durations = np.where(above > 0, above + found.base, np.uint64(0)).view(np.float64)
    return list(zip(durations.tolist(), (found.keys & ((np.uint64(1) << found.low) - np.uint64(1))).tolist(), strict=True))


@settings(max_examples=150, deadline=None)
@given(SPELLS)
def test_spells_are_sorted_and_kept_whole(rows: list[tuple[float, int]]) -> None:
    durations, outcome = np.array([lasted for lasted, _ in rows]), np.array([how for _, how in rows])
    found = in_order(durations, outcome, 2)
    if found is None:  # they lie a thousand powers of two apart
        assert np.log2(durations.max()) - np.log2(durations[durations > 0].min()) > 1000
        return
    got = unpacked(found)
    assert [lasted for lasted, _ in got] == sorted(np.abs(durations).tolist())
    assert sorted(got) == sorted(rows)


@settings(max_examples=100, deadline=None)
@given(SPELLS, st.booleans())
def test_the_tally_is_that_of_a_plain_sort(rows: list[tuple[float, int]], at_ends: bool) -> None:
    durations, outcome = np.array([lasted for lasted, _ in rows]), np.array([how for _, how in rows])
    expected = tally(durations, outcome, 2, at_ends=at_ends)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallying, "MANY", 0)
        patch.setattr(tallying, "PER_DAY", ())
        found = tally(durations, outcome, 2, at_ends=at_ends)
    assert [np.asarray(part).tolist() for part in found] == [np.asarray(part).tolist() for part in expected]


def test_many_that_differ_in_their_last_bits_only_are_sorted_by_all_bits() -> None:
    steps = np.arange(2_000)[::-1]
    durations = np.concatenate((1 + steps * A_BIT, 1000 + steps * 1000 * A_BIT))
    found = in_order(durations, np.zeros(len(durations), dtype=np.int64), 1)
    assert found is not None
    assert [lasted for lasted, _ in unpacked(found)] == sorted(durations.tolist())


def test_what_does_not_fit_in_one_word_is_sorted_plainly() -> None:
    durations, outcome = np.array([1.7e308, 5e-324, 0.0]), np.array([2, 1, 0])
    assert in_order(durations, outcome, 2) is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tallying, "MANY", 0)
        patch.setattr(tallying, "PER_DAY", ())
        found = tally(durations, outcome, 2)
    assert found.durations.tolist() == [0.0, 5e-324, 1.7e308]
    assert found.ends.tolist() == [[0, 1, 0], [0, 0, 1]]
