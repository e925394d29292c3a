"""Tables of separated values, as programs and people write them.

The separator is found in the file; the first row is the header, empty rows and the title of an export above it left
aside. A row with fewer cells than the header is kept (its last columns are empty) and noted; a row with more is refused, since
nobody can say which cell is which.

References
----------
RFC 4180, Common Format and MIME Type for CSV Files.
"""

from __future__ import annotations

import codecs
import csv
import functools
import io
import re
from collections import deque
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import UnreadableError
from ecotone.problems import Problem
from ecotone.sources.opened import wide_encoding
from ecotone.sources.text import fallback_encoding, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.columns import Columns
    from ecotone.sources.opened import Opened

SEPARATORS: Final = ",;\t|"
BANNER_ROWS: Final = 30
"""How far down the header is looked for."""

_SAMPLE: Final = 200
_SAID: Final = re.compile(r'\s*"?sep=(.)"?\s*\n', re.IGNORECASE)
"""The first line by which spreadsheets are told what separates the cells."""


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


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out.

    Parameters
    ----------
    sign : str
        What separates the cells.
    top : int
        Rows above the header: empty ones, `sep=;`, the title of an export.
    names : tuple of str
        The header's cells, trimmed.
    shifted : bool
        Whether every row has one cell more than the header, in front: what a statistics program writes with the names of rows.
    """

    sign: str
    top: int
    names: tuple[str, ...]
    shifted: bool = False


def separator(head: str) -> str:
    r"""Find what separates the cells: the sign that cuts most first rows into the same number of cells, above one.

    Examples
    --------
    >>> separator("name;place\nBaylor, Inc.;Houston\n"), separator("a\tb\n1\t2\n")
    (';', '\t')
    """
    said = _SAID.match(head)
    if said:
        return said[1]
    best, best_score = ",", (0.0, 0, 0)
    for sign in SEPARATORS:
        found = _sample(head, sign)
        top = _top(found)
        counts = [len(row) for row in found[top:] if row][:30]
        if len(counts) > 1:
            counts = counts[:-1] if len(counts) > 2 else counts  # the sample may end inside its last row
        if counts and counts[0] > 1:
            score = (sum(count == counts[0] for count in counts) / len(counts), min(len(counts), 2), counts[0])
            best, best_score = (sign, score) if score > best_score else (best, best_score)
    return best


def _sample(head: str, sign: str, *, quoted: bool = True) -> list[list[str]]:
    """Cut the first rows of a text at a sign."""
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(head), delimiter=sign, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE):
            found.append(row)
            if len(found) == _SAMPLE:
                break
    except csv.Error:
        pass
    return found


def _top(found: list[list[str]]) -> int:
    """Count the rows above the header: empty ones, and those that fill far fewer cells than rows of this table do."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in found]
    typical = median([count for count in filled if count] or [0])
    for number, count in enumerate(filled[:BANNER_ROWS]):
        is_banner = count * 2 < typical or (count == 1 and typical >= 2) or found[number][0].lower().startswith("sep=")
        if count and not is_banner:
            return number
    return next((number for number, count in enumerate(filled) if count), 0)


@functools.lru_cache(maxsize=32)
def layout(head: bytes, sign: str | None = None, *, quoted: bool = True) -> Layout:
    r"""Find how a table is laid out from the first bytes of its file; one without names where it is no table.

    Examples
    --------
    >>> layout(b"Members of 2024\n\nLabel;Type\nRice;university\n")
    Layout(sign=';', top=2, names=('Label', 'Type'), shifted=False)
    """
    text = _plain(head)
    if not text.strip():
        return Layout(",", 0, ())
    sign = sign or separator(text)
    found = _sample(text, sign, quoted=quoted)
    top = _top(found)
    if top >= len(found):
        return Layout(sign, top, ())
    below = [row for row in found[top + 1 :] if row]
    below = below[:-1] if len(below) > 1 else below  # the sample may end inside its last row
    width = len(found[top])
    shifted = width > 1 and bool(below) and all(len(row) == width + 1 for row in below) and any(row[-1].strip() for row in below)
    return Layout(sign, top, tuple(cell.strip() for cell in found[top]), shifted)


