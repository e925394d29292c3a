"""Indexes that a large first import builds once at its end.

To keep an index in order row by row costs several times what sorting it once does, and leaves its pages half empty. So
where a batch fills a table that never held a row, the indexes by which people read (all ties of a mention, all claims
of an initiative) are taken away when the batch turns out to be large and built again, from the very same words, before
it is committed. It is one transaction: whatever happens in between, the record never is without them. Indexes that
batches themselves look things up by (the rows of a source record, the actor of an assignment) stay.
SQLite only; PostgreSQL would lock readers out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ecotone.ecosystem.store import Link

LARGE: Final = 20_000
"""Rows of one table in one batch from which on it pays."""

LATE: Final = {
    "tie": ("ix_tie_source", "ix_tie_target"),
    "appearance": ("ix_appearance_mention", "ix_appearance_initiative"),
    "claim": ("ix_claim_mention", "ix_claim_initiative"),
    "event_object": ("ix_event_object_mention", "ix_event_object_initiative"),
}


class LateIndexes:
    """The indexes that one batch has taken away and owes."""

    def __init__(self, link: Link, filled: set[str]) -> None:
        self._link = link
        self._rows = {table: 0 for table in LATE if table not in filled} if link.dialect == "sqlite" else {}
        self._owed: list[str] = []

    def writing(self, table: str, rows: int) -> None:
        """Note that rows will be written, and take the table's indexes away where it has become many."""
        before = self._rows.get(table)
        if before is None:
            return
        self._rows[table] = before + rows
        if before + rows >= LARGE:
            del self._rows[table]
            for name in LATE[table]:
                self._owed.append(str(self._link.value("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", (name,))))
                self._link.run(f"DROP INDEX {name}")

    def build(self) -> None:
        """Build what is owed."""
        for sql in self._owed:
            self._link.run(sql)
        self._owed.clear()
