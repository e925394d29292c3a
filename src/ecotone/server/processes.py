"""The processes in which jobs run: a fresh one for each change of the record, one that stays for the questions about it.

A change runs in a process of its own, so that nothing of it is left behind. Questions only read, and one often follows another on
the same record; so the process that answers them stays, with what it has imported, compiled and read. It is ended when a question
does not listen, when nobody has asked for a while, and with the server.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from typing import TYPE_CHECKING, Protocol

from ecotone.server import worker

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path


class Doing(Protocol):
    """A process that runs a job."""

    def over(self, wait_s: float) -> bool:
        """Wait so long at most; tell whether the job is over, in whatever way."""

    def kill(self) -> None:
        """End the process, whatever it does."""

    def close(self) -> int | None:
        """Let go of what is over; return the exit code of a process that ended with it."""


class Once:
    """A process for one job."""

    def __init__(self, path: Path, number: int) -> None:
        self._process = _spawned(worker.run, (str(path), number), f"ecotone-job-{number}")

    def over(self, wait_s: float) -> bool:
        """Wait so long at most; tell whether the process has ended."""
        self._process.join(timeout=wait_s)
        return not self._process.is_alive()

    def kill(self) -> None:
        """End the process."""
        _kill(self._process)

    def close(self) -> int | None:
        """Return the exit code."""
        code = self._process.exitcode
        self._process.close()
        return code


class Staying:
    """A process that takes one job after the other; begun when there is the first, and again after it was ended."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process: BaseProcess | None = None
        self._talk: Connection | None = None

    def begin(self, number: int) -> Staying:
        """Hand it a job."""
        if self._process is not None and not self._process.is_alive():
            self.end()
        if self._process is None or self._talk is None:
            self._talk, other = multiprocessing.get_context("spawn").Pipe()
            self._process = _spawned(worker.stay, (str(self._path), other), "ecotone-questions")
            other.close()
        with contextlib.suppress(OSError):  # it ended just now, which `over` will see
            self._talk.send(number)
        return self

    def over(self, wait_s: float) -> bool:
        """Wait so long at most; tell whether the job was done, or the process ended."""
        assert self._talk is not None
        if not self._talk.poll(wait_s):
            return False
        try:
            self._talk.recv()
        except (EOFError, OSError):
            self._lost()
        return True

    def kill(self) -> None:
        """End the process."""
        assert self._process is not None
        _kill(self._process)

    def close(self) -> int | None:
        """Return the exit code where the process ended with the job; else it stays."""
        return None if self._process is None or self._process.is_alive() else self._process.exitcode

    def end(self) -> None:
        """Let the process go, and with it what it has kept."""
        if self._talk is not None:
            self._talk.close()  # one that waits for a job ends by itself
        if self._process is not None:
            self._process.join(timeout=1)
            if self._process.is_alive():
                _kill(self._process)
            self._process.join(timeout=2)
            self._process.close()
        self._process = self._talk = None

    def _lost(self) -> None:
        assert self._process is not None
        self._process.join(timeout=2)


def _spawned(target: object, arguments: tuple[object, ...], name: str) -> BaseProcess:
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, name=name, daemon=True)  # type: ignore[arg-type]
    process.start()
    return process


def _kill(process: BaseProcess) -> None:
    process.terminate()
    process.join(timeout=2)
    if process.is_alive():
        process.kill()
