"""A user's own tables, as CSV or as sheets of a workbook: actors (`Label`, `Type` ...) and ties (`From`, `To` ...).

The meaning of a column is guessed from its name and said in a note; every column that is not known becomes a claim or a
field under its own name. Banner rows above the header are passed over, a cell of several values is split at `|`, and a merged
cell (empty below the first) in a `From` column carries on. A row is known again by its sheet and its names, so an edited
sheet that is imported again updates what it said.

References
----------
Kumu documentation, import sheets (`Label`, `Type`, `From`, `To`). ECMA-376, Office Open XML.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Claim, Evidence, Mention, Place, Statement, Tie
from ecotone.errors import InputError, UnreadableError
from ecotone.sources import workbook
from ecotone.sources.contacts import is_contact
from ecotone.sources.delimited import Row, header, rows
from ecotone.sources.looks import is_event_log
from ecotone.sources.opened import wide_encoding
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import Where, clean
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "spreadsheet"
BANNER_ROWS: Final = 30
"""How far down a sheet the header is looked for."""

MEANINGS: Final[dict[str, tuple[str, ...]]] = {
    "from": ("from", "source", "from name", "source name"),
    "to": ("to", "target", "to name", "target name"),
    "name": (
        "label",
        "name",
        "organisation",
        "organization",
        "actor",
        "actor name",
        "organisation name",
        "organization name",
        "company",
        "institution",
    ),
    "type": ("type", "kind", "relationship", "relation", "tie", "connection type"),
    "sector": ("sector",),
    "city": ("city", "town"),
    "region": ("region", "state", "county", "province"),
    "country": ("country",),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "weight": ("weight", "strength"),
    "start": ("start", "start date", "valid from", "since", "from date"),
    "end": ("end", "end date", "valid to", "until", "to date"),
    "direction": ("direction",),
    "id": ("id", "identifier"),
}
"""Names of columns that are understood, in lower case."""

_LATER: Final = re.compile(r"\s*\|\s*")


class Spreadsheet:
    """Actors and ties that a user has listed."""

    name = NAME
    label = "Spreadsheet"
    licence = "as the file's owner says"
    shows = Shows((Between("relation"),), tuple(Sector), "where the listed actors are", (None, None), "whatever was not listed")

    def __init__(self, columns: Mapping[str, str] | None = None) -> None:
        """Take what columns mean, where the user says so: meaning to name of column; the others are guessed.

        Raises
        ------
        InputError
            If there is no such meaning, or one end of a tie has a column and the other has none.
        """
        self._given = dict(columns or {})
        if wrong := sorted(set(self._given) - set(MEANINGS)):
            raise InputError("There is no such meaning of a column", got=", ".join(wrong), expected=", ".join(MEANINGS))
        if len({"from", "to"} & set(self._given)) == 1:
            raise InputError("A tie has two ends", got=", ".join(sorted(self._given)), expected="a column for from and one for to")

    def recognises(self, opened: Opened) -> bool:
        """Tell a workbook by its packing, a table by two ends, or a label and something beside it."""
        if workbook.is_named_so(opened) or workbook.is_workbook(opened):
            return True
        known = mapping(header(opened.head), self._given)
        if not self._given and is_event_log(opened):
            return False
        return {"from", "to"} <= set(known) or ("name" in known and len(known) > 1)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read every sheet that lists actors or ties; others are noted.

        Raises
        ------
        UnreadableError
            If the workbook is damaged, or no sheet lists anything.
        """
        found = False
        lacking: set[str] = set()
        for sheet, columns, table in _sheets(opened, problems, self._given):
            known = mapping(columns, self._given)
            where = Where(problems, opened.name if sheet is None else f"{opened.name}, sheet {sheet}")
            if missing := sorted(set(self._given.values()) - set(columns)):
                lacking |= set(missing)
                where.noted("The sheet lacks columns that were named", ", ".join(missing), ", ".join(columns)[:200])
                continue
            if not ({"from", "to"} <= set(known) or "name" in known):
                where.noted("The sheet lists neither actors nor ties", got=", ".join(columns)[:200])
                continue
            found = True
            where.noted(
                "Columns were understood by their names", got="; ".join(f"{column} is {meaning}" for meaning, column in known.items())
            )
            place = f"{PurePath(opened.name).name}{'' if sheet is None else f'/{sheet}'}"
            yield from _Sheet(place, known, where).statements(table, work)
        if not found and lacking:
            raise UnreadableError(
                "No sheet has the columns that were named",
                where=opened.name,
                got=", ".join(sorted(lacking)),
                remedy="Look at their spelling",
            )
        if not found:
            raise UnreadableError(
                "No sheet lists actors or ties", where=opened.name, expected="columns such as Label and Type, or From and To"
            )


