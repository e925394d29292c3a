"""Commands on event logs: what follows what, whose hand-over is slow, and logs out of and into a record."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ecotone.cli.networks import is_record
from ecotone.cli.options import Author, Csv, Json, Output, Record, opened, scoped
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError, NotFoundError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.answer import Answer, ReadAt
    from ecotone.velocity.eventlog import EventLog

Log = Annotated[str, typer.Argument(metavar="RECORD", help="A record, or an event log: .xes, .xes.gz, OCEL (.json, .sqlite), .csv.")]
File = Annotated[Path, typer.Argument(metavar="LOG", help="The event log: .xes, .xes.gz, OCEL (.json, .sqlite), .csv.")]
Case = Annotated[
    str | None, typer.Option("--case", metavar="TYPE", help="The type of object that is a case; of a .csv, what its cases are.")
]
Columns = Annotated[
    str | None,
    typer.Option("--columns", metavar="CASE,ACTIVITY,TIME", help="For a .csv: the names of its three columns, separated by commas."),
]
Objects = Annotated[
    list[str] | None,
    typer.Option(
        "--object", metavar="COLUMN=TYPE", help="For a .csv: a further column that names objects, and their type; may be repeated."
    ),
]
Role = Annotated[str | None, typer.Option("--role", metavar="TEXT", help="The role of who did an event; else the first actor in it.")]
ACTORS: Final = frozenset({"actor"})
XES: Final = (".xes", ".xes.gz")
OCEL: Final = (".json", ".sqlite", ".db")
TABLE: Final = (".csv", ".tsv", ".txt")
TABLE_CASE: Final = "case"
"""What a table's cases are called where nothing else was said."""


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group of velocity."""
    group.command(epilog="Example: ecotone velocity process houston.eco --case study")(process)
    group.command(epilog="Example: ecotone velocity handovers log.xes")(handovers)
    group.command("export", epilog="Example: ecotone velocity export houston.eco -o houston.json")(export)
    group.command("import", epilog="Example: ecotone velocity import houston.eco tracker.csv --columns id,step,date --case product")(
        import_
    )


@scoped
def process(
    log: Log,
    *,
    scope: Scope,
    case: Case = None,
    columns: Columns = None,
    objects: Objects = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say which event follows which, where all the waiting is, which ways cases went, and what happened again."""
    from ecotone.cli.render import show
    from ecotone.velocity.answers.steps import steps

    with _asked(log, columns, objects, case, scope) as (events, read_at), working("Computing"):
        answer: Answer = steps(events, _case(events, case), scope=scope, read_at=read_at)
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def handovers(
    log: Log,
    *,
    scope: Scope,
    case: Case = None,
    role: Role = None,
    columns: Columns = None,
    objects: Objects = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say between whom cases change hands, how long that takes, and which tie is slow for the steps it takes."""
    from ecotone.cli.render import show
    from ecotone.velocity.answers.steps import handovers as ask

    with _asked(log, columns, objects, case, scope) as (events, read_at), working("Computing"):
        answer = ask(events, _case(events, case), role=role, scope=scope, read_at=read_at)
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def export(record: Record, *, scope: Scope, output: Output, as_json: Json = False) -> None:
    """Write the events of a record as an OCEL 2.0 log: .json, checked by the schema that comes with Ecotone, or .sqlite."""
    from ecotone.cli.render import show_json
    from ecotone.velocity.eventlog import write_ocel
    from ecotone.velocity.read_log import event_log

    with opened(record) as eco:
        log = event_log(eco, scope)
    write_ocel(log, output)
    if as_json:
        show_json({"written": str(output), "events": len(log), "objects": log.types()})
    else:
        print(f"Wrote {len(log):,} events of {', '.join(f'{number:,} objects of type {name}' for name, number in log.types().items())}.")
    for problem, number in log.problems.by_kind().items():
        say(f"{number:>9,}  {problem}")


def import_(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record; a file that does not exist yet is made.")],
    log: File,
    *,
    case: Case = None,
    columns: Columns = None,
    objects: Objects = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Bring an event log into a record: each object of the case's type becomes an initiative with its events."""
    from ecotone.cli.render import show_json
    from ecotone.ecosystem import Ecosystem
    from ecotone.velocity.read_log import keep_log

    events = _read(log, columns, objects, case)
    kind = _case(events, case)
    new = is_record(record) and "://" not in record and not Path(record).exists()
    with Ecosystem.create(record, title=Path(record).stem) if new else opened(record) as eco, working("Importing") as work:
        kept = keep_log(eco, events, kind, name=log.name, author=author, work=work)
    if as_json:
        problems = kept.problems.by_kind()
        show_json({"cases": kept.cases, "changed": kept.changed, "new_actors": kept.new_actors, "batch": kept.batch, "problems": problems})
    else:
        print(f"{record}: {kept.cases:,} initiatives of kind {kind}, {kept.changed:,} new or changed, {kept.new_actors:,} new actors.")
        if kept.batch is not None:
            print(f"This was batch {kept.batch}; to take it back: ecotone undo {record} {kept.batch}")
    for problem, number in kept.problems.by_kind().items():
        say(f"{number:>9,}  {problem}")
    if kept.problems.count("refused"):
        raise typer.Exit(LOOK)


def is_log(name: str) -> bool:
    """Tell an event log from a record by its name; a record may be called anything, but hardly `.xes`, `.json` or `.csv`."""
    return "://" not in name and name.lower().endswith((*XES, ".json", *TABLE))


@contextlib.contextmanager
def _asked(
    log: str, columns: str | None, objects: list[str] | None, case: str | None, scope: Scope
) -> "Iterator[tuple[EventLog, ReadAt | None]]":
    """Read the events of a record, or an event log; a scope is a question to a record only."""
    if is_record(log):
        from ecotone.velocity.read_log import event_log

        with opened(log) as eco:
            yield event_log(eco, scope), eco.read_at(scope.as_of)
        return
    if scope:
        raise InputError("An event log has no scope", got=scope.explain(), remedy="Import it into a record first, or leave the options out")
    yield _read(Path(log), columns, objects, case), None


def _read(path: Path, columns: str | None, objects: list[str] | None, case: str | None) -> "EventLog":
    """Read an event log by what its name ends in."""
    from ecotone.velocity.eventlog import read_ocel, read_table, read_xes
    from ecotone.velocity.eventlog.table import Columns as Mapping

    if not path.exists():
        raise NotFoundError("No such file", got=str(path))
    name = path.name.lower()
    if name.endswith(XES):
        return read_xes(path)
    if name.endswith(OCEL):
        return read_ocel(path)
    if not name.endswith(TABLE):
        raise InputError("The file's name tells no event log", got=path.name, expected=".xes, .xes.gz, .json, .sqlite or .csv")
    parts = [part.strip() for part in (columns or "").split(",")]
    if len(parts) != 3 or not all(parts):
        raise InputError(
            "Three columns of the table must be named",
            where=path.name,
            got=columns,
            expected="--columns CASE,ACTIVITY,TIME with the names in its header",
        )
    pairs: dict[str, Any] = {}
    for text in objects or ():
        column, _, kind = text.partition("=")
        pairs[column.strip()] = kind.strip() or column.strip()
    return read_table(path, Mapping(parts[0], parts[1], parts[2], pairs, case or TABLE_CASE))


def _case(log: "EventLog", case: str | None) -> str:
    """Return the type of object that is a case: the one given, that of a table's first column, or the only one that is no actor."""
    if case is not None:
        return case
    if TABLE_CASE in log.types():
        return TABLE_CASE
    kinds = [name for name in log.types() if name not in ACTORS]
    if len(kinds) != 1:
        raise InputError(
            "Which objects are cases was not said", got=", ".join(log.types()) or "no object", expected="--case with one of these"
        )
    return kinds[0]
