"""Drawing models over HTTP: begun from nothing or as a copy, changed step by step, each step a named batch of the record.

So undo and redo are the record's own. A step says what it read (`was`); where another person wrote something else since, it is
refused with both values. A state that a kept run refers to is kept as it is, under a short name of its content.
"""

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query

from ecotone.errors import InputError, ModelError, StaleWriteError
from ecotone.server.drawing_shapes import (
    Add,
    ChangeWish,
    DrawnLink,
    DrawnModel,
    DrawnVariable,
    KeptState,
    LinkTwo,
    ModelGone,
    ModelName,
    ModelNamed,
    Move,
    NewModel,
    Numbers,
    Pipe,
    Remove,
    Rename,
    Settle,
    StatePolarity,
    Tidy,
    TryWish,
    Was,
    Write,
)
from ecotone.server.dynamics_shapes import Checked, UnitProblem
from ecotone.server.dynamics_subject import DRAWN, KIND, ROOM, STATE, asked_of, drawn_of, models, spot, understood
from ecotone.server.opened import Opened, OpenedHere

if TYPE_CHECKING:
    from ecotone.dynamics.diagram import Link
    from ecotone.dynamics.drawn import Drawn, Part
    from ecotone.server.drawing_shapes import Step

router = APIRouter(prefix="/api/dynamics/drawn", tags=["dynamics"])

TITLE: Final = 48
"""Characters of a name in the name of a step."""


@router.get("")
def read_drawn(opened: OpenedHere, name: Annotated[ModelName, Query()]) -> DrawnModel:
    """Read a model that is drawn."""
    return shown(opened, name)


@router.post("")
def begin_drawn(wish: NewModel, opened: OpenedHere) -> DrawnModel:
    """Begin a model, from nothing or as a copy; it is kept in the record from the first step."""
    from ecotone.dynamics import redraw
    from ecotone.dynamics.drawn import Drawn

    eco = opened.use()
    name = wish.name.strip()
    if eco.kept(ROOM, KIND, name):
        raise InputError("The record has a model of this name already", got=name[:80], remedy="Choose another name, or open that one")
    with understood():
        drawn = redraw.settled(copied(wish, opened)) if wish.of else Drawn()
    with eco.batch(f"Begin the model “{_short(name)}”", wish.author) as batch:
        batch.keep(ROOM, KIND, name, drawn.body())
    return shown(opened, name)


@router.post("/change")
def change_drawn(wish: ChangeWish, opened: OpenedHere) -> DrawnModel:
    """Change a model by one step, which undo takes back under its name."""
    eco = opened.use()
    before, version = drawn_of(wish.name, opened)
    with understood():
        after = stepped(before, wish.step)
    if after != before:
        with eco.batch(f"{told(wish.step)} ({_short(wish.name)})", wish.author) as batch:
            batch.keep(ROOM, KIND, wish.name, after.body(), version=version)
    return shown(opened, wish.name)


@router.post("/check")
def check_drawn(wish: TryWish, opened: OpenedHere) -> Checked:
    """Try an equation on a model that is drawn, and say what is wrong with it and where."""
    drawn, _ = drawn_of(wish.name, opened)
    return tried(drawn, wish)


@router.post("/forget")
def forget_drawn(gone: ModelGone, opened: OpenedHere) -> KeptState:
    """Take a model away; undo brings it back."""
    with opened.use().batch(f"Take away the model “{_short(gone.name)}”", gone.author) as batch:
        batch.forget(ROOM, KIND, gone.name, version=gone.version)
    return KeptState(state="", batch=opened.batch())


@router.post("/state")
def keep_drawn_state(wish: ModelNamed, opened: OpenedHere) -> KeptState:
    """Keep a model as it stands now, so that a run of it can be told from runs of later states."""
    drawn, _ = drawn_of(wish.name, opened)
    eco = opened.use()
    if not eco.kept(ROOM, STATE, drawn.digest):
        with eco.batch(f"Keep a run of “{_short(wish.name)}”", wish.author) as batch:
            batch.keep(ROOM, STATE, drawn.digest, {**drawn.body(), "model": wish.name})
    return KeptState(state=drawn.digest, batch=opened.batch())


