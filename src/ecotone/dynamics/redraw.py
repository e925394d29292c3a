"""Change a drawn model step by step: add, write, rename, delete, link, pipe and place.

Each step returns another drawing and leaves the first as it was. A step that would leave a hole is refused with the
reason: a name that is taken, a variable that others read, a flow that fills a stock which drains into it.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from ecotone.dynamics.diagram import ACROSS, DOWN, Link, places
from ecotone.dynamics.formats.lexer import tokens
from ecotone.dynamics.printer import identifier, number
from ecotone.dynamics.syntax import fold
from ecotone.errors import InputError, ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecotone.dynamics.drawn import Drawn, Part

LONGEST_NAME: Final = 120
MOST: Final = 400
"""Variables of a drawing; a larger model is no longer read as a picture."""
FURTHEST: Final = 20_000
RESERVED: Final = frozenset(
    {"time", "dt", "starttime", "stoptime", "pi", "inf", "infinity", "if", "then", "else", "and", "or", "not", "mod"}
    | {"initial time", "final time", "time step", "saveper"}
)
_MARKS: Final = frozenset('"\\[]{}.')
"""Marks that mean something else in an equation, quoted or not."""
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows them: they would make another variable look like this one."""


def named(drawn: Drawn, name: str, besides: str = "") -> str:
    """Return a name as it is kept; refuse one that is empty, taken, or would be read as something else.

    Examples
    --------
    >>> from ecotone.dynamics.drawn import Drawn
    >>> named(Drawn(), "  patients   seen ")
    'patients seen'
    """
    plain = " ".join(name.replace("_", " ").split())
    if not plain:
        raise InputError("The variable has no name", expected=f"1 to {LONGEST_NAME} characters")
    if len(plain) > LONGEST_NAME:
        raise InputError(
            "The name is too long",
            got=f"{len(plain):,} characters, beginning with “{plain[:24]}…”",
            expected=f"at most {LONGEST_NAME}",
            remedy="Shorten it, and put the rest into the note",
        )
    wrong = sorted({mark for mark in plain if mark in _MARKS or mark in _BIDI or not mark.isprintable()})
    if wrong:
        shown = " ".join(mark if mark in _MARKS else f"U+{ord(mark):04X}" for mark in wrong)
        raise InputError("A name may not hold this mark", got=shown, remedy="Leave it out")
    if fold(plain) in RESERVED:
        raise InputError("This word means something else in equations", got=plain, remedy="Choose another name")
    there = drawn.by_name.get(fold(plain))
    if there is not None and fold(there.name) != fold(besides):
        raise InputError("The model has a variable of this name already", got=there.name, remedy="Choose another name")
    return plain


def read_by(drawn: Drawn, part: Part) -> list[str]:
    """Return the names that a variable's equation reads, as written, each once."""
    found: dict[str, None] = {}
    try:
        for token in tokens(part.equation, "xmile", where=part.name):
            if token.kind == "name" and fold(token.text) in drawn.by_name:
                found[drawn.by_name[fold(token.text)].name] = None
    except ModelError:
        return []
    return list(found)


def readers(drawn: Drawn, name: str) -> list[str]:
    """Return the variables whose equations read this one."""
    wanted = fold(name)
    return [part.name for part in drawn.variables if wanted in map(fold, read_by(drawn, part)) and fold(part.name) != wanted]


def added(drawn: Drawn, part: Part, *, source: str = "", sink: str = "") -> Drawn:
    """Add a variable; a flow may come out of one stock and run into another."""
    if len(drawn.variables) >= MOST:
        raise InputError("The drawing is full", got=f"{len(drawn.variables)} variables", expected=f"at most {MOST}")
    part = _sound(dataclasses.replace(part, name=named(drawn, part.name)))
    part = dataclasses.replace(part, at=_free(drawn, part.at))
    after = dataclasses.replace(drawn, variables=(*drawn.variables, _settled(drawn, part)))
    return piped(after, part.name, source=source, sink=sink) if part.kind == "flow" else after


def written(drawn: Drawn, name: str, fields: Mapping[str, Any]) -> Drawn:
    """Give a variable another equation, unit, note, points or range."""
    before = drawn[name]
    after = _sound(dataclasses.replace(before, **fields))
    return _with(drawn, {before.name: _settled(drawn, after)})


