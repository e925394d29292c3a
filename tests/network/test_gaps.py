"""Gaps: thin pairs against chance, exact gains of new ties, who is cut off, false-discovery rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.network import gaps, whole
from ecotone.network.link_scores import link_scores
from ecotone.network.whatif import Change, changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair


def test_a_pair_of_groups_that_avoid_each_other_is_thin(from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.random_partition_graph([20, 20, 20], 0.2, 0.1, seed=1)
    theirs = nx.Graph(theirs)
    theirs.remove_edges_from([(u, v) for u, v in theirs.edges if u < 20 <= v < 40])
    group = ["a"] * 20 + ["b"] * 20 + ["c"] * 20
    found = gaps.thin_pairs(from_networkx(theirs), group, draws=60, seed=1)
    first = found.row(0, named=True)
    assert (first["one"], first["other"], first["ties"]) == ("a", "b", 0.0)
    assert first["z"] < -3
    assert first["q"] < 0.15
    assert first["low"] <= first["expected"] <= first["high"]
    assert found["ties"].sum() == theirs.number_of_edges()


def test_gain_of_a_new_tie_is_the_gain_of_the_network_with_it(random_pairs: list[Pair], engine: str) -> None:
    for pair in random_pairs[::2][:20]:
        graph = pair.ours
        candidates = link_scores(graph, "common", top=5)
        far = [(str(u), str(v)) for u in pair.theirs for v in pair.theirs if u < v and not pair.theirs.has_edge(u, v)][:5]
        more = pl.DataFrame(far, schema={"source": pl.String, "target": pl.String}, orient="row")
        tried = pl.concat([candidates.select("source", "target"), more])
        found = gaps.best_new_ties(graph, tried, top=100)
        before = whole.distances(graph).efficiency
        assert found.height == tried.height
        for source, target, gain, was in found.rows():
            after = whole.distances(changed(graph, Change(add_ties=((source, target),)))).efficiency
            assert was == pytest.approx(before)
            assert gain == pytest.approx(after - before, abs=1e-12), pair.name


def test_without_path(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.disjoint_union(nx.path_graph(3), nx.path_graph(2)))
    assert gaps.without_path(graph, np.array([True, False, False, False, False])).tolist() == [False, False, False, True, True]


def test_false_discovery_rates_are_those_of_benjamini_and_hochberg() -> None:
    # Benjamini and Hochberg 1995, the 15 p-values of their example: four are findings at 0.05.
    p = np.array([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])
    q = gaps.false_discovery(p)
    assert (q <= 0.05).sum() == 4
    assert q[0] == pytest.approx(0.0001 * 15)
    assert (np.diff(q) >= 0).all()
    assert gaps.false_discovery(np.zeros(0)).tolist() == []
