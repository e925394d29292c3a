"""Two-mode networks beside NetworkX, on Davis' Southern women and at random."""

from __future__ import annotations

from typing import Any

import networkx as nx
import polars as pl
import pytest
from networkx.algorithms import bipartite

from ecotone.errors import GraphError
from ecotone.network import Graph, two_mode


def two(theirs: Any) -> Graph:
    """Make our two-mode graph of a NetworkX graph whose nodes carry `bipartite`."""
    ties = [(str(u), str(v)) if theirs.nodes[u]["bipartite"] == 0 else (str(v), str(u)) for u, v in theirs.edges]
    actors = pl.DataFrame({"id": [str(v) for v in theirs], "mode": [theirs.nodes[v]["bipartite"] for v in theirs]})
    frame = pl.DataFrame(ties, schema=["source", "target"], orient="row")
    return Graph.from_frames(frame, actors, directed=False, weight="strength", two_mode=True)


def sample() -> list[Any]:
    return [nx.davis_southern_women_graph(), *(bipartite.random_graph(8, 6, 0.35, seed=seed) for seed in range(15))]


@pytest.mark.parametrize("sharing", ["plain", "newman"])
@pytest.mark.parametrize("mode", [0, 1])
def test_projections_agree_with_networkx(sharing: Any, mode: int) -> None:
    project = bipartite.weighted_projected_graph if sharing == "plain" else bipartite.collaboration_weighted_projected_graph
    for theirs in sample():
        own = [v for v in theirs if theirs.nodes[v]["bipartite"] == mode]
        found = two_mode.projection(two(theirs), mode, sharing=sharing)
        expected = {frozenset((str(u), str(v))): w for u, v, w in project(theirs, own).edges(data="weight")}
        assert found.actors["id"].to_list() == [str(v) for v in own]
        assert {frozenset(row[:2]): row[2] for row in found.ties.select("source", "target", "weight").rows()} == pytest.approx(expected)


def test_newman_strength_is_the_number_of_events_with_others() -> None:
    theirs = nx.davis_southern_women_graph()
    graph = two(theirs)
    strength = two_mode.projection(graph, sharing="newman").strength()
    # Each of the fourteen events had at least three of the women.
    assert strength == pytest.approx([theirs.degree(v) for v in theirs if theirs.nodes[v]["bipartite"] == 0])


def test_core_is_what_peeling_one_at_a_time_leaves() -> None:
    for theirs in sample():
        for p, q in ((1, 1), (2, 3), (4, 3), (3, 6), (20, 1)):
            left = theirs.copy()
            while weak := [v for v in left if left.degree(v) < (p, q)[theirs.nodes[v]["bipartite"]]]:
                left.remove_node(weak[-1])
            assert two_mode.core(two(theirs), p, q).tolist() == [v in left for v in theirs]


def test_refuses_what_has_one_mode() -> None:
    one = Graph.from_frames(pl.DataFrame({"source": ["a"], "target": ["b"]}), directed=False, weight="strength")
    with pytest.raises(GraphError, match="one mode"):
        two_mode.projection(one)
    with pytest.raises(GraphError, match="No such projection"):
        two_mode.projection(two(nx.davis_southern_women_graph()), 2)