def renamed(drawn: Drawn, name: str, new: str) -> Drawn:
    """Give a variable another name; all that read it follow.

    Examples
    --------
    >>> from ecotone.dynamics.drawn import Drawn, Part
    >>> two = Drawn((Part("beds", "aux", "9"), Part("free beds", "aux", "Beds - 2 * beds")))
    >>> renamed(two, "beds", "all beds").variables[1].equation
    'all_beds - 2 * all_beds'
    """
    before = drawn[name]
    new = named(drawn, new, besides=before.name)
    old = before.name

    def put(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new if fold(each) == fold(old) else each for each in names)

    return dataclasses.replace(
        drawn,
        variables=tuple(
            dataclasses.replace(
                part,
                name=new if part is before else part.name,
                equation=_respelt(part.equation, old, new, table=before.kind == "lookup"),
                inflows=put(part.inflows),
                outflows=put(part.outflows),
                waiting=put(part.waiting),
                stated=tuple(sorted((new if fold(each) == fold(old) else each, sign) for each, sign in part.stated)),
            )
            for part in drawn.variables
        ),
    )


def removed(drawn: Drawn, name: str) -> Drawn:
    """Delete a variable; refused where an equation reads it."""
    gone = drawn[name]
    used = readers(drawn, gone.name)
    if used:
        raise InputError(
            "Others read this variable, so it stays",
            where=gone.name,
            got=f"read by {', '.join(used[:6])}" + (f" and {len(used) - 6} more" if len(used) > 6 else ""),
            remedy="Take it out of these equations first",
        )

    def without(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in names if fold(each) != fold(gone.name))

    return dataclasses.replace(
        drawn,
        variables=tuple(
            dataclasses.replace(
                part,
                inflows=without(part.inflows),
                outflows=without(part.outflows),
                waiting=without(part.waiting),
                stated=tuple(pair for pair in part.stated if fold(pair[0]) != fold(gone.name)),
            )
            for part in drawn.variables
            if part is not gone
        ),
    )


def linked(drawn: Drawn, source: str, target: str, sign: str = "") -> Drawn:
    """Say that one variable acts on another, and which way; it waits until it stands in the equation."""
    one, other = drawn[source], drawn[target]
    if fold(one.name) == fold(other.name):
        raise InputError("A variable is not linked to itself", got=one.name, remedy="Let a stock and its flow read each other")
    if other.kind == "lookup":
        raise InputError("A graphical function reads nothing of its own", where=other.name, remedy="Link to the variable that uses it")
    if one.name in read_by(drawn, other):
        raise InputError("This link is there already", got=f"{one.name} → {other.name}")
    after = _with(drawn, {other.name: dataclasses.replace(other, waiting=tuple(dict.fromkeys((*other.waiting, one.name))))})
    return stated(after, one.name, other.name, sign) if sign else after


def stated(drawn: Drawn, source: str, target: str, sign: str) -> Drawn:
    """State which way one variable moves another, whatever the equation says or will say; no sign takes it back.

    Examples
    --------
    >>> from ecotone.dynamics.drawn import Drawn, Part
    >>> two = linked(Drawn((Part("beds", "aux"), Part("waiting time", "aux"))), "beds", "waiting time", "-")
    >>> two["waiting time"].stated, stated(two, "beds", "waiting time", "")["waiting time"].stated
    ((('beds', '-'),), ())
    """
    one, other = drawn[source], drawn[target]
    if sign not in {"+", "-", ""}:
        raise InputError("This is no polarity", got=sign[:20], expected="+ or -, or nothing")
    if one.name not in (*read_by(drawn, other), *other.waiting):
        raise InputError("There is no link to state a polarity of", got=f"{one.name} → {other.name}", remedy="Draw the link first")
    kept = [pair for pair in other.stated if fold(pair[0]) != fold(one.name)]
    return _with(drawn, {other.name: dataclasses.replace(other, stated=tuple(sorted([*kept, *([(one.name, sign)] if sign else [])])))})


