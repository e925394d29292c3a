"""Random numbers of Vensim and XMILE, each made from one uniform number by inversion.

A call draws one number a step from its own stream (see `noise`), so that scenarios share it; cut-offs apply to the
number drawn, as the Vensim reference manual says of its minimum and maximum.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from ecotone.dynamics.arguments import arguments
from ecotone.dynamics.operations import Op
from ecotone.dynamics.scalar import initial_value
from ecotone.dynamics.syntax import display

if TYPE_CHECKING:
    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.scopes import Environment
    from ecotone.dynamics.syntax import Call


def uniform(lowering: Lowering, call: Call, env: Environment) -> int:
    """Return a node that is uniform on (0, 1), of the call's own stream."""
    owner = lowering.graph.instances[env.owner].label if env.owner >= 0 else "expression"
    label = f"{owner}|{display(call.name)}|{','.join(element for _, element in env.over)}|{call.column}"
    seed = 0
    if call.arguments:
        last = lowering.lower(call.arguments[-1], env)
        seed = zlib.crc32(repr(initial_value(lowering, last)).encode()) if _known_now(lowering, last) else 0
    return lowering.graph.noise(label, seed)


def _known_now(lowering: Lowering, node: int) -> bool:
    """Tell whether a node is a number or a variable that is one."""
    return initial_value(lowering, node) == initial_value(lowering, node)


def random_uniform(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM UNIFORM(min, max, seed)."""
    low, high, *_ = arguments(lowering, call, env, 2, 3)
    graph = lowering.graph
    return graph.op(Op.ADD, low, graph.op(Op.MUL, graph.op(Op.SUB, high, low), uniform(lowering, call, env)))


def random_01(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM 0 1()."""
    return uniform(lowering, call, env)


def random_normal(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM NORMAL(min, max, mean, deviation, seed), by inversion and cut off at the bounds."""
    graph = lowering.graph
    low, high, mean, deviation, *_ = arguments(lowering, call, env, 4, 5)
    drawn = graph.op(Op.ADD, mean, graph.op(Op.MUL, deviation, graph.op(Op.NORMAL, uniform(lowering, call, env))))
    return graph.op(Op.MIN, high, graph.op(Op.MAX, low, drawn))


def xmile_normal(lowering: Lowering, call: Call, env: Environment) -> int:
    """NORMAL(mean, deviation, seed) of XMILE."""
    graph = lowering.graph
    mean, deviation, *_ = arguments(lowering, call, env, 2, 3)
    return graph.op(Op.ADD, mean, graph.op(Op.MUL, deviation, graph.op(Op.NORMAL, uniform(lowering, call, env))))


def exponential(lowering: Lowering, call: Call, env: Environment) -> int:
    """Return a node that is exponential with mean one."""
    graph = lowering.graph
    return graph.op(Op.NEG, graph.op(Op.LN, uniform(lowering, call, env)))


def random_exponential(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM EXPONENTIAL(min, max, shift, stretch, seed)."""
    graph = lowering.graph
    low, high, shift, stretch, *_ = arguments(lowering, call, env, 4, 5)
    drawn = graph.op(Op.ADD, shift, graph.op(Op.MUL, stretch, exponential(lowering, call, env)))
    return graph.op(Op.MIN, high, graph.op(Op.MAX, low, drawn))


def xmile_exponential(lowering: Lowering, call: Call, env: Environment) -> int:
    """EXPRND(mean, seed) of XMILE."""
    mean, *_ = arguments(lowering, call, env, 1, 2)
    return lowering.graph.op(Op.MUL, mean, exponential(lowering, call, env))


def random_triangular(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM TRIANGULAR(min, max, start, peak, stop, seed), by inversion."""
    graph = lowering.graph
    low, high, start, peak, stop, *_ = arguments(lowering, call, env, 5, 6)
    drawn = triangle(lowering, uniform(lowering, call, env), start, peak, stop)
    return graph.op(Op.MIN, high, graph.op(Op.MAX, low, drawn))


def triangle(lowering: Lowering, u: int, start: int, peak: int, stop: int) -> int:
    """Return what a uniform number is in a triangular distribution."""
    graph = lowering.graph
    span = graph.op(Op.SUB, stop, start)
    rise = graph.op(Op.SUB, peak, start)
    left = graph.op(Op.ADD, start, graph.op(Op.SQRT, graph.op(Op.MUL, u, graph.op(Op.MUL, span, rise))))
    rest = graph.op(Op.MUL, graph.op(Op.SUB, graph.const(1.0), u), graph.op(Op.MUL, span, graph.op(Op.SUB, stop, peak)))
    right = graph.op(Op.SUB, stop, graph.op(Op.SQRT, rest))
    return graph.op(Op.SELECT, graph.op(Op.LT, u, graph.op(Op.DIV, rise, span)), left, right)


def random_weibull(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM WEIBULL(min, max, shape, shift, stretch, seed), by inversion."""
    graph = lowering.graph
    low, high, shape, shift, stretch, *_ = arguments(lowering, call, env, 5, 6)
    power = graph.op(Op.POW, exponential(lowering, call, env), graph.op(Op.DIV, graph.const(1.0), shape))
    drawn = graph.op(Op.ADD, shift, graph.op(Op.MUL, stretch, power))
    return graph.op(Op.MIN, high, graph.op(Op.MAX, low, drawn))


def random_poisson(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM POISSON(min, max, mean, shift, stretch, seed), by inversion."""
    graph = lowering.graph
    low, high, mean, shift, stretch, *_ = arguments(lowering, call, env, 5, 6)
    count = graph.op(Op.POISSON, uniform(lowering, call, env), mean, graph.const(0.0))
    drawn = graph.op(Op.ADD, shift, graph.op(Op.MUL, stretch, count))
    return graph.op(Op.MIN, high, graph.op(Op.MAX, low, drawn))


def xmile_poisson(lowering: Lowering, call: Call, env: Environment) -> int:
    """POISSON(mean, seed): events within a step at that rate, as a rate."""
    graph = lowering.graph
    mean, *_ = arguments(lowering, call, env, 1, 2)
    count = graph.op(Op.POISSON, uniform(lowering, call, env), graph.op(Op.MUL, mean, graph.step()), graph.const(0.0))
    return graph.op(Op.DIV, count, graph.step())


def random_binomial(lowering: Lowering, call: Call, env: Environment) -> int:
    """RANDOM BINOMIAL(min, max, chance, trials, shift, stretch, seed), by inversion."""
    graph = lowering.graph
    low, high, chance, trials, shift, stretch, *_ = arguments(lowering, call, env, 6, 7)
    count = graph.op(Op.BINOMIAL, uniform(lowering, call, env), trials, chance)
    drawn = graph.op(Op.ADD, shift, graph.op(Op.MUL, stretch, count))
    return graph.op(Op.MIN, high, graph.op(Op.MAX, low, drawn))
