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

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import DecisionError
from ecotone.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS: Final = 1000
LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the partners among the candidates of one seeker came in a ranking.

    Parameters
    ----------
    above : ndarray of int64
        How many candidates score above each partner.
    block : ndarray of int64
        How many score the same, the partner itself included.
    hits : ndarray of int64
        How many partners score the same or above, itself included.
    """

    above: NDArray[np.int64]
    block: NDArray[np.int64]
    hits: NDArray[np.int64]

    def average_precision(self) -> float:
        """Return the mean precision over the partners, each at the end of its block of equal scores."""
        return float((self.hits / (self.above + self.block)).mean())

    def chance_among(self, k: int) -> NDArray[np.float64]:
        """Return each partner's chance to be among the first k, over all orders of equal scores."""
        return np.asarray(np.clip((k - self.above) / self.block, 0.0, 1.0))

    def hits_at(self, k: int) -> float:
        """Return how many partners are among the first k on average over all orders of equal scores."""
        return float(self.chance_among(k).sum())


def places(scores: NDArray[np.float64], found: NDArray[np.bool_]) -> Places:
    """Find where the partners came in a ranking of candidates by their scores.

    Raises
    ------
    DecisionError
        If no candidate became a partner.

    Examples
    --------
    >>> import numpy as np
    >>> where = places(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False]))
    >>> where.average_precision(), where.hits_at(1), where.hits_at(3)
    (0.8333333333333333, 1.0, 2.0)
    >>> places(np.zeros(4), np.array([True, False, False, False])).average_precision()
    0.25
    """
    own = scores[found]
    if not len(own):
        raise DecisionError("No candidate became a partner, so there is nothing to find")
    ordered, partners = np.sort(-scores), np.sort(-own)
    above = np.searchsorted(ordered, -own, side="left").astype(np.int64)
    upto = np.searchsorted(ordered, -own, side="right").astype(np.int64)
    return Places(above, upto - above, np.searchsorted(partners, -own, side="right").astype(np.int64))


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
