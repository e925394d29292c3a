"""Influence and dependence against powers of the matrix."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from ecotone.network import Graph
from ecotone.network.influence import micmac


@pytest.mark.parametrize("seed", range(10))
def test_indirect_influence_is_that_of_the_matrix_power(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = (rng.random((8, 8)) < 0.4) * rng.integers(1, 4, (8, 8))
    np.fill_diagonal(matrix, 0)
    tails, heads = np.nonzero(matrix)
    ties = pl.DataFrame({"source": tails, "target": heads, "weight": matrix[tails, heads].astype(float)})
    graph = Graph.from_frames(ties, pl.DataFrame({"id": np.arange(8)}), directed=True, weight="strength")
    found = micmac(graph)
    power = np.linalg.matrix_power(matrix.astype(float), found.power)
    assert found.influence == pytest.approx(power.sum(axis=1) / power.sum(), abs=1e-9)
    assert found.dependence == pytest.approx(power.sum(axis=0) / power.sum(), abs=1e-9)
    assert found.direct_influence == pytest.approx(matrix.sum(axis=1) / matrix.sum())
    if found.settled:
        before = np.linalg.matrix_power(matrix.astype(float), found.power - 1)
        assert (
            np.argsort(-before.sum(axis=1).round(9), kind="stable").tolist()
            == np.argsort(-power.sum(axis=1).round(9), kind="stable").tolist()
        )


def test_a_network_without_ties_influences_nothing() -> None:
    empty = Graph.from_frames(
        pl.DataFrame(schema={"source": pl.Int64, "target": pl.Int64}), pl.DataFrame({"id": [1, 2]}), directed=True, weight="strength"
    )
    found = micmac(empty)
    assert (found.influence.tolist(), found.power) == ([0.0, 0.0], 0)
