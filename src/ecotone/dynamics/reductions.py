"""Functions that join the values of a range into one: sums, products, extremes, means.

A range with `!` (Vensim) or `*` (XMILE) is run over: the argument is lowered once for every element, and the results are joined
by one operation.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, TypeAlias

from ecotone.dynamics.arguments import wrong_number
from ecotone.dynamics.operations import Op
from ecotone.dynamics.syntax import Binary, Call, Expression, Name, Unary, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.scopes import Environment, Variable

    Handler: TypeAlias = Callable[[Lowering, Call, Environment], int]

Axis: TypeAlias = tuple[str, tuple[str, ...]]
_REDUCING: Final = frozenset({"sum", "prod", "vmin", "vmax", "vector select", "mean", "stddev", "size", "elmcount"})
"""Functions whose own argument runs over ranges."""


def axes(lowering: Lowering, expressions: tuple[Expression, ...], env: Environment) -> list[Axis]:
    """Return the ranges that the expressions run over, in order, those of inner vector functions left out."""
    found: dict[str, tuple[str, ...]] = {}
    running = {key for key, _ in env.over}
    for expression in expressions:
        for reference in references(expression):
            variable = env.scope.find(fold(reference.name))
            if not reference.indices and lowering.document.dialect == "xmile" and variable is not None:
                for axis in variable[1].ranges:
                    found.setdefault(f"*{axis}", _members(lowering, axis, variable[1]))
            for at, index in enumerate(reference.indices):
                if not index.bang:
                    # XMILE runs over a dimension named inside a function of arrays and not bound outside it.
                    free = lowering.document.dialect == "xmile" and index.expression is None and fold(index.name) not in dict(env.bound)
                    if free and lowering.ranges.is_range(fold(index.name)):
                        found.setdefault(fold(index.name), lowering.ranges.members[fold(index.name)])
                    continue
                if index.expression is not None:  # a span of places; those outside it are left out when the values are joined
                    if variable is None:
                        raise lowering.unknown(reference.name, env)
                    found.setdefault(repr(index.expression), _members(lowering, variable[1].ranges[at], variable[1]))
                    continue
                name = fold(index.name)
                if name == "*":
                    if variable is None:
                        raise lowering.unknown(reference.name, env)
                    axis = variable[1].ranges[at]
                    found.setdefault(f"*{axis}", _members(lowering, axis, variable[1]))
                elif not lowering.ranges.is_range(name):
                    raise ModelError("No such subscript range", where=env.where, got=index.name)
                elif name not in running:
                    found.setdefault(name, lowering.ranges.members[name])
    return list(found.items())


def _members(lowering: Lowering, axis: str, variable: Variable) -> tuple[str, ...]:
    """Return the elements along an axis; where single elements are defined one by one, those of the range that holds them."""
    if lowering.ranges.is_range(axis):
        return lowering.ranges.members[axis]
    at = variable.ranges.index(axis)
    return tuple(dict.fromkeys(elements[at] for elements in variable.parts))


def references(expression: Expression) -> Iterator[Name | Call]:
    """Yield the references in an expression, those inside vector functions of their own left out."""
    stack: list[Expression] = [expression]
    while stack:
        item = stack.pop()
        if isinstance(item, Name):
            yield item
        elif isinstance(item, Call):
            if item.indices:
                yield item
            if fold(item.name) not in _REDUCING:
                stack += reversed(item.arguments)
        elif isinstance(item, Binary):
            stack += [item.right, item.left]
        elif isinstance(item, Unary):
            stack.append(item.operand)


def combinations(found: list[Axis]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Yield every combination of elements of the axes."""
    keys = [key for key, _ in found]
    for elements in itertools.product(*(members for _, members in found)):
        yield tuple(zip(keys, elements, strict=True))


def _spans(lowering: Lowering, call: Call, env: Environment) -> dict[str, tuple[int, int]]:
    """Return the spans of places in a call, `first:last`, with the nodes of both ends."""
    found: dict[str, tuple[int, int]] = {}
    for argument in call.arguments:
        for reference in references(argument):
            for index in reference.indices:
                if index.bang and isinstance(index.expression, Call):
                    first, last = index.expression.arguments
                    found[repr(index.expression)] = lowering.lower(first, env), lowering.lower(last, env)
    return found


