"""Functions over ranges: selections, orders, allocations and inverses, beside those of `reductions`.

Orders and allocations work on a whole row at once; each element of the variable picks its place from the shared result.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, TypeAlias

from ecotone.dynamics.arguments import wrong_number
from ecotone.dynamics.operations import Op
from ecotone.dynamics.reductions import axes, combinations, deviation, extreme, joined, mean, reduce
from ecotone.dynamics.scalar import initial_value
from ecotone.dynamics.syntax import Call, Expression, Index, Name, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.scopes import Environment

    Handler: TypeAlias = Callable[[Lowering, Call, Environment], int]


def find(name: str, dialect: str) -> Handler | None:
    """Return the handler of a vector function by its folded name."""
    if dialect == "xmile" and name in _XMILE:
        return _XMILE[name]
    return _BOTH.get(name)


def _select(lowering: Lowering, call: Call, env: Environment) -> int:
    """VECTOR SELECT(selection, expression, missing, action, error): what to do with the elements that are selected.

    Actions 0 to 4 take the sum, product, least, greatest and mean of selection times expression; 5 the product of the
    expression to the power of the selection; 6 to 10 are 0 to 4 on the expression alone.
    """
    if len(call.arguments) != 5:
        raise wrong_number(call, env, "5")
    graph = lowering.graph
    which = lowering.lower(call.arguments[3], env)
    action = initial_value(lowering, which)
    known = action == action  # noqa: PLR0124  NaN means that it is not known at the start
    if known and int(action) not in range(11):
        raise ModelError("VECTOR SELECT knows the actions 0 to 10", where=env.where, got=f"{action:g}")
    missing = lowering.lower(call.arguments[2], env)
    zero = graph.const(0.0)
    picked, weights, plain = [], [], []
    for over in combinations(axes(lowering, call.arguments[:2], env)):
        inner = env.running(over)
        weights.append(lowering.lower(call.arguments[0], inner))
        picked.append(graph.op(Op.NE, weights[-1], zero))
        plain.append(lowering.lower(call.arguments[1], inner))
    weighted = [graph.op(Op.MUL, weight, value) for weight, value in zip(weights, plain, strict=True)]
    powers = [graph.op(Op.POW, value, weight) for weight, value in zip(weights, plain, strict=True)]
    count = joined(lowering, Op.SUM, picked)

    def over_selected(op: Op, values: list[int], neutral: float) -> int:
        kept = [graph.op(Op.SELECT, pick, value, graph.const(neutral)) for pick, value in zip(picked, values, strict=True)]
        return joined(lowering, op, kept)

    def result(number: int) -> int:
        if number == 5:
            return over_selected(Op.PRODUCT, powers, 1.0)
        values, kind = (weighted, number) if number < 5 else (plain, number - 6)
        if kind == 4:
            return graph.op(Op.DIV, over_selected(Op.SUM, values, 0.0), count)
        return over_selected(_ACTIONS[kind][0], values, _ACTIONS[kind][1])

    if known:
        node = result(int(action))
    else:
        node = graph.const(float("nan"))
        for number in range(11):
            node = graph.op(Op.SELECT, graph.op(Op.EQ, which, graph.const(float(number))), result(number), node)
    return graph.op(Op.SELECT, count, node, missing)


_ACTIONS: Final = ((Op.SUM, 0.0), (Op.PRODUCT, 1.0), (Op.SMALLEST, float("inf")), (Op.LARGEST, float("-inf")))


# -- orders and allocations: the whole row at once


def _reference(expression: Expression, call: Call, env: Environment) -> Name:
    if not isinstance(expression, Name) or not expression.indices:
        raise ModelError(f"{display(call.name).upper()} needs a subscripted variable", where=env.where)
    return expression


def _row(lowering: Lowering, reference: Name, env: Environment, axis: int | None = None) -> tuple[list[int], int, int]:
    """Return the nodes along the axis of a reference, this element's place on it, and the axis' number.

    The axis is the last subscript that is a range.
    """
    names = [fold(index.name) for index in reference.indices]
    along = [at for at, name in enumerate(names) if lowering.ranges.is_range(name)]
    if not along:
        raise ModelError("A range is missing", where=env.where, got=display(reference.name))
    if axis is None:
        axis = along[-1]
    members = lowering.ranges.members[names[axis]]
    nodes = []
    for element in members:
        indices = tuple(Index(element) if at == axis else index for at, index in enumerate(reference.indices))
        nodes.append(lowering.name(Name(reference.name, indices), env))
    here = lowering.bound_element(names[axis], env)
    place = members.index(here) if here in members else -1
    return nodes, place, axis


def _found(place: int, call: Call, env: Environment) -> int:
    """Return a place on a row, or fail where the variable's own subscripts name none: the result would be of another element."""
    if place < 0:
        what = f"{display(call.name).upper()} gives a value for every element of a range that the variable has not"
        raise ModelError(what, where=env.where, remedy="Give the variable the range of the function's first argument")
    return place


