"""Islands, beside their definition on random graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from ecotone.errors import GraphError
from ecotone.network import islands

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair


def is_island(theirs: nx.Graph, part: set[int]) -> bool:
    """Tell by the definition: a spanning tree inside all of whose ties are stronger than every tie that leaves."""
    inside = theirs.subgraph(part)
    if not nx.is_connected(inside):
        return False
    tree = nx.maximum_spanning_tree(inside)
    lowest = min((d["weight"] for *_, d in tree.edges(data=True)), default=float("inf"))
    leaving = [theirs[u][v]["weight"] for u in part for v in theirs[u] if v not in part]
    return not leaving or max(leaving) < lowest


def test_every_island_is_one_and_the_largest_that_fit_are_found(random_pairs: list[Pair]) -> None:
    for pair in random_pairs[::2][:80]:
        theirs = pair.theirs.copy()
        theirs.remove_edges_from(list(nx.selfloop_edges(theirs)))
        found = islands.islands(pair.ours.as_meaning("strength"), least=2, most=5)
        parts = [set((found == i).nonzero()[0].tolist()) for i in range(found.max() + 1)]
        assert all(2 <= len(part) <= 5 and is_island(theirs, part) for part in parts), pair.name
        if len(theirs) <= 9:
            subsets = [{v for v in theirs if code >> v & 1} for code in range(2 ** len(theirs))]
            every = [s for s in subsets if 2 <= len(s) <= 5 and is_island(theirs, s)]
            largest = [s for s in every if not any(s < t for t in every)]
            assert sorted(map(sorted, parts)) == sorted(map(sorted, largest)), pair.name


def test_of_distances_the_near_make_islands(from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.Graph()
    theirs.add_weighted_edges_from([(0, 1, 1), (1, 2, 9), (2, 3, 2)])
    assert islands.islands(from_networkx(theirs), most=2).tolist() == [0, 0, 1, 1]
    with pytest.raises(GraphError, match="fewest to most"):
        islands.islands(from_networkx(theirs), least=3, most=2)
