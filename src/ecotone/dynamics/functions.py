"""The functions of Vensim and XMILE on single values: arithmetic, tests over time, delays and random numbers.

Definitions are those of the Vensim reference manual (Ventana Systems) and of XMILE 1.0 section 3.5. A delay becomes
the stocks it stands for: SMOOTH3 three in a row, DELAY3 three with outflow, TREND one average. A handler gets the
lowering, the call and the environment, and returns the node of the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ecotone.dynamics import chance
from ecotone.dynamics.arguments import arguments, wrong_number
from ecotone.dynamics.operations import Op
from ecotone.dynamics.scalar import initial_value
from ecotone.dynamics.syntax import Call, Name, Table, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.scopes import Environment

    Handler: TypeAlias = Callable[[Lowering, Call, Environment], int]

_CONVEYOR = "Replace it by stocks and flows, or by DELAY FIXED"
REFUSED: Final[dict[str, str]] = {
    "delay conveyor": _CONVEYOR,
    "delay material": _CONVEYOR,
    "delay profile": _CONVEYOR,
    "depreciate bytable": "Write the table out as stocks",
    "queue fifo": _CONVEYOR,
    "queue age in range": _CONVEYOR,
    "shift if true": "Write the shift as flows between cohorts",
    "tabxl": "Draw the lines beyond the table yourself",
    "random gamma": "Use RANDOM EXPONENTIAL or RANDOM NORMAL",
    "random beta": "Use RANDOM TRIANGULAR",
    "random negative binomial": "Use RANDOM POISSON",
    "random pink noise": "Write it as a SMOOTH of RANDOM NORMAL",
    "random lookup": "Use a lookup of RANDOM UNIFORM",
    "simultaneous": "Solve the equation by hand",
    "find zero": "Solve the equation by hand",
    "oven": _CONVEYOR,
    "lookup area": "Integrate the table as a stock",
}


def find(name: str, dialect: str) -> Handler | None:
    """Return the handler of a function by its folded name."""
    if dialect == "xmile":
        return _XMILE.get(name) or (None if name in {"min", "max"} else _BOTH.get(name))
    return _BOTH.get(name)


def _simple(op: Op, arity: int) -> Handler:
    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) != arity:
            raise wrong_number(call, env, str(arity))
        return lowering.graph.op(op, *(lowering.lower(argument, env) for argument in call.arguments))

    return handle


def _number(lowering: Lowering, node: int, env: Environment, what: str) -> int:
    """Return a whole number that shapes the program, such as the order of a delay: its value at the start."""
    value = initial_value(lowering, node)
    if value != value or abs(value) > 10_000:  # noqa: PLR0124
        raise ModelError(f"The {what} must be a small whole number known at the start", where=env.where, got=str(value))
    return max(int(value + 0.5), 1)


# -- choice


def _if(lowering: Lowering, call: Call, env: Environment) -> int:
    return lowering.graph.op(Op.SELECT, *arguments(lowering, call, env, 3))


def _fold_binary(op: Op) -> Handler:
    """MIN and MAX: two values in Vensim, any number in XMILE."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) < 1 or (lowering.document.dialect == "vensim" and len(call.arguments) != 2):
            raise wrong_number(call, env, "2")
        nodes = [lowering.lower(argument, env) for argument in call.arguments]
        total = nodes[0]
        for node in nodes[1:]:
            total = lowering.graph.op(op, total, node)
        return total

    return handle


def _log(lowering: Lowering, call: Call, env: Environment) -> int:
    """LOG(x, base)."""
    x, base = arguments(lowering, call, env, 2)
    return lowering.graph.op(Op.DIV, lowering.graph.op(Op.LN, x), lowering.graph.op(Op.LN, base))


def _xidz(lowering: Lowering, call: Call, env: Environment) -> int:
    return lowering.graph.op(Op.XIDZ, *arguments(lowering, call, env, 3))


def _safediv(lowering: Lowering, call: Call, env: Environment) -> int:
    a, b, *rest = arguments(lowering, call, env, 2, 3)
    graph = lowering.graph
    other = rest[0] if rest else graph.const(0.0)
    return graph.op(Op.SELECT, graph.op(Op.EQ, b, graph.const(0.0)), other, graph.op(Op.DIV, a, b))


