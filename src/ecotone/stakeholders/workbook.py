"""An answer as a workbook: one sheet a table, texts as texts, so that no name ever becomes a formula or a link."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import now

if TYPE_CHECKING:
    from ecotone.answer import Answer, Column, Table

LONGEST_CELL: Final = 32_000
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
WIDTHS: Final = {"integer": 10, "actor": 8, "number": 10, "percent": 10, "date": 12, "estimate": 18, "evidence": 10}
WIDE: Final = frozenset({"why", "how", "means", "expectation", "proposed", "who", "tied", "untied", "capabilities", "seekers"})
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def plain(text: str) -> str:
    r"""Return a text that stays a text when the sheet is saved as CSV and opened again: what could begin a formula gets an apostrophe.

    Examples
    --------
    >>> plain("=HYPERLINK(1)"), plain("Bay University"), plain("-2")
    ("'=HYPERLINK(1)", 'Bay University', "'-2")
    """
    return (f"'{text}" if text.startswith(DANGEROUS) else text)[:LONGEST_CELL]


def workbook(answer: Answer) -> bytes:
    """Return an answer as XLSX: the tables, then a sheet that says what was asked, how, and what to be careful about.

    Parameters
    ----------
    answer : Answer
        The same answer gives the same bytes on the same day.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": plain(answer.question), "created": now().replace(tzinfo=None)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "percent": book.add_format({"num_format": "0 %", "valign": "top"}),
        "number": book.add_format({"num_format": "General", "valign": "top"}),
    }
    names: set[str] = set()
    for table in answer.tables:
        _sheet(book.add_worksheet(_name(table.title, names)), table, formats)
    about = book.add_worksheet(_name("About", names))
    about.set_column(0, 0, 110)
    for row, line in enumerate(answer.explain().splitlines()):
        about.write_string(row, 0, plain(line), formats["text"])
    book.close()
    return out.getvalue()


def _sheet(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, 48 if column.name in WIDE else WIDTHS.get(column.format, 24))
        sheet.write_string(0, place, plain(f"{column.label} ({column.unit})" if column.unit else column.label), formats["head"])
    rows = table.rows()
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(table.columns):
            _cell(sheet, number, place, row[column.name], column, formats)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)


def _cell(sheet: Any, row: int, place: int, value: Any, column: Column, formats: dict[str, Any]) -> None:
    if column.format == "estimate" and value is not None:
        low, high = value.get("low"), value.get("high")
        if low is not None:
            sheet.write_string(row, place, f"{value['value']:g} ({low:g} to {high:g})", formats["text"])
            return
        value = value.get("value")
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, "yes" if value else "no", formats["text"])
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, formats["percent" if column.format == "percent" else "number"])
    else:
        sheet.write_string(row, place, plain(str(value)), formats["text"])


def _name(title: str, taken: set[str]) -> str:
    """Return a name that a sheet may have, each once."""
    clean = "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip("' ") or "Sheet"
    found, number = clean, 2
    while found.casefold() in taken:
        found, number = f"{clean[:27]} {number}", number + 1
    taken.add(found.casefold())
    return found
