"""Commands on policies: what one changes (simulate of a record), policy compare, policy optimise."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.cli import models
from ecotone.cli.models import Data, Seed, Set, Vary, understood
from ecotone.cli.options import Csv, Json, opened
from ecotone.cli.running import working
from ecotone.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from ecotone.dynamics import Model
    from ecotone.dynamics.levers import Lever
    from ecotone.dynamics.policies import Comparison
    from ecotone.report.page import Link
    from ecotone.workbench.bind import Bound

MEMBERS: Final = 500
START: Final = 2.0
"""When a policy starts, in years from now."""

group = typer.Typer(
    help="Compare policies on the same draws of what is not known, or find the best levers under a budget.",
    epilog="Example: ecotone policy compare houston.eco",
    no_args_is_help=True,
)
Asked = Annotated[str, typer.Argument(metavar="MODEL_OR_RECORD", help="A record, the model `district`, or a model file.")]
Members = Annotated[int, typer.Option("--members", min=20, max=100_000, help="How many draws.")]
Start = Annotated[float, typer.Option("--policy-start", metavar="TIME", help="When policies start.")]
Wanted = Annotated[str | None, typer.Option("--output", metavar="NAME", help="What counts, at the end; else what reaches patients.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(epilog="Example: ecotone policy compare houston.eco --wanted 4")(compare)
    group.command(epilog="Example: ecotone policy optimise houston.eco --budget 8")(optimise)
    app.add_typer(group, name="policy")


@dataclasses.dataclass(frozen=True)
class Subject:
    """What is asked of: a model with its ranges, and where its numbers come from."""

    title: str
    model: "Model"
    bound: "Bound | None"
    ranges: dict[str, tuple[float, float]]
    sources: "dict[int, Link]"


def subject(name: str, data: Sequence[Path], ranges: dict[str, tuple[float, float]]) -> Subject:
    """Open a record (and fill the district from it), a shipped model, or a file."""
    from ecotone.workbench import bind

    if not models.is_record(name):
        bound = bind.assumed() if name == "district" and not Path(name).is_file() else None
        return Subject(models.stem(name), models.opened(name, data), bound, {**(bound.ranges if bound else {}), **ranges}, {})
    if data:
        raise InputError("A record reads no data files", got=str(data[0]))
    with opened(name) as eco:
        bound = bind.district(eco)
        sources = _links(eco.evidence(), bound)
        title = eco.title or Path(name).stem
    return Subject(title, models.opened("district"), bound, {**bound.ranges, **ranges}, sources)


def _links(evidence: "pl.DataFrame", bound: "Bound") -> "dict[int, Link]":
    """Return the source records behind what was bound."""
    from ecotone.report.page import Link

    wanted = set(bound.evidence)
    found = {}
    for row in evidence.iter_rows(named=True):
        if row["id"] in wanted:
            found[row["id"]] = Link(str(row["title"] or f"{row['source']} {row['id_in_source']}"), row["address"])
    return found


def simulate(
    name: str,
    set_: Sequence[str],
    ranges: dict[str, tuple[float, float]],
    file: Path | None,
    policy: str | None,
    policy_start: float | None,
    members: int | None,
    seed: int,
    output: Path | None,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Say what a policy would change, and write it as a page, or the runs as a table."""
    from ecotone.cli import render
    from ecotone.dynamics import district
    from ecotone.dynamics.effect import policy_effect
    from ecotone.workbench.export import replacing

    page = output is not None and output.suffix.lower() == ".html"
    if policy is not None and policy_start is None:
        policy_start = START
    with understood(name), working("Simulating") as work:
        changed = models.scenario(name, (), file, policy, policy_start)
        asked = subject(name, (), ranges)
        if asked.bound is None:
            raise InputError("A page is written of a record, or of the model `district`", got=name, remedy="Write .csv or .parquet")
        fixed = models.settings(set_)
        if not changed.interventions and not changed.constants:
            if page:
                raise InputError("A page needs a policy", expected=", ".join(district.POLICIES), remedy="Give --policy")
            answers: tuple[Answer, ...] = (_baseline(asked, fixed, members or MEMBERS, seed, output),)
        else:
            effect = policy_effect(
                asked.model,
                changed,
                district.OUTPUTS,
                ranges=asked.ranges,
                constants=fixed,
                name_of=district.loop_name,
                members=members or MEMBERS,
                seed=seed,
                work=work,
            )
            answers = (*(_about(asked, answer) for answer in effect.answers()), asked.bound.answer())
            if page and output is not None:
                from ecotone.report.simulation import policy_page

                written = policy_page(effect, asked.bound, title=asked.title, sources=asked.sources).encode()
                with replacing(output) as out:
                    out.write(written)
            elif output is not None:
                _write(effect.comparison, output)
    if output is None:
        _show(answers, as_json=as_json, as_csv=as_csv)
    elif as_json:
        render.show_json({"written": str(output), "bytes": output.stat().st_size})
    else:
        print(f"{answers[0].summary}\nWrote {output}: {output.stat().st_size / 1024:,.0f} KiB.")


