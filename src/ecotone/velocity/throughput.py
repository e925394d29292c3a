"""When will what is in progress have come out, going by how many came out a month? With the back-test of such forecasts.

The ages of single items do not matter here: past months are drawn again until as many have come out as are in progress now. That
is right where flow goes on as it did; the back-test, made every quarter over some years, says how often it was.

References
----------
Magennis (2015), Forecasting and simulating software development projects (throughput resampling).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.errors import SpellError
from ecotone.estimate import Estimate, wilson
from ecotone.velocity.forecast import DRAWS, SHARES, Forecast, throughput_forecast

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTH_DAYS: Final = 30
MONTHS: Final = 36
"""Past months that are drawn again."""
QUARTERS_BACK: Final = 20
QUARTER_DAYS: Final = 91
FEWEST_OUT: Final = 5
FEWEST_JUDGED: Final = 8


@dataclass(frozen=True, slots=True)
class Outflow:
    """When what is in progress in a stage will have come out.

    Parameters
    ----------
    in_progress : int
        On the day of reading.
    came_out : int
        In the months that are drawn again.
    forecast : Forecast or None
        Days from the day of reading; None where nothing is in progress or too few came out.
    kept : tuple of Estimate
        For each share, how often such a promise was kept.
    """

    in_progress: int
    came_out: int
    forecast: Forecast | None
    kept: tuple[Estimate, ...]


def outflow(stays: pl.DataFrame, read_on: dt.date, *, shares: tuple[float, ...] = SHARES, draws: int = DRAWS, seed: int = 0) -> Outflow:
    """Forecast when all that is in progress in a stage will have come out, and look back on such forecasts.

    Parameters
    ----------
    stays : polars.DataFrame
        `start`, `end` (null while it runs), of one stage.
    read_on : datetime.date
        The day of reading.
    shares, draws, seed
        As in `throughput_forecast`.

    Examples
    --------
    >>> days = [dt.date(2023, 1, 1) + dt.timedelta(days=30 * n) for n in range(36)]
    >>> stays = pl.DataFrame({"start": [dt.date(2022, 1, 1)] * 37, "end": pl.Series([*days, None], dtype=pl.Date)})
    >>> outflow(stays, dt.date(2025, 12, 31), draws=100).forecast.days
    (30.0, 30.0, 30.0)
    """
    made = _made(stays, read_on, shares, draws, seed)
    judged: list[list[bool]] = [[] for _ in shares]
    for quarter in range(1, QUARTERS_BACK + 1):
        day = read_on - dt.timedelta(days=quarter * QUARTER_DAYS)
        before = _made(stays, day, shares, draws, seed)
        if before[2] is None:
            continue
        later = stays.filter((pl.col("end") > day) & (pl.col("end") <= read_on))["end"].sort()
        done = later[before[0] - 1] if later.len() >= before[0] else None
        for place, days in enumerate(before[2].days):
            if days is not None and day + dt.timedelta(days=days) <= read_on:
                judged[place].append(done is not None and done <= day + dt.timedelta(days=days))
    return Outflow(*made, tuple(_kept(each) for each in judged))


def monthly(stays: pl.DataFrame, day: dt.date) -> list[int]:
    """Return how many came out in each of the months before a day, oldest first; months before anything began are left out."""
    first = stays["seen_from" if "seen_from" in stays.columns else "start"].min()
    if not isinstance(first, dt.date) or first > day:
        return []
    months = min(MONTHS, (day - first).days // MONTH_DAYS)
    ends = [(day - end).days // MONTH_DAYS for end in stays["end"].drop_nulls() if end <= day]
    return [ends.count(month) for month in reversed(range(months))]


def _made(stays: pl.DataFrame, day: dt.date, shares: tuple[float, ...], draws: int, seed: int) -> tuple[int, int, Forecast | None]:
    """Return items in progress on a day, items that came out before, and the forecast."""
    open_ = stays.filter((pl.col("start") <= day) & (pl.col("end").is_null() | (pl.col("end") > day)))
    if "known_to" in stays.columns:
        open_ = open_.filter(pl.col("end").is_not_null() | (pl.col("known_to") >= day))
    running = open_.height
    past = monthly(stays, day)
    if not running or sum(past) < FEWEST_OUT:
        return running, sum(past), None
    try:
        return running, sum(past), throughput_forecast(past, running, period_days=MONTH_DAYS, shares=shares, draws=draws, seed=seed)
    except SpellError:
        return running, sum(past), None


def _kept(judged: Sequence[bool]) -> Estimate:
    """Return how often promises were kept; overlapping quarters are no independent trials, which the method says."""
    if len(judged) < FEWEST_JUDGED:
        return Estimate.none(f"only {len(judged):,} such promises have come due; {FEWEST_JUDGED} are needed")
    share = sum(judged) / len(judged)
    low, high = wilson(share, len(judged))
    return Estimate(share, low, high, level=0.95, method=f"Wilson, {len(judged):,} quarters that overlap, so too narrow")
