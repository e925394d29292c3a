"""Questions that take long on a large record: looked into by a job, with progress and a way to stop it, instead of inside the request.

A question is a function of the record. On a small record it is called at once. On a large one the request is answered with 202
and the job that looks for the answer; whoever asks again when the job is done gets the answer, which is then kept as any other.
"""

from __future__ import annotations

import contextlib
import importlib
import json
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse

from ecotone.server.opened import Opened
from ecotone.server.roles import acting
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from ecotone.server.jobs import Jobs
    from ecotone.server.schemas import Job
    from ecotone.work import Work

LARGE: Final = 100_000
"""Ties and claims beyond which a record is looked into apart: some seconds of reading."""
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


def large(opened: Opened) -> bool:
    """Tell whether questions to the record take long."""

    def size() -> int:
        stats = opened.use().stats()
        return stats["ties"] + stats["claims"]

    return bool(opened.at_batch("size", size) > LARGE)


def answer(opened: Opened, jobs: Jobs, function: Callable[..., dict[str, Any]], title: str, **arguments: Any) -> dict[str, Any]:
    """Return what a function of the record says, by a job where the record is large.

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
    **arguments : Any
        Plain data.

    Raises
    ------
    Underway
        While a job looks for the answer.
    """
    path = f"{function.__module__}:{function.__qualname__}"

    def compute() -> dict[str, Any]:
        if not large(opened):
            return function(opened, work=SILENT, **arguments)
        # Of each who asks a job of their own: one may stop it without taking it from another.
        asked = {"record": opened.address, "function": path, "arguments": arguments, "batch": opened.batch(), "by": acting.get()}
        job = jobs.question(title, TASK, asked)
        if job.state != "done" or job.answer is None:
            raise Underway(job)
        return job.answer

    found: dict[str, Any] = opened.at_batch((path, json.dumps(arguments, sort_keys=True)), compute)
    return found


def look(*, record: str, function: str, arguments: dict[str, Any], batch: int, by: str, work: Work) -> dict[str, Any]:  # noqa: ARG001
    """Look for an answer in a process of its own; the batch and who asks only tell one question from another."""
    module, _, name = function.partition(":")
    with contextlib.closing(Opened(record)) as opened:
        work.step(0, None, "Reading the record")
        found: dict[str, Any] = getattr(importlib.import_module(module), name)(opened, work=work, **arguments)
    return found
