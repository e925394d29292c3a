"""Maximal cliques beside NetworkX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

from ecotone.errors import GraphError
from ecotone.network.cliques import cliques

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph


def test_agrees_with_networkx(from_networkx: Callable[..., Graph]) -> None:
    for theirs in [nx.karate_club_graph(), nx.empty_graph(3), *(nx.gnp_random_graph(14, 0.2 + seed / 40, seed=seed) for seed in range(20))]:
        every = [tuple(sorted(clique)) for clique in nx.find_cliques(theirs)]
        for least in (1, 3, 4):
            found = cliques(from_networkx(theirs), least=least)
            assert found == sorted((clique for clique in every if len(clique) >= least), key=lambda clique: (-len(clique), clique))


def test_moon_and_moser(from_networkx: Callable[..., Graph]) -> None:
    # Moon and Moser (1965): no network of 3k actors has more maximal cliques than 3^k, and this one has as many.
    graph = from_networkx(nx.complete_multipartite_graph(*[3] * 5))
    assert len(cliques(graph)) == 3**5
    with pytest.raises(GraphError, match="too many"):
        cliques(graph, most=100)
