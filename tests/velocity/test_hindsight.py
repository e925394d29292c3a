"""Forecasts held against what came of them: promises of a true model are kept as often as they say."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from ecotone.velocity.hindsight import curve_on, drift, forecasts_of, levels_on, look_back, running_on

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


def slowing(number: int) -> pl.DataFrame:
    """Return stays that take four times as long if they begin in the last six of fifteen years."""
    stays = steady(number, 200.0)
    change = TODAY - dt.timedelta(days=6 * 365)
    lasted = (pl.col("end").fill_null(TODAY) - pl.col("start")).dt.total_days()
    random = np.random.Generator(np.random.Philox(6))
    lasting = pl.Series(random.exponential(800, number).astype(int) + 1)
    later = stays.with_columns((pl.col("start") + pl.duration(days=pl.lit(lasting))).alias("slow"), lasted.alias("days"))
    later = later.with_columns(pl.when(pl.col("start") > change).then("slow").otherwise("end").alias("end"))
    return later.select("item", "start", pl.when(pl.col("end") <= TODAY).then("end").alias("end"))


def test_a_stage_that_slowed_down_is_told_and_promises_are_shifted() -> None:
    stays = slowing(1500)
    found = look_back(stays, TODAY, draws=500)
    assert found.drift is not None
    assert "take longer" in found.drift
    before = levels_on(stays, TODAY - dt.timedelta(days=4 * 365))
    assert before[0.5] is None or before[0.5] > 0.55
    curve = curve_on(stays, TODAY)
    assert forecasts_of(curve, [3.0], levels=dict.fromkeys((0.5, 0.85, 0.95)), draws=10)[0] is not None


def test_recent_years_count_and_old_ones_do_not() -> None:
    stays = slowing(1500)
    recent, all_ = curve_on(stays, TODAY), curve_on(stays, TODAY, window_days=None)
    assert recent is not None
    assert all_ is not None
    assert (recent.quantile(0.5).value or 0) == pytest.approx(800 * np.log(2), rel=0.12)
    assert (all_.quantile(0.5).value or 0) < 400


def test_what_was_not_heard_of_is_not_judged() -> None:
    stays = steady(2000, 200.0)
    lost = stays.with_columns((pl.col("item") % 3 == 0).alias("lost"))
    heard = lost.with_columns(
        pl.when("lost").then(pl.col("start") + pl.duration(days=50)).otherwise(pl.lit(TODAY)).alias("known_to"),
        pl.when(pl.col("lost") & ((pl.col("end") - pl.col("start")).dt.total_days() > 50)).then(None).otherwise("end").alias("end"),
    ).with_columns(pl.max_horizontal("known_to", "end").alias("known_to"))
    found = look_back(heard, TODAY, draws=500)
    assert found.kept[0.5].value == pytest.approx(0.5, abs=0.07)
    day = TODAY - dt.timedelta(days=365)
    seen, all_ = running_on(heard, day)["item"].to_list(), running_on(heard.drop("known_to"), day)["item"].to_list()
    assert set(seen) < set(all_)  # the lost that are still open there are not known to be in progress


def test_drift_needs_ends_on_both_sides() -> None:
    assert drift(steady(12, 3000.0), TODAY) is None


def test_stays_seen_late_promise_what_all_promise() -> None:
    """With a record that begins late only those that lasted to its first day are known: their early years must not count."""
    stays = steady(2000, 800.0)
    first = TODAY - dt.timedelta(days=3 * 365)
    seen = stays.filter(pl.col("end").is_null() | (pl.col("end") > first))
    late = seen.with_columns(pl.max_horizontal("start", pl.lit(first)).alias("seen_from"))
    biased, right = curve_on(seen, TODAY, window_days=None), curve_on(late, TODAY, window_days=None)
    assert biased is not None
    assert right is not None
    truth = 800 * np.log(2)
    assert (right.quantile(0.5).value or 0) == pytest.approx(truth, rel=0.12)
    assert (biased.quantile(0.5).value or 0) > 1.25 * truth
    assert running_on(late, first - dt.timedelta(days=1)).height == 0
    assert look_back(late, TODAY, draws=300).failed() == []
