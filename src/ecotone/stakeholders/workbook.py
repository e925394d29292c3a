"""An answer as a workbook: one sheet a table, texts as texts, so that no name ever becomes a formula or a link."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.answer import Answer, Column, Table

LONGEST_CELL: Final = 32_000
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
WIDTHS: Final = {"integer": 10, "actor": 8, "number": 10, "percent": 10, "date": 12, "estimate": 26, "evidence": 10}
WIDE: Final = frozenset({"why", "how", "means", "expectation", "proposed", "who", "tied", "untied", "capabilities", "seekers"})
DAY: Final = re.compile(r"(?:19|2\d)\d\d-\d\d-\d\d")
"""A date known to the day; a month or a year stays a text, since a cell knows days only."""
DAY_FORMAT: Final = "yyyy-mm-dd"
LINE: Final = 15.0
"""Height of a line, in points."""
MOST_LINES: Final = 20
NAMES: Final = 34
"""Width of a column of names and other texts."""
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


def day(text: str) -> dt.datetime | None:
    """Return a date that a cell can hold as one, None where the text says less than a day.

    Examples
    --------
    >>> day("2027-03-01"), day("2027-03")
    (datetime.datetime(2027, 3, 1, 0, 0), None)
    """
    if not DAY.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def height(cells: Iterable[tuple[str, float]]) -> float:
    """Return the height of a row whose texts are wrapped in columns of these widths; some programs do not work it out themselves.

    Examples
    --------
    >>> height([("short", 20), ("a text of some length that needs two lines", 30)])
    30.0
    """
    lines = [sum(max(1, math.ceil(len(line) / max(1.0, 0.9 * width))) for line in (text or " ").splitlines()) for text, width in cells]
    return LINE * min(MOST_LINES, max(lines, default=1))


def paper(sheet: Any, rows: int = 1, columns: int = 2) -> None:
    """Print a sheet across the page, as many pages long as it takes; its headings stay in sight and stand on every page."""
    if rows:
        sheet.freeze_panes(rows, columns)
        sheet.repeat_rows(0, rows - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


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
        "id": book.add_format({"valign": "top", "align": "left"}),
        "date": book.add_format({"num_format": DAY_FORMAT, "valign": "top", "align": "left"}),
    }
    names: set[str] = set()
    for table in answer.tables:
        _sheet(book.add_worksheet(_name(table.title, names)), table, formats)
    about = book.add_worksheet(_name("About", names))
    paper(about, rows=0)
    about.set_column(0, 0, 110)
    for row, line in enumerate(answer.explain().splitlines()):
        about.set_row(row, height([(line, 110)]))
        about.write_string(row, 0, plain(line), formats["text"])
    book.close()
    return out.getvalue()


def _sheet(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    paper(sheet)
    rows = table.rows()
    texts = [[_shown(row[column.name]) for column in table.columns] for row in rows]
    widths = [_width(column, [line[place] for line in texts]) for place, column in enumerate(table.columns)]
    titles = [f"{column.label} ({column.unit})" if column.unit else column.label for column in table.columns]
    sheet.set_row(0, height(zip(titles, widths, strict=True)))
    for place, title in enumerate(titles):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(0, place, plain(title), formats["head"])
    for number, (row, line) in enumerate(zip(rows, texts, strict=True), start=1):
        sheet.set_row(number, height(zip(line, widths, strict=True)))
        for place, column in enumerate(table.columns):
            _cell(sheet, number, place, row[column.name], column, formats)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)


def _width(column: Column, texts: list[str]) -> float:
    """Return how wide a column is: as its texts are, up to a limit beyond which they are wrapped."""
    if column.name in WIDE:
        return 48
    if column.format in WIDTHS:
        return WIDTHS[column.format]
    return min(NAMES, max(10, len(column.label) + 4, *(len(text) + 2 for text in texts or [""])))


def _shown(value: Any) -> str:
    """Return about what a cell will show."""
    if isinstance(value, dict):
        return "" if value.get("value") is None else "0.0000 (0.0000 to 0.0000)"
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


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
        shape = {"percent": "percent", "actor": "id", "evidence": "id"}.get(column.format, "number")
        sheet.write_number(row, place, value, formats[shape])
    elif column.format == "date" and (found := day(str(value))) is not None:
        sheet.write_datetime(row, place, found, formats["date"])
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
