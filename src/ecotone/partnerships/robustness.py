"""What would change a ranking: other weights, a candidate that drops out, a value that is not known.

Weight-stability intervals are in closed form for the additive value: an alternative's score is a line in one criterion's
weight when the others keep their proportions. The rank-reversal scan deletes each alternative in turn and lists the pairs
that change places, which a ranking of fixed values should not do, yet TOPSIS and others can.

References
----------
Mareschal (1988), Weight stability intervals in multicriteria decision aid. EJOR 33.
Triantaphyllou (2000), Multi-Criteria Decision Making Methods: A Comparative Study. Kluwer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import DecisionError
from ecotone.partnerships.additive import additive

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from ecotone.partnerships.problem import DecisionProblem
    from ecotone.partnerships.ranking import Ranking


@dataclass(frozen=True, slots=True)
class StabilityInterval:
    """Between which weights of a criterion the best stays the best, the others keeping their proportions.

    Parameters
    ----------
    criterion : str
        Whose weight changes.
    weight : float
        Its weight now, as a share.
    low, high : float
        Ends of the interval, as shares; 0 and 1 where nothing happens.
    below, above : str or None
        Which alternative takes over beyond each end; None at 0 and 1.
    """

    criterion: str
    weight: float
    low: float
    high: float
    below: str | None
    above: str | None


@dataclass(frozen=True, slots=True)
class Reversal:
    """Two alternatives that change places when a third is deleted.

    Parameters
    ----------
    deleted : str
        The alternative that drops out.
    overtakes, overtaken : str
        The one that was behind and is then ahead, and the other.
    """

    deleted: str
    overtakes: str
    overtaken: str


def weight_stability(problem: DecisionProblem) -> tuple[StabilityInterval, ...]:
    """Find for each criterion the interval of weights in which the additive value's best stays best.

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> problem = DecisionProblem.of([[10, 0], [0, 10], [6, 6]], weights=[0.7, 0.3])
    >>> for found in weight_stability(problem):
    ...     print(found.criterion, round(found.low, 3), round(found.high, 3), found.below, found.above)
    C1 0.6 1.0 A3 None
    C2 0.0 0.4 None A3
    """
    values, weights = problem.normalised, problem.weights
    best = int(np.argmax(values @ weights))
    found = []
    for j, criterion in enumerate(problem.criteria):
        others = np.delete(weights, j)
        left = others.sum()
        # With no weight elsewhere there are no proportions to keep: what this one gives up is shared equally.
        share = others / left if left > 0 else np.full(len(others), 1 / max(1, len(others)))
        rest = np.delete(values, j, axis=1) @ share
        # The best's lead over each other at weight x is rest + x (own − rest): a line that may cross 0.
        start = rest[best] - rest
        slope = (values[best, j] - values[:, j]) - start
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = np.where(np.abs(slope) > 1e-15, -start / slope, np.nan)
        low, below = _end(crossing, slope > 0, float(weights[j]), upper=False)
        high, above = _end(crossing, slope < 0, float(weights[j]), upper=True)
        named = [None if i is None else problem.alternatives[i] for i in (below, above)]
        found.append(StabilityInterval(criterion.name, float(weights[j]), low, high, *named))
    return tuple(found)


def _end(crossing: NDArray[np.float64], leaning: NDArray[np.bool_], weight: float, *, upper: bool) -> tuple[float, int | None]:
    """Return the nearest weight, on one side of the present one, where the best loses its lead, and to whom."""
    if upper:
        near = np.where(leaning & (crossing < 1), np.maximum(crossing, weight), np.inf)
        return (1.0, None) if not np.isfinite(near).any() else (float(near.min()), int(near.argmin()))
    near = np.where(leaning & (crossing > 0), np.minimum(crossing, weight), -np.inf)
    return (0.0, None) if not np.isfinite(near).any() else (float(near.max()), int(near.argmax()))


def rank_reversals(problem: DecisionProblem, method: Callable[[DecisionProblem], Ranking] = additive) -> tuple[Reversal, ...]:
    """Delete each alternative in turn and list the pairs that change places.

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> from ecotone.partnerships.topsis import topsis
    >>> values = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    >>> for found in rank_reversals(DecisionProblem.of(values, weights=[0.4, 0.3, 0.1, 0.2]), topsis):
    ...     print(f"without {found.deleted}, {found.overtakes} overtakes {found.overtaken}")
    without A4, A1 overtakes A3
    without A6, A1 overtakes A3
    """
    if len(problem.alternatives) < 3:
        raise DecisionError(
            "Nothing can be deleted", got=f"{len(problem.alternatives)} alternatives", expected="three alternatives or more"
        )
    places = method(problem).ranks
    found = []
    for gone, name in enumerate(problem.alternatives):
        left = problem.without(gone)
        now, before = method(left).ranks, np.delete(places, gone)
        turned = (before[:, None] > before) & (now[:, None] < now)
        found += [Reversal(name, left.alternatives[i], left.alternatives[j]) for i, j in np.argwhere(turned)]
    return tuple(found)


def dominance(
    problem: DecisionProblem, low: NDArray[np.float64] | None = None, high: NDArray[np.float64] | None = None
) -> tuple[tuple[str, str], ...]:
    """List the pairs of which the first is as good as the second everywhere and better somewhere, whatever the weights.

    Parameters
    ----------
    problem : DecisionProblem
        Alternatives by criteria.
    low, high : ndarray of float, shape (m, n), optional
        Ends of values that are uncertain, more being better: a pair is listed only where it holds whatever they are.

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> dominance(DecisionProblem.of([[3, 1], [2, 2], [4, 1]], directions=["benefit", "cost"]))
    (('A1', 'A2'), ('A3', 'A1'), ('A3', 'A2'))
    """
    least, most = (problem.oriented if end is None else end for end in (low, high))
    as_good = (least[:, None, :] >= most).all(axis=2)
    more = (least[:, None, :] > most).any(axis=2)
    return tuple((problem.alternatives[i], problem.alternatives[j]) for i, j in np.argwhere(as_good & more))


def score_bounds(low: ArrayLike, high: ArrayLike, weights: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Bound additive scores where values are known only as intervals; a missing value is the interval from 0 to 1.

    Parameters
    ----------
    low, high : array of shape (m, n)
        Ends of each value, scaled from 0 to 1, more being better; equal where the value is known, NaN in both where it is missing.
    weights : array of shape (n,)
        Weights; need not sum to 1.

    Returns
    -------
    ndarray of float, shape (m, 2)
        Least and most score of each alternative.
    ndarray of bool, shape (m, m)
        Whether the row's alternative scores more than the column's, whatever the unknown values turn out to be.

    Examples
    --------
    >>> bounds, sure = score_bounds([[0.9, 0.5], [0.2, float("nan")]], [[0.9, 0.5], [0.2, float("nan")]], [0.8, 0.2])
    >>> bounds.round(2).tolist(), sure.tolist()
    ([[0.82, 0.82], [0.16, 0.36]], [[False, True], [False, False]])
    """
    ends = np.array([low, high], dtype=np.float64)
    given = np.asarray(weights, dtype=np.float64)
    if ends.ndim != 3 or given.shape != ends.shape[2:]:
        raise DecisionError("The intervals do not fit the weights", got=f"{ends.shape[1:]} and {given.shape}", expected="m × n and n")
    if not (np.isfinite(given).all() and (given >= 0).all() and given.sum() > 0):
        raise DecisionError("The weights sum to 0, or one is no number from 0 up", got=str(given.tolist()))
    if np.any(np.isnan(ends[0]) != np.isnan(ends[1])):
        raise DecisionError("An interval has one end", remedy="Give both ends, or neither where the value is missing")
    ends = np.where(np.isnan(ends), np.array([0.0, 1.0])[:, None, None], ends)
    if np.any(ends[0] > ends[1]) or ends.min() < 0 or ends.max() > 1:
        raise DecisionError("An interval is none within 0 to 1", expected="0 ≤ low ≤ high ≤ 1")
    bounds = np.asarray((ends @ (given / given.sum())).T)
    return bounds, np.asarray(bounds[:, None, 0] > bounds[None, :, 1])
