"""Cores, triangles, clustering, cut actors and bridges, beside NetworkX."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from ecotone.network import cohesion

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair


def plain(theirs: Any) -> Any:
    """Return the undirected twin without loops whose weights are those of both directions added up."""
    made = nx.Graph()
    made.add_nodes_from(theirs)
    for u, v, data in theirs.edges(data=True):
        if u != v:
            made.add_edge(u, v, weight=made.get_edge_data(u, v, {"weight": 0})["weight"] + data["weight"])
    return made


def test_karate(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.karate_club_graph())
    assert cohesion.triangles(graph).sum() == 45 * 3
    assert cohesion.core_number(graph).max() == 4


def test_agrees_with_networkx_on_random_graphs(random_pairs: list[Pair], engine: str) -> None:
    for pair in random_pairs:
        graph, theirs = pair.ours.as_meaning("strength"), plain(pair.theirs)
        assert cohesion.core_number(graph).tolist() == list(nx.core_number(theirs).values()), pair.name
        assert cohesion.triangles(graph).tolist() == list(nx.triangles(theirs).values()), pair.name
        assert cohesion.clustering(graph) == pytest.approx(list(nx.clustering(theirs).values())), pair.name
        onnela = list(nx.clustering(theirs, weight="weight").values())
        assert cohesion.clustering(graph, "onnela") == pytest.approx(onnela), pair.name
        parts = nx.number_connected_components(theirs)
        without = [nx.number_connected_components(theirs.subgraph(set(theirs) - {v})) - parts for v in theirs]
        isolated = [len(theirs[v]) == 0 for v in theirs]
        assert cohesion.cut_actors(graph).tolist() == [w if not i else 0 for w, i in zip(without, isolated, strict=True)], pair.name
        assert {v for v, c in enumerate(cohesion.cut_actors(graph)) if c > 0} == set(nx.articulation_points(theirs)), pair.name
        assert set(cohesion.bridges(graph)) == {tuple(sorted(pair)) for pair in nx.bridges(theirs)}, pair.name


def test_barrat_clustering_agrees_with_igraph(random_pairs: list[Pair]) -> None:
    import igraph

    for pair in random_pairs[:100]:
        theirs = plain(pair.theirs)
        g = igraph.Graph(n=len(theirs), edges=list(theirs.edges))
        weights = [d["weight"] for *_, d in theirs.edges(data=True)]
        expected = g.transitivity_local_undirected(mode="zero", weights=weights) if weights else [0.0] * len(theirs)
        assert cohesion.clustering(pair.ours.as_meaning("strength"), "barrat") == pytest.approx(expected), pair.name


def test_the_two_weighted_forms_differ(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.karate_club_graph(), weight="strength")
    onnela, barrat = cohesion.clustering(graph, "onnela"), cohesion.clustering(graph, "barrat")
    assert barrat[0] > 1.5 * onnela[0] > 0


@pytest.mark.parametrize("n", [0, 1])
def test_tiny(n: int, engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.empty_graph(n))
    for measure in (cohesion.core_number, cohesion.triangles, cohesion.clustering, cohesion.cut_actors):
        assert measure(graph).tolist() == [0] * n
    assert cohesion.bridges(graph) == []
