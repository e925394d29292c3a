"""The whole record as canonical JSON: the same content gives the same bytes, in SQLite and PostgreSQL.

Words and places are written out, rows are ordered by table and id, keys stand in a fixed order, and numbers in the
shortest form that reads back the same. Versions, counters and the journal are not content and stay out.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.ecosystem.store import Link

FORMAT: Final = "ecotone record 1"
_WORDS: Final = {
    "evidence": ("source",),
    "mention": ("source", "role"),
    "initiative": ("source", "kind"),
    "tie": ("kind",),
    "claim": ("field", "unit"),
    "event": ("kind",),
    "event_object": ("role",),
}
_PLACES: Final = frozenset({"actor", "mention"})
_LEFT_OUT: Final = frozenset({"version", "key"})


def pieces(link: Link, title: str) -> Iterator[str]:
    """Yield the JSON text piece by piece."""
    words = dict(link.rows("SELECT id, text FROM word"))
    places = {
        row[0]: dict(zip(("city", "region", "country", "latitude", "longitude"), row[1:], strict=True))
        for row in link.rows("SELECT id, city, region, country, latitude, longitude FROM place")
    }
    yield "{\n" + f'"format":{_json(FORMAT)},\n"title":{_json(title)}'
    for name, columns in COLUMNS.items():
        shown = [column for column in columns if column not in _LEFT_OUT]
        yield f",\n{_json(name)}:["
        comma = ""
        for block in link.stream(f"SELECT {', '.join(shown)} FROM {name} ORDER BY id"):
            lines = []
            for values in block:
                row = dict(zip(shown, values, strict=True))
                for column in _WORDS.get(name, ()):
                    row[column] = None if row[column] is None else words[row[column]]
                if name in _PLACES:
                    row["place"] = None if row["place"] is None else places[row["place"]]
                if "digest" in row:
                    row["digest"] = bytes(row["digest"]).hex()
                if row.get("fields"):
                    row["fields"] = json.loads(row["fields"])
                if "body" in row:
                    row["body"] = json.loads(row["body"])
                lines.append(_json(row))
            yield comma + "\n" + ",\n".join(lines)
            comma = ","
        yield "\n]"
    yield "\n}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
