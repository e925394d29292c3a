"""Values that a model takes from files: data series, constants, lookups and subscripts, as Vensim's GET functions say.

Two ways in: a `GET DIRECT DATA` (or XLS) call that names a cell of a file beside the model, and a data file in one of
Vensim's own text forms (`.dat`: name, then lines of time and value; `.tab` or `.csv`: a column for every variable)
given when the model is read.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from ecotone.dynamics.formats.expression import NA
from ecotone.dynamics.sheets import column_number, grid, locate
from ecotone.dynamics.syntax import Call, Document, Text, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ecotone.dynamics.ranges import Ranges
    from ecotone.dynamics.scopes import Part
    from ecotone.dynamics.sheets import Grid
    from ecotone.dynamics.syntax import Equation

Points = tuple[tuple[float, ...], tuple[float, ...]]
Series = dict[str, Points]


class External:
    """The files of one model.

    Parameters
    ----------
    document : Document
        The model; its folder is the only one that is read.
    data : sequence of Path
        Data files in Vensim's text forms.
    """

    def __init__(self, document: Document, data: Sequence[Path] = ()) -> None:
        self.document = document
        self.files = tuple(data)
        self._loaded: Series | None = None

    def _sheet(self, call: Call, where: str) -> tuple[Grid, list[str]]:
        texts = [argument.value for argument in call.arguments if isinstance(argument, Text)]
        if len(texts) != len(call.arguments) or len(texts) < 3:
            raise ModelError(f"{display(call.name).upper()} takes quoted texts", where=where, expected="'file', 'sheet', 'cell' …")
        name = texts[0]
        if name.startswith("?"):
            stem = name[1:].lower()
            folder = self.document.folder
            match = (
                next((p for p in sorted(folder.rglob("*")) if p.stem.lower() == stem and p.suffix.lower() in {".xlsx", ".xls"}), None)
                if folder
                else None
            )
            name = str(match.relative_to(folder)) if match is not None and folder is not None else name
        return grid(locate(self.document.folder, name, where), texts[1], where), texts[2:]

    def subscripts(self, call: Call, where: str) -> list[str]:
        """Read GET DIRECT SUBSCRIPT(file, sheet, first cell, last cell, prefix)."""
        sheet, rest = self._sheet(call, where)
        if len(rest) < 2:
            raise ModelError("GET DIRECT SUBSCRIPT needs a first and a last cell", where=where)
        prefix = rest[2] if len(rest) > 2 else ""
        row, column = sheet.place(rest[0], where)
        last = rest[1].strip()
        bottom, right = len(sheet.rows) - 1, max(map(len, sheet.rows), default=0) - 1
        if re.fullmatch(r"[A-Za-z]{1,3}", last) and last.lower() not in sheet.names:  # down the columns up to this one
            right = column_number(last)
        elif last.isdigit():  # along the rows up to this one
            bottom = int(last) - 1
        elif last:
            bottom, right = sheet.place(last, where)
        found = []
        for at_row in range(row, bottom + 1):
            for at_column in range(column, right + 1):
                value = sheet.at(at_row, at_column)
                if value is not None:
                    found.append(prefix + (f"{value:g}" if isinstance(value, float) else value))
        if not found:
            raise ModelError("The cells hold no subscripts", where=where, got=" to ".join(rest[:2]))
        return found

    def constant(self, call: Call, part: Part, ranges: Ranges, where: str) -> float:
        """Read GET DIRECT CONSTANTS at the place of one element: rows down, the last subscript across, `*` turned."""
        sheet, rest = self._sheet(call, where)
        row, column = sheet.place(rest[0], where)
        places = [(ranges.position(element, key) or 0, len(ranges.members[key])) for (key, element) in part.bound if ranges.is_range(key)]
        down, across = 0, 0
        if places:
            across = places[-1][0]
            for position, size in places[:-1]:
                down = down * size + position
        if rest[0].strip().endswith("*"):
            down, across = across, down
        value = sheet.number(row + down, column + across)
        # An empty or unreadable cell counts as 0, as Vensim's own reading does when told to go on.
        return 0.0 if value is None else value

    def series(self, equation: Equation, part: Part, ranges: Ranges, where: str, *, lookup: bool = False) -> Points:
        """Return times and values of a data variable's element, or x and y of a lookup's."""
        if isinstance(equation.expression, Call):
            call = equation.expression
            if not re.fullmatch(r"get (xls|direct) (data|lookups)", fold(call.name)):
                raise ModelError(f"{display(call.name).upper()} is not supported", where=where)
            return self._cells(call, part, where)
        _ = lookup
        label = display(equation.name)
        if part.bound:
            label += "[" + ",".join(ranges.names.get(element, element) for _, element in part.bound) + "]"
        if self._loaded is None:
            self._loaded = {}
            for path in self.files or self._beside():
                self._loaded.update(read_series(path))
        found = self._loaded.get(series_key(label))
        if found is None:
            if self._loaded:
                return (0.0,), (NA,)  # a data variable without data is not available, as in Vensim
            raise ModelError(
                "The variable has neither an equation nor data",
                where=where,
                remedy="Give it an equation, or name its data file when reading the model",
            )
        return found

    def _beside(self) -> list[Path]:
        """Return the data files that lie beside the model by name: `model_data.*`, `data.*`."""
        folder = self.document.folder
        if folder is None:
            return []
        stem = self.document.file.rpartition(".")[0]
        wanted = [f"{start}{end}" for start in (f"{stem}_data", "data") for end in (".dat", ".tab", ".csv")]
        return [folder / name for name in wanted if (folder / name).is_file()]

    def _cells(self, call: Call, part: Part, where: str) -> Points:
        """Read a series whose times run along a row (named by number) or down a column (named by letters)."""
        sheet, rest = self._sheet(call, where)
        if len(rest) < 2:
            raise ModelError(f"{display(call.name).upper()} needs the place of the times and the first cell", where=where)
        axis, first = rest[0].strip(), rest[1]
        row, column = sheet.place(first, where)
        offset = part.place
        if axis.isdigit():
            line = [
                (sheet.number(int(axis) - 1, at), sheet.number(row + offset, at), at)
                for at in range(column, 1 + max(map(len, sheet.rows), default=0))
            ]
        elif re.fullmatch(r"[A-Za-z]{1,3}", axis) and axis.lower() not in sheet.names:
            at_column = column_number(axis)
            line = [(sheet.number(at, at_column), sheet.number(at, column + offset), at) for at in range(row, len(sheet.rows) + 1)]
        else:
            line = self._named(sheet, axis, first, offset, where)
        x: list[float] = []
        y: list[float] = []
        for time, value, _ in line:
            if time is not None and value is not None:
                x.append(time)
                y.append(value)
        if not x:
            raise ModelError("The cells hold no series", where=where, got=f"{axis}, {first}", expected="numbers")
        order = sorted(range(len(x)), key=x.__getitem__)
        return tuple(x[i] for i in order), tuple(y[i] for i in order)

    def _named(self, sheet: Grid, axis: str, first: str, offset: int, where: str) -> list[tuple[float | None, float | None, int]]:
        named = sheet.names.get(axis.lower())
        if named is None:
            raise ModelError("This is no row, no column and no named range", where=where, got=axis)
        row, column = sheet.place(first, where)
        top, left, bottom, right = named
        if right > left or (top == bottom and left == right):
            return [(sheet.number(top, at), sheet.number(row + offset, column + at - left), at) for at in range(left, right + 1)]
        return [(sheet.number(at, left), sheet.number(row + at - top, column + offset), at) for at in range(top, bottom + 1)]


def series_key(label: str) -> str:
    """Return the form in which a data file's names and the model's compare equal."""
    name, bracket, elements = label.strip().strip('"').partition("[")
    listed = ",".join(fold(element) for element in elements.rstrip("] ").split(",")) if bracket else ""
    return fold(name) + (f"[{listed}]" if bracket else "")


def read_series(path: Path) -> Series:
    """Read a data file in Vensim's text forms: `.dat`, or a table with a column (or a row) for every variable."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return _dat(text) if path.suffix.lower() == ".dat" else _table(text, "\t" if path.suffix.lower() in {".tab", ".txt"} else ",")


