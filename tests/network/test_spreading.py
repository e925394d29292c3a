"""SIR by its closed forms, and walks by hitting times and linear algebra."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.spreading import sir, visits


def of(found: nx.Graph) -> Graph:
    """Return a NetworkX graph as ours."""
    ties = pl.DataFrame({"source": [u for u, _ in found.edges], "target": [v for _, v in found.edges]})
    return Graph.from_frames(ties, pl.DataFrame({"id": list(found.nodes)}), directed=found.is_directed(), weight="strength")


@pytest.mark.parametrize(("chance", "loss"), [(0.3, 0.5), (0.1, 0.2), (0.6, 1.0), (0.2, 0.0)])
def test_a_tie_passes_on_with_its_transmissibility(chance: float, loss: float) -> None:
    # Passed on in the first step, or not and not lost, and so on: T = c / (1 - (1 - c)(1 - l)).
    expected = chance / (1 - (1 - chance) * (1 - loss))
    draws = 4_000
    found = sir(of(nx.path_graph(2)), np.array([0], np.int32), chance=chance, loss=loss, steps=60, draws=draws, seed=3)
    assert found.ever[1] == pytest.approx(expected, abs=4 * np.sqrt(0.25 / draws))
    assert found.ever[0] == 1
    assert found.active[0] == 1


def test_a_star_is_reached_with_the_mean_of_the_closed_form() -> None:
    chance, loss = 0.25, 0.4
    share = chance / (1 - (1 - chance) * (1 - loss))
    found = sir(of(nx.star_graph(10)), np.array([0], np.int32), chance=chance, loss=loss, draws=3_000, seed=1)
    assert found.size.low is not None
    assert found.size.value == pytest.approx(1 + 10 * share, abs=0.3)
    assert (
        sir(of(nx.star_graph(10)), np.array([0], np.int32), draws=20, seed=1).ever.tolist()
        == sir(of(nx.star_graph(10)), np.array([0], np.int32), draws=20, seed=1).ever.tolist()
    )


@pytest.mark.parametrize("n", [2, 3, 5, 9])
def test_a_walk_along_a_line_takes_the_square_of_its_length(n: int) -> None:
    found = visits(of(nx.path_graph(n)), 0, [n - 1])
    assert found[:-1].sum() == pytest.approx((n - 1) ** 2)
    assert found[-1] == pytest.approx(1)


@pytest.mark.parametrize("seed", range(8))
def test_visits_are_rows_of_the_fundamental_matrix(seed: int) -> None:
    theirs = nx.connected_watts_strogatz_graph(12, 4, 0.3, seed=seed)
    adjacency = nx.to_numpy_array(theirs)
    step = adjacency / adjacency.sum(axis=1, keepdims=True)
    inner = [k for k in range(12) if k not in {5, 9}]
    fundamental = np.linalg.inv(np.eye(10) - step[np.ix_(inner, inner)])
    found = visits(of(theirs), 0, [5, 9])
    assert found[inner] == pytest.approx(fundamental[0])
    assert found[[5, 9]] == pytest.approx(fundamental[0] @ step[np.ix_(inner, [5, 9])])
    assert found[[5, 9]].sum() == pytest.approx(1)


def test_a_walk_that_may_never_end_is_refused() -> None:
    trap = nx.DiGraph([(0, 1), (0, 2), (2, 3), (3, 2)])
    with pytest.raises(GraphError, match="may never end"):
        visits(of(trap), 0, [1])
    assert visits(of(nx.path_graph(3)), 0, [0]).tolist() == [1, 0, 0]
    with pytest.raises(GraphError, match="needs a target"):
        visits(of(nx.path_graph(3)), 0, [])
    with pytest.raises(GraphError, match="two draws"):
        sir(of(nx.path_graph(3)), np.array([0], np.int32), draws=1)