def numbered(drawn: Drawn, values: Mapping[str, float]) -> Drawn:
    """Give numbers of the model other values, such as those with which a scenario was run.

    Examples
    --------
    >>> from ecotone.dynamics.drawn import Drawn, Part
    >>> numbered(Drawn((Part("beds", "aux", "9"),)), {"Beds": 12.5})["beds"].equation
    '12.5'
    """
    changed = {}
    for name, value in values.items():
        part = drawn[name]
        if part.kind == "lookup" or part.points or read_by(drawn, part):
            raise InputError(
                "This is no number of the model", where=part.name, got=part.equation[:80], remedy="Change its equation instead"
            )
        if not math.isfinite(value):
            raise InputError("A number must be finite", where=part.name, got=str(value))
        changed[part.name] = dataclasses.replace(part, equation=number(value))
    return _with(drawn, changed)


def unlinked(drawn: Drawn, source: str, target: str) -> Drawn:
    """Take a link away that waits; one that the equation makes is taken out of the equation."""
    one, other = drawn[source], drawn[target]
    if one.name in read_by(drawn, other):
        raise InputError(
            "The equation makes this link", where=other.name, got=other.equation[:80], remedy=f"Take {one.name} out of the equation"
        )
    waiting = tuple(each for each in other.waiting if each != one.name)
    signs = tuple(pair for pair in other.stated if pair[0] != one.name)
    return _with(drawn, {other.name: dataclasses.replace(other, waiting=waiting, stated=signs)})


def piped(drawn: Drawn, flow: str, *, source: str = "", sink: str = "") -> Drawn:
    """Let a flow run out of one stock and into another; an end without a stock is the world outside."""
    pipe = drawn[flow]
    if pipe.kind != "flow":
        raise InputError("Only a flow runs between stocks", got=f"{pipe.name}, {pipe.kind}")
    ends = {}
    for end, name in (("source", source), ("sink", sink)):
        if name:
            ends[end] = drawn[name]
            if ends[end].kind != "stock":
                raise InputError("A flow runs between stocks", got=f"{ends[end].name}, {ends[end].kind}", remedy="Use a link instead")
    if len(ends) == 2 and ends["source"] is ends["sink"]:
        raise InputError("A flow cannot fill the stock that it drains", got=ends["source"].name, remedy="Choose two stocks, or one end")
    changed = {}
    for part in drawn.variables:
        if part.kind != "stock":
            continue
        into = tuple(each for each in part.inflows if fold(each) != fold(pipe.name))
        out = tuple(each for each in part.outflows if fold(each) != fold(pipe.name))
        changed[part.name] = dataclasses.replace(
            part,
            inflows=(*into, pipe.name) if part is ends.get("sink") else into,
            outflows=(*out, pipe.name) if part is ends.get("source") else out,
        )
    return _with(drawn, changed)


def placed(drawn: Drawn, at: Mapping[str, tuple[int, int]]) -> Drawn:
    """Put variables where they were dragged."""
    return _with(drawn, {drawn[name].name: dataclasses.replace(drawn[name], at=_inside(x, y)) for name, (x, y) in at.items()})


def tidied(drawn: Drawn) -> Drawn:
    """Lay the model out anew, in layers along its links."""
    found = places([part.name for part in drawn.variables], links(drawn))
    return _with(drawn, {part.name: dataclasses.replace(part, at=found[part.name]) for part in drawn.variables})


def settled(drawn: Drawn) -> Drawn:
    """Return the drawing with a place for every variable: tidy where none has one, else the others below the rest."""
    lost = [part for part in drawn.variables if part.at is None]
    if len(lost) == len(drawn.variables):
        return tidied(drawn) if lost else drawn
    for part in lost:
        lowest = max(each.at[1] for each in drawn.variables if each.at is not None)
        drawn = _with(drawn, {part.name: dataclasses.replace(part, at=_free(drawn, (0, min(lowest, FURTHEST - DOWN))))})
    return drawn


def timed(drawn: Drawn, **settings: Any) -> Drawn:
    """Let the model run from, to, in steps and units of its own."""
    after = dataclasses.replace(drawn, **settings)
    if not (math.isfinite(after.start) and math.isfinite(after.stop) and after.stop > after.start):
        raise InputError(
            "The model must end after it begins", got=f"{after.start:g} to {after.stop:g}", expected="an end after the beginning"
        )
    if not 0 < after.step <= after.stop - after.start:
        raise InputError(
            "The step does not fit into the run", got=f"{after.step:g}", expected=f"above 0 and at most {after.stop - after.start:g}"
        )
    return after


