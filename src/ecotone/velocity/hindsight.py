"""Would the forecasts of earlier days have come true? The back-test that every forecast of a record carries.

On some earlier days the stage's curve is made from what had happened by then, the items then in progress are forecast, and
each promise whose day has come since is held against what came of it. A promise whose day is still ahead is not judged:
counting those that happen to have ended already would flatter the forecast.

References
----------
Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation. JASA 102 (calibration).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.estimate import Estimate
from ecotone.velocity.forecast import DRAWS, SHARES, Forecast, backtest, item_forecast
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import FEWEST, kaplan_meier, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.velocity.survival import Curve

YEARS_BACK: Final = (1, 2, 3, 4, 5)
YEAR_DAYS: Final = 365
FEWEST_JUDGED: Final = 10
"""Judged promises below which a coverage says nothing."""


def curve_on(stays: pl.DataFrame, day: dt.date) -> Curve | None:
    """Return the curve of a stage from what had happened by a day, or None where too few had ended.

    Parameters
    ----------
    stays : polars.DataFrame
        `start`, `end` (null while it runs), of one stage.
    day : datetime.date
        The day of reading.
    """
    known = stays.filter(pl.col("start") <= day)
    ended = (known["end"] <= day).fill_null(value=False)
    if int(ended.sum()) < FEWEST:
        return None
    lasted = known.select((pl.min_horizontal(pl.col("end").fill_null(day), pl.lit(day)) - pl.col("start")).dt.total_days())
    return kaplan_meier(Spells.of(lasted.to_series().to_numpy(), ended.to_numpy()))


def running_on(stays: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Return the stays in progress on a day, with their `age`, oldest first."""
    open_ = stays.filter((pl.col("start") <= day) & (pl.col("end").is_null() | (pl.col("end") > day)))
    return open_.with_columns((pl.lit(day) - pl.col("start")).dt.total_days().alias("age")).sort(["age", "item"], descending=[True, False])


def forecasts_of(
    curve: Curve | None, ages: Sequence[float], *, shares: tuple[float, ...] = SHARES, draws: int = DRAWS, seed: int = 0
) -> list[Forecast | None]:
    """Forecast when items leave a stage; None for one so old that too few ended later to go by.

    Parameters
    ----------
    curve : Curve or None
        Of the stage.
    ages : sequence of float
        Days that each item has been in it.
    shares, draws, seed
        As in `item_forecast`.
    """
    found: list[Forecast | None] = [None] * len(ages)
    if curve is None:
        return found
    sure = [place for place, age in enumerate(ages) if int(curve.ends[curve.times > age].sum()) >= FEWEST]
    made = item_forecast([curve], [ages[place] for place in sure], shares=shares, draws=draws, seed=seed)
    for place, forecast in zip(sure, made, strict=True):
        found[place] = forecast
    return found


def coverage(
    stays: pl.DataFrame, read_on: dt.date, *, shares: tuple[float, ...] = SHARES, draws: int = DRAWS, seed: int = 0
) -> dict[float, Estimate]:
    """Return for each promised share how often it was kept, with a Wilson interval.

    Parameters
    ----------
    stays : polars.DataFrame
        `item`, `start`, `end`, of one stage.
    read_on : datetime.date
        The last day that is known.
    shares : tuple of float
        What is promised.
    draws, seed : int
        Of the forecasts.
    """
    made: list[tuple[Forecast, float, int]] = []
    for years in YEARS_BACK:
        day = read_on - dt.timedelta(days=years * YEAR_DAYS)
        curve, open_ = curve_on(stays, day), running_on(stays, day)
        if curve is None or not open_.height:
            continue
        took = open_.select((pl.col("end") - pl.lit(day)).dt.total_days().cast(pl.Float64)).to_series()
        actual = took.fill_null(np.inf).to_list()
        forecasts = forecasts_of(curve, open_["age"].to_list(), shares=shares, draws=draws, seed=seed)
        made += [(each, took, years * YEAR_DAYS) for each, took in zip(forecasts, actual, strict=True) if each]
    return {share: _kept(made, place, share) for place, share in enumerate(shares)}


def _kept(made: list[tuple[Forecast, float, int]], place: int, share: float) -> Estimate:
    """Judge the promises of one share whose day has come."""
    due = []
    for forecast, actual, horizon in made:
        day = forecast.days[place]
        if day is not None and day <= horizon:
            due.append((Forecast((day,), (share,), forecast.unending, forecast.draws, forecast.seed), actual))
    if len(due) < FEWEST_JUDGED:
        return Estimate.none(f"of {len(made):,} promises made on earlier days only {len(due):,} have come due; {FEWEST_JUDGED} are needed")
    found = backtest([forecast for forecast, _ in due], [actual for _, actual in due])
    low, high = wilson(found.kept[0], found.items)
    return Estimate(found.kept[0], low, high, level=0.95, method=f"Wilson, {found.items:,} promises, taken as independent")


def wilson(share: float, number: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval of a share.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(0.5, 10)]
    [0.2366, 0.7634]
    """
    z = normal_quantile(level)
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z / (1 + z * z / number) * (share * (1 - share) / number + z * z / (4 * number * number)) ** 0.5
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
