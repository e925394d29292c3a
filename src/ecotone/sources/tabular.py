"""A source's table, whether it comes as separated values or as JSON with one flat object a row.

Portals give the same rows in both forms. A nested object counts as columns of its own (`inst` with `inst_name` is `inst inst_name`),
and a list of values as one cell with `|` between them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ecotone.sources.delimited import Row, header, rows
from ecotone.sources.json_stream import is_json, plain_records
from ecotone.sources.values import Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.columns import Columns
    from ecotone.sources.opened import Opened

_KEY: Final = re.compile(rb'("(?:[^"\\{}\[\]]|\\u[0-9a-fA-F]{4}){1,80}")\s*:')


def columns_of(opened: Opened, known: Columns) -> set[str]:
    """Return the columns of a table under the names that a reader knows; of JSON, the names of members near its beginning."""
    head = opened.start
    if is_json(head):
        return set(known.named(dict.fromkeys(json.loads(key.decode("utf-8", "replace"), strict=False) for key in _KEY.findall(head))))
    return set(header(opened.head, known))


def rows_of(opened: Opened, problems: Problems, known: Columns, *under: str) -> Iterator[Row]:
    """Read the rows of a table.

    Parameters
    ----------
    opened : Opened
        Separated values or JSON.
    problems : Problems
        Takes rows that cannot be read.
    known : Columns
        The columns that the reader knows.
    *under : str
        Names under which JSON holds the rows, beside those that services commonly use.

    Yields
    ------
    Row
        Text by column.
    """
    if not is_json(opened.start):
        yield from rows(opened, problems, known=known)
        return
    for number, record in plain_records(opened, problems, *under):
        if not isinstance(record, dict):
            Where(problems, opened.name, number).refused("The row is no object", got=str(record)[:60], expected="names and values")
            continue
        cells = dict(_flat(record))
        yield Row(number, dict(zip(known.named(cells), cells.values(), strict=True)))


def _flat(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the values of an object as texts, those of objects in it under both names."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key} ")
        elif isinstance(value, list):
            if plain := [_text(one) for one in value if not isinstance(one, dict | list)]:
                yield f"{prefix}{key}", "|".join(plain)
        else:
            yield f"{prefix}{key}", _text(value)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\x00", "").strip()
