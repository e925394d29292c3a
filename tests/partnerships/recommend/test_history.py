"""Windows and projects: what was known, who became partners, and what is set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships.recommend.history import History, window
from ecotone.partnerships.recommend.protocol import judge, split

if TYPE_CHECKING:
    from collections.abc import Sequence

TIES = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.one_of(st.none(), st.floats(0, 100)), st.integers(0, 5)), min_size=1, max_size=30
)


def history(rows: Sequence[tuple[int, int, float | None, int]], n: int = 8) -> History:
    ties = pl.DataFrame(rows, schema={"source": pl.Int64, "target": pl.Int64, "day": pl.Float64, "project": pl.Int64}, orient="row")
    return History.of(pl.DataFrame({"id": list(range(n))}), ties)


def pairs(rows: np.ndarray) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in rows}


@settings(deadline=None)
@given(TIES)
def test_a_project_gives_pairs_to_one_window_only(rows: list[tuple[int, int, float | None, int]]) -> None:
    made = history(rows)
    windows = [window(made, start, start + 30) for start in (10.0, 40.0, 70.0)]
    for one in windows:
        for a, b in pairs(one.found):
            own = [(day, project) for s, t, day, project in rows if {s, t} == {a, b}]
            assert all(day is not None and day >= one.start for day, _ in own)
            # Some project behind the pair began in the window itself.
            inside = [project for day, project in own if day is not None and day < one.end]
            firsts = [min(d for s, t, d, p in rows if p == project and d is not None and s != t) for project in inside]
            assert any(one.start <= first < one.end for first in firsts)
        assert not pairs(one.found) & pairs(one.aside)
    assert not pairs(windows[0].found) & pairs(windows[1].found)


@settings(deadline=None)
@given(TIES)
def test_the_landscape_holds_nothing_later(rows: list[tuple[int, int, float | None, int]]) -> None:
    judged = judge(history(rows), window(history(rows), 50.0, 80.0))
    known = {(min(s, t), max(s, t)) for s, t, day, _ in rows if s != t and day is not None and day < 50}
    assert pairs(np.argwhere(np.triu(judged.land.tied.toarray()) > 0)) == known
    assert not (judged.found.toarray().astype(bool) & judged.closed.toarray().astype(bool)).any()


def test_later_pairs_of_an_earlier_project_are_set_aside() -> None:
    made = history([(0, 1, 0.0, 1), (0, 2, 50.0, 1), (3, 4, 55.0, 2), (5, 6, None, 3)])
    one = window(made, 40.0, 60.0)
    assert pairs(one.found) == {(3, 4)}
    assert pairs(one.aside) == {(0, 2), (5, 6)}


def test_pairs_kept_apart_are_never_found() -> None:
    ties = pl.DataFrame({"source": [0, 2], "target": [1, 3], "day": [50.0, 50.0]})
    made = History.of(pl.DataFrame({"id": list(range(4))}), ties, apart=np.array([[1, 0]], np.int32))
    assert pairs(window(made, 40.0, 60.0).found) == {(2, 3)}


@pytest.mark.parametrize(
    ("n", "ties", "reason"),
    [(20, 200, "20 actors have a tie, and fewer than 30"), (60, 40, "40 pairs have a dated tie, and fewer than 60")],
)
def test_too_little_to_learn_from_is_said(n: int, ties: int, reason: str) -> None:
    random = np.random.Generator(np.random.Philox(1))
    every = [(a, b) for a in range(n) for b in range(a + 1, n)]
    chosen = [(i, i + 1) for i in range(n - 1)][:ties] + [every[k] for k in random.permutation(len(every))]
    rows = [(a, b, float(k), k) for k, (a, b) in enumerate(dict.fromkeys(chosen))][:ties]
    assert reason in split(history(rows, n)).reason


def test_ties_in_one_year_allow_no_windows() -> None:
    rows = [(a, b, float(a), a * 40 + b) for a in range(40) for b in range(a + 1, min(a + 4, 40))]
    found = split(history(rows, 40))
    assert not found.windows
    assert "fewer than 20 new pairs" in found.reason


def test_a_tie_to_nobody_is_refused() -> None:
    with pytest.raises(DecisionError, match="ends at an actor that does not exist"):
        history([(0, 9, 1.0, 1)])
