"""Functions of Stella beyond those of XMILE 1.0: waves, counts of choices, and more random numbers.

BINOMIAL (but of a chance below 0), COMBINATIONS and FACTORIAL are as in Stella's help (isee systems, statistical builtins).
PERCENT, ROOTN, SINWAVE, COSWAVE, PERMUTATIONS, LOGNORMAL, TRIANGULAR and WEIBULL, with the order of their arguments, follow
common use and were not held to that help or to a run of Stella. COUNTER, ENDVAL, HISTORY and MONTECARLO are refused.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecotone.dynamics import chance
from ecotone.dynamics.arguments import arguments
from ecotone.dynamics.operations import Op

if TYPE_CHECKING:
    from ecotone.dynamics.functions import Handler
    from ecotone.dynamics.lower import Lowering
    from ecotone.dynamics.scopes import Environment
    from ecotone.dynamics.syntax import Call


def wave(op: Op) -> Handler:
    """SINWAVE(amplitude, period) and COSWAVE(amplitude, period): over time, from time 0."""

    def handle(lowering: Lowering, call: Call, env: Environment) -> int:
        amplitude, period = arguments(lowering, call, env, 2)
        graph = lowering.graph
        turn = graph.op(Op.DIV, graph.op(Op.MUL, graph.const(2.0 * math.pi), graph.time()), period)
        return graph.op(Op.MUL, amplitude, graph.op(op, turn))

    return handle


def percent(lowering: Lowering, call: Call, env: Environment) -> int:
    """PERCENT(x): a share as a percentage."""
    (x,) = arguments(lowering, call, env, 1)
    return lowering.graph.op(Op.MUL, x, lowering.graph.const(100.0))


def root(lowering: Lowering, call: Call, env: Environment) -> int:
    """ROOTN(x, n): the nth root."""
    x, n = arguments(lowering, call, env, 2)
    return lowering.graph.op(Op.POW, x, lowering.graph.op(Op.DIV, lowering.graph.const(1.0), n))


def _log_factorial(lowering: Lowering, n: int) -> int:
    return lowering.graph.op(Op.GAMMA_LN, lowering.graph.op(Op.ADD, n, lowering.graph.const(1.0)))


def factorial(lowering: Lowering, call: Call, env: Environment) -> int:
    """FACTORIAL(n)."""
    (n,) = arguments(lowering, call, env, 1)
    return lowering.graph.op(Op.ROUND, lowering.graph.op(Op.EXP, _log_factorial(lowering, n)))


def permutations(lowering: Lowering, call: Call, env: Environment) -> int:
    """PERMUTATIONS(n, r): ways to choose r of n in order."""
    n, r = arguments(lowering, call, env, 2)
    graph = lowering.graph
    ways = graph.op(Op.SUB, _log_factorial(lowering, n), _log_factorial(lowering, graph.op(Op.SUB, n, r)))
    return graph.op(Op.ROUND, graph.op(Op.EXP, ways))


def combinations(lowering: Lowering, call: Call, env: Environment) -> int:
    """COMBINATIONS(n, r): ways to choose r of n."""
    n, r = arguments(lowering, call, env, 2)
    graph = lowering.graph
    ordered = graph.op(Op.SUB, _log_factorial(lowering, n), _log_factorial(lowering, graph.op(Op.SUB, n, r)))
    return graph.op(Op.ROUND, graph.op(Op.EXP, graph.op(Op.SUB, ordered, _log_factorial(lowering, r))))


def log_normal(lowering: Lowering, call: Call, env: Environment) -> int:
    """LOGNORMAL(mean, deviation, seed): mean and deviation are those of the logarithm."""
    return lowering.graph.op(Op.EXP, chance.xmile_normal(lowering, call, env))


def triangular(lowering: Lowering, call: Call, env: Environment) -> int:
    """TRIANGULAR(lower, mode, upper, seed)."""
    lower, mode, upper, *_ = arguments(lowering, call, env, 3, 4)
    return chance.triangle(lowering, chance.uniform(lowering, call, env), lower, mode, upper)


def weibull(lowering: Lowering, call: Call, env: Environment) -> int:
    """WEIBULL(shape, scale, seed)."""
    graph = lowering.graph
    shape, scale, *_ = arguments(lowering, call, env, 2, 3)
    power = graph.op(Op.POW, chance.exponential(lowering, call, env), graph.op(Op.DIV, graph.const(1.0), shape))
    return graph.op(Op.MUL, scale, power)


def binomial(lowering: Lowering, call: Call, env: Environment) -> int:
    """BINOMIAL(trials, chance, seed)."""
    trials, success, *_ = arguments(lowering, call, env, 2, 3)
    return lowering.graph.op(Op.BINOMIAL, chance.uniform(lowering, call, env), trials, success)
