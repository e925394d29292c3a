"""A record as files for other programs: CSV, a workbook, or canonical JSON.

A name that begins like a formula would run when the file is opened in a spreadsheet (CWE-1236); such a cell is
written with a leading apostrophe, as OWASP advises, and numbers stay numbers. A file appears under its name when it
is whole: what is written until then lies beside it under another.

References
----------
OWASP, CSV Injection. RFC 4180, Common Format and MIME Type for CSV Files.
"""

from __future__ import annotations

import contextlib
import csv
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import now
from ecotone.errors import InputError
from ecotone.scope import Scope
from ecotone.stakeholders.workbook import DAY_FORMAT, day, paper
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl

    from ecotone.ecosystem import Ecosystem

RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet takes for a formula."""

FORMS: Final = {".csv": "one table", ".zip": "every table as CSV", ".xlsx": "every table as a sheet", ".json": "the whole record"}
TABLES: Final = ("actors", "ties", "evidence", "claims", "initiatives", "events")

LONGEST_CELL: Final = 32_767
"""Characters that a cell of a workbook holds."""
DAYS: Final = frozenset({"date", "read_on", "valid_from", "valid_to", "as_of", "known_from", "known_to"})
"""Columns that hold dates; in a workbook a date known to the day is a date, one known to the month or year stays a text."""
WIDEST: Final = 80
"""Characters up to which a column of a sheet is as wide as its texts."""
MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds beside its heading."""


def safe_cell(value: Any) -> Any:
    """Return a value that no spreadsheet runs.

    Parameters
    ----------
    value : object
        A text beginning with `=`, `+`, `-`, `@`, a tab or a carriage return gets a leading apostrophe; all else,
        numbers included, is returned as it is.

    Returns
    -------
    object
        The value to write.

    Examples
    --------
    >>> safe_cell("=HYPERLINK(1)"), safe_cell("St. Luke's"), safe_cell(-3.5)
    ("'=HYPERLINK(1)", "St. Luke's", -3.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS) else value


def csv_of(headings: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    r"""Return rows as CSV, formulas escaped.

    Parameters
    ----------
    headings : sequence of str
        The first line.
    rows : iterable of iterable
        Values; None becomes an empty cell.

    Returns
    -------
    str
        Lines ended by a newline.

    Examples
    --------
    >>> csv_of(["name", "ties"], [["@home, Inc.", 3], [None, -1]])
    'name,ties\n"\'@home, Inc.",3\n,-1\n'
    """
    # The csv module quotes what could be taken for its line end: with CR LF it quotes both, with LF alone a bare CR would split a row.
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow([safe_cell(heading) for heading in headings])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return "".join(lines.kept)


class _Lines:
    """Take the rows of a CSV writer, each ended by a newline alone."""

    def __init__(self) -> None:
        self.kept: list[str] = []

    def write(self, line: str) -> None:
        """Keep one row."""
        self.kept.append(f"{line[:-2]}\n")


def frame_csv(frame: pl.DataFrame) -> str:
    """Return a frame as CSV, formulas escaped, a list's parts joined by semicolons."""
    return csv_of(frame.columns, ([_flat(value) for value in row] for row in frame.iter_rows()))


def tables(eco: Ecosystem, scope: Scope | None = None) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the record's tables by name; actors and ties within the scope, the others whole.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    scope : Scope, optional
        Which actors and ties.

    Yields
    ------
    tuple of str and polars.DataFrame
        Name and rows of one table.
    """
    asked = scope or Scope()
    yield "actors", eco.actors(asked)
    yield "ties", eco.ties(asked)
    yield "evidence", eco.evidence()
    yield "claims", eco.claims()
    yield "initiatives", eco.initiatives()
    yield "events", eco.events()


def export(eco: Ecosystem, path: Path, *, table: str = "actors", scope: Scope | None = None, work: Work = SILENT) -> dict[str, int]:
    """Write a record to a file whose ending says the form.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    path : pathlib.Path
        `.csv` (one table), `.zip` (every table as CSV), `.xlsx` (every table as a sheet), `.json` (the whole
        record, canonical: equal records give equal bytes), `.kumu.json` or `.kumu.xlsx` (a map for Kumu).
    table : str
        Which table a `.csv` holds: actors, ties, evidence, claims, initiatives or events.
    scope : Scope, optional
        Which actors and ties; `.json` always holds all.
    work : Work
        Told which table is being written.

    Returns
    -------
    dict of str to int
        Rows written, by table; for JSON its bytes.

    Raises
    ------
    InputError
        If the ending or the table is unknown, or a scope is asked of JSON.
    """
    form = path.suffix.lower()
    if path.name.lower().endswith((".kumu.json", ".kumu.xlsx")):
        from ecotone.workbench import kumu

        if scope:
            raise InputError("A map for Kumu holds the whole record", got=f"a scope: {scope.explain()}", remedy="Export to .csv or .xlsx")
        return kumu.write(eco, path)
    if form not in FORMS:
        expected = ", ".join(f"{ending} ({meaning})" for ending, meaning in FORMS.items())
        raise InputError("No such form to export to", got=path.name, expected=expected)
    if table not in TABLES:
        raise InputError("No such table", got=table, expected=", ".join(TABLES))
    if form == ".json":
        if scope:
            raise InputError(
                "The canonical JSON holds the whole record", got=f"a scope: {scope.explain()}", remedy="Export to .csv or .xlsx"
            )
        whole = eco.export()
        with replacing(path) as out:
            out.write(whole)
        return {"bytes": len(whole)}
    chosen = ((name, frame) for name, frame in tables(eco, scope) if form != ".csv" or name == table)
    counts: dict[str, int] = {}
    with replacing(path) as out:
        if form == ".csv":
            for _, frame in _told(chosen, counts, work):
                out.write(frame_csv(frame).encode())
        elif form == ".zip":
            _write_zip(out, _told(chosen, counts, work))
        else:
            _write_workbook(out, _told(chosen, counts, work))
    return counts


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[io.BufferedWriter]:
    """Write a file that appears under its name only when it is whole.

    Parameters
    ----------
    path : pathlib.Path
        The file; an older one of that name is replaced at the end, or kept where writing fails.

    Yields
    ------
    io.BufferedWriter
        Where to write.

    Examples
    --------
    >>> folder = tempfile.TemporaryDirectory()
    >>> with replacing(Path(folder.name) / "a.txt") as out:
    ...     _ = out.write(b"whole")
    >>> (Path(folder.name) / "a.txt").read_bytes()
    b'whole'
    >>> folder.cleanup()
    """
    if path.is_dir():
        raise InputError("The output is a folder", got=str(path), expected="the name of a file")
    if _is_database(path):
        raise InputError(
            "The output is a record or another database, and would be lost", got=str(path), remedy="Give the output another name"
        )
    if not path.parent.is_dir():
        raise InputError("The output's folder does not exist", got=str(path.parent), remedy="Create it, or write elsewhere")
    try:
        number, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}-")
    except OSError as error:
        raise InputError(
            "The output's folder cannot be written", got=f"{path.parent}: {error.strerror}", remedy="Write to a folder of your own"
        ) from error
    try:
        with os.fdopen(number, "wb") as out:
            yield out
        umask = os.umask(0)
        os.umask(umask)
        Path(beside).chmod(0o666 & ~umask)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


TABLE_ENDINGS: Final = (".csv", ".parquet")
"""Endings of files that hold one table."""


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write one table as CSV, formulas escaped, or as Parquet, whole or not at all.

    Raises
    ------
    InputError
        If the ending says no format, or nothing can be written there.
    """
    if path.suffix.lower() not in TABLE_ENDINGS:
        raise InputError("The output's ending says no format", got=path.name, expected=" or ".join(TABLE_ENDINGS))
    with replacing(path) as out:
        if path.suffix.lower() == ".parquet":
            frame.write_parquet(out)
        else:
            out.write(frame_csv(frame).encode())


