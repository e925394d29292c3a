"""Chance: degrees are kept, all networks are equally likely, and figures are judged rightly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from ecotone.errors import GraphError
from ecotone.network import null
from ecotone.network.mixing import assortativity
from ecotone.network.whole import transitivity

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair


def test_degrees_are_kept_and_neither_loops_nor_parallel_ties_come_up(random_pairs: list[Pair], engine: str) -> None:
    for number, pair in enumerate(random_pairs[:60]):
        drawn = null.rewired(pair.ours, seed=number)
        assert drawn.degree("out").tolist() == pair.ours.degree("out").tolist()
        assert drawn.degree("in").tolist() == pair.ours.degree("in").tolist()
        assert not drawn.loop_counts.any()
        assert drawn.out.indices.shape[0] == drawn.tie_count * (1 if drawn.directed else 2)


@pytest.mark.kernel
def test_compiled_swaps_are_those_of_python(from_networkx: Callable[..., Graph], monkeypatch: pytest.MonkeyPatch) -> None:
    from ecotone.network import small_paths

    for theirs in (nx.gnm_random_graph(20, 40, seed=1), nx.gnm_random_graph(20, 60, seed=2, directed=True)):
        graph = from_networkx(theirs)
        small = null.rewired(graph, seed=3)
        with monkeypatch.context() as patch:
            patch.setattr(small_paths, "ACTORS", -1)
            large = null.rewired(graph, seed=3)
        assert small.ties.equals(large.ties)
        assert not small.ties.equals(graph.ties)


def test_all_networks_with_these_degrees_are_equally_likely(from_networkx: Callable[..., Graph]) -> None:
    # Six actors with one tie each: 15 perfect matchings.
    graph = from_networkx(nx.Graph([(0, 1), (2, 3), (4, 5)]))
    drawn = Counter(
        frozenset(frozenset(p) for p in zip(g.tails.tolist(), g.heads.tolist(), strict=True))
        for g in (null.rewired(graph, seed=s, swaps_per_tie=20) for s in range(900))
    )
    assert len(drawn) == 15
    chi_square = sum((count - 60) ** 2 / 60 for count in drawn.values())
    assert chi_square < 36.1  # 0.999 quantile with 14 degrees of freedom


def test_same_seed_same_network(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.karate_club_graph())
    assert null.rewired(graph, seed=1).ties.equals(null.rewired(graph, seed=1).ties)


def test_karate_clubs_transitivity_is_hardly_chance_of_degrees(from_networkx: Callable[..., Graph]) -> None:
    # A small-world network: more triangles than its degrees alone make.
    lattice = from_networkx(nx.watts_strogatz_graph(60, 6, 0.05, seed=1))
    found = null.by_chance(lattice, transitivity, draws=50, seed=1)
    assert found.observed > found.high
    assert found.z > 5
    assert found.p == pytest.approx(1 / 51)


def test_labels_handed_out_at_random(from_networkx: Callable[..., Graph]) -> None:
    import polars as pl

    from ecotone.network import Graph as Made

    theirs = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    graph = from_networkx(theirs)
    graph = Made.from_frames(
        graph.ties, graph.actors.with_columns(sector=pl.Series(["a"] * 6 + ["b"] * 6)), directed=False, weight="strength"
    )
    found = null.by_chance(graph, assortativity, model="labels", draws=100, seed=2)
    assert found.observed == 1.0
    assert found.z > 3
    assert found.low <= found.mean <= found.high
    with pytest.raises(GraphError, match="two draws"):
        null.by_chance(graph, assortativity, draws=1)


def test_no_variation_no_z() -> None:
    assert np.isnan(null.summed_up(1.0, np.ones(5)).z)
    assert null.summed_up(1.0, np.ones(5)).p == 1.0
