"""The command that reads files into a record: import."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecotone.cli.options import Author, Json, opened
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem
    from ecotone.workbench.intake import Imported

SHOWN = 20
"""Refused rows that are shown one by one; `--json` gives all that were kept in full."""


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("import", epilog="Example: ecotone import houston.eco studies.zip awards.csv folder/")(import_)


def import_(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record; a file that does not exist yet is made.")],
    paths: Annotated[list[Path], typer.Argument(metavar="FILES...", help="Files, zip archives or folders, read in place.")],
    *,
    source: Annotated[
        str | None, typer.Option("--as", "--source", metavar="NAME", help="Read the files as this source instead of recognising them.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="MEANING=COLUMN",
            help="What a column of a spreadsheet means, such as name=Company or from=Investor; may be repeated, the others are guessed.",
        ),
    ] = None,
    author: Author = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Read files into the record; good rows are kept, bad rows are listed, the same file twice changes nothing."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise InputError("No such file or folder", got=", ".join(missing), remedy="Look at the spelling; nothing was imported")
    if source is not None:
        from ecotone.sources import named

        named(source)
    columns = columns_of(column or [])
    if columns and source not in {None, "spreadsheet"}:
        raise InputError("Only columns of spreadsheets are named", got=f"--as {source}", remedy="Leave out --as or --column")
    eco, made = opened_or_made(record)
    try:
        with eco, working("Importing") as work:
            from ecotone.workbench.intake import import_files

            done = import_files(eco, paths, source=source, columns=columns, author=author, dry_run=dry_run, work=work)
    except BaseException:
        if made:
            take_back(made)
        raise
    if made and (dry_run or not done.kept):
        take_back(made)
    report(done, record, as_json=as_json, dry_run=dry_run)
    if done.refused and not done.kept:
        raise typer.Exit(LOOK)


def columns_of(given: list[str]) -> dict[str, str]:
    """Read `meaning=column` pairs, and refuse what cannot be meant before a record is made."""
    from ecotone.sources.spreadsheet import Spreadsheet

    found: dict[str, str] = {}
    for text in given:
        meaning, sign, name = text.partition("=")
        if not sign or not name.strip():
            raise InputError("This says of no column what it means", got=text, expected="such as name=Company")
        if meaning.strip().lower() in found:
            raise InputError("Two columns cannot mean the same", got=text, expected=f"{meaning}={found[meaning.strip().lower()]}")
        found[meaning.strip().lower()] = name.strip()
    Spreadsheet(found)
    return found


def opened_or_made(record: str) -> "tuple[Ecosystem, Path | None]":
    """Open the record, or make it where it is a file that does not exist; return also the file that was made."""
    from ecotone.ecosystem import Ecosystem

    if "://" in record or Path(record).exists():
        return opened(record), None
    return Ecosystem.create(record, title=Path(record).stem), Path(record)


def take_back(made: Path) -> None:
    """Remove a record that was made for an import which did not come about."""
    for path in (made, made.with_name(f"{made.name}-wal"), made.with_name(f"{made.name}-shm")):
        path.unlink(missing_ok=True)


def report(done: "Imported", record: str, *, as_json: bool, dry_run: bool) -> None:
    """Say what was read, kept, refused and changed, and which rows need a look."""
    from ecotone.answer import counted
    from ecotone.cli.render import show_json, visible

    problems = done.problems
    refused = [problem for problem in problems if problem.severity == "refused"]
    if as_json:
        show_json(summary(done))
        return
    verb = "would be changed" if dry_run else "changed"
    print(f"{record}: read {done.read:,}, kept {done.kept:,}, refused {done.refused:,}, {verb} {done.changed:,}.")
    if not done.read and not done.refused:
        say("There was nothing to read: no row in any file.")
    if dry_run:
        print("A dry run: the record is as it was.")
    elif not done.kept and not Path(record).exists() and "://" not in record:
        print("Nothing could be read, so no record was made.")
    elif done.batch is not None:
        print(f"This was batch {done.batch}; to take it back: ecotone undo {record} {done.batch}")
    for problem in refused[:SHOWN]:
        say(visible(str(problem)))
    if done.refused > SHOWN:
        say(f"… and {done.refused - SHOWN:,} more refused; see all with --json")
    others = problems.count() - done.refused
    if others > 0:
        say(f"{counted(others, 'value was', 'values were')} mended, dropped or noted:")
        for what, number in list(_kinds(done).items())[:SHOWN]:
            say(f"  {number:>7,}  {visible(what)}")


def _kinds(done: "Imported") -> dict[str, int]:
    """Count what was mended or noted by what was wrong, most frequent first."""
    counts = {what: n for (severity, what), n in done.problems.kinds.items() if severity != "refused"}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def summary(done: "Imported") -> dict[str, Any]:
    """Return what an import did, as `--json` prints it.

    `refused` lists the refused rows that were kept in full (a thousand at most); `counts` has all.
    """

    def rows(severity: str) -> list[dict[str, Any]]:
        return [
            {"file": problem.file, "row": problem.row, "reason": str(problem), **problem.as_dict()}
            for problem in done.problems
            if problem.severity == severity
        ]

    return {
        "read": done.read,
        "kept": done.kept,
        "changed": done.changed,
        "batch": done.batch,
        "refused": rows("refused"),
        "mended": rows("changed"),
        "noted": rows("noted"),
        "counts": {
            "read": done.read,
            "kept": done.kept,
            "refused": done.refused,
            "changed": done.changed,
            "mended": done.problems.count("changed"),
            "noted": done.problems.count("noted"),
            "by_kind": done.problems.by_kind(),
        },
    }
