"""Kaplan–Meier: what share of spells lasts longer than a time, although some still run; quantiles and restricted mean.

A mean over the spells that have ended leaves out the slow ones and is not offered. The median and other quantiles are
known as soon as enough spells have ended; the restricted mean says how many of the first `tau` days pass on average.

References
----------
Kaplan & Meier (1958), Nonparametric estimation from incomplete observations. JASA 53.
Greenwood (1926); Kalbfleisch & Prentice (2002), sec. 1.4 (the log-log interval).
Brookmeyer & Crowley (1982), A confidence interval for the median survival time. Biometrics 38.
Irwin (1949); Klein & Moeschberger (2003), Survival analysis, sec. 4.5 (the restricted mean).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.errors import SpellError
from ecotone.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.velocity.spells import Spells

Scale = Literal["log-log", "log", "plain"]
FEWEST: Final = 5
"""Ends below which a quantile gets no interval: Greenwood's formula is a large-sample one."""
BLOCK: Final = 8_192
"""Steps at which the band is worked out at once, where only the first place matters at which it comes down."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A survival curve: a step at each time at which a spell ended.

    Parameters
    ----------
    times : ndarray of float, shape (m,)
        Of the steps, increasing.
    survival : ndarray of float, shape (m,)
        Share that lasts longer than each time.
    greenwood : ndarray of float, shape (m,)
        Greenwood's sum of d / (n (n - d)): the variance of the survival divided by its square.
    at_risk, ends : ndarray of int, shape (m,)
        Counts at each step.
    number, running : int
        Spells in all, and those that have not ended.
    last : float
        The longest duration; beyond it the curve is not known.
    """

    times: NDArray[np.float64]
    survival: NDArray[np.float64]
    greenwood: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    ends: NDArray[np.int64]
    number: int
    running: int
    last: float

    def at(self, time: float) -> float:
        """Return the share that lasts longer than a time."""
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        return float(self.survival[place]) if place >= 0 else 1.0

    def band(self, *, level: float = 0.95, scale: Scale = "log-log") -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the pointwise interval of the survival at each step.

        Parameters
        ----------
        level : float
            Coverage, in (0, 1).
        scale : {'log-log', 'log', 'plain'}
            On which the interval is symmetric. NaN where the survival is 0, since nothing is left to tell its error.
        """
        z = normal_quantile(level)
        return _edge(self.survival, self.greenwood, -z, scale), _edge(self.survival, self.greenwood, z, scale)

    def quantile(self, share: float, *, level: float = 0.95, scale: Scale = "log-log") -> Estimate:
        """Return the time by which a share of spells has ended: the first at which the survival is at most 1 - share.

        Parameters
        ----------
        share : float
            In (0, 1): 0.5 for the median, 0.85 for P85.
        level, scale
            As in `band`; the interval holds the times at which the band covers 1 - share.

        Returns
        -------
        Estimate
            Without a value while fewer spells have ended; with an infinite upper end where the band never comes down.

        Examples
        --------
        >>> from ecotone.velocity.spells import Spells
        >>> kaplan_meier(Spells.of([1, 2, 3, 4], [1, 1, 1, 0])).quantile(0.5).value
        2.0
        """
        if not 0 < share < 1:
            raise SpellError("A quantile is a share of spells", got=str(share), expected="a number between 0 and 1")
        value = _first(self.times, self.survival, 1 - share)
        if value is None:
            return Estimate.none(f"fewer than {share:.0%} of the spells have ended: {self.running:,} of {self.number:,} still run")
        if int(self.ends.sum()) < FEWEST:
            return Estimate.exact(value, f"fewer than {FEWEST} spells have ended")
        z = normal_quantile(level)
        place = int(np.searchsorted(self.times, value))  # the lower edge comes down there or before, the upper one there or after
        first = self._comes_down(1 - share, -z, scale, range(place + 1))
        last = self._comes_down(1 - share, z, scale, range(place, len(self.times)))
        low_end = value if first is None else min(first, value)
        return Estimate(
            value, low_end, float("inf") if last is None else last, level=level, method=f"Brookmeyer–Crowley, {scale}, Greenwood"
        )

    def _comes_down(self, to: float, z: float, scale: Scale, steps: range) -> float | None:
        """Return the first time, among some steps, at which an edge of the band is at most `to`."""
        for start in range(steps.start, steps.stop, BLOCK):
            block = slice(start, min(start + BLOCK, steps.stop))
            found = _first(self.times[block], _edge(self.survival[block], self.greenwood[block], z, scale), to)
            if found is not None:
                return found
        return None

    def restricted_mean(self, until: float, *, level: float = 0.95) -> Estimate:
        """Return the mean of min(duration, until): the area under the curve up to a time.

        Parameters
        ----------
        until : float
            At most the longest duration, in the unit of the spells.
        level : float
            Coverage.
        """
        if until <= 0 or until > self.last:
            raise SpellError(
                "The mean can be restricted only to a time that was observed", got=f"{until:g}", expected=f"above 0, at most {self.last:g}"
            )
        areas, widths = step_areas(self.times, self.survival, until)
        mean = float(areas.sum())
        inside = self.times < until
        beyond = np.cumsum(areas[::-1])[::-1][1:]  # from each step to the end
        n, d = self.at_risk[inside], self.ends[inside]
        with np.errstate(divide="ignore", invalid="ignore"):
            terms = np.where(n > d, beyond[: len(n)] ** 2 * d / (n * (n - d)), 0.0)
        error = float(np.sqrt(terms.sum()))
        if not widths.size or int(self.ends.sum()) < FEWEST:
            return Estimate.exact(mean, f"fewer than {FEWEST} spells have ended")
        z = normal_quantile(level)
        return Estimate(
            mean, max(0.0, mean - z * error), min(until, mean + z * error), level=level, method="area under Kaplan–Meier, Irwin's variance"
        )


def kaplan_meier(spells: Spells) -> Curve:
    """Estimate the share of spells that lasts longer than each time; any outcome is an end.

    Parameters
    ----------
    spells : Spells
        Right-censored and, where `entry` is set, left-truncated.

    Raises
    ------
    SpellError
        If there is no spell.

    Notes
    -----
    S(t) is the product over t_i <= t of 1 - d_i / n_i. For late entries n_i counts those under observation; where that
    falls to d_i early, the curve drops to 0 and stays there, as the estimator says.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> kaplan_meier(Spells.of([6, 6, 6, 7, 10], [1, 1, 1, 1, 0])).survival.round(3).tolist()
    [0.4, 0.2]
    """
    if not len(spells):
        raise SpellError("There is no spell to estimate from", remedy="Widen the filter")
    table = spells.table
    n, d = table.at_risk, table.all_ends
    at_risk = n.astype(np.float64)
    lasting = at_risk - d
    survival = lasting / at_risk
    lasting *= at_risk
    with np.errstate(divide="ignore"):
        greenwood = np.divide(d, lasting, out=lasting)  # infinite once none lasts
    np.cumprod(survival, out=survival)
    np.cumsum(greenwood, out=greenwood)
    return Curve(table.times, survival, greenwood, n, d, len(spells), len(spells) - int(d.sum()), table.last)


def _edge(survival: NDArray[np.float64], greenwood: NDArray[np.float64], z: float, scale: Scale) -> NDArray[np.float64]:
    """Return an edge of the band, the lower one for a negative `z`."""
    s = survival
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(greenwood)
        if scale == "plain":
            edge = s + z * s * error
        elif scale == "log":
            edge = s * np.exp(z * error)
        else:
            edge = s ** np.exp(z * error / np.log(s))
    edge = np.where(s >= 1, 1.0, np.clip(edge, 0, 1))
    edge[s <= 0] = np.nan
    return edge


def _first(times: NDArray[np.float64], curve: NDArray[np.float64], level: float) -> float | None:
    """Return the first time at which a curve is at most a level; equality counts, up to rounding of the product."""
    below = np.flatnonzero(curve <= level * (1 + 1e-12) + 1e-15)
    return float(times[below[0]]) if len(below) else None


def step_areas(
    times: NDArray[np.float64], values: NDArray[np.float64], until: float, start: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return area and width of each step of a right-continuous curve up to a time, the one before the first included."""
    inside = times < until
    edges = np.concatenate(([0.0], times[inside], [until]))
    heights = np.concatenate(([start], values[inside]))
    widths = np.diff(edges)
    return heights * widths, widths


def normal_quantile(level: float) -> float:
    """Return the two-sided quantile of the normal distribution.

    Examples
    --------
    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    from statistics import NormalDist

    if not 0 < level < 1:
        raise SpellError("The level is no coverage", got=str(level), expected="a number between 0 and 1")
    return NormalDist().inv_cdf(0.5 + level / 2)
