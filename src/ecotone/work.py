"""Progress and cancellation: one protocol for command line, jobs and library.

Long work takes one argument, `work=`, and tells it between blocks how far it is; the work answers by raising
`CancelledError` when the user stopped it. `SILENT` is the default everywhere.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Protocol

from ecotone.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable


class Work(Protocol):
    """What long work reports to."""

    def step(self, done: float, total: float | None = None, what: str = "") -> None:
        """Say how much is done, of how much (None: not known), and what is going on; raise if cancelled."""

    def say(self, message: str) -> None:
        """Tell the user something that is worth a line."""


class Silent:
    """Report to nobody."""

    def step(self, done: float, total: float | None = None, what: str = "") -> None:
        """Do nothing."""

    def say(self, message: str) -> None:
        """Do nothing."""


SILENT: Final = Silent()


class Reporting:
    """Pass progress to a function, and stop when `cancel` was called from any thread.

    Examples
    --------
    >>> seen = []
    >>> work = Reporting(lambda done, total, what: seen.append((done, total, what)))
    >>> work.step(1, 2, "reading")
    >>> seen
    [(1, 2, 'reading')]
    >>> work.cancel()
    >>> work.step(2, 2)
    Traceback (most recent call last):
    ...
    ecotone.errors.CancelledError: Stopped on request.
    """

    def __init__(self, report: Callable[[float, float | None, str], None], say: Callable[[str], None] | None = None) -> None:
        self._report = report
        self._say = say
        self._stopped = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stopped.set()

    def step(self, done: float, total: float | None = None, what: str = "") -> None:
        """Report, or raise `CancelledError` if the user stopped the work."""
        if self._stopped.is_set():
            raise CancelledError("Stopped on request")
        self._report(done, total, what)

    def say(self, message: str) -> None:
        """Pass a message on."""
        if self._say:
            self._say(message)
