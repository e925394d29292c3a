"""What may stand where a record should: each its own clear error, and nothing is written."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem, Evidence, Mention, Statement, migrate
from ecotone.ecosystem.address import Address
from ecotone.ecosystem.store import APPLICATION_ID
from ecotone.errors import (
    DamagedRecordError,
    InputError,
    NewerRecordError,
    NotARecordError,
    NotFoundError,
    RecordError,
    StorageError,
    UntrustedRecordError,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a small record in a file."""
    path = tmp_path / "x.eco"
    with Ecosystem.create(path, title="Title") as eco, eco.batch("first") as batch:
        for number in range(200):
            batch.add_actor(f"Actor {number}")
    return path


def refused(path: Path, kind: type[Exception], match: str | None = None) -> None:
    before = path.read_bytes() if path.is_file() and os.access(path, os.R_OK) else None
    with pytest.raises(kind, match=match):
        Ecosystem.open(path, patience_s=0.1)
    if before is not None:
        assert path.read_bytes() == before


def harm(path: Path, *statements: str) -> None:
    link = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        link.execute(statement)
    link.close()


def test_one_file_remains_after_closing(path: Path) -> None:
    assert [p.name for p in path.parent.iterdir()] == ["x.eco"]
    with Ecosystem.open(path) as eco:
        assert (eco.title, eco.stats()["actors"]) == ("Title", 200)
    assert [p.name for p in path.parent.iterdir()] == ["x.eco"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_existing_file_is_not_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StorageError, match="already"):
        Ecosystem.create(path)
    assert path.read_bytes() == before


def test_what_is_no_record(tmp_path: Path) -> None:
    refused(tmp_path / "absent.eco", NotFoundError)
    refused(tmp_path, InputError, "a folder")
    with pytest.raises(StorageError):
        Ecosystem.create(tmp_path / "no folder" / "x.eco")
    empty = tmp_path / "empty.eco"
    empty.touch()
    refused(empty, NotARecordError, "empty")
    page = tmp_path / "page.eco"
    page.write_text("<!doctype html><title>Not found</title>" * 100)
    refused(page, NotARecordError)


def test_a_database_of_another_program(tmp_path: Path, path: Path) -> None:
    other = tmp_path / "other.eco"
    harm(other, "CREATE TABLE bookmark (id INTEGER)")
    refused(other, NotARecordError, "bookmark")
    harm(path, "PRAGMA application_id = 252006673")
    refused(path, NotARecordError)