def header(head: bytes, known: Columns | None = None) -> list[str]:
    """Return the names of the columns from the first bytes of a file, an empty list where it is no table.

    Parameters
    ----------
    head : bytes
        The first bytes.
    known : Columns, optional
        Columns that a reader knows: they come under its names, whatever letters the file writes them in.

    Examples
    --------
    >>> header(b"Label;Type")
    ['Label', 'Type']
    """
    names = layout(head).names
    return known.named(names) if known else list(names)


def _plain(head: bytes) -> str:
    """Return the first bytes as text with plain ends of lines, nothing where they are no text."""
    wide = wide_encoding(head)
    if wide:
        text = head.decode(wide, "replace").removeprefix("\ufeff")
    elif head.count(0) * 3 > len(head):
        return ""
    else:
        try:
            text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
        except UnicodeDecodeError:
            text = head.decode(fallback_encoding(head), "replace")
        text = text.replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def rows(
    opened: Opened, problems: Problems, *, sign: str | None = None, quoted: bool = True, known: Columns | None = None
) -> Iterator[Row]:
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
    known : Columns, optional
        Columns that a reader knows: their cells come under its names.

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
    found = layout(opened.head, sign, quoted=quoted)
    width = len(found.names) + found.shifted
    names: list[str] = []
    some = False
    for number, cells in _cells(opened, problems, found.sign, width if quoted else None):
        if number <= found.top or not any(cell.strip() for cell in cells):
            continue
        if not names:
            written = ["", *cells] if found.shifted else cells
            names = _distinct(known.named(cell.strip() for cell in written) if known else written)
            continue
        some = True
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
    if not some:
        problems.add(Problem("The table has a header and no rows", file=opened.name, got=", ".join(names)[:200], severity="noted"))


def _cells(opened: Opened, problems: Problems, sign: str, width: int | None) -> Iterator[tuple[int, list[str]]]:
    """Cut a file into rows of cells, each with its number.

    A quotation mark that is never closed would swallow the rest of the file, and one that is closed by the next stray mark the
    rows between. Both are told by the lines that a row took: there the marks are read as letters, and the lines one by one.
    `width` is the number of cells of a row, None where a quotation mark is always a letter.
    """
    source = lines(opened, problems)
    back: deque[str] = deque()
    taken: list[str] = []
    ended = False

    def feed() -> Iterator[str]:
        nonlocal ended
        while True:
            line = back.popleft() if back else next(source, None)
            if line is None:
                ended = True
                return
            taken.append(line)
            yield line

    quoting: Any = csv.QUOTE_NONE if width is None else csv.QUOTE_MINIMAL
    reader = csv.reader(feed(), delimiter=sign, quoting=quoting)
    number = 0
    while True:
        taken.clear()
        broken = ""
        try:
            cells = next(reader)
        except StopIteration:
            if not back:
                return
            reader = csv.reader(feed(), delimiter=sign, quoting=quoting)
            continue
        except csv.Error as error:
            cells, broken = [], str(error)
        number += 1
        if width is not None and len(taken) > 1 and _is_stray(taken, [] if broken else cells, sign, width, ended=ended):
            problems.add(
                Problem("A quotation mark is never closed; it was read as a letter", file=opened.name, row=number, severity="changed")
            )
            cells = taken[0].rstrip("\n").split(sign)
            back.extendleft(reversed(taken[1:]))
            reader = csv.reader(feed(), delimiter=sign, quoting=quoting)
        elif broken:
            problems.add(Problem("The row cannot be read", file=opened.name, row=number, got=broken))
            continue
        yield number, cells


def _is_stray(taken: list[str], cells: list[str], sign: str, width: int, *, ended: bool) -> bool:
    """Tell a row of several lines that a stray quotation mark joined from one whose cells hold lines."""
    if ended and sum(line.count('"') for line in taken) % 2:
        return True
    if not all(line.count(sign) == width - 1 for line in (taken if cells else taken[:1])):
        return False
    try:  # a mark that closes a cell stands before a sign or the end of the line
        return len(cells) != width or not all(csv.reader(taken, delimiter=sign, strict=True))
    except csv.Error:
        return True


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
