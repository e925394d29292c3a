"""The operations of the flat program: one list for lowering, both engines, loop scores and the printer.

An operation is pure: the same operands give the same value, whatever the time. What depends on time enters through
`TIME`, `NOISE` and the states. Both engines follow the formulas given here, so that they agree to the last bit
wherever the C library's own functions do.
"""

from __future__ import annotations

import math
from enum import IntEnum, unique
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable


@unique
class Op(IntEnum):
    """Operation codes; the numbers are those of the bytecode."""

    # operands that need no computing
    CONST = 0
    REF = 1
    TIME = 2
    STATE = 3
    INITIAL = 4
    NOISE = 5
    PICK = 6
    STEP_TIME = 7
    # two operands
    ADD = 10
    SUB = 11
    MUL = 12
    DIV = 13
    POW = 14
    MIN = 15
    MAX = 16
    LT = 17
    LE = 18
    GT = 19
    GE = 20
    EQ = 21
    NE = 22
    AND = 23
    OR = 24
    MODULO = 25
    ZIDZ = 26
    ARCTAN2 = 27
    QUANTUM = 28
    MOD_FLOOR = 29
    # one operand
    NEG = 40
    NOT = 41
    ABS = 42
    EXP = 43
    LN = 44
    SQRT = 45
    SIN = 46
    COS = 47
    TAN = 48
    ARCSIN = 49
    ARCCOS = 50
    ARCTAN = 51
    SINH = 52
    COSH = 53
    TANH = 54
    TRUNC = 55
    FLOOR = 56
    ROUND = 57
    LOG10 = 58
    GAMMA_LN = 59
    NORMAL = 60
    # three operands
    SELECT = 70
    XIDZ = 71
    BINOMIAL = 72
    POISSON = 73
    # graphical functions: operand, table
    LOOKUP = 80
    LOOKUP_EXTRAPOLATE = 81
    LOOKUP_HOLD = 82
    LOOKUP_NEXT = 83
    LOOKUP_RAW = 84
    LOOKUP_INVERT = 85
    LOOKUP_SLOPE = 86
    LOOKUP_AREA = 87
    # many operands
    SUM = 100
    PRODUCT = 101
    SMALLEST = 102
    LARGEST = 103
    ELEMENT = 104
    # many operands, many results
    SORT_ORDER = 110
    RANK = 111
    REORDER = 112
    ALLOCATE = 113
    ALLOCATE_PRIORITY = 114
    INVERT = 115
    MARKET_PRICE = 116
    AT_PRICE = 117


BINARY: Final = frozenset(op for op in Op if 10 <= op < 40)
UNARY: Final = frozenset(op for op in Op if 40 <= op < 70)
LEAVES: Final = frozenset({Op.CONST, Op.REF, Op.TIME, Op.STATE, Op.INITIAL, Op.NOISE, Op.STEP_TIME})
LOOKUPS: Final = frozenset(op for op in Op if 80 <= op < 100)
MANY: Final = frozenset(op for op in Op if 100 <= op < 110)
VECTORS: Final = frozenset(op for op in Op if op >= 110)
TINY: Final = 1e-6
"""Below this a divisor counts as zero in ZIDZ and XIDZ, as in Vensim."""


def _protected(function: Callable[[float], float], beyond: float = math.nan) -> Callable[[float], float]:
    """Give NaN or infinity where Python raises."""

    def safe(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return math.nan
        except OverflowError:
            return beyond

    return safe


def _logarithm(x: float) -> float:
    return math.log(x) if x > 0 else (-math.inf if x == 0 else math.nan)


def power(x: float, y: float) -> float:
    """Raise to a power as C does: infinities and NaN instead of exceptions."""
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and y == math.floor(y) and y % 2 == 1 else math.inf
    except ValueError:
        return math.inf if x == 0 else math.nan


def _sinh(x: float) -> float:
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(math.inf, x)


SCALAR: Final[dict[Op, Callable[[float], float]]] = {
    Op.EXP: _protected(math.exp, math.inf),
    Op.LN: _logarithm,
    Op.SIN: _protected(math.sin),
    Op.COS: _protected(math.cos),
    Op.TAN: _protected(math.tan),
    Op.ARCSIN: _protected(math.asin),
    Op.ARCCOS: _protected(math.acos),
    Op.ARCTAN: math.atan,
    Op.SINH: _sinh,
    Op.COSH: _protected(math.cosh, math.inf),
    Op.TANH: math.tanh,
    Op.LOG10: lambda x: math.log10(x) if x > 0 else (-math.inf if x == 0 else math.nan),
    Op.GAMMA_LN: _protected(math.lgamma, math.inf),
}
"""Functions of the C library, applied one value at a time so that NumPy's own variants cannot differ from the kernel's.

`lgamma` alone is Python's own, and may differ from the C library's by one unit in the last place."""
