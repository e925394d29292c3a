"""The record that the server serves: opened once, shared by all request threads, and never trusted to still be there.

An open file that was deleted or replaced under the server would go on taking edits that nobody will ever see; so every
use first asks the file system, by name, whether the file is still the one that was opened.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import Depends, Request

from ecotone.answer import ReadAt
from ecotone.ecosystem import Ecosystem
from ecotone.errors import NotARecordError, StorageError
from ecotone.scope import Scope
from ecotone.server.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from ecotone.dates import Date

WHOLE = Scope()
HERE: Final = "ecotone.here"
"""Where a request's scope holds the record that its address names, with its jobs; see `ecotone.server.beside`."""
PATIENCE_S = 5.0
"""How long a request waits for another process that writes, before it is answered with 423."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Actors and ties of a scope as they were read once: what `network.read` needs of a record."""

    title: str
    path: Path | str | None
    read: tuple[pl.DataFrame, pl.DataFrame]

    def actors(self, _scope: object = None) -> pl.DataFrame:
        """Return the actors."""
        return self.read[0]

    def ties(self, _scope: object = None) -> pl.DataFrame:
        """Return the ties, one row a source record."""
        return self.read[1]


class Opened:
    """One record, opened when it is first asked for.

    Parameters
    ----------
    address : str or Path
        The record's file, or its address in PostgreSQL.
    """

    def __init__(self, address: str | Path, *, patience_s: float = PATIENCE_S) -> None:
        self.address = str(address)
        self.kept = Kept()
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._eco: Ecosystem | None = None
        self._file: tuple[int, int] | None = None

    def use(self) -> Ecosystem:
        """Return the record, opened.

        Raises
        ------
        NotARecordError
            If the file is gone, or is another one than was opened.
        """
        with self._lock:
            if self._eco is None:
                self._eco = Ecosystem.open(self.address, patience_s=self._patience_s)
                self._file = self._identity()
            elif self._eco.path is not None and self._identity() != self._file:
                raise NotARecordError(
                    "The record's file was moved, deleted or replaced while it was open",
                    where=self.address,
                    remedy="Put it back, or stop the server and start it on the record that you want",
                )
            return self._eco

    def _identity(self) -> tuple[int, int] | None:
        """Return which file stands under the name, without opening it."""
        try:
            found = Path(self.address).expanduser().stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageError("The record cannot be reached", where=self.address, got=error.strerror) from None
        return found.st_dev, found.st_ino

    def batch(self) -> int:
        """Return the latest batch, 0 where there is none."""
        latest = self.use().history(1)
        return int(latest["batch"][0]) if latest.height else 0

    def read_at(self, as_of: Date | None = None) -> ReadAt:
        """Return what the record is called and at which batch it stands."""
        return ReadAt(self.use().title or Path(self.address).stem, self.batch(), as_of)

    def at_batch(self, question: object, compute: Callable[[], Any]) -> Any:
        """Return what was computed for the question at this batch, or compute it."""
        return self.kept.get((self.batch(), question), compute)

    def frames(self, scope: Scope = WHOLE) -> Frames:
        """Return actors and ties of a scope; those of the whole record are read once a batch, for many answers begin with them."""
        eco = self.use()
        if scope:
            return Frames(eco.title, eco.path, (eco.actors(scope), eco.ties(scope)))
        found: Frames = self.at_batch("frames", lambda: Frames(eco.title, eco.path, (eco.actors(), eco.ties())))
        return found

    def close(self) -> None:
        """Let go of the record, so that one file remains."""
        with self._lock:
            if self._eco is not None:
                self._eco.close()
                self._eco = None


def opened_of(request: Request) -> Opened:
    """Return the record that a request is about: the one that its address names, or the one that is served."""
    found: Opened = request.scope.get(HERE, request.app.state).opened
    return found


OpenedHere = Annotated[Opened, Depends(opened_of)]