def links(drawn: Drawn) -> list[Link]:
    """Return what reads what, and which flow fills or drains which stock; without polarity."""
    found: dict[tuple[str, str], Link] = {}
    for part in drawn.variables:
        for flow in part.inflows:
            found[(flow, part.name)] = Link(flow, part.name, "", 1)
        for flow in part.outflows:
            found[(flow, part.name)] = Link(flow, part.name, "", -1)
        for source in (*read_by(drawn, part), *part.waiting):
            if fold(source) != fold(part.name):
                found.setdefault((source, part.name), Link(source, part.name, "", 0))
    return list(found.values())


def _with(drawn: Drawn, changed: Mapping[str, Part]) -> Drawn:
    return dataclasses.replace(drawn, variables=tuple(changed.get(part.name, part) for part in drawn.variables))


def _settled(drawn: Drawn, part: Part) -> Part:
    """Return the variable with the links that wait: those not in the equation, or no longer there though somebody stated their polarity."""
    read = set(read_by(drawn, part))
    wanted = dict.fromkeys((*part.waiting, *(source for source, _ in part.stated)))
    return dataclasses.replace(part, waiting=tuple(each for each in wanted if each not in read))


def _sound(part: Part) -> Part:
    """Return the variable; refuse marks that no file can hold, points that do not rise and a range that is none."""
    for what, text in (("unit", part.units), ("note", part.note)):
        wrong = sorted({mark for mark in text if unicodedata.category(mark) in {"Cc", "Cs"} and mark not in "\t\n\r"})
        if wrong:
            shown = " ".join(f"U+{ord(mark):04X}" for mark in wrong[:6])
            raise InputError(f"A {what} may not hold this mark", where=part.name, got=shown, remedy="Leave it out")
    for place, ((before, _), (after, _)) in enumerate(itertools.pairwise(part.points), 2):
        if not after > before:
            raise InputError(
                "The points of a graphical function must rise in x",
                where=f"{part.name}, point {place}",
                got=f"{after:g} after {before:g}",
                remedy="Sort the points, or change one",
            )
    if not all(math.isfinite(value) for point in part.points for value in point):
        raise InputError("A point is no number", where=part.name)
    if part.low is not None and part.high is not None and not part.low < part.high:
        raise InputError("The range is none", where=part.name, got=f"{part.low:g} to {part.high:g}", expected="a low below the high end")
    return part


def _respelt(text: str, old: str, new: str, *, table: bool) -> str:
    """Return an equation with one name in the place of another; a function of the same name stays what it is."""
    try:
        found = list(tokens(text, "xmile", where=old))
    except ModelError:
        return text
    spans = [
        (token.column - 1, len(token.text))
        for token, after in itertools.pairwise(found)
        if token.kind == "name" and fold(token.text) == fold(old) and (table or after.text != "(")
    ]
    for start, length in reversed(spans):
        text = text[:start] + identifier(new) + text[start + length :]
    return text


def _inside(x: float, y: float) -> tuple[int, int]:
    return (round(min(max(x, 0), FURTHEST)), round(min(max(y, 0), FURTHEST)))


def _free(drawn: Drawn, wish: tuple[int, int] | None) -> tuple[int, int]:
    return free([part.at for part in drawn.variables if part.at is not None], _inside(*(wish or (0, 0))))


def free(taken: Sequence[tuple[int, int]], wish: tuple[int, int]) -> tuple[int, int]:
    """Return a place where nothing stands: the one wished for, or the nearest below and beside it."""
    x, y = wish
    steps: Iterable[tuple[int, int]] = sorted(itertools.product(range(12), range(24)), key=lambda step: (step[0] + step[1], step[0]))
    for across, down in steps:
        at = (x + across * ACROSS, y + down * DOWN)
        if all(abs(at[0] - other[0]) >= ACROSS - 12 or abs(at[1] - other[1]) >= DOWN - 30 for other in taken):
            return at
    return (x, y)
