"""Betweenness with trees folded away, beside NetworkX on graphs of which trees are much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pytest

from ecotone.network import paths, small_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph


def sparse(seed: int) -> nx.Graph:
    """Return a graph of several parts: trees, trees on cycles, a lone actor, a pair."""
    rng = np.random.default_rng(seed)
    made: Any = nx.disjoint_union_all([nx.random_labeled_tree(9, seed=seed), nx.cycle_graph(5), nx.path_graph(2), nx.empty_graph(1)])
    for _ in range(14):
        made.add_edge(int(rng.integers(9, 14)) if rng.random() < 0.4 else len(made) - 1, len(made))
    made.add_edges_from(rng.integers(9, 14, (3, 2)).tolist())
    made.remove_edges_from(list(nx.selfloop_edges(made)))
    return made


@pytest.mark.kernel
@pytest.mark.parametrize("seed", range(20))
def test_trees_folded_away_change_nothing(seed: int, from_networkx: Callable[..., Graph], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_paths, "ACTORS", -1)
    theirs = sparse(seed)
    found = paths.betweenness(from_networkx(theirs), normalised=False)
    assert found == pytest.approx(list(nx.betweenness_centrality(theirs, normalized=False).values()), abs=1e-9)
