"""When it will be done, and how often such dates came true."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.answer import Column, Table
from ecotone.velocity.answers.asking import answer, frame_of
from ecotone.velocity.forecast import DRAWS, SHARES
from ecotone.velocity.hindsight import coverage, curve_on, forecasts_of, running_on
from ecotone.velocity.survival import FEWEST

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.velocity.read import Ways


def forecasts(ways: Ways, *, draws: int = DRAWS, seed: int = 0) -> Answer:
    """Say by which date each item in progress leaves its stage, at 50, 85 and 95 %, with how often such forecasts came true."""
    promised = [f"p{share * 100:.0f}" for share in SHARES]
    items: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for each in ways.stages:
        curve, open_ = curve_on(each.stays, ways.read_on), running_on(each.stays, ways.read_on)
        judged = coverage(each.stays, ways.read_on, draws=draws, seed=seed)
        kept.append({"stage": each.stage.name, **dict(zip(promised, judged.values(), strict=True))})
        made = forecasts_of(curve, open_["age"].to_list(), draws=draws, seed=seed)
        for row, forecast in zip(open_.iter_rows(named=True), made, strict=True):
            days = forecast.days if forecast else (None,) * len(SHARES)
            dates = {
                name: None if day is None else ways.read_on + dt.timedelta(days=math.ceil(day))
                for name, day in zip(promised, days, strict=True)
            }
            reason = (
                f"fewer than {FEWEST} ended at a greater age"
                if forecast is None
                else ""
                if days[-1] is not None
                else "too many of those as old still run"
            )
            items.append({"label": row["label"], "stage": row["stage"], "age": float(row["age"]), **dates, "reason": reason})
    schema = {"label": pl.String, "stage": pl.String, "age": pl.Float64, **dict.fromkeys(promised, pl.Date), "reason": pl.String}
    dated = pl.DataFrame(items, schema=schema, orient="row")
    labels = [f"{share:.0%} by" for share in SHARES]
    columns = (
        Column("label", "Item"),
        Column("stage", "Stage"),
        Column("age", "Age", "days"),
        *(Column(name, label, "date") for name, label in zip(promised, labels, strict=True)),
        Column("reason", "Why a date is missing"),
    )
    tests = (
        Column("stage", "Stage"),
        *(Column(name, f"{share:.0%} kept", "estimate") for name, share in zip(promised, SHARES, strict=True)),
    )
    tables = [
        Table("Forecasts: leaving the present stage", dated, columns, "By advance or by stop."),
        Table(
            "Back-test: how often such promises were kept",
            frame_of(kept, tuple(promised)),
            tests,
            "Made on the same day 1 to 5 years before.",
        ),
    ]
    known = int(dated["p50"].is_not_null().sum())
    untested = [row["stage"] for row in kept if all(row[name].value is None for name in promised)]
    warnings = [f"Forecasts for {', '.join(untested)} could not be back-tested: too few promises have come due."] if untested else []
    warnings += [
        f"{row['stage']}: {share:.0%} dates were kept in {row[name].value:.0%} of cases, fewer than promised; take the dates as too early."
        for row in kept
        for name, share in zip(promised, SHARES, strict=True)
        if row[name].high is not None and row[name].high < share
    ]
    summary = f"{known:,} of {dated.height:,} items in progress have a 50 % date; read them with the back-test."
    parameters = {"draws": draws}
    return answer(
        ways, "When will it be done?", summary, tables, "draws from the stage's curve, given the age", None, warnings, parameters, seed
    )
