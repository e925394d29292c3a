"""Did the raters see the same thing? Kendall's W for rankings, Krippendorff's alpha for ratings with gaps.

Both abstain, with the reason, where all ratings are equal: nothing varies, so nothing can be agreed on. Alpha's interval is
the percentile interval of a bootstrap over the units that were rated.

References
----------
Kendall & Babington Smith (1939), The problem of m rankings. Annals of Mathematical Statistics 10.
Siegel & Castellan (1988), Nonparametric Statistics for the Behavioral Sciences. McGraw-Hill.
Krippendorff (2011), Computing Krippendorff's alpha-reliability. University of Pennsylvania.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import DecisionError
from ecotone.estimate import Estimate
from ecotone.partnerships.problem import LARGEST
from ecotone.partnerships.ranking import ranks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Level = Literal["nominal", "ordinal", "interval", "ratio"]
"""What the numbers of a rating mean: names, an order, distances, or distances from a true zero."""

EQUAL = "all ratings are equal, so there is no variation to agree on"


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's coefficient of concordance and its test against no agreement.

    Parameters
    ----------
    w : Estimate
        From 0 (none) to 1 (all rank alike).
    chi_square, p : float or None
        Large-sample test; None where W is not estimated.
    flat : tuple of int
        Raters, counted from 0, who gave every item the same and so say nothing.
    """

    w: Estimate
    chi_square: float | None
    p: float | None
    flat: tuple[int, ...]


def kendall(ratings: ArrayLike) -> Concordance:
    """Measure how far raters rank alike, corrected for ties.

    Parameters
    ----------
    ratings : array of shape (raters, items)
        Ratings or ranks, without gaps.

    Examples
    --------
    >>> found = kendall([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    >>> print(found.w)
    0.161905 (no interval: it describes these raters and items)
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2:
        raise DecisionError(
            "Agreement needs two raters and two items or more", got="×".join(map(str, table.shape)), expected="raters × items"
        )
    if not np.isfinite(table).all():
        raise DecisionError("A rating is missing", remedy="Use Krippendorff's alpha, which allows gaps, or leave the rater or the item out")
    m, n = table.shape
    flat = tuple(np.flatnonzero(np.ptp(table, axis=1) == 0).tolist())
    if len(flat) == m:
        return Concordance(Estimate.none(EQUAL if np.ptp(table) == 0 else "no rater tells any two items apart"), None, None, flat)
    places = np.array([ranks(row) for row in table])
    ties = 0.0
    for row in places:
        count = np.unique(row, return_counts=True)[1].astype(np.float64)
        ties += float((count**3 - count).sum())
    spread = float(((places.sum(axis=0) - m * (n + 1) / 2) ** 2).sum())
    w = 12 * spread / (m**2 * (n**3 - n) - m * ties)
    from scipy.special import chdtrc

    chi_square = m * (n - 1) * w
    return Concordance(Estimate.exact(w, "it describes these raters and items"), chi_square, float(chdtrc(n - 1, chi_square)), flat)


def krippendorff(ratings: ArrayLike, *, level: Level = "ordinal", draws: int = 1000, seed: int = 0, coverage: float = 0.95) -> Estimate:
    """Measure how far raters agree beyond chance.

    Parameters
    ----------
    ratings : array of shape (raters, units)
        Ratings; NaN where a rater did not rate.
    level : Level
        What the numbers mean.
    draws : int
        Draws of the bootstrap over units.
    seed : int
        For the draws.
    coverage : float
        Of the interval.

    Returns
    -------
    Estimate
        1 for perfect agreement, 0 for chance, below 0 for worse than chance.

    Examples
    --------
    >>> print(krippendorff([[5, 5, 5], [5, 5, 5]]))
    not estimated: all ratings are equal, so there is no variation to agree on
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2 or len(table) < 2:
        raise DecisionError("Agreement needs two raters or more", got="×".join(map(str, table.shape)), expected="raters × units")
    if level not in {"nominal", "ordinal", "interval", "ratio"}:
        raise DecisionError("There is no such level of measurement", got=str(level), expected="nominal, ordinal, interval or ratio")
    if np.isinf(table).any():
        raise DecisionError("A rating is no number", got="infinite")
    if np.nanmax(np.abs(table), initial=0.0) > LARGEST:
        raise DecisionError("A rating is too large to be compared", got=f"{np.nanmax(np.abs(table)):g}", expected=f"up to {LARGEST:g}")
    if level == "ratio" and np.nanmin(table, initial=0.0) < 0:
        raise DecisionError("A rating below 0 has no ratio", got=f"{np.nanmin(table):g}", remedy='Pass level="interval"')
    counts, values = _counts(table)
    if not len(counts):
        return Estimate.none("no unit was rated twice")
    if len(values) < 2:
        return Estimate.none(EQUAL)
    units = len(counts)
    value = float(_alpha(counts, values, np.ones((1, units)), level)[0])
    if units < 2:
        return Estimate.exact(value, "a single unit was rated twice")
    generator = np.random.Generator(np.random.Philox(seed))
    found = _alpha(counts, values, generator.multinomial(units, np.full(units, 1 / units), size=draws).astype(np.float64), level)
    # A draw in which nothing varies says nothing; it is left out and counted.
    kept = found[np.isfinite(found)]
    if len(kept) < draws / 2:
        return Estimate.exact(value, "in most draws of the bootstrap nothing varied")
    tail = (1 - coverage) / 2
    low, high = np.quantile(kept, [tail, 1 - tail])
    left_out = f", {draws - len(kept):,} without variation left out" if len(kept) < draws else ""
    return Estimate(value, float(low), float(high), level=coverage, method=f"bootstrap over {units:,} units, {draws:,} draws{left_out}")


def _counts(table: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how often each unit that was rated twice or more got each value, and the values."""
    paired = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    values = np.unique(paired[~np.isnan(paired)])
    return (paired[:, :, None] == values).sum(axis=0).astype(np.float64), values


def _alpha(counts: NDArray[np.float64], values: NDArray[np.float64], draws: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """Return alpha for each draw (how often each unit is in it); NaN where nothing varies.

    An ordinal difference is the interval difference of mid-ranks in the draw's own margins, so that for both levels
    disagreements are sums of squares; names and ratios need a table of the differences of values.
    """
    size = counts.sum(axis=1)
    margins = draws @ counts
    number = margins.sum(axis=1)
    if level in {"ordinal", "interval"}:
        # Values are taken from their mean: squares of large numbers would lose the small differences.
        middle = np.cumsum(margins, axis=1) - margins / 2 if level == "ordinal" else (values - values.mean())[None, :]
        first, second = middle @ counts.T, middle**2 @ counts.T
        observed = (draws * (size * second - first**2) / (size - 1)).sum(axis=1) * 2
        expected = 2 * (number * (margins * middle**2).sum(axis=1) - (margins * middle).sum(axis=1) ** 2)
    else:
        apart = values[:, None] - values
        if level == "nominal":
            square = (apart != 0).astype(np.float64)
        else:
            both = values[:, None] + values
            square = np.where(both > 0, apart / np.where(both > 0, both, 1.0), 0.0) ** 2
        observed = draws @ (((counts @ square) * counts).sum(axis=1) / (size - 1))
        expected = ((margins @ square) * margins).sum(axis=1)
    varied = (margins > 0).sum(axis=1) > 1
    return np.where(varied, 1 - (number - 1) * observed / np.where(varied, expected, 1.0), np.nan)
