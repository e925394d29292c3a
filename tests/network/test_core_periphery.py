"""The core with the fewest errors, beside every subset of small networks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from ecotone.network.core_periphery import core_periphery

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph


def errors(theirs: nx.Graph, core: frozenset[int]) -> int:
    return sum((u in core) != theirs.has_edge(u, v) for u, v in itertools.combinations(theirs, 2) if (u in core) == (v in core))


def test_no_core_has_fewer_errors(from_networkx: Callable[..., Graph]) -> None:
    for seed in range(25):
        theirs = nx.gnp_random_graph(8, 0.4, seed=seed)
        every = [frozenset(core) for k in range(9) for core in itertools.combinations(range(8), k)]
        found = core_periphery(from_networkx(theirs))
        assert found.errors == min(errors(theirs, core) for core in every)
        assert errors(theirs, frozenset(found.core.nonzero()[0].tolist())) == found.errors


@pytest.mark.parametrize("n", [0, 1, 5])
def test_a_clique_with_hangers_on_has_no_errors(n: int, from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.complete_graph(n)
    theirs.add_edges_from((v, 10 + v) for v in range(n))
    found = core_periphery(from_networkx(theirs))
    assert found.errors == 0
    assert set(found.core.nonzero()[0].tolist()) <= set(range(n))
    assert found.pairs >= 0
