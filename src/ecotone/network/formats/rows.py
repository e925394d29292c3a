"""Rows of cells out of delimited text, whatever the delimiter, for CSV, GDF and VNA.

The delimiter is the one that cuts the first lines most evenly; quotation marks hide it. A row knows its line number.
"""

from __future__ import annotations

import csv
import io
from typing import Final

DELIMITERS: Final = (",", ";", "\t", "|", " ")


def delimiter_of(text: str) -> str:
    r"""Return the delimiter of a text.

    Examples
    --------
    >>> delimiter_of("a;b\n1,5;2\n"), delimiter_of("a b\nc d\n"), delimiter_of("Source,Target\n")
    (';', ' ', ',')
    """
    lines = [line for line in text.split("\n")[:50] if line.strip()]
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


def rows_of(text: str, delimiter: str | None = None) -> list[tuple[int, list[str]]]:
    r"""Return line numbers and cells, stripped, of the rows that are not empty.

    Examples
    --------
    >>> rows_of('a;b\n\n"x;y"; z \n')
    [(1, ['a', 'b']), (3, ['x;y', 'z'])]
    """
    delimiter = delimiter or delimiter_of(text)
    csv.field_size_limit(1 << 27)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    found = []
    before = 0
    for row in reader:
        cells = [cell.strip() for cell in row]
        if any(cells):
            found.append((before + 1, cells))
        before = reader.line_num
    return found