def _along(lowering: Lowering, reference: Name, axis: int, members: tuple[str, ...], env: Environment) -> list[int]:
    nodes = []
    for element in members:
        indices = tuple(Index(element) if at == axis else index for at, index in enumerate(reference.indices))
        nodes.append(lowering.name(Name(reference.name, indices), env))
    return nodes


def _ordered(op: Op) -> Handler:
    """VECTOR SORT ORDER and VECTOR RANK(vector, direction)."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) != 2:
            raise wrong_number(call, env, "2")
        nodes, place, _ = _row(lowering, _reference(call.arguments[0], call, env), env)
        _found(place, call, env)
        direction = lowering.lower(call.arguments[1], env)
        return lowering.graph.vector(op, (*nodes, direction), (), len(nodes))[place]

    return handle


def _reorder(lowering: Lowering, call: Call, env: Environment) -> int:
    """VECTOR REORDER(vector, order): element i is the vector at order[i]."""
    if len(call.arguments) != 2:
        raise wrong_number(call, env, "2")
    nodes, place, axis = _row(lowering, _reference(call.arguments[0], call, env), env)
    _found(place, call, env)
    order, _, _ = _row(lowering, _reference(call.arguments[1], call, env), env, axis)
    return lowering.graph.vector(Op.REORDER, (*nodes, *order), (), len(nodes))[place]


def _element_map(lowering: Lowering, call: Call, env: Environment) -> int:
    """VECTOR ELM MAP(vector[element], offset): the vector's element so many places after the one named."""
    if len(call.arguments) != 2:
        raise wrong_number(call, env, "2")
    reference = _reference(call.arguments[0], call, env)
    found = env.scope.find(fold(reference.name))
    if found is None:
        raise lowering.unknown(reference.name, env)
    scope, variable = found
    # The offset runs over the whole array in its order of definition, the last subscript fastest.
    ordered = sorted(variable.parts, key=lambda elements: tuple(lowering.ranges.position(e) or 0 for e in elements))
    base = lowering.elements(reference, variable, env)
    start = ordered.index(base)
    nodes = [lowering.graph.ref(lowering.instance(scope, variable, elements)) for elements in ordered]
    offset = lowering.lower(call.arguments[1], env)
    at = lowering.graph.op(Op.ADD, offset, lowering.graph.const(float(start)))
    return lowering.graph.op(Op.ELEMENT, at, *nodes)


def _vector_lookup(lowering: Lowering, call: Call, env: Environment) -> int:
    """VECTOR LOOKUP(vector[first], x, least x, greatest x, type): the vector as the equally spaced points of a table."""
    if len(call.arguments) != 5:
        raise wrong_number(call, env, "5")
    graph = lowering.graph
    reference = _reference(call.arguments[0], call, env)
    first = fold(reference.indices[-1].name)
    members = lowering.ranges.members.get(lowering.ranges.family.get(first, ""), ())
    if first not in members or len(members) - members.index(first) < 2:
        raise ModelError("VECTOR LOOKUP needs the first element of a vector", where=env.where, got=display(reference.name))
    nodes = _along(lowering, reference, len(reference.indices) - 1, members[members.index(first) :], env)
    x, low, high, kind = (lowering.lower(argument, env) for argument in call.arguments[1:])
    mode = initial_value(lowering, kind)
    if mode not in {0.0, 2.0, 3.0, 4.0}:
        raise ModelError("VECTOR LOOKUP knows the types 0, 2, 3 and 4 here", where=env.where, got=f"{mode:g}")
    zero, one, last = graph.const(0.0), graph.const(1.0), graph.const(float(len(nodes) - 1))
    at = graph.op(Op.MUL, graph.op(Op.DIV, graph.op(Op.SUB, x, low), graph.op(Op.SUB, high, low)), last)
    inside = graph.op(Op.MIN, last, graph.op(Op.MAX, zero, at))
    if mode in {2.0, 4.0}:
        rounded = graph.op(Op.FLOOR, inside) if mode == 2.0 else graph.op(Op.NEG, graph.op(Op.FLOOR, graph.op(Op.NEG, inside)))
        return graph.op(Op.ELEMENT, rounded, *nodes)
    left = graph.op(Op.MIN, graph.op(Op.FLOOR, inside), graph.op(Op.SUB, last, one))
    a, b = graph.op(Op.ELEMENT, left, *nodes), graph.op(Op.ELEMENT, graph.op(Op.ADD, left, one), *nodes)
    offset = graph.op(Op.SUB, at if mode == 3.0 else inside, left)
    return graph.op(Op.ADD, a, graph.op(Op.MUL, graph.op(Op.SUB, b, a), offset))


