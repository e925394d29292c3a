"""The picture of a model: its variables, the links between them with their polarity, and where they stand on the page.

A link's polarity is told by the model itself: with one input moved a little at every time of a run, the equation's value
rises (+), falls (−), does either (±), or does not change. Of what is read through a delay the signs along the way are
multiplied, and the link is marked as delayed. Places are those of `layered`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.dynamics.causes import Causes
from ecotone.dynamics.layered import layers, rows
from ecotone.dynamics.operations import Op
from ecotone.dynamics.program import time_grid
from ecotone.dynamics.scores import Moves, trajectories
from ecotone.dynamics.syntax import display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecotone.dynamics.model import Model
    from ecotone.dynamics.nodes import Graph

Kind = Literal["stock", "flow", "aux", "constant", "lookup", "data"]
Polarity = Literal["+", "-", "±", ""]
Sign = Literal["+", "-", "±", "", "0"]
"""A polarity while it is found out: not known is empty, and what changed nothing is 0."""

NUDGE: Final = 1e-4
"""Share of an input's size by which it is moved to see what follows."""
MOST_LINKS: Final = 4_000
"""Of a model with more links between single elements, polarities are not told."""
MOST_WAYS: Final = 500
"""Ways through the hidden parts of one equation that are followed one by one."""
ACROSS: Final = 172
DOWN: Final = 84
PIPE: Final = 6
"""How much more a flow's pipe weighs than a link that only tells."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the picture; the elements of a subscripted one are one."""

    name: str
    kind: Kind
    units: str


@dataclass(frozen=True, slots=True)
class Link:
    """What an equation reads. `flow` is +1 where the source fills the target, -1 where it drains it, else 0.

    `polarity` is empty where it is not known, or where the input changed nothing; `delayed` says that the source is read
    through a delay or a smooth.
    """

    source: str
    target: str
    polarity: Polarity
    flow: Literal[-1, 0, 1]
    delayed: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """The variables and links of a model."""

    variables: tuple[Variable, ...]
    links: tuple[Link, ...]


def diagram(model: Model, constants: Mapping[str, float] | None = None) -> Diagram:
    """Return the picture of a model.

    Examples
    --------
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> found = diagram(technology_diffusion(years=2, step=0.25).model())
    >>> sorted({each.kind for each in found.variables})
    ['constant', 'flow', 'stock']
    >>> {each.polarity for each in found.links if each.flow < 0}
    {'-'}
    """
    graph = model.graph
    causes = Causes(graph)
    names = {number: _base(instance.label) for number, instance in enumerate(graph.instances) if instance.visible}
    inputs = {target: causes.inputs[target] for target in _behind(causes, list(names), names)}
    signs = _signs(model, causes, inputs, constants or {})
    stocks = {number for number in names if graph.instances[number].state >= 0}
    told: dict[tuple[str, str], set[Sign]] = defaultdict(set)
    slow: set[tuple[str, str]] = set()
    for target, name in names.items():
        for source, sign, delayed in _ways(target, causes, names, signs):
            told[(names[source], name)].add(sign)
            if delayed or (target in causes.state_of and target not in stocks):
                slow.add((names[source], name))
    flows = _flows(model)
    variables = tuple(_variables(model, set(flows), graph))
    shown = {each.name for each in variables}
    links = tuple(
        Link(*ends, _joined(found), flows.get((fold(ends[0]), fold(ends[1])), 0), ends in slow)
        for ends, found in told.items()
        if shown.issuperset(ends) and ends[0] != ends[1]
    )
    return Diagram(variables, links)


def _base(label: str) -> str:
    return label.partition("[")[0]


def _behind(causes: Causes, targets: list[int], names: Mapping[int, str]) -> list[int]:
    """Return targets, and after them the hidden parts of delays and macros that they read."""
    found = dict.fromkeys(targets)
    stack = list(targets)
    while stack:
        for source in causes.inputs[stack.pop()]:
            if source not in names and source not in found:
                found[source] = None
                stack.append(source)
    return list(found)


def _ways(target: int, causes: Causes, names: Mapping[int, str], signs: Mapping[tuple[int, int], Sign]) -> Iterable[tuple[int, Sign, bool]]:
    """Yield what a variable reads, with polarity and delay: directly, or on each way through hidden parts of delays and macros."""
    stack: list[tuple[int, tuple[int, ...], Sign, bool]] = [(target, (), "+", False)]
    for _ in range(MOST_WAYS):
        if not stack:
            return
        at, passed, so_far, delayed = stack.pop()
        for source in causes.inputs[at]:
            sign = _multiplied(so_far, signs.get((source, at), ""))
            if source in names:
                yield source, sign, delayed
            elif source not in passed:
                stack.append((source, (*passed, source), sign, delayed or source in causes.state_of))
    # Too many ways to follow each: what the rest reads is told without a sign.
    for at, _, _, delayed in stack:
        for source in _behind(causes, [at], names):
            yield from ((seen, "", delayed) for seen in causes.inputs[source] if seen in names)


def _multiplied(one: Sign, other: Sign) -> Sign:
    """Multiply signs: what is not known stays so, what changes nothing changes nothing further on."""
    for sign in ("", "0", "±"):
        if sign in {one, other}:
            return sign
    return "+" if one == other else "-"


def _joined(found: set[Sign]) -> Polarity:
    known = found - {"0"}
    if not known or "" in known:
        return ""
    return "±" if len(known) > 1 or "±" in known else "+" if "+" in known else "-"


