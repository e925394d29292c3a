"""Evaluate single nodes one number at a time.

The order of a delay, the time grid and the meaning of some arguments must be known before there is a program. This
evaluator follows the graph from one node, at the start of the run or, for what depends on nothing but time, at any
time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecotone.dynamics.nodes import NOWHERE
from ecotone.dynamics.operations import MANY, SCALAR, TINY, Op, power
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.nodes import Graph
    from ecotone.dynamics.scopes import Environment


def initial_value(lowering: Lowering, node: int) -> float:
    """Return a node's value at the start, or NaN where it cannot be known before the model is built."""
    # What the node refers to may still be on the work list.
    pending = lowering.work
    lowering.work = []
    needed = _references(lowering.graph, node)
    while needed:
        number = needed.pop()
        for at, item in enumerate(pending):
            if item[3] == number:
                del pending[at]
                lowering._equation(*item)  # noqa: SLF001  the evaluator is the lowering's own arm
                instance = lowering.graph.instances[number]
                needed += _references(lowering.graph, instance.initial if instance.initial >= 0 else instance.equation)
                break
        needed += [number for *_, number in lowering.work]
        pending += lowering.work
        lowering.work = []
    lowering.work = pending
    try:
        start = lowering.control("initial time", _nowhere()) if lowering.document.specification.start is not None else None
        now = lowering.graph.numbers[start] if start is not None and lowering.graph.ops[start] is Op.CONST else math.nan
        return Evaluator(lowering.graph, now, math.nan, initial=True).value(node)
    except ModelError:
        return math.nan


def _nowhere() -> Environment:
    from ecotone.dynamics.scopes import Environment as Place
    from ecotone.dynamics.scopes import Scope

    return Place(Scope("", {}))


def _references(graph: Graph, node: int) -> list[int]:
    found: list[int] = []
    stack, seen = [node], set()
    while stack:
        at = stack.pop()
        if at in seen or at == NOWHERE:
            continue
        seen.add(at)
        op, operands = graph.ops[at], graph.operands[at]
        if op is Op.REF:
            instance = graph.instances[operands[0]]
            if instance.equation == NOWHERE:
                found.append(operands[0])
            else:
                stack.append(instance.initial if instance.initial >= 0 else instance.equation)
        elif op is Op.STATE:
            stack.append(graph.states[operands[0]].initial)
        elif op is Op.INITIAL:
            stack.append(graph.starts[operands[0]])
        elif op is not Op.PICK:  # an order or allocation is no number before the run
            stack += graph.inputs(at)
    return found


class Evaluator:
    """Evaluate nodes at one time.

    Parameters
    ----------
    graph : Graph
        The program.
    time, step : float
        The time and the time step.
    initial : bool
        Whether states have their initial values; otherwise a node that needs a state is an error.
    given : dict, optional
        Instance number to a value that takes the place of its equation.
    """

    def __init__(self, graph: Graph, time: float, step: float, *, initial: bool, given: dict[int, float] | None = None) -> None:
        self.graph = graph
        self.time = time
        self.step = step
        self.initial = initial
        self.given = given or {}
        self.known: dict[int, float] = {}
        self.open: set[int] = set()

    def value(self, node: int) -> float:
        """Return the value of a node."""
        if node in self.known:
            return self.known[node]
        if node == NOWHERE:
            return math.nan
        if node in self.open:
            raise ModelError("Equations depend on each other in a circle")
        self.open.add(node)
        try:
            result = self._compute(node)
        except RecursionError:
            raise ModelError("Equations depend on each other in too long a chain") from None
        self.open.discard(node)
        self.known[node] = result
        return result

    def _compute(self, node: int) -> float:
        graph = self.graph
        op, operands = graph.ops[node], graph.operands[node]
        if op is Op.CONST:
            return graph.numbers[node]
        if op is Op.TIME:
            return self.time
        if op is Op.STEP_TIME:
            return self.step
        if op is Op.REF:
            if operands[0] in self.given:
                return self.given[operands[0]]
            instance = graph.instances[operands[0]]
            return self.value(instance.initial if self.initial and instance.initial >= 0 else instance.equation)
        if op is Op.STATE:
            if not self.initial:
                raise ModelError("A control setting that depends on a stock is not supported", where=graph.states[operands[0]].label)
            return self.value(graph.states[operands[0]].initial)
        if op is Op.INITIAL:
            if self.initial:
                return self.value(graph.starts[operands[0]])
            return Evaluator(graph, self.time, self.step, initial=True, given=self.given).value(graph.starts[operands[0]])
        if op in {Op.NOISE, Op.PICK}:
            raise ModelError("This must be known before the model runs")
        if 80 <= op < 100:
            from ecotone.dynamics.twin import look_up

            return float(look_up(op, self.value(operands[0]), *graph.tables[operands[1]]))
        values = [self.value(operand) for operand in operands]
        return compute(op, values)


def compute(op: Op, values: list[float]) -> float:
    """Apply an operation to numbers."""
    if op in SCALAR:
        return SCALAR[op](values[0])
    if op in MANY:
        return _many(op, values)
    a = values[0]
    b = values[1] if len(values) > 1 else math.nan
    if op is Op.SELECT:
        return values[1] if a != 0 else values[2]
    if op is Op.XIDZ:
        return values[2] if abs(b) < TINY else a / b
    if op is Op.DIV:
        return a / b if b != 0 else (math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1.0, b))
    if op is Op.POW:
        return power(a, b)
    from ecotone.dynamics.twin import evaluate

    return evaluate(op, values)


def _many(op: Op, values: list[float]) -> float:
    if op is Op.SUM:
        total = 0.0
        for value in values:
            total += value
        return total
    if op is Op.PRODUCT:
        total = 1.0
        for value in values:
            total *= value
        return total
    if op is Op.ELEMENT:
        at = int(values[0] + 0.5)
        return values[1 + at] if 0 <= at < len(values) - 1 else math.nan
    return min(values) if op is Op.SMALLEST else max(values)
