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


def test_components_agree_with_networkx(random_pairs: list[Pair], engine: str) -> None:
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


def test_no_actors_no_components(engine: str, from_networkx: Callable[..., Graph]) -> None:
    assert whole.components(from_networkx(nx.empty_graph(0))).tolist() == []
    assert whole.components(from_networkx(nx.empty_graph(2))).tolist() == [0, 1]


def test_measures_table_names_what_it_does_not_know(from_networkx: Callable[..., Graph]) -> None:
    from ecotone.errors import GraphError

    with pytest.raises(GraphError, match="No such measure"):
        from_networkx(nx.path_graph(3)).measures("popularity")


def test_density_reciprocity_transitivity_and_distances_agree_with_networkx(random_pairs: list[Pair]) -> None:
    for pair in random_pairs:
        theirs = pair.theirs.copy()
        theirs.remove_edges_from(list(nx.selfloop_edges(theirs)))
        assert whole.density(pair.ours) == pytest.approx(nx.density(theirs)), pair.name
        if theirs.is_directed() and theirs.number_of_edges():
            assert whole.reciprocity(pair.ours) == pytest.approx(nx.overall_reciprocity(theirs)), pair.name
        assert whole.transitivity(pair.ours) == pytest.approx(nx.transitivity(nx.Graph(theirs))), pair.name
        found = whole.distances(pair.ours)
        if not theirs.is_directed():
            assert found.efficiency == pytest.approx(nx.global_efficiency(theirs)), pair.name
        far = [d for _, row in nx.all_pairs_shortest_path_length(theirs) for d in row.values() if d]
        if far:
            assert (found.mean, found.diameter) == pytest.approx((sum(far) / len(far), max(far))), pair.name
        else:
            assert found.connected_pairs == 0


def test_a_star_is_wholly_centralised(from_networkx: Callable[..., Graph]) -> None:
    star, ring = from_networkx(nx.star_graph(5)), from_networkx(nx.cycle_graph(6))
    assert whole.centralisation(star.degree(), 5 * 4) == 1.0
    assert whole.centralisation(star.betweenness(), 5) == 1.0
    assert whole.centralisation(ring.degree(), 5 * 4) == 0.0


def test_density_of_a_two_mode_network() -> None:
    import polars as pl

    from ecotone.network import Graph as Made

    ties = pl.DataFrame({"source": ["a", "b"], "target": ["x", "x"]})
    actors = pl.DataFrame({"id": ["a", "b", "x", "y"], "mode": [0, 0, 1, 1]})
    assert whole.density(Made.from_frames(ties, actors, directed=False, weight="strength", two_mode=True)) == 0.5