def _is_database(path: Path) -> bool:
    """Tell whether a file is a SQLite database, such as the very record that is being read."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except OSError:
        return False


def _told(chosen: Iterable[tuple[str, pl.DataFrame]], counts: dict[str, int], work: Work) -> Iterator[tuple[str, pl.DataFrame]]:
    """Pass tables on, count their rows and tell the work."""
    for done, (name, frame) in enumerate(chosen):
        work.step(done, None, f"Writing {name}")
        counts[name] = len(frame)
        yield name, frame


def _write_zip(out: io.BufferedWriter, chosen: Iterable[tuple[str, pl.DataFrame]]) -> None:
    """Write each table as a CSV file in an archive, with a fixed time so that equal records give equal bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, frame in chosen:
            entry = zipfile.ZipInfo(f"{name}.csv", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, frame_csv(frame))


def _write_workbook(out: io.BufferedWriter, chosen: Iterable[tuple[str, pl.DataFrame]]) -> None:
    """Write each table as a sheet; texts are written as texts, so that none becomes a formula or a link."""
    import polars as pl
    import xlsxwriter

    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )
    book.set_properties({"created": now().replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1})
    right = book.add_format({"bold": True, "bottom": 1, "align": "right", "indent": 1})
    formats = {
        "date": book.add_format({"num_format": DAY_FORMAT, "align": "left"}),
        "number": book.add_format({"align": "right", "indent": 1}),
    }
    for name, frame in chosen:
        if len(frame) > MOST_ROWS:
            raise InputError(
                "The table is too long for a sheet",
                where=name,
                got=f"{len(frame):,} rows",
                expected=f"{MOST_ROWS:,}",
                remedy="Export to .zip",
            )
        sheet = book.add_worksheet(name)
        paper(sheet, columns=1)
        for place, column in enumerate(frame.columns):
            sheet.set_column(place, place, _width(frame[column]))
            sheet.write_string(0, place, column, bold if frame[column].dtype == pl.String else right)
        for number, row in enumerate(frame.iter_rows(), start=1):
            for place, (column, value) in enumerate(zip(frame.columns, row, strict=True)):
                _write_cell(sheet, number, place, _flat(value), formats, dated=column in DAYS)
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    book.close()


def _width(column: pl.Series) -> float:
    """Return how wide a column of a sheet is: as its texts are, or where one is very long as nearly all are, within limits."""
    import polars as pl

    if column.dtype != pl.String or column.name in DAYS:
        return max(12, len(column.name) + 4)
    lengths = column.str.len_chars()
    longest = float(lengths.max() or 0)  # type: ignore[arg-type]
    most = longest if longest <= WIDEST else (lengths.quantile(0.98) or 0.0)
    return float(min(WIDEST, max(10, len(column.name) + 4, most + 2)))


def _write_cell(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any], *, dated: bool) -> None:
    """Write one value by its type; a text that is a date known to the day as a date, where its column holds dates."""
    if value is None:
        return
    if dated and (found := day(str(value))) is not None:
        sheet.write_datetime(row, column, found, formats["date"])
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats["number"])
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, formats["number"])
    else:
        sheet.write_string(row, column, str(safe_cell(str(value)))[:LONGEST_CELL])


def _flat(value: Any) -> Any:
    """Return a value that fits one cell."""
    if isinstance(value, (list, tuple)) or (hasattr(value, "to_list") and not isinstance(value, str)):
        return "; ".join(str(part) for part in value)
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)
