"""Long work apart from requests: a table of jobs, one process at a time for changes and one for questions, none ending in silence.

Jobs stand in the server's own database in the user's state folder, never in the record, which may be mailed. They run in
other processes (`processes`), so that one that must be stopped can be: it is asked at its next step, and its process is ended
if it does not listen. Its transaction then rolls back. A change that a server left running, because it was ended itself, is
marked failed with that reason when the next one starts; a question is looked into anew, once, for it only reads. A question
that nobody waits for any longer is stopped, so that it holds up no other.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import now
from ecotone.errors import InputError, NotFoundError, RecordError
from ecotone.server.schemas import Failure, Job, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.server.processes import Doing

TABLE: Final = """
CREATE TABLE IF NOT EXISTS job (
    id INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, task TEXT NOT NULL,
    arguments TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    done REAL NOT NULL DEFAULT 0, total REAL, what TEXT NOT NULL DEFAULT '', messages TEXT NOT NULL DEFAULT '[]',
    cancel INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL, started TEXT, ended TEXT, heartbeat REAL, server INTEGER,
    answer TEXT, error TEXT)
"""
GRACE_S: Final = 5.0
"""How long a job that was asked to stop may take to reach its next step."""
QUESTION_GRACE_S: Final = 0.5
"""The same of a question, of which nothing can be left half done."""
SILENT_S: Final = 30.0
"""A running job of another server that gave no sign for so long is taken for lost."""
LOOK_EVERY_S: Final = 0.1
QUESTION: Final = "question"
"""Kind of the jobs that only read: they wait for each other, and for no import."""
ASKED_FOR_S: Final = 24 * 3600
"""How long a question that has ended stays in the table."""
UNWANTED_S: Final = 600.0
"""A question after which nobody has looked for so long is stopped."""
LEFT_S: Final = 15.0
"""The same where another question waits for it to end: a page that waits looks more than once a second."""
MOST_WAITING: Final = 40
"""Questions of one who asks that wait at the same time: more would keep everybody else's from being looked into."""
IDLE_S: Final = 300.0
"""How long the process that answers questions stays without one."""
RESUMED: Final = "The server was started anew, and so was this."
"""Said of a question that a server left behind; one that is left behind again has failed."""


def state_folder() -> Path:
    """Return where the server keeps its own things: `ECOTONE_STATE`, or the user's state folder."""
    from platformdirs import user_state_dir

    return Path(os.environ.get("ECOTONE_STATE") or user_state_dir("ecotone", appauthor=False))


@contextlib.contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the server's database for one transaction."""
    link = sqlite3.connect(path, timeout=10, isolation_level=None)
    link.row_factory = sqlite3.Row
    try:
        link.execute("BEGIN IMMEDIATE")
        yield link
        link.execute("COMMIT")
    finally:
        link.close()