def _show(answers: Sequence[Answer], *, as_json: bool, as_csv: bool) -> None:
    """Show answers one below the other; as JSON they are a list."""
    import json

    from ecotone.cli import render

    if as_json:
        render.show_json([json.loads(answer.to_json()) for answer in answers])
        return
    for at, answer in enumerate(answers):
        if at and not as_csv:
            print()
        render.show(answer, as_csv=as_csv)


def _baseline(asked: Subject, fixed: dict[str, float], members: int, seed: int, output: Path | None) -> Answer:
    """Say where the district goes as it stands."""
    from ecotone.dynamics import district
    from ecotone.dynamics.policies import BASELINE
    from ecotone.dynamics.policies import compare as run

    unknown = {name: ends for name, ends in asked.ranges.items() if name not in fixed}
    found = run(asked.model, (), district.OUTPUTS, ranges=unknown, constants=fixed, members=members, seed=seed)
    if output is not None:
        _write(found, output)
    rows = [{"output": name, "first": found.of(BASELINE, name)[0], "last": found.last(BASELINE, name)} for name in found.outputs]
    return _table(
        "Where does the district go without a policy?",
        f"{members:,} draws of what is not known.",
        "Outcomes",
        [{**row, "first": _middle(row["first"])} for row in rows],
        (Column("output", "Output"), Column("first", "Now", "estimate"), Column("last", f"At {found.time[-1]:g}", "estimate")),
        Method("simulation over ranges", ecotone.__version__, {"members": members}, seed=seed),
        asked,
    )


def _middle(values: Any) -> Any:
    """Return the median and the range of nine in ten."""
    import numpy as np

    from ecotone.estimate import Estimate

    low, middle, high = (float(value) for value in np.percentile(values, [5, 50, 95]))
    return Estimate(middle, low, high, 0.9, f"range over {len(values):,} draws")


def _write(found: "Comparison", path: Path) -> None:
    """Write every draw with and without: time, scenario, member, then the outputs."""
    import numpy as np
    import polars as pl

    from ecotone.workbench.export import write_table

    saves, members = found.time.size, found.members
    parts = [
        pl.DataFrame(
            {
                "time": np.repeat(found.time, members),
                "scenario": [scenario.name] * (saves * members),
                "member": np.tile(np.arange(members), saves),
                **{name: found.of(scenario.name, name).reshape(-1) for name in found.outputs},
            }
        )
        for scenario in found.scenarios
    ]
    write_table(pl.concat(parts), path)


def _table(
    question: str,
    summary: str,
    title: str,
    rows: list[dict[str, Any]],
    columns: tuple[Column, ...],
    method: Method,
    asked: Subject,
    *,
    warnings: tuple[str, ...] = (),
) -> Answer:
    """Make an answer with one table."""
    return _about(asked, Answer(question, summary, (_frame(title, rows, columns),), method, warnings=warnings))


def _about(asked: Subject, answer: Answer) -> Answer:
    """Say of an answer which record it was read from."""
    if asked.bound is None:
        return answer
    told = asked.bound.answer()
    warnings = (*answer.warnings, f"{told.summary} The others are assumptions.") if told.warnings else answer.warnings
    return dataclasses.replace(
        answer, read_at=asked.bound.read_at, scope=asked.bound.scope, evidence=asked.bound.evidence, warnings=warnings
    )


def _frame(title: str, rows: list[dict[str, Any]], columns: tuple[Column, ...], note: str | None = None) -> Table:
    """Make a table of rows; estimates are kept as they are."""
    import polars as pl

    kinds = {"estimate": pl.Object, "text": pl.String, "integer": pl.Int64, "number": pl.Float64, "percent": pl.Float64}
    data = {each.name: pl.Series(each.name, [row[each.name] for row in rows], dtype=kinds[each.format]) for each in columns}
    return Table(title, pl.DataFrame(data), columns, note)


