"""What comes in, waits and goes out, and what is older than it should be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.answer import Column, Table
from ecotone.velocity import flow as flows
from ecotone.velocity.answers.asking import MARKED, answer, frame_of, in_progress, markers

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.velocity.read import Ways

WINDOW_DAYS: Final = 3 * 365
"""The window of the flow, unless the scope gives one."""


def flow(ways: Ways) -> Answer:
    """Say what came in, waits and went out in a window, and whether these agree by Little's law."""
    first = ways.first if ways.scope.start else max(ways.first, ways.read_on - dt.timedelta(days=WINDOW_DAYS - 1))
    rows: list[dict[str, Any]] = []
    warnings: list[str] = []
    for each in ways.stages:
        found = flows.flow(each.stays, first, ways.read_on)
        warnings += [f"{each.stage.name}: {warning}." for warning in found.warnings]
        length = (ways.read_on - first).days + 1
        if found.days.value is not None and found.days.value > length / 2:
            warnings.append(f"{each.stage.name}: items take so long that a window of {length:,} days is too short for Little's law.")
        counts = {name: getattr(found, name) for name in ("arrivals", "departures", "lost", "at_start", "at_end")}
        check = {
            "expected": found.check.expected,
            "observed": found.check.observed,
            "residual": found.check.observed - found.check.expected,
        }
        rows.append({**markers(each), **counts, **check, "steady": "yes" if found.steady else "no"})
    columns = (
        *MARKED,
        Column("arrivals", "In", "integer"),
        Column("departures", "Out", "integer"),
        Column("lost", "Not heard of", "integer", caveat="nothing was heard for a year: neither out nor in progress"),
        Column("at_start", "In progress before", "integer"),
        Column("at_end", "In progress after", "integer"),
        Column("observed", "In progress, over the days", "number"),
        Column("expected", "Expected by Little's law", "number"),
        Column("residual", "Residual", "number", caveat="a check only where flow is steady"),
        Column("steady", "Steady"),
    )
    waiting = max(rows, key=lambda row: row["at_end"])
    summary = f"From {first} to {ways.read_on} most wait in {waiting['stage']}: {waiting['at_end']:,} in progress."
    table = Table("Flow", frame_of(rows), columns, f"Window {first} to {ways.read_on}, both days included.")
    parameters = {"window": f"{first} to {ways.read_on}"}
    return answer(ways, "What comes in, waits and goes out?", summary, [table], "Little's law", "Little (1961)", warnings, parameters)


def ageing(ways: Ways) -> Answer:
    """List what is in progress with its age against the 85 % time of its stage, oldest first, and plans whose day has passed."""
    aged = flows.ageing(ways.stays, ways.read_on)
    more = ways.stays.select("item", "stage", "label", "planned_end", "known_to")
    silent = pl.col("known_to") < ways.read_on
    frame = aged.join(more, on=["item", "stage"], how="left", maintain_order="left").with_columns(
        pl.when(silent)
        .then(pl.lit("not heard of"))
        .when("over")
        .then(pl.lit("yes"))
        .when(pl.col("limit_days").is_null())
        .then(pl.lit("not known"))
        .otherwise(pl.lit("no"))
        .alias("over"),
        pl.when(pl.col("planned_end") < ways.read_on).then(pl.lit("yes")).otherwise(pl.lit("")).alias("overdue"),
    )
    columns = (
        Column("label", "Item"),
        Column("stage", "Stage"),
        Column("start", "Since", "date"),
        Column("age_days", "Age", "days"),
        Column("limit_days", "P85 of the stage", "days"),
        Column("over", "Older than P85"),
        Column("planned_end", "Planned end", "date", caveat="a plan, never counted as an end"),
        Column("overdue", "Plan has passed"),
    )
    over = int((frame["over"] == "yes").sum())
    lost = int((frame["over"] == "not heard of").sum())
    passed = int((frame["overdue"] == "yes").sum())
    summary = (
        f"{in_progress(frame.height - lost, lost)}; {over:,} are older than their stage's P85; of {passed:,} the planned end has passed."
    )
    return answer(ways, "What is older than it should be?", summary, [Table("Ageing items", frame, columns)], "age against P85", None)
