"""Would the forecasts of earlier days have come true? The back-test that every forecast of a record carries.

On some earlier days the stage's curve is made from what had happened by then, the items then in progress are forecast, and
each promise whose day has come since is held against what came of it. A promise whose day is still ahead is not judged (counting
those that happen to have ended already would flatter the forecast), nor one on an item not heard of since.

Curves are made from the last five years before the day: who was in a stage then counts from the age at which the five years
began (period analysis), so that what the stage was like a decade ago does not promise for today. Where promises were kept
too rarely, later ones are shifted: the share is read off where it was kept before, if there is enough to go by. The back-test
shifts by what was known on its own day only. One item is promised for several times, so the interval counts items.

References
----------
Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation. JASA 102 (calibration).
Brenner & Gefeller (1996), An alternative approach to monitoring cancer patient survival. Cancer 78 (period analysis).
Kuleshov, Fenner & Ermon (2018), Accurate uncertainties for deep learning using calibrated regression. ICML (shifting).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.errors import SpellError
from ecotone.estimate import Estimate, wilson
from ecotone.velocity.comparison import log_rank
from ecotone.velocity.forecast import DRAWS, SHARES, Forecast, item_forecast
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import FEWEST, kaplan_meier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.velocity.survival import Curve

YEARS_BACK: Final = (1, 2, 3, 4, 5)
YEAR_DAYS: Final = 365
WINDOW_DAYS: Final = 5 * YEAR_DAYS
"""The years before a day from which its curve is made."""
FEWEST_JUDGED: Final = 10
"""Items below which a coverage says nothing, and nothing is shifted."""
DRIFT_P: Final = 0.05
SMALLEST_P: Final = 1e-15


@dataclass(frozen=True, slots=True)
class Hindsight:
    """What earlier forecasts of a stage were worth.

    Parameters
    ----------
    kept : dict of float to Estimate
        For each promised share, how often it was kept.
    levels : dict of float to (float or None)
        For each promised share, the share of the curve at which it is read off today; None where no share was kept so often.
    shifted : bool
        Whether any level differs from its share.
    drift : str or None
        That items which began later take longer or shorter, with the test.
    """

    kept: dict[float, Estimate]
    levels: dict[float, float | None]
    shifted: bool
    drift: str | None

    def failed(self) -> list[float]:
        """Return the shares that were kept more rarely than promised, beyond chance."""
        return [share for share, found in self.kept.items() if found.high is not None and found.high < share]


def curve_on(stays: pl.DataFrame, day: dt.date, *, window_days: int | None = WINDOW_DAYS) -> Curve | None:
    """Return the curve of a stage from what had happened by a day, or None where too few had ended.

    Parameters
    ----------
    stays : polars.DataFrame
        `start`, `end` (null while it runs) and, where given, `known_to` and `seen_from`, of one stage.
    day : datetime.date
        The day of reading.
    window_days : int or None
        Take only what happened in so many days before; all, where too few ended in them.
    """
    known = stays.filter(pl.col("start") <= day)
    ended = (known["end"] <= day).fill_null(value=False).to_numpy()
    if int(ended.sum()) < FEWEST:
        return None
    until = pl.min_horizontal(pl.coalesce("end", *(("known_to",) if "known_to" in known.columns else ()), pl.lit(day)), pl.lit(day))
    lasted = known.select((until - pl.col("start")).dt.total_days().clip(0, None).cast(pl.Float64)).to_series().to_numpy()
    for window in (window_days, None):
        entry = _entry(known, None if window is None else day - dt.timedelta(days=window))
        inside = (entry == 0) | (lasted > entry)
        if int(ended[inside].sum()) >= FEWEST:
            return kaplan_meier(Spells.of(lasted[inside], ended[inside], entry=entry[inside]))
    return None


def _entry(stays: pl.DataFrame, first: dt.date | None) -> NDArray[np.float64]:
    """Return how old each stay was when it came under observation, by its own reading and by the start of a window."""
    since = [*(["seen_from"] if "seen_from" in stays.columns else []), *([pl.lit(first)] if first is not None else []), "start"]
    days = (pl.max_horizontal(since) - pl.col("start")).dt.total_days().cast(pl.Float64)
    return np.asarray(stays.select(days.alias("entry"))["entry"].to_numpy(), dtype=np.float64)


def running_on(stays: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Return the stays known to be in progress on a day, with their `age`, oldest first."""
    open_ = stays.filter((pl.col("start") <= day) & (pl.col("end").is_null() | (pl.col("end") > day)))
    if "known_to" in stays.columns:
        open_ = open_.filter(pl.col("end").is_not_null() | (pl.col("known_to") >= day))
    if "seen_from" in stays.columns:
        open_ = open_.filter(pl.col("seen_from") <= day)
    return open_.with_columns((pl.lit(day) - pl.col("start")).dt.total_days().alias("age")).sort(["age", "item"], descending=[True, False])


