"""Sampled betweenness beside the exact, within its bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from ecotone.errors import GraphError
from ecotone.network import paths, sampled

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair


@pytest.mark.kernel
def test_values_lie_within_the_bound_of_the_exact(from_networkx: Callable[..., Graph]) -> None:
    for theirs in (nx.karate_club_graph(), nx.gnp_random_graph(40, 0.08, seed=2, directed=True), nx.path_graph(12)):
        graph = from_networkx(theirs)
        found = sampled.betweenness(graph, paths=3000, risk=0.01, seed=4)
        off = np.abs(found.values - paths.betweenness(graph)).max()
        assert off <= found.error
        assert found.error < 0.2
        assert found.values.tolist() == sampled.betweenness(graph, paths=3000, risk=0.01, seed=4).values.tolist()


@pytest.mark.kernel
def test_no_bias_on_random_graphs(random_pairs: list[Pair]) -> None:
    for pair in random_pairs[40:60]:
        if len(pair.ours) < 4:
            continue
        exact = paths.betweenness(pair.ours)
        found = sampled.betweenness(pair.ours, paths=2000, seed=1).values
        spread = np.sqrt(np.maximum(exact * (1 - exact), 1e-4) / 2000) * len(pair.ours) / (len(pair.ours) - 2)
        assert (np.abs(found - exact) < 5 * spread).all(), pair.name


@pytest.mark.kernel
def test_tiny_and_refused(from_networkx: Callable[..., Graph]) -> None:
    assert sampled.betweenness(from_networkx(nx.path_graph(2))).values.tolist() == [0.0, 0.0]
    assert sampled.betweenness(from_networkx(nx.empty_graph(5)), paths=10).values.tolist() == [0.0] * 5
    with pytest.raises(GraphError, match="at least one path"):
        sampled.betweenness(from_networkx(nx.path_graph(3)), paths=0)
