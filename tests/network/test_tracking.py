"""Turnover of ties and fates of communities, on networks whose history is known."""

from __future__ import annotations

import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.tracking import fates, tracked, turnover


def graph() -> Graph:
    """Return two triangles of 2000, of which one ends in 2010; they are tied together from 2020 on."""
    first = [("a", "b", "2000", None), ("b", "c", "2000", None), ("a", "c", "2000", "2010")]
    second = [(u, v, "2000", None) for u, v in ("de", "ef", "df")]
    bridge = [(u, v, "2020", None) for u in "abc" for v in "def"]
    frame = pl.DataFrame([*first, *second, *bridge], schema=["source", "target", "valid_from", "valid_to"], orient="row")
    return Graph.from_frames(frame, directed=False, weight="strength")


def test_turnover_counts_pairs_that_stay_come_and_go() -> None:
    found = turnover(graph(), ["2000", "2011", "2021", "2030"])
    assert found.select("before", "after", "kept", "formed", "ended").rows() == [(6, 14, 5, 9, 1), (14, 14, 14, 0, 0)]
    assert found["jaccard"].to_list() == [5 / 15, 1.0]
    grown = turnover(graph(), ["2000", "2011", "2021"], cumulative=True)
    assert grown.select("kept", "formed", "ended").row(0) == (6, 9, 0)


def test_communities_are_followed_through_the_years() -> None:
    found = tracked(graph(), ["2000", "2010", "2020", "2030"])
    assert found["period"].to_list() == ["2000", "2000", "2010", "2010", "2020"]
    assert found["fate"].to_list() == ["born", "born", "continued", "continued", "merged"]
    assert found["from"].to_list()[2:] in ([[1], [2], [3, 4]], [[2], [1], [3, 4]])
    assert found["dies"].to_list() == [False, False, False, False, None]


def test_births_deaths_growth_and_splits_are_told_apart() -> None:
    small, large = frozenset(range(10)), frozenset(range(10, 30))
    periods = [[small, large], [small | {40, 41}, frozenset(range(10, 19)), frozenset(range(19, 30))], [frozenset(range(50, 55))]]
    found = fates(periods, ["1", "2", "3"])
    assert found["fate"].to_list() == ["born", "born", "grown", "split", "split", "born"]
    assert found["dies"].to_list() == [False, False, True, True, True, None]
    assert fates([[small], [small - {0, 1, 2}]], ["1", "2"])["fate"].to_list() == ["born", "shrunk"]


def test_a_chip_off_a_large_block_leaves_the_block_what_it_was() -> None:
    whole = frozenset(range(100))
    found = fates([[whole], [whole - {0, 1, 2}, frozenset({0, 1, 2})]], ["1", "2"])
    assert found["fate"].to_list() == ["born", "continued", "split"]


def test_too_few_periods_are_said() -> None:
    with pytest.raises(GraphError, match="two periods"):
        turnover(graph(), ["2000", "2010"])
    with pytest.raises(GraphError, match="two periods"):
        tracked(graph(), ["2000"])
    with pytest.raises(GraphError, match="likeness"):
        tracked(graph(), ["2000", "2010", "2020"], alike=0)
