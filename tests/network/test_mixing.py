"""Ties between groups, beside NetworkX."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from ecotone.network import mixing

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair


def test_agrees_with_networkx(random_pairs: list[Pair]) -> None:
    rng = np.random.default_rng(8)
    for pair in random_pairs:
        theirs = pair.theirs.copy()
        theirs.remove_edges_from(list(nx.selfloop_edges(theirs)))
        group = rng.integers(0, 3, len(theirs)).tolist()
        nx.set_node_attributes(theirs, dict(enumerate(group)), "group")
        found = mixing.mixing(pair.ours, group)
        for one, other in ((a, b) for a in range(3) for b in range(3)):
            if str(one) in found.groups and str(other) in found.groups:
                expected = sum(
                    (group[u], group[v]) == (one, other) or (not theirs.is_directed() and (group[v], group[u]) == (one, other))
                    for u, v in theirs.edges
                )
                place = found.groups.index(str(one)), found.groups.index(str(other))
                halved = 2 if one == other and not theirs.is_directed() else 1
                assert found.ties[place] / halved == expected, pair.name
        if theirs.number_of_edges() and len({group[v] for e in theirs.edges for v in e}) > 1:
            expected_r = nx.attribute_assortativity_coefficient(theirs, "group")
            assert mixing.assortativity(pair.ours, group) == pytest.approx(expected_r, nan_ok=True), pair.name
        degrees = np.array([d for _, d in theirs.degree])
        if not theirs.is_directed() and len({theirs.degree(v) for e in theirs.edges for v in e}) > 1:
            expected_d = nx.degree_pearson_correlation_coefficient(theirs)
            assert mixing.numeric_assortativity(pair.ours, degrees) == pytest.approx(expected_d), pair.name


def test_ei_index(from_networkx: Callable[..., Graph]) -> None:
    path = from_networkx(nx.path_graph(4))
    assert mixing.ei_index(path, [0, 0, 0, 1]) == pytest.approx(-1 / 3)
    assert mixing.ei_index(path, [0, 1, 0, 1]) == 1.0
    assert math.isnan(mixing.ei_index(from_networkx(nx.empty_graph(2)), [0, 1]))
    assert math.isnan(mixing.assortativity(path, [0, 0, 0, 0]))


def test_frame_counts_each_pair_once(from_networkx: Callable[..., Graph]) -> None:
    found = mixing.mixing(from_networkx(nx.path_graph(4), weight="strength"), ["a", "a", "b", "b"], weighted=True)
    assert found.frame(directed=False).rows() == [("a", "a", 1.0, 1), ("a", "b", 1.0, 4), ("b", "b", 1.0, 1)]
    assert found.frame(directed=True).height == 4
