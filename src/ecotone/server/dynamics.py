"""Simulation over HTTP: the models, their structure, runs with and without policies, loops, tornado, assumptions and files.

Every request names its model (`dynamics_subject`), so the server keeps nothing of a session. A run of a slider answers from a
compiled model in memory, and its baseline from memory too. Ranges over draws say what the assumptions leave open.
"""

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from fastapi import APIRouter
from starlette.responses import Response

import ecotone
from ecotone.errors import EcotoneError, InputError, ModelError, NotFoundError
from ecotone.server import answers, schemas
from ecotone.server.dynamics_shapes import (
    Checked,
    CheckWish,
    DiagramWish,
    LoopsAnswer,
    LoopShape,
    LoopsWish,
    ModelLine,
    ModelLink,
    ModelVariable,
    Number,
    PolicyLine,
    RunAnswer,
    RunWish,
    SeriesShape,
    Stretch,
    Structure,
    TornadoWish,
    UnitProblem,
)
from ecotone.server.dynamics_subject import (
    DRAWN,
    KIND,
    NAMES,
    RECORD,
    ROOM,
    Asked,
    Subject,
    asked_of,
    edited,
    models,
    shipped,
    small_enough,
    spot,
    understood,
    with_policies,
)
from ecotone.server.opened import Opened, OpenedHere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecotone.answer import Answer
    from ecotone.dynamics.loops import Loop
    from ecotone.dynamics.model import Run

router = APIRouter(prefix="/api/dynamics", tags=["dynamics"])

SENDS: Final[dict[int | str, dict[str, Any]]] = {200: {"model": schemas.Answer, "description": "The answer"}}
SENDS_FILE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"application/xml": {}}, "description": "The model as XMILE 1.0"}}
SENDS_DIAGRAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"image/svg+xml": {}, "text/vnd.graphviz": {}, "application/json": {}}, "description": "The causal-loop diagram"}
}
MOST_LOOPS: Final = 40
POINTS: Final = 161
"""Points in time that are sent of a series; of a longer run every so many."""
MOST_KEPT: Final = 700_000
"""Numbers of a baseline up to which it is kept in memory."""
BANDS: Final = (0.05, 0.25, 0.5, 0.75, 0.95)


@router.get("/models")
def list_dynamics_models(opened: OpenedHere) -> list[ModelLine]:
    """List the models that can be opened: the district with the record's own numbers, what is drawn in it, and those that ship."""
    found = [(name, shipped(name)) for name in NAMES]
    lines = [ModelLine(name=name, title=each.builder.title, text=each.text, variables=len(each.builder.equations)) for name, each in found]
    own = lines[0].model_copy(update={"name": RECORD, "text": "The same, with the numbers that this record tells."})
    drawn = [
        ModelLine(name=f"{DRAWN}{each.name}", title=each.name, text="Drawn in this record.", variables=len(each.body.get("variables", ())))
        for each in opened.use().kept(ROOM, KIND)
    ]
    return [own, *drawn, *lines]


@router.post("/structure")
def read_structure(subject: Subject, opened: OpenedHere) -> Structure:
    """Tell all that a model says: equations, units, links with polarity, and places for a diagram."""
    with understood():
        return structure(asked_of(subject, opened))


@router.post("/run")
def run_dynamics(wish: RunWish, opened: OpenedHere) -> RunAnswer:
    """Run a scenario beside the model as it stands."""
    with understood():
        return ran(asked_of(wish, opened), wish)


@router.post("/loops")
def find_dynamics_loops(wish: LoopsWish, opened: OpenedHere) -> LoopsAnswer:
    """Find the feedback loops, and say which matter when."""
    with understood():
        return loops(asked_of(wish, opened), wish)


@router.post("/tornado", response_class=Response, responses=SENDS)
def ask_tornado(wish: TornadoWish, opened: OpenedHere) -> Response:
    """Say which number moves an output most, one at a time and all at once."""
    from ecotone.server.dynamics_answers import tornado

    with understood():
        return _sent(tornado(asked_of(wish, opened), wish))


@router.post("/assumptions", response_class=Response, responses=SENDS)
def ask_assumptions(subject: Subject, opened: OpenedHere) -> Response:
    """Say what the model rests on: what the record tells with its evidence, and what is assumed."""
    from ecotone.server.dynamics_answers import assumptions

    with understood():
        return _sent(assumptions(asked_of(subject, opened)))


