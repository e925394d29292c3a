"""The picture of a model: its variables, the links between them with their polarity, and where they stand on the page.

A link's polarity is told by the model itself: with one input moved a little at every time of a run, the equation's value
rises (+), falls (−), does either (±), or does not change. Places follow the method of Sugiyama, Tagawa and Toda (1981):
cycles are opened at as few links as a greedy order finds, variables are put into layers along the remaining links, and
within each layer ordered so that few links cross.

References
----------
K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures. IEEE Transactions on
Systems, Man, and Cybernetics 11(2), 1981. P. Eades, X. Lin, W. Smyth: A fast and effective heuristic for the feedback arc
set problem. Information Processing Letters 47(6), 1993.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.dynamics.causes import Causes
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

NUDGE: Final = 1e-4
"""Share of an input's size by which it is moved to see what follows."""
MOST_LINKS: Final = 4_000
"""Of a model with more links between single elements, polarities are not told."""
SWEEPS: Final = 12
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
    """What an equation reads. `flow` is +1 where the source fills the target, -1 where it drains it, else 0."""

    source: str
    target: str
    polarity: Polarity
    flow: Literal[-1, 0, 1]


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
    inputs = {target: sources for target, sources in causes.inputs.items() if graph.instances[target].visible}
    through = {vertex: _visible(vertex, causes, graph) for sources in inputs.values() for vertex in sources}
    names = {number: _base(instance.label) for number, instance in enumerate(graph.instances) if instance.visible}
    signs = _signs(model, causes, inputs, constants or {})
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for target, sources in inputs.items():
        for source in sources:
            for seen in through[source]:
                # What is read through a hidden delay keeps the delay's sign only where it is read directly.
                told[(names[seen], names[target])].add(signs.get((source, target), "") if seen == source else "")
    flows = _flows(model)
    variables = tuple(_variables(model, set(flows), graph))
    shown = {each.name for each in variables}
    links = tuple(
        Link(source, target, _joined(found), flows.get((fold(source), fold(target)), 0))
        for (source, target), found in told.items()
        if source in shown and target in shown and source != target
    )
    return Diagram(variables, links)


def _base(label: str) -> str:
    return label.partition("[")[0]


def _visible(vertex: int, causes: Causes, graph: Graph) -> list[int]:
    """Return the variables behind a vertex: itself, or what a hidden part of a delay or macro reads in the end."""
    found, seen, stack = [], {vertex}, [vertex]
    while stack:
        at = stack.pop()
        if at < len(graph.instances) and graph.instances[at].visible:
            found.append(at)
            continue
        for source in causes.inputs[at]:
            if source not in seen:
                seen.add(source)
                stack.append(source)
    return sorted(found)


def _joined(found: set[str]) -> Polarity:
    known = found - {""}
    if not known:
        return ""
    return "±" if len(known) > 1 or "±" in known else "+" if "+" in known else "-"


def _signs(
    model: Model, causes: Causes, inputs: Mapping[int, Sequence[int]], constants: Mapping[str, float]
) -> dict[tuple[int, int], Polarity]:
    """Return the polarity of each link, told by moving one input at every time of a run."""
    pairs = [(source, target) for target, sources in inputs.items() for source in sources]
    if len(pairs) > MOST_LINKS:
        return {}
    graph = model.graph
    grid = time_grid(graph, model.lowered.settings)
    wanted = sorted({vertex for pair in pairs for vertex in pair})
    before = trajectories(model, graph, wanted, grid, 1, constants, 0, "auto")
    after = {vertex: values + NUDGE * (np.abs(values) + np.abs(values).max(initial=0.0) + 1e-9) for vertex, values in before.items()}
    steps = np.append(grid.steps, grid.steps[-1:]) if grid.steps.size else np.zeros(grid.times.size)
    moves = Moves(causes, before, after, (grid.times, grid.times), steps, before[wanted[0]].shape)
    found: dict[tuple[int, int], Polarity] = {}
    for source, target in pairs:
        node = causes.equation(target)
        try:
            with np.errstate(all="ignore"):
                change = moves.value(node, source) - moves.at(node, whole=False)
        except ModelError:  # orders and allocations have no such score
            continue
        size = float(np.nanmax(np.abs(change), initial=0.0)) * 1e-9
        up, down = bool((change > size).any()), bool((change < -size).any())
        found[(source, target)] = "±" if up and down else "+" if up else "-" if down else ""
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
    index = {name: at for at, name in enumerate(names)}
    weights: dict[tuple[int, int], int] = {}
    for link in links:
        if link.source in index and link.target in index and link.source != link.target:
            # What drains a stock is drawn behind it, as water runs; the run of the water is what is bent least.
            one, other = (link.target, link.source) if link.flow < 0 else (link.source, link.target)
            weights[(index[one], index[other])] = max(PIPE if link.flow else 1, weights.get((index[one], index[other]), 0))
    order = {vertex: place for place, vertex in enumerate(_opened(len(names), weights))}
    forward: dict[tuple[int, int], int] = {}
    for (a, b), weight in weights.items():
        ends = (a, b) if order[a] < order[b] else (b, a)
        forward[ends] = forward.get(ends, 0) + weight
    layer = _layers(len(names), forward, order)
    rows = _rows(layer, forward)
    return {name: (round(rows[at] * ACROSS), layer[at] * DOWN) for name, at in index.items()}


