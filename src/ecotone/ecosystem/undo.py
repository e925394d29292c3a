"""Take a batch back by a new batch that does the opposite.

A batch cannot be undone while later batches that are in effect changed the same rows, or while rows that they added
point to rows that would go; the refusal lists them. A later batch that was itself undone does not count, nor does its
undoing: so batches can be undone in reverse order to the very beginning, and each undo can be undone.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecotone.ecosystem.journal import Journal, restored, unpack
from ecotone.ecosystem.schema import COLUMNS, REFERENCES
from ecotone.errors import NotFoundError, UndoRefusedError

if TYPE_CHECKING:
    from ecotone.ecosystem.store import Link

Span = tuple[int, int]


def undone_by(link: Link) -> dict[int, int]:
    """Return, for each batch that is not in effect, the batch that undid it."""
    undoers = link.rows("SELECT id, undoes FROM batch WHERE undoes IS NOT NULL ORDER BY id DESC")
    result: dict[int, int] = {}
    for number, undone in undoers:  # latest first: whether an undoer is in effect is known when it is met
        if number not in result and undone not in result:
            result[undone] = number
    return result


def undo(link: Link, batch: int, author: str) -> int:
    """Write the inverse of a batch and return the new batch's id."""
    found = link.one("SELECT reason FROM batch WHERE id = ?", (batch,))
    if found is None:
        raise NotFoundError("No such batch", got=str(batch), remedy="Look at the history for its number")
    undone = undone_by(link)
    if batch in undone:
        raise UndoRefusedError(
            f"Batch {batch} is undone already", got=f"undone by batch {undone[batch]}", remedy=f"Undo batch {undone[batch]} to redo it"
        )
    if link.value("SELECT count(*) FROM change WHERE batch = ?", (batch,)) == 0:
        raise UndoRefusedError(f"Batch {batch} has no journal", remedy="It came with a shared copy, or stood before an erasure")
    cancelled = {number for pair in undone.items() if pair[0] > batch for number in pair}
    _require_untouched(link, batch, cancelled)
    journal = Journal(link)
    try:
        removed = _apply(journal, link, batch)
        journal.flush()
    except Exception as error:
        if type(error).__name__ not in {"IntegrityError", "UniqueViolation"}:
            raise
        raise UndoRefusedError(
            f"Rows of batch {batch} cannot come back: the record holds the same source records again",
            got=str(error).splitlines()[0],
            remedy="Undo the later import of the same records first",
        ) from None
    _require_unreferenced(link, batch, removed)
    number = journal.finish(f"Undo of batch {batch}: {found[0]}", author, undoes=batch)
    assert number is not None
    return number


def _require_untouched(link: Link, batch: int, cancelled: set[int]) -> None:
    """Refuse if a later batch in effect changed a row that the batch changed."""
    spans: dict[str, list[Span]] = {}
    for name, first, last in link.rows("SELECT name, first, last FROM change WHERE batch = ? ORDER BY name, first", (batch,)):
        spans.setdefault(name, []).append((first, last))
    in_the_way: set[int] = set()
    for name, ours in spans.items():
        later = link.rows(
            "SELECT first, last, batch FROM change WHERE batch > ? AND name = ? AND first <= ? AND last >= ? ORDER BY first",
            (batch, name, max(last for _, last in ours), ours[0][0]),
        )
        in_the_way |= {number for number in _overlapping(ours, later) if number not in cancelled}
    _refuse(link, batch, in_the_way)


def _overlapping(ours: list[Span], later: list[tuple[int, int, int]]) -> set[int]:
    """Return the batches of those spans that overlap one of ours; both ordered by their start."""
    found: set[int] = set()
    joined: list[list[int]] = []
    for first, last in ours:
        if joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    position = 0
    for first, last, number in later:
        while position < len(joined) and joined[position][1] < first:
            position += 1
        if position < len(joined) and joined[position][0] <= last:
            found.add(number)
    return found


def _refuse(link: Link, batch: int, in_the_way: set[int]) -> None:
    if not in_the_way:
        return
    numbers = sorted(in_the_way)
    listed = "; ".join(f"{number} ({link.value('SELECT reason FROM batch WHERE id = ?', (number,))})" for number in numbers[:20])
    more = f" and {len(numbers) - 20} more" if len(numbers) > 20 else ""
    raise UndoRefusedError(
        f"Batch {batch} cannot be undone: later batches build on it: {listed}{more}",
        remedy=f"Undo first, the latest first: {', '.join(str(number) for number in reversed(numbers[:20]))}",
    )


def _apply(journal: Journal, link: Link, batch: int) -> dict[str, list[Span]]:
    """Do the opposite of each entry, the last first; rows that were added go last."""
    entries = link.rows("SELECT name, kind, first, last, before FROM change WHERE batch = ? ORDER BY id DESC", (batch,))
    for name, kind, first, _, before in entries:
        if kind == "~":
            image: dict[str, Any] = unpack(before)
            current = journal.current(name, first, tuple(image))
            if current is not None:
                journal.change(name, first, current, image)
        elif kind == "-":
            for row in unpack(before):
                values = restored(row)
                journal.insert_given(name, (*values[:-1], values[-1] + 1))
    removed: dict[str, list[Span]] = {}
    for name, kind, first, last, _ in entries:
        if kind == "+":
            journal.flush(name)
            rows = link.rows(f"SELECT {', '.join(COLUMNS[name])} FROM {name} WHERE id BETWEEN ? AND ? ORDER BY id", (first, last))
            journal.delete(name, rows)
            removed.setdefault(name, []).append((first, last))
    return removed


def _require_unreferenced(link: Link, batch: int, removed: dict[str, list[Span]]) -> None:
    """Refuse if rows that stay point to rows that went."""
    in_the_way: set[int] = set()
    for parent, spans in removed.items():
        for name, column in REFERENCES[parent]:
            for first, last in spans:
                for (row,) in link.rows(
                    f"SELECT id FROM {name} t WHERE {column} BETWEEN ? AND ? AND"
                    f" NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.id = t.{column}) LIMIT 1000",
                    (first, last),
                ):
                    added = link.value("SELECT max(batch) FROM change WHERE name = ? AND first <= ? AND last >= ?", (name, row, row))
                    in_the_way.add(int(added))
    _refuse(link, batch, in_the_way)
