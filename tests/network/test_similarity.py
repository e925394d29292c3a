"""QAP: correlation beside NumPy, permutations beside all of them, regression beside least squares."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from ecotone.errors import GraphError
from ecotone.network import similarity

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph


def test_correlation_and_its_chance_beside_all_permutations(from_networkx: Callable[..., Graph]) -> None:
    a, b = nx.gnp_random_graph(5, 0.5, seed=1, directed=True), nx.gnp_random_graph(5, 0.4, seed=4, directed=True)
    x, y = nx.to_numpy_array(a), nx.to_numpy_array(b)
    off = ~np.eye(5, dtype=bool)
    every = [np.corrcoef(x[off], y[np.ix_(p, p)][off])[0, 1] for p in map(list, itertools.permutations(range(5)))]
    found = similarity.qap_correlation(from_networkx(a), from_networkx(b), draws=3000, seed=1)
    assert found.observed == pytest.approx(np.corrcoef(x[off], y[off])[0, 1])
    assert found.mean == pytest.approx(np.mean(every), abs=0.03)
    exact = np.mean(np.abs(np.array(every) - np.mean(every)) >= abs(found.observed - np.mean(every)) - 1e-9)
    assert found.p == pytest.approx(exact, abs=0.06)


def test_weights_and_networks_without_variation(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.karate_club_graph())
    assert similarity.qap_correlation(graph, graph, weighted=True, draws=10).observed == pytest.approx(1.0)
    assert math.isnan(similarity.qap_correlation(from_networkx(nx.empty_graph(4)), from_networkx(nx.path_graph(4))).observed)
    with pytest.raises(GraphError, match="same actors"):
        similarity.qap_correlation(graph, from_networkx(nx.path_graph(4)))


def test_regression_finds_what_made_the_outcome(from_networkx: Callable[..., Graph]) -> None:
    one, noise = nx.gnp_random_graph(12, 0.4, seed=1, directed=True), nx.gnp_random_graph(12, 0.4, seed=2, directed=True)
    outcome = nx.DiGraph(one)
    outcome.remove_edges_from(list(one.edges)[::6])
    found = similarity.qap_regression(from_networkx(outcome), [from_networkx(one), from_networkx(noise)], draws=100, seed=1)
    off = ~np.eye(12, dtype=bool)
    design = np.column_stack([np.ones(132), nx.to_numpy_array(one)[off], nx.to_numpy_array(noise)[off]])
    assert found.coefficients == pytest.approx(np.linalg.lstsq(design, nx.to_numpy_array(outcome)[off])[0])
    assert found.p[1] == pytest.approx(1 / 101)
    assert found.p[2] > 0.05
    assert 0.5 < found.r_squared < 1
