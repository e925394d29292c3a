"""Structural balance: what Harary and Davis proved, and every partition of small networks tried."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from ecotone.errors import GraphError
from ecotone.network import balance

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph


def signed(n: int, seed: int) -> nx.Graph:
    rng = np.random.default_rng(seed)
    made = nx.gnp_random_graph(n, 0.6, seed=seed)
    for u, v in made.edges:
        made[u][v]["weight"] = float(rng.choice([-2.0, -1.0, 1.0, 3.0]))
    return made


def against(theirs: nx.Graph, group: tuple[int, ...], alpha: float) -> float:
    return sum(
        alpha * -w if w < 0 and group[u] == group[v] else (1 - alpha) * w if w > 0 and group[u] != group[v] else 0.0
        for u, v, w in theirs.edges(data="weight")
    )


def test_triangles_counted_one_by_one(from_networkx: Callable[..., Graph]) -> None:
    for seed in range(20):
        theirs = signed(9, seed)
        products = [
            theirs[a][b]["weight"] * theirs[b][c]["weight"] * theirs[a][c]["weight"]
            for a, b, c in itertools.combinations(theirs, 3)
            if theirs.has_edge(a, b) and theirs.has_edge(b, c) and theirs.has_edge(a, c)
        ]
        expected = (sum(p > 0 for p in products), sum(p < 0 for p in products))
        assert balance.triangles(from_networkx(theirs, weight="strength")) == expected


@pytest.mark.parametrize(("groups", "alpha"), [(2, 0.5), (3, 0.5), (3, 0.2)])
def test_no_partition_is_better(groups: int, alpha: float, from_networkx: Callable[..., Graph]) -> None:
    for seed in range(8):
        theirs = signed(7, seed)
        found = balance.camps(from_networkx(theirs, weight="strength"), groups, alpha=alpha, seed=1)
        least = min(against(theirs, group, alpha) for group in itertools.product(range(groups), repeat=7))
        assert found.against == pytest.approx(least)
        assert against(theirs, tuple(found.group.tolist()), alpha) == pytest.approx(least)


def test_two_camps_are_balanced_and_three_are_only_clusterable(from_networkx: Callable[..., Graph]) -> None:
    for camps in (2, 3):
        theirs = nx.complete_graph(9)
        for u, v in theirs.edges:
            theirs[u][v]["weight"] = 1.0 if u % camps == v % camps else -1.0
        graph = from_networkx(theirs, weight="strength")
        _, unbalanced = balance.triangles(graph)
        # Cartwright and Harary: balanced where there are two camps; a triangle across three has three negative ties.
        assert unbalanced == (0 if camps == 2 else 27)
        assert (balance.camps(graph, 2).against == 0) == (camps == 2)
        found = balance.camps(graph, 3)
        assert (found.against, found.share) == (0, 0)
        assert len({(int(g), v % camps) for v, g in enumerate(found.group)}) == camps


def test_bad_questions_and_nobody(from_networkx: Callable[..., Graph]) -> None:
    with pytest.raises(GraphError, match="alpha"):
        balance.camps(from_networkx(nx.path_graph(3), weight="strength"), alpha=1)
    with pytest.raises(GraphError, match="signs"):
        balance.triangles(from_networkx(nx.path_graph(3), weight="distance"))
    nobody = from_networkx(nx.empty_graph(0), weight="strength")
    assert balance.camps(nobody).group.tolist() == []
    assert balance.triangles(nobody) == (0, 0)
