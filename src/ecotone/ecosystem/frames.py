"""Columns out of the record: rows of the database's own cursor, turned into Polars frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.ecosystem.store import Link

WORD: Final = "word"
"""Marks a column of a query whose numbers are ids of words; the frame shows the words."""
FLAG: Final = "flag"
"""Marks a column of 0 and 1."""

Columns = dict[str, Any]


def frame(link: Link, sql: str, values: Sequence[Any], columns: Mapping[str, Any]) -> pl.DataFrame:
    """Run a query and return its columns; `columns` gives their names and types in the query's order."""
    parts = [of_rows(rows, columns) for rows in link.stream(sql, values)]
    whole = pl.concat(parts, rechunk=False) if parts else of_rows([], columns)
    marked = [name for name, kind in columns.items() if kind is WORD]
    if marked:
        words = pl.DataFrame(link.rows("SELECT id, text FROM word"), schema={"id": pl.Int64, "text": pl.String}, orient="row")
        top = words["id"].max()
        lookup = [None] * (int(top) + 1 if isinstance(top, int) else 1)
        for number, text in words.iter_rows():
            lookup[number] = text
        texts = pl.Series(lookup, dtype=pl.String)
        whole = whole.with_columns(texts.gather(whole[name]).alias(name) for name in marked)
    return whole


def of_rows(rows: Sequence[tuple[Any, ...]], columns: Mapping[str, Any]) -> pl.DataFrame:
    """Turn rows into a frame of the given columns."""
    turned: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    series = []
    for (name, kind), values in zip(columns.items(), turned, strict=True):
        if kind is FLAG:
            series.append(pl.Series(name, values, dtype=pl.Int8).cast(pl.Boolean))
        else:
            series.append(pl.Series(name, values, dtype=pl.Int64 if kind is WORD else kind))
    return pl.DataFrame(series)
