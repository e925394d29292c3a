"""Structural equivalence by its definition, pair by pair."""

from __future__ import annotations

import itertools

import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.equivalence import distances, positions, tree


def of(matrix: np.ndarray) -> Graph:
    """Return a matrix of ties as a directed graph."""
    tails, heads = np.nonzero(matrix)
    ties = pl.DataFrame({"source": tails, "target": heads, "weight": matrix[tails, heads].astype(float)})
    return Graph.from_frames(ties, pl.DataFrame({"id": np.arange(matrix.shape[0])}), directed=True, weight="strength")


@pytest.mark.parametrize("seed", range(10))
def test_distances_are_those_of_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = (rng.random((7, 7)) < 0.5) * rng.integers(1, 4, (7, 7))
    np.fill_diagonal(x, 0)
    found = distances(of(x))
    for i, j in itertools.combinations(range(7), 2):
        others = [k for k in range(7) if k not in {i, j}]
        square = sum((x[i, k] - x[j, k]) ** 2 + (x[k, i] - x[k, j]) ** 2 for k in others) + 2 * (x[i, j] - x[j, i]) ** 2
        assert found[i, j] == pytest.approx(np.sqrt(square), abs=1e-9)
    assert found == pytest.approx(found.T)


def test_planted_positions_are_found_and_equivalent_actors_lie_at_0() -> None:
    image = np.array([[0, 1, 0], [0, 0, 1], [1, 0, 1]])
    place = np.repeat([0, 1, 2], [3, 4, 5])
    x = image[np.ix_(place, place)]
    np.fill_diagonal(x, 0)
    found = distances(of(x))
    assert found[np.ix_(place == 1, place == 1)].max() == 0
    named = positions(of(x), 3)
    assert [len(set(named[place == k].tolist())) for k in range(3)] == [1, 1, 1]
    assert tree(of(x)).shape == (11, 4)


def test_limits_are_said() -> None:
    with pytest.raises(GraphError, match="as many positions"):
        positions(of(np.zeros((3, 3))), 4)
    with pytest.raises(GraphError, match="at least two"):
        tree(of(np.zeros((1, 1))))
    many = Graph.from_frames(
        pl.DataFrame({"source": [0], "target": [1]}), pl.DataFrame({"id": range(5001)}), directed=True, weight="strength"
    )
    with pytest.raises(GraphError, match="Too many"):
        distances(many)
