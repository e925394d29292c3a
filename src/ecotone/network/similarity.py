"""How alike two networks of the same actors are: QAP correlation and regression.

Ties of one actor depend on each other, so an ordinary test of a correlation between two networks finds too much. The
quadratic assignment procedure keeps both networks as they are and hands out the actors of one at random.

References
----------
Krackhardt, D. (1988). Predicting with networks: nonparametric multiple regression analysis of dyadic data. Social
Networks 10, 359-381. Dekker, D., Krackhardt, D. and Snijders, T. A. B. (2007). Psychometrika 72, 563-581 (the
permutation of residuals for several predictors).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.null import ByChance, summed_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def _dyads(graph: Graph, ids: list[Any], *, weighted: bool) -> NDArray[np.float64]:
    """Return the matrix of ties in the order of the ids."""
    if sorted(graph.actors["id"].to_list(), key=str) != sorted(ids, key=str):
        raise GraphError("The networks need the same actors", got=f"{len(graph):,} and {len(ids):,} actors")
    at = graph.positions(ids)
    matrix = graph.out.matrix() if weighted else graph.out.ones()
    return np.asarray(matrix.toarray()[np.ix_(at, at)], np.float64)


def qap_correlation(one: Graph, other: Graph, *, weighted: bool = False, draws: int = 1000, seed: int = 0) -> ByChance:
    """Correlate the ties of two networks of the same actors, and compare with actors handed out at random.

    Parameters
    ----------
    one, other : Graph
        Networks with the same ids; the diagonal does not count.
    weighted : bool
        Correlate weights rather than whether there is a tie.
    draws : int
        Number of permutations.
    seed : int
        Decides them.

    Returns
    -------
    ByChance
        `observed` is NaN where one network has no ties, or all.
    """
    ids = one.actors["id"].to_list()
    a, b = _dyads(one, ids, weighted=weighted), _dyads(other, ids, weighted=weighted)
    off = ~np.eye(len(ids), dtype=bool)
    x = a[off] - a[off].mean() if off.any() else a[off]
    y = b[off] - b[off].mean() if off.any() else b[off]
    scale = float(np.sqrt((x @ x) * (y @ y)))
    if not scale:
        return ByChance(float("nan"), float("nan"), 0.0, float("nan"), float("nan"), float("nan"), 1.0, 0)
    rng = np.random.Generator(np.random.Philox(seed))
    values = np.empty(draws)
    centred = np.where(off, b - b[off].mean(), 0.0)
    for number in range(draws):
        order = rng.permutation(len(ids))
        values[number] = float(x @ centred[np.ix_(order, order)][off]) / scale
    return summed_up(float(x @ y) / scale, values)


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A regression of one network on others.

    Parameters
    ----------
    coefficients : ndarray
        Intercept first, then one for each predictor.
    p : ndarray
        Two-sided, by double semi-partialling; the intercept has none (NaN).
    r_squared : float
        Share of the variation that the predictors account for.
    """

    coefficients: NDArray[np.float64]
    p: NDArray[np.float64]
    r_squared: float


def qap_regression(outcome: Graph, predictors: Sequence[Graph], *, weighted: bool = False, draws: int = 1000, seed: int = 0) -> Regression:
    """Regress the ties of one network on those of others; p by double semi-partialling (Dekker et al. 2007)."""
    ids = outcome.actors["id"].to_list()
    off = ~np.eye(len(ids), dtype=bool)
    y = _dyads(outcome, ids, weighted=weighted)[off]
    columns = [_dyads(graph, ids, weighted=weighted) for graph in predictors]
    design = np.column_stack([np.ones(y.shape[0]), *[matrix[off] for matrix in columns]])
    coefficients, *_ = np.linalg.lstsq(design, y)
    residual = y - design @ coefficients
    total = float(((y - y.mean()) ** 2).sum())
    rng = np.random.Generator(np.random.Philox(seed))
    p = np.full(coefficients.shape[0], np.nan)
    for at in range(len(columns)):
        others = np.delete(design, at + 1, axis=1)
        own, *_ = np.linalg.lstsq(others, design[:, at + 1])
        left = np.zeros(off.shape)
        left[off] = design[:, at + 1] - others @ own
        observed = abs(_t(others, left[off], y))
        as_far = 0
        for _ in range(draws):
            order = rng.permutation(len(ids))
            as_far += abs(_t(others, left[np.ix_(order, order)][off], y)) >= observed - 1e-12
        p[at + 1] = (as_far + 1) / (draws + 1)
    return Regression(np.asarray(coefficients, np.float64), p, 1.0 - float(residual @ residual) / total if total else float("nan"))


def _t(others: NDArray[np.float64], column: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the t statistic of one column beside the others."""
    design = np.column_stack((others, column))
    beta, *_ = np.linalg.lstsq(design, y)
    residual = y - design @ beta
    inverse = np.linalg.pinv(design.T @ design)
    variance = float(residual @ residual) / max(y.shape[0] - design.shape[1], 1) * float(inverse[-1, -1])
    return float(beta[-1] / np.sqrt(variance)) if variance > 0 else 0.0
