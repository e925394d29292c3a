"""Write rows so that every change can be undone: the append-only journal.

A batch is one transaction. What it inserts is journalled as ranges of ids without images (the row itself is the
image), what it changes or deletes with the image before. Undoing is never erasing: `ecotone.ecosystem.undo` makes an
inverse batch through the same journal, so that an undo can be undone.

Ids are handed out here, from counters kept in the record, and never twice: a row that undo takes away and a later undo
brings back finds its id free.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, Final

from ecotone import dates
from ecotone.ecosystem import search
from ecotone.ecosystem.late import LateIndexes
from ecotone.ecosystem.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ecotone.ecosystem.store import Link

FLUSH_ROWS: Final = 4000
IMAGES_AN_ENTRY: Final = 1000
COMPRESS_BYTES: Final = 1024

INSERT: Final[dict[str, str]] = {
    name: f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})" for name, columns in COLUMNS.items()
}


def pack(image: object) -> bytes:
    """Write an image: JSON, compressed where it is long."""
    text = json.dumps(image, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
    return text if len(text) < COMPRESS_BYTES else zlib.compress(text, 1)


def unpack(image: bytes) -> Any:
    """Read an image."""
    data = bytes(image)
    return json.loads(data if data[:1] in b"[{" else zlib.decompress(data))


def _plain(value: object) -> object:
    if isinstance(value, (bytes, memoryview)):
        return {"hex": bytes(value).hex()}
    raise TypeError(type(value))  # pragma: no cover  no column holds anything else


def restored(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return a row from its image."""
    return tuple(bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for value in values)


