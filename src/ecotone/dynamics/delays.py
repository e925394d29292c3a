"""Delays, smooths and trends: each becomes the stocks it stands for.

SMOOTH3 is three averages in a row, DELAY3 three stocks with an outflow, TREND one average, DELAY FIXED a line. Definitions
are those of the Vensim reference manual (Ventana Systems) and of XMILE 1.0 section 3.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecotone.dynamics.arguments import arguments, wrong_number
from ecotone.dynamics.operations import Op
from ecotone.dynamics.scalar import initial_value
from ecotone.dynamics.syntax import Name, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.dynamics.functions import Handler
    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.scopes import Environment
    from ecotone.dynamics.syntax import Call


def _number(lowering: Lowering, node: int, env: Environment, what: str) -> int:
    """Return a whole number that shapes the program, such as the order of a delay: its value at the start."""
    value = initial_value(lowering, node)
    if value != value or abs(value) > 10_000:  # noqa: PLR0124
        raise ModelError(f"The {what} must be a small whole number known at the start", where=env.where, got=str(value))
    return max(int(value + 0.5), 1)


def _label(lowering: Lowering, env: Environment, what: str) -> str:
    owner = lowering.graph.instances[env.owner].label if env.owner >= 0 else "expression"
    return f"{what} in {owner}"


def _stock(lowering: Lowering, env: Environment, what: str, initial: int) -> int:
    state = lowering.graph.add_state("stock", _label(lowering, env, what))
    lowering.graph.states[state].initial = initial
    return state


def smooth_of(order: int | None, *, initial: bool) -> Handler:
    """SMOOTH, SMOOTHI, SMOOTH3, SMOOTH3I, SMOOTH N: `order` stocks in a row, each moving to the one before."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if order is None:
            x, delay, start, number = arguments(lowering, call, env, 4)
            count = _number(lowering, number, env, "order of the smooth")
        else:
            x, delay, *rest = arguments(lowering, call, env, 3 if initial else 2)
            start, count = (rest[0] if initial else x), order
        return smooth(lowering, env, x, delay, start, count)

    return handle


def smooth(lowering: Lowering, env: Environment, x: int, delay: int, start: int, count: int) -> int:
    """Return the last of `count` stocks in a row that follow `x`."""
    graph = lowering.graph
    each = graph.op(Op.DIV, delay, graph.const(float(count))) if count > 1 else delay
    before = x
    for number in range(count):
        state = _stock(lowering, env, f"smooth {number + 1}", start)
        graph.states[state].update = graph.op(Op.DIV, graph.op(Op.SUB, before, graph.state(state)), each)
        before = graph.state(state)
    return before


def delay_of(order: int | None, *, initial: bool) -> Handler:
    """DELAY1, DELAY1I, DELAY3, DELAY3I, DELAY N: `order` stocks in a row, each flowing into the next."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if order is None:
            x, delay, start, number = arguments(lowering, call, env, 4)
            count = _number(lowering, number, env, "order of the delay")
            return _pipeline(lowering, env, x, delay, start, count)
        x, delay, *rest = arguments(lowering, call, env, 3 if initial else 2)
        return material(lowering, env, x, delay, rest[0] if initial else x, order)

    return handle


def _pipeline(lowering: Lowering, env: Environment, x: int, delay: int, start: int, count: int) -> int:
    """DELAY N: as many stages as steps fit into the delay; a new delay time reaches a stage one step after the one before."""
    graph = lowering.graph
    length, step = initial_value(lowering, delay), initial_value(lowering, lowering.control("time step", env))
    if length == length and step > 0:  # noqa: PLR0124  NaN where it is not known at the start
        count = min(count, max(int(length / step + 1e-9), 1))
    fixed = graph.ops[delay] is Op.CONST
    before, time = x, delay
    for number in range(count):
        if number and not fixed:
            hold = graph.add_state("hold", _label(lowering, env, f"delay time {number + 1}"))
            graph.states[hold].update, graph.states[hold].initial = time, time
            time = graph.state(hold)
        each = graph.op(Op.DIV, time, graph.const(float(count)))
        state = _stock(lowering, env, f"delay {number + 1}", graph.op(Op.MUL, start, each))
        out = graph.op(Op.DIV, graph.state(state), each)
        graph.states[state].update = graph.op(Op.SUB, before, out)
        before = out
    return before


def material(lowering: Lowering, env: Environment, x: int, delay: int, start: int, count: int) -> int:
    """Return the outflow of the last of `count` stocks in a row fed by `x`."""
    graph = lowering.graph
    each = graph.op(Op.DIV, delay, graph.const(float(count))) if count > 1 else delay
    before = x
    for number in range(count):
        state = _stock(lowering, env, f"delay {number + 1}", graph.op(Op.MUL, start, each))
        out = graph.op(Op.DIV, graph.state(state), each)
        graph.states[state].update = graph.op(Op.SUB, before, out)
        before = out
    return before


def xmile_order(function: Callable[..., int], order: int | None) -> Handler:
    """SMTH1, SMTH3, SMTHN, DELAY1, DELAY3, DELAYN of XMILE: the initial value is optional."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if order is None:
            x, delay, number, *rest = arguments(lowering, call, env, 3, 4)
            count = _number(lowering, number, env, "order of the delay")
            if function is material and lowering.document.from_vensim:
                return _pipeline(lowering, env, x, delay, rest[0] if rest else x, count)
        else:
            x, delay, *rest = arguments(lowering, call, env, 2, 3)
            count = order
        return function(lowering, env, x, delay, rest[0] if rest else x, count)

    return handle


def delay_fixed(lowering: Lowering, call: Call, env: Environment) -> int:
    """DELAY FIXED(input, time, initial): a line of values."""
    x, delay, start = arguments(lowering, call, env, 3)
    return _line(lowering, env, x, delay, start)


