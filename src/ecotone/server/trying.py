"""What runs inside an import's own process: look at files and try them out, import them, or fill a record with the sample.

A trial reads everything and writes nothing. Its uploads stay, so that what was tried can be imported, or tried otherwise,
without being sent again; they go once they are imported, are given up, or are a day old.
"""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import InputError, NotFoundError, SourceError
from ecotone.problems import Problems
from ecotone.server.worker import plain_import

if TYPE_CHECKING:
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

FOLDERS: Final = re.compile(r"import-[A-Za-z0-9_]{1,32}")
DAY_S: Final = 24 * 3600
LOOKED: Final = 40
"""Files whose source and first rows a trial shows; the others are only counted."""
ROWS: Final = 5
LONGEST_CELL: Final = 200
PROBLEMS: Final = 500


def folder_of(uploads: Path, name: str) -> Path:
    """Return the folder that a trial left its files in.

    Raises
    ------
    NotFoundError
        If it was imported, given up or cleared away.
    """
    if not FOLDERS.fullmatch(name) or not (uploads / name).is_dir():
        raise NotFoundError("The files of this trial are gone", got=name[:60], remedy="Send them again")
    return uploads / name


def clear_old(uploads: Path, *, older_s: float = DAY_S) -> None:
    """Take away uploads that nobody has come back to."""
    for folder in uploads.glob("import-*"):
        if folder.is_dir() and folder.stat().st_mtime < time.time() - older_s:
            shutil.rmtree(folder, ignore_errors=True)


def try_files(
    *, record: str, folder: str, names: list[str], source: str | None = None, columns: dict[str, str] | None = None, work: Work
) -> dict[str, Any]:
    """Look at files and import them without writing anything."""
    from ecotone.ecosystem import Ecosystem
    from ecotone.workbench import intake

    paths = [Path(folder) / name for name in names]
    looks = [look for path in paths for look in look_at(path, source, columns or {})][:LOOKED]
    with Ecosystem.open(record) as eco:
        imported = intake.import_files(eco, paths, source=source, columns=columns or None, dry_run=True, work=work)
    told = plain_import(imported, most=PROBLEMS)
    for look in looks:
        look["file"] = look["file"].removeprefix(f"{folder}/")
    return told | {"upload": Path(folder).name, "files": names, "looks": looks, "source": source, "columns": columns or {}}


def look_at(path: Path, source: str | None, columns: dict[str, str]) -> list[dict[str, Any]]:
    """Say of each file under a path which source it is from, what its columns are called and mean, and how it begins."""
    from ecotone.sources import open_files, recognise
    from ecotone.sources.spreadsheet import NAME

    found: list[dict[str, Any]] = []
    for opened in open_files([path], Problems()):
        if len(found) == LOOKED:
            break
        look: dict[str, Any] = {
            "file": opened.name,
            "source": None,
            "label": None,
            "columns": [],
            "meanings": {},
            "rows": [],
            "problem": None,
        }
        try:
            reader = recognise(opened, NAME if columns else source)
            look |= {"source": reader.name, "label": reader.label}
        except SourceError as error:
            look["problem"] = str(error)
        if look["source"] in {NAME, None}:
            look |= _table(opened, columns)
        found.append(look)
    return found


def _table(opened: Opened, columns: dict[str, str]) -> dict[str, Any]:
    """Return names, meanings and first rows of a table; of what is no table, nothing."""
    from ecotone.sources.delimited import header, rows
    from ecotone.sources.spreadsheet import mapping

    if opened.suffix not in {".csv", ".tsv", ".txt", ""} or opened.head.startswith((b"PK\x03\x04", b"{", b"[", b"<")):
        return {}
    names = header(opened.head)
    if len(names) < 2:
        return {}
    first: list[list[str]] = []
    try:
        for row in rows(opened, Problems()):
            first.append([row[name][:LONGEST_CELL] for name in names])
            if len(first) == ROWS:
                break
    except SourceError:
        pass  # the trial itself says what is wrong
    return {"columns": names, "meanings": mapping(names, columns), "rows": first}


def import_tried(
    *, record: str, folder: str, names: list[str], author: str, source: str | None = None, columns: dict[str, str] | None = None, work: Work
) -> dict[str, Any]:
    """Import what was tried; the files go only once they are in the record."""
    from ecotone.ecosystem import Ecosystem
    from ecotone.server.matching import keep_imported
    from ecotone.workbench import intake

    with Ecosystem.open(record) as eco:
        imported = intake.import_files(
            eco, [Path(folder) / name for name in names], source=source, columns=columns or None, author=author, work=work
        )
    keep_imported(Path(folder).parent.parent, record, (Path(folder) / name for name in names))
    shutil.rmtree(folder, ignore_errors=True)
    return plain_import(imported, most=PROBLEMS)


def fill_with_sample(*, record: str, author: str, work: Work) -> dict[str, Any]:
    """Import the demo's files into a record that is empty."""
    from ecotone.ecosystem import Ecosystem
    from ecotone.workbench import demo, intake

    with Ecosystem.open(record) as eco:
        if eco.stats()["actors"]:
            raise InputError("The record is not empty", where=eco.title, remedy="Make a new one: ecotone demo houston.eco")
        imported = intake.import_files(
            eco, [demo.FOLDER / name for name in demo.FILES.values()], author=author or "Ecotone demo", work=work
        )
    return plain_import(imported, most=PROBLEMS)
