"""SMAA: how often each candidate would come first, over all the weights that one might have.

Where nobody can say what the weights are, all that sum to 1 are taken as equally likely, and the additive value ranks.
Rank acceptability is the share of weights that give a candidate a rank; its central weights are those of a typical
backer; its confidence is how sure that backer may be where the values are uncertain. Two criteria, and three with few
candidates, are computed exactly by cutting the space of weights along its ties; anything else is sampled, with standard error.

References
----------
Lahdelma & Salminen (2001), SMAA-2: stochastic multicriteria acceptability analysis for group decision making. Oper. Res. 49.
Tervonen & Lahdelma (2007), Implementing stochastic multicriteria acceptability analysis. EJOR 178.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

BLOCK = 1 << 13
"""Draws held at a time."""

EXACT_TRIANGLE = 8
"""Most candidates on three criteria for which the triangle of weights is cut along all its ties."""

EXACT_LINE = 200
"""Most candidates on two criteria."""


@dataclass(frozen=True, eq=False)
class Acceptability:
    """How the candidates fare over all weights.

    Parameters
    ----------
    alternatives : tuple of str
        Names.
    ranks : ndarray of float, shape (m, m)
        Share of the weights that give the row's alternative the column's rank, the first column for the best.
    standard_error : ndarray of float, shape (m, m)
        Of these shares; 0 where exact.
    central : ndarray of float, shape (m, n)
        Mean of the weights that put the alternative first; NaN where none does.
    confidence : ndarray of float, shape (m,)
        How likely it is first if the weights are its central ones; NaN where there are none.
    draws : int
        How many weights were drawn; 0 where exact.
    seed : int or None
        Of the draws; None where exact or where the weights were given.
    """

    alternatives: tuple[str, ...]
    ranks: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    central: NDArray[np.float64]
    confidence: NDArray[np.float64]
    draws: int
    seed: int | None

    @property
    def exact(self) -> bool:
        """Whether shares were computed and not drawn."""
        return self.draws == 0

    @property
    def first(self) -> NDArray[np.float64]:
        """Share of the weights that put each alternative first."""
        return self.ranks[:, 0]

    @property
    def choice_entropy(self) -> float:
        """How open the choice is, in bits: 0 where one alternative is first under all weights."""
        shares = self.first[self.first > 0]
        return float(-(shares * np.log2(shares)).sum()) + 0.0


def smaa(
    values: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    alternatives: Sequence[str] | None = None,
    exact: bool | None = None,
    draws: int = 100_000,
    seed: int = 0,
) -> Acceptability:
    """Compute rank acceptability, central weights and confidence.

    Parameters
    ----------
    values : array of shape (m, n) or (s, m, n)
        Value of each alternative on each criterion, from 0 to 1, more being better (`DecisionProblem.normalised`); or s
        equally likely tables of such values where they are uncertain.
    weights : array of shape (w, n), optional
        Equally likely weights, where not all are possible; with as many tables of values, the two are taken in pairs.
        Alternatives that tie under weights so given share their ranks.
    alternatives : sequence of str, optional
        Names; A1, A2 … by default.
    exact : bool, optional
        Whether to compute rather than draw; by default wherever it can be done.
    draws, seed : int
        Of weights (and tables of values).

    Examples
    --------
    >>> found = smaa([[1, 0], [0, 1], [0.6, 0.6]])
    >>> found.first.round(6).tolist(), found.central.round(6).tolist()
    ([0.4, 0.4, 0.2], [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]])
    """
    tables = np.array(values, dtype=np.float64)
    if tables.ndim not in {2, 3} or not tables.size:
        raise DecisionError(
            "The values are no table", got=f"{tables.ndim} dimensions", expected="alternatives × criteria, or several such tables"
        )
    if not np.isfinite(tables).all():
        raise DecisionError("A value is not a number", remedy="Give an interval's draws as several tables of values")
    m, n = tables.shape[-2:]
    if m < 2:
        raise DecisionError("There is nothing to choose between", got=f"{m} alternative", expected="two alternatives or more")
    names = tuple(alternatives) if alternatives is not None else tuple(f"A{i + 1}" for i in range(m))
    if len(names) != m:
        raise DecisionError("Every alternative needs a name", got=f"{len(names)}", expected=f"{m}")
    given = None if weights is None else _given(weights, n)
    can = given is None and tables.ndim == 2 and (n == 1 or (n == 2 and m <= EXACT_LINE) or (n == 3 and m <= EXACT_TRIANGLE))
    if exact and not can:
        raise DecisionError(
            "Acceptability cannot be computed exactly here",
            got=f"{m} alternatives on {n} criteria",
            expected=f"certain values and any weights, up to {EXACT_LINE} on two, or {EXACT_TRIANGLE} on three",
            remedy="Leave exact= out to draw",
        )
    if can and exact is not False:
        return _exact(tables, names)
    if draws < 1:
        raise DecisionError("There is nothing to draw", got=f"{draws} draws", expected="1 or more")
    stack = tables if tables.ndim == 3 else tables[None]
    if given is not None and len(stack) not in {1, len(given)}:
        raise DecisionError(
            "Tables of values and weights do not pair",
            got=f"{len(stack):,} tables, {len(given):,} weights",
            expected="one table, or as many",
        )
    return _sampled(stack, given, names, draws if given is None else len(given), seed)


def _given(weights: ArrayLike, n: int) -> NDArray[np.float64]:
    table = np.array(weights, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != n or not len(table):
        raise DecisionError("The weights are no table", got="×".join(map(str, table.shape)), expected=f"draws × {n} criteria")
    total = table.sum(axis=1, keepdims=True)
    if not np.isfinite(table).all() or np.any(table < 0) or np.any(total <= 0):
        raise DecisionError("A row of weights sums to 0, or one is no number from 0 up")
    return np.asarray(table / total)


def _sampled(
    tables: NDArray[np.float64], given: NDArray[np.float64] | None, names: tuple[str, ...], draws: int, seed: int
) -> Acceptability:
    s, m, n = tables.shape
    generator = np.random.Generator(np.random.Philox(seed))
    counts, central = np.zeros(m * m), np.zeros((m, n))
    offset = np.arange(m)
    for start in range(0, draws, BLOCK):
        size = min(BLOCK, draws - start)
        if given is None:
            weights = generator.standard_exponential((size, n))
            weights /= weights.sum(axis=1, keepdims=True)
            drawn = tables[generator.integers(0, s, size)] if s > 1 else None
        else:
            weights = given[start : start + size]
            drawn = tables[start : start + size] if s > 1 else None
        scores = weights @ tables[0].T if drawn is None else np.einsum("dn,dmn->dm", weights, drawn)
        order = np.argsort(-scores, axis=1, kind="stable")
        if given is not None:
            _add_tied(counts, central, order, np.take_along_axis(scores, order, axis=1), weights)
            continue
        # Of all the weights there are, those under which two tie have no extent.
        counts += np.bincount((order * m + offset).ravel(), minlength=m * m)
        top = order[:, 0]
        for j in range(n):
            central[:, j] += np.bincount(top, weights=weights[:, j], minlength=m)
    shares = counts.reshape(m, m) / draws
    shares, sums = _shared(tables, shares, central / draws)
    middle = _means(sums, shares[:, 0])
    error = np.sqrt(shares * (1 - shares) / draws)
    return Acceptability(names, shares, error, middle, _confidence(tables, middle), draws, seed if given is None else None)


def _add_tied(
    counts: NDArray[np.float64],
    central: NDArray[np.float64],
    order: NDArray[np.int64],
    scores: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> None:
    """Count the ranks of drawn orders, alternatives that tie sharing theirs; `scores` stand in that order."""
    draws, m = order.shape
    fresh = np.ones((draws, m), dtype=bool)
    fresh[:, 1:] = scores[:, :-1] - scores[:, 1:] > 1e-12
    group = np.cumsum(fresh.ravel()) - 1
    size = np.bincount(group)[group]
    start = np.flatnonzero(fresh)[group] % m
    who = order.ravel()
    # A share of 1 / size in each rank from `start` on, `size` of them: a step up and a step down, summed along the ranks.
    steps = np.bincount(who * (m + 1) + start, weights=1 / size, minlength=m * (m + 1))
    steps -= np.bincount(who * (m + 1) + start + size, weights=1 / size, minlength=m * (m + 1))
    counts += np.cumsum(steps.reshape(m, m + 1), axis=1)[:, :m].ravel()
    top = start == 0
    each = np.repeat(weights, m, axis=0)[top] / size[top, None]
    for j in range(weights.shape[1]):
        central[:, j] += np.bincount(who[top], weights=each[:, j], minlength=m)


def _exact(table: NDArray[np.float64], names: tuple[str, ...]) -> Acceptability:
    """Cut the space of weights into cells of one order each; a cell's share is its size, its mean weights its centroid."""
    m, n = table.shape
    shares, sums = np.zeros((m, m)), np.zeros((m, n))
    for size, centre in _cells(table):
        order = np.argsort(-(table @ centre), kind="stable")
        shares[order, np.arange(m)] += size
        sums[order[0]] += size * centre
    shares, sums = _shared(table[None], shares, sums)
    middle = _means(sums, shares[:, 0])
    return Acceptability(names, shares, np.zeros((m, m)), middle, _confidence(table[None], middle), 0, None)


