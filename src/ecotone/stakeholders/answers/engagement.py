"""The engagement plan: who, why, how, by when and by whom; what was decided stands beside what is only proposed.

Why is put together from what is known: quadrant and salience, a position against, engagement below what is wanted, needs that nobody
meets, needs of others that this actor alone could meet, expectations that are overdue. How and by when follow from the quadrant unless
somebody has decided otherwise. An owner is never proposed.

References
----------
AccountAbility (2015), AA1000 Stakeholder Engagement Standard.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.answer import Column, counted
from ecotone.dates import Date, today
from ecotone.stakeholders.answers.asking import answer, table
from ecotone.stakeholders.answers.expected import state
from ecotone.stakeholders.answers.standing import ORDER, gathered
from ecotone.stakeholders.capabilities import CAPABILITIES
from ecotone.stakeholders.grid import high, name_of
from ecotone.stakeholders.scales import SCALES
from ecotone.stakeholders.steps import Step, steps

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope
    from ecotone.stakeholders.gathered import Gathered, Stakeholder

HOW: Final = {
    "HH": "decide with it: a seat where decisions are made, a named contact, a talk every month",
    "HL": "win its interest: a short briefing by a leader before each decision that touches it",
    "LH": "give it a voice: ask before decisions, use what it knows, report back every quarter",
    "LL": "tell it what changes, and look again in half a year",
}
UNPLACED: Final = "rate it first, to know how closely to engage it"
DAYS: Final = {"HH": 30, "HL": 60, "LH": 90, "LL": 180}
"""Days from today by which a first step is proposed."""
URGENT_DAYS: Final = 14
CLOSES: Final = "agree with it on what it offers before others depend on it"
UNMET: Final = "look with it for somebody who can meet its need"
OVERDUE: Final = "tell it where its expectation stands"
"""What is done about each reason that does not follow from the quadrant."""

COLUMNS: Final = (
    Column("id", "Id", "actor"),
    Column("name", "Who"),
    Column("sector", "Sector"),
    Column("quadrant", "Quadrant"),
    Column("why", "Why"),
    Column("how", "How"),
    Column("by", "By when", "date"),
    Column("owner", "Owner"),
    Column("status", "Status", caveat="Proposed: nobody has decided on it yet."),
)


def plan(eco: Ecosystem, scope: Scope | None = None, *, names: str = "mendelow", proposals: bool = True) -> Answer:
    """Draw up the engagement plan.

    Parameters
    ----------
    eco : Ecosystem
        The record; decided steps are read from it.
    scope : Scope, optional
        Whose actors are meant.
    names : {'mendelow', 'nhs', 'nes'}
        What the quadrants are called.
    proposals : bool
        Propose ratings from the record where nobody has rated.
    """
    found = gathered(eco, scope, proposals=proposals)
    decided = steps(eco)
    on = found.scope.as_of or today()
    reasons = {CLOSES: _gaps_closed(found), UNMET: _unmet(found), OVERDUE: _overdue(found, on)}
    rows = []
    for each in found.stakeholders.values():
        mine = {then: reason[each.id] for then, reason in reasons.items() if each.id in reason}
        pressing = bool(mine) or _withheld(each) or (each.value("position") or 0) < 0
        if each.id in decided or pressing or (each.place is not None and each.place.of != "LL"):
            rows.append(_row(each, mine, decided.get(each.id), on, names))
    rows.sort(key=lambda row: (row["status"] == "done", row["rank"], row["by"], row["name"], row["id"]))
    unowned = sum(not row["owner"] for row in rows)
    warnings = [f"{counted(unowned, 'step has', 'steps have')} no owner: decide who sees to each."] if unowned else []
    gaps = found.coverage.gaps["capability"].unique(maintain_order=True).to_list()
    if gaps:
        warnings.append(
            f"Nobody in the record offers {', '.join(CAPABILITIES[gap].name.lower() for gap in gaps)}: look for somebody who does."
        )
    first = f" First: {rows[0]['name']}, by {rows[0]['by']}." if rows else ""
    return answer(
        found,
        "Whom do we engage, why, how, by when, and who does it?",
        f"{counted(len(rows), 'stakeholder')} in the plan, {len(rows) - unowned:,} with an owner.{first}",
        [table("Engagement plan", rows, COLUMNS)],
        "rules on quadrant, position, engagement, needs and expectations",
        parameters={"day": str(on), "names": names},
        reference="AA1000SES 2015",
        evidence=found.ratings["evidence"].drop_nulls().to_list(),
        warnings=[*found.warnings, *warnings],
    )


def _row(each: Stakeholder, mine: dict[str, str], step: Step | None, on: Date, names: str) -> dict[str, Any]:
    quadrant = each.place.of if each.place else "LH"
    how, by, why = _how(each, list(mine)), _by(each, quadrant, on), _why(each, names, list(mine.values()))
    return {
        "id": each.id,
        "name": each.name,
        "sector": each.sector or "",
        "quadrant": name_of(quadrant, names) if each.place else "not placed",
        "rank": ORDER.index(quadrant) if each.place else len(ORDER),
        "why": "; ".join(why) or "a step was decided",
        "how": (step.how if step else None) or how,
        "by": str(step.by if step and step.by else by),
        "owner": step.owner if step else "",
        "status": "proposed" if step is None else "done" if step.done else "decided",
    }


def _how(each: Stakeholder, then: list[str]) -> str:
    parts = ["hear its objections in person first"] if (each.value("position") or 0) < 0 else []
    parts += [*then, HOW[each.place.of] if each.place else UNPLACED]
    if _withheld(each):
        now, wanted = (SCALES[f"engagement {when}"].levels[round(each.value(f"engagement {when}") or 1)] for when in ("now", "wanted"))
        parts.append(f"bring it from “{now}” to “{wanted}”")
    return "; ".join(parts)


def _by(each: Stakeholder, quadrant: str, on: Date) -> Date:
    urgency = each.value("urgency")
    days = URGENT_DAYS if urgency is not None and high(urgency) else DAYS[quadrant]
    return Date.of(on.first + dt.timedelta(days=days))


def _withheld(each: Stakeholder) -> bool:
    """Tell whether it is engaged less closely than it should be."""
    now, wanted = each.value("engagement now"), each.value("engagement wanted")
    return now is not None and wanted is not None and wanted > now


def _why(each: Stakeholder, names: str, reasons: list[str]) -> list[str]:
    why = []
    if each.place:
        unsure = f", though one point of {' or '.join(each.place.moved_by)} would move it" if each.place.unstable else ""
        why.append(f"in “{name_of(each.place.of, names)}”{unsure}")
    salience = each.salience
    if salience and " or " not in salience.of:
        why.append(salience.of)
    position = each.value("position")
    if position is not None and position < 0:
        why.append(SCALES["position"].levels[-2 if position < -1 else -1])
    if _withheld(each):
        why.append(f"engaged less ({each.value('engagement now'):g}) than wanted ({each.value('engagement wanted'):g})")
    return [*why, *reasons]


def _gaps_closed(found: Gathered) -> dict[int, str]:
    """Say of actors that alone meet a need which."""
    return {
        row["actor"]: "alone offers "
        + ", ".join(CAPABILITIES[name].name.lower() for name in row["capabilities"])
        + f", needed by {found.labels(row['seekers'], 3)}"
        for row in found.coverage.single_points.iter_rows(named=True)
    }


def _unmet(found: Gathered) -> dict[int, str]:
    """Say of actors which of their needs nobody meets."""
    each = found.coverage.gaps.group_by("actor", maintain_order=True).agg("capability")
    return {
        actor: "needs " + ", ".join(CAPABILITIES[name].name.lower() for name in names) + ", which nobody offers"
        for actor, names in each.iter_rows()
    }


def _overdue(found: Gathered, on: Date) -> dict[int, str]:
    """Say of actors how many of their expectations are overdue or were not met."""
    counts: dict[int, int] = {}
    for row in found.expectations.filter(pl.col("met").is_null() | (pl.col("met") == "no")).iter_rows(named=True):
        if state(row["met"], row["due"], on) in {"overdue", "not met"}:
            counts[row["actor"]] = counts.get(row["actor"], 0) + 1
    return {actor: f"{counted(count, 'expectation')} overdue or not met" for actor, count in counts.items()}
