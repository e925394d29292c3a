"""The network as a whole, beside NetworkX."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from ecotone.network import whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair


def test_components_agree_with_networkx(random_pairs: list[Pair]) -> None:
    for pair in random_pairs:
        for connection in ("weak", "strong"):
            ours = whole.components(pair.ours, connection)
            find: Any = (
                nx.connected_components
                if not pair.theirs.is_directed()
                else nx.weakly_connected_components
                if connection == "weak"
                else nx.strongly_connected_components
            )
            theirs = {frozenset(part) for part in find(pair.theirs)}
            assert {frozenset((ours == c).nonzero()[0].tolist()) for c in range(ours.max() + 1)} == theirs
            sizes = [int((ours == c).sum()) for c in range(ours.max() + 1)]
            assert sizes == sorted(sizes, reverse=True)


def test_no_actors_no_components(from_networkx: Callable[..., Graph]) -> None:
    assert whole.components(from_networkx(nx.empty_graph(0))).tolist() == []
    assert whole.components(from_networkx(nx.empty_graph(2))).tolist() == [0, 1]


def test_measures_table_names_what_it_does_not_know(from_networkx: Callable[..., Graph]) -> None:
    from ecotone.errors import GraphError

    with pytest.raises(GraphError, match="No such measure"):
        from_networkx(nx.path_graph(3)).measures("popularity")