def _opened(count: int, weights: Mapping[tuple[int, int], int]) -> list[int]:
    """Order vertices so that little leads back (Eades, Lin and Smyth 1993)."""
    after: dict[int, dict[int, int]] = defaultdict(dict)
    into: dict[int, dict[int, int]] = defaultdict(dict)
    for (a, b), weight in weights.items():
        after[a][b] = weight
        into[b][a] = weight
    left = set(range(count))
    first: list[int] = []
    last: list[int] = []

    def still(ends: Mapping[int, int]) -> int:
        return sum(weight for vertex, weight in ends.items() if vertex in left)

    while left:
        sinks = sorted(v for v in left if not still(after[v]))
        sources = sorted(v for v in left if not still(into[v]) and v not in sinks)
        if sinks or sources:
            last = [*sinks, *last]
            first += sources
            left -= {*sinks, *sources}
            continue
        best = max(sorted(left), key=lambda v: still(after[v]) - still(into[v]))
        first.append(best)
        left.discard(best)
    return first + last


def _layers(count: int, forward: Mapping[tuple[int, int], int], order: Mapping[int, int]) -> list[int]:
    """Put each vertex one layer behind the last that leads to it, then move each where its links are short, heavy ones above all."""
    layer = [0] * count
    ranked = sorted(range(count), key=lambda v: order[v])
    into: dict[int, list[tuple[int, int]]] = defaultdict(list)
    after: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (a, b), weight in forward.items():
        into[b].append((a, weight))
        after[a].append((b, weight))
    for vertex in ranked:
        layer[vertex] = max((layer[a] + 1 for a, _ in into[vertex]), default=0)
    for sweep in range(SWEEPS):
        for vertex in ranked if sweep % 2 else reversed(ranked):
            low = max((layer[a] + 1 for a, _ in into[vertex]), default=None)
            high = min((layer[b] - 1 for b, _ in after[vertex]), default=None)
            if low is None and high is None:
                continue
            pull = sum(w for _, w in after[vertex]) - sum(w for _, w in into[vertex])
            # The sum of lengths falls as far as one side pulls harder than the other.
            layer[vertex] = high if pull > 0 and high is not None else low if low is not None else high or 0
    least = min(layer, default=0)
    return [each - least for each in layer]


def _rows(layer: Sequence[int], forward: Mapping[tuple[int, int], int]) -> list[float]:
    """Order each layer by the middle of its neighbours, from left to right and back, and centre the layers."""
    near = defaultdict(list)
    for a, b in forward:
        near[a].append(b)
        near[b].append(a)
    columns = [[v for v in range(len(layer)) if layer[v] == at] for at in range(max(layer, default=-1) + 1)]
    place = {v: float(at) for column in columns for at, v in enumerate(column)}
    tallest = max((len(column) for column in columns), default=0)
    for sweep in range(SWEEPS):
        for at in range(len(columns)) if sweep % 2 == 0 else range(len(columns) - 1, -1, -1):
            # Half of the sweeps look one way only, so that layers settle beside each other; the last ones look both ways.
            side = -1 if sweep % 2 == 0 else 1
            wish = {}
            for v in columns[at]:
                seen = [place[n] for n in near[v] if sweep >= SWEEPS - 4 or (layer[n] - at) * side > 0]
                wish[v] = float(np.median(seen)) if seen else place[v]
            columns[at].sort(key=lambda v: (wish[v], v))
            taken = -1e9
            for v in columns[at]:
                taken = max(wish[v], taken + 1.0)
                place[v] = taken
            shift = (tallest - 1) / 2 - (place[columns[at][0]] + place[columns[at][-1]]) / 2
            for v in columns[at]:
                place[v] += shift
    least = min(place.values(), default=0.0)
    return [place[v] - least for v in range(len(layer))]
