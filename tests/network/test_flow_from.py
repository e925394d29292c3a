"""Where knowledge from one actor goes: the likeliest way against all ways tried, and a network without a record."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import NotFoundError
from ecotone.network import Graph
from ecotone.network.answers import flow_from
from ecotone.network.flow import chances, likeliest_ways


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=12))
def test_no_way_is_likelier_than_the_one_shown(ties: list[tuple[int, int, int]]) -> None:
    frame = pl.DataFrame(ties, schema={"source": pl.Int64, "target": pl.Int64, "weight": pl.Float64}, orient="row")
    graph = Graph.from_frames(frame, pl.DataFrame({"id": range(6)}), directed=False, weight="strength")
    before, steps = likeliest_ways(graph, 0, 0.3)
    rows = graph.out
    chance = np.zeros((6, 6))
    chance[rows.rows, rows.indices] = chances(graph, rows, 0.3)
    for target in range(1, 6):
        ways = [(0, *inner, target) for count in range(5) for inner in permutations([v for v in range(1, 6) if v != target], count)]
        best = max(float(np.prod([chance[a, b] for a, b in pairwise(way)])) for way in ways)
        if best == 0:
            assert before[target] == -1
            continue
        shown, at, count = 1.0, target, 0
        while at != 0:
            shown *= chance[before[at], at]
            at, count = int(before[at]), count + 1
        assert shown == pytest.approx(best)
        assert count == steps[target]


def test_a_network_of_a_file_is_asked_too() -> None:
    ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    graph = Graph.from_frames(ties, directed=True, weight="strength")
    said = flow_from(graph, "b", chance=1.0, draws=2)
    whom = said.tables[0].frame
    assert whom.select("id", "reached", "steps", "through_id").rows() == [("c", 1.0, 1, "b")]
    assert [table.title for table in said.tables] == ["Whom it reaches", "How far it gets"]
    with pytest.raises(NotFoundError, match="not in this part"):
        flow_from(graph, "z")
