"""Remember on which day a file whose records bear no date was first read.

Such records are dated by the day of reading. Read again on a later day, a file would seem to say something newer than a
file that was read after it; so the record keeps a digest of the file's bytes with the day, whatever the file is called.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date, today
from ecotone.sources.opened import READING, unreadable

if TYPE_CHECKING:
    from ecotone.ecosystem import Batch, Ecosystem, Statement
    from ecotone.sources import Opened

ROOM: Final = "intake"
KIND: Final = "undated"
PIECE: Final = 1 << 20


class FirstRead:
    """The days on which undated files were first read into a record."""

    def __init__(self, eco: Ecosystem) -> None:
        self._days = {kept.name: Date(str(kept.body["first_read"])) for kept in eco.kept(ROOM, KIND)}
        self._new: set[str] = set()
        self._last: tuple[Opened, str] | None = None

    def dated(self, said: Statement, opened: Opened) -> Statement:
        """Return a statement without a date as read on the day on which its file was first read."""
        evidence = said.evidence
        if not self._days or evidence.date or evidence.read_on:
            return said
        day = self._days.get(self._digest(opened))
        return said if day is None else replace(said, evidence=replace(evidence, read_on=day))

    def note(self, said: Statement, opened: Opened) -> None:
        """Note a file that told the record something without a date."""
        if said.evidence.date is None:
            self._new.add(self._digest(opened))

    def keep(self, batch: Batch) -> None:
        """Keep the day of the files that were noted and not known."""
        for digest in sorted(self._new - self._days.keys()):
            batch.keep(ROOM, KIND, digest, {"first_read": today().iso})

    def _digest(self, opened: Opened) -> str:
        if self._last is None or self._last[0] is not opened:
            whole = blake2b(digest_size=16)
            try:
                with opened.open() as stream:
                    while piece := stream.read(PIECE):
                        whole.update(piece)
            except READING as error:
                raise unreadable(opened.name, error) from None
            self._last = opened, whole.hexdigest()
        return self._last[1]
