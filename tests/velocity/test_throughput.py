"""Forecasts from throughput: promises of a steady flow are kept, and what was not heard of is not awaited."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from ecotone.velocity.throughput import monthly, outflow

TODAY = dt.date(2024, 1, 1)


def steady() -> pl.DataFrame:
    random = np.random.Generator(np.random.Philox(8))
    began = np.sort(random.integers(0, 3650, 1200))
    starts = [TODAY - dt.timedelta(days=3650 - int(each)) for each in began]
    ends = [start + dt.timedelta(days=int(days)) for start, days in zip(starts, random.exponential(150, 1200), strict=True)]
    return pl.DataFrame(
        {"item": range(1200), "start": starts, "end": pl.Series([end if end <= TODAY else None for end in ends], dtype=pl.Date)}
    )


def test_promises_of_a_steady_flow_are_kept() -> None:
    found = outflow(steady(), TODAY, draws=500)
    assert found.forecast is not None
    assert 30 < found.in_progress < 70
    days = found.forecast.days
    # Little: 0.33 a day come out, so those in progress are out after about in_progress / 0.33 days.
    assert days[0] is not None
    assert abs(days[0] - found.in_progress / (found.came_out / 1080)) < 60
    assert all((kept.high or 0) >= share for kept, share in zip(found.kept, (0.5, 0.85, 0.95), strict=True))


def test_what_was_not_heard_of_is_not_awaited() -> None:
    stays = steady().with_columns(pl.lit(dt.date(2020, 1, 1)).alias("known_to"))
    found = outflow(stays, TODAY, draws=100)
    assert (found.in_progress, found.forecast) == (0, None)


def test_too_little_to_go_by() -> None:
    few = steady().head(4)
    assert outflow(few, TODAY, draws=100).forecast is None
    assert monthly(few, dt.date(2000, 1, 1)) == []
    assert all(kept.value is None for kept in outflow(few, TODAY, draws=100).kept)
