"""Workbooks: their sheets as rows of texts, and a source's table that was saved as a workbook.

Portals offer the same table as CSV and as a workbook, and people save one as the other. So a sheet is shown to the sources as the table
that it is; only what none of them knows is a user's own spreadsheet.

References
----------
ECMA-376, Office Open XML. OASIS, OpenDocument 1.3.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from ecotone.errors import UnreadableError
from ecotone.problems import Problem
from ecotone.sources.opened import HEAD, Opened
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecotone.ecosystem.statements import Statement
    from ecotone.problems import Problems
    from ecotone.sources.source import Source
    from ecotone.work import Work

_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
DAMAGED: Final = "The workbook is damaged or of an unknown kind"
SAVE_AGAIN: Final = "Open it in a spreadsheet program and save it as .xlsx again"
_PACKED: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(opened: Opened) -> bool:
    """Tell a workbook by its packing; text under a workbook's name is a table."""
    return opened.head.startswith(_PACKED)


def is_named_so(opened: Opened) -> bool:
    """Tell a workbook's name, whatever is in the file."""
    return opened.suffix in _SUFFIXES


def sheets(opened: Opened) -> list[tuple[str, list[list[str]]]]:
    """Return name and rows of every sheet, each cell a trimmed text.

    Raises
    ------
    UnreadableError
        If the workbook is damaged or of an unknown kind.
    """
    import fastexcel

    try:
        book = fastexcel.read_excel(opened.read())
        frames = [(name, book.load_sheet(name, header_row=None, dtypes="string").to_polars()) for name in book.sheet_names]
    except Exception as error:  # noqa: BLE001  the reader raises errors of its own and of the formats below it
        got = str(error).partition("\n")[0].removeprefix("calamine error: ")[:200]
        raise UnreadableError(DAMAGED, where=opened.name, got=got, remedy=SAVE_AGAIN) from None
    return [(name, [[(cell or "").strip() for cell in row] for row in frame.iter_rows()]) for name, frame in frames]


class SavedAsWorkbook:
    """A source whose table stands in sheets of a workbook."""

    def __init__(self, source: Source, tables: list[Opened], others: list[str]) -> None:
        """Take the source, the sheets that are its tables, and the names of the sheets that are not."""
        self.name, self.label, self.licence, self.shows = source.name, source.label, source.licence, source.shows
        self._source = source
        self._tables = tables
        self._others = others

    def recognises(self, opened: Opened) -> bool:
        """Tell whether the file is a workbook."""
        return is_workbook(opened)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read the statements of every sheet that is one of the source's tables."""
        for table in self._tables:
            yield from self._source.read(table, problems, work=work)
        for name in self._others:
            problems.add(Problem(f"The sheet is no table of {self.label}", file=opened.name, got=name, severity="noted"))


def saved_as_workbook(opened: Opened, sources: Iterable[Source]) -> SavedAsWorkbook | None:
    """Find the source whose tables stand in a workbook, None where there is none or the workbook cannot be read."""
    try:
        tables = [_as_table(opened, name, rows) for name, rows in sheets(opened) if any(any(row) for row in rows)]
    except UnreadableError:
        return None
    for source in sources:
        own = [table for table in tables if source.recognises(table)]
        if own:
            return SavedAsWorkbook(source, own, [table.name.rsplit("/", 1)[-1] for table in tables if table not in own])
    return None


def _as_table(opened: Opened, name: str, rows: list[list[str]]) -> Opened:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    data = text.getvalue().encode("utf-8", "replace")
    return Opened(f"{opened.name}/{name}", data[:HEAD], len(data), opened.limits, lambda: io.BytesIO(data))