@router.post("/check")
def check_equation(wish: CheckWish, opened: OpenedHere) -> Checked:
    """Try an equation in the place of a variable's own, and say what is wrong with it and where."""
    return checked(wish, opened)


@router.post("/xmile", response_class=Response, responses=SENDS_FILE)
def write_xmile(subject: Subject, opened: OpenedHere) -> Response:
    """Write a model as XMILE 1.0, edited equations included."""
    from ecotone.dynamics import to_xmile

    with understood():
        document = asked_of(subject, opened).model.document
        body = to_xmile(document)
    return Response(body, media_type="application/xml", headers={"content-disposition": 'attachment; filename="model.xmile"'})


@router.post("/diagram", response_class=Response, responses=SENDS_DIAGRAM)
def write_diagram(wish: DiagramWish, opened: OpenedHere) -> Response:
    """Write the causal-loop diagram of a model: a picture, Graphviz's language, or a project for Kumu."""
    with understood():
        body, kind, ending = causal(asked_of(wish, opened), wish)
    return Response(body, media_type=kind, headers={"content-disposition": f'attachment; filename="causal-loops.{ending}"'})


def causal(asked: Asked, wish: DiagramWish) -> tuple[bytes, str, str]:
    """Return a causal-loop diagram as bytes, with its media type and ending."""
    import json

    from ecotone.dynamics.causal_map import causal_map, dot, kumu
    from ecotone.dynamics.causal_svg import svg

    small_enough(asked.model, 4)
    found = causal_map(asked.model, still=wish.still, values=asked.values)
    if wish.form == "svg":
        return svg(found).encode(), "image/svg+xml", "svg"
    if wish.form == "dot":
        return dot(found).encode(), "text/vnd.graphviz", "dot"
    return json.dumps(kumu(found), ensure_ascii=False, indent=2).encode(), "application/json", "kumu.json"


def _sent(answer: "Answer") -> Response:
    return Response(answers.json_bytes(answer.as_dict()), media_type="application/json")


def structure(asked: Asked) -> Structure:
    """Return all that a model says."""
    from ecotone.dynamics import district
    from ecotone.dynamics.diagram import diagram, places
    from ecotone.dynamics.printer import formula, line
    from ecotone.dynamics.syntax import Table, fold
    from ecotone.dynamics.units import check_units

    model = asked.model
    found = models.get(("diagram", asked.key), lambda: diagram(model))
    moving = [each.name for each in found.variables if each.kind not in {"constant", "lookup", "data"}]
    at = models.get(("places", asked.key), lambda: places(moving, found.links))
    at_all = models.get(("all places", asked.key), lambda: places([each.name for each in found.variables], found.links))
    equations = {fold(equation.name): equation for equation in model.document.equations}
    numbers = _numbers(asked)
    variables = []
    for each in found.variables:
        equation = equations[fold(each.name)]
        table = equation.table or (equation.expression if isinstance(equation.expression, Table) else None)
        text = equation.text or (formula(equation.expression) if equation.expression is not None else "")
        variables.append(
            ModelVariable(
                name=each.name,
                kind=each.kind,
                equation=text,
                whole=line(equation),
                editable=not equation.subscripts and equation.expression is not None and not isinstance(equation.expression, Table),
                units=each.units,
                note=equation.note,
                line=equation.line,
                number=numbers.get(each.name),
                points=[list(point) for point in zip(table.x, table.y, strict=True)] if table else [],
                at=list(at[each.name]) if each.name in at else None,
                at_all=list(at_all[each.name]),
            )
        )
    grid = model.grid()
    policies = [
        PolicyLine(
            name=name,
            changes=[f"{variable} +{value:g}" for variable, value in changes],
            cost=sum(value * district.COSTS[variable] for variable, value in changes),
        )
        for name, changes in (district.POLICIES.items() if asked.district else ())
    ]
    return Structure(
        title=asked.title,
        time_units=model.document.specification.time_units or _units(model).get("time", ""),
        start=float(grid.times[0]),
        stop=float(grid.times[-1]),
        step=float(grid.steps[0]) if grid.steps.size else 0.0,
        method=model.document.specification.method,
        variables=variables,
        links=[
            ModelLink(source=each.source, target=each.target, polarity=each.polarity, flow=each.flow, delayed=each.delayed)
            for each in found.links
        ],
        units=[UnitProblem(variable=str(each.column or ""), line=each.row, what=each.what) for each in check_units(model)],
        policies=policies,
        outputs=list(asked.outputs),
        from_record=sum(each.basis == "record" for each in numbers.values()),
        read_at=_read_at(asked),
        version=ecotone.__version__,
    )


