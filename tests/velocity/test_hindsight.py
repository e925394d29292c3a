"""Forecasts held against what came of them: promises of a true model are kept as often as they say."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from ecotone.velocity.hindsight import curve_on, forecasts_of, look_back, running_on

TODAY = dt.date(2024, 1, 1)


def steady(number: int, days: float) -> pl.DataFrame:
    """Return stays that begin evenly over fifteen years and last exponential times."""
    random = np.random.Generator(np.random.Philox(5))
    began = np.sort(random.integers(0, 5475, number))
    starts = [TODAY - dt.timedelta(days=5475 - int(each)) for each in began]
    ends = [start + dt.timedelta(days=float(lasted)) for start, lasted in zip(starts, random.exponential(days, number), strict=True)]
    return pl.DataFrame(
        {"item": range(number), "start": starts, "end": pl.Series([end if end <= TODAY else None for end in ends], dtype=pl.Date)}
    )


def test_promises_of_a_steady_process_are_kept_as_often_as_promised() -> None:
    found = look_back(steady(2000, 200.0), TODAY, draws=500)
    for share in (0.5, 0.85):
        assert found.kept[share].value == pytest.approx(share, abs=0.07)
    assert found.kept[0.5].low is not None
    assert found.failed() == []
    assert found.drift is None


def test_too_few_promises_are_no_coverage() -> None:
    found = look_back(steady(12, 300.0), TODAY, draws=100)
    assert all(each.value is None and "needed" in str(each.reason) for each in found.kept.values())
    assert not found.shifted


def test_an_item_older_than_all_but_a_few_gets_no_date() -> None:
    stays = steady(400, 200.0)
    curve = curve_on(stays, TODAY)
    young, old = forecasts_of(curve, [10.0, 5000.0], draws=100)
    assert young is not None
    assert old is None
    assert forecasts_of(None, [1.0]) == [None]
    assert curve_on(stays.head(3), TODAY) is None


def test_a_day_knows_nothing_of_later_ones() -> None:
    stays = pl.DataFrame({"item": [1, 2], "start": [dt.date(2020, 1, 1), dt.date(2022, 1, 1)], "end": [dt.date(2021, 1, 1), None]})
    assert running_on(stays, dt.date(2020, 1, 31))["age"].to_list() == [30]
