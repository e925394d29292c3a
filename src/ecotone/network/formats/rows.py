"""Rows of cells out of delimited text, whatever the delimiter, for CSV, GDF and VNA.

The delimiter is the one that cuts the first lines most evenly; quotation marks hide it. A first line `sep=;`, as
spreadsheets have it, says which it is; lines above the rows that start with `%` or a lone `#` are comments. A row knows
its line number.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Final

_SAID: Final = re.compile(r"\s*\"?sep=(\\t|.)\"?[ ,;]*\n", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"(?:[ \t]*(?:%[^\n]*|#|#[ \t][^\n]*)?\n)+")
DELIMITERS: Final = (",", ";", "\t", "|", " ")


def as_number(text: str, delimiter: str) -> float | None:
    """Return a number, also one with a decimal comma where commas do not part the cells; None if it is none.

    Examples
    --------
    >>> as_number("1.5", ","), as_number("1,5", ";"), as_number("1,5", ","), as_number("a", ";")
    (1.5, 1.5, None, None)
    """
    if delimiter != "," and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def delimiter_of(text: str) -> str:
    r"""Return the delimiter of a text.

    Examples
    --------
    >>> delimiter_of("a;b\n1,5;2\n"), delimiter_of("a b\nc d\n"), delimiter_of("Source,Target\n")
    (';', ' ', ',')
    """
    if said := _SAID.match(text):
        return "\t" if said[1] == "\\t" else said[1]
    lines = [line for line in text[_above(text) :].split("\n")[:50] if line.strip()]
    best, most = ",", -1.0
    for delimiter in DELIMITERS:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter == " ")]
        if not counts or max(counts) < 2:
            continue
        usual = max(set(counts), key=lambda count: (counts.count(count), count))
        score = (
            (0.0 if usual < 2 else counts.count(usual) / len(counts)) + (0.5 if counts[0] > 1 else 0.0) - (0.2 if delimiter == " " else 0.0)
        )
        if score > most + 1e-9:
            best, most = delimiter, score
    return best


def _above(text: str) -> int:
    """Return where the rows start: below comments, empty lines and the line that says the delimiter."""
    found = _SAID.match(text) or _COMMENTS.match(text)
    return found.end() if found else 0


def rows_of(text: str, delimiter: str | None = None) -> list[tuple[int, list[str]]]:
    r"""Return line numbers and cells, stripped, of the rows that are not empty.

    Examples
    --------
    >>> rows_of('a;b\n\n"x;y"; z \n')
    [(1, ['a', 'b']), (3, ['x;y', 'z'])]
    """
    delimiter = delimiter or delimiter_of(text)
    csv.field_size_limit(1 << 27)
    start = _above(text)
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=delimiter, skipinitialspace=True)
    found = []
    before = above = text.count("\n", 0, start) - bool(_SAID.match(text))  # spreadsheets show no row for the line of the delimiter
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells):
            found.append((before + 1, cells))
        before = above + reader.line_num
    return found
