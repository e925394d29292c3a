"""Cells of the CSV, XLSX and XLS files that a model reads, by their own addresses.

A model names cells (`B2`), so a grid must keep empty leading rows and columns, and XLSX's named ranges count as cells
too; that is why XLSX is read here from its own XML (ECMA-376) and only the old XLS goes through calamine. A file is
read only if it lies in the model's folder or below.
"""

from __future__ import annotations

import csv
import functools
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from ecotone.errors import ModelError, UnsafeFileError

if TYPE_CHECKING:
    from pathlib import Path

_LIMIT: Final = 200_000_000
_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)\*?")
Cell = float | str | None


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet: rows of numbers, texts and None, from A1 on; `names` are ranges by name."""

    rows: tuple[tuple[Cell, ...], ...]
    names: dict[str, tuple[int, int, int, int]]

    def at(self, row: int, column: int) -> Cell:
        """Return a cell counted from 0; None outside."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def number(self, row: int, column: int) -> float | None:
        """Return a cell's number, or None."""
        value = self.at(row, column)
        if isinstance(value, float):
            return value
        if isinstance(value, str):
            try:
                return float(value.strip())
            except ValueError:
                return None
        return None

    def place(self, text: str, where: str) -> tuple[int, int]:
        """Return row and column, from 0, of a cell address or of a named range's first cell."""
        match = _CELL.fullmatch(text.strip())
        if match:
            return int(match[2]) - 1, column_number(match[1])
        named = self.names.get(text.strip().rstrip("*").lower())
        if named is None:
            raise ModelError("This is no cell and no named range", where=where, got=text, expected="for example 'B2'")
        return named[0], named[1]


