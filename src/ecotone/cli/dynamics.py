"""Commands on system dynamics models: model check, show, loops and convert; simulate; sensitivity.

Each takes a model file (.mdl, .xmile, .stmx, .itmx) or the name of a model that comes with Ecotone, and needs no record.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.cli import models
from ecotone.cli.models import Data, ModelFile, Outputs, Seed, Set, Vary, understood
from ecotone.cli.options import Csv, Json
from ecotone.cli.running import LOOK, say, working

if TYPE_CHECKING:
    from ecotone.dynamics import Model, Run

group = typer.Typer(
    help="Open a model of Vensim or Stella: check it, print it, find its feedback loops, convert it.",
    epilog="Example: ecotone model check world.mdl",
    no_args_is_help=True,
)
SHOWN = 20
"""Problems that are told one by one; `--json` gives all."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(epilog="Example: ecotone model check world.mdl")(check)
    app.add_typer(group, name="model")
    app.command(epilog="Example: ecotone simulate district --policy accelerator --policy-start 5 -o district.csv")(simulate)


def check(model: ModelFile, *, data: Data = None, as_json: Json = False) -> None:
    """Read, compile and run a model; list equations whose units do not fit and values that are not finite; end with 1 if any."""
    from ecotone.cli.render import show_json
    from ecotone.dynamics import check_units

    with understood(model), working("Checking"):
        read = models.opened(model, data or ())
        models.check_size(read, None, 1)
        problems = [*check_units(read), *read.run().problems()]
    counts = {"variables": len(read.variables), "constants": len(read.constants), "times": int(read.grid().saved.sum())}
    if as_json:
        show_json({"model": model, "title": read.document.title, **counts, "problems": [problem.as_dict() for problem in problems]})
    else:
        print(f"{model}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + f"; {_counted(len(problems))}.")
        for problem in problems:
            print(f"  {problem}")
    if problems:
        raise typer.Exit(LOOK)


def _counted(count: int) -> str:
    """Say how many problems."""
    return "no problems" if not count else f"{count:,} problem{'s' if count > 1 else ''}"


def simulate(
    model: ModelFile,
    *,
    set_: Set = None,
    vary: Vary = None,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", metavar="FILE", help='A JSON file with "set", "policy", "policy_start" and "interventions".'),
    ] = None,
    policy: Annotated[str | None, typer.Option("--policy", help="A policy of the model `district`, for example accelerator.")] = None,
    policy_start: Annotated[float | None, typer.Option("--policy-start", metavar="TIME", help="When the policy starts; else at 0.")] = None,
    members: Annotated[int | None, typer.Option("--members", min=1, help="How many runs; with --vary else 200.")] = None,
    outputs: Outputs = None,
    seed: Seed = 0,
    data: Data = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write time and every variable as .csv or .parquet.")
    ] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Run a model, as it stands or changed, once or many times; end with 1 if a value is not finite."""
    from ecotone.cli.render import show, show_json

    models.check_output(output, (".csv", ".parquet"))
    ranges = models.ranges(vary or ())
    count = members or (200 if ranges else 1)
    with understood(model), working("Running") as work:
        changed = models.scenario(model, set_ or (), scenario, policy, policy_start)
        read = models.opened(model, data or ())
        models.check_size(read, outputs, count)
        drawn = models.draws(ranges, count, seed)
        run = read.run(
            members=count,
            constants={**changed.constants, **drawn},
            outputs=outputs,
            interventions=changed.interventions,
            seed=seed,
            work=work,
        )
        before = read.run(members=count, constants=drawn, outputs=outputs, seed=seed, work=work) if changed else None
        rows = models.write(run, output) if output else 0
    problems = [str(problem) for problem in run.problems()]
    if output:
        if as_json:
            show_json({"written": str(output), "rows": rows, "variables": len(run.columns), "members": count, "problems": problems})
        else:
            print(f"Wrote {output}: {rows:,} rows of {len(run.columns):,} variables.")
    else:
        parameters = {"members": count, "set": changed.constants, "vary": {name: list(ends) for name, ends in ranges.items()}}
        show(_values(model, read, run, before, parameters, seed, problems), as_json=as_json, as_csv=as_csv)
    if output or not as_json:
        for text in problems[:SHOWN]:
            say(text)
    if problems:
        raise typer.Exit(LOOK)


def _values(
    name: str, model: "Model", run: "Run", before: "Run | None", parameters: dict[str, Any], seed: int, problems: list[str]
) -> Answer:
    """Show where every variable starts and ends; of an ensemble the median and the range of nine in ten."""
    import numpy as np
    import polars as pl

    low, middle, high = np.percentile(run.values[-1], [5, 50, 95], axis=1) if run.members > 1 else (run.values[-1, :, 0],) * 3
    first = np.median(run.values[0], axis=1)
    frame = pl.DataFrame({"variable": run.columns, "first": first, "last": middle})
    columns = [
        Column("variable", "Variable"),
        Column("first", f"At {run.time[0]:g}", "number"),
        Column("last", f"At {run.time[-1]:g}", "number", caveat="The median of the members." if run.members > 1 else None),
    ]
    if run.members > 1:
        frame = frame.with_columns(low=pl.Series(low), high=pl.Series(high))
        columns += [Column("low", "5 %", "number"), Column("high", "95 %", "number")]
    if before is not None:
        frame = frame.with_columns(before=pl.Series(np.median(before.values[-1], axis=1)))
        columns.append(Column("before", "Unchanged", "number"))
    span = f"from {run.time[0]:g} to {run.time[-1]:g} {model.document.specification.time_units or ''}".rstrip()
    many = f", {run.members:,} runs" if run.members > 1 else ""
    return Answer(
        question=f"What does the model {Path(name).name} do?",
        summary=f"{len(run.columns):,} variables {span}{many}.",
        tables=(Table("Values", frame, tuple(columns)),),
        method=Method(f"simulation, {model.document.specification.method}", ecotone.__version__, parameters, seed=seed),
        warnings=tuple(problems[:SHOWN]),
    )
