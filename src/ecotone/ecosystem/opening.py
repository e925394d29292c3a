"""Make a record, or open one that may be old, damaged, locked, of another program, or meant to do harm.

A file is looked at only through SQLite (see `ecotone.ecosystem.store` for why) and in this order: is it there and a
file, is it as long as it says, is it ours (`application_id`), do we know its schema, does it hold exactly the tables
and indexes that such a record has. Triggers, views, virtual tables of others, computed columns, checks and indexes on
expressions would run a stranger's SQL when we read; their mere presence is refused, before any table is touched.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem import migrate
from ecotone.ecosystem.store import APPLICATION_ID, Store, file_exists, harden, storage_errors
from ecotone.errors import (
    DamagedRecordError,
    InputError,
    NewerRecordError,
    NotARecordError,
    NotFoundError,
    StorageError,
    UntrustedRecordError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.address import Address

SQLITE_HEADER: Final = 100


def create(address: Address, title: str, patience_s: float) -> Store:
    """Make a new record; nothing is left behind if that fails."""
    if address.kind == "postgresql":
        return _create_schema(address, title, patience_s)
    path = address.path
    assert path is not None
    if file_exists(address):
        raise StorageError("There is something of this name already", where=str(path), remedy="Open it, or choose another name")
    if not path.parent.is_dir():
        raise StorageError("The folder does not exist", where=str(path.parent), remedy="Make it first")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise StorageError("The record cannot be made", where=str(path), got=error.strerror) from error
    try:
        with storage_errors(str(path)), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as link:
            migrate.template().backup(link)
            link.execute(f"PRAGMA application_id={APPLICATION_ID}")
            link.execute("INSERT INTO setting (name, value) VALUES ('title', ?)", (title,))
            link.execute("PRAGMA journal_mode=WAL")
        return Store(address, patience_s=patience_s)
    except BaseException:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        raise


def _create_schema(address: Address, title: str, patience_s: float) -> Store:
    store = Store(address, patience_s=patience_s)
    try:
        with store.write() as link:
            if link.value("SELECT to_regclass(?)", (f"{address.schema}.alembic_version",)) is not None:
                raise StorageError(  # noqa: TRY301  the store is closed in one place
                    "The schema holds a record already", where=str(address), remedy="Open it, or choose another schema"
                )
            link.run(f"CREATE SCHEMA IF NOT EXISTS {address.schema}")
        with store.write() as link:
            migrate.upgrade(link.connection)
            link.run("INSERT INTO setting (name, value) VALUES ('title', ?)", (title,))
    except BaseException:
        store.close()
        raise
    return store


def opened(address: Address, patience_s: float, *, trusted: bool) -> Store:
    """Open a record that is there."""
    if address.kind == "sqlite":
        assert address.path is not None
        _require_file(address.path)
        _require_record(address.path, patience_s, trusted=trusted)
    store = Store(address, patience_s=patience_s)
    try:
        if address.kind == "postgresql":
            _require_schema(store)
        with store.read() as link:
            revision = str(link.value("SELECT version_num FROM alembic_version"))
        if revision != migrate.HEAD:
            _bring_up(store, revision)
    except BaseException:
        store.close()
        raise
    return store


def look(path: Path, patience_s: float, *, whole: bool = False) -> str:
    """Check a file as `opened` does, where asked for each value too; change nothing of it, and return the record's title."""
    _require_file(path)
    _require_record(path, patience_s, trusted=False)
    uri = f"{path.as_uri()}?mode=rw"
    with (
        storage_errors(str(path)),
        contextlib.closing(sqlite3.connect(uri, uri=True, timeout=patience_s, isolation_level=None)) as link,
    ):
        harden(link)
        found = link.execute("SELECT value FROM setting WHERE name = 'title'").fetchone()
        if whole and link.execute("SELECT version_num FROM alembic_version").fetchone()[0] == migrate.HEAD:
            _require_values(link, str(path))
    return str(found[0]) if found else ""


def _require_values(link: sqlite3.Connection, where: str) -> None:
    """Refuse a record with a value of a kind that its column never holds: SQLite keeps anything anywhere."""
    import sqlalchemy as sa

    from ecotone.ecosystem.schema import metadata

    kinds = ((sa.String, "'text'"), (sa.LargeBinary, "'blob'"), (sa.Float, "'real', 'integer'"), (sa.Integer, "'integer'"))
    for table in metadata.sorted_tables:
        tests = [
            f"typeof({column.name}) NOT IN ({kind}, 'null')"
            for column in table.columns
            for kind in [next((told for each, told in kinds if isinstance(column.type, each)), None)]
            if kind is not None
        ]
        if table.name == "kept":
            tests.append("CASE WHEN json_valid(body) THEN json_type(body) <> 'object' ELSE 1 END")
        if tests and link.execute(f"SELECT 1 FROM {table.name} WHERE {' OR '.join(tests)} LIMIT 1").fetchone():  # noqa: S608  our own names
            raise DamagedRecordError(
                "The record holds a value of the wrong kind", where=where, got=f"in {table.name}", remedy="Ask for another copy"
            )


