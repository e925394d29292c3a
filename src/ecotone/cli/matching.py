"""The command that says which organisations of a registry the names in a file mean: match."""

from pathlib import Path
from typing import Annotated

import typer

from ecotone.cli.running import say, working


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: ecotone match --names strings.csv --column affiliation --registry registry.jsonl.gz -o matches.csv")(match)


def match(
    *,
    names: Annotated[Path, typer.Option("--names", metavar="FILE", help="A CSV file with the strings, one a row.")],
    column: Annotated[str, typer.Option("--column", metavar="NAME", help="The column that holds them.")],
    registry: Annotated[Path, typer.Option("--registry", metavar="FILE", help="ROR records: .jsonl, .json, or either with .gz.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where the answers are written, as CSV.")],
) -> None:
    """Say for every string of a file which organisation of a registry it means, how likely, and what to do.

    The file written has the columns input, id, name, probability and outcome (matched, new or review), in the order of the input.
    """
    from ecotone.cli.render import visible
    from ecotone.matching.matcher import Matcher
    from ecotone.matching.name_files import match_file
    from ecotone.matching.registry import read_registry
    from ecotone.problems import Problems

    problems = Problems()
    with working("Matching") as work:
        matcher = Matcher(read_registry(registry, problems, work=work))
        counts = match_file(matcher, names, column, output, problems, work=work)
    print(f"Wrote {output}: " + ", ".join(f"{number:,} {outcome}" for outcome, number in counts.items()) + ".")
    for problem in problems.kept[:20]:
        say(visible(str(problem)))
    if len(problems) > 20:
        say(f"… and {len(problems) - 20:,} more problems")
