"""What the commands on models are asked with: a model by file or name, settings, ranges, scenarios, and where results go.

A scenario is a JSON file that a program or a person writes once and keeps:

    {"name": "fewer births", "set": {"contact rate": 6}, "policy": "accelerator", "policy_start": 5,
     "interventions": [{"variable": "births", "value": "#own / 2", "start": 2030, "end": 2040, "ramp": 2}],
     "cost_once": 10, "cost_a_time": 2, "start": 2030}
"""

import contextlib
import json
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import InputError, ModelError, NotFoundError

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from ecotone.dynamics import Intervention, Model, Run
    from ecotone.dynamics.policies import Scenario
    from ecotone.work import Work

SHIPPED: Final = ("district", "startups", "talent", "trust", "pipeline", "diffusion")
KEYS: Final = frozenset({"set", "policy", "policy_start", "interventions", "name", "cost_once", "cost_a_time", "start"})
RECORDS: Final = (".eco", ".ecotone")
_INSIDE: Final = re.compile(r"(.+?\.(?:eco|ecotone)|postgres(?:ql)?://[^#]+)#(.*)", re.IGNORECASE | re.DOTALL)
MOST: Final = 100_000_000
"""Numbers that one run may keep (0.8 GB)."""

ModelFile = Annotated[
    str,
    typer.Argument(
        metavar="MODEL",
        help=f"A model file (.mdl, .xmile, .stmx, .itmx), one that is shipped ({', '.join(SHIPPED)}), "
        "or one that is drawn in a record: RECORD#NAME.",
    ),
]
Data = Annotated[list[Path] | None, typer.Option("--data", metavar="FILE", help="A file with values of data variables; may be repeated.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=NUMBER", help="Give a constant another value; may be repeated.")]
Vary = Annotated[
    list[str] | None, typer.Option("--vary", metavar="NAME=LOW..HIGH", help="Draw a constant evenly from a range; may be repeated.")
]
Outputs = Annotated[
    list[str] | None, typer.Option("--outputs", metavar="NAME", help="Keep only this variable, or all its elements; may be repeated.")
]
Engine = Annotated[
    str, typer.Option("--engine", metavar="ENGINE", help="auto, compiled or numpy, or a Dask cluster that you trust: tls://host:8786.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1, help="Seed of all draws; the same gives the same bytes.")]


@contextlib.contextmanager
def understood(model: str) -> Iterator[None]:
    """Say of the model what Python would say of the program: nesting too deep, a number too large, a division by zero."""
    try:
        yield
    except RecursionError:
        raise ModelError("The model's expressions are nested too deeply, or call each other without end", where=called(model)) from None
    except ArithmeticError as error:
        raise ModelError("The model cannot be computed", where=called(model), got=str(error)) from error


def opened(name: str, data: Sequence[Path] = ()) -> "Model":
    """Return the model of a file, one that is drawn in a record, or one that is shipped."""
    from ecotone.dynamics import read_model

    for path in data:
        if not path.is_file():
            raise NotFoundError("There is no such data file", got=str(path))
    inside = in_record(name)
    if inside is not None:
        if data:
            raise InputError("A model that is drawn reads no data", got=str(data[0]))
        return _drawn(*inside)
    if is_record(name):
        remedy = f'Name a model in it, "{name}#NAME"; `ecotone model list {name}` lists them'
        raise InputError("A record is no model", got=name, remedy=remedy)
    if name in SHIPPED and not Path(name).is_file():
        if data:
            raise InputError("A shipped model reads no data", got=str(data[0]))
        return _shipped(name)
    if not Path(name).suffix and not Path(name).exists():
        expected = f"a model file, one of {', '.join(SHIPPED)}, or RECORD#NAME"
        raise NotFoundError("There is no such model", got=name, expected=expected)
    model = read_model(name, data=tuple(data))
    _ = model.lowered
    return model


def in_record(name: str) -> tuple[str, str] | None:
    """Return the record and the name of a model that is drawn in it; None where a file or a shipped model is meant.

    Examples
    --------
    >>> in_record("houston.eco#cup of tea"), in_record("tea.xmile")
    (('houston.eco', 'cup of tea'), None)
    """
    found = _INSIDE.fullmatch(name)
    return None if found is None or Path(name).is_file() else (found[1], found[2].strip())


def called(name: str) -> str:
    """Return what a model is called where its result is shown: by its name in a record, or by that of its file."""
    inside = in_record(name)
    return inside[1] if inside else Path(name).name


def stem(name: str) -> str:
    """Return the same, without the ending of a file."""
    return called(name) if in_record(name) else Path(name).stem


def _drawn(record: str, name: str) -> "Model":
    from ecotone.cli import options
    from ecotone.dynamics.kept import drawn_model
    from ecotone.dynamics.model import Model

    if not name:
        raise InputError("No model is named behind the #", got=f"{record}#", remedy=f"`ecotone model list {record}` lists them")
    with options.opened(record) as eco:
        drawn, _ = drawn_model(eco, name)
    model = Model(drawn.document(name))
    _ = model.lowered
    return model


def _shipped(name: str) -> "Model":
    """Return a model that comes with Ecotone."""
    from ecotone.dynamics import diffusion, district, pipeline, startups, talent, trust

    made = {
        "district": district.innovation_district,
        "startups": startups.accelerator_and_startups,
        "talent": talent.talent_pipeline,
        "trust": trust.trust_and_knowledge,
        "pipeline": pipeline.innovation_pipeline,
        "diffusion": diffusion.technology_diffusion,
    }
    return made[name]().model()


def number(text: object, where: str) -> float:
    """Read a number that is finite."""
    try:
        value = float(str(text))
    except ValueError:
        value = math.nan
    if isinstance(text, bool) or not math.isfinite(value):
        raise InputError("This is no number", where=where, got=str(text), expected="a finite number, for example 0.25")
    return value


def settings(given: Sequence[str]) -> dict[str, float]:
    """Read `name=number` settings."""
    found = {}
    for text in given:
        name, sign, value = text.rpartition("=")
        if not sign or not name.strip():
            raise InputError("A setting has the form name=number", where="--set", got=text)
        found[name.strip()] = number(value, f"--set {name.strip()}")
    return found


def ranges(given: Sequence[str], where: str = "--vary") -> dict[str, tuple[float, float]]:
    """Read `name=low..high` ranges."""
    found = {}
    for text in given:
        name, sign, value = text.rpartition("=")
        low, dots, high = value.partition("..")
        if not sign or not dots or not name.strip():
            raise InputError("A range has the form name=low..high", where=where, got=text)
        place = f"{where} {name.strip()}"
        found[name.strip()] = (number(low, place), number(high, place))
        if not found[name.strip()][0] < found[name.strip()][1]:
            raise InputError("A range must rise", where=place, got=value, expected="a low end below the high end")
    return found


def is_record(name: str) -> bool:
    """Tell whether a name means a record and not a model."""
    if in_record(name) is not None:
        return False
    return name.startswith(("postgresql://", "postgres://")) or Path(name).suffix.lower() in RECORDS


def scenario(model: str, given: Sequence[str], file: Path | None, policy: str | None, policy_start: float | None) -> "Scenario":
    """Put together what a scenario file and the options say; the options win."""
    from ecotone.dynamics.policies import Scenario

    read = _scenario_file(file) if file else {}
    constants = {str(name): number(value, f"{file}, set, {name}") for name, value in read.get("set", {}).items()}
    chosen = policy or read.get("policy")
    start = policy_start if policy_start is not None else read.get("policy_start")
    interventions = tuple(_intervention(item, f"{file}, intervention {at}") for at, item in enumerate(read.get("interventions", ()), 1))
    costs: dict[str, float] = {
        name: number(read[name], f"{file}, {name}") for name in ("cost_once", "cost_a_time", "start") if name in read
    }
    name = str(read.get("name") or (file.stem if file else chosen or "changed"))
    if chosen is None and start is not None:
        raise InputError("A start of a policy needs a policy", got=str(start), remedy="Give --policy")
    if chosen is not None:
        made = _policy(model, chosen, number(start if start is not None else 0, "policy start"))
        interventions += made.interventions
        costs = {"cost_a_time": made.cost_a_time, "start": made.start or 0.0} | costs
    return Scenario(name, constants | settings(given), interventions, **costs)


def _scenario_file(path: Path) -> dict[str, Any]:
    """Read a scenario file, and refuse what it must not hold."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError("The scenario is no JSON", where=path.name, got=str(error)) from None
    if not isinstance(read, dict) or not KEYS.issuperset(read):
        got = ", ".join(map(str, read)) if isinstance(read, dict) else type(read).__name__
        raise InputError("This is no scenario", where=path.name, got=got, expected=f"an object with {', '.join(sorted(KEYS))}")
    for name, kind in (("set", dict), ("policy", str), ("name", str), ("interventions", list)):
        if name in read and not isinstance(read[name], kind):
            expected = {dict: "an object", str: "a text", list: "a list"}[kind]
            raise InputError(f"'{name}' of the scenario is of another kind", where=path.name, expected=expected)
    return read


def _intervention(item: Any, where: str) -> "Intervention":
    """Read one intervention of a scenario file."""
    from ecotone.dynamics import Intervention

    fields = {"variable", "value", "start", "end", "ramp"}
    if not isinstance(item, dict) or not fields.issuperset(item) or not isinstance(item.get("variable"), str) or "value" not in item:
        raise InputError("This is no intervention", where=where, expected="variable and value, and if you like start, end and ramp")
    value = item["value"] if isinstance(item["value"], str) else number(item["value"], where)
    start, end = (None if item.get(name) is None else number(item[name], where) for name in ("start", "end"))
    return Intervention(item["variable"], value, start, end, number(item.get("ramp", 0), where))


def _policy(model: str, name: str, start: float) -> "Scenario":
    """Return a policy; only the district has policies, and a record, for which the district stands."""
    from ecotone.dynamics import district

    if not is_record(model) and (model != "district" or Path(model).is_file()):
        raise InputError("Only the shipped model `district` has policies", got=model, remedy="Write an intervention into a scenario file")
    return district.scenario(name, start=start)


def draws(found: dict[str, tuple[float, float]], members: int, seed: int) -> "dict[str, NDArray[np.float64]]":
    """Draw members from ranges by a Latin hypercube."""
    from ecotone.dynamics import sensitivity

    if not found:
        return {}
    points = sensitivity.design(list(found.values()), members, seed=seed, method="latin")
    return {name: points[:, at] for at, name in enumerate(found)}


def check_size(model: "Model", outputs: Sequence[str] | None, members: int) -> None:
    """Refuse a run whose result would not fit in memory before it starts."""
    saves = int(model.grid().saved.sum())
    columns = len(model.variables) if outputs is None else len(outputs)
    if saves * columns * members > MOST:
        raise InputError(
            "The result would not fit in memory",
            got=f"{saves:,} times, {columns:,} variables, {members:,} members",
            expected=f"at most {MOST:,} numbers",
            remedy="Choose variables with --outputs, or fewer --members",
        )


def counted(count: int, names: str) -> str:
    """Say how many there are of something that is named in the plural.

    Examples
    --------
    >>> counted(1, "loops named"), counted(1, "feedback loops"), counted(1200, "links")
    ('1 loop named', '1 feedback loop', '1,200 links')
    """
    words = names.split(" ")
    return " ".join([f"{count:,}", *((word.removesuffix("s") for word in words) if count == 1 else words)])


def frame_of(run: "Run") -> "pl.DataFrame":
    """Return a run as a frame: `time`, for an ensemble `member`, then a column for every variable."""
    import polars as pl

    if run.members == 1:
        return run.frame()
    parts = (run.frame(member) for member in range(run.members))
    return pl.concat([part.insert_column(1, pl.lit(at).alias("member")) for at, part in enumerate(parts)])


def write(run: "Run", path: Path) -> int:
    """Write a run as .csv or .parquet, and return the number of rows."""
    from ecotone.workbench.export import write_table

    frame = frame_of(run)
    write_table(frame, path)
    return frame.height


def check_output(path: Path | None, suffixes: Sequence[str]) -> None:
    """Refuse an output of a kind that is not written, before any work."""
    if path is not None and path.suffix.lower() not in suffixes:
        raise InputError("The output's ending says no format", got=path.name, expected=" or ".join(suffixes))


def sensitivity(
    model: "Model",
    found: dict[str, tuple[float, float]],
    output: str,
    constants: dict[str, float],
    method: str,
    samples: int,
    seed: int,
    engine: str,
    work: "Work",
) -> Answer:
    """Say which of the varied constants matter for a variable's last value."""
    import polars as pl

    from ecotone.dynamics import sensitivity as ways

    bounds = list(found.values())
    runs = {
        "sobol": samples * (len(bounds) + 2),
        "morris": samples * (len(bounds) + 1),
        "prcc": samples,
        "tornado": 2 * len(bounds) + 1,
    }.get(method)
    if runs is None:
        raise InputError("There is no such method", where="--method", got=method, expected="sobol, morris, prcc or tornado")
    if method == "prcc" and samples < len(bounds) + 2:
        raise InputError("Rank correlation needs more samples", got=str(samples), expected=f"at least {len(bounds) + 2}")
    label = one(model, output)

    def last(inputs: "NDArray[np.float64]") -> "NDArray[np.float64]":
        check_size(model, [label], inputs.shape[0])
        varied = {name: inputs[:, at] for at, name in enumerate(found)}
        run = model.run(members=inputs.shape[0], constants={**constants, **varied}, outputs=[label], seed=seed, engine=engine, work=work)
        return run.values[-1, 0, :]

    frame = pl.DataFrame({"constant": list(found), "low": [low for low, _ in bounds], "high": [high for _, high in bounds]})
    columns = [Column("constant", "Constant"), Column("low", "From", "number"), Column("high", "To", "number")]
    if method == "sobol":
        indices = ways.sobol(last, bounds, samples=samples, seed=seed)
        order = sorted(range(len(bounds)), key=lambda at: -(indices.total[at].value or 0.0))
        frame = frame.with_columns(pl.Series("first", indices.first, dtype=pl.Object), pl.Series("total", indices.total, dtype=pl.Object))
        columns += [
            Column("first", "First order", "estimate", caveat="The share of the variance that it explains alone."),
            Column("total", "Total", "estimate", caveat="The share that it has a part in, together with others."),
        ]
        reference = "Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018; Jansen 1999"
    elif method == "morris":
        effects = ways.morris(last, bounds, paths=samples, seed=seed)
        order = sorted(range(len(bounds)), key=lambda at: -effects.mean_absolute[at])
        frame = frame.with_columns(pl.Series("effect", effects.mean_absolute), pl.Series("deviation", effects.deviation))
        columns += [Column("effect", "Mean absolute effect", "number"), Column("deviation", "Deviation", "number")]
        reference = "Morris 1991"
    elif method == "tornado":
        own = {**model.constants, **constants}
        for name in found:
            if name not in own:
                raise NotFoundError("The model has no such constant", got=name, remedy="`ecotone model show` lists its equations")
        swings = ways.one_at_a_time(last, bounds, [own[name] for name in found])
        order = sorted(range(len(bounds)), key=lambda at: -abs(swings.high[at] - swings.low[at]))
        frame = frame.with_columns(pl.Series("at_low", swings.low), pl.Series("at_high", swings.high))
        columns += [Column("at_low", "Where it is low", "number"), Column("at_high", "Where it is high", "number")]
        reference = None
    else:
        points = ways.design(bounds, samples, seed=seed, method="latin")
        correlation = ways.prcc(points, last(points))
        order = sorted(range(len(bounds)), key=lambda at: -abs(correlation[at]))
        frame = frame.with_columns(pl.Series("prcc", correlation))
        columns.append(Column("prcc", "Partial rank correlation", "number"))
        reference = "Marino et al. 2008"
    return Answer(
        question=f"Which constants matter for {label} at {model.grid().times[-1]:g}?",
        summary=f"{list(found)[order[0]]} matters most, of {len(bounds)}; {runs:,} runs.",
        tables=(Table("Sensitivity", frame[order], tuple(columns)),),
        method=Method(
            f"sensitivity, {method}", ecotone.__version__, {"samples": samples, "set": constants}, seed=seed, reference=reference
        ),
    )


def one(model: "Model", name: str) -> str:
    """Return the one variable that a name means."""
    columns = model.program([name])[0].labels
    if len(columns) != 1:
        raise InputError("The variable has several elements", got=name, expected=f"one, for example {columns[0]}")
    return columns[0]
