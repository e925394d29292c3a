"""Fuzzy TOPSIS: ratings and weights as triangular numbers (least, likeliest, most), for words such as `fair` or `good`.

References
----------
Chen (2000), Extensions of the TOPSIS for group decision-making under fuzzy environment. Fuzzy Sets and Systems 114.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import DecisionError
from ecotone.partnerships.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


def fuzzy_topsis(
    ratings: ArrayLike, weights: ArrayLike, *, costs: Sequence[bool] | None = None, alternatives: Sequence[str] | None = None
) -> Ranking:
    """Rank by closeness to (1, 1, 1) and distance from (0, 0, 0) on every criterion, in Chen's vertex distance.

    Parameters
    ----------
    ratings : array of shape (m, n, 3)
        Triangular ratings, 0 or more, of alternatives by criteria.
    weights : array of shape (n, 3)
        Triangular weights from 0 to 1.
    costs : sequence of bool, optional
        Which criteria are costs; their ratings must be above 0.
    alternatives : sequence of str, optional
        Names; A1, A2 … by default.

    Examples
    --------
    >>> fair, good, very_good = (3, 5, 7), (7, 9, 10), (9, 10, 10)
    >>> fuzzy_topsis([[fair, good], [good, good], [good, very_good]], [(0.5, 0.7, 0.9), (0.9, 1, 1)]).order
    ('A3', 'A2', 'A1')
    """
    table = np.array(ratings, dtype=np.float64)
    shares = np.array(weights, dtype=np.float64)
    if table.ndim != 3 or table.shape[2] != 3 or shares.shape != table.shape[1:]:
        raise DecisionError(
            "Ratings and weights must be triangular numbers",
            got=f"{'×'.join(map(str, table.shape))} ratings, {'×'.join(map(str, shares.shape))} weights",
            expected="alternatives × criteria × 3 ratings, criteria × 3 weights",
        )
    if len(table) < 2:
        raise DecisionError("There is nothing to choose between", got=f"{len(table)} alternative", expected="two alternatives or more")
    names = tuple(alternatives) if alternatives is not None else tuple(f"A{i + 1}" for i in range(len(table)))
    way = np.zeros(table.shape[1], dtype=bool) if costs is None else np.asarray(costs, dtype=bool)
    if len(names) != len(table) or len(way) != table.shape[1]:
        raise DecisionError(
            "Every alternative needs a name, and every criterion a direction", got=f"{len(names)} names, {len(way)} directions"
        )
    _ordered(table, "rating")
    _ordered(shares, "weight")
    if not shares[:, 2].any():
        raise DecisionError("The weights sum to 0", expected="at least one weight above 0", remedy="Weigh the criteria")
    weighted = _scaled(table, way) * shares
    to_best = np.sqrt(((1 - weighted) ** 2).mean(axis=2)).sum(axis=1)
    to_worst = np.sqrt((weighted**2).mean(axis=2)).sum(axis=1)
    return Ranking("fuzzy TOPSIS", names, to_worst / (to_best + to_worst))


def _ordered(numbers: NDArray[np.float64], kind: str) -> None:
    if not np.isfinite(numbers).all() or np.any(numbers < 0) or np.any(np.diff(numbers, axis=-1) < 0):
        raise DecisionError(f"A {kind} is no triangular number", expected="three numbers from 0 up, none below the one before it")


def _scaled(table: NDArray[np.float64], costs: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Divide benefits by the largest upper end, and the least lower end by costs (which turns a triangle round)."""
    top = table[:, :, 2].max(axis=0)
    if np.any(top[~costs] == 0) or np.any(table[:, costs, 0] == 0):
        raise DecisionError("A criterion cannot be scaled", expected="a benefit rated above 0 somewhere, a cost rated above 0 everywhere")
    scaled = table / np.where(top > 0, top, 1.0)[None, :, None]
    scaled[:, costs] = table[:, costs, 0].min(axis=0)[None, :, None] / table[:, costs][:, :, ::-1]
    return scaled
