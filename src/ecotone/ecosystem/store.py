"""The one way to the tables: connections, transactions and the translation of what can go wrong.

SQLite is reached through Python's own `sqlite3` and nothing else. A second SQLite library in the process (ADBC's,
DuckDB's), or merely opening and closing the file, would drop the first one's POSIX locks, and two processes could
then commit over each other (sqlite.org, How To Corrupt An SQLite Database File, 2.2). So no code of Ecotone opens a
record's file other than through here, not even to look at its first bytes.

A file is in WAL mode with `synchronous=NORMAL`: a commit outlives the process at once, however it ends; when the power
fails, the last edits may be lost, never half of a batch and never the file. (FULL waits for the disk at each commit, 2 to
8 ms an edit.) The log is synced whenever it has grown by 4 MB, and when the record is closed. One writer at a time: SQLite by
`BEGIN IMMEDIATE`, PostgreSQL by an advisory lock of the schema, so that both behave alike.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from ecotone.errors import DamagedRecordError, EcotoneError, InputError, LockedRecordError, NotARecordError, RecordError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecotone.ecosystem.address import Address

APPLICATION_ID: Final = 0x45434F31  # "ECO1"
PATIENCE_S: Final = 10.0
PAGE_CACHE_KIB: Final = 64_000
WRITING_CACHE_KIB: Final = 256_000
"""A batch may fill this before pages spill to disk; a million ties and their indexes fit."""
MAX_TEXT_BYTES: Final = 64 * 1024 * 1024
"""No row of ours is longer; a received file with longer ones is refused by the library itself where Python can say so."""

_MESSAGES: Final = (
    ("locked", LockedRecordError, "The record is in use by another process", "Try again when it has finished"),
    ("busy", LockedRecordError, "The record is in use by another process", "Try again when it has finished"),
    ("lock timeout", LockedRecordError, "The record is in use by another process", "Try again when it has finished"),
    ("not a database", NotARecordError, "This file is no record of Ecotone", "Check the name of the file"),
    ("encrypted", NotARecordError, "This file is no record of Ecotone", "Check the name of the file"),
    ("malformed", DamagedRecordError, "The record is damaged", "Use a backup; `ecotone check` says what can still be read"),
    ("corrupt", DamagedRecordError, "The record is damaged", "Use a backup; `ecotone check` says what can still be read"),
    ("disk is full", StorageError, "The disk is full; nothing of this batch was kept", "Make room and try again"),
    ("no space left", StorageError, "The disk is full; nothing of this batch was kept", "Make room and try again"),
    ("readonly", StorageError, "The record cannot be written", "Check the permissions of the file and its folder"),
    ("read-only", StorageError, "The record cannot be written", "Check the permissions of the record"),
    ("unable to open", StorageError, "The record cannot be opened", "Check that the folder exists and that you may write there"),
    ("disk i/o", StorageError, "The disk failed, or is full", "Check the disk and try again"),
    ("permission denied", StorageError, "The database does not allow this", "Check the rights of the database user"),
    ("connection", StorageError, "The database cannot be reached", "Check the address and that the server runs"),
)


def translated(error: BaseException, where: str) -> EcotoneError:
    """Say in our own words what the database's error means."""
    said = str(getattr(error, "orig", None) or error).strip().splitlines()
    first = said[0] if said else type(error).__name__
    for sign, kind, what, remedy in _MESSAGES:
        if sign in first.lower():
            return kind(what, where=where, got=first, remedy=remedy)
    return RecordError("The database refused", where=where, got=first)


@contextlib.contextmanager
def storage_errors(where: str) -> Iterator[None]:
    """Turn errors of the database into errors of Ecotone."""
    try:
        yield
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        raise translated(error, where) from error
    except OverflowError as error:
        raise InputError("The number is larger than a record can hold", where=where, got=str(error), expected="at most 64 bits") from None
    except Exception as error:
        if type(error).__module__.split(".")[0] == "psycopg":
            raise translated(error, where) from error
        raise


class Link:
    """One connection inside a transaction. SQL is written once, with `?` for values."""

    __slots__ = ("_cursor", "_formats", "connection", "dialect")

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._formats = self.dialect == "postgresql"
        raw = connection.connection.dbapi_connection
        assert raw is not None
        self._cursor: Any = raw.cursor()

    def _sql(self, sql: str) -> str:
        return sql.replace("%", "%%").replace("?", "%s") if self._formats else sql

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return all its rows."""
        self._cursor.execute(self._sql(sql), values)
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def stream(self, sql: str, values: Sequence[Any] = (), *, at_once: int = 50_000) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query and yield its rows in blocks, on a cursor of its own."""
        raw = self.connection.connection.dbapi_connection
        assert raw is not None
        cursor: Any = raw.cursor()
        try:
            cursor.execute(self._sql(sql), values)
            while block := cursor.fetchmany(at_once):
                yield block
        finally:
            cursor.close()

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """Run a query and return its first row."""
        self._cursor.execute(self._sql(sql), values)
        found: tuple[Any, ...] | None = self._cursor.fetchone()
        return found

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run a query and return the first value of its first row."""
        row = self.one(sql, values)
        return row[0] if row else None

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        self._cursor.execute(self._sql(sql), values)
        return int(self._cursor.rowcount)

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row."""
        self._cursor.executemany(self._sql(sql), rows)

    def close(self) -> None:
        """Let go of the cursor: one that is still held keeps a closed SQLite connection, and its files, alive."""
        self._cursor.close()


