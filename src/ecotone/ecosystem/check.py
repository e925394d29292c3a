"""Look a record over: is the file whole, does every pointer lead somewhere, can the dates be, are the links links."""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dates import EARLIEST_YEAR, LATEST_YEAR, Date
from ecotone.ecosystem.schema import JOURNALLED
from ecotone.errors import DateError
from ecotone.problems import KEPT, Problem

if TYPE_CHECKING:
    from ecotone.ecosystem.store import Link

_CLOCKS: Final = frozenset({"date", "read_on", "valid_from", "valid_to", "as_of", "known_from", "known_to", "dated"})
DAYS: Final = {name: tuple(column.name for column in table.columns if column.name in _CLOCKS) for name, table in JOURNALLED.items()}
LIKELY_DAY: Final = {
    "sqlite": "({0} GLOB '[12][0-9][0-9][0-9]' OR {0} GLOB '[12][0-9][0-9][0-9]-[01][0-9]'"
    " OR ({0} GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]' AND date({0}) = {0}))",
    "postgresql": "({0} SIMILAR TO '[12][0-9][0-9][0-9]' OR {0} SIMILAR TO '[12][0-9][0-9][0-9]-(0[1-9]|1[0-2])'"
    " OR {0} SIMILAR TO '[12][0-9][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])')",
}
"""Most dates are found good by the database; Python looks at the rest."""


def check(link: Link) -> list[Problem]:
    """Return what is wrong, at most a thousand of each kind."""
    problems = _file(link) if link.dialect == "sqlite" else []
    if any(problem.what == "The file is damaged" for problem in problems):
        return problems
    return problems + _pointers(link) + _dates(link) + _ends(link) + _circles(link) + _links(link) + _search(link)


def _file(link: Link) -> list[Problem]:
    import sqlite3

    try:
        said = [row[0] for row in link.rows("PRAGMA integrity_check(100)")]
    except sqlite3.DatabaseError as error:
        said = [str(error)]
    return [Problem("The file is damaged", got=text, remedy="Use a backup", severity="refused") for text in said if text != "ok"]


def _pointers(link: Link) -> list[Problem]:
    """Find rows that point to nothing: evidence, mentions, actors, words, places."""
    found: list[Problem] = []
    for name, table in JOURNALLED.items():
        pointers = [(column.name, key.column.table.name) for column in table.columns for key in column.foreign_keys]
        words = {"evidence": ("source",), "mention": ("source", "role"), "initiative": ("source", "kind"), "tie": ("kind",),
                 "claim": ("field", "unit"), "event": ("kind",), "event_object": ("role",)}.get(name, ())  # fmt: skip
        pointers += [(column, "word") for column in words] + ([("place", "place")] if name in {"actor", "mention"} else [])
        for column, parent in pointers:
            rows = link.rows(
                f"SELECT t.id, t.{column} FROM {name} t WHERE t.{column} IS NOT NULL AND NOT EXISTS"
                f" (SELECT 1 FROM {parent} p WHERE p.id = t.{column}) ORDER BY t.id LIMIT {KEPT}"
            )
            found += [Problem(f"A {name} points to no {parent}", file=name, row=row, column=column, got=str(to)) for row, to in rows]
    return found


def _dates(link: Link) -> list[Problem]:
    """Find dates that are none, or that no record can mean."""
    found: list[Problem] = []
    for name, columns in DAYS.items():
        for column in columns:
            likely = LIKELY_DAY[link.dialect].format(column)
            rows = link.rows(
                f"SELECT id, {column} FROM {name} WHERE {column} IS NOT NULL AND"
                f" (NOT {likely} OR {column} < '{EARLIEST_YEAR}' OR {column} >= '{LATEST_YEAR + 1}') ORDER BY id"
            )
            found += [
                Problem("A date is impossible", file=name, row=row, column=column, got=str(day)) for row, day in rows if not _possible(day)
            ][:KEPT]
    return found


def _possible(day: str) -> bool:
    try:
        return EARLIEST_YEAR <= Date(day).year <= LATEST_YEAR
    except DateError:
        return False


def _ends(link: Link) -> list[Problem]:
    """Find ties and claims that end before they begin; a month contains its days."""
    found: list[Problem] = []
    for name in ("tie", "claim"):
        rows = link.rows(
            f"SELECT id, valid_from, valid_to FROM {name} WHERE valid_to < valid_from AND"
            f" substr(valid_from, 1, length(valid_to)) <> valid_to ORDER BY id LIMIT {KEPT}"
        )
        found += [
            Problem("It ends before it begins", file=name, row=row, column="valid_to", got=f"{start} to {end}", severity="noted")
            for row, start, end in rows
        ]
    return found


def _circles(link: Link) -> list[Problem]:
    into = dict(link.rows("SELECT id, merged_into FROM actor WHERE merged_into IS NOT NULL"))
    found = []
    for actor, first in into.items():
        seen, at = {actor}, first
        while at in into and at not in seen:
            seen.add(at)
            at = into[at]
        if at in seen:
            found.append(Problem("Actors are merged into each other in a circle", file="actor", row=actor, column="merged_into"))
    return found[:KEPT]


def _links(link: Link) -> list[Problem]:
    rows = link.rows(
        "SELECT id, address FROM evidence WHERE address IS NOT NULL AND address NOT LIKE 'https://%' AND address NOT LIKE 'http://%'"
        f" ORDER BY id LIMIT {KEPT}"
    )
    return [
        Problem("The address of evidence is no web address", file="evidence", row=row, column="address", got=address, severity="changed")
        for row, address in rows
    ]


def _search(link: Link) -> list[Problem]:
    """Find actors that searching would miss, or find though they are gone."""
    lost = link.value("SELECT count(*) FROM actor a WHERE a.merged_into IS NULL AND a.id NOT IN (SELECT rowid FROM actor_search)")
    stray = link.value(
        "SELECT count(*) FROM actor_search x WHERE NOT EXISTS (SELECT 1 FROM actor a WHERE a.id = x.rowid AND a.merged_into IS NULL)"
    )
    if not lost and not stray:
        return []
    return [Problem("The search index does not fit the actors", got=f"{lost} missing, {stray} too many", remedy="Use a backup")]
