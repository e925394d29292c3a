"""Copies of a record in a file: a whole one to keep, and one to give away."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone import dates
from ecotone.ecosystem.store import storage_errors
from ecotone.errors import InputError, StorageError

if TYPE_CHECKING:
    from ecotone.ecosystem.store import Store


def backup(store: Store, path: str | Path, *, replace: bool = False) -> None:
    """Copy the record as it stands, by SQLite's own online backup; others may go on writing."""
    target = Path(path).expanduser().absolute()
    if store.address.path is None:
        raise InputError("A record in PostgreSQL is backed up with the database's own tools", where=store.where, remedy="Use pg_dump")
    if os.path.lexists(target) and not replace:
        raise StorageError("There is something of this name already", where=str(target), remedy="Choose another name")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with storage_errors(str(target)), store.read() as link, contextlib.closing(sqlite3.connect(part, isolation_level=None)) as copy:
            raw: Any = link.connection.connection.dbapi_connection
            raw.backup(copy)
        part.replace(target)
    except OSError as error:
        raise StorageError("The copy cannot be written", where=str(target), got=error.strerror) from error
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + suffix).unlink(missing_ok=True)


def share(store: Store, path: str | Path) -> None:
    """Write a copy to give away.

    It holds what the record holds now and knew before, and none of: judgements (claims with an assessor), notes, the
    journal, authors, and reasons of batches. One batch says that it is a shared copy. The copy is packed anew
    (VACUUM), so nothing deleted lingers in free pages.
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


_WITHOUT: Final = (
    # Who decided is kept where a method did; a person's name is not.
    "UPDATE assignment SET decided_by = 'user', reason = '' WHERE decided_by IN (SELECT author FROM batch)",
    "DELETE FROM change",
    "DELETE FROM batch",
    "DELETE FROM note",
    "DELETE FROM claim WHERE assessor IS NOT NULL",
    "INSERT INTO counter (name, last) VALUES ('batch', 1) ON CONFLICT (name) DO UPDATE SET last = last + 1",
    # Words that only what was taken out had used.
    (
        "DELETE FROM word WHERE id NOT IN (SELECT source FROM evidence UNION SELECT source FROM mention UNION SELECT role FROM mention"
        " UNION SELECT source FROM initiative UNION SELECT kind FROM initiative UNION SELECT kind FROM tie UNION SELECT field FROM claim"
        " UNION SELECT unit FROM claim WHERE unit IS NOT NULL UNION SELECT kind FROM event UNION SELECT role FROM event_object)"
    ),
)