def _round(lowering: Lowering, call: Call, env: Environment) -> int:
    (x,) = arguments(lowering, call, env, 1)
    return lowering.graph.op(Op.ROUND, x)


def _game(lowering: Lowering, call: Call, env: Environment) -> int:
    """Return the value that holds unless somebody plays: nobody does."""
    return arguments(lowering, call, env, 1)[0]


def _constant(value: float) -> Handler:
    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        arguments(lowering, call, env, 0)
        return lowering.graph.const(value)

    return handle


def _control(name: str) -> Handler:
    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        arguments(lowering, call, env, 0)
        return lowering.graph.time() if name == "time" else lowering.control(name, env)

    return handle


# -- inputs over time


def _middle(lowering: Lowering) -> int:
    """Return the node of the time half a step from now, with which events are compared so that rounding cannot miss them."""
    graph = lowering.graph
    return graph.op(Op.ADD, graph.time(), graph.op(Op.MUL, graph.const(0.5), graph.step()))


def _step(lowering: Lowering, call: Call, env: Environment) -> int:
    height, start = arguments(lowering, call, env, 2)
    graph = lowering.graph
    return graph.op(Op.SELECT, graph.op(Op.GT, _middle(lowering), start), height, graph.const(0.0))


def _ramp(lowering: Lowering, call: Call, env: Environment) -> int:
    slope, start, *rest = arguments(lowering, call, env, 2, 3)
    graph = lowering.graph
    end = graph.op(Op.MIN, graph.time(), rest[0]) if rest else graph.time()
    rise = graph.op(Op.MUL, slope, graph.op(Op.SUB, end, start))
    return graph.op(Op.SELECT, graph.op(Op.GT, graph.time(), start), rise, graph.const(0.0))


def _pulse(lowering: Lowering, call: Call, env: Environment) -> int:
    start, width = arguments(lowering, call, env, 2)
    graph, now = lowering.graph, _middle(lowering)
    width = graph.op(Op.MAX, width, graph.step())
    return graph.op(Op.AND, graph.op(Op.GT, now, start), graph.op(Op.LT, now, graph.op(Op.ADD, start, width)))


def _pulse_train(lowering: Lowering, call: Call, env: Environment) -> int:
    start, width, repeat, end = arguments(lowering, call, env, 4)
    graph, now = lowering.graph, _middle(lowering)
    width = graph.op(Op.MAX, width, graph.step())
    since = graph.op(Op.SUB, now, start)
    # Without an interval there is one pulse.
    phase = graph.op(Op.SELECT, graph.op(Op.GT, repeat, graph.const(0.0)), graph.op(Op.MOD_FLOOR, since, repeat), since)
    running = graph.op(Op.AND, graph.op(Op.GT, now, start), graph.op(Op.LE, graph.time(), end))
    return graph.op(Op.AND, running, graph.op(Op.LT, phase, width))


def _xmile_pulse(lowering: Lowering, call: Call, env: Environment) -> int:
    """PULSE(volume, first, interval): the volume within one step, at `first` and every interval after it."""
    graph, now, step = lowering.graph, _middle(lowering), lowering.graph.step()
    volume, *rest = arguments(lowering, call, env, 1, 3)
    first = rest[0] if rest else lowering.control("initial time", env)
    height = graph.op(Op.DIV, volume, step)
    since = graph.op(Op.SUB, now, first)
    once = graph.op(Op.AND, graph.op(Op.GT, since, graph.const(0.0)), graph.op(Op.LT, since, step))
    if len(rest) < 2 and rest:
        return graph.op(Op.SELECT, once, height, graph.const(0.0))
    interval = rest[1] if len(rest) > 1 else step
    again = graph.op(Op.AND, graph.op(Op.GT, since, graph.const(0.0)), graph.op(Op.LT, graph.op(Op.MOD_FLOOR, since, interval), step))
    repeating = graph.op(Op.GT, interval, graph.const(0.0))
    return graph.op(Op.SELECT, graph.op(Op.SELECT, repeating, again, once), height, graph.const(0.0))


# -- states


def _label(lowering: Lowering, env: Environment, what: str) -> str:
    owner = lowering.graph.instances[env.owner].label if env.owner >= 0 else "expression"
    return f"{what} in {owner}"