def _values(lowering: Lowering, call: Call, env: Environment) -> tuple[list[int], list[int]]:
    """Return a node for every element that the arguments run over, and of each whether it counts, where a span leaves some out.

    Vensim's functions of arrays take one argument; XMILE's take several single values too.
    """
    graph = lowering.graph
    if len(call.arguments) != 1 and (lowering.document.dialect == "vensim" or not call.arguments):
        raise wrong_number(call, env, "1")
    spans = _spans(lowering, call, env)
    values, counts = [], []
    for argument in call.arguments:
        found = axes(lowering, (argument,), env)
        for over in combinations(found):
            values.append(lowering.lower(argument, env.running(over)))
            counted = graph.const(1.0)
            for (key, element), (_, members) in zip(over, found, strict=True):
                if key in spans:
                    place = graph.const(float(members.index(element) + 1))
                    within = graph.op(Op.AND, graph.op(Op.GE, place, spans[key][0]), graph.op(Op.LE, place, spans[key][1]))
                    counted = within if len(spans) == 1 else graph.op(Op.AND, counted, within)
            counts.append(counted)
    return values, counts if spans else []


_NEUTRAL: Final = {Op.SUM: 0.0, Op.PRODUCT: 1.0, Op.SMALLEST: float("inf"), Op.LARGEST: float("-inf")}


def _kept(lowering: Lowering, op: Op, values: list[int], counts: list[int]) -> int:
    """Join the values that count by one operation."""
    graph = lowering.graph
    if counts:
        neutral = graph.const(_NEUTRAL[op])
        values = [graph.op(Op.SELECT, counted, value, neutral) for value, counted in zip(values, counts, strict=True)]
    return joined(lowering, op, values)


def reduce(op: Op) -> Handler:
    """SUM, PROD, VMIN and VMAX: the values joined by one operation."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        return _kept(lowering, op, *_values(lowering, call, env))

    return handle


def joined(lowering: Lowering, op: Op, nodes: list[int]) -> int:
    """Join nodes by one operation."""
    if len(nodes) == 1:
        return nodes[0]
    return lowering.graph.op(op, *nodes)


def _many(lowering: Lowering, values: list[int], counts: list[int]) -> int:
    """Return how many values there are."""
    return joined(lowering, Op.SUM, counts) if counts else lowering.graph.const(float(len(values)))


def mean(lowering: Lowering, call: Call, env: Environment) -> int:
    """MEAN: of an array, or of several values."""
    values, counts = _values(lowering, call, env)
    return lowering.graph.op(Op.DIV, _kept(lowering, Op.SUM, values, counts), _many(lowering, values, counts))


def deviation(lowering: Lowering, call: Call, env: Environment) -> int:
    """STDDEV: the sample's, with n - 1."""
    graph = lowering.graph
    values, counts = _values(lowering, call, env)
    many = _many(lowering, values, counts)
    mean = graph.op(Op.DIV, _kept(lowering, Op.SUM, values, counts), many)
    gaps = [graph.op(Op.SUB, value, mean) for value in values]
    squares = _kept(lowering, Op.SUM, [graph.op(Op.MUL, gap, gap) for gap in gaps], counts)
    one = graph.const(1.0)
    return graph.op(Op.SQRT, graph.op(Op.DIV, squares, graph.op(Op.MAX, graph.op(Op.SUB, many, one), one)))


def extreme(op: Op, many: Op) -> Handler:
    """MIN and MAX of XMILE: of an array where the one argument is one, else of the arguments."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) == 1:
            return _kept(lowering, many, *_values(lowering, call, env))
        nodes = [lowering.lower(argument, env) for argument in call.arguments]
        if not nodes:
            raise wrong_number(call, env, "1 or more")
        total = nodes[0]
        for node in nodes[1:]:
            total = lowering.graph.op(op, total, node)
        return total

    return handle