def copied(wish: NewModel, opened: Opened) -> "Drawn":
    """Return the drawing of a model that is open: its equations, and the record's numbers with their ranges and sources."""
    import dataclasses

    from ecotone.dynamics.drawn import Drawn
    from ecotone.dynamics.printer import number
    from ecotone.dynamics.syntax import fold

    assert wish.of is not None
    if wish.of.model.startswith(DRAWN):
        return drawn_of(wish.of.model.removeprefix(DRAWN), opened)[0]
    asked = asked_of(wish.of, opened)
    drawn = Drawn.of(asked.model.document)
    sources = {fold(each.name): each.source for each in asked.bound.bindings} if asked.bound else {}
    values = {fold(name): value for name, value in asked.values.items()}
    ranges = {fold(name): ends for name, ends in asked.ranges.items() if ends[0] < ends[1]}

    def own(part: "Part") -> "Part":
        name = fold(part.name)
        low, high = ranges.get(name, (None, None))
        equation = number(values[name]) if name in values else part.equation
        note = " ".join(filter(None, (part.note, sources.get(name, ""))))
        return dataclasses.replace(part, equation=equation, note=note, low=low, high=high)

    return dataclasses.replace(drawn, variables=tuple(map(own, drawn.variables)))


def stepped(drawn: "Drawn", step: "Step") -> "Drawn":
    """Return the model after a step."""
    from ecotone.dynamics import redraw
    from ecotone.dynamics.drawn import Part

    match step:
        case Add():
            part = Part(step.name, step.kind, step.equation.strip(), step.units.strip(), step.note, points=tuple(step.points), at=step.at)
            after = redraw.added(drawn, part, source=step.source, sink=step.sink)
            _refuse_wrong(after, after.variables[-1])
        case Write():
            after = _written(drawn, step)
        case Rename():
            after = redraw.renamed(drawn, step.name, step.new)
        case Remove():
            _refuse_stale(drawn[step.name], step.was, "removal")
            after = redraw.removed(drawn, step.name)
        case LinkTwo():
            ends = (step.source, step.target)
            after = redraw.linked(drawn, *ends, step.polarity) if step.do == "link" else redraw.unlinked(drawn, *ends)
        case StatePolarity():
            _refuse_other_sign(drawn, step)
            after = redraw.stated(drawn, step.source, step.target, step.polarity)
        case Numbers():
            for name, equation in step.was.items():
                _refuse_stale(drawn[name], Was(equation=equation), f"{step.values.get(name)}")
            after = redraw.numbered(drawn, step.values)
        case Pipe():
            after = redraw.piped(drawn, step.name, source=step.source, sink=step.sink)
        case Move():
            after = redraw.placed(drawn, step.at)
        case Tidy():
            after = redraw.tidied(drawn)
        case Settle():
            after = redraw.timed(drawn, **step.model_dump(exclude={"do"}))
    return after


def _written(drawn: "Drawn", step: Write) -> "Drawn":
    from ecotone.dynamics import redraw

    before = drawn[step.name]
    given: dict[str, Any] = {
        name: value
        for name in ("equation", "units", "note", "points", "between", "non_negative")
        if (value := getattr(step, name)) is not None
    }
    for name in ("equation", "units"):
        if name in given:
            given[name] = given[name].strip()
    if "points" in given:
        given["points"] = tuple(given["points"])
    if step.range is not None:
        given["low"], given["high"] = step.range
    _refuse_stale(before, step.was, ", ".join(f"{name} {value!r}" for name, value in given.items()))
    after = redraw.written(drawn, before.name, given)
    if "equation" in given or "points" in given:
        _refuse_wrong(after, after[before.name])
    return after


