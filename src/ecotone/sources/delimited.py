"""Tables of separated values, as programs and people write them.

The separator is found in the file; the first row is the header. A row with fewer cells than the header is kept (its
last columns are empty) and noted; a row with more is refused, since nobody can say which cell is which.

References
----------
RFC 4180, Common Format and MIME Type for CSV Files.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.errors import UnreadableError
from ecotone.problems import Problem
from ecotone.sources.text import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened

SEPARATORS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Parameters
    ----------
    number : int
        The row as a spreadsheet counts it: the header is row 1, and a cell of several lines is in one row.
    cells : dict of str to str
        Text by column, trimmed; an empty cell is an empty text.
    """

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell, empty where the table has no such column."""
        return self.cells.get(column, "")


def separator(head: str) -> str:
    r"""Find what separates the cells: the sign that cuts most first rows into the same number of cells, above one.

    Examples
    --------
    >>> separator("name;place\nBaylor, Inc.;Houston\n"), separator("a\tb\n1\t2\n")
    (';', '\t')
    """
    best, best_score = ",", (0.0, 0)
    for sign in SEPARATORS:
        try:
            counts = [len(row) for row in csv.reader(io.StringIO(head), delimiter=sign) if row][:30]
        except csv.Error:
            continue
        if len(counts) > 1:
            counts = counts[:-1] if len(counts) > 2 else counts  # the sample may end inside its last row
        if counts and counts[0] > 1:
            score = (sum(count == counts[0] for count in counts) / len(counts), counts[0])
            best, best_score = (sign, score) if score > best_score else (best, best_score)
    return best


def header(head: bytes) -> list[str]:
    """Return the names of the columns from the first bytes of a file, an empty list where it is no table.

    Examples
    --------
    >>> header(b"Label;Type")
    ['Label', 'Type']
    """
    text = _plain(head)
    if not text.strip() or "\x00" in text:
        return []
    try:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(text), delimiter=separator(text)), [])]
    except csv.Error:
        return []


def _plain(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").removeprefix("\ufeff")
    return head.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def rows(opened: Opened, problems: Problems, *, sign: str | None = None, quoted: bool = True) -> Iterator[Row]:
    """Read the rows of a table.

    Parameters
    ----------
    opened : Opened
        The file.
    problems : Problems
        Takes rows that cannot be read.
    sign : str, optional
        What separates cells; found in the file otherwise.
    quoted : bool
        False for files in which a quotation mark is a letter like others.

    Yields
    ------
    Row
        Every row that has as many cells as the header, or fewer.

    Raises
    ------
    UnreadableError
        If there is no header, or the packing is damaged.
    """
    csv.field_size_limit(opened.limits.record_bytes)
    delimiter = sign or separator(_plain(opened.head))
    reader = csv.reader(lines(opened, problems), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    number = 0
    names: list[str] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            number += 1
            problems.add(Problem("The row cannot be read", file=opened.name, row=number, got=str(error)))
            continue
        number += 1
        if not any(cell.strip() for cell in cells):
            continue
        if not names:
            names = _distinct(cells)
            continue
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            problems.add(
                Problem(
                    "The row has more cells than the header", file=opened.name, row=number, got=str(len(cells)), expected=str(len(names))
                )
            )
            continue
        if len(cells) < len(names):
            problems.add(
                Problem(
                    "The row has fewer cells than the header",
                    file=opened.name,
                    row=number,
                    got=str(len(cells)),
                    expected=str(len(names)),
                    severity="noted",
                )
            )
        yield Row(number, dict(zip(names, (cell.strip() for cell in cells), strict=False)))
    if not names:
        raise UnreadableError("The table has no header", where=opened.name, expected="names of columns in the first row")


def _distinct(cells: list[str]) -> list[str]:
    """Give every column a name of its own: empty ones their position, repeated ones a number."""
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        plain = cell.strip() or f"column {position}"
        name, count = plain, 2
        while name in names:
            name, count = f"{plain} ({count})", count + 1
        names.append(name)
    return names