def _line(lowering: Lowering, env: Environment, x: int, delay: int, start: int) -> int:
    graph = lowering.graph
    state = graph.add_state("line", _label(lowering, env, "fixed delay"))
    graph.states[state].update, graph.states[state].delay, graph.states[state].initial = x, delay, start
    # DELAY FIXED takes its time at the start by definition; DELAY of XMILE follows a time that changes, which a line cannot.
    graph.states[state].steady = lowering.document.dialect == "xmile"
    return graph.state(state)


def xmile_delay(lowering: Lowering, call: Call, env: Environment) -> int:
    """DELAY(input, time, initial) of XMILE."""
    x, delay, *rest = arguments(lowering, call, env, 2, 3)
    return _line(lowering, env, x, delay, rest[0] if rest else x)


def previous(lowering: Lowering, call: Call, env: Environment) -> int:
    """PREVIOUS(input, initial): the value one step before; SELF is the variable whose equation this is."""
    graph = lowering.graph
    state = graph.add_state("hold", _label(lowering, env, "previous value"))
    if len(call.arguments) not in {1, 2}:
        raise wrong_number(call, env, "1 to 2")
    first = call.arguments[0]
    itself = isinstance(first, Name) and fold(first.name) == "self" and env.scope.find("self") is None and env.owner >= 0
    x = graph.ref(env.owner) if itself else lowering.lower(first, env)
    graph.states[state].update = x
    graph.states[state].initial = lowering.lower(call.arguments[1], env) if len(call.arguments) > 1 else x
    return graph.state(state)


def sample(lowering: Lowering, call: Call, env: Environment) -> int:
    """SAMPLE IF TRUE(condition, input, initial): the last input taken; its own name inside means the value held."""
    if len(call.arguments) != 3:
        raise wrong_number(call, env, "3")
    graph = lowering.graph
    state = graph.add_state("hold", _label(lowering, env, "sample"))
    inner = type(env)(env.scope, env.bound, env.over, env.owner, env.where, state)
    condition, x = (lowering.lower(argument, inner) for argument in call.arguments[:2])
    value = graph.op(Op.SELECT, condition, x, graph.state(state))
    graph.states[state].initial = lowering.lower(call.arguments[2], env)
    graph.states[state].update = value
    return value


def initial(lowering: Lowering, call: Call, env: Environment) -> int:
    """INITIAL(x): the value at the start."""
    return lowering.graph.initial(arguments(lowering, call, env, 1)[0])


def _average(lowering: Lowering, env: Environment, x: int, time: int, trend: int) -> tuple[int, int]:
    """Return the average that TREND keeps of its input, and the trend."""
    graph = lowering.graph
    one = graph.const(1.0)
    state = _stock(lowering, env, "trend", graph.op(Op.DIV, x, graph.op(Op.ADD, one, graph.op(Op.MUL, trend, time))))
    average = graph.state(state)
    gap = graph.op(Op.SUB, x, average)
    graph.states[state].update = graph.op(Op.DIV, gap, time)
    return average, graph.op(Op.ZIDZ, gap, graph.op(Op.MUL, time, graph.op(Op.ABS, average)))


def trend(lowering: Lowering, call: Call, env: Environment) -> int:
    """TREND(input, time, initial): the rate at which an average changes, as a share of it."""
    x, time, *rest = arguments(lowering, call, env, 2 if lowering.document.dialect == "xmile" else 3, 3)
    return _average(lowering, env, x, time, rest[0] if rest else lowering.graph.const(0.0))[1]


def forecast(lowering: Lowering, call: Call, env: Environment) -> int:
    """FORECAST(input, time, horizon): the input carried on by its trend."""
    x, time, horizon, *rest = arguments(lowering, call, env, 3, 4)
    graph = lowering.graph
    trend = _average(lowering, env, x, time, rest[0] if rest else graph.const(0.0))[1]
    return graph.op(Op.MUL, x, graph.op(Op.ADD, graph.const(1.0), graph.op(Op.MUL, trend, horizon)))


def npv(lowering: Lowering, call: Call, env: Environment) -> int:
    """NPV(stream, rate, initial, factor): discounted sum kept as two stocks."""
    stream, rate, initial, factor = arguments(lowering, call, env, 4)
    graph = lowering.graph
    discount = _stock(lowering, env, "discount", graph.const(1.0))
    now = graph.state(discount)
    denominator = graph.op(Op.ADD, graph.const(1.0), graph.op(Op.MUL, rate, graph.step()))
    graph.states[discount].update = graph.op(Op.NEG, graph.op(Op.DIV, graph.op(Op.MUL, now, rate), denominator))
    worth = _stock(lowering, env, "present value", initial)
    flow = graph.op(Op.MUL, stream, now)
    graph.states[worth].update = flow
    scaled = graph.op(Op.ADD, graph.state(worth), graph.op(Op.MUL, graph.op(Op.MUL, stream, graph.step()), now))
    return graph.op(Op.MUL, scaled, factor)


def straight_line(lowering: Lowering, call: Call, env: Environment) -> int:
    """DEPRECIATE STRAIGHTLINE(stream, life, fiscal year, initial): what was invested, written off evenly over its life."""
    stream, life, _fiscal, start = arguments(lowering, call, env, 4)
    graph = lowering.graph
    written_off = _line(lowering, env, stream, life, graph.const(0.0))
    state = _stock(lowering, env, "depreciation", start)
    change = graph.op(Op.DIV, graph.op(Op.SUB, stream, written_off), life)
    graph.states[state].update = change
    return graph.op(Op.ADD, graph.state(state), graph.op(Op.MUL, graph.step(), change))
