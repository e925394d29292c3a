"""Louvain's method and label propagation, held to NetworkX's quality and to what rest means."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.groups import modularity
from ecotone.network.louvain import label_propagation, louvain


def of(found: nx.Graph, *, weight: str = "strength") -> Graph:
    """Return a NetworkX graph without loops as ours, actors in its order."""
    nodes = list(found.nodes)
    ties = pl.DataFrame(
        {
            "source": [str(u) for u, _ in found.edges],
            "target": [str(v) for _, v in found.edges],
            "weight": [float(d.get("weight", 1.0)) for *_, d in found.edges(data=True)],
        },
        schema={"source": pl.String, "target": pl.String, "weight": pl.Float64},
    )
    actors = pl.DataFrame({"id": [str(n) for n in nodes]}, schema={"id": pl.String})
    return Graph.from_frames(ties, actors, directed=found.is_directed(), weight=weight)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(12))
def test_louvain_is_as_good_as_networkx_louvain(seed: int) -> None:
    theirs = nx.gnm_random_graph(40, 90, seed=seed)
    for number, (_, _, data) in enumerate(theirs.edges(data=True)):
        data["weight"] = 1.0 + number % 3
    graph = of(theirs)
    best = max(nx.community.modularity(theirs, nx.community.louvain_communities(theirs, seed=k)) for k in range(5))
    ours = max(modularity(graph, louvain(graph, seed=k)) for k in range(5))
    assert ours >= best - 0.02


def test_karate_comes_close_to_its_optimum() -> None:
    plain = nx.Graph(nx.karate_club_graph().edges)
    plain.add_nodes_from(range(34))
    values = [modularity(of(plain), louvain(of(plain), seed=seed)) for seed in range(20)]
    assert 0.4 < max(values) <= 0.41979 + 5e-6  # Brandes et al. 2008: the optimum
    assert louvain(of(plain), seed=3).tolist() == louvain(of(plain), seed=3).tolist()


@pytest.mark.parametrize("method", [louvain, label_propagation])
def test_cliques_in_a_ring_are_found(method: object) -> None:
    graph = of(nx.ring_of_cliques(6, 5))
    found = method(graph, seed=1)  # type: ignore[operator]
    assert all(len(set(found[5 * k : 5 * k + 5].tolist())) == 1 for k in range(6))


@pytest.mark.parametrize("seed", range(10))
def test_at_rest_no_label_beats_an_actors_own(seed: int) -> None:
    theirs = nx.gnm_random_graph(30, 60, seed=seed)
    found = label_propagation(of(theirs), seed=seed)
    for node in theirs:
        votes = np.bincount(found[list(theirs[node])], minlength=30)
        if votes.any():
            assert votes[found[node]] == votes.max()


def test_empty_isolated_and_negative() -> None:
    empty = Graph.from_frames(pl.DataFrame(schema={"source": pl.String, "target": pl.String}), directed=False, weight="strength")
    assert louvain(empty).tolist() == label_propagation(empty).tolist() == []
    lonely = of(nx.empty_graph(3))
    assert louvain(lonely).tolist() == [0, 1, 2]
    signed = Graph.from_frames(pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [-1.0]}), directed=False, weight="strength")
    with pytest.raises(GraphError, match="negative"):
        louvain(signed)
    with pytest.raises(GraphError, match="resolution"):
        louvain(lonely, resolution=0)
