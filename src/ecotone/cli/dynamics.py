"""Commands on system dynamics models: model check, show, loops and convert; simulate; sensitivity.

Each takes a model file (.mdl, .xmile, .stmx, .itmx), the name of a model that comes with Ecotone, or a model that is drawn in a
record, as RECORD#NAME.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.cli import calibrating, converting, drawn_models, models, policies
from ecotone.cli.models import Data, Engine, ModelFile, Outputs, Seed, Set, Vary, understood
from ecotone.cli.options import Csv, Json
from ecotone.cli.running import LOOK, say, working, write_out
from ecotone.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from ecotone.dynamics import Loops, Model, Run
    from ecotone.dynamics.model_tests import IntegrationError
    from ecotone.dynamics.quality import Quality
    from ecotone.problems import Problems

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
    group.command(epilog="Example: ecotone model show teacup.xmile")(show)
    group.command(epilog="Example: ecotone model loops district --json")(loops)
    converting.add_to(group)
    drawn_models.add_to(group)
    app.add_typer(group, name="model")
    app.command(epilog="Example: ecotone simulate houston.eco --policy accelerator -o accelerator.html")(simulate)
    policies.add_to(app)
    calibrating.add_to(app)
    example = "ecotone sensitivity diffusion --vary innovation=0.01..0.05 --vary imitation=0.2..0.6 --output adopters"
    app.command(epilog=f"Example: {example}")(sensitivity)


def check(
    model: ModelFile,
    *,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Hold a run to data, CSV: times first, then a column a variable.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out halving the step and extreme conditions.")] = False,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Read, compile and run a model, and test it: units, values that are not finite, the step, extreme conditions, data.

    Ends with 1 if units do not fit or a value is not finite; what halving the step and extreme conditions show is told only.
    """
    from ecotone.cli.render import show_json
    from ecotone.dynamics import check_units
    from ecotone.dynamics.calibration import read_observations
    from ecotone.dynamics.model_tests import extreme_conditions, findings_of_run, integration_error, reproduction

    if against is not None and not against.is_file():
        raise NotFoundError("There is no such data file", got=str(against))
    with understood(model), working("Checking") as work:
        read = models.opened(model, data or ())
        models.check_size(read, None, 1)
        ran = read.run()
        problems = [*check_units(read), *ran.problems()]
        noted = findings_of_run(read, ran)
        halved = None if quick else integration_error(read)
        extreme = None if quick else extreme_conditions(read, work=work)
        followed = None if against is None else reproduction(read, read_observations(against))
    counts = {"variables": len(read.variables), "constants": len(read.constants), "times": int(read.grid().saved.sum())}
    if as_json:
        more = {
            "run": [problem.as_dict() for problem in noted],
            "integration": None if halved is None else dataclasses.asdict(halved),
            "extreme": None if extreme is None else [problem.as_dict() for problem in extreme],
            "against": None if followed is None else {name: dataclasses.asdict(each) for name, each in followed.items()},
        }
        listed = [problem.as_dict() for problem in problems]
        show_json({"model": model, "title": read.document.title, **counts, "problems": listed, "tests": more})
    else:
        print(
            f"{model}: "
            + ", ".join(models.counted(count, name) for name, count in counts.items())
            + f"; {_counted(len(problems), 'problem')}."
        )
        for problem in problems:
            print(f"  {problem}")
        for line in [*map(str, noted), *_tested(halved, extreme, followed)]:
            print(line)
    if problems:
        raise typer.Exit(LOOK)


