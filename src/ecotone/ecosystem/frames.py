"""Columns out of the record: rows of the database's own cursor, turned into Polars frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ecotone.ecosystem.store import Link

WORD: Final = "word"
"""Marks a column of a query whose numbers are ids of words; the frame shows the words."""
FLAG: Final = "flag"
"""Marks a column of 0 and 1."""

TURNED_AT_ONCE: Final = 256
BLOCK_ROWS: Final = 100_000


def frame(link: Link, sql: str, values: Sequence[Any], columns: Mapping[str, Any]) -> pl.DataFrame:
    """Run a query and return its columns; `columns` gives their names and types in the query's order."""
    words: dict[int | None, str] = dict(link.rows("SELECT id, text FROM word")) if WORD in columns.values() else {}
    parts = [of_columns(block, columns, words) for block in _blocks(link, sql, values, len(columns))]
    return parts[0] if len(parts) == 1 else pl.concat(parts, rechunk=False)


def _blocks(link: Link, sql: str, values: Sequence[Any], width: int) -> Iterator[list[list[Any]]]:
    """Yield the rows of a query as blocks of columns; rows are turned a few at a time, while the processor's cache still holds them."""
    block: list[list[Any]] = [[] for _ in range(width)]
    for rows in link.stream(sql, values, at_once=TURNED_AT_ONCE):
        for column, part in zip(block, zip(*rows, strict=True), strict=True):
            column.extend(part)
        if len(block[0]) >= BLOCK_ROWS:
            yield block
            block = [[] for _ in range(width)]
    yield block


def of_columns(turned: Sequence[Sequence[Any]], columns: Mapping[str, Any], words: Mapping[int | None, str]) -> pl.DataFrame:
    """Turn columns of values into a frame.

    Words and flags are looked up here: an expression of Polars costs a millisecond however few the rows are, and the page
    of one actor has twenty such columns.
    """
    series = []
    for (name, kind), values in zip(columns.items(), turned, strict=True):
        if kind is FLAG:
            series.append(pl.Series(name, [None if value is None else value == 1 for value in values], dtype=pl.Boolean))
        elif kind is WORD:
            series.append(pl.Series(name, list(map(words.get, values)), dtype=pl.String))
        else:
            series.append(pl.Series(name, values, dtype=kind))
    return pl.DataFrame(series)