def _require_file(path: Path) -> None:
    try:
        found = os.stat(path)  # noqa: PTH116  one call for what several methods would ask anew
    except FileNotFoundError:
        raise NotFoundError("There is no such record", where=str(path), remedy="Make one with `ecotone new`, or check the name") from None
    except OSError as error:
        raise StorageError("The record cannot be read", where=str(path), got=error.strerror) from error
    if not stat.S_ISREG(found.st_mode):
        raise InputError("A record is a file", where=str(path), got="a folder" if stat.S_ISDIR(found.st_mode) else "no ordinary file")
    if found.st_size == 0:
        raise NotARecordError("The file is empty", where=str(path), remedy="Check the name, or use a backup")
    for right, word in ((os.R_OK, "read"), (os.W_OK, "written")):
        if not os.access(path, right):
            raise StorageError(f"The record cannot be {word}", where=str(path), remedy="Check the permissions of the file")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StorageError(
            "The folder of the record cannot be written", where=str(path.parent), remedy="Copy the record to a folder of your own"
        )


def _require_record(path: Path, patience_s: float, *, trusted: bool) -> None:
    """Look at the file on a connection of its own, before anything trusts it."""
    where = str(path)
    with (
        storage_errors(where),
        contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=patience_s, isolation_level=None)) as link,
    ):
        harden(link)
        try:
            ours = link.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            tables = [row[0] for row in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        except sqlite3.OperationalError as error:
            if "unable to open" not in str(error).lower():
                raise
            raise StorageError("The record cannot be opened", where=where, got=str(error)) from error
        if not ours:
            raise NotARecordError(
                "This file is no record of Ecotone", where=where, got=f"a database with {', '.join(tables[:5]) or 'no tables'}"
            )
        _require_whole(link, path)
        if "alembic_version" not in tables:
            raise DamagedRecordError("The record says of no schema which it is", where=where, remedy="Use a backup")
        version = link.execute("SELECT version_num FROM alembic_version").fetchall()
        revision = version[0][0] if len(version) == 1 else ""
        _require_known(str(revision), where)
        if not trusted:
            _require_ours(link, str(revision), where)


def _require_whole(link: sqlite3.Connection, path: Path) -> None:
    """Compare the length that the database has with the length of the file."""
    pages = link.execute("PRAGMA page_count").fetchone()[0]
    size = link.execute("PRAGMA page_size").fetchone()[0]
    wal = path.with_name(path.name + "-wal")
    if path.stat().st_size < pages * size and not (wal.exists() and wal.stat().st_size):
        raise DamagedRecordError(
            "The record is cut short",
            where=str(path),
            got=f"{path.stat().st_size:,} bytes",
            expected=f"{pages * size:,}",
            remedy="Use a backup",
        )


def _require_known(revision: str, where: str) -> None:
    if revision not in migrate.KNOWN:
        raise NewerRecordError(
            "The record was written by a newer Ecotone",
            where=where,
            got=f"schema {revision}",
            expected=f"at most {migrate.HEAD}",
            remedy="Update Ecotone",
        )


def _require_ours(link: sqlite3.Connection, revision: str, where: str) -> None:
    """Refuse whatever a record of this revision does not have."""
    found = migrate.objects(link)
    expected = migrate.expected_objects(revision)
    if strange := sorted(set(found) - set(expected)):
        kind = strange[0][0]
        raise UntrustedRecordError(
            f"The record holds a {kind} that no record of ours has",
            where=where,
            got=", ".join(f"{kind} {name}" for kind, name, _ in strange[:5]),
            remedy="Ask the sender for a copy made with `ecotone share`",
        )
    if missing := sorted(set(expected) - set(found)):
        raise DamagedRecordError("The record lacks a part", where=where, expected=f"{missing[0][0]} {missing[0][1]}", remedy="Use a backup")


def _require_schema(store: Store) -> None:
    with store.read() as link:
        if link.value("SELECT to_regclass(?)", (f"{store.address.schema}.alembic_version",)) is None:
            raise NotFoundError("There is no record in this schema", where=store.where, remedy="Make one with `ecotone new`")
        if link.value("SELECT to_regclass(?)", (f"{store.address.schema}.setting",)) is None:
            raise NotARecordError("This schema belongs to another program", where=store.where)
        _require_known(str(link.value("SELECT version_num FROM alembic_version")), store.where)


def _bring_up(store: Store, revision: str) -> None:
    """Migrate an older record, a file after copying it."""
    from ecotone.ecosystem import copies

    if store.address.path is not None:
        copies.backup(store, store.address.path.with_name(f"{store.address.path.name}.before-{revision}"), replace=True)
    with store.write() as link:
        if link.value("SELECT version_num FROM alembic_version") != migrate.HEAD:  # another process may have been faster
            migrate.upgrade(link.connection)