def _read_at(asked: Asked) -> schemas.AnswerReadAt | None:
    at = asked.bound.read_at if asked.bound else None
    return schemas.AnswerReadAt(record=at.record, batch=at.batch, as_of=str(at.as_of) if at.as_of else None) if at else None


def _numbers(asked: Asked) -> dict[str, Number]:
    """Return what each constant is."""
    bindings = {each.name: each for each in asked.bound.bindings} if asked.bound else {}
    found = {}
    for name, own in asked.model.constants.items():
        if name not in asked.ranges:
            continue
        low, high = asked.ranges[name]
        binding = bindings.get(name)
        basis: Literal["record", "assumption", "model"] = binding.basis if binding else "model"
        source, evidence = (binding.source, list(binding.evidence)) if binding else ("", [])
        found[name] = Number(value=asked.values.get(name, own), low=low, high=high, basis=basis, source=source, evidence=evidence)
    return found


def _units(model: Any) -> dict[str, str]:
    return {each.label: each.units for each in model.graph.instances if each.visible}


def outputs_of(asked: Asked, wanted: list[str]) -> list[str]:
    """Return the variables that are asked for, each of them in the model."""
    known = {name.lower(): name for name in asked.model.variables}
    for name in wanted:
        if name.lower() not in known:
            raise NotFoundError("The model has no such variable", got=name, remedy="Choose one of the list")
    return [known[name.lower()] for name in wanted] or list(asked.outputs)


def constants_of(asked: Asked, given: "Mapping[str, float]") -> dict[str, float]:
    """Return the constants of a run: the record's, and over them the given ones."""
    for name in given:
        if name not in asked.model.constants:
            raise NotFoundError("The model has no such constant", got=name, remedy="Change the equation of a variable instead")
    return {**asked.values, **given}


def ran(asked: Asked, wish: RunWish) -> RunAnswer:
    """Run a scenario and the baseline, on the same draws where there are many."""
    from ecotone.dynamics.policies import drawn

    outputs = outputs_of(asked, wish.outputs)
    fixed = constants_of(asked, wish.constants)
    model, items = with_policies(asked, wish.policies, wish.start)
    small_enough(model, wish.members)
    several = wish.members > 1
    unknown = {name: ends for name, ends in asked.ranges.items() if several and ends[0] < ends[1] and name not in wish.constants}
    draws = dict(drawn(unknown, wish.members, seed=wish.seed))

    # One run keeps all variables, so that any can be shown without compiling anew; many keep what is asked for.
    wanted = None if wish.members == 1 else outputs

    def sent(run: "Run") -> "NDArray[np.float64]":
        """Return what is sent of a run."""
        column = {name: at for at, name in enumerate(run.columns)}
        return run.values[_every(run.time.size)][:, [column[name] for name in outputs]]

    def baseline() -> Any:
        return sent(asked.model.run(members=wish.members, constants={**asked.values, **draws}, outputs=wanted, seed=wish.seed))

    run = model.run(members=wish.members, constants={**fixed, **draws}, outputs=wanted, interventions=items, seed=wish.seed)
    now = sent(run)
    # While a slider moves the baseline stays, since a constant that is set is no longer drawn; only what is small is kept in memory.
    what = (tuple(sorted(asked.values.items())), tuple(outputs), tuple(sorted(unknown.items())), wish.members, wish.seed)
    before = models.get(("baseline", asked.key, *what), baseline) if now.size <= MOST_KEPT else baseline()
    units = _units(model)
    told = [
        [_series(name, units.get(name, ""), values[:, at]) for at, name in enumerate(outputs)] for values in (now, before, now - before)
    ]
    problems = [f"{each.column}: {each.got}" for each in run.problems()][:10]
    return RunAnswer(
        time=run.time[_every(run.time.size)].tolist(),
        series=told[0],
        baseline=told[1],
        difference=told[2],
        members=wish.members,
        seed=wish.seed,
        problems=problems,
    )


def _every(size: int) -> "NDArray[np.int64]":
    """Return which of so many points in time are sent: both ends, and evenly between."""
    return np.unique(np.linspace(0, size - 1, min(size, POINTS)).round().astype(np.int64))


POWERS: Final = np.array([float(f"1e{power}") for power in range(23)])
"""Powers of ten that a float holds exactly."""


