"""Functions of the C library, applied value by value: the call costs more than choosing it."""

from __future__ import annotations

import math

from ecotone.dynamics.interpreter.quantiles import normal_quantile
from ecotone.kernel import kernel


@kernel
def scalar(op: int, x: float) -> float:
    """Apply an operation of one operand."""
    if op == 46:
        return math.sin(x)
    if op == 47:
        return math.cos(x)
    if op == 48:
        return math.tan(x)
    if op == 49:
        return math.asin(x)
    if op == 50:
        return math.acos(x)
    if op == 51:
        return math.atan(x)
    if op == 52:
        return math.sinh(x)
    if op == 53:
        return math.cosh(x)
    if op == 54:
        return math.tanh(x)
    if op == 58:
        return math.log10(x)
    if op == 59:
        return math.lgamma(x)
    return normal_quantile(x)