def forecasts_of(
    curve: Curve | None,
    ages: Sequence[float],
    *,
    shares: tuple[float, ...] = SHARES,
    levels: dict[float, float | None] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
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
    levels : dict of float to (float or None), optional
        Where each share is read off; a share without a level gets no day.
    """
    found: list[Forecast | None] = [None] * len(ages)
    if curve is None:
        return found
    read = levels or {share: share for share in shares}
    given = tuple(level for share in shares if (level := read[share]) is not None)
    sure = [place for place, age in enumerate(ages) if int(curve.ends[curve.times > age].sum()) >= FEWEST]
    if not given:
        for place in sure:
            found[place] = Forecast((None,) * len(shares), shares, 0.0, draws, seed)
        return found
    made = item_forecast([curve], [ages[place] for place in sure], shares=given, draws=draws, seed=seed)
    for place, forecast in zip(sure, made, strict=True):
        days = iter(forecast.days)
        dated = tuple(None if read[share] is None else next(days) for share in shares)
        found[place] = Forecast(dated, shares, forecast.unending, draws, seed)
    return found


def look_back(stays: pl.DataFrame, read_on: dt.date, *, shares: tuple[float, ...] = SHARES, draws: int = DRAWS, seed: int = 0) -> Hindsight:
    """Hold the forecasts of earlier days against what came of them.

    Parameters
    ----------
    stays : polars.DataFrame
        `item`, `start`, `end` and, where given, `known_to`, of one stage.
    read_on : datetime.date
        The last day that is known.
    shares : tuple of float
        What is promised.
    draws, seed : int
        Of the forecasts.
    """
    judged: dict[float, list[tuple[int, bool]]] = {share: [] for share in shares}
    made = 0
    for day in _days_back(read_on):
        open_ = running_on(stays, day)
        if not open_.height:
            continue
        levels = levels_on(stays, day, shares=shares)
        forecasts = forecasts_of(curve_on(stays, day), open_["age"].to_list(), shares=shares, levels=levels, draws=draws, seed=seed)
        for row, forecast in zip(open_.iter_rows(named=True), forecasts, strict=True):
            made += forecast is not None
            for share, days in zip(shares, forecast.days if forecast else (), strict=False):
                if days is None:
                    continue
                due = day + dt.timedelta(days=days)
                told_to = read_on if row["end"] is not None else row.get("known_to", read_on)
                if due <= told_to:
                    judged[share].append((row["item"], row["end"] is not None and row["end"] <= due))
    levels = levels_on(stays, read_on, shares=shares)
    shifted = any(levels[share] != share for share in shares)
    return Hindsight({share: _kept(judged[share], made) for share in shares}, levels, shifted, drift(stays, read_on))


def _days_back(day: dt.date) -> list[dt.date]:
    return [day - dt.timedelta(days=years * YEAR_DAYS) for years in YEARS_BACK]


def levels_on(stays: pl.DataFrame, day: dt.date, *, shares: tuple[float, ...] = SHARES) -> dict[float, float | None]:
    """Return where each share is to be read off on a day, by what had become by then of the items forecast before.

    Parameters
    ----------
    stays : polars.DataFrame
        Of one stage.
    day : datetime.date
        What came later is not looked at.
    shares : tuple of float
        What is promised.

    Notes
    -----
    Each item forecast on an earlier day came out at some share of its own curve, or has not yet come out at it. The level of a
    promise is the share by which that part of them was out (Kaplan–Meier of these shares), never less than the promise.
    """
    out: list[float] = []
    known: list[bool] = []
    items: set[int] = set()
    for before in _days_back(day):
        curve = curve_on(stays, before)
        if curve is None:
            continue
        for row in running_on(stays, before).iter_rows(named=True):
            still = curve.at(row["age"])
            if still <= 0 or int(curve.ends[curve.times > row["age"]].sum()) < FEWEST:
                continue
            done = row["end"] is not None and row["end"] <= day
            seen = row["end"] if done else min(row.get("known_to") or day, day)
            out.append(max(0.0, 1 - curve.at((seen - row["start"]).days) / still))
            known.append(done)
            items.add(row["item"])
    if len(items) < FEWEST_JUDGED or sum(known) < FEWEST:
        return {share: share for share in shares}
    reached = kaplan_meier(Spells.of(out, known))
    return {share: None if (level := reached.quantile(share).value) is None else min(max(share, level), 1 - 1e-9) for share in shares}


def drift(stays: pl.DataFrame, read_on: dt.date) -> str | None:
    """Say whether items that began later take longer or shorter than those before, or None where that does not show."""
    known = stays.filter(pl.col("start") <= read_on).sort("start", "item")
    half = known.height // 2
    ended = (known["end"] <= read_on).fill_null(value=False).to_numpy()
    if min(int(ended[:half].sum()), int(ended[half:].sum())) < FEWEST:
        return None
    until = pl.coalesce("end", *(("known_to",) if "known_to" in known.columns else ()), pl.lit(read_on))
    lasted = known.select((until - pl.col("start")).dt.total_days().clip(0, None)).to_series().to_numpy()
    later = np.arange(known.height) >= half
    entry = _entry(known, None)
    inside = (entry == 0) | (lasted > entry)
    try:
        found = log_rank(Spells.of(lasted[inside], ended[inside], entry=entry[inside]), np.where(later[inside], "later", "before"))
    except SpellError:
        return None
    if found.p >= DRIFT_P or not found.degrees:
        return None
    slower = found.observed[found.groups.index("later")] < found.expected[found.groups.index("later")]
    what = "longer" if slower else "shorter"
    p = f"p = {found.p:.2g}" if found.p > SMALLEST_P else f"p < {SMALLEST_P:g}"
    return f"items that began from {known['start'][half]} on take {what} than those before (log-rank {p})"


def _kept(judged: list[tuple[int, bool]], made: int) -> Estimate:
    """Return how often promises of one share were kept, with an interval that counts each item once."""
    items = len({item for item, _ in judged})
    if items < FEWEST_JUDGED:
        return Estimate.none(f"{len(judged):,} of {made:,} promises came due, for {items:,} items; {FEWEST_JUDGED} items are needed")
    share = sum(kept for _, kept in judged) / len(judged)
    low, high = wilson(share, items)
    return Estimate(share, low, high, level=0.95, method=f"Wilson, {len(judged):,} promises for {items:,} items, counted as {items:,}")
