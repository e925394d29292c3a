"""The functions of Vensim and XMILE on single values: arithmetic, tests over time, delays and random numbers.

Definitions are those of the Vensim reference manual (Ventana Systems) and of XMILE 1.0 section 3.5. A delay becomes
the stocks it stands for: SMOOTH3 three in a row, DELAY3 three with outflow, TREND one average. A handler gets the
lowering, the call and the environment, and returns the node of the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from ecotone.dynamics import chance, stella, vectors
from ecotone.dynamics.arguments import arguments, wrong_number
from ecotone.dynamics.delays import (
    delay_fixed,
    delay_of,
    forecast,
    initial,
    material,
    npv,
    previous,
    sample,
    smooth,
    smooth_of,
    straight_line,
    trend,
    xmile_delay,
    xmile_order,
)
from ecotone.dynamics.graphical import graphical
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
    "allocate": "Write each share out, or use ALLOCATE AVAILABLE in a Vensim model",
    "sinteg": "Use INTEG, if nothing else than INTEG is meant",
    "random pareto": "Use a power of RANDOM UNIFORM",
    "delay information": "Use DELAY FIXED, if the delay time does not change",
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


def _log10(lowering: Lowering, call: Call, env: Environment) -> int:
    """LOG(x): to base 10 in XMILE; with a base, as Vensim writes it there."""
    return _log(lowering, call, env) if len(call.arguments) == 2 else _simple(Op.LOG10, 1)(lowering, call, env)


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


def _int(lowering: Lowering, call: Call, env: Environment) -> int:
    """INT(x): the next whole number below (Stella); what was Vensim's INTEGER drops the decimals."""
    (x,) = arguments(lowering, call, env, 1)
    return lowering.graph.op(Op.TRUNC if lowering.document.from_vensim else Op.FLOOR, x)


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
    if lowering.document.from_vensim and len(call.arguments) == 2:
        return _pulse(lowering, call, env)
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


# -- tables and data


def _applied(call: Call, env: Environment) -> Call | None:
    """Return what LOOKUP(function, x) of a file converted from Vensim means, where no table has that name: function(x)."""
    first = call.arguments[0] if call.arguments else None
    if not isinstance(first, Name) or first.indices or env.scope.find(fold(first.name)) is not None:
        return None
    meant = Call(first.name, call.arguments[1:], column=call.column)
    known = find(fold(first.name), "xmile") or vectors.find(fold(first.name), "xmile")
    return meant if known is not None else None


def _xmile_lookup(lowering: Lowering, call: Call, env: Environment) -> int:
    """LOOKUP(table, x) of XMILE."""
    applied = _applied(call, env)
    return lowering.call(applied, env) if applied is not None else _lookup(None)(lowering, call, env)


def _table_argument(lowering: Lowering, call: Call, env: Environment, at: int = 0) -> Table:
    argument = call.arguments[at]
    if isinstance(argument, Table):
        return argument
    if isinstance(argument, Name):
        found = env.scope.find(fold(argument.name))
        if found is not None:
            variable = found[1]
            return lowering.points(variable, lowering.elements(argument, variable, env), env)
    raise ModelError(f"{display(call.name).upper()} needs a graphical function", where=env.where)


def _with_lookup(lowering: Lowering, call: Call, env: Environment) -> int:
    if len(call.arguments) != 2:
        raise wrong_number(call, env, "2")
    return graphical(lowering.graph, _table_argument(lowering, call, env, 1), lowering.lower(call.arguments[0], env), env)


def _lookup(op: Op | None) -> Handler:
    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        if len(call.arguments) != 2:
            raise wrong_number(call, env, "2")
        return graphical(lowering.graph, _table_argument(lowering, call, env), lowering.lower(call.arguments[1], env), env, op)

    return handle


def _area(lowering: Lowering, call: Call, env: Environment) -> int:
    """LOOKUP AREA(lookup, start, end)."""
    if len(call.arguments) != 3:
        raise wrong_number(call, env, "3")
    table, graph = _table_argument(lowering, call, env), lowering.graph
    start, end = (graphical(graph, table, lowering.lower(argument, env), env, Op.LOOKUP_AREA) for argument in call.arguments[1:])
    return graph.op(Op.SUB, end, start)


