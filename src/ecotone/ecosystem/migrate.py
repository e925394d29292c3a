"""Bring the tables of a record to a revision, by the chain of Alembic migrations inside the package."""

from __future__ import annotations

import re
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3

    import sqlalchemy as sa
    from alembic.script import ScriptDirectory

HEAD: Final = "0003"
"""The revision that this Ecotone reads and writes."""
_ONE_AT_A_TIME: Final = threading.RLock()
"""Alembic's operations stand in one place for the whole process; several records may be opened at the same time."""


@cache
def script() -> ScriptDirectory:
    """Return the chain of migrations."""
    from alembic.script import ScriptDirectory

    folder = Path(__file__).parent / "migrations"
    return ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])


def revisions() -> tuple[str, ...]:
    """Return all revisions, the oldest first."""
    return tuple(reversed([revision.revision for revision in script().walk_revisions()]))


def upgrade(connection: sa.Connection, to: str = "head") -> None:
    """Bring the tables up to a revision, inside the transaction that is open."""
    _run(connection, lambda revision: script()._upgrade_revs(to, revision))  # noqa: SLF001  Alembic's own commands call it the same way


def downgrade(connection: sa.Connection, to: str) -> None:
    """Bring the tables down to a revision (`base` for nothing), inside the transaction that is open."""
    _run(connection, lambda revision: script()._downgrade_revs(to, revision))  # noqa: SLF001


def _run(connection: sa.Connection, steps: Any) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    context = MigrationContext.configure(connection, opts={"transactional_ddl": False, "fn": lambda revision, _: steps(revision)})
    with _ONE_AT_A_TIME, Operations.context(context):
        context.run_migrations()


KNOWN: Final = ("0001", "0002", "0003")
"""All revisions, the oldest first."""

Object = tuple[str, str, str]
"""Kind, name and SQL of something in a SQLite schema."""

_SPACE: Final = re.compile(r"\s+")


def objects(link: sqlite3.Connection) -> list[Object]:
    """Return everything that a database's schema holds."""
    rows = link.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return [
        (str(kind), str(name), _SPACE.sub(" ", str(sql)).strip()) for kind, name, sql in rows if not str(name).startswith("sqlite_stat")
    ]


def template(revision: str = HEAD) -> sqlite3.Connection:
    """Return an empty record of a revision in memory: what a new file starts as, and what a received one is compared with."""
    with _ONE_AT_A_TIME:
        return _made(revision)


@cache
def _made(revision: str) -> sqlite3.Connection:
    import sqlite3

    import sqlalchemy as sa

    link = sqlite3.connect(":memory:", check_same_thread=False)
    engine = sa.create_engine("sqlite://", creator=lambda: link, poolclass=sa.pool.StaticPool)
    with engine.begin() as connection:
        upgrade(connection, revision)
    return link


def expected_objects(revision: str) -> list[Object]:
    """Return everything that the schema of a record of that revision holds."""
    with _ONE_AT_A_TIME:
        return objects(template(revision))
