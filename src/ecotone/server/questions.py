"""Questions that may take long: looked into by a job, with progress and a way to stop it, instead of inside the request.

A question is a function of the record. Where that is quick it is called at once. Where it may take long, a job looks for the answer;
one that is found at once is sent at once, otherwise the request is answered with 202 and the job. Whoever asks again when the job is
done gets the answer, which is then kept as any other until the record changes. The process in which questions are looked into keeps
what it has read, so that the next question to the same record need not read it again.
"""

from __future__ import annotations

import contextlib
import importlib
import json
from typing import TYPE_CHECKING, Any, Final, cast

from starlette.responses import JSONResponse

from ecotone.server.kept import Kept
from ecotone.server.opened import Opened
from ecotone.server.reading import ReadOnce
from ecotone.server.roles import acting
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from ecotone.ecosystem import Ecosystem
    from ecotone.server.jobs import Jobs
    from ecotone.server.schemas import Job
    from ecotone.work import Work

LARGE: Final = 10_000
"""Ties, claims and events beyond which a record is looked into apart: some tenths of a second of reading."""
AT_ONCE_S: Final = 0.7
"""How long a request waits for a job that may be done at once."""
KEPT: Final = 8
"""Results that the process of questions keeps beside the tables of the record."""
TASK: Final = "ecotone.server.questions:look"


class Underway(Exception):  # noqa: N818  no error: the answer is being looked for
    """The answer comes with a job."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"job {job.id}")
        self.job = job


def tell(_request: Request, underway: Exception) -> JSONResponse:
    """Answer a request with the job that looks for what it asks."""
    assert isinstance(underway, Underway)
    return JSONResponse(underway.job.model_dump(mode="json"), 202, headers={"cache-control": "no-store"})


def large(opened: Opened, times: float = 1) -> bool:
    """Tell whether a question to the record that looks so often at its ties may take long."""

    def size() -> tuple[int, int]:
        stats = opened.use().stats()
        return stats["ties"], stats["claims"] + stats["events"]

    ties, rest = opened.at_batch("size", size)
    return bool(ties * times + rest > LARGE)


def answer(
    opened: Opened, jobs: Jobs, function: Callable[..., dict[str, Any]], title: str, *, times: float = 1, **arguments: Any
) -> dict[str, Any]:
    """Return what a function of the record says, by a job where that may take long.

    Parameters
    ----------
    opened : Opened
        The record.
    jobs : Jobs
        Where a job is queued.
    function : callable
        Takes an `Opened`, `work=` and the arguments, and returns plain data; found again in the job's process by its name.
    title : str
        What the job is called.
    times : float
        How often the function looks at all ties, about: what is drawn often takes long on a small record too.
    **arguments : Any
        Plain data.

    Raises
    ------
    Underway
        While a job looks for the answer, or where it has found none.
    """
    path = f"{function.__module__}:{function.__qualname__}"

    def compute() -> dict[str, Any]:
        if not large(opened, times):
            return function(opened, work=SILENT, **arguments)
        # Of each who asks a job of their own: one may stop it without taking it from another.
        asked = {"record": opened.address, "function": path, "arguments": arguments, "state": _state(opened), "by": acting.get()}
        job = jobs.question(title, TASK, asked)
        if job.state != "done" and AT_ONCE_S > 0:
            job = jobs.wait(job.id, AT_ONCE_S)
            if job.state == "done":
                job = jobs.question(title, TASK, asked)
        if job.state != "done" or job.answer is None:
            raise Underway(job)
        return job.answer

    try:
        found: dict[str, Any] = opened.at_batch((path, json.dumps(arguments, sort_keys=True)), compute)
    except Underway as underway:
        if jobs.asker(underway.job.id) != acting.get():  # somebody asked the same at the same time
            return compute()
        raise
    return found


def _state(opened: Opened) -> str:
    """Say in which state the record is; the time tells a batch from one of the same number in another file, put in its place."""
    latest = opened.use().history(1)
    return f"{latest['batch'][0]} {latest['time'][0]}" if latest.height else ""


class Reader(Opened):
    """A record that is asked one question after the other, of which each table is read once a batch."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._once: ReadOnce | None = None
        self._at = -1

    def use(self) -> Ecosystem:
        """Return the record, with the tables that were read already."""
        eco = super().use()
        if self._once is None:
            self._once = ReadOnce(eco)
        return cast("Ecosystem", self._once)

    def turn(self) -> Reader:
        """Let go of what belongs to an earlier batch."""
        batch = self.batch()
        if batch != self._at:
            self.kept = Kept(KEPT)
            self._at = batch
        cast("ReadOnce", self.use()).at(batch)
        return self


_reader: Reader | None = None
"""The record that this process was last asked about."""


def look(*, record: str, function: str, arguments: dict[str, Any], state: str, by: str, work: Work) -> dict[str, Any]:  # noqa: ARG001
    """Look for an answer in the process of questions; the record's state and who asks only tell one question from another."""
    global _reader  # noqa: PLW0603  what the process keeps
    module, _, name = function.partition(":")
    work.step(0, None, "Reading the record")
    if _reader is None or _reader.address != record:
        _forget()
        _reader = Reader(record)
    try:
        reader = _reader.turn()
    except BaseException:  # its file is gone or another: the next question opens what is there
        _forget()
        raise
    found: dict[str, Any] = getattr(importlib.import_module(module), name)(reader, work=work, **arguments)
    return found


def _forget() -> None:
    global _reader  # noqa: PLW0603
    if _reader is not None:
        with contextlib.suppress(Exception):
            _reader.close()
    _reader = None