def column_number(letters: str) -> int:
    """Return the column, from 0, of its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def locate(folder: Path | None, name: str, where: str) -> Path:
    """Find a data file beside the model.

    Raises
    ------
    UnsafeFileError
        If the name leads out of the model's folder.
    ModelError
        If there is no such file.
    """
    if folder is None:
        raise ModelError("The model reads a data file, but was not read from a folder itself", where=where, got=name)
    clean = name.replace("\\", "/")
    path = (folder / clean).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UnsafeFileError("A model may read only files in its own folder", where=where, got=name)
    if name.startswith("?"):
        raise ModelError(
            "The data file is named by a tag",
            where=where,
            got=name,
            remedy=f"Put the workbook into {folder.name}/ under the name '{name[1:]}.xlsx'",
        )
    if not path.is_file():
        twin = next((path.with_suffix(s) for s in (".xlsx", ".xls", ".csv") if path.with_suffix(s).is_file()), None)
        if twin is None or path.suffix.lower() not in {".xls", ".xlsx"}:
            raise ModelError("The data file is missing", where=where, got=name, expected=f"a file in {folder.name}/")
        path = twin
    if path.stat().st_size > _LIMIT:
        raise UnsafeFileError("The data file is too large", where=where, got=f"{path.stat().st_size:,} bytes")
    return path


def grid(path: Path, sheet: str, where: str) -> Grid:
    """Read a sheet of a workbook, or a CSV file whose `sheet` is its separator."""
    try:
        return _grid(path, sheet, path.stat().st_mtime_ns)
    except (ModelError, UnsafeFileError) as error:
        raise type(error)(error.what, where=where, got=error.got, expected=error.expected, remedy=error.remedy) from None


@functools.lru_cache(maxsize=64)
def _grid(path: Path, sheet: str, _stamp: int) -> Grid:
    """Read a sheet once for all variables that name a cell of it."""
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tab", ".txt"}:
        separator = {",": ",", ";": ";", "tab": "\t", "\\t": "\t", "\t": "\t"}.get(sheet.lower(), sheet[:1] or ",")
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        return Grid(tuple(tuple(_cell(cell) for cell in row) for row in csv.reader(text.splitlines(), delimiter=separator)), {})
    if suffix == ".xls":
        return _old(path, sheet)
    return _xlsx(path, sheet)


def _cell(text: str) -> Cell:
    stripped = text.strip()
    try:
        return float(stripped)
    except ValueError:
        return stripped or None


def _old(path: Path, sheet: str) -> Grid:
    import fastexcel

    book = fastexcel.read_excel(str(path))
    named = next((name for name in book.sheet_names if name.lower() == sheet.lower()), None)
    if named is None:
        raise ModelError("The workbook has no such sheet", got=sheet, expected=", ".join(book.sheet_names))
    frame = book.load_sheet(named, header_row=None, dtypes="string", skip_rows=0).to_polars()
    blank = (None,) * max(_width(path.read_bytes(), book.sheet_names.index(named)) - frame.width, 0)
    return Grid(tuple((*blank, *(None if cell is None else _cell(cell) for cell in row)) for row in frame.rows()), {})


def _width(content: bytes, sheet: int) -> int:
    """Read how many columns a sheet spans from its DIMENSIONS record (BIFF8): calamine drops empty leading columns."""
    found = [match[1] for match in re.finditer(rb"\x00\x02\x0e\x00(.{14})", content, re.DOTALL)]
    return int.from_bytes(found[sheet][10:12], "little") if sheet < len(found) else 0


def _xlsx(path: Path, sheet: str) -> Grid:
    try:
        with zipfile.ZipFile(path) as book:
            if sum(item.file_size for item in book.infolist()) > _LIMIT:
                raise UnsafeFileError("The workbook unpacks to too much", got=path.name)
            return _sheet(book, sheet)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise ModelError("The workbook cannot be read", got=f"{path.name}: {error}") from None


def _parse(book: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(book.read(name), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _sheet(book: zipfile.ZipFile, sheet: str) -> Grid:
    workbook = _parse(book, "xl/workbook.xml")
    links = {link.get("Id"): link.get("Target") or "" for link in _parse(book, "xl/_rels/workbook.xml.rels")}
    sheets = list(workbook.iter("{*}sheet"))
    chosen = next((item for item in sheets if (item.get("name") or "").lower() == sheet.lower()), None)
    if chosen is None:
        raise ModelError("The workbook has no such sheet", got=sheet, expected=", ".join(s.get("name") or "" for s in sheets))
    relation = next(value for key, value in chosen.attrib.items() if str(key).endswith("}id"))
    target = str(links[str(relation)])
    target = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    shared: list[str] = []
    if "xl/sharedStrings.xml" in book.namelist():
        shared = ["".join(text.text or "" for text in item.iter("{*}t")) for item in _parse(book, "xl/sharedStrings.xml").iter("{*}si")]
    cells: dict[tuple[int, int], Cell] = {}
    height = width = 0
    for cell in _parse(book, target).iter("{*}c"):
        match = _CELL.fullmatch(cell.get("r") or "")
        value = next(cell.iter("{*}v"), None)
        kind = cell.get("t")
        if match is None:
            continue
        row, column = int(match[2]) - 1, column_number(match[1])
        if kind == "inlineStr":
            content: Cell = "".join(text.text or "" for text in cell.iter("{*}t"))
        elif value is None or value.text is None:
            continue
        elif kind == "s":
            content = shared[int(value.text)]
        elif kind in {"str", "e"}:
            content = _cell(value.text)
        else:
            content = float(value.text)
        cells[(row, column)] = content
        height, width = max(height, row + 1), max(width, column + 1)
    if height * width > 20_000_000:
        raise UnsafeFileError("The sheet is too large", got=f"{height} × {width} cells")
    rows = tuple(tuple(cells.get((row, column)) for column in range(width)) for row in range(height))
    return Grid(rows, _names(workbook, sheet, sheets.index(chosen)))


def _names(workbook: etree._Element, sheet: str, number: int) -> dict[str, tuple[int, int, int, int]]:
    """Read the named ranges of a sheet; one that is the sheet's own beats one of the whole workbook."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for item in sorted(workbook.iter("{*}definedName"), key=lambda item: item.get("localSheetId") is not None):
        if item.get("localSheetId") not in {None, str(number)}:
            continue
        home, _, cells = (item.text or "").rpartition("!")
        if home.strip("'").replace("''", "'").lower() != sheet.lower():
            continue
        first, _, last = cells.partition(":")
        a, b = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if a and b:
            found[str(item.get("name")).lower()] = (int(a[2]) - 1, column_number(a[1]), int(b[2]) - 1, column_number(b[1]))
    return found
