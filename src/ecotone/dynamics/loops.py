"""Loops that matter: which feedback loops drive a model's behaviour, when, and how strongly.

Link and loop scores after Schoenberg, Davidsen and Eberlein (2020), with the flow score of Schoenberg, Hayward and
Eberlein (2023). The score of a link x → z over one step is |Dx z / Dz| with the sign of Dx z / Dx, where Dx z is the
change of z if x alone had changed; a loop's score is the product of its links', and its relative score its share of all
loops in the same cycle partition. Scores are computed over all steps at once: every equation is evaluated again on whole
trajectories with one input moved on, so that an ensemble is only a longer trajectory.

Scores are zero at equilibrium and unbounded where a variable turns; only relative scores within a partition compare.

References
----------
W. Schoenberg, P. Davidsen, R. Eberlein: Understanding model behavior using the Loops that Matter method. System
Dynamics Review 36(2), 2020, doi 10.1002/sdr.1658. W. Schoenberg, J. Hayward, R. Eberlein: Improving Loops that Matter.
System Dynamics Review 39(2), 2023, doi 10.1002/sdr.1728.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from ecotone.dynamics.nodes import Instance
from ecotone.dynamics.operations import LOOKUPS, Op
from ecotone.dynamics.program import Compiler, TimeGrid, time_grid
from ecotone.dynamics.simulate import blocks
from ecotone.dynamics.twin import apply_arrays
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.dynamics.model import Model
    from ecotone.dynamics.nodes import Graph
    from ecotone.dynamics.simulate import Engine

MAX_LOOPS: Final = 1000
"""Up to this many loops are listed one and all; of more, the first found, and the answer says so."""

Vertex: TypeAlias = int
Array: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True)
class Loop:
    """One feedback loop with its scores.

    Parameters
    ----------
    name : str
        `R1`, `B2`, `U1`: reinforcing, balancing or of changing polarity, numbered by importance.
    variables : tuple of str
        The variables in order of causation, the first not repeated.
    score : ndarray, shape (steps,) or (steps, members)
        The loop score over the step that ends at each time.
    relative : ndarray
        Its share of all loops in its partition, between -1 and 1.
    partition : int
        The cycle partition, numbered from 0.
    """

    name: str
    variables: tuple[str, ...]
    score: Array
    relative: Array
    partition: int


@dataclass(frozen=True)
class Loops:
    """The loops of a model over a run: `time` holds the end of each step; `complete` is False if there were too many."""

    time: Array
    loops: tuple[Loop, ...]
    complete: bool

    def dominant(self, share: float = 0.5) -> list[tuple[float, float, tuple[str, ...]]]:
        """Return the intervals of time in which the same smallest set of loops makes up `share` of the behaviour.

        Only for a single run, within the largest partition.
        """
        loops = [loop for loop in self.loops if loop.partition == 0]
        found: list[tuple[float, float, tuple[str, ...]]] = []
        for at, time in enumerate(self.time):
            ranked = sorted(loops, key=lambda loop: -abs(loop.relative[at]))
            total, chosen = 0.0, []
            for loop in ranked:
                if total >= share or not abs(loop.relative[at]) > 0:
                    break
                total += abs(loop.relative[at])
                chosen.append(loop.name)
            names = tuple(sorted(chosen))
            if found and found[-1][2] == names:
                found[-1] = (found[-1][0], float(time), names)
            else:
                found.append((float(time), float(time), names))
        return found


class _Causes:
    """The causal graph of a model: its variables and states, and what each one's equation reads."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        # A state is read as the variable that shows it; a hidden one gets a variable of its own.
        self.shown: dict[int, int] = {}
        for number, instance in enumerate(graph.instances):
            if graph.ops[instance.equation] is Op.STATE:
                self.shown.setdefault(graph.operands[instance.equation][0], number)
        for state in range(len(graph.states)):
            if state not in self.shown:
                self.shown[state] = len(graph.instances)
                label = graph.states[state].label
                graph.instances.append(Instance((f"#state {state}", ()), label, graph.state(state), visible=False))
        self.state_of = {number: state for state, number in self.shown.items()}
        self.inputs: dict[Vertex, list[Vertex]] = {}
        for number in range(len(graph.instances)):
            self.inputs[number] = self._reads(self.equation(number))

    def equation(self, vertex: Vertex) -> int:
        """Return the node whose changes make the vertex' changes: a stock's rate, else its equation."""
        if vertex in self.state_of:
            return self.graph.states[self.state_of[vertex]].update
        return self.graph.instances[vertex].equation

    def _reads(self, root: int) -> list[Vertex]:
        graph = self.graph
        found: dict[Vertex, None] = {}
        stack, seen = [root], set()
        while stack:
            node = stack.pop()
            if node in seen or node < 0:
                continue
            seen.add(node)
            op, operands = graph.ops[node], graph.operands[node]
            if op is Op.REF:
                target = operands[0]
                if graph.ops[graph.instances[target].equation] is Op.STATE:
                    target = self.shown[graph.operands[graph.instances[target].equation][0]]
                found[target] = None
            elif op is Op.STATE:
                found[self.shown[operands[0]]] = None
            elif op is Op.PICK:
                stack += graph.vectors[operands[0]][1]
            elif op in LOOKUPS:
                stack.append(operands[0])
            elif op not in {Op.CONST, Op.TIME, Op.STEP_TIME, Op.NOISE, Op.INITIAL}:
                stack += operands
        return list(found)


