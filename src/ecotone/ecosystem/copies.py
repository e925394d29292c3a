"""Copies of a record in a file: a whole one to keep, and one to give away.

A file is copied page by page by SQLite's own online backup. A record in PostgreSQL is copied row by row, journal included, in
one view that does not move, into a new file that opens like any other.
"""

# ruff: noqa: S608  SQL is put together from our own names; values always travel as parameters

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone import dates
from ecotone.ecosystem import opening, search
from ecotone.ecosystem.address import Address
from ecotone.ecosystem.schema import metadata
from ecotone.ecosystem.store import storage_errors
from ecotone.errors import StorageError

if TYPE_CHECKING:
    from ecotone.ecosystem.store import Store


def backup(store: Store, path: str | Path, *, replace: bool = False) -> None:
    """Copy the record as it stands into a file; others may go on writing."""
    target = Path(path).expanduser().absolute()
    if os.path.lexists(target) and not replace:
        raise StorageError("There is something of this name already", where=str(target), remedy="Choose another name")
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        if store.address.path is None:
            _copy_rows(store, part)
        else:
            part.touch()  # what is wrong with the folder is said of the copy, not of the record
            with storage_errors(str(target)), store.read() as link, contextlib.closing(sqlite3.connect(part, isolation_level=None)) as copy:
                raw: Any = link.connection.connection.dbapi_connection
                raw.backup(copy)
        part.replace(target)
    except OSError as error:
        raise StorageError("The copy cannot be written", where=str(target), got=error.strerror) from error
    finally:
        with contextlib.suppress(OSError):
            for suffix in ("", "-wal", "-shm", "-journal"):
                part.with_name(part.name + suffix).unlink(missing_ok=True)


def _copy_rows(store: Store, path: Path) -> None:
    """Copy every table of a record in PostgreSQL into a new file."""
    with contextlib.closing(opening.create(Address.of(path), "", store.patience_s)) as made, store.read() as link, made.write() as copy:
        for table in metadata.sorted_tables:
            names = ", ".join(column.name for column in table.columns)
            marks = ", ".join("?" * len(table.columns))
            for block in link.stream(f"SELECT {names} FROM {table.name}"):
                copy.many(f"INSERT OR REPLACE INTO {table.name} ({names}) VALUES ({marks})", block)
        search.refresh(copy, [number for (number,) in copy.rows("SELECT id FROM actor")])


def share(store: Store, path: str | Path) -> None:
    """Write a copy to give away.

    It holds what the record holds now and knew before, and none of: judgements (claims with an assessor), what
    capabilities keep as private, notes, the journal, authors, reasons of batches, and what persons wrote when they
    decided who is who. One batch says that it is a shared copy. The copy is packed anew (VACUUM), so nothing
    deleted lingers in free pages.
    """
    target = Path(path).expanduser().absolute()
    if os.path.lexists(target):
        raise StorageError("There is something of this name already", where=str(target), remedy="Choose another name")
    backup(store, target)
    try:
        with storage_errors(str(target)), contextlib.closing(sqlite3.connect(target, isolation_level=None)) as link:
            link.execute("PRAGMA journal_mode=DELETE")
            link.execute("PRAGMA secure_delete=ON")
            link.execute("BEGIN IMMEDIATE")
            for statement in _WITHOUT:
                link.execute(statement)
            link.execute(
                "INSERT INTO batch (id, time, reason, author) SELECT last, ?, 'Shared copy', '' FROM counter WHERE name = 'batch'",
                (dates.today().iso,),
            )
            link.execute("COMMIT")
            link.execute("INSERT INTO actor_search(actor_search) VALUES ('rebuild')")
            link.execute("VACUUM")
    except BaseException:
        target.unlink(missing_ok=True)
        raise


METHODS: Final = ("normal form and place", "match with a registry")
"""Deciders that are methods of Ecotone's matching: the reasons that they give are made from what the record holds."""

SURVEY: Final = "survey"
"""The source under which answers to surveys come back; they stay at home."""

_ANSWERS: Final = f"SELECT e.id FROM evidence e JOIN word w ON w.id = e.source WHERE w.text = '{SURVEY}'"

_USED: Final = " UNION ".join(f"SELECT evidence FROM {name}" for name in ("claim", "tie", "event", "appearance", "state"))

_SPOKEN_OF: Final = " UNION ".join(
    f"SELECT {column} FROM {name} WHERE {column} IS NOT NULL"
    for name, column in (
        ("claim", "mention"), ("tie", "source"), ("tie", "target"), ("appearance", "mention"), ("event_object", "mention"),
        ("mention", "unnamed_of"),
    )
)  # fmt: skip

_WITHOUT: Final = (
    # Who decided and why is kept where a method of ours did; whoever else it was is taken for a person.
    (
        f"UPDATE assignment SET decided_by = 'user', reason = '' WHERE decided_by NOT IN ({', '.join(f'{m!r}' for m in METHODS)})"
        " AND NOT (decided_by = 'user' AND reason = 'entered by the user')"
    ),
    "DELETE FROM change",
    "DELETE FROM batch",
    "DELETE FROM note",
    "CREATE TEMP TABLE judged AS SELECT DISTINCT evidence AS id FROM claim WHERE assessor IS NOT NULL",
    "DELETE FROM claim WHERE assessor IS NOT NULL",
    # What members answered in a survey: whom they work with, and the evidence that names them.
    f"DELETE FROM tie WHERE evidence IN ({_ANSWERS})",
    f"DELETE FROM state WHERE evidence IN ({_ANSWERS})",
    f"DELETE FROM appearance WHERE evidence IN ({_ANSWERS})",
    (f"DELETE FROM evidence WHERE id IN ({_ANSWERS}) AND id NOT IN (SELECT evidence FROM claim UNION SELECT evidence FROM event)"),
    # What only judgements rested on: addresses of minutes and reports that raters gave.
    f"DELETE FROM evidence WHERE id IN (SELECT id FROM judged) AND id NOT IN ({_USED})",
    # That an actor took part in a survey, or was named there, where another source names it too.
    (
        "CREATE TEMP TABLE asked AS SELECT m.id FROM mention m JOIN word w ON w.id = m.source JOIN assignment a ON a.id = m.id"
        f" WHERE w.text = '{SURVEY}' AND m.id NOT IN ({_SPOKEN_OF}) AND EXISTS (SELECT 1 FROM assignment b JOIN mention n ON n.id = b.id"
        f" JOIN word v ON v.id = n.source WHERE b.actor = a.actor AND v.text <> '{SURVEY}')"
    ),
    "DELETE FROM assignment WHERE id IN (SELECT id FROM asked)",
    "DELETE FROM mention WHERE id IN (SELECT id FROM asked)",
    "DELETE FROM kept WHERE private = 1",
    "INSERT INTO counter (name, last) VALUES ('batch', 1) ON CONFLICT (name) DO UPDATE SET last = last + 1",
    # Words that only what was taken out had used.
    (
        "DELETE FROM word WHERE id NOT IN (SELECT source FROM evidence UNION SELECT source FROM mention UNION SELECT role FROM mention"
        " UNION SELECT source FROM initiative UNION SELECT kind FROM initiative UNION SELECT kind FROM tie UNION SELECT field FROM claim"
        " UNION SELECT unit FROM claim WHERE unit IS NOT NULL UNION SELECT kind FROM event UNION SELECT role FROM event_object)"
    ),
)
