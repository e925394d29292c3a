"""A record whose tables are read once a batch: questions that follow one another begin with the same actors, ties and claims.

What is kept is bounded by its size in memory, the tables used last staying longest, and is let go as soon as the record changes.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import polars as pl

    from ecotone.dates import Date
    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope

ROOM: Final = 512 * 1024 * 1024
"""Bytes of tables that are kept."""


class ReadOnce:
    """A record that stands at one batch as long as one question is looked into.

    Everything but its tables is the record's own.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    room : int
        Bytes of tables that are kept at most; a larger one is read each time.
    """

    def __init__(self, eco: Ecosystem, *, room: int = ROOM) -> None:
        self._eco = eco
        self._room = room
        self._batch: int | None = None
        self._tables: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()

    def at(self, batch: int) -> ReadOnce:
        """Let go of what was read at another batch."""
        if batch != self._batch:
            self._tables.clear()
            self._batch = batch
        return self

    @property
    def size(self) -> int:
        """Return the bytes of the tables that are kept."""
        return sum(int(frame.estimated_size()) for frame in self._tables.values())

    def actors(self, scope: Scope | None = None) -> pl.DataFrame:
        """Return what `Ecosystem.actors` does."""
        given = () if scope is None else (scope,)
        return self._once(("actors", scope or None), lambda: self._eco.actors(*given))

    def ties(self, scope: Scope | None = None, **narrowed: Any) -> pl.DataFrame:
        """Return what `Ecosystem.ties` does."""
        given = () if scope is None else (scope,)
        if narrowed:
            return self._eco.ties(*given, **narrowed)
        return self._once(("ties", scope or None), lambda: self._eco.ties(*given))

    def claims(self, *, as_of: Date | None = None) -> pl.DataFrame:
        """Return what `Ecosystem.claims` does."""
        return self._once(("claims", as_of), lambda: self._eco.claims(as_of=as_of))

    def events(self, *, as_of: Date | None = None) -> pl.DataFrame:
        """Return what `Ecosystem.events` does."""
        return self._once(("events", as_of), lambda: self._eco.events(as_of=as_of))

    def evidence(self, number: int | None = None) -> pl.DataFrame:
        """Return what `Ecosystem.evidence` does."""
        return self._eco.evidence(number) if number is not None else self._once("evidence", self._eco.evidence)

    def __getattr__(self, name: str) -> Any:
        """Return what the record has under the name."""
        return getattr(self._eco, name)

    def _once(self, key: Hashable, read: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        found = self._tables.get(key)
        if found is not None:
            self._tables.move_to_end(key)
            return found
        found = read()
        if found.estimated_size() <= self._room:
            self._tables[key] = found
            while self.size > self._room:
                self._tables.popitem(last=False)
        return found
