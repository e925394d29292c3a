"""Several processes on one file, and processes that are killed: nothing committed is ever lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ecotone.ecosystem import Ecosystem

WRITER = """
import sys
from ecotone.ecosystem import Ecosystem
name = sys.argv[2]
for number in range(int(sys.argv[3])):
    with Ecosystem.open(sys.argv[1], patience_s=60) as eco:
        for part in range(5):
            with eco.batch(f"{name} {number} {part}") as batch:
                batch.add_actor(f"{name} {number} {part}")
            eco.actors()
            print(f"{name} {number} {part}", flush=True)
"""


def start(path: Path, name: str, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), name, str(times)], stdout=subprocess.PIPE, text=True)


def test_two_processes_never_lose_a_commit(tmp_path: Path) -> None:
    path = tmp_path / "x.eco"
    with Ecosystem.create(path) as eco:
        writers = [start(path, name, 6) for name in ("one", "two")]
        for number in range(20):
            with eco.batch(f"here {number}") as batch:
                batch.add_actor(f"here {number}")
        said = {line.strip() for writer in writers for line in (writer.communicate(timeout=120)[0]).splitlines()}
        assert [writer.returncode for writer in writers] == [0, 0]
        assert len(said) == 60
        assert set(eco.actors()["name"]) == said | {f"here {number}" for number in range(20)}
        assert eco.stats()["batches"] == 80
        assert eco.check() == []


def test_a_killed_import_leaves_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "x.eco"
    Ecosystem.create(path).close()
    said: set[str] = set()
    draw = random.Random(5)
    for turn in range(5):
        writer = start(path, f"turn {turn}", 1000)
        assert writer.stdout is not None
        for _ in range(draw.randrange(1, 12)):
            said.add(writer.stdout.readline().strip())
        time.sleep(draw.random() * 0.05)
        writer.send_signal(signal.SIGKILL)
        said |= {line.strip() for line in writer.communicate()[0].splitlines() if line.endswith("\n") or line}
        with Ecosystem.open(path) as eco:
            assert eco.check() == []
            assert said <= set(eco.actors()["name"])
            assert eco.stats()["actors"] == eco.stats()["batches"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the locks of a process are read from /proc")
def test_nothing_that_a_record_does_drops_the_locks_of_the_process(tmp_path: Path) -> None:
    """Closing any other handle of a file drops a process's POSIX locks on it (fcntl(2)); that is the trap.

    The last line springs it on purpose, so that the test is seen to notice.
    """

    def locks() -> int:
        listed = Path("/proc/locks").read_text("ascii").splitlines()
        return sum(f" {os.getpid()} " in line and f":{inode} " in line for line in listed)

    path = tmp_path / "x.eco"
    with Ecosystem.create(path) as eco:
        inode = path.stat().st_ino
        with eco.batch("own") as batch:
            batch.add_actor("A")
        with eco._store.read() as link:
            link.rows("SELECT id FROM actor")
            held = locks()
            assert held > 0
            eco.export()
            eco.check()
            eco.search("a")
            eco.backup(tmp_path / "b.eco")
            eco.share(tmp_path / "s.eco")
            with Ecosystem.open(path) as second:
                second.actors()
            assert locks() == held
            path.read_bytes()
            assert locks() < held


def test_no_second_sqlite_is_loaded() -> None:
    code = (
        "import sys, tempfile, pathlib; from ecotone.ecosystem import Ecosystem\n"
        "folder = tempfile.TemporaryDirectory(); eco = Ecosystem.create(pathlib.Path(folder.name) / 'x.eco'); eco.ties(); eco.close()\n"
        "assert not {'duckdb', 'adbc_driver_sqlite', 'apsw', 'pysqlite3'} & set(sys.modules)\n"
        "assert not {'numba', 'scipy', 'altair'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
