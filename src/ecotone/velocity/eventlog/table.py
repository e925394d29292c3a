"""Events in a table: one row an event, columns named by a mapping.

A row without a case, an activity or a time is refused and counted. Dates keep their precision: `2024-05` is a month,
stored as its first day with precision `month`.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ecotone.dates import Date
from ecotone.errors import DateError, InputError, UnreadableError
from ecotone.problems import Problem, Problems
from ecotone.velocity.eventlog.log import EVENT_VALUES, EVENTS, LINKS, OBJECTS, EventLog

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what.

    Parameters
    ----------
    case, activity, time : str
        Names of columns.
    objects : mapping of str to str
        Further columns that name objects, with the type of each: `{"employee": "person"}`.
    case_type : str
        The type of the object in `case`.
    """

    case: str
    activity: str
    time: str
    objects: Mapping[str, str]
    case_type: str = "case"


def read_table(path: str | Path, columns: Columns) -> EventLog:
    """Read a CSV of events.

    Parameters
    ----------
    path : str or Path
        A CSV with a header, separated by commas, semicolons or tabs.
    columns : Columns
        Which column holds what.

    Raises
    ------
    InputError
        If a named column is missing.
    UnreadableError
        If no row is an event.
    """
    path = Path(path)
    problems = Problems()
    events: list[tuple[str, str, dt.datetime, str, bool]] = []
    objects: dict[str, str] = {}
    links: list[tuple[str, str, str]] = []
    values: list[tuple[str, str, str, str]] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        delimiter = max(",;\t", key=first.count)
        reader = csv.DictReader(stream, delimiter=delimiter)
        wanted = [columns.case, columns.activity, columns.time, *columns.objects]
        missing = [name for name in wanted if name not in (reader.fieldnames or [])]
        if missing:
            raise InputError(
                "The table lacks a column", where=path.name, got=", ".join(reader.fieldnames or []), expected=", ".join(missing)
            )
        for row, cells in enumerate(reader, start=2):
            case, activity, text = ((cells[name] or "").strip() for name in (columns.case, columns.activity, columns.time))
            moment = _moment(text)
            if not case or not activity or moment is None:
                what = "The row has no case" if not case else "The row has no activity" if not activity else "The time is no time"
                problems.add(Problem(what, file=path.name, row=row, got=text if case and activity else None))
                continue
            id_ = f"e{len(events) + 1}"
            events.append((id_, activity, moment[0], moment[1], True))
            objects[case] = columns.case_type
            links.append((id_, case, columns.case_type))
            for name, kind in columns.objects.items():
                other = (cells[name] or "").strip()
                if other:
                    objects.setdefault(other, kind)
                    links.append((id_, other, name))
            values.extend((id_, name, text, "string") for name, text in cells.items() if name and name not in wanted and text)
    if not events:
        raise UnreadableError("No row is an event", where=path.name, got=str(next(iter(problems), "no row")))
    return EventLog(
        pl.DataFrame(events, schema=EVENTS, orient="row"),
        pl.DataFrame(list(objects.items()), schema=OBJECTS, orient="row"),
        pl.DataFrame(links, schema=LINKS, orient="row"),
        event_values=pl.DataFrame(values, schema=EVENT_VALUES, orient="row"),
        problems=problems,
    )


def _moment(text: str) -> tuple[dt.datetime, str] | None:
    """Read a time or a date; return it with its precision."""
    clean = text.strip().replace("/", "-") if text[:4].isdecimal() else text.strip()
    if len(clean) > 10:
        try:
            moment = dt.datetime.fromisoformat(clean)
        except ValueError:
            pass
        else:
            return (moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)), "time"
    try:
        date = Date.parse(clean)
    except DateError:
        return None
    return dt.datetime.combine(date.first, dt.time(), dt.UTC), date.precision
