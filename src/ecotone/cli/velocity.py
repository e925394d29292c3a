"""Commands on velocity: how long each stage takes, what becomes of it, where it sticks, and when it will be done."""

import dataclasses
import json
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ecotone.cli import velocity_compare, velocity_logs
from ecotone.cli.network_page import PAGE, Questions
from ecotone.cli.options import Csv, Json, Record, opened, scoped
from ecotone.cli.running import working
from ecotone.errors import InputError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.answer import Answer

Model = Annotated[
    str, typer.Option("--stage-model", metavar="NAME", help="The stages: see `ecotone velocity stages`; or a YAML file of your own.")
]
Seed = Annotated[int, typer.Option("--seed", help="Decides the forecasts' draws: the same seed gives the same dates.")]
Top = Annotated[int, typer.Option("--top", min=1, help="How many items a list shows; JSON and CSV give all.")]
LISTS: Final = frozenset({"Ageing items", "Forecasts: leaving the present stage", "Clock ownership by item", "Spend at stop"})

group = typer.Typer(
    cls=Questions,
    help="Measure how fast initiatives advance; `ecotone velocity RECORD` alone prints the page of all questions.",
    epilog="Example: ecotone velocity houston.eco",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(PAGE, epilog="Example: ecotone velocity houston.eco --stage-model trials")(page)
    group.command(epilog="Example: ecotone velocity stages")(stages)
    velocity_compare.add_to(group)
    velocity_logs.add_to(group)
    app.add_typer(group, name="velocity")


@scoped
def page(
    record: Record,
    *,
    scope: Scope,
    stage_model: Model = "trials",
    top: Top = 10,
    seed: Seed = 0,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Print stage times, outcomes, stops, flow, bottleneck, clocks, ageing items and forecasts, each with its definitions."""
    from ecotone.cli.render import csv_text, show, show_json, terminal, visible
    from ecotone.cli.running import write_out
    from ecotone.velocity import answers, read, stages

    if velocity_logs.is_log(record):
        raise InputError(
            "An event log has no stages yet",
            where=record,
            remedy=f"Ask it with: ecotone velocity process {record}; or import it with: ecotone velocity import houston.eco {record}",
        )
    with opened(record) as eco, working("Computing"):
        ways = read.ways(eco, stages.stage_model(stage_model), scope)
        found: dict[str, Answer] = {
            name: ask(ways) if name != "forecasts" else answers.forecasts(ways, seed=seed) for name, ask in answers.QUESTIONS.items()
        }
    if as_json:
        show_json({"record": record, "answers": {name: json.loads(answer.to_json()) for name, answer in found.items()}})
    elif as_csv:
        write_out("\n".join(csv_text(answer) for answer in found.values()))
    else:
        console = terminal()
        shared = [warning for warning in next(iter(found.values())).warnings if all(warning in each.warnings for each in found.values())]
        for answer in found.values():
            console.print(f"\n{answer.question}\n{'=' * len(answer.question)}\n", style="bold")
            show(_shortened(answer, top, shared))
        if shared:
            console.print("\nFor all of these\n================\n", style="bold")
        for warning in shared:
            console.print(f"Careful: {visible(warning)}", style="yellow")


def _shortened(answer: "Answer", top: int, shared: list[str]) -> "Answer":
    """Cut the lists of items to their oldest, and say so; leave out what is said once for all answers."""
    tables = tuple(
        dataclasses.replace(table, frame=table.frame.head(top), note=f"{top:,} of {table.frame.height:,} items.")
        if table.title in LISTS and table.frame.height > top
        else table
        for table in answer.tables
    )
    return dataclasses.replace(answer, tables=tables, warnings=tuple(each for each in answer.warnings if each not in shared))


def stages(*, as_json: Json = False, as_csv: Csv = False) -> None:
    """List the stage models that come with Ecotone: each stage with its start marker, end marker and clock owner."""
    from ecotone.cli.render import show
    from ecotone.velocity.answers import listings

    show(listings.stages(), as_json=as_json, as_csv=as_csv)
