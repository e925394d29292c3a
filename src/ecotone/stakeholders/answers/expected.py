"""What stakeholders expect of the ecosystem and of each other, by when, and whether it was met."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ecotone.answer import Column, counted
from ecotone.dates import Date, today
from ecotone.stakeholders.answers.asking import answer, table
from ecotone.stakeholders.answers.standing import gathered

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope
    from ecotone.stakeholders.gathered import Gathered

COLUMNS: Final = (
    Column("claim", "Number", "integer"),
    Column("id", "Id", "actor"),
    Column("name", "Who expects"),
    Column("of", "Of whom"),
    Column("expectation", "What"),
    Column("date", "Said on", "date"),
    Column("said_by", "Whose word"),
    Column("due", "Due", "date"),
    Column("state", "State"),
    Column("met_on", "Judged on", "date"),
    Column("evidence", "Evidence", "evidence"),
)
STATES: Final = {"yes": "met", "partly": "partly met", "no": "not met"}
GOAL_COLUMNS: Final = (
    Column("id", "Id", "actor"),
    Column("name", "Actor"),
    Column("goal", "Goal"),
    Column("date", "Said on", "date"),
    Column("until", "Until", "date"),
    Column("evidence", "Evidence", "evidence"),
)


def state(met: str | None, due: str | None, on: Date) -> str:
    """Say where an expectation stands on a day.

    Examples
    --------
    >>> state(None, "2026-05", Date("2026-06-01")), state(None, "2026-06", Date("2026-06-01")), state("no", None, Date("2026"))
    ('overdue', 'open', 'not met')
    """
    if met:
        return STATES[met]
    return "overdue" if due and Date(due).last < on.first else "open"


def expectations(source: Ecosystem | Gathered, scope: Scope | None = None) -> Answer:
    """List what was expected of whom, what came of it, and what is overdue; and the goals that actors have said."""
    found = gathered(source, scope, proposals=False)
    on = found.scope.as_of or today()
    rows = [
        {
            **row,
            "id": row["actor"],
            "name": found.label(row["actor"]),
            "of": found.label(row["of"]) or "the ecosystem",
            "state": state(row["met"], row["due"], on),
        }
        for row in found.expectations.iter_rows(named=True)
    ]
    rows.sort(key=lambda row: (list(_ORDER).index(row["state"]), row["due"] or "9999", row["claim"]))
    counts = Counter(row["state"] for row in rows)
    told = ", ".join(f"{counts[name]:,} {name}" for name in _ORDER if counts[name])
    summary = f"{counted(len(rows), 'expectation')}: {told}." if rows else "No expectation is on record."
    goals = [{**row, "id": row["actor"], "name": found.label(row["actor"])} for row in found.goals.iter_rows(named=True)]
    return answer(
        found,
        "What do the stakeholders expect, and was it met?",
        summary,
        [table("Expectations", rows, COLUMNS), table("Goals", goals, GOAL_COLUMNS)],
        "read from the record",
        parameters={"day": str(on)},
        evidence=[*found.expectations["evidence"].drop_nulls().to_list(), *found.goals["evidence"].drop_nulls().to_list()],
    )


_ORDER: Final = ("overdue", "not met", "partly met", "open", "met")