def _listed(values: "NDArray[np.float64]") -> list[float | None]:
    """Return numbers with seven digits that matter, and None for what is no number.

    A whole number over an exact power of ten is the float nearest to the decimal, so that it is written short.
    """
    size = np.abs(values)
    usual = (size >= 1e-15) & (size < 1e15)
    digits = 6 - np.floor(np.log10(np.where(usual, size, 1.0))).astype(np.int64)
    up, down = POWERS[np.clip(digits, 0, 22)], POWERS[np.clip(-digits, 0, 22)]
    rounded = np.where(usual, np.rint(values * up / down) * down / up, values)
    return [value if finite else None for value, finite in zip(rounded.tolist(), np.isfinite(rounded).tolist(), strict=True)]


def _percentiles(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the percentiles of `BANDS`, shape (bands, times); one sort serves all five."""
    ordered = np.sort(values, axis=1)
    places = np.array(BANDS) * (values.shape[1] - 1)
    low = np.minimum(places.astype(np.int64), values.shape[1] - 2)
    found: NDArray[np.float64] = (ordered[:, low] + (places - low) * (ordered[:, low + 1] - ordered[:, low])).T
    # What is no number is sorted to the end, and leaves no percentile.
    found[:, np.isnan(ordered[:, -1])] = np.nan
    return found


def _series(name: str, units: str, values: "NDArray[np.float64]") -> SeriesShape:
    if values.shape[1] == 1:
        return SeriesShape(name=name, units=units, values=_listed(values[:, 0]), low=[], high=[], inner_low=[], inner_high=[])
    with np.errstate(all="ignore"):
        low, inner_low, middle, inner_high, high = _percentiles(values)
    return SeriesShape(
        name=name,
        units=units,
        values=_listed(middle),
        low=_listed(low),
        high=_listed(high),
        inner_low=_listed(inner_low),
        inner_high=_listed(inner_high),
    )


def loops(asked: Asked, wish: LoopsWish) -> LoopsAnswer:
    """Find the loops of a scenario."""
    from ecotone.dynamics import district, find_loops
    from ecotone.dynamics.loops import carrying_loops

    model, items = with_policies(asked, wish.policies, wish.start)
    small_enough(model, 4)
    fixed = constants_of(asked, wish.constants)
    if wish.carried and not items:
        raise InputError("Nothing carries a difference where no policy makes one", remedy="Choose a policy")
    if wish.carried and wish.independent:
        raise InputError("Independent loops are told of what happens", remedy="Ask for one of the two")
    found = (
        carrying_loops(model, items, constants=fixed) if wish.carried else find_loops(model, constants=fixed, independent=wish.independent)
    )
    kept = _every(found.time.size) if found.time.size else np.zeros(0, dtype=np.int64)

    def shape(loop: "Loop") -> LoopShape:
        title = district.loop_name(loop.variables) if asked.district else ""
        kind: Literal["R", "B", "U"] = "R" if loop.name[0] == "R" else "B" if loop.name[0] == "B" else "U"
        return LoopShape(
            name=loop.name,
            title=title,
            kind=kind,
            variables=list(loop.variables),
            share=float(np.nan_to_num(np.abs(loop.relative)).mean()),
            relative=_listed(loop.relative[kept]),
            partition=loop.partition,
        )

    told = [shape(loop) for loop in found.loops[:MOST_LOOPS]]
    stretches = [Stretch(start=start, end=end, loop=name) for start, end, name, _ in found.strongest()] if found.loops else []
    return LoopsAnswer(
        time=found.time[kept].tolist(),
        loops=told,
        found=len(found.loops),
        complete=found.complete,
        strongest=stretches,
        carried=wish.carried,
        independent=found.independent,
    )


def checked(wish: CheckWish, opened: Opened) -> Checked:
    """Try an equation in the place of a variable's own."""
    from ecotone.dynamics.units import check_units

    before = asked_of(wish, opened).model
    try:
        with understood():
            model = edited(before, {wish.variable: wish.equation})
            model.grid()
            # Loops of equations show when the program is put in order.
            model.program()
    except ModelError as error:
        said = f"{error.what}: {error.got}" if error.got else error.what
        return Checked(usable=False, what=said, column=spot(error, wish.equation), remedy=error.remedy or error.expected or "")
    except EcotoneError as error:
        return Checked(usable=False, what=str(error))
    wrong = next((each for each in check_units(model) if str(each.column).lower() == wish.variable.lower()), None)
    return Checked(usable=True, units=wrong.what if wrong else "")