class Jobs:
    """The jobs of one record.

    Parameters
    ----------
    folder : Path
        Where the server's database lies; made when it is first needed.
    record : str
        The record that the jobs are about.
    grace_s : float
        How long a cancelled job may take to stop by itself.
    """

    def __init__(self, folder: Path, record: str, *, grace_s: float = GRACE_S) -> None:
        self.folder = folder
        self.path = folder / "jobs.sqlite"
        self.record = record if "://" in record else str(Path(record).expanduser().absolute())
        self.grace_s = grace_s
        self._stop = threading.Event()
        self._ended = threading.Condition()
        self._looked: dict[int, float] = {}
        self._wake = (threading.Event(), threading.Event())
        self._runners: list[threading.Thread] = []

    def start(self) -> None:
        """Make the table, tell of jobs that were lost, and begin to run what waits."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with connected(self.path) as link:
            link.execute(TABLE)
            left = link.execute(
                "SELECT id, kind, messages, server, heartbeat FROM job WHERE record = ? AND state IN ('running', 'queued')",
                (self.record,),
            ).fetchall()
            gone = {row["id"]: row for row in left if row["heartbeat"] < time.time() - SILENT_S or not _alive(row["server"])}
            reason = Failure(
                kind="InterruptedError",
                what="The server stopped while the job ran; nothing of it was kept",
                remedy="Start it again",
                message="The server stopped while the job ran; nothing of it was kept. Start it again.",
            )
            for number, row in sorted(gone.items()):
                if row["kind"] == QUESTION and RESUMED not in json.loads(row["messages"]):
                    _again(link, number)
                else:
                    _end(link, number, "failed", error=reason.model_dump())
        self._stop.clear()
        self._runners = [
            threading.Thread(target=self._run, args=(questions,), name=f"ecotone-{'questions' if questions else 'jobs'}", daemon=True)
            for questions in (False, True)
        ]
        for runner in self._runners:
            runner.start()

    def close(self) -> None:
        """Stop the running jobs and wait for nothing longer than their grace."""
        self._stop.set()
        for wake in self._wake:
            wake.set()
        for runner in self._runners:
            runner.join(timeout=self.grace_s + 5)
        self._runners = []

    def add(self, kind: str, title: str, task: str, arguments: dict[str, Any]) -> Job:
        """Queue a job; `task` names its function as `module:function`, which takes the arguments and `work=`."""
        with connected(self.path) as link:
            number = self._add(link, kind, title, task, json.dumps(arguments))
        self._wake[False].set()
        return self.get(number)

    def question(self, title: str, task: str, arguments: dict[str, Any]) -> Job:
        """Return the job that looks for an answer, queued where there is none yet.

        One that is done is handed out once: its answer leaves the table, to be kept by whoever asked.
        """
        told = json.dumps(arguments, sort_keys=True)
        with connected(self.path) as link:
            row = link.execute(
                "SELECT * FROM job WHERE record = ? AND kind = ? AND task = ? AND arguments = ? AND cancel = 0"
                " AND (state IN ('queued', 'running') OR state = 'done' AND answer IS NOT NULL) ORDER BY id DESC LIMIT 1",
                (self.record, QUESTION, task, told),
            ).fetchone()
            if row is not None:
                link.execute("UPDATE job SET answer = NULL WHERE id = ?", (row["id"],))
                if row["state"] != "done":
                    self._looked[row["id"]] = time.monotonic()
                return _shape(row)
            link.execute("DELETE FROM job WHERE kind = ? AND ended IS NOT NULL AND heartbeat < ?", (QUESTION, time.time() - ASKED_FOR_S))
            waiting = link.execute(
                "SELECT count(*) FROM job WHERE record = ? AND kind = ? AND state = 'queued' AND json_extract(arguments, '$.by') IS ?",
                (self.record, QUESTION, arguments.get("by")),
            ).fetchone()[0]
            if waiting >= MOST_WAITING:
                raise RecordError(
                    "Too many questions wait for an answer", got=f"{waiting:,}", remedy="Wait until some are answered, or stop them"
                )
            number = self._add(link, QUESTION, title, task, told)
        self._wake[True].set()
        return self.get(number)

    def asker(self, number: int) -> str:
        """Return who asked a question; empty where nobody signs in."""
        with connected(self.path) as link:
            row = link.execute("SELECT arguments FROM job WHERE id = ? AND record = ?", (number, self.record)).fetchone()
        return "" if row is None else str(json.loads(row["arguments"]).get("by") or "")

    def _add(self, link: sqlite3.Connection, kind: str, title: str, task: str, arguments: str) -> int:
        number = link.execute(
            "INSERT INTO job (record, kind, title, task, arguments, state, created, heartbeat, server)"
            " VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?)",
            (self.record, kind, title, task, arguments, now().isoformat(), time.time(), os.getpid()),
        ).lastrowid
        assert number is not None
        return number

    def get(self, number: int) -> Job:
        """Return a job of this record."""
        with connected(self.path) as link:
            row = link.execute("SELECT * FROM job WHERE id = ? AND record = ?", (number, self.record)).fetchone()
        if row is None:
            raise NotFoundError("No such job", got=str(number))
        if row["state"] in {"queued", "running"}:
            self._looked[number] = time.monotonic()
        return _shape(row)

    def wait(self, number: int, wait_s: float) -> Job:
        """Return a job when it has ended, or as it is after so long."""
        until = time.monotonic() + wait_s
        with self._ended:
            while (job := self.get(number)).state in {"queued", "running"} and (left := until - time.monotonic()) > 0:
                self._ended.wait(left)
        return job

    def all(self, limit: int = 100) -> list[Job]:
        """Return the jobs of this record that are no questions, the latest first."""
        with connected(self.path) as link:
            rows = link.execute(
                "SELECT * FROM job WHERE record = ? AND kind != ? ORDER BY id DESC LIMIT ?", (self.record, QUESTION, limit)
            ).fetchall()
        return [_shape(row) for row in rows]

    def busy(self) -> bool:
        """Tell whether a job of this record runs or waits."""
        with connected(self.path) as link:
            return (
                link.execute("SELECT 1 FROM job WHERE record = ? AND state IN ('queued', 'running') LIMIT 1", (self.record,)).fetchone()
                is not None
            )

    def cancel(self, number: int) -> Job:
        """Ask a job to stop; one that waits never starts."""
        job = self.get(number)
        if job.state not in {"queued", "running"}:
            raise InputError("The job has ended already", where=f"job {number}", got=job.state, expected="queued or running")
        with connected(self.path) as link:
            link.execute("UPDATE job SET cancel = 1 WHERE id = ?", (number,))
            if link.execute("SELECT 1 FROM job WHERE id = ? AND state = 'queued'", (number,)).fetchone():
                _end(link, number, "cancelled")
        return self.get(number)

    def _run(self, questions: bool) -> None:  # noqa: FBT001  one of two threads
        """Run jobs one after the other: one batch writes to a record at a time anyway. Questions go their own way."""
        from ecotone.server.processes import Once, Staying

        staying, idle_since = Staying(self.path), time.monotonic()
        while not self._stop.is_set():
            self._wake[questions].clear()
            with connected(self.path) as link:
                row = link.execute(
                    "SELECT id FROM job WHERE record = ? AND state = 'queued' AND server = ? AND (kind = ?) = ? ORDER BY id LIMIT 1",
                    (self.record, os.getpid(), QUESTION, questions),
                ).fetchone()
                if row is not None:
                    link.execute(
                        "UPDATE job SET state = 'running', started = ?, heartbeat = ? WHERE id = ?",
                        (now().isoformat(), time.time(), row["id"]),
                    )
            if row is None:
                if time.monotonic() - idle_since > IDLE_S:
                    staying.end()
                self._wake[questions].wait(timeout=1.0)
            else:
                self._watch(row["id"], staying.begin(row["id"]) if questions else Once(self.path, row["id"]), questions)
                idle_since = time.monotonic()
                with self._ended:
                    self._ended.notify_all()
        staying.end()

    def _waited_for(self, link: sqlite3.Connection) -> bool:
        """Tell whether a question waits for another to end."""
        found = link.execute(
            "SELECT 1 FROM job WHERE record = ? AND kind = ? AND state = 'queued' AND server = ? LIMIT 1",
            (self.record, QUESTION, os.getpid()),
        ).fetchone()
        return found is not None

    def _watch(self, number: int, process: Doing, question: bool) -> None:  # noqa: FBT001  one of two threads
        """See to it that a job that a process runs ends as something."""
        asked: float | None = None
        self._looked.setdefault(number, time.monotonic())
        grace = min(QUESTION_GRACE_S, self.grace_s) if question else self.grace_s
        while not process.over(LOOK_EVERY_S):
            with connected(self.path) as link:
                unwanted = question and time.monotonic() - self._looked[number] > (LEFT_S if self._waited_for(link) else UNWANTED_S)
                if unwanted or (self._stop.is_set() and not question):
                    link.execute("UPDATE job SET cancel = 1 WHERE id = ?", (number,))
                link.execute("UPDATE job SET heartbeat = ? WHERE id = ?", (time.time(), number))
                cancel = link.execute("SELECT cancel FROM job WHERE id = ?", (number,)).fetchone()["cancel"]
            if cancel or self._stop.is_set():
                asked = asked or time.monotonic()
                if time.monotonic() - asked > grace:
                    process.kill()
        code = process.close()
        self._looked.pop(number, None)
        with connected(self.path) as link:
            left = link.execute("SELECT cancel FROM job WHERE id = ? AND state = 'running'", (number,)).fetchone()
            if left is not None and left["cancel"]:
                _end(link, number, "cancelled")
            elif left is not None and self._stop.is_set():
                # A question goes on where the next server starts, which takes this one for gone.
                link.execute("UPDATE job SET state = 'queued', started = NULL, server = NULL WHERE id = ?", (number,))
            elif left is not None:
                what = "The process that ran the job ended without a word"
                failure = Failure(kind="InterruptedError", what=what, got=f"exit code {code}", message=f"{what}. Got: exit code {code}.")
                _end(link, number, "failed", error=failure.model_dump())


def _again(link: sqlite3.Connection, number: int) -> None:
    """Queue a question once more that a server left behind."""
    link.execute(
        "UPDATE job SET state = 'queued', started = NULL, done = 0, total = NULL, what = '', messages = ?, heartbeat = ?, server = ?"
        " WHERE id = ?",
        (json.dumps([RESUMED]), time.time(), os.getpid(), number),
    )


def _alive(server: int | None) -> bool:
    """Tell whether the server that took a job is still there."""
    if server is None or server == os.getpid():
        return False
    try:
        os.kill(server, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is there, and another user's
        return True
    return True


def _end(link: sqlite3.Connection, number: int, state: str, *, answer: Any = None, error: Any = None) -> None:
    """Write how a job ended; one that has ended stays as it ended."""
    from ecotone.server.answers import json_bytes

    values = [None if value is None else json_bytes(value).decode() for value in (answer, error)]
    link.execute(
        "UPDATE job SET state = ?, ended = ?, answer = ?, error = ? WHERE id = ? AND state IN ('queued', 'running')",
        (state, now().isoformat(), *values, number),
    )


def _shape(row: sqlite3.Row) -> Job:
    """Return a row as it goes over the wire."""
    return Job(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        state=row["state"],
        progress=Progress(done=row["done"], total=row["total"], what=row["what"]),
        messages=json.loads(row["messages"]),
        created=row["created"],
        started=row["started"],
        ended=row["ended"],
        answer=json.loads(row["answer"]) if row["answer"] else None,
        error=Failure(**json.loads(row["error"])) if row["error"] else None,
    )
