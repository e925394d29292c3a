"""What velocity's two pictures are drawn from: the spells of the tables told point by point, so that picture and table never differ."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.answer import Answer, Column, Table
from ecotone.velocity.answers.asking import answer
from ecotone.velocity.flow import flow
from ecotone.velocity.survival import FEWEST, kaplan_meier

if TYPE_CHECKING:
    from ecotone.velocity.read import Ways

POINTS: Final = 120
"""Points in time of the cumulative flow; the days between are not told one by one."""


def curves(ways: Ways) -> Answer:
    """Tell each stage's curve point by point: the share that has left it by so many days, with its interval and how many are left."""
    parts: list[pl.DataFrame] = []
    told: list[str] = []
    few: list[str] = []
    for each in ways.stages:
        if not len(each.spells):
            continue
        curve = kaplan_meier(each.spells)
        low, high = curve.band()
        # The curve begins at nought, and ends where the longest spell does: beyond that it is not known.
        days, left = [0.0, *curve.times], [0.0, *(1 - curve.survival)]
        lows, highs = [0.0, *(1 - high)], [0.0, *(1 - low)]
        at_risk = [len(each.spells), *curve.at_risk.tolist()]
        if curve.last > days[-1]:
            days.append(curve.last)
            for values in (left, lows, highs):
                values.append(values[-1])
            at_risk.append(int((each.spells.durations >= curve.last).sum()))
        if int(curve.ends.sum()) < FEWEST:
            lows = highs = [float("nan")] * len(days)
            few.append(each.stage.name)
        parts.append(
            pl.DataFrame(
                {
                    "stage": [each.stage.name] * len(days),
                    "days": days,
                    "left": left,
                    "left_low": lows,
                    "left_high": highs,
                    "at_risk": pl.Series(at_risk, dtype=pl.Int64),
                }
            ).with_columns(pl.col("left", "left_low", "left_high").fill_nan(None))
        )
        median = curve.quantile(0.5)
        told.append(f"{each.stage.name} after {median.value:,.0f} days" if median.value is not None else f"{each.stage.name} not yet")
    columns = (
        Column("stage", "Stage"),
        Column("days", "Days since its start", "days"),
        Column(
            "left", "Have left it", "percent", caveat="one minus the Kaplan–Meier curve: what still runs counts as longer, never as done"
        ),
        Column("left_low", "Low", "percent"),
        Column("left_high", "High", "percent"),
        Column("at_risk", "Still in it just before", "integer"),
    )
    schema = {
        "stage": pl.String,
        "days": pl.Float64,
        "left": pl.Float64,
        "left_low": pl.Float64,
        "left_high": pl.Float64,
        "at_risk": pl.Int64,
    }
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    table = Table("Stage curves", frame, columns, "Interval: 95 %, pointwise, log-log, Greenwood. A step at each day on which one left.")
    warnings = [f"{', '.join(few)}: fewer than {FEWEST} have left, so no interval is drawn."] if few else []
    return answer(
        ways,
        "How long does each stage take, from its first day on?",
        f"Half have left: {'; '.join(told)}.",
        [table],
        "Kaplan–Meier",
        "Kaplan & Meier (1958); Greenwood (1926)",
        warnings,
        {"interval": "95 %"},
    )


def cumulative(ways: Ways) -> Answer:
    """Tell the cumulative flow of each stage: how many entered and left so far, and how many are in it."""
    first = ways.first
    parts = []
    for each in ways.stages:
        daily = flow(each.stays, first, ways.read_on).daily
        step = max(1, daily.height // POINTS)
        rows = sorted({*range(daily.height - 1, -1, -step), 0})
        kept = daily[rows]
        start = int(daily["in_progress"][0] - daily["arrived"][0] + daily["departed"][0] + daily["lost"][0])
        parts.append(
            kept.select(
                pl.lit(each.stage.name).alias("stage"),
                pl.col("day"),
                (pl.col("arrived") + start).cast(pl.Int64).alias("entered"),
                (pl.col("departed") + pl.col("lost")).cast(pl.Int64).alias("left"),
                pl.col("in_progress").cast(pl.Int64),
            )
        )
    columns = (
        Column("stage", "Stage"),
        Column("day", "Day", "date"),
        Column("entered", "Have entered", "integer"),
        Column("left", "Have left", "integer", caveat="by advance, otherwise, or not heard of for a year"),
        Column("in_progress", "In it", "integer", caveat="the gap between the two lines"),
    )
    frame = pl.concat(parts)
    days = (ways.read_on - first) / dt.timedelta(days=1)
    note = f"Every {max(1, int(days) // POINTS):,} days from {first} to {ways.read_on}; the gap between the lines is what is in progress."
    now = [f"{part['in_progress'][-1]:,} in {part['stage'][0]}" for part in parts if part.height]
    return answer(
        ways,
        "How does work pile up and drain, stage by stage?",
        f"On {ways.read_on}: {'; '.join(now)}.",
        [Table("Cumulative flow", frame, columns, note)],
        "cumulative flow",
        "Little (1961)",
    )
