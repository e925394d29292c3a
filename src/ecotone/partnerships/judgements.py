"""One person's pairwise comparisons, complete or not: how many times this outweighs that.

`matrix[i, j]` is how many times item i outweighs item j; a comparison that was not made is NaN. Judgements that
contradict each other (i over j three times, and j over i twice) and those that fall into parts without a bridge are refused:
no weights follow from them. Judgements that are merely inconsistent are kept, and `ahp` says how inconsistent they are.

References
----------
Saaty (1980), The Analytic Hierarchy Process. McGraw-Hill.
Bozóki, Fülöp & Rónyai (2010), On optimal completion of incomplete pairwise comparison matrices. Math. Comput. Model. 52.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

RECIPROCAL = 0.05
"""How far `a_ij · a_ji` may be from 1: published matrices round 1/7 to .14."""


@dataclass(frozen=True, eq=False)
class Judgements:
    """Pairwise comparisons of items by one judge.

    Parameters
    ----------
    items : tuple of str
        What was compared.
    matrix : ndarray of float, shape (n, n)
        How many times the row's item outweighs the column's; NaN where not compared.
    judge : str
        Who judged.

    Raises
    ------
    DecisionError
        If judgements contradict each other or are disconnected.

    Examples
    --------
    >>> Judgements.from_upper(["reach", "trust", "cost"], [3, 5, 2]).matrix.round(2).tolist()
    [[1.0, 3.0, 5.0], [0.33, 1.0, 2.0], [0.2, 0.5, 1.0]]
    """

    items: tuple[str, ...]
    matrix: NDArray[np.float64]
    judge: str = ""

    def __post_init__(self) -> None:
        n = len(self.items)
        if self.matrix.shape != (n, n) or n < 2:
            raise DecisionError(
                "Pairwise judgements need a square table over two items or more",
                where=self.judge or None,
                got="×".join(map(str, self.matrix.shape)),
                expected=f"{n}×{n}",
            )
        if len(set(self.items)) < n:
            raise DecisionError("Two items have one name", where=self.judge or None, got=", ".join(self.items))
        made = ~np.isnan(self.matrix)
        if np.any(self.matrix[made] <= 0) or np.any(np.isinf(self.matrix)):
            raise DecisionError(
                "A judgement is no ratio above 0", where=self.judge or None, expected="for example 3, or 1/3 for the reverse"
            )
        for i, j in np.argwhere(made & made.T & (np.abs(self.matrix * self.matrix.T - 1) > RECIPROCAL)):
            raise DecisionError(
                f"Two judgements contradict each other: {self.items[i]} over {self.items[j]} and the reverse",
                where=self.judge or None,
                got=f"{self.matrix[i, j]:g} and {self.matrix[j, i]:g}",
                expected=f"{self.matrix[i, j]:g} and {1 / self.matrix[i, j]:.3g}",
            )
        if np.any(made != made.T) or not np.all(np.diagonal(made)):
            raise DecisionError("A judgement lacks its reverse", where=self.judge or None, remedy="Use Judgements.from_upper or from_pairs")
        parts = _parts(made)
        if len(parts) > 1:
            raise DecisionError(
                "The judgements fall into parts that were never compared with each other",
                where=self.judge or None,
                got=" | ".join(", ".join(self.items[i] for i in part) for part in parts),
                remedy="Compare one item of each part with one of another",
            )

    @classmethod
    def of(cls, matrix: ArrayLike, items: Sequence[str] | None = None, *, judge: str = "") -> Self:
        """Take a full matrix; items default to their numbers from 1."""
        table = np.array(matrix, dtype=np.float64)
        return cls(tuple(items) if items is not None else tuple(str(i + 1) for i in range(len(table))), table, judge)

    @classmethod
    def from_upper(cls, items: Sequence[str], upper: Sequence[float | None], *, judge: str = "") -> Self:
        """Take the judgements above the diagonal row by row; None where none was made."""
        n = len(items)
        if len(upper) != n * (n - 1) // 2:
            raise DecisionError(
                "Wrong number of judgements", where=judge or None, got=str(len(upper)), expected=f"{n * (n - 1) // 2} for {n} items"
            )
        matrix = np.ones((n, n))
        rows, columns = np.triu_indices(n, 1)
        values = np.array([np.nan if value is None else value for value in upper], dtype=np.float64)
        matrix[rows, columns] = values
        with np.errstate(divide="ignore"):
            matrix[columns, rows] = 1 / values
        return cls(tuple(items), matrix, judge)

    @classmethod
    def from_pairs(cls, pairs: Mapping[tuple[str, str], float], *, judge: str = "") -> Self:
        """Take judgements by pair, `{("reach", "cost"): 5}`; a pair may be given in both orders if the two agree."""
        items = tuple(dict.fromkeys(name for pair in pairs for name in pair))
        place = {name: i for i, name in enumerate(items)}
        matrix = np.full((len(items), len(items)), np.nan)
        np.fill_diagonal(matrix, 1)
        for (first, second), value in pairs.items():
            matrix[place[first], place[second]] = value
        with np.errstate(divide="ignore"):
            return cls(items, np.where(np.isnan(matrix), 1 / matrix.T, matrix), judge)

    @property
    def complete(self) -> bool:
        """Whether every pair was compared."""
        return not bool(np.isnan(self.matrix).any())

    def cycles(self) -> list[tuple[str, str, str]]:
        """Name the triples that go in a circle: the first over the second over the third over the first."""
        over = np.nan_to_num(self.matrix, nan=0.0) > 1
        return [
            (self.items[i], self.items[j], self.items[k])
            for i, j in np.argwhere(over)
            for k in np.flatnonzero(over[j] & over[:, i])
            if i < min(j, k)
        ]


def _parts(made: NDArray[np.bool_]) -> list[list[int]]:
    """Split the items into those that are linked by comparisons."""
    left, parts = set(range(len(made))), []
    while left:
        reached = np.zeros(len(made), dtype=bool)
        reached[min(left)] = True
        while not np.array_equal(grown := made[reached].any(axis=0) | reached, reached):
            reached = grown
        parts.append(np.flatnonzero(reached).tolist())
        left -= set(parts[-1])
    return parts
