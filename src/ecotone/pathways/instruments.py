"""Instruments that clear the way in advance: sandboxes, change plans, reliance, standards, agreements, standing approvals.

An instrument applies to a product if its scope holds, which is a row of conditions like any other: a table of all instruments of a
jurisdiction gives those that apply, may apply, or do not. What it saves is shown with its source, or as not measured. An ecosystem
cannot approve for a regulator; it can clear its own gates, and those days are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

from ecotone.pathways.questions import Question, Questions
from ecotone.pathways.reading import Entry
from ecotone.pathways.table import DecisionTable, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind = Literal[
    "sandbox",
    "enforcement-discretion pilot",
    "predetermined change plan",
    "master file",
    "recognised standard",
    "reliance",
    "single audit",
    "master agreement",
    "standing local approval",
    "accelerator",
    "coverage link",
]
_ROW: Final = ("id", "from", "to", "status", "citation", "source", "checked-on", "verified")
_KEYS: Final = (*_ROW, "jurisdiction", "kind", "title", "scope", "benefit", "conditions", "evidence", "saves", "saves-source", "places")


@dataclass(frozen=True, slots=True)
class PathwayInstrument:
    """An instrument; its scope, dates and citation are the row of its name in the table of its jurisdiction.

    Parameters
    ----------
    name, title : str
        Its name, and what it is called.
    kind : Kind
        What it is.
    jurisdiction : str
        Whose it is.
    benefit : str
        What it clears.
    conditions, evidence : tuple of str
        What it asks for.
    saves : str
        What it saves, as its source says; empty where nobody has measured it.
    saves_source : str
        Who says so.
    places : int or None
        How many can take part; None where that is not limited or not known.
    """

    name: str
    title: str
    kind: Kind
    jurisdiction: str
    benefit: str
    conditions: tuple[str, ...]
    evidence: tuple[str, ...]
    saves: str
    saves_source: str
    places: int | None


def table_name(jurisdiction: str) -> str:
    """Return the name of the table of a jurisdiction's instruments.

    Examples
    --------
    >>> table_name("US")
    'us-instruments'
    """
    return f"{jurisdiction.lower()}-instruments"


def read_instruments(
    entries: Iterable[Entry], questions: Questions, tables: Mapping[str, Question]
) -> tuple[dict[str, PathwayInstrument], list[DecisionTable]]:
    """Read instruments, and the table that each jurisdiction's make up.

    Parameters
    ----------
    entries : iterable of Entry
        As YAML gave them.
    questions, tables
        What scopes may ask: questions, and outcomes of tables.
    """
    found: dict[str, PathwayInstrument] = {}
    by_place: dict[str, list[Entry]] = {}
    for entry in entries:
        each = _instrument(entry)
        if each.name in found:
            entry.refuse("This instrument stands twice")
        found[each.name] = each
        by_place.setdefault(each.jurisdiction, []).append(entry)
    askable = Questions({**questions.questions, **tables})
    return found, [_table(place, of_place, found, askable) for place, of_place in by_place.items()]


def _instrument(entry: Entry) -> PathwayInstrument:
    """Read one instrument."""
    entry.only(_KEYS)
    kind = entry.text("kind")
    if kind not in get_args(Kind):
        entry.refuse("This kind of instrument is not known", got=kind, expected=", ".join(get_args(Kind)))
    saves, saves_source = entry.text("saves", ""), entry.text("saves-source", "")
    if saves and not saves_source:
        entry.refuse("What it saves needs a source", remedy="Add `saves-source:`, or leave `saves:` out")
    places = entry.number("places")
    return PathwayInstrument(
        entry.text("id"),
        entry.text("title"),
        cast("Kind", kind),
        entry.text("jurisdiction"),
        entry.text("benefit"),
        entry.texts("conditions"),
        entry.texts("evidence"),
        saves,
        saves_source,
        None if places is None else int(places),
    )


def _table(place: str, entries: list[Entry], instruments: Mapping[str, PathwayInstrument], askable: Questions) -> DecisionTable:
    """Return the table of a jurisdiction's instruments: all whose scope holds."""
    names = tuple(entry.text("id") for entry in entries)
    outcomes = Question(table_name(place), "Which instruments clear the way?", names, tuple(instruments[name].title for name in names))
    rows = [
        Entry(
            {
                **{key: entry[key] for key in _ROW if key in entry},
                "when": entry.entry("scope"),
                "then": entry["id"],
                "why": instruments[entry.text("id")].benefit,
            },
            entry.file,
            entry.line,
        )
        for entry in entries
    ]
    inputs = tuple(dict.fromkeys(name for entry in entries for name in entry.entry("scope")))
    return read_rows(
        rows,
        askable,
        outcomes,
        name=table_name(place),
        title="Instruments",
        jurisdiction=place,
        inputs=inputs,
        where=entries[0].where,
    )
