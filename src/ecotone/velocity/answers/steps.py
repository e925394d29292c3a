"""What follows what in a log or a record, where it waits, what goes round again, and which hand-over is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.scope import Scope
from ecotone.velocity import handovers as ties
from ecotone.velocity.eventlog.log import flatten
from ecotone.velocity.process import process

if TYPE_CHECKING:
    from ecotone.answer import ReadAt
    from ecotone.velocity.eventlog.log import EventLog

MOST_VARIANTS = 20


def steps(log: EventLog, case_type: str, *, scope: Scope | None = None, read_at: ReadAt | None = None) -> Answer:
    """Say which event follows which, where all the waiting is, which ways cases went, and what happened again.

    Parameters
    ----------
    log : EventLog
        The log.
    case_type : str
        What a case is.
    scope, read_at : optional
        What the log was read from.

    Raises
    ------
    SpellError
        If there is no object of the type, or no event.
    """
    flat = flatten(log, case_type)
    found = process(flat)
    variants = flat.variants()
    shown = variants.head(MOST_VARIANTS).with_columns(
        pl.col("path").list.join(" → ").alias("path"), (pl.col("cases") / flat.cases).alias("share")
    )
    tables = (
        Table(
            "Steps by share of all waiting",
            found.steps,
            (
                Column("source", "From"),
                Column("target", "To"),
                Column("times", "Times", "integer"),
                Column("cases", "Cases", "integer"),
                Column("total_days", "Waiting of all", "number", "days"),
                Column("median_days", "Median", "number", "days", caveat="of steps that were taken; those that still wait are not in it"),
                Column("share", "Share of all waiting", "percent"),
            ),
            f"{found.caveat.capitalize()}.",
        ),
        Table(
            "Variants",
            shown,
            (Column("path", "Way"), Column("cases", "Cases", "integer"), Column("share", "Share", "percent")),
            f"{shown.height:,} of {variants.height:,} ways.",
        ),
        Table(
            "Rework",
            found.rework,
            (Column("type", "What happens again"), Column("cases", "Cases", "integer"), Column("repeats", "Repeats", "integer")),
        ),
        Table("Starts", found.starts, (Column("type", "First"), Column("cases", "Cases", "integer"))),
        Table("Last so far", found.ends, (Column("type", "Last"), Column("cases", "Cases", "integer"))),
    )
    top = found.steps.row(0, named=True) if found.steps.height else None
    ways = "1 way" if variants.height == 1 else f"{variants.height:,} ways"
    where = f"{top['share']:.0%} of all waiting is between {top['source']} and {top['target']}" if top else "no case has two events"
    return Answer(
        "What follows what, and where does it wait?",
        f"{flat.cases:,} cases, {flat.events.height:,} events, {flat.activities:,} kinds of event, {ways}; {where}.",
        tables,
        Method("directly-follows steps", ecotone.__version__, {"case": case_type}, None, "van der Aalst (2016), ch. 6"),
        scope or Scope(),
        read_at,
        warnings=_lost(log, case_type, flat.without_case, flat.repeated),
    )


def handovers(
    log: EventLog, case_type: str, *, role: str | None = None, scope: Scope | None = None, read_at: ReadAt | None = None
) -> Answer:
    """Say between whom cases change hands, how long that takes, and which tie is slow for the steps it takes.

    Parameters
    ----------
    log : EventLog
        The log.
    case_type : str
        What a case is.
    role : str, optional
        The role of who did an event; else the first actor in it.
    scope, read_at : optional
        What the log was read from.

    Raises
    ------
    SpellError
        If there is no object of the type, or no event says who did it.
    """
    flat = flatten(log, case_type)
    who = ties.doers(log, role=role)
    found = ties.handovers(flat, who)
    names = log.object_values.filter(pl.col("name") == "name").select("object", "value").unique("object", keep="first")
    named = found.with_columns(
        pl.col(side).replace(names["object"].to_list(), names["value"].to_list()).alias(side) for side in ("source", "target")
    )
    table = Table(
        "Hand-overs",
        named,
        (
            Column("source", "From"),
            Column("target", "To"),
            Column("times", "Times", "integer"),
            Column("cases", "Cases", "integer"),
            Column("median_days", "Median", "number", "days"),
            Column("total_days", "Waiting of all", "number", "days"),
            Column("expected_days", "Elsewhere for the same steps", "number", "days"),
            Column("excess_days", "Excess", "number", "days", caveat="waiting less what others take for the same steps"),
            Column(
                "p", "p", "number", caveat=f"log-rank within steps; from {ties.FEWEST} hand-overs on each side, not corrected for many ties"
            ),
        ),
        "Most excess first. Waiting runs from one event to the next, so work of the receiver is in it.",
    )
    if not named.height:
        summary = "No case changes hands between two actors."
    else:
        top = named.row(0, named=True)
        excess = "is not known: nobody else takes these steps" if top["excess_days"] is None else f"is {top['excess_days']:,.0f} days"
        summary = f"{named.height:,} ties hand cases over; the largest excess, from {top['source']} to {top['target']}, {excess}."
    unsaid = flat.events.join(who, on="event", how="anti")["event"].n_unique()
    warnings = [f"{unsaid:,} events do not say who did them and are passed over."] if unsaid else []
    return Answer(
        "Between whom do cases change hands, and which tie is slow?",
        summary,
        (table,),
        Method(
            "hand-overs; log-rank within steps",
            ecotone.__version__,
            {"case": case_type, "role": role or "first actor"},
            None,
            "Mantel (1966)",
        ),
        scope or Scope(),
        read_at,
        warnings=(*warnings, *_lost(log, case_type, flat.without_case, flat.repeated)),
    )


def _lost(log: EventLog, case_type: str, without: int, repeated: int) -> tuple[str, ...]:
    """Say what flattening lost, and what could not be read."""
    told = []
    if without:
        told.append(f"{without:,} events have no {case_type} and are not counted.")
    if repeated:
        told.append(f"Events with several objects of type {case_type} stand in each of them: {repeated:,} times more.")
    planned = log.events.filter(~pl.col("actual")).height
    if planned:
        told.append(f"{planned:,} planned events are not counted.")
    return (*told, *(f"{what}: {number:,}." for what, number in log.problems.by_kind().items()))
