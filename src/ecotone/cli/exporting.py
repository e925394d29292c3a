"""The command that writes a record for other programs: export."""

from typing import Annotated

import typer

from ecotone.cli.options import Json, Output, Record, opened, scoped
from ecotone.cli.running import say, working
from ecotone.scope import Scope

WORDS = {"evidence": "source records", "events": "rows of events (one for each object of an event)"}
"""What the rows of a table are, where its name alone would mislead."""


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: ecotone export houston.eco -o houston.xlsx --sector academia")(export)


@scoped
def export(
    record: Record,
    *,
    scope: Scope,
    output: Output,
    table: Annotated[
        str, typer.Option("--table", help="Which table a .csv holds: actors, ties, evidence, claims, initiatives or events.")
    ] = "actors",
    as_json: Json = False,
) -> None:
    """Write a file for other programs: .csv (one table), .zip (all as CSV), .xlsx (a workbook), .json (all, canonical)."""
    from ecotone.cli.render import show_json
    from ecotone.workbench.export import export as write

    with opened(record) as eco, working("Exporting") as work:
        counts = write(eco, output, table=table, scope=scope, work=work)
        judged = ("claims" in counts or output.suffix.lower() == ".json") and eco.claims()["assessor"].is_not_null().any()
    if as_json:
        show_json({"written": str(output), "rows": counts})
    else:
        print(f"Wrote {output}: " + ", ".join(f"{number:,} {WORDS.get(name, name)}" for name, number in counts.items()) + ".")
    if judged:
        say(f"It says who judged what. To give it away: ecotone share {record} -o shared.eco, then export shared.eco.")
