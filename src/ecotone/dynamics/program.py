"""From the graph to bytecode: what is computed once, what at every step, and in which registers.

A node is static if it depends on nothing but constants and values at the start; it is computed once, before the run.
Everything else is computed at the start (with the initial values of the states) and again at every step. One row of
bytecode is operation, target register and three operands; every register holds one number for each member.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.dynamics.nodes import NOWHERE
from ecotone.dynamics.operations import LOOKUPS, MANY, Op
from ecotone.dynamics.registers import Row, reused
from ecotone.dynamics.scalar import Evaluator
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.dynamics.nodes import Graph

TIME_REGISTER: Final = 0
STEP_REGISTER: Final = 1
MAX_STEPS: Final = 20_000_000


@dataclass(frozen=True)
class TimeGrid:
    """The times of a run: one more time than steps; `saved` marks those that are kept."""

    times: NDArray[np.float64]
    steps: NDArray[np.float64]
    saved: NDArray[np.bool_]


@dataclass(frozen=True)
class Program:
    """Bytecode with everything that it needs.

    Parameters
    ----------
    start, step : ndarray
        Bytecode run once before the run, and at every step; rows of operation, target and three operands.
    registers : int
        How many registers there are.
    constants : tuple of (int, float)
        Registers and the numbers in them.
    parameters : dict
        Instance to the register of its constant.
    outputs : ndarray
        Registers of the variables asked for, in order.
    """

    start: NDArray[np.int64]
    step: NDArray[np.int64]
    lists: NDArray[np.int64]
    registers: int
    constants: tuple[tuple[int, float], ...]
    parameters: dict[int, int]
    outputs: NDArray[np.int64]
    initial_outputs: NDArray[np.int64]
    first_state: int
    state_kinds: NDArray[np.int64]
    state_initial: NDArray[np.int64]
    state_update: NDArray[np.int64]
    state_delay: NDArray[np.int64]
    state_floor: NDArray[np.bool_]
    first_noise: int
    streams: tuple[tuple[str, int], ...]
    table_start: NDArray[np.int64]
    table_x: NDArray[np.float64]
    table_y: NDArray[np.float64]
    table_slope: NDArray[np.float64]
    labels: tuple[str, ...]
    time_varying: tuple[bool, ...] = ()


KINDS: Final = {"stock": 0, "hold": 1, "line": 2}


class Compiler:
    """Assign registers and emit bytecode for the variables asked for."""

    def __init__(self, graph: Graph, outputs: Sequence[int]) -> None:
        self.graph = graph
        self.wanted = outputs
        self.static: dict[int, bool] = {}
        self.registers: dict[tuple[int, bool], int] = {}
        self.codes: tuple[list[Row], list[Row]] = ([], [])
        self.lists: list[int] = []
        self.constants: dict[int, int] = {}
        self.parameters: dict[int, int] = {}
        self.vectors: dict[tuple[int, bool], int] = {}
        self.states: dict[int, int] = {}
        self.copies: dict[int, int] = {}
        self.count = 2

    # -- what is needed

    def run(self) -> Program:
        """Compile."""
        graph = self.graph
        needed, streams = self._reach([graph.instances[number].equation for number in self.wanted])
        for number in needed:
            self.states[number] = self.count
            self.count += 1
        first_state = self.count - len(needed)
        self.noise = {stream: self.count + at for at, stream in enumerate(streams)}
        first_noise = self.count
        self.count += len(streams)
        self._classify()
        kinds, initial, delay, floor = [], [], [], []
        for number in needed:
            state = graph.states[number]
            kinds.append(KINDS[state.kind])
            initial.append(self.emit(state.initial, initial=True))
            delay.append(self.emit(state.delay, initial=True) if state.kind == "line" else 0)
            floor.append(state.floor)
            if state.steady and not self.static[state.delay]:
                remedy = "Give it a constant time, or use DELAY1, DELAY3 or DELAYN"
                raise ModelError("A delay whose time changes in the run cannot be simulated yet", where=state.label, remedy=remedy)
        update = [self.emit(graph.states[number].update, initial=False) for number in needed]
        outputs = [self.emit(self.graph.ref(number), initial=False) for number in self.wanted]
        labels = tuple(graph.instances[number].label for number in self.wanted)
        tables = graph.tables
        starts = np.cumsum([0, *(len(x) for x, _ in tables)]).astype(np.int64)
        varying = tuple(not self.static[self.graph.ref(number)] for number in self.wanted)
        step, moved = reused(self.codes[1], self.lists, [*update, *outputs])
        return Program(
            np.array(self.codes[0], dtype=np.int64).reshape(-1, 5),
            np.array(step, dtype=np.int64).reshape(-1, 5),
            np.array(self.lists or [0], dtype=np.int64),
            self.count,
            tuple((register, graph.numbers[node]) for node, register in self.constants.items()),
            dict(self.parameters),
            np.array([moved.get(r, r) for r in outputs], dtype=np.int64),
            np.zeros(0, dtype=np.int64),
            first_state,
            np.array(kinds, dtype=np.int64),
            np.array(initial, dtype=np.int64),
            np.array([moved.get(r, r) for r in update], dtype=np.int64),
            np.array(delay, dtype=np.int64),
            np.array(floor, dtype=np.bool_),
            first_noise,
            tuple(graph.streams[stream] for stream in streams),
            starts,
            np.array([value for x, _ in tables for value in x] or [0.0]),
            np.array([value for _, y in tables for value in y] or [0.0]),
            np.array([value for x, y in tables for value in slopes(x, y)] or [0.0]),
            labels,
            varying,
        )

    def _reach(self, roots: list[int]) -> tuple[list[int], list[int]]:
        """Return the states and noise streams that the roots need, directly or through other states."""
        graph = self.graph
        states: set[int] = set()
        streams: set[int] = set()
        seen: set[int] = set()
        stack = list(roots)
        while stack:
            node = stack.pop()
            if node == NOWHERE or node in seen:
                continue
            seen.add(node)
            op, operands = graph.ops[node], graph.operands[node]
            if op is Op.REF:
                instance = graph.instances[operands[0]]
                stack += [instance.equation, instance.initial]
            elif op is Op.STATE:
                states.add(operands[0])
                state = graph.states[operands[0]]
                stack += [state.initial, state.update, state.delay]
            elif op is Op.INITIAL:
                stack.append(graph.starts[operands[0]])
            elif op is Op.NOISE:
                streams.add(operands[0])
            else:
                stack += graph.inputs(node)
        self.seen = seen
        return sorted(states), sorted(streams)

    # -- what never changes

    def _children(self, node: int, *, initial: bool) -> tuple[int, ...]:
        graph = self.graph
        op, operands = graph.ops[node], graph.operands[node]
        if op is Op.REF:
            instance = graph.instances[operands[0]]
            return (instance.initial if initial and instance.initial >= 0 else instance.equation,)
        if op is Op.STATE:
            return (graph.states[operands[0]].initial,) if initial else ()
        return graph.inputs(node)

    def _classify(self) -> None:
        """Mark every node that is the same at the start and at every step."""
        graph = self.graph
        for root in [*self.seen, *(graph.ref(number) for number in self.wanted)]:
            stack = [root]
            opened: set[int] = set()
            while stack:
                node = stack[-1]
                if node in self.static:
                    stack.pop()
                    continue
                op = graph.ops[node]
                if op in {Op.TIME, Op.STATE, Op.NOISE} or (op is Op.REF and graph.instances[graph.operands[node][0]].initial >= 0):
                    self.static[node] = False
                    stack.pop()
                    continue
                missing = [child for child in self._children(node, initial=False) if child not in self.static]
                if not missing:
                    self.static[node] = all(self.static[child] for child in self._children(node, initial=False))
                    stack.pop()
                elif node in opened:
                    raise self._circle(node, stack, initial=False)
                else:
                    opened.add(node)
                    stack += missing

    def _circle(self, node: int, stack: list[int], *, initial: bool) -> ModelError:
        """Make the error for equations that need each other at the same time."""
        graph = self.graph
        path: list[int] = []
        at = node
        targets = {node}
        # Walk from the node back to itself.
        trail = [(node, [node])]
        visited: set[int] = set()
        while trail:
            at, way = trail.pop()
            for child in self._children(at, initial=initial):
                if child in targets:
                    path = way
                    trail = []
                    break
                if child not in visited:
                    visited.add(child)
                    trail.append((child, [*way, child]))
        seen = [graph.operands[step][0] for step in path or stack if graph.ops[step] is Op.REF]
        names = list(dict.fromkeys(graph.instances[number].label for number in seen))
        loop = " → ".join([*names, names[0]]) if names else "an expression"
        line = graph.instances[seen[0]].line if seen else 0
        when = "The initial values depend on each other" if initial else "The equations depend on each other at the same time"
        return ModelError(when, where=f"line {line}", got=loop, remedy="Put a stock, a delay or ACTIVE INITIAL into the loop")

    # -- emission

    def _register(self) -> int:
        self.count += 1
        return self.count - 1

    def _leaf(self, node: int, *, initial: bool) -> int | None:
        """Return the register of a node that needs no computing."""
        graph = self.graph
        op, operands = graph.ops[node], graph.operands[node]
        if op is Op.TIME:
            return TIME_REGISTER
        if op is Op.STEP_TIME:
            return STEP_REGISTER
        if op is Op.NOISE:
            return self.noise[operands[0]]
        if op is Op.CONST:
            if node not in self.constants:
                self.constants[node] = self._register()
            return self.constants[node]
        if op is Op.STATE and not initial:
            return self.states[operands[0]]
        if op is Op.REF:
            instance = graph.instances[operands[0]]
            if graph.ops[instance.equation] is Op.CONST and instance.initial < 0:
                if operands[0] not in self.parameters:
                    self.parameters[operands[0]] = self._register()
                return self.parameters[operands[0]]
        return None

    def emit(self, root: int, *, initial: bool) -> int:
        """Return the register of a node, with the bytecode that fills it emitted before."""
        stack: list[tuple[int, bool]] = [(root, initial)]
        opened: set[tuple[int, bool]] = set()
        while stack:
            node, phase = stack[-1]
            key = (node, phase)
            if key in self.registers:
                stack.pop()
                continue
            leaf = self._leaf(node, initial=phase)
            if leaf is not None:
                self.registers[key] = leaf
                stack.pop()
                continue
            static = self.static.get(node, False)
            if static and not phase:
                # A static node is computed once, with what the start computed.
                if (node, True) in self.registers:
                    self.registers[key] = self.registers[(node, True)]
                    stack.pop()
                else:
                    stack.append((node, True))
                continue
            if self.graph.ops[node] is Op.INITIAL:
                start = (self.graph.starts[self.graph.operands[node][0]], True)
                if start in self.registers:
                    self.registers[key] = self._lasting(self.registers[start])
                    stack.pop()
                elif key in opened:
                    raise self._circle(node, [n for n, _ in stack], initial=True)
                else:
                    opened.add(key)
                    stack.append(start)
                continue
            children = self._children(node, initial=phase)
            missing = [(child, phase) for child in children if (child, phase) not in self.registers]
            if missing:
                if key in opened:
                    raise self._circle(node, [n for n, _ in stack], initial=phase)
                opened.add(key)
                stack += missing
                continue
            self.registers[key] = self._instruction(node, [self.registers[(child, phase)] for child in children], initial=phase)
            stack.pop()
        return self.registers[(root, initial)]

    def _lasting(self, register: int) -> int:
        """Return a register that keeps what was in this one at the start: time and noise are written anew at every step."""
        if register != TIME_REGISTER and register not in self.noise.values():
            return register
        if register not in self.copies:
            self.copies[register] = self._register()
            self.codes[0].append((int(Op.MIN), self.copies[register], register, register, 0))
        return self.copies[register]

    def _instruction(self, node: int, operands: list[int], *, initial: bool) -> int:
        graph = self.graph
        op = graph.ops[node]
        if op in {Op.REF, Op.STATE}:
            return operands[0]
        code = self.codes[0 if initial else 1]
        if op is Op.PICK:
            number, result = graph.operands[node]
            key = (number, initial)
            if key not in self.vectors:
                kind, _, parameters, results = graph.vectors[number]
                first = self.count
                self.count += results
                at = len(self.lists)
                self.lists += [len(operands), *operands, *parameters]
                code.append((int(kind), first, at, len(operands), results))
                self.vectors[key] = first
            return self.vectors[key] + result
        target = self._register()
        if op in MANY:
            at = len(self.lists)
            self.lists += [len(operands), *operands]
            code.append((int(op), target, at, len(operands), 0))
        elif op in LOOKUPS:
            code.append((int(op), target, operands[0], graph.operands[node][1], 0))
        else:
            padded = [*operands, 0, 0][:3]
            code.append((int(op), target, padded[0], padded[1], padded[2]))
        return target


def slopes(x: tuple[float, ...], y: tuple[float, ...]) -> list[float]:
    """Return the slope from each point of a table to the next, and 0 from the last.

    Examples
    --------
    >>> slopes((0.0, 1.0, 3.0), (2.0, 4.0, 0.0))
    [2.0, -2.0, 0.0]
    """
    with np.errstate(all="ignore"):
        return [*(np.diff(y) / np.diff(x)).tolist(), 0.0]


def time_grid(graph: Graph, control: dict[str, int]) -> TimeGrid:
    """Work out when the model runs from its four settings, which may change with time.

    Parameters
    ----------
    graph : Graph
        The program.
    control : dict
        Folded name of each setting to its node.

    Raises
    ------
    ModelError
        If the step is not positive, the end lies before the start, or there are too many steps.
    """

    def settings(time: float, step: float) -> tuple[float, float, float]:
        evaluator = Evaluator(graph, time, step, initial=False)
        return tuple(evaluator.value(control[name]) for name in ("final time", "time step", "saveper"))  # type: ignore[return-value]

    begin = Evaluator(graph, 0.0, 0.0, initial=True).value(control["initial time"])
    begin = Evaluator(graph, begin, 0.0, initial=True).value(control["initial time"])
    end, step, every = settings(begin, 0.0)
    if not (math.isfinite(begin) and math.isfinite(end) and math.isfinite(step)):
        raise ModelError("A time setting is no finite number", got=f"from {begin:g} to {end:g} in steps of {step:g}")
    if not step > 0:
        raise ModelError("The time step must be greater than 0", got=f"{step:g}")
    if not every > 0:
        every = step
    if not end >= begin:
        raise ModelError("The run ends before it starts", got=f"from {begin:g} to {end:g}")
    fixed = not any(_depends_on_time(graph, control[name]) for name in ("final time", "time step", "saveper"))
    if fixed:
        count = round((end - begin) / step)
        if count > MAX_STEPS:
            raise ModelError("The run has too many steps", got=f"{count:,}", expected=f"at most {MAX_STEPS:,}")
        if begin + count * step > end + 1e-6 * step:
            count -= 1
        times = (begin + step * np.arange(count + 1)).astype(np.float64)
        stride = max(round(every / step), 1)
        saved = np.arange(count + 1) % stride == 0 if abs(stride * step - every) <= 1e-06 * every else _due(times, begin, every, step)
        return TimeGrid(times, np.full(count, step), saved)
    times_: list[float] = [begin]
    steps_: list[float] = []
    saved_: list[bool] = [True]
    now, due = begin, begin + every
    while now + 0.5 * step < end or now + step <= end + 1e-6 * step:
        if len(times_) > MAX_STEPS:
            raise ModelError("The run has too many steps", got=f"more than {MAX_STEPS:,}")
        steps_.append(step)
        now += step
        end, step, every = settings(now, step)
        times_.append(now)
        keep = now >= due - 1e-6 * step
        saved_.append(keep)
        if keep:
            due = now + every
    return TimeGrid(np.array(times_), np.array(steps_), np.array(saved_))


def _due(times: NDArray[np.float64], begin: float, every: float, step: float) -> NDArray[np.bool_]:
    """Mark the first time at or after each moment of saving."""
    due = np.floor((times - begin) / every + 1e-6 * step / every)
    return np.concatenate([[True], np.diff(due) > 0])


def _depends_on_time(graph: Graph, node: int) -> bool:
    stack, seen = [node], set()
    while stack:
        at = stack.pop()
        if at in seen or at == NOWHERE:
            continue
        seen.add(at)
        op, operands = graph.ops[at], graph.operands[at]
        if op in {Op.TIME, Op.STATE, Op.NOISE}:
            return True
        if op is Op.REF:
            stack.append(graph.instances[operands[0]].equation)
        elif op is not Op.PICK:
            stack += graph.inputs(at)
    return False