def _profile(lowering: Lowering, reference: Name, members: tuple[str, ...], env: Environment) -> list[int]:
    """Return type, priority, width and extra for every requester, one after another."""
    ptype = fold(reference.indices[-1].name)
    family = next((name for name, listed in lowering.ranges.members.items() if ptype in listed and len(listed) >= 4), None)
    if family is None:
        raise ModelError(
            "A priority profile needs a range of four: type, priority, width, extra", where=env.where, got=display(reference.name)
        )
    listed = lowering.ranges.members[family]
    start = listed.index(ptype)
    nodes = []
    along = len(reference.indices) - 2
    for member in members:
        for part in listed[start : start + 4]:
            indices = tuple(
                Index(part) if at == len(reference.indices) - 1 else Index(member) if at == along and members != ("",) else index
                for at, index in enumerate(reference.indices)
            )
            nodes.append(lowering.name(Name(reference.name, indices), env))
    return nodes


def _allocate(lowering: Lowering, call: Call, env: Environment) -> int:
    """ALLOCATE AVAILABLE(request, priority profile, available)."""
    if len(call.arguments) != 3:
        raise wrong_number(call, env, "3")
    request, priority = (_reference(argument, call, env) for argument in call.arguments[:2])
    axis = fold(request.indices[-1].name)
    if not lowering.ranges.is_range(axis):
        raise ModelError("A range of requesters is missing", where=env.where, got=display(request.name))
    members = lowering.ranges.members[axis]
    wants = _along(lowering, request, len(request.indices) - 1, members, env)
    profile = _profile(lowering, priority, members, env)
    available = lowering.lower(call.arguments[2], env)
    element = lowering.bound_element(axis, env)
    results = lowering.graph.vector(Op.ALLOCATE, (*wants, *profile, available), (), len(members))
    place = members.index(element) if element in members else -1
    return results[_found(place, call, env)]


def _allocate_priority(lowering: Lowering, call: Call, env: Environment) -> int:
    """ALLOCATE BY PRIORITY(request, priority, size, width, supply)."""
    if len(call.arguments) != 5:
        raise wrong_number(call, env, "5")
    request, priority = (_reference(argument, call, env) for argument in call.arguments[:2])
    axis = fold(request.indices[-1].name)
    members = lowering.ranges.members.get(axis)
    if members is None:
        raise ModelError("A range of requesters is missing", where=env.where, got=display(request.name))
    wants = _along(lowering, request, len(request.indices) - 1, members, env)
    order = _along(lowering, priority, len(priority.indices) - 1, members, env)
    width, supply = (lowering.lower(argument, env) for argument in call.arguments[3:])
    element = lowering.bound_element(axis, env)
    results = lowering.graph.vector(Op.ALLOCATE_PRIORITY, (*wants, *order, width, supply), (), len(members))
    place = members.index(element) if element in members else -1
    return results[_found(place, call, env)]


def _market(lowering: Lowering, call: Call, env: Environment) -> int:
    """FIND MARKET PRICE(demand, demand profile, supply, supply profile): the price at which both are equal."""
    if len(call.arguments) != 4:
        raise wrong_number(call, env, "4")
    demand, demand_profile, supply, supply_profile = (_reference(argument, call, env) for argument in call.arguments)
    parts: list[int] = []
    counts: list[int] = []
    for amounts, profile in ((demand, demand_profile), (supply, supply_profile)):
        first = fold(amounts.indices[-1].name)
        family = first if lowering.ranges.is_range(first) else lowering.ranges.family.get(first, "")
        members = lowering.ranges.members.get(family, ())
        members = members[members.index(first) :] if first in members else members
        parts += _along(lowering, amounts, len(amounts.indices) - 1, members, env)
        parts += _profile(lowering, profile, members, env)
        counts.append(len(members))
    return lowering.graph.vector(Op.MARKET_PRICE, tuple(parts), tuple(counts), 1)[0]


