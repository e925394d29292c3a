"""How good a ranking of candidates is: average precision, precision and recall at the top, and their intervals.

Candidates with equal scores are one block, whose order nobody knows: average precision takes its precision at the end of
the block, precision and recall at k are what a random order within the block gives on average. A scorer that gives all the
same score is therefore worth what chance is worth, whatever the order of the file (a nearly constant score kept in file
order has been seen to look perfect).

References
----------
Yang, Y., Lichtenwalter, R. N. and Chawla, N. V. (2015). Evaluating link prediction methods. Knowledge and Information Systems
45, 751-782. McSherry, F. and Najork, M. (2008). Computing information retrieval performance measures efficiently in the
presence of tied scores. ECIR 2008. Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import DecisionError
from ecotone.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS: Final = 1000
LEVEL: Final = 0.95


def _blocks(scores: NDArray[np.float64], found: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many candidates, and how many partners among them, lie at or above each distinct score, best first."""
    if not found.any():
        raise DecisionError("No candidate became a partner, so there is nothing to find")
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    last = np.flatnonzero(np.concatenate((ordered[1:] != ordered[:-1], [True])))
    return (last + 1).astype(np.int64), np.cumsum(found[order])[last].astype(np.int64)


def average_precision(scores: NDArray[np.float64], found: NDArray[np.bool_]) -> float:
    """Return the mean precision over the partners, each at the end of its block of equal scores.

    Examples
    --------
    >>> import numpy as np
    >>> average_precision(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False]))
    0.8333333333333333
    >>> average_precision(np.zeros(4), np.array([True, False, False, False]))
    0.25
    """
    seen, hits = _blocks(scores, found)
    gained = np.diff(hits, prepend=0)
    return float((gained * (hits / seen)).sum() / hits[-1])


def hits_at(scores: NDArray[np.float64], found: NDArray[np.bool_], k: int) -> float:
    """Return how many partners are among the first k on average over all orders of equal scores.

    Examples
    --------
    >>> import numpy as np
    >>> hits_at(np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False]), 2)
    1.5
    """
    seen, hits = _blocks(scores, found)
    at = int(np.searchsorted(seen, k))
    if at >= len(seen):
        return float(hits[-1])
    before_seen, before_hits = (int(seen[at - 1]), int(hits[at - 1])) if at else (0, 0)
    block = int(seen[at]) - before_seen
    return before_hits + (k - before_seen) * (int(hits[at]) - before_hits) / block


def chance_found(scores: NDArray[np.float64], found: NDArray[np.bool_], k: int) -> NDArray[np.float64]:
    """Return for each partner, in the order of the candidates, the chance to be among the first k."""
    own = scores[found]
    ordered = np.sort(-scores)
    above = np.searchsorted(ordered, -own, side="left")
    block = np.searchsorted(ordered, -own, side="right") - above
    return np.asarray(np.clip((k - above) / block, 0.0, 1.0))


def area_under_curve(scores: NDArray[np.float64], found: NDArray[np.bool_]) -> float:
    """Return the chance that a partner scores above another candidate, equal scores counting half.

    Examples
    --------
    >>> import numpy as np
    >>> area_under_curve(np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False]))
    0.875
    """
    from scipy.stats import rankdata

    positive, negative = int(found.sum()), int((~found).sum())
    if not positive or not negative:
        raise DecisionError("The area needs partners and others", got=f"{positive} partners, {negative} others")
    ranks = rankdata(scores)
    return float((ranks[found].sum() - positive * (positive + 1) / 2) / (positive * negative))


def mean_over_seekers(values: NDArray[np.float64], *, seed: int = 0, draws: int = DRAWS, few: int = 5) -> Estimate:
    """Return the mean over seekers with its interval by drawing seekers with replacement."""
    if not len(values):
        return Estimate.none("no seeker of this kind found a partner")
    value = float(values.mean())
    if len(values) < few:
        return Estimate.exact(value, f"fewer than {few} seekers")
    generator = np.random.Generator(np.random.Philox(seed))
    drawn = np.empty(draws)
    for start in range(0, draws, 100):
        picks = generator.integers(0, len(values), (min(100, draws - start), len(values)))
        drawn[start : start + len(picks)] = values[picks].mean(axis=1)
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high), level=LEVEL, method=f"bootstrap over {len(values):,} seekers, {draws:,} draws")


def gini(counts: NDArray[np.float64]) -> float:
    """Return how unequally recommendations fall on actors: 0 where all are recommended alike, near 1 where a few get all.

    Examples
    --------
    >>> import numpy as np
    >>> gini(np.array([1.0, 1.0, 1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 4.0]))
    (0.0, 0.75)
    """
    ordered = np.sort(counts)
    total = float(ordered.sum())
    if total == 0:
        return 0.0
    n = len(ordered)
    return max(0.0, float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total)))