def components(inputs: Mapping[Vertex, Sequence[Vertex]]) -> list[list[Vertex]]:
    """Return the strongly connected components with a cycle (Tarjan 1972), the largest first."""
    index: dict[Vertex, int] = {}
    low: dict[Vertex, int] = {}
    on: set[Vertex] = set()
    stack: list[Vertex] = []
    found: list[list[Vertex]] = []
    for root in inputs:
        if root in index:
            continue
        work: list[tuple[Vertex, int]] = [(root, 0)]
        while work:
            vertex, at = work.pop()
            if vertex not in index:
                index[vertex] = low[vertex] = len(index)
                stack.append(vertex)
                on.add(vertex)
            children = inputs[vertex]
            for position in range(at, len(children)):
                child = children[position]
                if child not in index:
                    work += [(vertex, position), (child, 0)]
                    break
                if child in on:
                    low[vertex] = min(low[vertex], low[child])
            else:
                if low[vertex] == index[vertex]:
                    component = []
                    while True:
                        top = stack.pop()
                        on.discard(top)
                        component.append(top)
                        if top == vertex:
                            break
                    if len(component) > 1 or vertex in inputs[vertex]:
                        found.append(sorted(component))
    return sorted(found, key=lambda component: (-len(component), component))


def cycles(inputs: Mapping[Vertex, Sequence[Vertex]], component: Sequence[Vertex], limit: int) -> tuple[list[tuple[Vertex, ...]], bool]:
    """Return elementary cycles of a component (Johnson 1975), at most `limit`, and whether these are all."""
    found: list[tuple[Vertex, ...]] = []
    after: dict[Vertex, list[Vertex]] = {vertex: [] for vertex in component}
    inside = set(component)
    for vertex in component:
        for source in inputs[vertex]:
            if source in inside:
                after[source].append(vertex)
    for start in component:
        blocked: set[Vertex] = {start}
        waiting: dict[Vertex, set[Vertex]] = {}
        path = [start]
        closed: set[Vertex] = set()
        stack = [(start, [v for v in after[start] if v >= start])]
        while stack:
            vertex, children = stack[-1]
            if children:
                child = children.pop()
                if child == start:
                    found.append(tuple(path))
                    closed.update(path)
                    if len(found) >= limit:
                        return found, False
                elif child not in blocked:
                    path.append(child)
                    blocked.add(child)
                    closed.discard(child)
                    stack.append((child, [v for v in after[child] if v >= start]))
                continue
            stack.pop()
            path.pop()
            if vertex in closed:
                release = [vertex]
                while release:
                    free = release.pop()
                    if free in blocked:
                        blocked.discard(free)
                        release += waiting.pop(free, set())
                if stack:
                    closed.add(stack[-1][0])
            else:
                for child in after[vertex]:
                    if child >= start:
                        waiting.setdefault(child, set()).add(vertex)
    return found, True