def _at_price(sign: int) -> Handler:
    """DEMAND AT PRICE and SUPPLY AT PRICE(amount, profile, price)."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) != 3:
            raise wrong_number(call, env, "3")
        profile = _profile(lowering, _reference(call.arguments[1], call, env), ("",), env)
        amount, price = lowering.lower(call.arguments[0], env), lowering.lower(call.arguments[2], env)
        return lowering.graph.vector(Op.AT_PRICE, (amount, *profile, price), (sign,), 1)[0]

    return handle


def _invert(lowering: Lowering, call: Call, env: Environment) -> int:
    """INVERT MATRIX(matrix[row, column], size)."""
    if len(call.arguments) != 2:
        raise wrong_number(call, env, "2")
    reference = _reference(call.arguments[0], call, env)
    rows, columns = (lowering.ranges.members.get(fold(index.name)) for index in reference.indices[-2:])
    if rows is None or columns is None or len(rows) != len(columns):
        raise ModelError("INVERT MATRIX needs a square matrix over two ranges", where=env.where, got=display(reference.name))
    outer = tuple(lowering.bound_element(fold(index.name), env) for index in reference.indices[:-2])
    computed = any(index.expression is not None for index in reference.indices)
    key = (env.scope.prefix, reference, outer, env.over, env.bound if computed else ())
    results = lowering.inverses.get(key)
    if results is None:  # once for all elements of the matrix
        nodes = []
        for row, column in itertools.product(rows, columns):
            nodes.append(lowering.name(Name(reference.name, (*reference.indices[:-2], Index(row), Index(column))), env))
        results = lowering.inverses[key] = lowering.graph.vector(Op.INVERT, tuple(nodes), (len(rows),), len(nodes))
    names = [fold(index.name) for index in reference.indices[-2:]]
    here = [lowering.bound_element(name, env) for name in names]
    if names[0] != names[1] and here[0] in rows and here[1] in columns:
        return results[rows.index(here[0]) * len(columns) + columns.index(here[1])]
    return results[_place(lowering, env, -2, rows) * len(columns) + _place(lowering, env, -1, columns)]


def _place(lowering: Lowering, env: Environment, at: int, members: tuple[str, ...]) -> int:
    """Return the place along one axis of a matrix of the element on the left side, where the matrix names another range."""
    if len(env.bound) < 2:
        raise ModelError("INVERT MATRIX gives a matrix: the variable needs two subscripts", where=env.where)
    key, element = env.bound[at]
    own = lowering.ranges.members.get(key, members)
    place = members.index(element) if element in members else own.index(element) if element in own else -1
    if not 0 <= place < len(members):
        raise ModelError("The element has no place in the matrix", where=env.where, got=lowering.ranges.names.get(element, element))
    return place


def _xmile_rank(_lowering: Lowering, _call: Call, env: Environment) -> int:
    raise ModelError("RANK of an array is not supported", where=env.where, remedy="Compute the order in a Vensim model with VECTOR RANK")


_BOTH: Final[dict[str, Handler]] = {
    "sum": reduce(Op.SUM),
    "prod": reduce(Op.PRODUCT),
    "vmin": reduce(Op.SMALLEST),
    "vmax": reduce(Op.LARGEST),
    "vector select": _select,
    "vector sort order": _ordered(Op.SORT_ORDER),
    "vector rank": _ordered(Op.RANK),
    "vector reorder": _reorder,
    "vector elm map": _element_map,
    "vector lookup": _vector_lookup,
    "allocate available": _allocate,
    "allocate by priority": _allocate_priority,
    "find market price": _market,
    "demand at price": _at_price(-1),
    "supply at price": _at_price(1),
    "invert matrix": _invert,
}
_XMILE: Final[dict[str, Handler]] = {
    "mean": mean,
    "stddev": deviation,
    "min": extreme(Op.MIN, Op.SMALLEST),
    "max": extreme(Op.MAX, Op.LARGEST),
    "rank": _xmile_rank,
}
