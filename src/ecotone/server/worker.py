"""What runs inside a job's own process: the task, its progress written to the table, its end told whatever it is."""

from __future__ import annotations

import dataclasses
import importlib
import json
import multiprocessing
import os
import shutil
import signal
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import CancelledError, EcotoneError
from ecotone.problems import Problems
from ecotone.server.jobs import _end, connected
from ecotone.server.schemas import Failure

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from ecotone.work import Work
    from ecotone.workbench.intake import Imported

WRITE_EVERY_S: Final = 0.2
MESSAGES: Final = 200


class Reported:
    """Write progress to the job's row, not more often than a reader looks, and learn there whether to stop."""

    def __init__(self, path: Path, number: int) -> None:
        self._path = path
        self._number = number
        self._next = 0.0
        self._messages: list[str] = []

    def step(self, done: float, total: float | None = None, what: str = "") -> None:
        """Say how far the work is; raise if the user stopped it."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + WRITE_EVERY_S
        server = multiprocessing.parent_process()
        if server is not None and not server.is_alive():  # it was killed: who comes after it takes this job for lost
            os._exit(1)
        with connected(self._path) as link:
            link.execute(
                "UPDATE job SET done = ?, total = ?, what = ?, heartbeat = ? WHERE id = ?", (done, total, what, time.time(), self._number)
            )
            row = link.execute("SELECT cancel FROM job WHERE id = ?", (self._number,)).fetchone()
        if row["cancel"]:
            raise CancelledError("Stopped on request")

    def say(self, message: str) -> None:
        """Keep a message with the job."""
        self._messages = [*self._messages, message][-MESSAGES:]
        with connected(self._path) as link:
            link.execute("UPDATE job SET messages = ? WHERE id = ?", (json.dumps(self._messages), self._number))


def run(path: str, number: int) -> None:
    """Run one job to its end, and write what came of it."""
    with connected(Path(path)) as link:
        row = link.execute("SELECT task, arguments FROM job WHERE id = ?", (number,)).fetchone()
    module, _, name = row["task"].partition(":")
    state, answer, error = "done", None, None
    try:
        answer = getattr(importlib.import_module(module), name)(**json.loads(row["arguments"]), work=Reported(Path(path), number))
    except CancelledError:
        state = "cancelled"
    except EcotoneError as known:
        state, error = "failed", Failure.of(known, folders=False).model_dump()
    except BaseException:  # noqa: BLE001  a job never ends in silence
        traceback.print_exc()
        what = "The job met an error that it did not expect; nothing of it was kept"
        state, error = "failed", Failure(kind="UnexpectedError", what=what, message=f"{what}.").model_dump()
    with connected(Path(path)) as link:
        _end(link, number, state, answer=answer, error=error)


def stay(path: str, talk: Connection) -> None:
    """Run the jobs whose numbers come, one after the other, until there is nobody any more who sends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server is told to stop, and sees to this process
    while True:
        try:
            number = talk.recv()
            run(path, number)
            talk.send(number)
        except (EOFError, OSError):
            return


def import_files(*, record: str, folder: str, names: list[str], author: str, work: Work) -> dict[str, Any]:
    """Import uploaded files into the record, and take the uploads away whatever comes of it."""
    from ecotone.ecosystem import Ecosystem
    from ecotone.workbench import intake

    try:
        with Ecosystem.open(record) as eco:
            imported = intake.import_files(eco, [Path(folder) / name for name in names], author=author, work=work)
        return plain_import(imported)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def plain_import(imported: Imported, *, most: int = 200) -> dict[str, Any]:
    """Return what an import says of itself as plain data, its first problems in full."""
    return {field.name: _plain(getattr(imported, field.name), most) for field in dataclasses.fields(imported)}


def _plain(value: Any, most: int) -> Any:
    if isinstance(value, Problems):
        return {"count": len(value), "by_kind": value.by_kind(), "first": [problem.as_dict() for problem in value.kept[:most]]}
    return value.as_dict() if hasattr(value, "as_dict") else value
