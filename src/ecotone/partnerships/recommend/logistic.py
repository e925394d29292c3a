"""Logistic regression with a ridge, fitted by Newton's method: few coefficients, each of which can be read out as a reason.

Columns are put on one scale before the ridge is laid on them and taken back to their own units afterwards, so that the
penalty does not depend on units. No start value and no random number is involved: the same rows give the same bytes.

References
----------
le Cessie, S. and van Houwelingen, J. C. (1992). Ridge estimators in logistic regression. Applied Statistics 41, 191-201.
King, G. and Zeng, L. (2001). Logistic regression in rare events data. Political Analysis 9, 137-163 (weights of sampled rows).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ROUNDS: Final = 100
CLOSE: Final = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """A fitted model.

    Parameters
    ----------
    intercept : float
        Log odds where every column is 0.
    coefficients : ndarray, shape (k,)
        Change of the log odds for one unit of a column.
    spread : ndarray, shape (k,)
        Standard deviation of each column where the model was fitted; 0 where it never varied and nothing could be learnt.
    ridge : float
        Penalty on the squared coefficients of columns with unit spread.
    """

    intercept: float
    coefficients: NDArray[np.float64]
    spread: NDArray[np.float64]
    ridge: float

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log odds of each row."""
        return np.asarray(rows @ self.coefficients + self.intercept)


def fit(
    rows: NDArray[np.float64],
    found: NDArray[np.float64],
    *,
    ridge: float = 1.0,
    weights: NDArray[np.float64] | None = None,
    never_against: Sequence[bool] = (),
) -> Logistic:
    """Fit a model to rows of which each was found (1) or not (0).

    Parameters
    ----------
    rows : ndarray, shape (n, k)
        Values of the columns.
    found : ndarray of 0 and 1, shape (n,)
        What became of each row.
    ridge : float
        Penalty, 0 or more. With 0 and columns that separate the rows, no finite coefficients exist.
    weights : ndarray, shape (n,), optional
        How many rows each stands for.
    never_against : sequence of bool, optional
        Columns whose coefficient cannot be negative: one that would be is 0.

    Raises
    ------
    DecisionError
        If there are no rows of both kinds, a value is not finite, or the fit does not settle.

    Examples
    --------
    >>> import numpy as np
    >>> model = fit(np.array([[0.0], [0.0], [0.0], [1.0], [1.0], [1.0]]), np.array([0, 0, 1, 0, 1, 1.0]), ridge=0)
    >>> round(float(model.coefficients[0]), 4), round(model.intercept, 4)
    (1.3863, -0.6931)
    """
    if not (np.isfinite(rows).all() and np.isfinite(found).all()):
        raise DecisionError("A row of the model has a value that is no number")
    if not 0 < float(found.sum()) < len(found):
        raise DecisionError(
            "A model needs pairs that became partners and pairs that did not", got=f"{int(found.sum())} of {len(found)} became partners"
        )
    if ridge < 0:
        raise DecisionError("A penalty cannot be negative", got=f"{ridge:g}", expected="0 or more")
    share = np.ones(len(found)) if weights is None else weights
    total = float(share.sum())
    mean = share @ rows / total
    spread = np.sqrt(np.maximum(share @ (rows - mean) ** 2 / total, 0.0))
    spread[spread <= CLOSE * np.maximum(np.abs(mean), 1.0)] = 0.0
    scaled = (rows - mean) / np.where(spread > 0, spread, 1.0)
    bound = np.array(never_against, bool) if len(never_against) else np.zeros(rows.shape[1], bool)
    intercept, solved = _bounded(scaled, found, share, ridge, spread > 0, bound)
    coefficients = np.divide(solved, spread, out=np.zeros(rows.shape[1]), where=spread > 0)
    return Logistic(float(intercept - coefficients @ mean), coefficients, spread, ridge)


def _bounded(
    rows: NDArray[np.float64],
    found: NDArray[np.float64],
    share: NDArray[np.float64],
    ridge: float,
    varied: NDArray[np.bool_],
    bound: NDArray[np.bool_],
) -> tuple[float, NDArray[np.float64]]:
    """Fit with an active set: columns that would count against are taken out, and taken back in where they would no longer."""
    within = varied.copy()
    for _ in range(ROUNDS):
        columns = np.flatnonzero(within)
        solved = _newton(np.column_stack([np.ones(len(found)), rows[:, columns]]), found, share, ridge)
        wrong = columns[(solved[1:] < 0) & bound[columns]]
        if len(wrong):
            within[wrong[np.argmin(solved[1:][np.isin(columns, wrong)])]] = False
            continue
        odds = solved[0] + rows[:, columns] @ solved[1:]
        slope = rows.T @ (share * (1.0 / (1.0 + np.exp(-np.clip(odds, -500, 500))) - found))
        slope[~varied | within] = 0.0
        if float(slope.min(initial=0.0)) >= -1e-6 * float(share.sum()):
            coefficients = np.zeros(rows.shape[1])
            coefficients[columns] = solved[1:]
            return float(solved[0]), coefficients
        within[int(np.argmin(slope))] = True
    raise DecisionError(
        "The fit does not settle", got=f"{ROUNDS} sets of columns", remedy="Leave out a feature that nearly repeats another"
    )


def _newton(rows: NDArray[np.float64], found: NDArray[np.float64], share: NDArray[np.float64], ridge: float) -> NDArray[np.float64]:
    """Minimise the penalised loss by Newton steps that are halved until the loss falls."""
    from scipy.linalg import solve

    penalty = np.full(rows.shape[1], ridge)
    penalty[0] = 0.0
    rate = float(share @ found / share.sum())
    at = np.zeros(rows.shape[1])
    at[0] = np.log(rate / (1 - rate))

    def loss(point: NDArray[np.float64]) -> float:
        odds = rows @ point
        return float(share @ (np.logaddexp(0.0, odds) - found * odds) + penalty @ point**2 / 2)

    now = loss(at)
    for _ in range(ROUNDS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ at, -500, 500)))
        slope = rows.T @ (share * (chance - found)) + penalty * at
        curve = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty + 1e-12)
        step = solve(curve, slope, assume_a="pos")
        length = 1.0
        while (then := loss(at - length * step)) > now and length > CLOSE:
            length /= 2
        at = at - length * step
        if now - then <= CLOSE * (abs(now) + 1.0) and float(np.abs(length * step).max()) <= 1e-6:
            return np.asarray(at)
        now = then
    raise DecisionError(
        "The fit does not settle",
        got=f"{ROUNDS} rounds",
        remedy="Give a penalty above 0: some column tells partners from others without fail",
    )