def _dat(text: str) -> Series:
    found: Series = {}
    name = ""
    x: list[float] = []
    y: list[float] = []
    for line in [*text.splitlines(), ""]:
        parts = line.split("\t")
        if len(parts) == 2 and name:
            try:
                x.append(float(parts[0]))
                y.append(float(parts[1]))
            except ValueError:
                pass
            else:
                continue
        if name and x:
            found[series_key(name)] = (tuple(x), tuple(y))
        name, x, y = line.strip(), [], []
    return found


def _table(text: str, separator: str) -> Series:
    rows = [row for row in csv.reader(text.splitlines(), delimiter=separator) if row]
    if not rows:
        return {}
    head, *body = rows
    if re.fullmatch(r"time.*", head[0].strip(), re.IGNORECASE) and all(_float(cell) is not None for cell in head[1:]):
        # Times along the first row: turn it.
        turned = list(zip(*rows, strict=False))
        head, body = list(turned[0]), [list(row) for row in turned[1:]]
    columns: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in head[1:] if name.strip()}
    for row in body:
        time = _float(row[0])
        if time is None:
            continue
        for name, cell in zip(head[1:], row[1:], strict=False):
            value = _float(cell)
            if value is not None and name in columns:
                columns[name][0].append(time)
                columns[name][1].append(value)
    return {series_key(name): (tuple(x), tuple(y)) for name, (x, y) in columns.items() if x}


def _float(text: str) -> float | None:
    try:
        return float(text.strip())
    except ValueError:
        return None