class _Again:
    """Evaluate equations again on whole trajectories, with one input one step later than the rest."""

    def __init__(self, causes: _Causes, values: Mapping[Vertex, Array], grid: TimeGrid, shape: tuple[int, ...]) -> None:
        self.causes = causes
        self.values = values
        self.grid = grid
        self.shape = shape

    def value(self, root: int, moved: Vertex | None, *, now: bool = False) -> Array:
        """Return a node's values at the beginnings of the steps, with `moved` (or all, if `now`) at their ends."""
        known: dict[int, Array] = {}
        stack = [root]
        graph = self.causes.graph
        while stack:
            node = stack[-1]
            if node in known:
                stack.pop()
                continue
            op, operands = graph.ops[node], graph.operands[node]
            leaf = self._leaf(node, moved, now=now)
            if leaf is not None:
                known[node] = leaf
                stack.pop()
                continue
            children = operands[:1] if op in LOOKUPS else graph.vectors[operands[0]][1] if op is Op.PICK else operands
            missing = [child for child in children if child not in known]
            if missing:
                stack += missing
                continue
            inputs = [known[child] for child in children]
            if op in LOOKUPS:
                known[node] = apply_arrays(op, inputs, graph.tables[operands[1]])
            elif op is Op.PICK:
                raise ModelError("Loop scores through orders and allocations are not supported")
            else:
                known[node] = apply_arrays(op, inputs)
            stack.pop()
        return known[root]

    def _leaf(self, node: int, moved: Vertex | None, *, now: bool) -> Array | None:
        graph = self.causes.graph
        op, operands = graph.ops[node], graph.operands[node]
        times = self.grid.times[1:] if now else self.grid.times[:-1]
        if op is Op.CONST:
            return np.full(self.shape, graph.numbers[node])
        if op is Op.TIME:
            return np.broadcast_to(times.reshape(-1, *([1] * (len(self.shape) - 1))), self.shape)
        if op is Op.STEP_TIME:
            return np.broadcast_to(self.grid.steps.reshape(-1, *([1] * (len(self.shape) - 1))), self.shape)
        if op is Op.INITIAL:
            return np.full(self.shape, np.nan)
        if op is Op.NOISE:
            return np.full(self.shape, 0.5)
        target = None
        if op is Op.REF:
            target = operands[0]
            equation = graph.instances[target].equation
            if graph.ops[equation] is Op.STATE:
                target = self.causes.shown[graph.operands[equation][0]]
        elif op is Op.STATE:
            target = self.causes.shown[operands[0]]
        if target is None:
            return None
        whole = self.values[target]
        return whole[1:] if now or target == moved else whole[:-1]


def link_score(before: Array, moved: Array, after: Array, change_of_input: Array) -> Array:
    """Return |Dx z / Dz| with the sign of Dx z / Dx; zero where x or z did not change.

    Parameters
    ----------
    before, after : ndarray
        z at the beginning and end of the step.
    moved : ndarray
        z with x alone at the end of the step.
    change_of_input : ndarray
        How x changed.

    Examples
    --------
    The example of the paper, z = 2x + y from (5, 4) to (7, 5):

    >>> z = lambda x, y: np.array([2.0 * x + y])
    >>> float(link_score(z(5, 4), z(7, 4), z(7, 5), np.array([2.0]))[0])
    0.8
    """
    part, whole = moved - before, after - before
    with np.errstate(all="ignore"):
        score = np.abs(part / whole) * np.sign(part) * np.sign(change_of_input)
    return np.where((whole == 0) | (change_of_input == 0) | ~np.isfinite(score), 0.0, score)


