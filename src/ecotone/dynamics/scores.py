"""Link scores: what one input alone makes of a change, over one step of time or from one scenario to another.

Every equation is evaluated again on whole trajectories with one input moved on, so that an ensemble is only a longer
trajectory. `loops` multiplies these scores along its loops; `diagram` reads the polarity of links from them.

References
----------
W. Schoenberg, P. Davidsen, R. Eberlein: Understanding model behavior using the Loops that Matter method. System
Dynamics Review 36(2), 2020, doi 10.1002/sdr.1658.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ecotone.dynamics.operations import LOOKUPS, Op
from ecotone.dynamics.program import Compiler, TimeGrid
from ecotone.dynamics.spread import blocks
from ecotone.dynamics.twin import apply_arrays
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecotone.dynamics.causes import Causes, Vertex
    from ecotone.dynamics.model import Model
    from ecotone.dynamics.nodes import Graph
    from ecotone.dynamics.spread import Engine

Array: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True)
class Moves:
    """What the variables are before and after a move: over one step of time, or from one scenario to another."""

    causes: Causes
    before: Mapping[Vertex, Array]
    after: Mapping[Vertex, Array]
    times: tuple[Array, Array]
    steps: Array
    shape: tuple[int, ...]
    known: dict[tuple[int, bool], Array] = field(default_factory=dict)

    def few(self, begin: int, end: int) -> Moves:
        """Return the moves of some members."""
        if len(self.shape) == 1:
            return self
        before, after = ({v: values[:, begin:end] for v, values in held.items()} for held in (self.before, self.after))
        shape = (self.shape[0], min(end, self.shape[1]) - begin)
        return Moves(self.causes, before, after, self.times, self.steps, shape)

    def some(self, members: NDArray[np.int64]) -> Moves:
        """Return the moves of chosen members."""
        if len(self.shape) == 1:
            return self
        before, after = ({v: values[:, members] for v, values in held.items()} for held in (self.before, self.after))
        return Moves(self.causes, before, after, self.times, self.steps, (self.shape[0], members.size))

    def at(self, node: int, *, whole: bool) -> Array:
        """Return a node's values before, or after the whole move; kept, for each of its links asks."""
        key = (node, whole)
        if key not in self.known:
            self.known[key] = self.value(node, None, whole=whole)
        return self.known[key]

    def value(self, root: int, moved: Vertex | None, *, whole: bool = False) -> Array:
        """Return a node's values before the move; with `moved` alone, or with all if `whole`, after it."""
        known: dict[int, Array] = {}
        stack = [root]
        graph = self.causes.graph
        while stack:
            node = stack[-1]
            if node in known:
                stack.pop()
                continue
            op, operands = graph.ops[node], graph.operands[node]
            leaf = self._leaf(node, moved, whole=whole)
            if leaf is not None:
                known[node] = leaf
                stack.pop()
                continue
            children = graph.inputs(node)
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

    def _leaf(self, node: int, moved: Vertex | None, *, whole: bool) -> Array | None:
        graph = self.causes.graph
        op, operands = graph.ops[node], graph.operands[node]
        if op is Op.CONST:
            return np.full(self.shape, graph.numbers[node])
        if op is Op.TIME:
            return self._over_members(self.times[1] if whole else self.times[0])
        if op is Op.STEP_TIME:
            return self._over_members(self.steps)
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
        elif op is Op.INITIAL:
            target = self.causes.kept[operands[0]]
        if target is None:
            return None
        return self.after[target] if whole or target == moved else self.before[target]

    def _over_members(self, values: Array) -> Array:
        return np.broadcast_to(values.reshape(-1, *([1] * (len(self.shape) - 1))), self.shape)

    def link(self, source: Vertex, target: Vertex) -> Array:
        """Return the score of a link."""
        node = self.causes.equation(target)
        change = self.after[source] - self.before[source]
        return link_score(self.at(node, whole=False), self.value(node, source), self.at(node, whole=True), change)


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


def trajectories(
    model: Model,
    graph: Graph,
    wanted: list[Vertex],
    grid: TimeGrid,
    members: int,
    constants: Mapping[str, Any],
    seed: int,
    engine: Engine,
) -> dict[Vertex, Array]:
    """Run by Euler's method, and return every step of the variables wanted."""
    program = Compiler(graph, wanted).run()
    every = TimeGrid(grid.times, grid.steps, np.ones_like(grid.saved))
    given = model.given(program, graph, members, constants)
    out = np.empty((every.times.size, len(wanted), members))
    for first, last, values in blocks(program, every, members, values=given, seed=seed, method="euler", which=engine):
        out[:, :, first:last] = values
    return {vertex: out[:, at, 0] if members == 1 else out[:, at, :] for at, vertex in enumerate(wanted)}
