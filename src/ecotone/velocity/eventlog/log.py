"""An object-centric event log: events happen to one or more objects, each in a role.

An initiative, the actors around it and the agreements between them are objects; "approved" is one event of all three.
A flat log, one case a row, is a view of it by one type of object, and flattening says what it lost: events without
such an object vanish, events of several are counted several times.

References
----------
Berti, Koren et al. (2024), OCEL (Object-Centric Event Log) 2.0 specification. arXiv 2403.01975.
van der Aalst (2019), Object-centric process mining: dealing with divergence and convergence in event data. SEFM.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.errors import SpellError
from ecotone.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping

TIME: Final = pl.Datetime("us", "UTC")
EVENTS: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "event": pl.String,
    "type": pl.String,
    "time": TIME,
    "precision": pl.String,
    "actual": pl.Boolean,
}
OBJECTS: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {"object": pl.String, "type": pl.String}
LINKS: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {"event": pl.String, "object": pl.String, "role": pl.String}
OBJECT_LINKS: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {"source": pl.String, "target": pl.String, "role": pl.String}
EVENT_VALUES: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "event": pl.String,
    "name": pl.String,
    "value": pl.String,
    "kind": pl.String,
}
OBJECT_VALUES: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "object": pl.String,
    "name": pl.String,
    "value": pl.String,
    "kind": pl.String,
    "time": TIME,
}


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """What happened when, to which objects.

    Parameters
    ----------
    events : polars.DataFrame
        `event` (id), `type`, `time` (UTC), `precision` (`time`, `day`, `month`, `year`), `actual` (false: planned).
    objects : polars.DataFrame
        `object` (id), `type`.
    links : polars.DataFrame
        `event`, `object`, `role`.
    object_links : polars.DataFrame
        `source`, `target`, `role`.
    event_values : polars.DataFrame
        `event`, `name`, `value` (text), `kind` (`string`, `integer`, `float`, `boolean`, `time`).
    object_values : polars.DataFrame
        `object`, `name`, `value`, `kind`, `time` (since when; null: always).
    problems : Problems
        What could not be read.
    """

    events: pl.DataFrame
    objects: pl.DataFrame
    links: pl.DataFrame
    object_links: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=OBJECT_LINKS))
    event_values: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EVENT_VALUES))
    object_values: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=OBJECT_VALUES))
    problems: Problems = field(default_factory=Problems)

    def __len__(self) -> int:
        return self.events.height

    def types(self) -> dict[str, int]:
        """Count objects by type."""
        return dict(self.objects.group_by("type").len().sort("type").iter_rows())


@dataclass(frozen=True, slots=True, eq=False)
class Flat:
    """An event log by one type of object.

    Parameters
    ----------
    events : polars.DataFrame
        `case`, `event`, `type`, `time`, `actual`, sorted by case and time, equal times in the order of the log.
    object_type : str
        What a case is.
    without_case : int
        Events that no such object had: they are left out.
    repeated : int
        Times that an event stands in a further case, since several objects had it.
    """

    events: pl.DataFrame
    object_type: str
    without_case: int
    repeated: int

    @property
    def cases(self) -> int:
        """Count the cases."""
        return self.events["case"].n_unique()

    @property
    def activities(self) -> int:
        """Count the types of event."""
        return self.events["type"].n_unique()

    def variants(self) -> pl.DataFrame:
        """Return each sequence of event types with the number of cases that went this way, most frequent first."""
        paths = self.events.group_by("case", maintain_order=True).agg(pl.col("type").alias("path"))
        return paths.group_by("path").len("cases").sort(["cases", pl.col("path").list.join("\x1f")], descending=[True, False])


def flatten(log: EventLog, object_type: str, *, planned: bool = False) -> Flat:
    """Return the log as cases of one type of object.

    Parameters
    ----------
    log : EventLog
        The log.
    object_type : str
        What a case is.
    planned : bool
        Whether to keep events that are only planned.

    Raises
    ------
    SpellError
        If there is no object of the type.
    """
    cases = log.objects.filter(pl.col("type") == object_type)
    if not cases.height:
        known = ", ".join(log.types()) or "no object"
        raise SpellError("The log has no object of this type", got=object_type, expected=known)
    events = log.events.with_row_index("order")
    if not planned:
        events = events.filter("actual")
    links = log.links.join(cases.select("object"), on="object", how="semi").unique(["event", "object"], maintain_order=True)
    flat = events.join(links.select("event", pl.col("object").alias("case")), on="event", how="inner")
    flat = flat.sort("case", "time", "order").select("case", "event", "type", "time", "actual")
    distinct = flat["event"].n_unique()
    return Flat(flat, object_type, events.height - distinct, flat.height - distinct)