def mapping(columns: list[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Guess what columns mean, but for those that are given: meaning to name of column, each once.

    Examples
    --------
    >>> mapping(["Label", "Type", "Net Worth"])
    {'name': 'Label', 'type': 'Type'}
    """
    found = {meaning: column for meaning, column in (given or {}).items() if column in columns}
    for meaning, names in MEANINGS.items():
        if meaning in found:
            continue
        column = next(
            (column for name in names for column in columns if column.strip().lower() == name and column not in found.values()), None
        )
        if column is not None:
            found[meaning] = column
    if {"from", "to"} <= set(found) and "name" not in (given or {}):
        found.pop("name", None)
    elif "name" in (given or {}):
        found = {meaning: column for meaning, column in found.items() if meaning not in {"from", "to"}}
    return found


def _sheets(opened: Opened, problems: Problems, given: Mapping[str, str]) -> Iterator[tuple[str | None, list[str], Iterator[Row]]]:
    if workbook.is_workbook(opened):
        yield from _workbook(opened, given)
    elif workbook.is_named_so(opened) and b"\0" in opened.head and not wide_encoding(opened.head):
        raise UnreadableError(workbook.DAMAGED, where=opened.name, remedy=workbook.SAVE_AGAIN)
    else:
        yield None, header(opened.head), rows(opened, problems)


def _workbook(opened: Opened, given: Mapping[str, str]) -> Iterator[tuple[str | None, list[str], Iterator[Row]]]:
    for name, cells in workbook.sheets(opened):
        top = _header_row(cells, given)
        if top is not None:
            yield name, [cell for cell in cells[top] if cell], _rows(cells, top)
        elif any(any(row) for row in cells):
            yield name, [cell for cell in cells[0] if cell], iter(())


def _header_row(cells: list[list[str]], given: Mapping[str, str]) -> int | None:
    """Find the header: the first row that names both ends, or a label beside something else, or all columns that are given."""
    for number, row in enumerate(cells[:BANNER_ROWS]):
        known = mapping([cell for cell in row if cell], given)
        if given and set(given.values()) <= set(row):
            return number
        if {"from", "to"} <= set(known) or ("name" in known and sum(bool(cell) for cell in row) > 1):
            return number
    return None


def _rows(cells: list[list[str]], top: int) -> Iterator[Row]:
    names = [cell or f"column {position}" for position, cell in enumerate(cells[top], start=1)]
    for number, row in enumerate(cells[top + 1 :], start=top + 2):
        if any(row):
            yield Row(number, dict(zip(names, row, strict=False)))


class _Sheet:
    """One table on its way into the record."""

    def __init__(self, place: str, known: dict[str, str], where: Where) -> None:
        self._place = place
        self._known = known
        self._where = where
        self._seen: Counter[str] = Counter()
        self._last_from = ""
        self._dropped: set[str] = set()

    def statements(self, table: Iterator[Row], work: Work) -> Iterator[Statement]:
        """Yield one statement a row."""
        is_ties = "from" in self._known and "to" in self._known
        for row in table:
            work.step(row.number, None, self._place)
            where = Where(self._where.problems, self._where.file, row.number)
            said = self._tie(row, where) if is_ties else self._actor(row, where)
            if said is not None:
                yield said

    def _cell(self, row: Row, meaning: str) -> str | None:
        return clean(row[self._known[meaning]]) if meaning in self._known else None

    def _others(self, row: Row) -> list[tuple[str, str]]:
        """Return the cells of columns that are not understood, values split at `|`."""
        known = set(self._known.values())
        return [
            (column, value)
            for column, cell in row.cells.items()
            if column not in known
            for value in _LATER.split(cell)
            if clean(value) is not None and not self._is_dropped(column, value)
        ]

    def _is_dropped(self, column: str, value: str) -> bool:
        """Drop how to reach a person, and note each column once."""
        if not is_contact(column, value):
            return False
        if column not in self._dropped:
            self._dropped.add(column)
            self._where.noted("Telephone numbers, e-mail addresses and contact persons are not kept", column)
        return True

    def _evidence(self, key: str) -> Evidence:
        self._seen[key] += 1
        count = self._seen[key]
        return Evidence(NAME, f"{self._place}/{key}" + (f" ({count})" if count > 1 else ""), title=self._place)

    def _actor(self, row: Row, where: Where) -> Statement | None:
        name = self._cell(row, "name")
        if name is None:
            where.refused("The row has no name", self._known["name"])
            return None
        said = (self._cell(row, "sector") or self._cell(row, "type") or "").lower()
        mention = Mention(
            "a", name, "listed", self._cell(row, "id"), self._where_is(row, where), Sector(said) if said in set(Sector) else None
        )
        claims = [Claim("a", column, value) for column, value in self._others(row)]
        if kind := self._cell(row, "type"):
            claims.append(Claim("a", "type", kind))
        return Statement(self._evidence(name), (mention,), (), tuple(claims))

    def _where_is(self, row: Row, where: Where) -> Place | None:
        city, region, country = (self._cell(row, meaning) for meaning in ("city", "region", "country"))
        # Degrees have no thousands, so a comma in them is always a decimal sign.
        degrees = ((self._cell(row, meaning) or "").replace(",", ".") for meaning in ("latitude", "longitude"))
        latitude, longitude = (where.amount(text, meaning) for text, meaning in zip(degrees, ("latitude", "longitude"), strict=True))
        found = Place(city, region, country, latitude, longitude)
        return found if found != Place() else None

    def _tie(self, row: Row, where: Where) -> Statement | None:
        source, target = self._cell(row, "from"), self._cell(row, "to")
        if source is None and target is not None and self._last_from:
            source = self._last_from
            where.noted("An empty cell below a name was read as the same name", self._known["from"], source)
        if source is None or target is None:
            where.refused("The row lacks one of its two ends", self._known["from" if source is None else "to"])
            return None
        self._last_from = source
        fields: dict[str, Any] = {}
        for column, value in self._others(row):
            fields[column] = f"{fields[column]} | {value}" if column in fields else value
        kind = self._cell(row, "type") or "relation"
        start, end = (where.date(self._cell(row, meaning), self._known.get(meaning, meaning)) for meaning in ("start", "end"))
        if start and end and end.last < start.first:
            where.changed("The tie ends before it starts; its dates were dropped", self._known["end"], f"{start} to {end}")
            start = end = None
        weight = where.amount(self._cell(row, "weight"), self._known.get("weight", "weight"))
        undirected = (self._cell(row, "direction") or "").lower() in {"undirected", "mutual"}
        mentions = (
            (Mention("a", source, "listed"), Mention("b", target, "listed")) if source != target else (Mention("a", source, "listed"),)
        )
        tie = Tie("a", mentions[-1].key, kind, 1.0 if weight is None else weight, not undirected, start, end, fields)
        return Statement(self._evidence(f"{source} → {target}, {kind}"), mentions, (tie,))