class Journal:
    """Insert, change and delete rows of one batch, and write down how to take it back."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self._next: dict[str, int] = {name: last + 1 for name, last in link.rows("SELECT name, last FROM counter")}
        self._start = dict(self._next)
        self._given: dict[str, list[int]] = {}
        self.pending: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self._changes: list[tuple[str, str, int, int, bytes | None]] = []
        self._held: list[tuple[str, str, str, str]] = []
        self.touched: set[int] = set()
        self._late = LateIndexes(link, {name for name, last in self._start.items() if last > 1})
        self.words: dict[str, int] = {text: number for number, text in link.rows("SELECT id, text FROM word")}

    def new_id(self, name: str) -> int:
        """Hand out the next id of a table."""
        number = self._next.get(name, 1)
        self._next[name] = number + 1
        return number

    def word(self, text: str) -> int:
        """Return the id of a repeating word, adding it if it is new."""
        number = self.words.get(text)
        if number is None:
            number = self.new_id("word")
            self.link.run("INSERT INTO word (id, text) VALUES (?, ?)", (number, text))
            self.words[text] = number
        return number

    def insert(self, name: str, values: Sequence[Any]) -> int:
        """Insert a row with a new id; `values` are its columns after the id, without the version."""
        number = self.new_id(name)
        rows = self.pending[name]
        rows.append((number, *values, 1))
        if len(rows) >= FLUSH_ROWS:
            self.flush(name)
        if name == "actor":
            self.touched.add(number)
        return number

    def insert_all(self, name: str, contents: Collection[tuple[Any, ...]], tail: tuple[Any, ...]) -> int:
        """Insert many rows at once, each its content and a common tail; return the first of their ids, which follow each other."""
        first = self._next.get(name, 1)
        self._next[name] = first + len(contents)
        rows = self.pending[name]
        rows += [(number, *content, *tail, 1) for number, content in enumerate(contents, first)]
        if len(rows) >= FLUSH_ROWS:
            self.flush(name)
        return first

    def insert_given(self, name: str, row: tuple[Any, ...]) -> None:
        """Insert a row that brings its id and version."""
        self.pending[name].append(row)
        self._given.setdefault(name, []).append(row[0])
        self._touch(name, row[0], {"actor": row[1]})

    def flush(self, name: str | None = None) -> None:
        """Send rows that wait; of one table or of all."""
        for table in (name,) if name else COLUMNS:
            if rows := self.pending[table]:
                self._late.writing(table, len(rows))
                self.link.many(INSERT[table], rows)
                rows.clear()

    def current(self, name: str, number: int, columns: Sequence[str]) -> dict[str, Any] | None:
        """Read columns of a row as they are now."""
        if self.pending[name]:
            self.flush(name)
        row = self.link.one(f"SELECT {', '.join(columns)} FROM {name} WHERE id = ?", (number,))
        return None if row is None else dict(zip(columns, row, strict=True))

    def change(self, name: str, number: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Change columns of a row; nothing is written where nothing differs."""
        differing = [column for column in after if before[column] != after[column]]
        if not differing:
            return
        if self.pending[name]:
            self.flush(name)
        settings = "".join(f"{column} = ?, " for column in differing)
        self.link.run(
            f"UPDATE {name} SET {settings}version = version + 1 WHERE id = ?",
            (*(after[column] for column in differing), number),
        )
        self._changes.append((name, "~", number, number, pack({column: before[column] for column in differing})))
        self._touch(name, number, before)
        self._touch(name, number, after)

    def delete(self, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Delete rows, given whole and ordered by id, keeping their images."""
        if self.pending[name]:
            self.flush(name)
        run: list[tuple[Any, ...]] = []
        for row in rows:
            if run and (row[0] != run[-1][0] + 1 or len(run) == IMAGES_AN_ENTRY):
                self._delete_run(name, run)
                run = []
            run.append(row)
        if run:
            self._delete_run(name, run)

    def _delete_run(self, name: str, rows: list[tuple[Any, ...]]) -> None:
        self.link.run(f"DELETE FROM {name} WHERE id BETWEEN ? AND ?", (rows[0][0], rows[-1][0]))
        self._changes.append((name, "-", rows[0][0], rows[-1][0], pack(rows)))
        for row in rows:
            self._touch(name, row[0], {"actor": row[1]})

    def _touch(self, name: str, number: int, values: dict[str, Any]) -> None:
        """Remember the actors whose entry in the search index no longer holds."""
        if name == "actor":
            self.touched.add(number)
        elif name == "assignment" and "actor" in values:
            self.touched.add(values["actor"])

    def finish(self, reason: str, author: str, undoes: int | None = None) -> int | None:
        """Write what waits, the journal's entries and the batch itself; return the batch's id, None where nothing was written."""
        self.flush()
        self._late.build()
        entries: list[tuple[str, str, int, int, bytes | None]] = []
        for name in COLUMNS:
            first, last = self._start.get(name, 1), self._next.get(name, 1) - 1
            if first <= last:
                entries.append((name, "+", first, last, None))
            entries += [(name, "+", *run, None) for run in _runs(self._given.get(name, []))]
        entries += self._changes
        if not entries:
            return None
        batch = self.new_id("batch")
        self.link.run(
            "INSERT INTO batch (id, time, reason, author, undoes) VALUES (?, ?, ?, ?, ?)",
            (batch, dates.now().isoformat().replace("+00:00", "Z"), reason, author, undoes),
        )
        start = self._next.get("change", 1)
        self._next["change"] = start + len(entries)
        self.link.many(
            "INSERT INTO change (id, batch, name, kind, first, last, before) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(start + offset, batch, *entry) for offset, entry in enumerate(entries)],
        )
        self.close()
        search.refresh(self.link, self.touched)
        return batch

    def hold(self, room: str, kind: str, name: str, body: str) -> None:
        """Keep a private thing for good: it is written beside the batch's entries, so that no undo takes it away."""
        self._held.append((room, kind, name, body))

    def close(self) -> None:
        """Write what is held, and how far ids have been handed out."""
        held = [(self.new_id("kept"), *values) for values in self._held]
        self.link.many("INSERT INTO kept (id, room, kind, name, body, private, version) VALUES (?, ?, ?, ?, ?, 1, 1)", held)
        moved = [(name, number - 1) for name, number in self._next.items() if number != self._start.get(name, 1)]
        self.link.many("INSERT INTO counter (name, last) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = excluded.last", moved)


def _runs(ids: list[int]) -> list[tuple[int, int]]:
    """Join ids to ranges without gaps."""
    runs: list[tuple[int, int]] = []
    for number in sorted(ids):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
