"""One actor with everything that the record says of it."""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.ecosystem import tables
from ecotone.ecosystem.fields import loaded
from ecotone.ecosystem.frames import FLAG, frame
from ecotone.ecosystem.statements import Place
from ecotone.errors import NotFoundError, RecordError
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.ecosystem.store import Link


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor as it stands in the record."""

    id: int
    name: str
    kind: str
    sector: Sector | None
    place: Place
    fields: dict[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor, its mentions, and the ties, claims, events and evidence that hang on them.

    Parameters
    ----------
    actor : Actor
        The actor; where the id asked for was merged away, the one that it was merged into.
    merged : tuple of int
        Ids of actors that were merged into it.
    mentions, ties, claims, events, evidence, notes : polars.DataFrame
        As the tables of the record; `ties` carries `other`, `other_name` and `outgoing` beside both ends, `evidence` who
        entered an own statement.
    """

    actor: Actor
    merged: tuple[int, ...]
    mentions: pl.DataFrame
    ties: pl.DataFrame
    claims: pl.DataFrame
    events: pl.DataFrame
    evidence: pl.DataFrame
    notes: pl.DataFrame


TIE_VIEW = {
    **tables.TIE_COLUMNS,
    "known_from": pl.String,
    "known_to": pl.String,
    "version": pl.Int64,
    "other": pl.Int64,
    "other_name": pl.String,
    "outgoing": FLAG,
}


def resolve(link: Link, number: int) -> int:
    """Follow merges to the actor that stands for the one asked for."""
    seen: set[int] = set()
    while True:
        row = link.one("SELECT merged_into FROM actor WHERE id = ?", (number,))
        if row is None:
            raise NotFoundError("No such actor", got=str(number), remedy="Search for it by its name")
        if row[0] is None:
            return number
        seen.add(number)
        number = int(row[0])
        if number in seen:
            raise RecordError("Actors are merged into each other in a circle", got=str(sorted(seen)))


def view(link: Link, number: int, as_of: Date | None) -> ActorView:
    """Read one actor with what hangs on it."""
    number = resolve(link, number)
    row = link.one(
        "SELECT a.name, a.kind, a.sector, a.fields, a.version, p.city, p.region, p.country, p.latitude, p.longitude"
        " FROM actor a LEFT JOIN place p ON p.id = a.place WHERE a.id = ?",
        (number,),
    )
    assert row is not None
    name, kind, sector, fields, version, *place = row
    known = set(Sector)
    actor = Actor(number, name, kind, Sector(sector) if sector in known else None, Place(*place), loaded(fields), version)
    merged = tuple(other for (other,) in link.rows("SELECT id FROM actor WHERE merged_into = ? ORDER BY id", (number,)))
    mine = "IN (SELECT id FROM assignment WHERE actor = ?)"
    ties = _ties(link, number, as_of)
    claims = tables.claims(link, as_of, f"c.mention {mine}", (number,))
    events = tables.events(link, as_of, f"e.id IN (SELECT event FROM event_object WHERE mention {mine})", (number,))
    clause, days = tables.known("p", as_of)
    evidence = tables.evidence(
        link,
        f"e.id IN (SELECT p.evidence FROM appearance p WHERE p.mention {mine} AND {clause}"
        f" UNION SELECT t.evidence FROM tie t WHERE t.source {mine} UNION SELECT t.evidence FROM tie t WHERE t.target {mine}"
        f" UNION SELECT c.evidence FROM claim c WHERE c.mention {mine})",
        (number, *days, number, number, number),
    )
    notes = pl.DataFrame(
        link.rows("SELECT id, text, author, written_on, version FROM note WHERE actor = ? ORDER BY id", (number,)),
        schema={"id": pl.Int64, "text": pl.String, "author": pl.String, "written_on": pl.String, "version": pl.Int64},
        orient="row",
    )
    mentions = tables.mentions(link, "s.actor = ?", (number,))
    return ActorView(actor, merged, mentions, ties, claims, events, _with_author(link, evidence), notes)


def _with_author(link: Link, evidence: pl.DataFrame) -> pl.DataFrame:
    """Add who entered the user's own statements, as far as the journal tells."""
    own = evidence.filter("own_statement")["id"]
    authors: dict[int, str] = {}
    if len(own):
        entries = link.rows(
            "SELECT c.first, c.last, b.author FROM change c JOIN batch b ON b.id = c.batch WHERE c.name = 'evidence' AND c.kind = '+'"
            " AND b.author <> '' AND c.first <= ? AND c.last >= ? ORDER BY c.id DESC",
            (own.max(), own.min()),
        )
        authors = {number: author for first, last, author in entries for number in own if first <= number <= last}
    by = pl.Series("said_by", [authors.get(number) for number in evidence["id"]], dtype=pl.String)
    return evidence.with_columns(by)


def _ties(link: Link, number: int, as_of: Date | None) -> pl.DataFrame:
    """Return the ties of an actor, those to itself left out, with the actor at the other end."""
    clause, days = tables.known("t", as_of)
    one_way = (
        "SELECT t.id, {0} t.kind, t.weight, t.directed, t.valid_from, t.valid_to, t.evidence, t.known_from, t.known_to, t.version,"
        " o.id, o.name, {3}"
        " FROM assignment m JOIN tie t ON t.{1} = m.id JOIN assignment b ON b.id = t.{2} JOIN actor o ON o.id = b.actor"
        f" WHERE m.actor = ? AND b.actor <> m.actor AND {clause}"
    )
    return frame(
        link,
        f"{one_way.format('m.actor, b.actor,', 'source', 'target', 1)} UNION ALL"
        f" {one_way.format('b.actor, m.actor,', 'target', 'source', 0)} ORDER BY 1",
        (number, *days, number, *days),
        TIE_VIEW,
    )
