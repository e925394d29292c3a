"""A session looked at again: the same answers under the law of another day, what has happened since, and what instruments did.

Expected days stand beside the days that passed between the same two events of the record; a step whose end has not happened is told with
the days so far, never counted as done. Days with and without an instrument are compared by Kaplan–Meier medians and the log-rank test.

References
----------
Kaplan & Meier (1958); Mantel (1966): see `velocity.survival` and `velocity.comparison`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.dates import Date, today
from ecotone.errors import InputError
from ecotone.estimate import Estimate
from ecotone.pathways import read
from ecotone.pathways.answers import outcome_label
from ecotone.pathways.navigator import NOTICE, navigate, take
from ecotone.pathways.plan_tables import frame
from ecotone.scope import Scope
from ecotone.velocity.comparison import log_rank
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import kaplan_meier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.ecosystem import Ecosystem
    from ecotone.pathways.questions import Known
    from ecotone.pathways.rules import Rules
    from ecotone.pathways.session import Session
    from ecotone.pathways.steps import Step


def known_of(rules: Rules, session: Session) -> tuple[Known, list[str]]:
    """Return a session's answers under today's questions, and those that no longer fit."""
    known = rules.known()
    lost: list[str] = []
    for name, answer in session.answers.items():
        try:
            take(known, name, answer)
        except InputError as error:
            lost.append(f"{name}={answer}: {error}")
    return known, lost


def listing(eco: Ecosystem) -> Answer:
    """List the sessions that are kept."""
    titles = {row["id"]: row["title"] or row["id_in_source"] for row in eco.initiatives().iter_rows(named=True)}
    rows = [
        {
            "name": each.name,
            "asked": str(each.asked_on),
            "as_of": str(each.as_of),
            "initiative": titles.get(each.initiative, "") if each.initiative is not None else "",
            "where": ", ".join(each.jurisdictions),
            "questions": len(each.answers),
            "open": sum(len(possible) > 1 for possible in each.outcomes.values()),
        }
        for each in read.sessions(eco)
    ]
    columns = (
        Column("name", "Session"),
        Column("asked", "Asked on", "date"),
        Column("as_of", "Law of", "date"),
        Column("initiative", "Initiative"),
        Column("where", "Where"),
        Column("questions", "Answers", "integer"),
        Column("open", "Open tables", "integer"),
    )
    table = Table("Sessions", frame(rows, columns), columns)
    summary = f"{len(rows):,} session{' is' if len(rows) == 1 else 's are'} kept; {NOTICE}."
    return Answer("Which sessions are kept?", summary, (table,), _method(), Scope(), eco.read_at())


def session_again(eco: Ecosystem, rules: Rules, session: Session, as_of: Date | None = None) -> Answer:
    """Show a session beside the law of another day, and beside what then happened."""
    day = as_of or today()
    known, lost = known_of(rules, session)
    way = navigate(rules, known, session.jurisdictions, day)
    rows: list[dict[str, Any]] = []
    for table, before in session.outcomes.items():
        now = way.decisions[table].possible if table in way.decisions else ()
        if table not in rules.tables:
            lost.append(f"the table {table} is gone")
            continue
        rows.append(
            {
                "table": table,
                "question": rules.tables[table].question,
                "before": "; ".join(_label(rules, table, outcome) for outcome in before),
                "now": "; ".join(_label(rules, table, outcome) for outcome in now),
                "changed": "no" if tuple(before) == tuple(now) else "yes",
            }
        )
    changed = sum(row["changed"] == "yes" for row in rows)
    columns = (
        Column("question", "Question"),
        Column("before", f"Law of {session.as_of}"),
        Column("now", f"Law of {day}"),
        Column("changed", "Changed"),
        Column("table", "Table"),
    )
    tables = [Table("Then and now", frame(rows, columns), columns), _happened(eco, session)]
    warnings = [f"No longer fits: {each}." for each in lost]
    warnings += [f"{place} is left out: {why}." for place, why in way.unknown.items()]
    if session.rules != rules.fingerprint:
        warnings.append("The rules have been edited since; what changed may be the law or its reading.")
    summary = f"As of {day}, {NOTICE}: {changed} of {len(rows)} outcomes differ from the session of {session.asked_on}."
    question = f"What has become of the session {session.name}?"
    return Answer(question, summary, tuple(tables), _method(as_of=str(day)), Scope(), eco.read_at(), (), tuple(warnings))


def _label(rules: Rules, table: str, outcome: str) -> str:
    """Return an outcome in words, or as it stands where the table no longer has it."""
    found = rules.tables[table]
    there = found.outcomes.answers if found.single else tuple(row.name for row in found.rows)
    return outcome_label(found, outcome) if outcome in there else outcome


def _happened(eco: Ecosystem, session: Session) -> Table:
    """Set the steps of a session beside the events of its initiative."""
    events = read.events_of(eco, session.initiative) if session.initiative is not None else None
    rows: list[dict[str, Any]] = []
    for step in session.steps:
        expected = Estimate.none("none was known")
        if step.days is not None and step.low is not None and step.high is not None and step.level is not None:
            expected = Estimate(step.days, step.low, step.high, level=step.level, method="as the session expected")
        elif step.days is not None:
            expected = Estimate.exact(step.days, "as the session expected")
        started = _first(events, step.start)
        ended = _first(events, step.end)
        rows.append(
            {
                "jurisdiction": step.jurisdiction,
                "step": step.title,
                "expected": expected,
                "started": str(started or ""),
                "ended": str(ended or ""),
                "actual": float((ended - started).days) if started and ended and ended >= started else None,
                "state": _state(step.start, session, started, ended),
            }
        )
    columns = (
        Column("jurisdiction", "Where"),
        Column("step", "Step"),
        Column("expected", "Expected", "estimate", "days"),
        Column("started", "Started", "date"),
        Column("ended", "Ended", "date"),
        Column("actual", "Took", "days"),
        Column("state", "State"),
    )
    return Table("Expected and happened", frame(rows, columns), columns)


def _first(events: pl.DataFrame | None, kind: str) -> Any:
    """Return the day of the first event of a kind, or None."""
    if events is None or not kind:
        return None
    days = events.filter(pl.col("kind") == kind)["day"]
    return days.min() if days.len() else None


def _state(marker: str, session: Session, started: Any, ended: Any) -> str:
    """Say what the record knows of a step."""
    if session.initiative is None:
        return "the session is about no initiative of the record"
    if not marker:
        return "the record has no events for it"
    if started is None:
        return "not started"
    if ended is None:
        return f"running for {(today().first - started).days:,} days"
    return "done" if ended >= started else "its end lies before its start"


def own_days(eco: Ecosystem, steps: Iterable[Step]) -> dict[str, Estimate]:
    """Return the median days that steps took in the record, by step; those of which the record says too little are left out."""
    found = {step.name: read.step_spells(eco, step) for step in steps}
    return {name: kaplan_meier(each.spells).quantile(0.5) for name, each in found.items() if each is not None}


def effect(eco: Ecosystem, rules: Rules, instrument: str, step: Step) -> Answer:
    """Compare the days of a step with and without an instrument, by the sessions that say they use it.

    Raises
    ------
    InputError
        If there is no such instrument, or too few initiatives went through the step either way.
    """
    if instrument not in rules.instruments:
        raise InputError("There is no such instrument", got=instrument, expected=", ".join(rules.instruments))
    users = {each.initiative for each in read.sessions(eco) if instrument in each.uses and each.initiative is not None}
    found = read.step_spells(eco, step)
    groups = ["with" if item in users else "without" for item in found.items] if found else []
    counts = {name: groups.count(name) for name in ("with", "without")}
    if found is None or min(counts.values()) < read.FEWEST:
        raise InputError(
            "Too few initiatives went through this step to compare",
            where=f"{step.name}, {instrument}",
            got=f"{counts['with']} with and {counts['without']} without",
            expected=f"{read.FEWEST} each",
            remedy="Keep sessions with --initiative and --uses, and import the events that start and end the step",
        )
    rows: list[dict[str, Any]] = []
    medians: list[float | None] = []
    for name in ("with", "without"):
        places = [place for place, group in enumerate(groups) if group == name]
        spells = Spells.of(found.spells.durations[places], found.spells.outcome[places], markers=found.spells.markers)
        median = kaplan_meier(spells).quantile(0.5)
        medians.append(median.value)
        rows.append({"group": name, "spells": len(spells), "running": spells.running, "median": median})
    test = log_rank(found.spells, groups)
    columns = (
        Column("group", f"{rules.instruments[instrument].title}"),
        Column("spells", "Initiatives", "integer"),
        Column("running", "Still running", "integer"),
        Column("median", "Median", "estimate", "days", caveat="who uses an instrument may differ in other ways too"),
    )
    used, unused = medians
    said = "the medians are not both known yet"
    if used is not None and unused is not None:
        said = f"the median is {used:,.0f} days with it and {unused:,.0f} without"
    summary = f"{step.title}: {said} (log-rank chi-square {test.statistic:.2f}, p {test.p:.3g}); a difference is no proof of a cause."
    question = f"How long does “{step.title}” take with and without {rules.instruments[instrument].title}?"
    table = Table("Days with and without", frame(rows, columns), columns, str(found.spells.markers))
    return Answer(question, summary, (table,), _method(name="Kaplan–Meier medians and log-rank test"), Scope(), eco.read_at())


def _method(*, name: str = "sessions kept in the record", **parameters: Any) -> Method:
    return Method(name, ecotone.__version__, parameters)