def _refuse_stale(now: "Part", was: Was | None, wish: str) -> None:
    """Refuse a step that was made from something else than what stands there now."""
    if was is None:
        return
    for name in ("equation", "units", "note", "points"):
        read = getattr(was, name)
        stands = getattr(now, name)
        if read is not None and (tuple(read) if name == "points" else read) != stands:
            raise StaleWriteError(
                "Somebody else changed this while you were at it",
                where=f"{name} of {now.name}",
                got=wish,
                expected=f"{stands!r}, as it stands now" if stands else "nothing, as it stands now",
                remedy="Look at both, and write yours again if it is to stand",
            )


def _refuse_other_sign(drawn: "Drawn", step: StatePolarity) -> None:
    now = dict(drawn[step.target].stated).get(drawn[step.source].name, "")
    if step.was is not None and step.was != now:
        raise StaleWriteError(
            "Somebody else changed this while you were at it",
            where=f"polarity of {step.source} → {step.target}",
            got=step.polarity or "nothing",
            expected=f"{now or 'nothing'}, as it stands now",
            remedy="Look at both, and state yours again if it is to stand",
        )


def _refuse_wrong(drawn: "Drawn", part: "Part") -> None:
    """Refuse an equation that the model could not run with."""
    wrong = fault(drawn, part)
    if wrong is not None:
        raise wrong


def fault(drawn: "Drawn", part: "Part") -> ModelError | None:
    """Return what is wrong with a variable's equation in its model, the unfinished ones standing at zero."""
    from ecotone.dynamics import Model

    if not part.equation and not part.points:
        return None
    try:
        with understood():
            model = Model(drawn.document("the model", blanks=True))
            model.grid()
            model.program()
    except ModelError as error:
        return error
    return None


def tried(drawn: "Drawn", wish: TryWish) -> Checked:
    """Try an equation, a unit or a name."""
    from ecotone.dynamics import Model, redraw
    from ecotone.dynamics.drawn import Part
    from ecotone.dynamics.syntax import fold
    from ecotone.dynamics.units import check_units

    text = wish.equation.strip()
    try:
        if fold(wish.variable) in drawn.by_name:
            units = {} if wish.units is None else {"units": wish.units}
            after = redraw.written(drawn, wish.variable, {"equation": text, **units})
            part = after[wish.variable]
        else:
            after = redraw.added(drawn, Part(wish.variable, wish.kind, text, wish.units or ""))
            part = after.variables[-1]
        wrong = fault(after, part)
        if wrong is not None:
            raise wrong
    except ModelError as error:
        said = f"{error.what}: {error.got}" if error.got else error.what
        return Checked(usable=False, what=said, column=spot(error, wish.equation), remedy=error.remedy or error.expected or "")
    except InputError as error:
        return Checked(usable=False, what=f"{error.what}: {error.got}" if error.got else error.what, remedy=error.remedy or "")
    clash = next((each for each in check_units(Model(after.document(blanks=True))) if fold(str(each.column)) == fold(part.name)), None)
    return Checked(usable=True, units=clash.what if clash else "")


def shown(opened: Opened, name: str) -> DrawnModel:
    """Return a drawn model as the canvas shows it."""
    from ecotone.dynamics import redraw

    drawn, version = drawn_of(name, opened)
    signs, problem, units = models.get(("drawn", drawn.digest), lambda: _understood(drawn))
    drawn = redraw.settled(drawn)
    waiting = {(source, part.name) for part in drawn.variables for source in part.waiting}
    return DrawnModel(
        name=name,
        version=version,
        state=drawn.digest,
        batch=opened.batch(),
        start=drawn.start,
        stop=drawn.stop,
        step=drawn.step,
        time_units=drawn.time_units,
        method=drawn.method,
        variables=[_variable(part) for part in drawn.variables],
        links=[_link(each, drawn, signs, waiting) for each in redraw.links(drawn)],
        missing=list(drawn.missing),
        problem=problem,
        units=units,
    )