def _outcome(asked: Subject, name: str | None) -> str:
    """Return the one variable that counts."""
    from ecotone.dynamics import district

    if name is None and asked.bound is None:
        raise InputError("It must be said what counts", remedy="Give --output")
    return models.one(asked.model, name or district.OUTPUTS[0])


def compare(
    model: Asked,
    *,
    policy: Annotated[
        list[str] | None, typer.Option("--policy", help="A policy of the district; may be repeated. Without any, all of them.")
    ] = None,
    scenario: Annotated[list[Path] | None, typer.Option("--scenario", metavar="FILE", help="A scenario file; may be repeated.")] = None,
    start: Start = START,
    output: Wanted = None,
    wanted: Annotated[
        float | None, typer.Option("--wanted", metavar="NUMBER", help="A value that is good enough; says when a policy fails to reach it.")
    ] = None,
    less: Annotated[bool, typer.Option("--less", help="Less of the output is better.")] = False,
    set_: Set = None,
    vary: Vary = None,
    members: Members = MEMBERS,
    seed: Seed = 0,
    data: Data = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Compare policies and scenarios with the baseline, draw by draw: effect, cost, regret, and when each fails."""
    from ecotone.cli import render
    from ecotone.dynamics import district
    from ecotone.dynamics.policies import compare as run
    from ecotone.dynamics.policies import robustness

    with understood(model), working("Comparing") as work:
        asked = subject(model, data or (), models.ranges(vary or ()))
        names = policy if policy or scenario else list(district.POLICIES) if asked.bound else []
        every = [models.scenario(model, (), None, each, start) for each in names or ()]
        every += [models.scenario(model, (), file, None, None) for file in scenario or ()]
        if not every:
            raise InputError("There is nothing to compare", remedy="Give --scenario")
        if len({each.name for each in every}) < len(every):
            raise InputError("Two scenarios have one name", got=", ".join(each.name for each in every), remedy="Give them a 'name'")
        outcome, fixed = _outcome(asked, output), models.settings(set_ or ())
        ranges = {name: ends for name, ends in asked.ranges.items() if name not in fixed}
        found = run(asked.model, every, [outcome], ranges=ranges, constants=fixed, members=members, seed=seed, work=work)
        stands = robustness(found, outcome, wanted=wanted, less=less)
    render.show(_compared(asked, found, outcome, stands, wanted, less=less, seed=seed), as_json=as_json, as_csv=as_csv)


def _compared(
    asked: Subject, found: "Comparison", outcome: str, stands: Sequence[Any], wanted: float | None, *, less: bool, seed: int
) -> Answer:
    """Show the comparison, least regret first, and the boxes in which a scenario fails."""
    from ecotone.dynamics.policies import BASELINE

    rows = [
        {
            "scenario": each.scenario,
            "last": found.last(each.scenario, outcome),
            "effect": found.effect(each.scenario, outcome) if each.scenario != BASELINE else None,
            "regret": each.regret,
            "most": each.most_regret,
            "satisfied": each.satisfied,
            "cost": each.cost,
        }
        for each in stands
    ]
    columns = [
        Column("scenario", "Scenario"),
        Column("last", f"{outcome} at {found.time[-1]:g}", "estimate"),
        Column("effect", "Difference, paired", "estimate"),
        Column("regret", "Regret", "number", caveat="By how much the best of these is better, in nine of ten draws at most."),
        Column("most", "Most regret", "number"),
        Column("cost", "Cost", "number", caveat="Over the whole run, by the scenario's own figures, which are assumptions."),
    ]
    if wanted is not None:
        columns.insert(5, Column("satisfied", f"Reaches {wanted:g}", "percent"))
    tables = [_frame("Policies, least regret first", rows, tuple(columns))]
    if wanted is not None:
        tables += _boxes(found, outcome, wanted, less=less)
    answer = _table(
        f"Which policy is best for {outcome}?",
        f"Least regret: {stands[0].scenario}; {found.members:,} draws of {len(found.draws)} constants that are not known.",
        "Policies",
        [],
        (),
        Method(
            "paired runs, regret",
            ecotone.__version__,
            {"members": found.members, "wanted": wanted},
            seed=seed,
            reference="Lempert et al. 2006; Friedman and Fisher 1999",
        ),
        asked,
        warnings=() if found.draws else ("Nothing varies, so this is one run of each; give --vary.",),
    )
    return dataclasses.replace(answer, tables=tuple(tables))


def _boxes(found: "Comparison", outcome: str, wanted: float, *, less: bool) -> list[Table]:
    """Say of each scenario what has to be true for it to fail."""
    from ecotone.dynamics.boxes import failure_box

    rows = []
    for each in found.scenarios:
        last = found.of(each.name, outcome)[-1]
        fails = last > wanted if less else last < wanted
        box = failure_box(found.draws, fails)
        if box is None:
            continue
        rows += [
            {"scenario": each.name, "constant": b.name, "low": b.low, "high": b.high, "fails": box.density, "covers": box.coverage}
            for b in box.bounds
        ]
    columns = (
        Column("scenario", "Scenario"),
        Column("constant", "Fails where"),
        Column("low", "lies from", "number"),
        Column("high", "to", "number"),
        Column("fails", "Of draws there fail", "percent"),
        Column("covers", "Of failures lie there", "percent"),
    )
    return [_frame("When it fails", rows, columns, "All conditions of one scenario together; found by peeling (PRIM), not proved.")]


def optimise(
    model: Asked,
    *,
    budget: Annotated[float, typer.Option("--budget", help="Most that the levers may cost a year.")],
    lever: Annotated[
        list[str] | None,
        typer.Option("--lever", metavar="NAME=MOST@COST", help="A constant to move from 0 up to MOST, at COST a unit and year; repeat."),
    ] = None,
    aim: Annotated[
        str, typer.Option("--aim", help="What is made most of over the draws: mean, median, or worst (of nine in ten).")
    ] = "mean",
    start: Start = START,
    output: Wanted = None,
    set_: Set = None,
    vary: Vary = None,
    members: Members = MEMBERS,
    seed: Seed = 0,
    data: Data = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Find the mix of levers that makes most of an output under a budget, over all draws at once."""
    from ecotone.cli import render
    from ecotone.dynamics import district
    from ecotone.dynamics.levers import Aim
    from ecotone.dynamics.levers import optimise as search

    if aim not in {"mean", "median", "worst"}:
        raise InputError("There is no such aim", where="--aim", got=aim, expected="mean, median or worst")
    with understood(model), working("Searching") as work:
        asked = subject(model, data or (), models.ranges(vary or ()))
        levers = [_lever(text) for text in lever] if lever else list(district.levers()) if asked.bound else []
        if not levers:
            raise InputError("There is no lever to move", remedy="Give --lever NAME=MOST@COST")
        outcome, fixed = _outcome(asked, output), models.settings(set_ or ())
        ranges = {name: ends for name, ends in asked.ranges.items() if name not in fixed}
        plan = search(
            asked.model,
            levers,
            outcome,
            budget=budget,
            ranges=ranges,
            constants=fixed,
            start=start,
            aim=cast("Aim", aim),
            seed=seed,
            members=members,
            work=work,
        )
    rows = [
        {"lever": each.variable, "value": value, "most": each.most, "cost": value * each.cost, "share": value * each.cost / budget}
        for each, value in plan.levers
    ]
    columns = (
        Column("lever", "Lever"),
        Column("value", "Move to", "number"),
        Column("most", "At most", "number"),
        Column("cost", "Cost a year", "number"),
        Column("share", "Of the budget", "percent"),
    )
    effect = plan.comparison.effect("plan", outcome)
    answer = _table(
        f"Which levers make most of {outcome} for {budget:g} a year?",
        f"The plan costs {plan.cost:.3g} a year and changes {outcome} by {effect}; {plan.runs:,} runs.",
        "Levers",
        rows,
        columns,
        Method("differential evolution", ecotone.__version__, {"aim": aim, "budget": budget}, seed=seed, reference="Storn and Price 1997"),
        asked,
        warnings=("The effect is judged on draws that the search has not seen; costs are assumptions.",),
    )
    render.show(answer, as_json=as_json, as_csv=as_csv)


def _lever(text: str) -> "Lever":
    """Read `name=most@cost`."""
    from ecotone.dynamics.levers import Lever

    name, sign, rest = text.rpartition("=")
    most, at, cost = rest.partition("@")
    if not sign or not at or not name.strip():
        raise InputError("A lever has the form name=most@cost", where="--lever", got=text)
    return Lever(name.strip(), models.number(most, f"--lever {name}"), models.number(cost, f"--lever {name}"))