def find_loops(
    model: Model,
    *,
    members: int = 1,
    constants: Mapping[str, Any] | None = None,
    seed: int = 0,
    limit: int = MAX_LOOPS,
    engine: Engine = "auto",
) -> Loops:
    """Find the feedback loops of a model and score them over a run or an ensemble.

    Parameters
    ----------
    model : Model
        The model; integrated by Euler's method, to which the scores belong.
    members, constants, seed
        As in `Model.run`.
    limit : int
        How many loops are listed at most.
    """
    graph = model.graph
    causes = _Causes(graph)
    parts = components(causes.inputs)
    wanted = sorted({vertex for part in parts for vertex in part} | {i for part in parts for v in part for i in causes.inputs[v]})
    if not wanted:
        return Loops(np.zeros(0), (), complete=True)
    program = Compiler(graph, wanted).run()
    grid = time_grid(graph, model.lowered.settings)
    every = TimeGrid(grid.times, grid.steps, np.ones_like(grid.saved))
    given = model.given(program, graph, members, constants or {})
    out = np.empty((every.times.size, len(wanted), members))
    for first, last, values in blocks(program, every, members, values=given, seed=seed, method="euler", which=engine):
        out[:, :, first:last] = values
    trajectories = {vertex: out[:, at, 0] if members == 1 else out[:, at, :] for at, vertex in enumerate(wanted)}
    shape = trajectories[wanted[0]][1:].shape
    again = _Again(causes, trajectories, every, shape)
    loops: list[tuple[tuple[Vertex, ...], int, Array]] = []
    complete = True
    for number, part in enumerate(parts):
        rings, whole = cycles(causes.inputs, part, limit - len(loops) if len(loops) < limit else 1)
        complete &= whole
        links: dict[tuple[Vertex, Vertex], Array] = {}
        for ring in rings:
            score = np.ones(shape)
            for source, target in zip(ring, (*ring[1:], ring[0]), strict=True):
                if (source, target) not in links:
                    node = causes.equation(target)
                    whole_change = trajectories[source][1:] - trajectories[source][:-1]
                    links[(source, target)] = link_score(
                        again.value(node, None), again.value(node, source), again.value(node, None, now=True), whole_change
                    )
                score = score * links[(source, target)]
            loops.append((ring, number, score))
    return Loops(every.times[1:], _named(causes, loops), complete)


def _named(causes: _Causes, loops: list[tuple[tuple[Vertex, ...], int, Array]]) -> tuple[Loop, ...]:
    """Work out relative scores, and name the loops by polarity and importance."""
    totals: dict[int, Array] = {}
    for _, part, score in loops:
        totals[part] = totals.get(part, np.zeros_like(score)) + np.abs(score)
    found = []
    for ring, part, score in loops:
        with np.errstate(all="ignore"):
            relative = np.where(totals[part] > 0, score / totals[part], 0.0)
        found.append((float(np.nanmean(np.abs(relative))), ring, part, score, relative))
    counts = {"R": 0, "B": 0, "U": 0}
    named = []
    for _, ring, part, score, relative in sorted(found, key=lambda item: (-item[0], item[1])):
        up, down = float(np.nansum(np.maximum(score, 0) > 0)), float(np.nansum(np.minimum(score, 0) < 0))
        kind = "R" if down == 0 and up > 0 else "B" if up == 0 and down > 0 else "U"
        counts[kind] += 1
        labels = tuple(causes.graph.instances[vertex].label for vertex in ring)
        named.append(Loop(f"{kind}{counts[kind]}", labels, score, relative, part))
    return tuple(named)