def _link(link: "Link", drawn: "Drawn", signs: "dict[tuple[str, str], Link]", waiting: set[tuple[str, str]]) -> DrawnLink:
    """Return a link with the polarity that was stated and the one that the equation makes: of a finished model by its run."""
    ends = (link.source, link.target)
    stated = dict(drawn[link.target].stated).get(link.source, "")
    if link.flow:
        polarity = "+" if link.flow > 0 else "-"
    elif ends in waiting:
        polarity = ""
    else:
        polarity = signs[ends].polarity if ends in signs else _by_equation(drawn, *ends)
    return DrawnLink(
        source=link.source,
        target=link.target,
        polarity=polarity,
        stated=stated,
        contradicts=bool(stated and polarity and stated != polarity),
        delayed=ends in signs and signs[ends].delayed,
        flow=link.flow,
        waiting=ends in waiting,
    )


def _by_equation(drawn: "Drawn", source: str, target: str) -> str:
    from ecotone.dynamics.formats.expression import parse_expression
    from ecotone.dynamics.signs import polarity
    from ecotone.dynamics.syntax import fold

    part = drawn[target]
    tables = {fold(each.name): table for each in drawn.variables if each.kind == "lookup" and (table := each.table())}
    try:
        found = polarity(parse_expression(part.equation, "xmile", where=part.name), source, tables, behind=part.table())
    except ModelError:
        return ""
    return found


def _variable(part: "Part") -> DrawnVariable:
    return DrawnVariable(
        name=part.name,
        kind=part.kind,
        equation=part.equation,
        units=part.units,
        note=part.note,
        inflows=list(part.inflows),
        outflows=list(part.outflows),
        points=list(part.points),
        between=part.between,
        non_negative=part.non_negative,
        low=part.low,
        high=part.high,
        waiting=list(part.waiting),
        finished=part.finished,
        at=list(part.at or (0, 0)),
    )


def _understood(drawn: "Drawn") -> tuple[dict[tuple[str, str], "Link"], str, list[UnitProblem]]:
    """Return each link with its polarity where the model is finished, why it cannot run, and the units that do not fit."""
    from ecotone.dynamics import Model
    from ecotone.dynamics.diagram import diagram
    from ecotone.dynamics.units import check_units

    if not drawn.variables:
        return {}, "", []
    try:
        with understood():
            model = Model(drawn.document("the model", blanks=True))
            units = [UnitProblem(variable=str(each.column or ""), line=each.row, what=each.what) for each in check_units(model)]
            signs: dict[tuple[str, str], Link] = {}
            if not drawn.missing:
                signs = {(each.source, each.target): each for each in diagram(model).links}
    except ModelError as error:
        return {}, str(error), []
    return signs, "", units


def told(step: "Step") -> str:
    """Return the name of a step, as undo and the history tell it."""
    words = {"stock": "stock", "flow": "flow", "aux": "auxiliary", "lookup": "graphical function"}
    match step:
        case Add():
            return f"Add the {words[step.kind]} “{_short(step.name)}”"
        case Write():
            what = (
                "points"
                if step.points is not None
                else "equation"
                if step.equation is not None
                else "unit"
                if step.units is not None
                else "range"
                if step.range is not None
                else "note"
                if step.note is not None
                else "manner"
            )
            return f"Change the {what} of “{_short(step.name)}”"
        case Rename():
            return f"Rename “{_short(step.name)}” to “{_short(step.new)}”"
        case Remove():
            return f"Delete “{_short(step.name)}”"
        case LinkTwo():
            return f"{'Link' if step.do == 'link' else 'Unlink'} “{_short(step.source)}” and “{_short(step.target)}”"
        case StatePolarity():
            sign = {"+": "plus", "-": "minus", "": "not stated"}[step.polarity]
            return f"Polarity of “{_short(step.source)}” to “{_short(step.target)}”: {sign}"
        case Numbers():
            names = list(step.values)
            return f"Keep the scenario's “{_short(names[0])}”" if len(names) == 1 else f"Keep {len(names)} numbers of the scenario"
        case Pipe():
            return f"Lead the flow “{_short(step.name)}” elsewhere"
        case Move():
            names = list(step.at)
            return f"Move “{_short(names[0])}”" if len(names) == 1 else f"Move {len(names)} variables"
        case Tidy():
            return "Tidy the layout"
        case Settle():
            return "Change when the model runs"


def _short(name: str) -> str:
    return name if len(name) <= TITLE else f"{name[: TITLE - 1]}…"
