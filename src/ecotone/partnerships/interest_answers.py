"""What raters have declared of their interests, and whose ratings do not count because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table, counted
from ecotone.partnerships import interests

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.evaluation import Evaluation


def declared(eco: Ecosystem) -> Answer:
    """List what raters have declared; who has declared to have none stands there too."""
    told = interests.declared(eco)
    names = {str(kept.body.get("rater", kept.name)) for kept in eco.kept(interests.ROOM, interests.INTEREST)}
    rows: list[tuple[str, str, str | None, str]] = []
    for rater in sorted(names, key=str.casefold):
        said = told[rater.casefold()]
        rows += [(rater, each.way, eco.actor(each.actor).actor.name, each.what) for each in said] or [(rater, "none", None, "")]
    columns = (Column("rater", "Rater"), Column("way", "Declares"), Column("actor", "In, or to"), Column("what", "In the rater's words"))
    frame = pl.DataFrame(rows, schema=dict.fromkeys([column.name for column in columns], pl.String), orient="row")
    having = sum(bool(each) for each in told.values())
    summary = f"{counted(len(told), 'rater')} declared, {having} of them an interest."
    note = "Private: a shared copy of the record does not hold it."
    return Answer(
        "Who has an interest in whom?",
        summary if told else "Nobody has declared anything.",
        (Table("Interests", frame, columns, note),),
        Method("declared by raters", ecotone.__version__),
        read_at=eco.read_at(),
    )


def set_apart(found: Evaluation) -> tuple[Table, ...]:
    """List ratings that do not count because of an interest of their rater, where there are any."""
    if not found.apart:
        return ()
    rows = [
        (found.names[each.rating.candidate], each.rating.part, each.rating.rater, each.rating.level, each.rating.reason, each.why)
        for each in found.apart
    ]
    columns = (
        Column("candidate", "Candidate"),
        Column("part", "Part"),
        Column("rater", "Rater"),
        Column("level", "Level", "number"),
        Column("reason", "In the rater's words"),
        Column("why", "Why it does not count"),
    )
    kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.String, pl.String)
    frame = pl.DataFrame(rows, schema=dict(zip([column.name for column in columns], kinds, strict=True)), orient="row")
    return (Table("Set apart", frame, columns, "No rating here counts in any figure above."),)