def _tested(halved: "IntegrationError | None", extreme: "Problems | None", followed: "Mapping[str, Quality] | None") -> Iterator[str]:
    """Say what the tests showed, a line each."""
    if halved is not None and halved.share is None:
        yield f"Halving the step: not tried, {halved.reason}."
    elif halved is not None and halved.share == 0:
        yield f"Halving the step of {halved.step:g} changes nothing."
    elif halved is not None and halved.share is not None:
        worst = f" ({halved.variable} at time {halved.time:g})" if halved.variable else ""
        yield f"Halving the step of {halved.step:g} changes values by at most {halved.share:.2%} of their range{worst}."
    if extreme is not None:
        yield f"Extreme conditions, every constant at nothing and ten times its value: {_counted(len(extreme), 'finding')}."
        yield from (f"  {problem}" for problem in list(extreme)[:SHOWN])
        if len(extreme) > SHOWN:
            yield f"  … and {len(extreme) - SHOWN:,} more; --json gives all."
    for name, each in (followed or {}).items():
        parts = [f"{share:.0%} {word}" for share, word in ((each.bias, "bias"), (each.variation, "variation")) if share is not None]
        r_squared = "" if each.r_squared is None else f", R² {each.r_squared:.3f}"
        systematic = f", of the error {' and '.join(parts)}" if parts else ""
        yield f"Against data: {name}, {each.points:,} values, RMSE {each.rmse:.4g}{r_squared}{systematic}."


def _counted(count: int, what: str) -> str:
    """Say how many there are of something."""
    return models.counted(count, f"{what}s") if count else f"no {what}s"


def show(model: ModelFile, *, data: Data = None, as_json: Json = False, as_csv: Csv = False) -> None:
    """Print the equations, one a line; with --json or --csv a table with unit, line and note of each."""
    from ecotone.cli import render
    from ecotone.dynamics import equations

    with understood(model), working("Reading"):
        read = models.opened(model, data or ())
        text = equations(read.document)
        answer = _equations(model, read) if as_json or as_csv else None
    if answer is not None:
        render.show(answer, as_json=as_json, as_csv=as_csv)
    else:
        write_out("".join(f"{render.visible(line)}\n" for line in text.splitlines()))


def _equations(name: str, model: "Model") -> Answer:
    """Make a table of the equations."""
    import polars as pl

    from ecotone.dynamics.printer import line
    from ecotone.dynamics.syntax import display

    listed = model.document.equations
    frame = pl.DataFrame(
        {
            "variable": [display(e.name) + (f"[{', '.join(e.subscripts)}]" if e.subscripts else "") for e in listed],
            "kind": [e.kind for e in listed],
            "equation": [line(e) for e in listed],
            "units": [e.units for e in listed],
            "line": [e.line for e in listed],
        }
    )
    labels = {"variable": "Variable", "kind": "Kind", "equation": "Equation", "units": "Units"}
    columns = (*(Column(key, label) for key, label in labels.items()), Column("line", "Line", "integer"))
    return Answer(
        question=f"What does the model {models.called(name)} say?",
        summary=f"{len(listed):,} equations.",
        tables=(Table("Equations", frame, columns),),
        method=Method("read from the file", ecotone.__version__),
    )


