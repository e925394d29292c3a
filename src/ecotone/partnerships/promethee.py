"""PROMETHEE I and II: how much each alternative is preferred to the others, through a preference function a criterion.

A preference function turns a difference into a preference from 0 to 1, and each criterion has its own: `usual`
(any difference counts in full), `u` (more than q), `v` (linearly up to p), `level` (half between q and p), `linear`
(from q to p) or `gauss` (with inflection s). PROMETHEE II orders by net flow; PROMETHEE I leaves apart what cannot be compared.

References
----------
Brans & Vincke (1985), A preference ranking organisation method. Management Science 31(6).
Brans, Vincke & Mareschal (1986), How to select and how to rank projects: the PROMETHEE method. EJOR 24.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import DecisionError
from ecotone.partnerships.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.partnerships.problem import DecisionProblem

Shape = Literal["usual", "u", "v", "level", "linear", "gauss"]
"""The six preference functions of Brans and Vincke."""

BLOCK = 1 << 18
"""Pairs held at a time: the block stays in the processor's cache, and memory does not grow with the square of the alternatives."""


@dataclass(frozen=True, slots=True)
class Preference:
    """How a difference on one criterion is turned into a preference.

    Parameters
    ----------
    shape : Shape
        Which of the six functions.
    q : float
        Differences up to this do not count (`u`, `level`, `linear`).
    p : float
        Differences from this count in full (`v`, `level`, `linear`).
    s : float
        Where the bell turns (`gauss`).
    """

    shape: Shape = "usual"
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0

    def __post_init__(self) -> None:
        if self.shape not in {"usual", "u", "v", "level", "linear", "gauss"}:
            raise DecisionError("There is no such preference function", got=str(self.shape), expected="usual, u, v, level, linear or gauss")
        if not (np.isfinite([self.q, self.p, self.s]).all() and self.q >= 0):
            raise DecisionError("A threshold is no number from 0 up", got=f"q={self.q}, p={self.p}, s={self.s}")
        if (self.shape == "v" and self.p <= 0) or (self.shape in {"level", "linear"} and self.p < self.q):
            raise DecisionError(
                "A difference counts in full before it counts at all", where=self.shape, got=f"q={self.q}, p={self.p}", expected="p above q"
            )
        if self.shape == "gauss" and self.s <= 0:
            raise DecisionError("The bell has no width", got=f"s={self.s}", expected="s above 0")

    def __call__(self, difference: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the preference for each difference; 0 for those that speak against.

        Examples
        --------
        >>> Preference("linear", q=1, p=3)(np.array([-4.0, 1.0, 2.0, 3.0])).tolist()
        [0.0, 0.0, 0.5, 1.0]
        """
        if self.shape == "usual":
            return (difference > 0).astype(np.float64)
        if self.shape == "u":
            return (difference > self.q).astype(np.float64)
        if self.shape == "level":
            return np.asarray(
                ((difference > self.q) * 0.5 + (difference > self.p) * 0.5) if self.p > self.q else (difference > self.q) * 1.0
            )
        if self.shape == "gauss":
            return np.asarray(-np.expm1(-np.square(np.maximum(difference, 0.0)) / (2 * self.s**2)))
        start = self.q if self.shape == "linear" else 0.0
        if self.p == start:
            return (difference > start).astype(np.float64)
        scaled = difference - start
        scaled *= 1 / (self.p - start)
        return np.clip(scaled, 0.0, 1.0, out=scaled)


@dataclass(frozen=True, eq=False)
class Flows:
    """What PROMETHEE found.

    Parameters
    ----------
    alternatives : tuple of str
        Names.
    leaving : ndarray of float, shape (m,)
        Mean preference of the alternative to the others.
    entering : ndarray of float, shape (m,)
        Mean preference of the others to it.
    """

    alternatives: tuple[str, ...]
    leaving: NDArray[np.float64]
    entering: NDArray[np.float64]

    @property
    def net(self) -> NDArray[np.float64]:
        """Leaving less entering flow; sums to 0."""
        return self.leaving - self.entering

    @property
    def ranking(self) -> Ranking:
        """PROMETHEE II: the order by net flow."""
        return Ranking("PROMETHEE II", self.alternatives, self.net)

    def preferred(self) -> NDArray[np.bool_]:
        """PROMETHEE I: whether the row's alternative is preferred to the column's by both flows."""
        out, into = self.leaving, self.entering
        as_good = (out[:, None] >= out) & (into[:, None] <= into)
        return np.asarray(as_good & ~as_good.T)

    def incomparable(self) -> list[tuple[str, str]]:
        """PROMETHEE I: the pairs that each are better by one flow and worse by the other."""
        out, into = self.leaving, self.entering
        apart = ((out[:, None] > out) & (into[:, None] > into)) | ((out[:, None] < out) & (into[:, None] < into))
        return [(self.alternatives[i], self.alternatives[j]) for i, j in np.argwhere(np.triu(apart))]


def promethee(problem: DecisionProblem, preferences: Preference | Sequence[Preference] = Preference()) -> Flows:
    """Compute leaving and entering flows.

    Parameters
    ----------
    problem : DecisionProblem
        Alternatives by criteria.
    preferences : Preference or sequence of Preference
        One for all criteria, or one for each.

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> values = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    >>> flows = promethee(DecisionProblem.of(values, weights=[0.4, 0.3, 0.1, 0.2]), Preference("linear", q=1, p=2))
    >>> flows.net.round(2).tolist()
    [-0.26, -0.52, -0.22, 0.36, 0.7, -0.06]
    """
    m, n = problem.values.shape
    functions = [preferences] * n if isinstance(preferences, Preference) else list(preferences)
    if len(functions) != n:
        raise DecisionError("Every criterion needs one preference function", got=f"{len(functions)}", expected=f"{n}")
    leaving, entering = np.zeros(m), np.zeros(m)
    better = np.ascontiguousarray(problem.oriented.T)
    rows = max(1, BLOCK // m)
    for column, function, weight in zip(better, functions, problem.weights, strict=True):
        for start in range(0, m, rows):
            preference = function(column[start : start + rows, None] - column)
            leaving[start : start + rows] += weight * preference.sum(axis=1)
            entering += weight * preference.sum(axis=0)
    return Flows(problem.alternatives, leaving / (m - 1), entering / (m - 1))
