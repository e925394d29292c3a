"""Flow: what comes in, what waits, what goes out, and whether these three agree (Little's law).

A cohort of which some are still pending has no mean: those that are slow are missing from it. `Cohort` therefore gives one
only where at most one in a hundred is pending, and says so otherwise. Little's law, L = λW, ties work in progress to
the rate of arrivals and the time each takes; where flow is not steady it is a check and no proof, and the residual is
reported with a warning.

References
----------
Little (1961), A proof for the queuing formula L = λW. Operations Research 9. Little (2011), Operations Research 59.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import polars as pl

from ecotone.errors import SpellError
from ecotone.estimate import Estimate
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import kaplan_meier

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

YEAR_DAYS: Final = 365.0
OPEN_SHARE: Final = 0.01
"""A cohort of which more than this share is pending is open."""
STEADY_P: Final = 0.05


@dataclass(frozen=True, slots=True)
class Cohort:
    """Items that came in during one period, as a report counts them.

    Parameters
    ----------
    name : str
        `FY2025`.
    received, pending : int
        Items that came in, and those not ended when the report was made.
    mean_days : float or None
        The mean over those that have ended, as the report prints it.

    Examples
    --------
    >>> Cohort("FY2025", 4028, 1509, 105.48).state
    'open'
    >>> Cohort("FY2025", 4028, 1509, 105.48).mean().value is None
    True
    """

    name: str
    received: int
    pending: int
    mean_days: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.pending <= self.received:
            raise SpellError("More items are pending than were received", where=self.name, got=f"{self.pending:,} of {self.received:,}")

    @property
    def state(self) -> Literal["open", "closed"]:
        """Tell whether so many are pending that a mean would leave out the slow ones."""
        return "open" if self.pending > OPEN_SHARE * self.received else "closed"

    def mean(self) -> Estimate:
        """Return the mean of a closed cohort, or the reason why an open one has none."""
        if self.state == "open":
            share = self.pending / self.received
            return Estimate.none(
                f"{self.name} is open: {self.pending:,} of {self.received:,} ({share:.0%}) are pending, and they are the slow ones"
            )
        if self.mean_days is None:
            return Estimate.none(f"{self.name} comes without a mean")
        return Estimate.exact(self.mean_days, f"a count of {self.received - self.pending:,} ended items, {self.pending:,} pending")


@dataclass(frozen=True, slots=True)
class LittleCheck:
    """Whether arrivals, time and work in progress agree.

    Parameters
    ----------
    expected : float
        λW: items that should be in progress.
    observed : float
        Items that are.
    """

    expected: float
    observed: float

    @property
    def ratio(self) -> float:
        """Return expected over observed; 1 where they agree."""
        return self.expected / self.observed if self.observed else math.inf

    @property
    def residual(self) -> float:
        """Return the relative excess of the expected over the observed."""
        return self.ratio - 1


def little(arrivals_per_day: float, days: float, in_progress: float) -> LittleCheck:
    """Hold work in progress against Little's law.

    Parameters
    ----------
    arrivals_per_day : float
        λ.
    days : float
        W, the mean time an item takes.
    in_progress : float
        L as observed.

    Examples
    --------
    >>> check = little(4028 / 365, 141.13, 2 + 30 + 1509)
    >>> round(check.expected), round(check.ratio, 3)
    (1557, 1.011)
    """
    if arrivals_per_day < 0 or days < 0 or in_progress < 0:
        raise SpellError("Rates, times and counts are 0 or more", got=f"{arrivals_per_day}, {days}, {in_progress}")
    return LittleCheck(arrivals_per_day * days, in_progress)


@dataclass(frozen=True, eq=False)
class Flow:
    """Flow through one stage in a window.

    Parameters
    ----------
    first, last : datetime.date
        The window, both days included.
    arrivals, departures : int
        In the window.
    lost : int
        Items that may still be in progress, but of which nothing was heard any more: they leave observation, and neither wait nor depart.
    at_start, at_end : int
        In progress before the first day and after the last.
    mean_in_progress : float
        Over the days of the window.
    days : Estimate
        Mean days that an item takes, restricted to the longest observed; items that began before the window count from its start on.
    check : LittleCheck
        Little's law on these.
    steady : bool
        Whether arrivals and departures of the two halves of the window may come from one rate each.
    warnings : tuple of str
        Why the check may mean little.
    daily : polars.DataFrame
        `day`, `arrived`, `departed` and `lost` (cumulative), `in_progress` at the day's end: the cumulative flow diagram.
    """

    first: dt.date
    last: dt.date
    arrivals: int
    departures: int
    lost: int
    at_start: int
    at_end: int
    mean_in_progress: float
    days: Estimate
    check: LittleCheck
    steady: bool
    warnings: tuple[str, ...]
    daily: pl.DataFrame


def flow(stays: pl.DataFrame, first: dt.date, last: dt.date) -> Flow:
    """Measure the flow through a stage.

    Parameters
    ----------
    stays : polars.DataFrame
        `start` and `end` (dates, known to the day; a null end still runs) and, where given, `known_to`: the day up to which an
        item without an end is known to run.
    first, last : datetime.date
        The window. Stays that end before it or start after it are not counted.

    Raises
    ------
    SpellError
        If the window is empty, a stay has no start, or ends before it starts.

    Notes
    -----
    An item is in progress on the days from its start to the day before its end. Then, if nothing is in progress
    before the window and after it, the sum of days in progress is the sum of the times that items took, and Little's law holds exactly.
    """
    if last < first:
        raise SpellError("The window ends before it starts", got=f"{first} to {last}")
    start, end = _days(stays["start"]), _days(stays["end"])
    if np.isnan(start).any():
        raise SpellError("A stay has no start", got=f"{int(np.isnan(start).sum()):,} of {len(start):,}", remedy="Leave it out, and say so")
    if (end < start).any():
        row = int(np.flatnonzero(end < start)[0])
        raise SpellError("A stay ends before it starts", where=f"row {row + 1}", got=f"{stays['start'][row]} to {stays['end'][row]}")
    low, high = float(first.toordinal()), float(last.toordinal())
    length = int(high - low) + 1
    known = _days(stays["known_to"]) if "known_to" in stays.columns else np.full(len(start), np.inf)
    gone = np.isnan(end) & (known < high)
    end = np.where(np.isnan(end), np.where(gone, known + 1, np.inf), end)
    inside = (start <= high) & (end >= low)
    start, end, gone = start[inside], end[inside], gone[inside]
    at_start = int(((start < low) & (end >= low)).sum())
    arrived = np.bincount((start[start >= low] - low).astype(np.int64), minlength=length)
    departed = np.bincount((end[(end <= high) & ~gone] - low).astype(np.int64), minlength=length)
    lost = np.bincount((end[gone] - low).astype(np.int64), minlength=length)
    in_progress = at_start + np.cumsum(arrived) - np.cumsum(departed) - np.cumsum(lost)
    mean = float(in_progress.mean())
    arrivals, departures = int(arrived.sum()), int(departed.sum())
    days = _mean_days(start, end, gone, low, high)
    expected = arrivals / length * (days.value or 0.0)
    warnings = _unsteady(arrived, departed)
    if days.value is None:
        warnings = (*warnings, f"the mean time is not known: {days.reason}")
    daily = pl.DataFrame(
        {
            "day": pl.date_range(first, last, eager=True),
            "arrived": np.cumsum(arrived),
            "departed": np.cumsum(departed),
            "lost": np.cumsum(lost),
            "in_progress": in_progress,
        }
    )
    return Flow(
        first,
        last,
        arrivals,
        departures,
        int(lost.sum()),
        at_start,
        int(in_progress[-1]),
        mean,
        days,
        LittleCheck(expected, mean),
        not warnings,
        warnings,
        daily,
    )


def _days(dates: pl.Series) -> NDArray[np.float64]:
    """Return dates as day numbers, NaN for none."""
    return np.array([math.nan if day is None else day.toordinal() for day in dates], dtype=np.float64)


def _mean_days(start: NDArray[np.float64], end: NDArray[np.float64], gone: NDArray[np.bool_], low: float, high: float) -> Estimate:
    """Return the mean time of items: what still runs, or was lost, counts as longer; what began before the window from its start on."""
    if not len(start):
        return Estimate.none("nothing was in progress")
    running = (end > high) | gone
    durations = np.minimum(high + 1, end) - start
    entry = np.clip(low - start, 0, None)
    inside = (entry == 0) | (durations > entry)
    if not inside.any():
        return Estimate.none("what was in progress ended on the first day of the window")
    curve = kaplan_meier(Spells.of(durations[inside], ~running[inside], entry=entry[inside]))
    if not curve.last:
        return Estimate.exact(0.0, "every item ended on the day it started")
    return curve.restricted_mean(curve.last)


def _unsteady(arrived: NDArray[np.int64], departed: NDArray[np.int64]) -> tuple[str, ...]:
    """Compare the two halves of the window: two Poisson counts of one rate differ by about the root of their sum."""
    half = len(arrived) // 2
    warnings = []
    for what, counts in (("arrivals", arrived), ("departures", departed)):
        before, after = int(counts[:half].sum()), int(counts[half:].sum())
        total = before + after
        if not total or not half:
            continue
        share = half / len(counts)
        z = (before - total * share) / math.sqrt(total * share * (1 - share))
        p = math.erfc(abs(z) / math.sqrt(2))
        if p < STEADY_P:
            warnings.append(f"{what} are not steady: {before:,} in the first half of the window, {after:,} in the second (p = {p:.2g})")
    return tuple(warnings)


def ageing(stays: pl.DataFrame, on: dt.date, *, share: float = 0.85) -> pl.DataFrame:
    """Return the items in progress with their age against the time by which a share of their stage's items has ended.

    Parameters
    ----------
    stays : polars.DataFrame
        `item`, `stage`, `start`, `end` and, where given, `seen_from` (came under observation) and `known_to` (the day up to
        which an item without an end is known to run: until then it counts for its stage's time).
    on : datetime.date
        The day of reading.
    share : float
        0.85 for P85.

    Returns
    -------
    polars.DataFrame
        `item`, `stage`, `start`, `age_days`, `limit_days` (null where too few have ended), `over`; oldest first.
    """
    known = stays.filter(pl.col("start") <= on)
    limits = {}
    for (stage,), part in known.group_by("stage"):
        start, end = _days(part["start"]), _days(part["end"])
        today = float(on.toordinal())
        running = np.isnan(end) | (end > today)
        heard = np.fmin(_days(part["known_to"]), today) if "known_to" in part.columns else today
        lasted = np.where(running, np.where(np.isnan(end), heard, today), end) - start
        entry = _days(part["seen_from"]) - start if "seen_from" in part.columns else np.zeros(len(start))
        inside = (entry == 0) | (lasted > entry)
        curve = kaplan_meier(Spells.of(lasted[inside], ~running[inside], entry=entry[inside]))
        limits[stage] = curve.quantile(share).value
    open_ = known.filter(pl.col("end").is_null() | (pl.col("end") > on))
    aged = open_.select("item", "stage", "start", (pl.lit(on) - pl.col("start")).dt.total_days().cast(pl.Float64).alias("age_days"))
    aged = aged.with_columns(pl.col("stage").replace_strict(limits, return_dtype=pl.Float64, default=None).alias("limit_days"))
    aged = aged.with_columns((pl.col("age_days") > pl.col("limit_days")).fill_null(value=False).alias("over"))
    return aged.sort(["age_days", "item"], descending=[True, False])
