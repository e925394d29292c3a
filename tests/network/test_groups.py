"""Communities: the known optimum, seeds, stability, and the likeness of partitions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.network.conftest import Pair


def test_karates_optimum(from_networkx: Callable[..., Graph]) -> None:
    # Brandes et al. 2008: the greatest modularity of any partition is 0.41979.
    found = groups.communities(from_networkx(nx.karate_club_graph(), attribute=None), seed=1)
    assert round(found.modularity, 5) == 0.41979
    assert int(found.group.max()) == 3
    assert found.stability.min() > 0.5
    assert 0.8 < found.agreement <= 1.0


def test_same_seed_same_communities(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.gnm_random_graph(60, 120, seed=1))
    first, second = groups.communities(graph, seed=3, runs=5), groups.communities(graph, seed=3, runs=5)
    assert first.group.tolist() == second.group.tolist()
    assert first.stability.tolist() == second.stability.tolist()


def test_modularity_agrees_with_networkx(random_pairs: list[Pair]) -> None:
    rng = np.random.default_rng(2)
    for pair in random_pairs:
        theirs = nx.Graph()
        theirs.add_nodes_from(pair.theirs)
        for u, v, d in pair.theirs.edges(data=True):
            if u != v:
                theirs.add_edge(u, v, weight=d["weight"] + theirs.get_edge_data(u, v, {"weight": 0})["weight"])
        group = rng.integers(0, 3, len(theirs))
        if theirs.number_of_edges():
            sets = [set(np.flatnonzero(group == g).tolist()) for g in range(3)]
            for resolution in (1.0, 0.5):
                expected = nx.community.modularity(theirs, sets, resolution=resolution)
                graph = pair.ours.as_meaning("strength")
                assert groups.modularity(graph, group, resolution=resolution) == pytest.approx(expected), pair.name


def test_planted_groups_are_found_and_isolated_actors_stand_alone(from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.disjoint_union(nx.planted_partition_graph(4, 20, 0.5, 0.02, seed=3), nx.empty_graph(2))
    found = groups.communities(from_networkx(theirs), runs=5)
    planted = np.repeat(np.arange(4), 20)
    assert groups.adjusted_rand(found.group[:80], planted) > 0.95
    assert (found.group == found.group[80]).sum() == 1
    assert found.stability[80] == 1.0


def test_cpm_and_resolution(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.ring_of_cliques(6, 5), attribute=None)
    assert int(groups.communities(graph, quality="cpm", resolution=0.5, runs=3).group.max()) == 5
    assert int(groups.communities(graph, resolution=0.05, runs=3).group.max()) < 5
    with pytest.raises(GraphError, match="at least one run"):
        groups.communities(graph, runs=0)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_no_ties(n: int, from_networkx: Callable[..., Graph]) -> None:
    found = groups.communities(from_networkx(nx.empty_graph(n)), runs=2)
    assert found.group.tolist() == list(range(n))
    assert found.modularity == 0.0


def test_strong_ties_bind_and_distances_loosen() -> None:
    ties = pl.DataFrame({"source": [0, 1, 2, 3], "target": [1, 2, 3, 0], "weight": [9.0, 1.0, 9.0, 1.0]})
    near = groups.communities(Graph.from_frames(ties, directed=False, weight="strength"), runs=3)
    far = groups.communities(Graph.from_frames(ties, directed=False, weight="distance"), runs=3)
    assert near.group.tolist() == [0, 0, 1, 1]
    assert far.group.tolist() == [0, 1, 1, 0]


def test_likeness_of_partitions_by_their_definitions() -> None:
    # Hubert and Arabie 1985: pairs put together by both, by either, by chance.
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    both = sum(one[i] == one[j] and other[i] == other[j] for i in range(6) for j in range(i))
    a, b = 6, 3
    assert groups.adjusted_rand(one, other) == pytest.approx((both - a * b / 15) / ((a + b) / 2 - a * b / 15))
    assert groups.adjusted_rand(one, one) == 1.0
    nmi, vi = groups.information(one, other)
    h_one, h_other = math.log(2), math.log(3)
    joint = -(2 * (1 / 3) * math.log(1 / 3) + 2 * (1 / 6) * math.log(1 / 6))
    assert nmi == pytest.approx(2 * (h_one + h_other - joint) / (h_one + h_other))
    assert vi == pytest.approx(2 * joint - h_one - h_other)
    assert groups.information(np.zeros(3, int), np.zeros(3, int)) == (1.0, 0.0)
    with pytest.raises(GraphError, match="same actors"):
        groups.adjusted_rand(one, other[:3])


def test_likeness_agrees_with_igraph() -> None:
    import igraph

    rng = np.random.default_rng(4)
    for _ in range(30):
        one, other = rng.integers(0, 4, 25), rng.integers(0, 3, 25)
        assert groups.adjusted_rand(one, other) == pytest.approx(igraph.compare_communities(one.tolist(), other.tolist(), "adjusted_rand"))
        nmi, vi = groups.information(one, other)
        assert nmi == pytest.approx(igraph.compare_communities(one.tolist(), other.tolist(), "nmi"))
        assert vi == pytest.approx(igraph.compare_communities(one.tolist(), other.tolist(), "vi"))
