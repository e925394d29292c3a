"""One group of spells beside another: the difference of their restricted means, with an interval that knows what belongs together.

The influence of each spell on its group's restricted mean gives the variance: summed over single spells if they are independent of
each other, over clusters if several come from one device, applicant or site. Few or lopsided clusters tell next to
nothing about clusters in general: below five effective ones the interval is about these very spells only, and says so.

References
----------
Royston & Parmar (2013), Restricted mean survival time. BMC Med. Res. Methodol. 13:152.
Reid (1981), Influence functions for censored data. Annals of Statistics 9.
Liang & Zeger (1986), Longitudinal data analysis using generalized linear models. Biometrika 73 (sums over clusters).
Kish (1965), Survey sampling, sec. 11.7 (effective number).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import SpellError
from ecotone.estimate import Estimate
from ecotone.velocity.comparison import LogRank, log_rank
from ecotone.velocity.survival import kaplan_meier, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ecotone.velocity.spells import Spells

FEWEST_ROWS: Final = 20
"""Ended spells on each side below which nothing is compared: the tests are large-sample ones."""
FEWEST_CLUSTERS: Final = 5.0


@dataclass(frozen=True, eq=False)
class Beside:
    """What a comparison of a group with all others found.

    Parameters
    ----------
    test : LogRank
        Whether both take equally long.
    difference : Estimate
        Restricted mean of the group less that of the others, in the unit of the spells: below 0 the group is faster.
    until : float
        To which time the means are restricted.
    clusters : float or None
        Effective number of clusters in the group; None where spells were taken as independent.
    """

    test: LogRank
    difference: Estimate
    until: float
    clusters: float | None


def too_few(group: Spells, others: Spells) -> str | None:
    """Say why two sides cannot be compared, or None."""
    for what, side in (("the group", group), ("the others", others)):
        ended = len(side) - side.running
        if ended < FEWEST_ROWS:
            return f"{ended:,} of {what} have ended; {FEWEST_ROWS} are needed on each side"
    return None


def beside(
    spells: Spells,
    inside: NDArray[np.bool_],
    *,
    until: float,
    clusters: Sequence[str] | ArrayLike | None = None,
    strata: Sequence[str] | ArrayLike | None = None,
    level: float = 0.95,
) -> Beside:
    """Put a group beside all others.

    Parameters
    ----------
    spells : Spells
        Of both.
    inside : ndarray of bool, shape (n,)
        Which are of the group.
    until : float
        Restricts the means; cut to what each side was observed for, unless all of it has ended.
    clusters : sequence of str, shape (n,), optional
        What belongs together, such as the device.
    strata : sequence of str, shape (n,), optional
        Only spells of one stratum are compared by the test.
    level : float
        Coverage.

    Raises
    ------
    SpellError
        If a side has too few spells that have ended.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> spells = Spells.of([*range(1, 41), *range(11, 51)], [1] * 80)
    >>> found = beside(spells, np.arange(80) < 40, until=50)
    >>> round(found.difference.value or 0, 3), found.test.p < 0.05
    (-10.0, True)
    """
    group, others = spells.select(inside), spells.select(~inside)
    if (reason := too_few(group, others)) is not None:
        raise SpellError("Too few rows to compare", got=reason, remedy="Widen the group or the years")
    names = np.where(inside, "group", "others")
    test = log_rank(spells, names, strata=strata)
    curves = [kaplan_meier(side) for side in (group, others)]
    last = min([until, *(curve.last for curve in curves if curve.survival[-1] > 0)])  # beyond a curve that is down to 0 nothing is left
    means = [curve.restricted_mean(min(last, curve.last)).value or 0.0 for curve in curves]
    parts = [influence(side, min(last, curve.last)) for side, curve in zip((group, others), curves, strict=True)]
    effective = None
    how = "influence of each spell, taken as independent"
    if clusters is not None:
        named = np.asarray(clusters, dtype=str)
        effective = effective_number(named[inside])
        if effective >= FEWEST_CLUSTERS:
            parts = [_summed(part, named[where]) for part, where in zip(parts, (inside, ~inside), strict=True)]
            how = f"influence summed over clusters, {effective:.1f} effective ones in the group"
    variance = sum(float((part**2).sum()) * len(part) / (len(part) - 1) for part in parts)
    half = normal_quantile(level) * variance**0.5
    value = means[0] - means[1]
    return Beside(test, Estimate(value, value - half, value + half, level=level, method=how), last, effective)


def standardised(
    spells: Spells,
    inside: NDArray[np.bool_],
    strata: Sequence[str] | ArrayLike,
    *,
    until: float,
    clusters: Sequence[str] | ArrayLike | None = None,
    level: float = 0.95,
) -> Estimate:
    """Return the difference of restricted means within strata, weighted as the group is spread over them.

    Parameters
    ----------
    spells, inside, until, clusters, level
        As in `beside`.
    strata : sequence of str, shape (n,)
        Spells are compared within each; strata with too few rows are left out, and the method says how many.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> spells = Spells.of([*range(1, 41), *range(11, 51)], [1] * 80)
    >>> round(standardised(spells, np.arange(80) < 40, ["a"] * 80, until=50).value or 0, 3)
    -10.0
    """
    named = np.asarray(strata, dtype=str)
    grouped = None if clusters is None else np.asarray(clusters, dtype=str)
    value = variance = 0.0
    weight = kept = 0
    for stratum in np.unique(named[inside]):
        which = named == stratum
        mine = inside[which]
        part = spells.select(which)
        if too_few(part.select(mine), part.select(~mine)) is not None:
            continue
        found = beside(part, mine, until=until, clusters=None if grouped is None else grouped[which], level=level).difference
        rows = int(mine.sum())
        value += rows * (found.value or 0.0)
        variance += (rows * ((found.high or 0.0) - (found.value or 0.0))) ** 2
        weight, kept = weight + rows, kept + 1
    if not weight:
        return Estimate.none("no stratum has enough rows on both sides")
    value, half = value / weight, variance**0.5 / weight
    how = f"within {kept} strata with {weight:,} of {int(inside.sum()):,} rows of the group, weighted by them"
    return Estimate(value, value - half, value + half, level=level, method=how)


def influence(spells: Spells, until: float) -> NDArray[np.float64]:
    """Return the influence of each spell on the restricted mean: how much it changes with the spell's weight.

    Parameters
    ----------
    spells : Spells
        Right-censored and, where `entry` is set, left-truncated.
    until : float
        At most the longest duration.

    Returns
    -------
    ndarray of float, shape (n,)
        Adds up to 0. Without censoring it is (min(duration, until) - mean) / n.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> influence(Spells.of([1, 2, 6], [1, 1, 1]), 6.0).round(6).tolist()
    [-0.666667, -0.333333, 1.0]
    """
    curve = kaplan_meier(spells)
    inside = curve.times < until
    times, n, d = curve.times[inside], curve.at_risk[inside].astype(np.float64), curve.ends[inside].astype(np.float64)
    widths = np.diff(np.append(times, until))
    beyond = np.cumsum((widths * curve.survival[inside])[::-1])[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        per_end = np.where(n > d, beyond / (n - d), 0.0)
    at_risk = np.concatenate(([0.0], np.cumsum(per_end * d / n)))
    late = np.where(spells.entry > 0, np.searchsorted(times, spells.entry, side="right"), 0)  # who enters at 0 is at risk at 0
    found = at_risk[np.searchsorted(times, spells.durations, side="right")] - at_risk[late]
    ended = spells.outcome > 0
    place = np.searchsorted(times, spells.durations, side="left")
    hit = ended & (place < len(times))
    hit[hit] = times[place[hit]] == spells.durations[hit]
    found[hit] -= per_end[place[hit]]
    return np.asarray(found, dtype=np.float64)


def effective_number(clusters: ArrayLike) -> float:
    """Return Kish's effective number of clusters: as many as equal ones would be worth.

    Examples
    --------
    >>> effective_number(list("aabb")), round(effective_number(["a"] * 238 + ["b"] * 18 + ["c"] * 15 + ["d"] * 3 + ["e"]), 2)
    (2.0, 1.32)
    """
    _, sizes = np.unique(np.asarray(clusters, dtype=str), return_counts=True)
    return float(sizes.sum() ** 2 / (sizes**2).sum())


def _summed(values: NDArray[np.float64], clusters: NDArray[np.str_]) -> NDArray[np.float64]:
    """Add up the values of each cluster."""
    _, member = np.unique(clusters, return_inverse=True)
    return np.bincount(member, weights=values).astype(np.float64)