def loops(
    model: ModelFile,
    *,
    set_: Set = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, max=100_000, help="How many loops are looked for at most; else 1,000.")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many loops are shown.")] = 10,
    independent: Annotated[
        bool, typer.Option("--independent", help="Only the shortest independent loop set: few short loops that hold every link.")
    ] = False,
    vary: Vary = None,
    members: Annotated[int, typer.Option("--members", min=2, max=100_000, help="How many draws, with --vary.")] = 200,
    seed: Seed = 0,
    engine: Engine = "auto",
    data: Data = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Find the feedback loops, and say which drive the behaviour, and when; with --vary, how sure that is."""
    from ecotone.cli import render
    from ecotone.dynamics import find_loops
    from ecotone.dynamics.loops import MAX_LOOPS

    if independent and limit is not None:
        raise InputError(
            "--limit is for the list of all loops, not for an independent set", got=str(limit), remedy="Use --top to show fewer"
        )
    ranges = models.ranges(vary or ())
    count = members if ranges else 1
    with understood(model), working("Finding loops"):
        read = models.opened(model, data or ())
        models.check_size(read, None, count)
        constants = {**models.settings(set_ or ()), **models.draws(ranges, count, seed)}
        found = find_loops(
            read, members=count, constants=constants, limit=limit or MAX_LOOPS, seed=seed, independent=independent, engine=engine
        )
        answer = _loops(model, found, top, count)
        if ranges:
            answer = _sure(answer, found, count, seed)
    render.show(answer, as_json=as_json, as_csv=as_csv)


def _loops(name: str, found: "Loops", top: int, members: int) -> Answer:
    """Show the loops with their mean share of the behaviour, and the intervals that a few of them dominate."""
    import numpy as np
    import polars as pl

    shown = found.loops[:top]
    with np.errstate(all="ignore"):
        shares = [float(np.abs(loop.relative).mean()) for loop in shown]
    loops_frame = pl.DataFrame(
        {
            "loop": [loop.name for loop in shown],
            "share": pl.Series(shares, dtype=pl.Float64),
            "partition": pl.Series([loop.partition for loop in shown], dtype=pl.Int64),
            "variables": [" → ".join(loop.variables) for loop in shown],
        },
        schema_overrides={"loop": pl.String, "variables": pl.String},
    )
    single = bool(found.loops) and found.loops[0].relative.ndim == 1
    dominant = found.dominant() if single else []
    times = pl.DataFrame(
        {
            "from": pl.Series([start for start, _, _ in dominant], dtype=pl.Float64),
            "to": pl.Series([end for _, end, _ in dominant], dtype=pl.Float64),
            "loops": pl.Series([", ".join(names) or "none: at equilibrium" for _, _, names in dominant], dtype=pl.String),
        }
    )
    share = Column("share", "Mean share", "percent", caveat="Only shares within one partition compare.")
    columns = (Column("loop", "Loop"), share, Column("partition", "Partition", "integer"), Column("variables", "Variables"))
    spans = (Column("from", "From", "number"), Column("to", "To", "number"), Column("loops", "Loops that make half of the behaviour"))
    references = ["Schoenberg, Davidsen and Eberlein 2020, doi 10.1002/sdr.1658"]
    counted = models.counted(len(found.loops), "feedback loops")
    if found.independent:
        counted = f"{models.counted(len(found.loops), 'independent loops')} of {found.independent:,}; shares are among these"
        references.append("Oliva 2004, doi 10.1002/sdr.298")
    return Answer(
        question=f"Which feedback loops drive the model {models.called(name)}?",
        summary=f"{counted}; R reinforces, B balances, U changes its polarity." if found.loops else "The model has no feedback loops.",
        tables=(Table("Loops", loops_frame, columns), Table("Dominance", times, spans)),
        method=Method("loops that matter", ecotone.__version__, {"share": 0.5}, reference="; ".join(references)),
        warnings=_not_all(found, members),
    )


def _not_all(found: "Loops", members: int) -> tuple[str, ...]:
    """Say why the loops are not all that there are."""
    if found.complete:
        return ()
    if found.independent:
        short = found.independent - len(found.loops)
        return (f"Shortest ways there and back make no more loops; {short:,} more would be independent of these, and longer.",)
    within = f" They were searched in {found.searched:,} of {members:,} draws, chosen by the seed." if members > 1 else ""
    return (f"There are more loops than were looked for; the list and the shares are not complete.{within}",)


def _sure(answer: Answer, found: "Loops", members: int, seed: int) -> Answer:
    """Put in the place of dominance in one run which loop is strongest in most members, and in how many at least."""
    import polars as pl

    spans = found.strongest()
    frame = pl.DataFrame(
        {
            "from": pl.Series([start for start, _, _, _ in spans], dtype=pl.Float64),
            "to": pl.Series([end for _, end, _, _ in spans], dtype=pl.Float64),
            "loop": pl.Series([name or "none: at equilibrium" for _, _, name, _ in spans], dtype=pl.String),
            "sure": pl.Series([share for _, _, _, share in spans], dtype=pl.Float64),
        }
    )
    columns = (
        Column("from", "From", "number"),
        Column("to", "To", "number"),
        Column("loop", "Strongest in most draws"),
        Column("sure", "At least in", "percent", caveat="The smallest share of draws over the interval in which it is the strongest."),
    )
    parameters = {"members": members} | ({"searched": found.searched} if found.searched else {})
    method = dataclasses.replace(answer.method, parameters=parameters, seed=seed)
    return dataclasses.replace(answer, tables=(answer.tables[0], Table("How sure", frame, columns)), method=method)


def sensitivity(
    model: ModelFile,
    *,
    vary: Annotated[list[str], typer.Option("--vary", metavar="NAME=LOW..HIGH", help="Vary a constant over a range; repeat for others.")],
    variable: Annotated[str, typer.Option("--output", metavar="NAME", help="The variable whose last value is explained.")],
    set_: Set = None,
    method: Annotated[
        str,
        typer.Option("--method", help="sobol (indices), morris (elementary effects), prcc (rank correlation) or tornado (one at a time)."),
    ] = "sobol",
    samples: Annotated[int, typer.Option("--samples", min=4, max=1_000_000, help="Rows of the design; a power of two is best.")] = 512,
    seed: Seed = 0,
    engine: Engine = "auto",
    data: Data = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Say which constants matter for a variable's last value."""
    from ecotone.cli import render

    ranges = models.ranges(vary)
    with understood(model), working("Running") as work:
        read = models.opened(model, data or ())
        answer = models.sensitivity(read, ranges, variable, models.settings(set_ or ()), method, samples, seed, engine, work)
    render.show(answer, as_json=as_json, as_csv=as_csv)