def _data_points(lowering: Lowering, call: Call, env: Environment) -> tuple[tuple[float, ...], tuple[float, ...]]:
    argument = call.arguments[0]
    if not isinstance(argument, Name):
        raise ModelError(f"{display(call.name).upper()} needs a data variable", where=env.where)
    found = env.scope.find(fold(argument.name))
    if found is None or found[1].first.kind != "data":
        raise ModelError(f"{display(call.name).upper()} needs a data variable", where=env.where, got=display(argument.name))
    variable = found[1]
    return lowering.series(variable, lowering.elements(argument, variable, env))


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


def _is_module_input(lowering: Lowering, call: Call, env: Environment) -> int:
    """ISMODULEINPUT(variable): whether a module's variable is fed from outside it (Stella)."""
    argument = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(argument, Name):
        raise wrong_number(call, env, "1, the name of a variable")
    return lowering.graph.const(float(fold(argument.name) in env.scope.aliases))


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
    "smooth": smooth_of(1, initial=False),
    "smoothi": smooth_of(1, initial=True),
    "smooth3": smooth_of(3, initial=False),
    "smooth3i": smooth_of(3, initial=True),
    "smooth n": smooth_of(None, initial=True),
    "delay1": delay_of(1, initial=False),
    "delay1i": delay_of(1, initial=True),
    "delay3": delay_of(3, initial=False),
    "delay3i": delay_of(3, initial=True),
    "delay n": delay_of(None, initial=True),
    "delay fixed": delay_fixed,
    "sample if true": sample,
    "initial": initial,
    "reinitial": initial,
    "trend": trend,
    "forecast": forecast,
    "npv": npv,
    "depreciate straightline": straight_line,
    "with lookup": _with_lookup,
    "lookup extrapolate": _lookup(Op.LOOKUP_EXTRAPOLATE),
    "lookup backward": _lookup(Op.LOOKUP_HOLD),
    "lookup forward": _lookup(Op.LOOKUP_NEXT),
    "lookup invert": _lookup(Op.LOOKUP_INVERT),
    "lookup slope": _lookup(Op.LOOKUP_SLOPE),
    "lookup area": _area,
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
    "int": _int,
    "round": _round,
    "log10": _simple(Op.LOG10, 1),
    "log": _log10,
    "arctan2": _simple(Op.ARCTAN2, 2),
    "mod": _simple(Op.MODULO, 2),
    "safediv": _safediv,
    "init": initial,
    "pi": _constant(3.141592653589793),
    "inf": _constant(float("inf")),
    "time": _control("time"),
    "dt": _control("time step"),
    "starttime": _control("initial time"),
    "stoptime": _control("final time"),
    "pulse": _xmile_pulse,
    "smth1": xmile_order(smooth, 1),
    "smth3": xmile_order(smooth, 3),
    "smthn": xmile_order(smooth, None),
    "delay1": xmile_order(material, 1),
    "delay3": xmile_order(material, 3),
    "delayn": xmile_order(material, None),
    "delay": xmile_delay,
    "previous": previous,
    "forcst": forecast,
    "trend": trend,
    "lookup": _xmile_lookup,
    "lookupinv": _lookup(Op.LOOKUP_INVERT),
    "uniform": chance.random_uniform,
    "random": chance.random_uniform,
    "normal": chance.xmile_normal,
    "exprnd": chance.xmile_exponential,
    "poisson": chance.xmile_poisson,
    "size": _size,
    "ismoduleinput": _is_module_input,
    "gammaln": _simple(Op.GAMMA_LN, 1),
    "nan": _constant(float("nan")),
    "sinwave": stella.wave(Op.SIN),
    "coswave": stella.wave(Op.COS),
    "percent": stella.percent,
    "rootn": stella.root,
    "factorial": stella.factorial,
    "permutations": stella.permutations,
    "combinations": stella.combinations,
    "lognormal": stella.log_normal,
    "triangular": stella.triangular,
    "weibull": stella.weibull,
    "binomial": stella.binomial,
}
