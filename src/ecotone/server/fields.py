"""What a map can colour by beside the sector: custom fields of actors, and claims that sources make about them.

Where several claims of one field are made about an actor, the map shows the one with the latest date (then the latest
stated); all of them stand on the actor's page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from ecotone.server.schemas import FieldEntry

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.ecosystem import Ecosystem

VALUES: Final = ("name", "kind", "sector", "place")
MOST: Final = 12
"""So many fields go with a map, those that most actors have."""


def values(eco: Ecosystem, actors: pl.DataFrame, as_of: Date | None = None) -> dict[str, dict[int, Any]]:
    """Return, for each field, the values by actor; the fields that most actors have, most first."""
    found: dict[str, dict[int, Any]] = {}
    told = pl.col("field").cast(pl.String).is_in(VALUES)  # what the actor's own columns say already
    claims = eco.claims(as_of=as_of).filter(pl.col("actor").is_not_null() & pl.col("value").is_not_null() & ~told)
    latest = claims.sort(pl.col("as_of").fill_null(""), "id").group_by("field", "actor", maintain_order=True).last()
    for field, actor, value, kind, number in latest.select("field", "actor", "value", "type", "number").iter_rows():
        found.setdefault(field, {})[actor] = number if kind == "number" else bool(number) if kind == "flag" else value
    own = actors.filter(pl.col("fields").is_not_null() & ~pl.col("fields").is_in(["", "{}"])).select("id", "fields")
    for actor, text in own.iter_rows():
        for field, value in json.loads(text).items():
            found.setdefault(field, {})[actor] = value if isinstance(value, str | int | float | bool) else str(value)
    ranked = sorted(found, key=lambda field: (-len(found[field]), field))
    return {field: found[field] for field in ranked[:MOST]}


def entries(eco: Ecosystem, actors: pl.DataFrame) -> list[FieldEntry]:
    """List what a map can colour by: place first, then claims and custom fields."""
    found = [
        FieldEntry(name=name, label=name.capitalize(), type="category", values=column.n_unique(), actors=len(column))
        for name in ("city", "region", "country")
        if len(column := actors[name].drop_nulls())
    ]
    for name, given in values(eco, actors).items():
        distinct = set(given.values())
        label = name.replace("_", " ").replace("-", " ").capitalize()
        found.append(FieldEntry(name=name, label=label, type=_type(distinct), values=len(distinct), actors=len(given)))
    return found


def _type(distinct: set[Any]) -> Literal["category", "number"]:
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in distinct)
    return "number" if numbers else "category"
