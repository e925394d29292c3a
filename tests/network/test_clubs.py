"""Rich club and small world beside NetworkX and beside chance."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.clubs import rich_club, rich_club_by_chance, small_world


def of(found: nx.Graph) -> Graph:
    """Return a NetworkX graph as ours."""
    ties = pl.DataFrame(
        {"source": [u for u, _ in found.edges], "target": [v for _, v in found.edges]}, schema={"source": pl.Int64, "target": pl.Int64}
    )
    return Graph.from_frames(ties, pl.DataFrame({"id": list(found.nodes)}, schema={"id": pl.Int64}), directed=False, weight="strength")


@pytest.mark.parametrize("seed", range(20))
def test_the_rich_club_equals_networkx(seed: int) -> None:
    theirs = nx.gnm_random_graph(25, 20 + 4 * seed, seed=seed)
    expected = nx.rich_club_coefficient(theirs, normalized=False)
    ours = rich_club(of(theirs))
    for k, value in expected.items():
        assert ours[k] == pytest.approx(value, abs=1e-12)


def test_hubs_that_know_each_other_are_a_club_and_others_are_none() -> None:
    hubs = nx.gnm_random_graph(60, 150, seed=4)
    hubs.add_edges_from(nx.complete_graph(range(100, 106)).edges)
    hubs.add_edges_from((100 + hub, (7 * hub + 5 * k) % 60) for hub in range(6) for k in range(10))
    found = rich_club_by_chance(of(hubs), draws=50, seed=1)
    row = found.filter(pl.col("k") == 12).row(0, named=True)
    assert (row["actors"], row["density"]) == (6, 1.0)
    assert row["ratio"] > 1.5
    assert row["z"] > 3
    random = rich_club_by_chance(of(nx.gnm_random_graph(60, 200, seed=2)), draws=50, seed=1)
    low = random.filter(pl.col("actors") > 20)
    assert np.abs(low["ratio"].to_numpy() - 1).max() < 0.2


def test_a_ring_with_shortcuts_is_a_small_world_and_a_random_network_is_none() -> None:
    ring = small_world(of(nx.watts_strogatz_graph(80, 6, 0.08, seed=3)), draws=20, seed=1)
    assert ring.sigma > 2
    assert ring.clustering.z > 5
    random = small_world(of(nx.gnm_random_graph(80, 240, seed=3)), draws=20, seed=1)
    assert 0.5 < random.sigma < 1.6


def test_trees_and_emptiness_have_nothing_to_compare() -> None:
    with pytest.raises(GraphError, match="no triangles"):
        small_world(of(nx.star_graph(6)), draws=5)
    assert rich_club(of(nx.empty_graph(3))).shape == (0,)
    with pytest.raises(GraphError, match="two draws"):
        rich_club_by_chance(of(nx.path_graph(6)), draws=1)