def _signs(
    model: Model, causes: Causes, inputs: Mapping[int, Sequence[int]], constants: Mapping[str, float]
) -> dict[tuple[int, int], Sign]:
    """Return the polarity of each link, told by moving one input at every time of a run; without those that cannot be told."""
    pairs = [(source, target) for target, sources in inputs.items() for source in sources]
    if not pairs or len(pairs) > MOST_LINKS:
        return {}
    graph = model.graph
    grid = time_grid(graph, model.lowered.settings)
    wanted = sorted({vertex for pair in pairs for vertex in pair})
    before = trajectories(model, graph, wanted, grid, 1, constants, 0, "auto")
    after = {vertex: values + NUDGE * (np.abs(values) + np.abs(values).max(initial=0.0) + 1e-9) for vertex, values in before.items()}
    steps = np.append(grid.steps, grid.steps[-1:]) if grid.steps.size else np.zeros(grid.times.size)
    moves = Moves(causes, before, after, (grid.times, grid.times), steps, before[wanted[0]].shape)
    found: dict[tuple[int, int], Sign] = {}
    for source, target in pairs:
        node = causes.equation(target)
        try:
            with np.errstate(all="ignore"):
                change = moves.value(node, source) - moves.at(node, whole=False)
        except ModelError:  # orders and allocations have no such score
            continue
        size = float(np.nanmax(np.abs(change), initial=0.0)) * 1e-9
        up, down = bool((change > size).any()), bool((change < -size).any())
        found[(source, target)] = "±" if up and down else "+" if up else "-" if down else "0"
    return found


def _flows(model: Model) -> dict[tuple[str, str], Literal[-1, 1]]:
    """Return which flow fills (1) or drains (-1) which stock, by folded names: as the file says, or as a rate adds it up."""
    found: dict[tuple[str, str], Literal[-1, 1]] = {}
    for equation in model.document.equations:
        stock = fold(equation.name)
        for name in equation.inflows:
            found[(fold(name), stock)] = 1
        for name in equation.outflows:
            found[(fold(name), stock)] = -1
        if equation.kind != "stock" and getattr(equation.expression, "name", "").lower() == "integ":
            rate = equation.expression.arguments[0]  # type: ignore[union-attr]
            for name, sign in _terms(rate, 1):
                found.setdefault((name, stock), sign)
    return found


def _terms(expression: object, sign: Literal[-1, 1]) -> Iterable[tuple[str, Literal[-1, 1]]]:
    """Yield the variables that a rate is a sum of, with their signs; nothing where it is more than a sum."""
    from ecotone.dynamics.syntax import Binary, Name, Unary

    if isinstance(expression, Name):
        yield fold(expression.name), sign
    elif isinstance(expression, Unary) and expression.operator in {"+", "-"}:
        yield from _terms(expression.operand, -sign if expression.operator == "-" else sign)
    elif isinstance(expression, Binary) and expression.operator in {"+", "-"}:
        yield from _terms(expression.left, sign)
        yield from _terms(expression.right, -sign if expression.operator == "-" else sign)


def _variables(model: Model, flows: set[tuple[str, str]], graph: Graph) -> Iterable[Variable]:
    stocks = {_base(instance.label) for instance in graph.instances if instance.visible and instance.state >= 0}
    still = {_base(i.label) for i in graph.instances if i.visible and graph.ops[i.equation] is Op.CONST}
    moves = {_base(i.label) for i in graph.instances if i.visible and graph.ops[i.equation] is not Op.CONST}
    flowing = {flow for flow, _ in flows}
    known = {_base(instance.label) for instance in graph.instances if instance.visible}
    seen: set[str] = set()
    for equation in model.document.equations:
        name = next((each for each in (display(equation.name), equation.name) if each in known), display(equation.name).replace("_", " "))
        if name in seen or name not in known:
            continue
        seen.add(name)
        kind: Kind = "aux"
        if name in stocks:
            kind = "stock"
        elif fold(name) in flowing or equation.kind == "flow":
            kind = "flow"
        elif name in still and name not in moves:
            kind = "constant"
        elif equation.kind in {"lookup", "data"}:
            kind = equation.kind
        yield Variable(name, kind, equation.units)


def places(names: Sequence[str], links: Iterable[Link]) -> dict[str, tuple[int, int]]:
    """Return where each variable stands, in points from the upper left; the same model always stands the same.

    Examples
    --------
    >>> places(["a", "b"], [Link("a", "b", "+", 0)])
    {'a': (0, 0), 'b': (0, 84)}
    """
    layer, forward = layers(len(names), weights(names, links))
    row = rows(layer, forward)
    return {name: (round(row[at] * ACROSS), layer[at] * DOWN) for at, name in enumerate(names)}


def weights(names: Sequence[str], links: Iterable[Link]) -> dict[tuple[int, int], int]:
    """Return the links between variables by their places in a list, and how much each weighs in a layout."""
    index = {name: at for at, name in enumerate(names)}
    found: dict[tuple[int, int], int] = {}
    for link in links:
        if link.source in index and link.target in index and link.source != link.target:
            # What drains a stock is drawn behind it, as water runs; the run of the water is what is bent least.
            one, other = (link.target, link.source) if link.flow < 0 else (link.source, link.target)
            found[(index[one], index[other])] = max(PIPE if link.flow else 1, found.get((index[one], index[other]), 0))
    return found