class Store:
    """The database of one record: gives out transactions and closes so that one file remains."""

    def __init__(self, address: Address, *, patience_s: float = PATIENCE_S) -> None:
        self.address = address
        self.where = str(address)
        self.patience_s = patience_s
        self.engine = _sqlite_engine(address, patience_s) if address.kind == "sqlite" else _postgresql_engine(address, patience_s)
        self._writing = threading.local()

    @contextlib.contextmanager
    def read(self) -> Iterator[Link]:
        """Give a view of the record that does not move while it is read."""
        with storage_errors(self.where), self.engine.connect() as connection, connection.begin():
            link = Link(connection)
            try:
                yield link
            finally:
                link.close()

    @contextlib.contextmanager
    def write(self) -> Iterator[Link]:
        """Give the one transaction that may write; it is kept as a whole or not at all."""
        if getattr(self._writing, "now", False):
            raise RecordError("A batch is already open here", where=self.where, remedy="End it before you start another")
        self._writing.now = True
        try:
            with storage_errors(self.where), self.engine.connect().execution_options(ecotone_writes=True) as connection, connection.begin():
                link = Link(connection)
                try:
                    if link.dialect == "postgresql":
                        link.run("SELECT set_config('lock_timeout', ?, true)", (f"{int(self.patience_s * 1000)}ms",))
                        link.run("SELECT pg_advisory_xact_lock(hashtext(?))", (f"ecotone {self.address.schema}",))
                    yield link
                finally:
                    link.close()
        finally:
            self._writing.now = False

    def pack(self) -> None:
        """Write the file anew, so that nothing deleted lingers in free pages or in the write-ahead log."""
        with storage_errors(self.where), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            raw: Any = connection.connection.dbapi_connection
            if self.address.kind == "postgresql":
                for name in (
                    connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").scalars().all()
                ):
                    connection.exec_driver_sql(f'VACUUM FULL "{name}"')
            else:
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Move what stands in the write-ahead log into the file, and let go of it."""
        if self.address.kind == "sqlite":
            with contextlib.suppress(sa.exc.DBAPIError), self.engine.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.engine.dispose()


def _sqlite_engine(address: Address, patience_s: float) -> sa.Engine:
    path = address.path
    assert path is not None

    def connect() -> sqlite3.Connection:
        link = sqlite3.connect(
            f"{path.as_uri()}?mode=rw", uri=True, timeout=patience_s, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            harden(link)
            link.execute("PRAGMA synchronous=NORMAL")
            link.execute(f"PRAGMA cache_size=-{PAGE_CACHE_KIB}")
            link.execute("PRAGMA temp_store=MEMORY")
        except BaseException:
            link.close()
            raise
        return link

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.QueuePool, pool_size=8, max_overflow=32)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("ecotone_writes", False)
        connection.exec_driver_sql(f"PRAGMA cache_size=-{WRITING_CACHE_KIB if writes else PAGE_CACHE_KIB}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def harden(link: sqlite3.Connection) -> None:
    """Take from a connection what a file from a stranger could misuse."""
    link.execute("PRAGMA trusted_schema=OFF")
    link.execute("PRAGMA cell_size_check=ON")
    if hasattr(link, "setconfig"):  # Python 3.12
        for name, on in (("DEFENSIVE", True), ("ENABLE_TRIGGER", False), ("ENABLE_VIEW", False)):
            link.setconfig(getattr(sqlite3, f"SQLITE_DBCONFIG_{name}"), on)
    if hasattr(link, "setlimit"):
        link.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_TEXT_BYTES)
        link.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # VACUUM attaches one itself


def _postgresql_engine(address: Address, patience_s: float) -> sa.Engine:
    try:
        import psycopg  # noqa: F401  only to say clearly that it is not there
    except ImportError:
        raise StorageError(
            "A record in PostgreSQL needs the driver psycopg", where=str(address), remedy="Install ecotone[postgres]"
        ) from None
    assert address.url is not None
    return sa.create_engine(
        address.url,
        isolation_level="REPEATABLE READ",
        pool_size=8,
        max_overflow=32,
        connect_args={"options": f"-csearch_path={address.schema}", "connect_timeout": max(1, int(patience_s))},
    )


def file_exists(address: Address) -> bool:
    """Tell whether something stands where the record would be, without opening it."""
    return address.path is not None and os.path.lexists(address.path)