def test_a_truncated_file(path: Path) -> None:
    whole = path.read_bytes()
    for kept in (len(whole) // 2, len(whole) - 4096, 5000):
        path.write_bytes(whole[:kept])
        refused(path, DamagedRecordError)
    path.write_bytes(whole[:50])
    refused(path, DamagedRecordError)


def test_damage_inside_is_found_by_check(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for page in range(8, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(whole)
    try:
        with Ecosystem.open(path, trusted=True) as eco:
            assert "The file is damaged" in {problem.what for problem in eco.check()}
    except DamagedRecordError:
        pass


def test_a_newer_schema(path: Path) -> None:
    harm(path, "UPDATE alembic_version SET version_num = '9999'")
    refused(path, NewerRecordError, "9999")


def test_a_locked_file(path: Path) -> None:
    with Ecosystem.open(path) as eco, eco.batch("writing") as batch:
        batch.add_actor("A")
        code = (
            "import sys; from ecotone.ecosystem import Ecosystem\n"
            "with Ecosystem.open(sys.argv[1], patience_s=0.1) as eco:\n"
            "    print(eco.stats()['actors'], flush=True)\n"
            "    with eco.batch('x') as batch: batch.add_actor('B')\n"
        )
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.stdout == "200\n"  # readers see what is committed, and do not wait
    assert "LockedRecordError" in done.stderr


def test_a_file_held_exclusively(path: Path) -> None:
    link = sqlite3.connect(path, isolation_level=None)
    link.execute("PRAGMA locking_mode=EXCLUSIVE")
    link.execute("BEGIN EXCLUSIVE")
    code = "import sys; from ecotone.ecosystem import Ecosystem; Ecosystem.open(sys.argv[1], patience_s=0.1)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    link.close()
    assert "LockedRecordError" in done.stderr


def test_a_file_or_folder_without_permission(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser may do everything, so the answer of the system is given here.
    monkeypatch.setattr(os, "access", lambda p, right: False)
    with pytest.raises(StorageError, match="cannot be read"):
        Ecosystem.open(path)
    monkeypatch.setattr(os, "access", lambda p, right: right != os.W_OK)
    with pytest.raises(StorageError, match="cannot be written"):
        Ecosystem.open(path)


def test_a_full_disk_leaves_nothing_half_written(path: Path) -> None:
    with Ecosystem.open(path) as eco:
        before = eco.export()

        def fill() -> None:
            with eco.batch("too much") as batch:
                raw = batch._link.connection.connection.dbapi_connection
                assert raw is not None
                pages = raw.cursor()
                pages.execute("PRAGMA page_count")
                count = pages.fetchone()
                assert count
                pages.execute(f"PRAGMA max_page_count={count[0] + 20}")
                for number in range(20_000):
                    batch.state(Statement(Evidence("a", str(number)), (Mention("m", f"Name {number}", "site"),)))

        with pytest.raises(StorageError, match="disk is full"):
            fill()
        assert eco.export() == before
        assert eco.check() == []


ATTACKS = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON actor BEGIN DELETE FROM tie; END",
    "view": "CREATE VIEW v AS SELECT * FROM actor",
    "view instead of a table": "CREATE VIEW rater AS SELECT load_extension('x')",
    "virtual table": "CREATE VIRTUAL TABLE evil USING fts5(x)",
    "another table": "CREATE TABLE evil (x)",
    "index on an expression": "CREATE INDEX evil ON actor (abs(id))",
    "partial index": "CREATE INDEX evil ON actor (id) WHERE abs(id) > 0",
    "computed column": "ALTER TABLE actor ADD COLUMN evil AS (abs(id))",
    "check": "ALTER TABLE actor ADD COLUMN evil INTEGER CHECK (abs(evil) > 0)",
    "default": "ALTER TABLE note ADD COLUMN evil TEXT DEFAULT 'x'",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_no_record_of_ours_has_is_refused(path: Path, attack: str) -> None:
    harm(path, ATTACKS[attack])
    refused(path, UntrustedRecordError)


def test_a_record_that_lacks_a_part(path: Path) -> None:
    harm(path, "DROP INDEX ix_tie_source")
    refused(path, DamagedRecordError, "ix_tie_source")


def test_links_that_are_none_do_not_leave_the_record(path: Path) -> None:
    with Ecosystem.open(path) as eco, eco.batch("own") as batch:
        batch.state(Statement(Evidence("a", "1", "https://example.org"), (Mention("m", "M", "site"),)))
    harm(path, "UPDATE evidence SET address = 'javascript:alert(1)' WHERE address IS NOT NULL")
    with Ecosystem.open(path) as eco:
        assert eco.evidence()["address"].null_count() == eco.evidence().height
        assert [p.what for p in eco.check()] == ["The address of evidence is no web address"]


def test_a_text_beyond_all_bounds_is_refused(path: Path) -> None:
    harm(path, "UPDATE actor SET name = hex(zeroblob(40000000)) WHERE id = 1")
    with Ecosystem.open(path) as eco, pytest.raises(RecordError, match=r"too big|too large"):
        eco.actors()


def test_an_older_file_is_copied_and_brought_up_to_date(path: Path) -> None:
    with Ecosystem.open(path) as eco:
        before = eco.export()
        with eco._store.write() as link:
            migrate.downgrade(link.connection, "0001")
    assert migrate.revisions() == migrate.KNOWN
    assert migrate.KNOWN[-1] == migrate.HEAD
    with Ecosystem.open(path) as eco:
        assert eco.export() == before
        assert eco.search("actor 19")["name"].to_list()[0] == "Actor 19"
        assert eco.check() == []
    copy = path.with_name("x.eco.before-0001")
    raw = sqlite3.connect(copy)
    assert raw.execute("SELECT count(*) FROM actor").fetchone() == (200,)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    raw.close()


@pytest.mark.postgres
def test_migrations_go_up_and_down_in_postgresql(postgres_url: str) -> None:
    url = f"{postgres_url}&schema=updown"
    with Ecosystem.create(url) as eco:
        with eco.batch("own") as batch:
            batch.add_actor("Ärztehaus")
        before = eco.export()
        with eco._store.write() as link:
            migrate.downgrade(link.connection, "0001")
    with Ecosystem.open(url) as eco:
        assert eco.export() == before
        assert eco.search("arzte").height == 1
    with pytest.raises(StorageError, match="already"):
        Ecosystem.create(url)
    with pytest.raises(NotFoundError):
        Ecosystem.open(f"{postgres_url}&schema=absent")


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    import sqlalchemy as sa
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from ecotone.ecosystem.schema import metadata

    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        migrate.upgrade(connection)
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, _: not (kind == "table" and "actor_search" in name)}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


@pytest.mark.parametrize(
    "bad", ["mysql://x/y", "postgresql://x/y?schema=A;B", "postgresql://x/y?schema=pg_toast", "", "a\x00b", "no url://"]
)
def test_addresses_that_are_none(bad: str) -> None:
    with pytest.raises(InputError):
        Address.of(bad)


def test_a_database_that_does_not_answer() -> None:
    with pytest.raises(StorageError, match="cannot be reached") as caught:
        Ecosystem.open("postgresql://me:secret@127.0.0.1:1/x?schema=houston", patience_s=1)
    assert "secret" not in str(caught.value)
