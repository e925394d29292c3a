"""When it will be done, and how often such dates came true."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.answer import Column, Table
from ecotone.velocity.answers.asking import answer, frame_of, in_progress
from ecotone.velocity.forecast import DRAWS, SHARES
from ecotone.velocity.hindsight import Hindsight, curve_on, forecasts_of, look_back
from ecotone.velocity.survival import FEWEST
from ecotone.velocity.throughput import Outflow, outflow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.answer import Answer
    from ecotone.velocity.read import StageSpells, Ways

PROMISED: Final = tuple(f"p{share * 100:.0f}" for share in SHARES)
LABELS: Final = tuple(f"{share:.0%} by" for share in SHARES)
UNKNOWN: Final = "not tested"


def forecasts(ways: Ways, *, draws: int = DRAWS, seed: int = 0) -> Answer:
    """Say by which date each item in progress leaves its stage, at 50, 85 and 95 %, with how often such forecasts came true."""
    back = {each.stage.name: look_back(each.stays, ways.read_on, draws=draws, seed=seed) for each in ways.stages}
    out = {each.stage.name: outflow(each.stays, ways.read_on, draws=draws, seed=seed) for each in ways.stages}
    items = [row for each in ways.stages for row in _items(each, ways.read_on, back[each.stage.name], draws, seed)]
    schema = {
        "label": pl.String,
        "stage": pl.String,
        "age": pl.Float64,
        **dict.fromkeys(PROMISED, pl.Date),
        "kept": pl.String,
        "planned_end": pl.Date,
        "reason": pl.String,
    }
    dated = pl.DataFrame(items, schema=schema, orient="row")
    columns = (
        Column("label", "Item"),
        Column("stage", "Stage"),
        Column("age", "Age", "days"),
        *(Column(name, label, "date") for name, label in zip(PROMISED, LABELS, strict=True)),
        Column("kept", "Such dates were kept", caveat="in the back-test of the stage, for 50, 85 and 95 %"),
        Column(
            "planned_end", "Planned end", "date", caveat="as the source plans it; old plans are not kept by sources, so it cannot be tested"
        ),
        Column("reason", "Why a date is missing"),
    )
    tables = (
        Table("Forecasts: leaving the present stage", dated, columns, "By advance or otherwise."),
        _tested(back),
        _flowing(out, ways.read_on),
    )
    known = int(dated["p50"].is_not_null().sum())
    failing = [name for name, each in back.items() if each.failed()]
    silent = sum(int((each.stays["end"].is_null() & (each.stays["known_to"] < ways.read_on)).sum()) for each in ways.stages)
    heard = dated.height - silent
    summary = f"{in_progress(heard, silent)}. {known:,} of the {heard:,} have a 50 % date; read them with how often such dates were kept."
    if failing:
        summary += f" In {', '.join(failing)} too few were: do not promise these dates."
    return answer(
        ways,
        "When will it be done?",
        summary,
        tables,
        "draws from the stage's curve of the last five years, given the age",
        "Brenner & Gefeller (1996)",
        _warnings(back),
        {"draws": draws},
        seed,
    )


def _items(each: StageSpells, read_on: dt.date, back: Hindsight, draws: int, seed: int) -> list[dict[str, Any]]:
    """Return the forecast of each item in progress in a stage, oldest first."""
    stays = each.stays.filter(pl.col("end").is_null()).with_columns((pl.lit(read_on) - pl.col("start")).dt.total_days().alias("age"))
    stays = stays.sort(["age", "item"], descending=[True, False])
    made = forecasts_of(curve_on(each.stays, read_on), stays["age"].to_list(), levels=back.levels, draws=draws, seed=seed)
    kept = ", ".join(UNKNOWN if found.value is None else f"{found.value:.0%}" for found in back.kept.values())
    if all(found.value is None for found in back.kept.values()):
        kept = UNKNOWN
    rows = []
    for row, forecast in zip(stays.iter_rows(named=True), made, strict=True):
        heard = row["known_to"] >= read_on
        days = forecast.days if forecast and heard else (None,) * len(SHARES)
        dates = {
            name: None if day is None else read_on + dt.timedelta(days=math.ceil(day)) for name, day in zip(PROMISED, days, strict=True)
        }
        reason = ""
        if not heard:
            reason = f"nothing was heard of it since {row['known_to'] - dt.timedelta(days=365)}"
        elif forecast is None:
            reason = f"fewer than {FEWEST} ended at a greater age"
        elif days[-1] is None:
            reason = (
                "too many of those as old still run"
                if back.levels[SHARES[-1]] is not None
                else "earlier promises were kept too rarely to give one"
            )
        rows.append(
            {
                "label": row["label"],
                "stage": row["stage"],
                "age": float(row["age"]),
                **dates,
                "kept": kept if days[0] is not None else None,
                "planned_end": row["planned_end"],
                "reason": reason,
            }
        )
    return rows


def _tested(back: dict[str, Hindsight]) -> Table:
    """Return the table of the back-test."""
    rows = [
        {
            "stage": name,
            **dict(zip(PROMISED, each.kept.values(), strict=True)),
            "read_at": ", ".join("–" if level is None else f"{level:.0%}" for level in each.levels.values())
            if each.shifted
            else "as promised",
        }
        for name, each in back.items()
    ]
    columns = (
        Column("stage", "Stage"),
        *(Column(name, f"{share:.0%} kept", "estimate") for name, share in zip(PROMISED, SHARES, strict=True)),
        Column("read_at", "Read off at", caveat="later than promised where earlier promises were kept too rarely"),
    )
    return Table(
        "Back-test: how often such promises were kept", frame_of(rows, PROMISED), columns, "Made on the same day 1 to 5 years before."
    )


def _flowing(out: dict[str, Outflow], read_on: dt.date) -> Table:
    """Return the table of the forecasts from throughput."""
    rows = []
    for name, each in out.items():
        days: Sequence[float | None] = each.forecast.days if each.forecast else (None,) * len(SHARES)
        rows.append(
            {
                "stage": name,
                "in_progress": each.in_progress,
                "came_out": each.came_out,
                **{
                    promised: None if day is None else read_on + dt.timedelta(days=math.ceil(day))
                    for promised, day in zip(PROMISED, days, strict=True)
                },
                **{f"kept_{promised}": kept for promised, kept in zip(PROMISED, each.kept, strict=True)},
            }
        )
    kept = tuple(f"kept_{promised}" for promised in PROMISED)
    dates = dict.fromkeys(PROMISED, pl.Date)
    columns = (
        Column("stage", "Stage"),
        Column("in_progress", "In progress", "integer"),
        Column("came_out", "Came out in 3 years", "integer"),
        *(Column(name, f"All out, {label}", "date") for name, label in zip(PROMISED, LABELS, strict=True)),
        *(Column(name, f"{share:.0%} kept", "estimate") for name, share in zip(kept, SHARES, strict=True)),
    )
    frame = frame_of(rows, kept).with_columns(pl.col(name).cast(kind) for name, kind in dates.items())
    return Table("Forecasts from throughput: as many out as are in progress", frame, columns, "Past months of 30 days are drawn again.")


def _warnings(back: dict[str, Hindsight]) -> list[str]:
    """Say which dates are not to be trusted, and why."""
    untested = [name for name, each in back.items() if all(found.value is None for found in each.kept.values())]
    told = [f"Forecasts for {', '.join(untested)} could not be back-tested: too few promises have come due."] if untested else []
    for name, each in back.items():
        told += [
            f"{name}: {share:.0%} dates were kept in {each.kept[share].value:.0%} of cases, fewer than promised; they are too early."
            for share in each.failed()
        ]
        if each.drift:
            told.append(f"{name}: {each.drift}; a forecast from the past carries that on.")
    return told