def _stock(lowering: Lowering, env: Environment, what: str, initial: int) -> int:
    state = lowering.graph.add_state("stock", _label(lowering, env, what))
    lowering.graph.states[state].initial = initial
    return state


def _smooth_of(order: int | None, *, initial: bool) -> Handler:
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


def _delay_of(order: int | None, *, initial: bool) -> Handler:
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


def _xmile_order(function: Callable[..., int], order: int | None) -> Handler:
    """SMTH1, SMTH3, SMTHN, DELAY1, DELAY3, DELAYN of XMILE: the initial value is optional."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if order is None:
            x, delay, number, *rest = arguments(lowering, call, env, 3, 4)
            count = _number(lowering, number, env, "order of the delay")
        else:
            x, delay, *rest = arguments(lowering, call, env, 2, 3)
            count = order
        return function(lowering, env, x, delay, rest[0] if rest else x, count)

    return handle


def _delay_fixed(lowering: Lowering, call: Call, env: Environment) -> int:
    x, delay, start = arguments(lowering, call, env, 3)
    return _line(lowering, env, x, delay, start)


def _line(lowering: Lowering, env: Environment, x: int, delay: int, start: int) -> int:
    graph = lowering.graph
    state = graph.add_state("line", _label(lowering, env, "fixed delay"))
    graph.states[state].update, graph.states[state].delay, graph.states[state].initial = x, delay, start
    return graph.state(state)


def _xmile_delay(lowering: Lowering, call: Call, env: Environment) -> int:
    x, delay, *rest = arguments(lowering, call, env, 2, 3)
    return _line(lowering, env, x, delay, rest[0] if rest else x)


def _previous(lowering: Lowering, call: Call, env: Environment) -> int:
    graph = lowering.graph
    state = graph.add_state("hold", _label(lowering, env, "previous value"))
    x, *rest = arguments(lowering, call, env, 1, 2)
    graph.states[state].update, graph.states[state].initial = x, rest[0] if rest else x
    return graph.state(state)


def _sample(lowering: Lowering, call: Call, env: Environment) -> int:
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


def _initial(lowering: Lowering, call: Call, env: Environment) -> int:
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


def _trend(lowering: Lowering, call: Call, env: Environment) -> int:
    x, time, *rest = arguments(lowering, call, env, 2 if lowering.document.dialect == "xmile" else 3, 3)
    return _average(lowering, env, x, time, rest[0] if rest else lowering.graph.const(0.0))[1]


def _forecast(lowering: Lowering, call: Call, env: Environment) -> int:
    x, time, horizon, *rest = arguments(lowering, call, env, 3, 4)
    graph = lowering.graph
    trend = _average(lowering, env, x, time, rest[0] if rest else graph.const(0.0))[1]
    return graph.op(Op.MUL, x, graph.op(Op.ADD, graph.const(1.0), graph.op(Op.MUL, trend, horizon)))


def _npv(lowering: Lowering, call: Call, env: Environment) -> int:
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


def _straight_line(lowering: Lowering, call: Call, env: Environment) -> int:
    """DEPRECIATE STRAIGHTLINE(stream, life, fiscal year, initial): what was invested, written off evenly over its life."""
    stream, life, _fiscal, start = arguments(lowering, call, env, 4)
    graph = lowering.graph
    written_off = _line(lowering, env, stream, life, graph.const(0.0))
    state = _stock(lowering, env, "depreciation", start)
    change = graph.op(Op.DIV, graph.op(Op.SUB, stream, written_off), life)
    graph.states[state].update = change
    return graph.op(Op.ADD, graph.state(state), graph.op(Op.MUL, graph.step(), change))


# -- tables and data


def _table_argument(lowering: Lowering, call: Call, env: Environment, at: int = 0) -> Table:
    argument = call.arguments[at]
    if isinstance(argument, Table):
        return argument
    if isinstance(argument, Name):
        found = env.scope.find(fold(argument.name))
        if found is not None:
            scope, variable = found
            return lowering.points(scope, variable, lowering.elements(argument, variable, env), env)
    raise ModelError(f"{display(call.name).upper()} needs a graphical function", where=env.where)


def _with_lookup(lowering: Lowering, call: Call, env: Environment) -> int:
    if len(call.arguments) != 2:
        raise wrong_number(call, env, "2")
    return lowering.table_node(_table_argument(lowering, call, env, 1), lowering.lower(call.arguments[0], env), env)


def _lookup(op: Op | None) -> Handler:
    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) != 2:
            raise wrong_number(call, env, "2")
        return lowering.table_node(_table_argument(lowering, call, env), lowering.lower(call.arguments[1], env), env, op)

    return handle


def _data_points(lowering: Lowering, call: Call, env: Environment) -> tuple[tuple[float, ...], tuple[float, ...]]:
    argument = call.arguments[0]
    if not isinstance(argument, Name):
        raise ModelError(f"{display(call.name).upper()} needs a data variable", where=env.where)
    found = env.scope.find(fold(argument.name))
    if found is None or found[1].first.kind != "data":
        raise ModelError(f"{display(call.name).upper()} needs a data variable", where=env.where, got=display(argument.name))
    scope, variable = found
    return lowering.series(scope, variable, lowering.elements(argument, variable, env))


def _data_between(lowering: Lowering, call: Call, env: Environment) -> int:
    """GET DATA BETWEEN TIMES(data, time, mode): mode 0 interpolates, 1 looks forward, -1 looks backward."""
    if len(call.arguments) != 3:
        raise wrong_number(call, env, "3")
    graph = lowering.graph
    points = _data_points(lowering, call, env)
    when, mode = (lowering.lower(argument, env) for argument in call.arguments[1:])
    half = graph.const(0.5)
    forward = graph.op(Op.GT, mode, half)
    backward = graph.op(Op.LT, mode, graph.op(Op.NEG, half))
    between = graph.op(Op.SELECT, backward, graph.lookup(Op.LOOKUP_HOLD, when, points), graph.lookup(Op.LOOKUP, when, points))
    return graph.op(Op.SELECT, forward, graph.lookup(Op.LOOKUP_NEXT, when, points), between)


def _data_end(at: int) -> Handler:
    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) != 1:
            raise wrong_number(call, env, "1")
        return lowering.graph.const(_data_points(lowering, call, env)[0][at])

    return handle


def _get_time_value(lowering: Lowering, call: Call, env: Environment) -> int:
    """GET TIME VALUE(relative to, offset, measure): measure 0 is the time itself; calendar measures need a calendar."""
    relative, offset, measure = arguments(lowering, call, env, 3)
    graph = lowering.graph
    if initial_value(lowering, measure) != 0:
        raise ModelError("GET TIME VALUE gives only the time itself (measure 0)", where=env.where, remedy="Compute dates from Time")
    kind = initial_value(lowering, relative)
    if kind not in {0.0, 1.0}:
        raise ModelError("GET TIME VALUE relative to the computer's clock would differ from run to run", where=env.where)
    base = lowering.control("initial time", env) if kind == 1.0 else graph.time()
    return graph.op(Op.ADD, base, offset)


def _size(lowering: Lowering, call: Call, env: Environment) -> int:
    """ELMCOUNT(range) and SIZE(array)."""
    argument = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(argument, Name):
        raise wrong_number(call, env, "1, the name of a range")
    name = fold(argument.name)
    if lowering.ranges.is_range(name):
        return lowering.graph.const(float(len(lowering.ranges.members[name])))
    found = env.scope.find(name)
    if found is None:
        raise lowering.unknown(argument.name, env)
    return lowering.graph.const(float(len(found[1].parts)))


def _quoted(lowering: Lowering, call: Call, env: Environment) -> int:
    """Read GET XLS CONSTANTS and GET DIRECT CONSTANTS at the place of this element."""
    part = lowering.part_of(env)
    return lowering.graph.const(lowering.external.constant(call, part, lowering.ranges, env.where))


_BOTH: Final[dict[str, Handler]] = {
    "if then else": _if,
    "min": _fold_binary(Op.MIN),
    "max": _fold_binary(Op.MAX),
    "abs": _simple(Op.ABS, 1),
    "exp": _simple(Op.EXP, 1),
    "ln": _simple(Op.LN, 1),
    "log": _log,
    "sqrt": _simple(Op.SQRT, 1),
    "sin": _simple(Op.SIN, 1),
    "cos": _simple(Op.COS, 1),
    "tan": _simple(Op.TAN, 1),
    "arcsin": _simple(Op.ARCSIN, 1),
    "arccos": _simple(Op.ARCCOS, 1),
    "arctan": _simple(Op.ARCTAN, 1),
    "sinh": _simple(Op.SINH, 1),
    "cosh": _simple(Op.COSH, 1),
    "tanh": _simple(Op.TANH, 1),
    "gamma ln": _simple(Op.GAMMA_LN, 1),
    "integer": _simple(Op.TRUNC, 1),
    "modulo": _simple(Op.MODULO, 2),
    "quantum": _simple(Op.QUANTUM, 2),
    "power": _simple(Op.POW, 2),
    "zidz": _simple(Op.ZIDZ, 2),
    "xidz": _xidz,
    "game": _game,
    "step": _step,
    "ramp": _ramp,
    "pulse": _pulse,
    "pulse train": _pulse_train,
    "smooth": _smooth_of(1, initial=False),
    "smoothi": _smooth_of(1, initial=True),
    "smooth3": _smooth_of(3, initial=False),
    "smooth3i": _smooth_of(3, initial=True),
    "smooth n": _smooth_of(None, initial=True),
    "delay1": _delay_of(1, initial=False),
    "delay1i": _delay_of(1, initial=True),
    "delay3": _delay_of(3, initial=False),
    "delay3i": _delay_of(3, initial=True),
    "delay n": _delay_of(None, initial=True),
    "delay fixed": _delay_fixed,
    "delay information": _smooth_of(1, initial=True),
    "sample if true": _sample,
    "initial": _initial,
    "reinitial": _initial,
    "trend": _trend,
    "forecast": _forecast,
    "npv": _npv,
    "depreciate straightline": _straight_line,
    "with lookup": _with_lookup,
    "lookup extrapolate": _lookup(Op.LOOKUP_EXTRAPOLATE),
    "lookup backward": _lookup(Op.LOOKUP_HOLD),
    "lookup forward": _lookup(Op.LOOKUP_NEXT),
    "lookup invert": _lookup(Op.LOOKUP_INVERT),
    "lookup slope": _lookup(Op.LOOKUP_SLOPE),
    "get data between times": _data_between,
    "get data first time": _data_end(0),
    "get data last time": _data_end(-1),
    "get time value": _get_time_value,
    "random uniform": chance.random_uniform,
    "random 0 1": chance.random_01,
    "random normal": chance.random_normal,
    "random exponential": chance.random_exponential,
    "random triangular": chance.random_triangular,
    "random weibull": chance.random_weibull,
    "random poisson": chance.random_poisson,
    "random binomial": chance.random_binomial,
    "elmcount": _size,
    "get xls constants": _quoted,
    "get direct constants": _quoted,
}

_XMILE: Final[dict[str, Handler]] = {
    "int": _simple(Op.TRUNC, 1),
    "round": _round,
    "log10": _simple(Op.LOG10, 1),
    "log": _simple(Op.LOG10, 1),
    "arctan2": _simple(Op.ARCTAN2, 2),
    "mod": _simple(Op.MODULO, 2),
    "safediv": _safediv,
    "init": _initial,
    "pi": _constant(3.141592653589793),
    "inf": _constant(float("inf")),
    "time": _control("time"),
    "dt": _control("time step"),
    "starttime": _control("initial time"),
    "stoptime": _control("final time"),
    "pulse": _xmile_pulse,
    "smth1": _xmile_order(smooth, 1),
    "smth3": _xmile_order(smooth, 3),
    "smthn": _xmile_order(smooth, None),
    "delay1": _xmile_order(material, 1),
    "delay3": _xmile_order(material, 3),
    "delayn": _xmile_order(material, None),
    "delay": _xmile_delay,
    "previous": _previous,
    "forcst": _forecast,
    "trend": _trend,
    "lookup": _lookup(None),
    "lookupinv": _lookup(Op.LOOKUP_INVERT),
    "uniform": chance.random_uniform,
    "random": chance.random_uniform,
    "normal": chance.xmile_normal,
    "exprnd": chance.xmile_exponential,
    "poisson": chance.xmile_poisson,
    "size": _size,
}