def _cells(table: NDArray[np.float64]) -> list[tuple[float, NDArray[np.float64]]]:
    """Return size and centroid of each cell of weights in which no two alternatives change places."""
    m, n = table.shape
    if n == 1:
        return [(1.0, np.ones(1))]
    first, second = np.triu_indices(m, 1)
    ties = table[first] - table[second]
    if n == 2:
        # At weight x of the first criterion a pair ties where x·d₁ + (1 − x)·d₂ = 0.
        slope = ties[:, 0] - ties[:, 1]
        crossing = -ties[:, 1] / np.where(slope == 0, np.nan, slope)
        ends = np.unique(np.r_[0.0, crossing[(crossing > 0) & (crossing < 1)], 1.0])
        middle = (ends[1:] + ends[:-1]) / 2
        return [(float(size), np.array([x, 1 - x])) for size, x in zip(np.diff(ends), middle, strict=True)]
    cells = [np.eye(3)]
    for tie in np.unique(ties[np.any(ties != 0, axis=1)], axis=0):
        cells = [part for cell in cells for part in _cut(cell, cell @ tie)]
    sized = [_size_and_centroid(cell) for cell in cells]
    return [(size, centre) for size, centre in sized if size > 0]


def _cut(cell: NDArray[np.float64], side: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Cut a convex cell along the line on which `side`, given at its corners, is 0."""
    side = np.where(np.abs(side) < 1e-14, 0.0, side)
    if not (np.any(side > 0) and np.any(side < 0)):
        return [cell]
    above, below = [], []
    for corner, value, after, then in zip(cell, side, np.roll(cell, -1, axis=0), np.roll(side, -1), strict=True):
        if value >= 0:
            above.append(corner)
        if value <= 0:
            below.append(corner)
        if value * then < 0:
            point = corner + (after - corner) * (value / (value - then))
            above.append(point)
            below.append(point)
    return [np.array(above), np.array(below)]


def _size_and_centroid(cell: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return a cell's share of the triangle of weights and its centroid, as a fan of triangles."""
    one, two = cell[1:-1, :2] - cell[0, :2], cell[2:, :2] - cell[0, :2]
    # The triangle's own area in these coordinates is 1/2, so that a determinant is a share.
    sizes = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0])
    size = float(sizes.sum())
    if size == 0:
        return 0.0, cell.mean(axis=0)
    centres = (cell[0] + cell[1:-1] + cell[2:]) / 3
    return size, np.asarray(sizes @ centres / size)


def _shared(
    tables: NDArray[np.float64], shares: NDArray[np.float64], sums: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Let alternatives that are equal in every value share their ranks; any order of theirs is chance."""
    m = shares.shape[0]
    # Adding 0 makes one zero of both; bytes compare whole rows at once, whatever their length.
    seen: dict[bytes, int] = {}
    group = np.array([seen.setdefault((tables[:, i] + 0.0).tobytes(), len(seen)) for i in range(m)])
    same = (group[:, None] == group).astype(np.float64)
    same /= same.sum(axis=1, keepdims=True)
    return same @ shares, same @ sums


def _means(sums: NDArray[np.float64], first: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(first[:, None] > 0, sums / np.where(first > 0, first, 1.0)[:, None], np.nan)


def _confidence(tables: NDArray[np.float64], central: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of the tables in which each alternative is first under its central weights; ties share."""
    found = np.full(len(central), np.nan)
    for i in np.flatnonzero(np.isfinite(central[:, 0])):
        scores = tables @ central[i]
        best = scores >= scores.max(axis=1, keepdims=True) - 1e-12
        found[i] = float((best[:, i] / best.sum(axis=1)).mean())
    return found
