"""Functions of the C library, applied value by value: the call costs more than choosing it."""

from __future__ import annotations

import math

from ecotone.dynamics.interpreter.codes import ARCCOS, ARCSIN, ARCTAN, COS, COSH, GAMMA_LN, LOG10, SIN, SINH, TAN, TANH
from ecotone.dynamics.interpreter.quantiles import normal_quantile
from ecotone.kernel import kernel


@kernel
def scalar(op: int, x: float) -> float:
    """Apply an operation of one operand."""
    if op == SIN:
        return math.sin(x)
    if op == COS:
        return math.cos(x)
    if op == TAN:
        return math.tan(x)
    if op == ARCSIN:
        return math.asin(x)
    if op == ARCCOS:
        return math.acos(x)
    if op == ARCTAN:
        return math.atan(x)
    if op == SINH:
        return math.sinh(x)
    if op == COSH:
        return math.cosh(x)
    if op == TANH:
        return math.tanh(x)
    if op == LOG10:
        return math.log10(x)
    if op == GAMMA_LN:
        return math.lgamma(x)
    return normal_quantile(x)
