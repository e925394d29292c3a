"""The command that says which organisations of a registry a record's actors, or the names in a file, mean: match."""

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecotone.cli.options import Author, Json, opened
from ecotone.cli.running import say, working
from ecotone.errors import InputError

if TYPE_CHECKING:
    from ecotone.problems import Problems
    from ecotone.workbench.rematch import Rematched

SHOWN = 20


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        epilog="Examples: ecotone match houston.eco --registry registry.jsonl.gz; "
        "ecotone match --names strings.csv --column affiliation --registry registry.jsonl.gz -o matches.csv"
    )(match)


def match(
    record: Annotated[str | None, typer.Argument(metavar="[RECORD]", help="The record whose actors are matched.")] = None,
    *,
    registry: Annotated[
        Path | None, typer.Option("--registry", metavar="FILE", help="ROR records: .jsonl, .json, or either with .gz.")
    ] = None,
    names: Annotated[
        Path | None, typer.Option("--names", metavar="FILE", help="A CSV file with strings, one a row, instead of a record.")
    ] = None,
    column: Annotated[str | None, typer.Option("--column", metavar="NAME", help="The column that holds them.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Where the answers are written, as CSV.")] = None,
    sectors: Annotated[
        Path | None, typer.Option("--sectors", metavar="FILE", help="Decide the actors' sectors anew by this table of rules (CSV).")
    ] = None,
    sectors_table: Annotated[
        Path | None, typer.Option("--write-sectors", metavar="FILE", help="Write the rules that come with Ecotone to a file, to edit.")
    ] = None,
    author: Author = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Match and report, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Say which organisations of a registry the actors of a record, or the strings of a file, mean.

    Of a record, ids become claims, actors that certainly are one organisation are merged, what the registry says they are sets their
    sectors, and what is doubtful waits for `ecotone review`; all of it is one batch, and the same again changes nothing. Of a file,
    the answers have the columns input, id, name, probability and outcome (matched, new or review), in the order of the input.
    """
    if sectors_table is not None:
        _write_table(sectors_table)
        if record is None and names is None:
            return
    if (record is None) == (names is None):
        raise InputError("Either a record or a file of names is matched", expected="RECORD, or --names FILE --column NAME -o FILE")
    if names is not None:
        if column is None or output is None or registry is None or sectors is not None or dry_run:
            raise InputError("Names of a file need a column, a registry and an output", expected="--names --column --registry -o")
        _match_names(names, column, registry, output)
        return
    if record is None or column is not None or output is not None:
        raise InputError("A record has neither --column nor -o", got=str(record), expected="RECORD --registry FILE")
    if sectors is not None and dry_run:
        raise InputError("Sectors are not tried out", got="--sectors --dry-run", remedy="Leave out --dry-run; one batch can be undone")
    if sectors is not None and registry is not None and as_json:
        raise InputError("One answer is printed as JSON", got="--registry --sectors --json", remedy="Ask for one after the other")
    if registry is None and sectors is None:
        raise InputError("There is nothing to match with", expected="--registry FILE", remedy="Fetch a data dump of ROR")
    if registry is not None:
        _match_record(record, registry, author, dry_run=dry_run, as_json=as_json)
    if sectors is not None:
        _sort(record, sectors, author, as_json=as_json)


def _match_record(record: str, registry: Path, author: str, *, dry_run: bool, as_json: bool) -> None:
    from ecotone.matching.registry import read_registry
    from ecotone.problems import Problems
    from ecotone.workbench.rematch import match_record
    from ecotone.workbench.review import items

    problems = Problems()
    with opened(record) as eco, working("Matching") as work:
        known = read_registry(registry, problems, work=work)
        done = match_record(eco, known, called=registry.name, author=author, dry_run=dry_run, work=work)
        waiting = len(items(eco))
    if as_json:
        from ecotone.cli.render import show_json

        show_json(summary(done, waiting))
    else:
        _report(done, record, waiting, dry_run=dry_run)
    _list(problems)


def _report(done: "Rematched", record: str, waiting: int, *, dry_run: bool) -> None:
    counts = ", ".join(f"{done.count(outcome):,} {outcome}" for outcome in ("matched", "review", "new"))
    print(f"{record}: {counts}; {done.unnamed:,} unnamed sites, persons and roles were not asked about.")
    verb = "would be" if dry_run else "were"
    print(
        f"{done.claims:,} ids {verb} claimed or changed, {len(done.merged):,} actors {verb} merged, {len(done.proposed):,} merges proposed."
    )
    if done.sectors:
        print(f"{len(done.sectors):,} sectors {verb} set by the registry's types; each with its reason with --json.")
    if dry_run:
        print("A dry run: the record is as it was.")
    elif done.batch is None:
        print("Nothing changed.")
    else:
        print(f"This was batch {done.batch}; to take it back: ecotone undo {record} {done.batch}")
    if waiting:
        print(f"{waiting:,} wait for a decision: ecotone review {record}")


def summary(done: "Rematched", waiting: int) -> dict[str, Any]:
    """Return what a match did, as `--json` prints it."""
    return {
        "batch": done.batch,
        "counts": {outcome: done.count(outcome) for outcome in ("matched", "review", "new")} | {"unnamed": done.unnamed},
        "claims": done.claims,
        "waiting": waiting,
        "merged": [{"actor": gone, "into": into} for gone, into in done.merged],
        "proposed": [{"actor": gone, "into": into} for gone, into in done.proposed],
        "sectors": [
            {"actor": number}
            | ({"sector": guess.sector, "confidence": guess.confidence, "reason": guess.reason} if guess else {"sector": None})
            for number, guess in sorted(done.sectors.items())
        ],
        "actors": [{"actor": number, **one.body()} for number, one in sorted(done.found.items())],
    }


def _sort(record: str, table: Path, author: str, *, as_json: bool) -> None:
    from ecotone.workbench.sectors import resort

    if not table.exists():
        raise InputError("No such file", got=str(table), remedy="Write one to edit: ecotone match --write-sectors rules.csv")
    with opened(record) as eco:
        done = resort(eco, table, author=author)
        names = dict(eco.actors().select("id", "name").iter_rows())
    rows = [
        {"actor": number, "name": names.get(number), "sector": one.sector.value, "confidence": one.confidence, "reason": one.reason}
        for number, one in sorted(done.changed.items())
    ]
    from ecotone.cli.render import show_json, visible

    if as_json:
        show_json({"batch": done.batch, "changed": rows, "by_hand": done.by_hand, "unknown": done.unknown})
        return
    print(f"{len(rows):,} sectors changed, {done.by_hand:,} set by hand stay, {done.unknown:,} actors no rule speaks of.")
    if done.batch is not None:
        print(f"This was batch {done.batch}; to take it back: ecotone undo {record} {done.batch}")
    for row in rows[:SHOWN]:
        print(visible(f"  {row['name']}: {row['sector']} ({row['confidence']:.2f}), {row['reason']}"))


def _write_table(path: Path) -> None:
    text = resources.files("ecotone.matching").joinpath("sector_rules.csv").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise InputError("There is something of this name already", where=str(path), remedy="Choose another name") from None
    print(f"Wrote {path}; edit it, then: ecotone match RECORD --sectors {path}")


def _match_names(names: Path, column: str, registry: Path, output: Path) -> None:
    from ecotone.matching.matcher import Matcher
    from ecotone.matching.name_files import match_file
    from ecotone.matching.registry import read_registry
    from ecotone.problems import Problems

    problems = Problems()
    with working("Matching") as work:
        matcher = Matcher(read_registry(registry, problems, work=work))
        counts = match_file(matcher, names, column, output, problems, work=work)
    print(f"Wrote {output}: " + ", ".join(f"{number:,} {outcome}" for outcome, number in counts.items()) + ".")
    _list(problems)


def _list(problems: "Problems") -> None:
    from ecotone.cli.render import visible

    for problem in problems.kept[:SHOWN]:
        say(visible(str(problem)))
    if len(problems) > SHOWN:
        say(f"… and {len(problems) - SHOWN:,} more problems")