def simulate(
    model: Annotated[
        str,
        typer.Argument(metavar="MODEL_OR_RECORD", help="A model, by file or name, or a record, which fills the model `district`."),
    ],
    *,
    set_: Set = None,
    vary: Vary = None,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", metavar="FILE", help='A JSON file with "set", "policy", "policy_start" and "interventions".'),
    ] = None,
    policy: Annotated[str | None, typer.Option("--policy", help="A policy of the model `district`, for example accelerator.")] = None,
    policy_start: Annotated[
        float | None, typer.Option("--policy-start", metavar="TIME", help="When the policy starts; else at 0, of a record and a page at 2.")
    ] = None,
    members: Annotated[int | None, typer.Option("--members", min=1, help="How many runs; with --vary else 200, of a record 500.")] = None,
    outputs: Outputs = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail at the first value that is not finite, and name its inputs.")] = False,
    seed: Seed = 0,
    engine: Engine = "auto",
    data: Data = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write every variable as .csv or .parquet, or what a policy changes as one page, .html."
        ),
    ] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Run a model, as it stands or changed, once or many times; of a record say what a policy would change, how sure, and why.

    Ends with 1 if a value is not finite.
    """
    from ecotone.cli import render

    models.check_output(output, (".csv", ".parquet", ".html"))
    ranges = models.ranges(vary or ())
    if models.is_record(model) or (output is not None and output.suffix.lower() == ".html"):
        if engine != "auto":
            raise InputError("--engine is for runs of a model, not for a policy's page", got=engine)
        policies.simulate(model, set_ or (), ranges, scenario, policy, policy_start, members, seed, output, as_json=as_json, as_csv=as_csv)
        return
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
            engine=engine,
            strict=strict,
            work=work,
        )
        differs = bool(changed.constants or changed.interventions)
        before = read.run(members=count, constants=drawn, outputs=outputs, seed=seed, engine=engine, work=work) if differs else None
        rows = models.write(run, output) if output else 0
    problems = [str(problem) for problem in run.problems()]
    if output:
        if as_json:
            render.show_json({"written": str(output), "rows": rows, "variables": len(run.columns), "members": count, "problems": problems})
        else:
            print(f"Wrote {output}: {rows:,} rows of {len(run.columns):,} variables.")
    else:
        parameters = {"members": count, "set": changed.constants, "vary": {name: list(ends) for name, ends in ranges.items()}}
        render.show(_values(model, read, run, before, parameters, seed, problems), as_json=as_json, as_csv=as_csv)
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
    units = model.document.specification.time_units
    span = f"from {run.time[0]:g} to {run.time[-1]:g}" + (f" (time in {units})" if units else "")
    many = f", {run.members:,} runs" if run.members > 1 else ""
    return Answer(
        question=f"What does the model {models.called(name)} do?",
        summary=f"{_counted(len(run.columns), 'variable')} {span}{many}.",
        tables=(Table("Values", frame, tuple(columns)),),
        method=Method(f"simulation, {model.document.specification.method}", ecotone.__version__, parameters, seed=seed),
        warnings=tuple(problems[:SHOWN]),
    )
