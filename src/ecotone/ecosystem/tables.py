"""What the record answers as frames: actors, ties, initiatives, events, claims, evidence, mentions, history.

A row is current while `known_to` is empty; a scope with `as_of` asks for what was known on that day instead. Ties are
between actors: each end is the actor that the mention is assigned to now, and a tie with an end that is nobody yet is
left out (`stats` counts them). A tie whose two ends have become the same actor, by matching or by a merge, is left out
unless asked for with `self_ties=True`: it says nothing of how actors are connected.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.dates import Date
from ecotone.ecosystem.frames import FLAG, WORD, frame
from ecotone.ecosystem.search import condition, fold
from ecotone.ecosystem.undo import undone_by
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.ecosystem.store import Link
    from ecotone.vocabulary import Sector

WHOLE: Final = Scope()
ACTOR_COLUMNS: Final = {
    "id": pl.Int64, "name": pl.String, "kind": pl.String, "sector": pl.String, "city": pl.String, "region": pl.String,
    "country": pl.String, "latitude": pl.Float64, "longitude": pl.Float64, "fields": pl.String, "version": pl.Int64,
    "mentions": pl.Int64,
}  # fmt: skip
TIE_COLUMNS: Final = {
    "id": pl.Int64, "source": pl.Int64, "target": pl.Int64, "kind": WORD, "weight": pl.Float64, "directed": FLAG,
    "valid_from": pl.String, "valid_to": pl.String, "evidence": pl.Int64,
}  # fmt: skip
EVIDENCE_COLUMNS: Final = {
    "id": pl.Int64, "source": WORD, "id_in_source": pl.String, "address": pl.String, "title": pl.String, "date": pl.String,
    "read_on": pl.String, "own_statement": FLAG,
}  # fmt: skip
CLAIM_COLUMNS: Final = {
    "id": pl.Int64, "actor": pl.Int64, "mention": pl.Int64, "initiative": pl.Int64, "field": WORD, "type": pl.String,
    "text": pl.String, "number": pl.Float64, "unit": WORD, "valid_from": pl.String, "valid_to": pl.String, "as_of": pl.String,
    "assessor": pl.String, "confidence": pl.Float64, "evidence": pl.Int64, "known_from": pl.String, "known_to": pl.String,
    "version": pl.Int64,
}  # fmt: skip
EVENT_COLUMNS: Final = {
    "id": pl.Int64, "kind": WORD, "date": pl.String, "actual": FLAG, "role": WORD, "initiative": pl.Int64, "mention": pl.Int64,
    "actor": pl.Int64, "fields": pl.String, "evidence": pl.Int64, "known_from": pl.String, "known_to": pl.String,
}  # fmt: skip
MENTION_COLUMNS: Final = {
    "id": pl.Int64, "source": WORD, "id_in_source": pl.String, "role": WORD, "name": pl.String, "city": pl.String,
    "region": pl.String, "country": pl.String, "sector": pl.String, "unnamed_of": pl.Int64, "actor": pl.Int64,
    "probability": pl.Float64, "reason": pl.String, "decided_by": pl.String,
}  # fmt: skip
WEB_ADDRESS: Final = "CASE WHEN {0} LIKE 'https://%' OR {0} LIKE 'http://%' THEN {0} END"
"""Only web addresses leave the record: a received file may hold others."""


def known(alias: str, as_of: Date | None) -> tuple[str, list[str]]:
    """Return the condition on the second clock: known now, or on the last day that `as_of` may mean."""
    if as_of is None:
        return f"{alias}.known_to IS NULL", []
    day = as_of.last.isoformat()
    return f"{alias}.known_from <= ? AND ({alias}.known_to IS NULL OR ? < {alias}.known_to)", [day, day]


def held(alias: str, start: Date | None, end: Date | None) -> tuple[str, list[str]]:
    """Return the condition on the first clock: held at some time from the first day of `start` to the last of `end`."""
    parts, values = ["1 = 1"], []
    if end:
        parts.append(f"({alias}.valid_from IS NULL OR {alias}.valid_from <= ?)")
        values.append(end.last.isoformat())
    if start:
        day = start.first.isoformat()
        to = f"{alias}.valid_to"
        parts.append(f"({to} IS NULL OR {to} > ? OR (length({to}) < 10 AND {to} = substr(?, 1, length({to}))))")
        values += [day, day]
    return " AND ".join(parts), values


def as_date(day: dt.date | Date | str | None) -> Date | None:
    """Read a day as callers give it."""
    if day is None or isinstance(day, Date):
        return day
    return Date.of(day) if isinstance(day, dt.date) else Date.parse(day)


def actors(link: Link, scope: Scope) -> pl.DataFrame:
    """Return the actors that a scope keeps, those merged away left out."""
    where, values = ["a.merged_into IS NULL"], []
    if scope.sectors:
        where.append(f"a.sector IN ({','.join('?' * len(scope.sectors))})")
        values += [sector.value for sector in scope.sectors]
    if scope.as_of:
        clause, days = known("p", scope.as_of)
        where.append(f"EXISTS (SELECT 1 FROM assignment s JOIN appearance p ON p.mention = s.id WHERE s.actor = a.id AND {clause})")
        values += days
    found = frame(
        link,
        "SELECT a.id, a.name, a.kind, a.sector, p.city, p.region, p.country, p.latitude, p.longitude, a.fields, a.version,"
        " (SELECT count(*) FROM assignment s WHERE s.actor = a.id)"
        f" FROM actor a LEFT JOIN place p ON p.id = a.place WHERE {' AND '.join(where)} ORDER BY a.id",
        values,
        ACTOR_COLUMNS,
    )
    if scope.places:
        asked = [place.casefold() for place in scope.places]
        found = found.filter(pl.any_horizontal(pl.col(c).str.to_lowercase().is_in(asked) for c in ("city", "region", "country")))
    return found


def ties(
    link: Link,
    scope: Scope,
    kind: str | None = None,
    between: tuple[Sector | str, Sector | str] | None = None,
    alive_on: Date | None = None,
    *,
    self_ties: bool = False,
) -> pl.DataFrame:
    """Return ties between actors, one row a stored tie."""
    where, values = known("t", scope.as_of)
    for start, end in ((scope.start, scope.end), (alive_on, alive_on)):
        if start or end:
            more, days = held("t", start, end)
            where, values = f"{where} AND {more}", values + days
    kinds = set(scope.kinds) if kind is None else {kind} & (set(scope.kinds) or {kind})
    if kinds or kind is not None:
        where += f" AND t.kind IN (SELECT id FROM word WHERE text IN ({','.join('?' * len(kinds)) or 'NULL'}))"
        values += sorted(kinds)
    found = frame(
        link,
        "SELECT t.id, t.source, t.target, t.kind, t.weight, t.directed, t.valid_from, t.valid_to, t.evidence"
        f" FROM tie t WHERE {where} ORDER BY t.id",
        values,
        TIE_COLUMNS,
    )
    found = _between_actors(link, found)
    if not self_ties:
        found = found.filter(pl.col("source") != pl.col("target"))
    if scope.sectors or scope.places or scope.as_of:
        kept = actors(link, scope)["id"].implode()
        found = found.filter(pl.col("source").is_in(kept) & pl.col("target").is_in(kept))
    if between:
        sector = actors(link, WHOLE).select("id", "sector")
        one, other = (sector.filter(pl.col("sector") == str(name))["id"].implode() for name in between)
        source, target = pl.col("source"), pl.col("target")
        found = found.filter((source.is_in(one) & target.is_in(other)) | (source.is_in(other) & target.is_in(one)))
    return found


def _between_actors(link: Link, found: pl.DataFrame) -> pl.DataFrame:
    """Replace mentions by the actors that they are assigned to: one look-up in a column, where SQL would do two a row."""
    top = link.value("SELECT max(id) FROM assignment")
    if top is None:
        return found.clear()
    assigned = frame(link, "SELECT id, actor FROM assignment", (), {"id": pl.Int64, "actor": pl.Int64})
    lookup = np.zeros(top + 1, dtype=np.int64)  # no actor has the id 0
    lookup[assigned["id"].to_numpy()] = assigned["actor"].to_numpy()
    ends = [
        pl.Series(name, lookup[np.minimum(found[name].to_numpy(), top) * (found[name].to_numpy() <= top)]) for name in ("source", "target")
    ]
    return found.with_columns(ends).filter((pl.col("source") > 0) & (pl.col("target") > 0))


def initiatives(link: Link) -> pl.DataFrame:
    """Return the initiatives."""
    return frame(
        link,
        "SELECT id, source, id_in_source, kind, title, version FROM initiative ORDER BY id",
        (),
        {"id": pl.Int64, "source": WORD, "id_in_source": pl.String, "kind": WORD, "title": pl.String, "version": pl.Int64},
    )


def evidence(link: Link, where: str = "1 = 1", values: tuple[Any, ...] = ()) -> pl.DataFrame:
    """Return evidence, with the addresses that are web addresses."""
    return frame(
        link,
        f"SELECT e.id, e.source, e.id_in_source, {WEB_ADDRESS.format('e.address')}, e.title, e.date, e.read_on, e.own_statement"
        f" FROM evidence e WHERE {where} ORDER BY e.id",
        values,
        EVIDENCE_COLUMNS,
    )


def sources(link: Link) -> pl.DataFrame:
    """Return the sources whose records are evidence, with their number, by name."""
    rows = link.rows("SELECT w.text, count(*) FROM evidence e JOIN word w ON w.id = e.source GROUP BY w.text ORDER BY w.text")
    return pl.DataFrame(rows, schema={"source": pl.String, "records": pl.Int64}, orient="row").sort("source")


def claims(link: Link, as_of: Date | None = None, where: str = "1 = 1", values: tuple[Any, ...] = ()) -> pl.DataFrame:
    """Return claims; `value` shows every type as text, `number` holds numbers and flags."""
    clause, days = known("c", as_of)
    found = frame(
        link,
        "SELECT c.id, s.actor, c.mention, c.initiative, c.field,"
        " CASE c.type WHEN 't' THEN 'text' WHEN 'n' THEN 'number' WHEN 'b' THEN 'flag' ELSE 'not known' END,"
        " c.text, c.number, c.unit, c.valid_from, c.valid_to, c.as_of,"
        " c.assessor, c.confidence, c.evidence, c.known_from, c.known_to, c.version"
        f" FROM claim c LEFT JOIN assignment s ON s.id = c.mention WHERE {clause} AND {where} ORDER BY c.id",
        (*days, *values),
        CLAIM_COLUMNS,
    )
    flags = pl.when(pl.col("number") == 1).then(pl.lit("true")).otherwise(pl.lit("false"))
    number = pl.col("number").cast(pl.String).str.strip_suffix(".0")
    kind = pl.col("type")
    value = pl.when(kind == "text").then("text").when(kind == "number").then(number).when(kind == "flag").then(flags).alias("value")
    return found.select("id", "actor", "mention", "initiative", "field", value, "type", "number", *list(CLAIM_COLUMNS)[8:])


def events(link: Link, as_of: Date | None = None, where: str = "1 = 1", values: tuple[Any, ...] = ()) -> pl.DataFrame:
    """Return events, one row for each object of an event."""
    clause, days = known("e", as_of)
    return frame(
        link,
        "SELECT e.id, e.kind, e.date, e.actual, o.role, o.initiative, o.mention, s.actor, e.fields, e.evidence, e.known_from, e.known_to"
        " FROM event e LEFT JOIN event_object o ON o.event = e.id LEFT JOIN assignment s ON s.id = o.mention"
        f" WHERE {clause} AND {where} ORDER BY e.id, o.id",
        (*days, *values),
        EVENT_COLUMNS,
    )


def mentions(link: Link, where: str = "1 = 1", values: tuple[Any, ...] = ()) -> pl.DataFrame:
    """Return mentions with what was decided about them."""
    return frame(
        link,
        "SELECT m.id, m.source, m.id_in_source, m.role, m.name, p.city, p.region, p.country, m.sector, m.unnamed_of, s.actor,"
        " s.probability, s.reason, s.decided_by FROM mention m LEFT JOIN place p ON p.id = m.place"
        f" LEFT JOIN assignment s ON s.id = m.id WHERE {where} ORDER BY m.id",
        values,
        MENTION_COLUMNS,
    )


def found(link: Link, text: str, limit: int) -> pl.DataFrame:
    """Return the actors that a text finds, best first; `matched` is the name that matched best."""
    columns = {"id": pl.Int64, "name": pl.String, "sector": pl.String, "city": pl.String, "country": pl.String, "matched": pl.String}
    asked = condition(link.dialect, text)
    if asked is None:
        return pl.DataFrame(schema=columns)
    where, value = asked
    folded = fold(text)
    rows = link.rows(
        "SELECT a.id, a.name, (SELECT count(*) FROM assignment s WHERE s.actor = a.id) FROM actor_search x"
        f" JOIN actor a ON a.id = x.rowid WHERE {where}",
        (value,),
    )
    ranked = []
    for number, name, count in rows:
        words = fold(name)
        ranked.append((words != folded, not words.startswith(folded), -count, len(name), number))
    ids = [row[-1] for row in sorted(ranked)[:limit]]
    result = []
    for number in ids:
        row = link.one(
            "SELECT a.name, a.sector, p.city, p.country FROM actor a LEFT JOIN place p ON p.id = a.place WHERE a.id = ?", (number,)
        )
        assert row is not None
        result.append((number, *row, _matched(link, number, row[0], folded.split())))
    return pl.DataFrame(result, schema=columns, orient="row")


def _matched(link: Link, actor: int, name: str, asked: list[str]) -> str:
    """Return the name of an actor that holds most of the words asked for, its own before the others."""
    others = [
        row[0]
        for row in link.rows(
            "SELECT m.name FROM assignment s JOIN mention m ON m.id = s.id WHERE s.actor = ? GROUP BY m.name ORDER BY m.name LIMIT 100",
            (actor,),
        )
    ]

    def hits(text: str) -> int:
        words = fold(text).split()
        return sum(any(word.startswith(begin) for word in words) for begin in asked)

    return max((name, *map(str, others)), key=hits)


def history(link: Link, limit: int | None) -> pl.DataFrame:
    """Return the batches, the latest first."""
    rows = link.rows(
        "SELECT b.id, b.time, b.reason, b.author, (SELECT count(*) FROM change c WHERE c.batch = b.id),"
        " (SELECT coalesce(sum(c.last - c.first + 1), 0) FROM change c WHERE c.batch = b.id), b.undoes"
        " FROM batch b ORDER BY b.id DESC" + (" LIMIT ?" if limit is not None else ""),
        () if limit is None else (limit,),
    )
    undone = undone_by(link)
    schema = {
        "batch": pl.Int64, "time": pl.String, "reason": pl.String, "author": pl.String, "entries": pl.Int64, "rows": pl.Int64,
        "undoes": pl.Int64, "undone_by": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame([(*row[:4], row[4], int(row[5]), row[6], undone.get(row[0])) for row in rows], schema=schema, orient="row")


COUNTS: Final = {
    "actors": "SELECT count(*) FROM actor WHERE merged_into IS NULL",
    "merged": "SELECT count(*) FROM actor WHERE merged_into IS NOT NULL",
    "ties": "SELECT count(*) FROM tie WHERE known_to IS NULL",
    "past_ties": "SELECT count(*) FROM tie WHERE known_to IS NOT NULL",
    "claims": "SELECT count(*) FROM claim WHERE known_to IS NULL",
    "events": "SELECT count(*) FROM event WHERE known_to IS NULL",
    "initiatives": "SELECT count(*) FROM initiative",
    "evidence": "SELECT count(*) FROM evidence",
    "mentions": "SELECT count(*) FROM mention",
    "unassigned": "SELECT count(*) FROM mention m WHERE NOT EXISTS (SELECT 1 FROM assignment s WHERE s.id = m.id)",
    "unplaced_ties": "SELECT count(*) FROM tie t WHERE t.known_to IS NULL AND NOT"
    " (EXISTS (SELECT 1 FROM assignment s WHERE s.id = t.source)"
    " AND EXISTS (SELECT 1 FROM assignment s WHERE s.id = t.target))",
    "self_ties": "SELECT count(*) FROM tie t JOIN assignment s ON s.id = t.source JOIN assignment g ON g.id = t.target"
    " WHERE t.known_to IS NULL AND s.actor = g.actor",
    "notes": "SELECT count(*) FROM note",
    "kept": "SELECT count(*) FROM kept",
    "batches": "SELECT count(*) FROM batch",
}


def stats(link: Link) -> dict[str, int]:
    """Count what the record holds now."""
    return {name: int(link.value(sql)) for name, sql in COUNTS.items()}
