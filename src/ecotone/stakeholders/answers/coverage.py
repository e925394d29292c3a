"""What is needed, who offers it, what nobody offers, and what hangs on one actor alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.answer import Column, counted
from ecotone.stakeholders.answers.asking import answer, table
from ecotone.stakeholders.answers.standing import gathered
from ecotone.stakeholders.capabilities import CAPABILITIES, NEED_LEVELS, nearest

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope
    from ecotone.stakeholders.gathered import Gathered


def needs(source: Ecosystem | Gathered, scope: Scope | None = None) -> Answer:
    """Hold needs against offers: what nobody meets, what hangs on one actor, and who could meet whose need."""
    found = gathered(source, scope, proposals=False)
    held = found.coverage
    open_ = held.gaps.sort("need", "capability", "actor", descending=[True, False, False])
    meetings = [_meeting(found, row) for row in held.needs.filter(pl.col("state") != "nobody offers it").iter_rows(named=True)]
    points = [
        {
            "id": row["actor"],
            "name": found.label(row["actor"]),
            "capabilities": ", ".join(CAPABILITIES[each].name for each in row["capabilities"]),
            "seekers": found.labels(row["seekers"]),
            "count": len(row["seekers"]),
        }
        for row in held.single_points.iter_rows(named=True)
    ]
    rest = _other_words(found)
    warnings = (
        [f"{counted(len(rest), 'entry is', 'entries are')} not in the words of the vocabulary and could not be matched."] if rest else []
    )
    if not held.needs.height:
        warnings.append("Nobody has said what they need: that does not mean that they need nothing.")
    evidence = [each for row in held.needs["evidence"].to_list() for each in row]
    return answer(
        found,
        "What do the actors need that nobody offers, and what hangs on one of them?",
        _summary(found),
        [
            table("Needs nobody meets", [_gap(found, row) for row in open_.iter_rows(named=True)], _GAP_COLUMNS),
            table("Single points of failure", points, _POINT_COLUMNS, "Without this one actor, nobody would be left to meet the need."),
            table("Needs and who can meet them", meetings, _MEETING_COLUMNS),
            table("Capabilities", [_capability(found, row) for row in held.capabilities.iter_rows(named=True)], _CAPABILITY_COLUMNS),
            table("Other words", rest, _WORD_COLUMNS),
        ],
        "best offer of another actor, as a share of the need",
        parameters={"level of need": "; ".join(f"{n} {means}" for n, means in NEED_LEVELS.items() if n)},
        reference="Allee 2008",
        evidence=evidence,
        warnings=[*found.warnings, *warnings],
    )


def _summary(found: Gathered) -> str:
    held = found.coverage
    if held.share is None:
        return f"No need is on record; {counted(len(held.unused), 'capability is', 'capabilities are')} offered."
    gaps = held.gaps["capability"].unique(maintain_order=True).to_list()
    nobody = f"; nobody offers {', '.join(CAPABILITIES[each].name.lower() for each in gaps[:4])}" if gaps else "; each has some offer"
    points = held.single_points.height
    alone = f"; {counted(points, 'actor is', 'actors are')} the only one to meet some need" if points else ""
    whose = f"{counted(held.needs.height, 'need')} of {counted(held.needs['actor'].n_unique(), 'actor')}"
    return f"{whose}, {held.share:.0%} met by offers{nobody}{alone}."


def _gap(found: Gathered, row: dict[str, Any]) -> dict[str, Any]:
    each = CAPABILITIES[row["capability"]]
    return {"id": row["actor"], "name": found.label(row["actor"]), "capability": each.name, "family": each.family, "need": row["need"]}


def _meeting(found: Gathered, row: dict[str, Any]) -> dict[str, Any]:
    untied = [each for each in row["offered_by"] if each not in row["tied"]]
    return {
        "id": row["actor"],
        "name": found.label(row["actor"]),
        "capability": CAPABILITIES[row["capability"]].name,
        "need": row["need"],
        "offer": row["offer"],
        "share": row["share"],
        "tied": found.labels(row["tied"]),
        "untied": found.labels(untied),
    }


def _capability(found: Gathered, row: dict[str, Any]) -> dict[str, Any]:
    each = CAPABILITIES[row["capability"]]
    return {**row, "capability": each.name, "family": each.family, "only": found.label(row["only"])}


def _other_words(found: Gathered) -> list[dict[str, Any]]:
    """Return needs and offers in words that the vocabulary does not know, with the nearest that it does."""
    rows = []
    for what, frame in (("needs", found.needs), ("offers", found.offers)):
        for row in frame.filter(pl.col("capability").is_null()).iter_rows(named=True):
            near = ", ".join(nearest(row["words"], 3))
            rows.append({"id": row["actor"], "name": found.label(row["actor"]), "what": what, "words": row["words"], "near": near})
    return rows


_WHO = (Column("id", "Id", "actor"), Column("name", "Actor"))
_GAP_COLUMNS = (
    *_WHO,
    Column("capability", "Needs"),
    Column("family", "Family"),
    Column("need", "Level", "number", caveat="1 would help, 3 cannot go on without it."),
)
_POINT_COLUMNS = (*_WHO, Column("capabilities", "Alone offers"), Column("seekers", "Needed by"), Column("count", "Seekers", "integer"))
_MEETING_COLUMNS = (
    *_WHO,
    Column("capability", "Needs"),
    Column("need", "Need", "number"),
    Column("offer", "Best offer", "number"),
    Column("share", "Met", "percent"),
    Column("tied", "Offered by, with a tie already"),
    Column("untied", "Offered by, no tie yet"),
)
_CAPABILITY_COLUMNS = (
    Column("family", "Family"),
    Column("capability", "Capability"),
    Column("seekers", "Needed by", "integer"),
    Column("suppliers", "Offered by", "integer"),
    Column("coverage", "Met", "percent"),
    Column("unmet", "Unmet levels", "number"),
    Column("only", "Only by"),
)
_WORD_COLUMNS = (*_WHO, Column("what", "Said to be"), Column("words", "Words"), Column("near", "Nearest in the vocabulary"))
