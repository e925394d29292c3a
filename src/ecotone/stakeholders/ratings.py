"""What several raters say together: the middle of their ratings, an interval, and what to be careful about.

Ratings are ordinal and few, so the middle is the median, and its interval runs between two of the ratings themselves: with n raters
the lowest and the highest enclose the median of all such raters with probability 1 − 2^(1−n), whatever their distribution; with six
or more, the pair of order statistics nearest to 95 % from above is taken. Ratings that tie make the true level higher, never lower.

References
----------
David & Nagaraja (2003), Order Statistics, section 7.1. Wiley.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.errors import InputError
from ecotone.estimate import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL: Final = 0.95
FLAT: Final = 5
"""From so many ratings on, a rater who gives always the same number is named."""
APART: Final = 2.0
"""Points between two raters from which their disagreement is listed."""

ONE: Final = "one rater"
SAME: Final = "all {} raters gave the same"


@dataclass(frozen=True, slots=True)
class Flat:
    """A rater who gave one number to everything, and so tells nothing apart."""

    rater: str
    ratings: int
    value: float


def together(values: Sequence[float]) -> Estimate:
    """Return the median of ratings with its interval.

    Parameters
    ----------
    values : sequence of float
        One rating a rater, at least one.

    Raises
    ------
    InputError
        If there is none, or one is no number.

    Examples
    --------
    >>> print(together([2, 4, 5]))
    4 (75 % interval 2 to 5; lowest to highest of 3 raters)
    >>> print(together([4]))
    4 (no interval: one rater)
    """
    if not values or not all(math.isfinite(each) for each in values):
        raise InputError("Ratings are numbers, and at least one", got=str(list(values)))
    ordered = sorted(values)
    n = len(ordered)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    if n == 1:
        return Estimate.exact(middle, ONE)
    if ordered[0] == ordered[-1]:
        return Estimate.exact(middle, SAME.format(n))
    outside = 0.0
    kept, level = 1, 1 - 2.0 ** (1 - n)
    for k in range(1, n // 2 + 1):
        outside += 2 * math.comb(n, k - 1) / 2.0**n
        if 1 - outside < LEVEL:
            break
        kept, level = k, 1 - outside
    ends = "lowest to highest" if kept == 1 else f"{kept}. lowest to {kept}. highest"
    return Estimate(middle, ordered[kept - 1], ordered[n - kept], level=level, method=f"{ends} of {n} raters")


def by_actor(ratings: pl.DataFrame) -> dict[int, dict[str, Estimate]]:
    """Return for each actor the estimate on each scale on which it was rated.

    Parameters
    ----------
    ratings : polars.DataFrame
        `actor`, `scale`, `value`, one row a rater: see `read.ratings`.
    """
    found: dict[int, dict[str, Estimate]] = {}
    grouped = ratings.sort("actor", "scale", "value").group_by("actor", "scale", maintain_order=True).agg("value")
    for actor, scale, values in grouped.iter_rows():
        found.setdefault(actor, {})[scale] = together(values)
    return found


def flat_raters(ratings: pl.DataFrame) -> list[Flat]:
    """Return raters who gave the same number five times or more and never another one.

    Examples
    --------
    >>> frame = pl.DataFrame({"rater": ["Ana"] * 5 + ["Ben"] * 2, "value": [5.0] * 5 + [1.0, 2.0]})
    >>> flat_raters(frame)
    [Flat(rater='Ana', ratings=5, value=5.0)]
    """
    each = ratings.group_by("rater").agg(pl.len().alias("n"), pl.col("value").min().alias("low"), pl.col("value").max().alias("high"))
    same = each.filter((pl.col("n") >= FLAT) & (pl.col("low") == pl.col("high"))).sort("rater")
    return [Flat(row["rater"], row["n"], row["low"]) for row in same.iter_rows(named=True)]


def disagreements(ratings: pl.DataFrame) -> pl.DataFrame:
    """Return where raters lie two points or more apart, the widest first: `actor`, `scale`, `low`, `high`, `apart`, `raters`.

    `raters` names who gave the lowest and who the highest.
    """
    ordered = ratings.sort("value", "rater")
    each = ordered.group_by("actor", "scale", maintain_order=True).agg(
        pl.col("value").first().alias("low"),
        pl.col("value").last().alias("high"),
        (pl.col("rater").first() + " – " + pl.col("rater").last()).alias("raters"),
    )
    apart = each.with_columns((pl.col("high") - pl.col("low")).alias("apart")).filter(pl.col("apart") >= APART)
    return apart.select("actor", "scale", "low", "high", "apart", "raters").sort("apart", "actor", "scale", descending=[True, False, False])
