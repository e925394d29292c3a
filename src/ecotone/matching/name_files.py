"""Match the strings of a CSV file and write the answers in the order of the input, one row at a time.

Cells that a spreadsheet would run as a formula get an apostrophe in front. The output appears under its name only when it is
complete. What cannot be read is listed; a row with too few cells has an empty string and is kept, so that rows of input
and output correspond.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from typing import TYPE_CHECKING, Final

from ecotone.errors import InputError
from ecotone.problems import Problem, Problems
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ecotone.matching.matcher import Matcher

COLUMNS: Final = ("input", "id", "name", "probability", "outcome")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BLOCK: Final = 200
_LONGEST: Final = 10_000_000


def match_file(matcher: Matcher, names: Path, column: str, output: Path, problems: Problems, *, work: Work = SILENT) -> dict[str, int]:
    """Match a column of a CSV file with a registry.

    Parameters
    ----------
    matcher : Matcher
        What answers.
    names : Path
        CSV with a header; separated by commas, semicolons or tabs; UTF-8 or, where it is not that, Windows-1252.
    column : str
        The column with the strings.
    output : Path
        CSV with the columns `COLUMNS`.
    problems : Problems
        Where rows are listed that could not be read as they should.
    work : Work
        What progress is reported to.

    Returns
    -------
    dict
        Number of rows of each outcome.
    """
    if not names.exists():
        raise InputError("No such file", got=str(names), remedy="Look at the spelling")
    if output.exists() and output.samefile(names):
        raise InputError("The output would overwrite its input", got=str(output), remedy="Give another name")
    counts: Counter[str] = Counter({"matched": 0, "review": 0, "new": 0})
    beside = output.with_name(f".{output.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            for row, text in enumerate(_strings(names, column, problems), 2):
                found = matcher.match(text)
                writer.writerow((safe(text), found.id or "", safe(found.name or ""), f"{found.probability:.4f}", found.outcome))
                counts[found.outcome] += 1
                if row % _BLOCK == 0:
                    work.step(row, None, "Matching")
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
    return dict(counts)


def safe(cell: str) -> str:
    """Keep a spreadsheet from running a cell as a formula.

    Examples
    --------
    >>> safe("=HYPERLINK(1)"), safe("Rice University")
    ("'=HYPERLINK(1)", 'Rice University')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _strings(path: Path, column: str, problems: Problems) -> Iterator[str]:
    """Yield the strings of a column."""
    encoding = _encoding(path, problems)
    csv.field_size_limit(_LONGEST)
    with path.open(encoding=encoding, newline="", errors="replace") as stream:
        head = stream.readline()
        stream.seek(0)
        separator = max(",;\t", key=head.count)
        reader = csv.reader((line.replace("\0", "") for line in stream), delimiter=separator)
        header = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
        if column not in header:
            raise InputError(
                "The file has no such column", where=str(path), got=column, expected=", ".join(header) or "a header", remedy="Give --column"
            )
        place = header.index(column)
        for row, cells in enumerate(reader, 2):
            if len(cells) <= place:
                problems.add(Problem("The row is too short to have the column", path.name, row, column, severity="noted"))
            elif len(cells) > len(header):
                problems.add(Problem("The row has more cells than the header", path.name, row, severity="noted"))
            yield cells[place] if len(cells) > place else ""


def _encoding(path: Path, problems: Problems) -> str:
    """Return UTF-8 (with or without a mark), or Windows-1252 where the file is not UTF-8."""
    with path.open("rb") as stream:
        try:
            decoder = codecs.getincrementaldecoder("utf-8")()
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            problems.add(Problem("The file is not UTF-8 and was read as Windows-1252", path.name, got=str(error.reason), severity="noted"))
            return "cp1252"
    return "utf-8-sig"
