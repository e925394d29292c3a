"""Vensim's functions in XMILE's words: the same function under its own name, or what it means written out.

A pulse, a rounding down to steps, a random number with limits are written out from their definitions in the Vensim reference
manual. Random functions draw from the same distribution, not the same numbers. What cannot be said is refused with the reason.

References
----------
Ventana Systems: Vensim reference manual. XMILE version 1.0, OASIS standard 2015, section 3.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dynamics.syntax import Binary, Call, Name, Number, Unary, fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.dynamics.syntax import Expression

    Written = Callable[[tuple[Expression, ...]], Expression]

SAME: Final = frozenset(
    {
        "if then else", "min", "max", "abs", "exp", "ln", "sqrt", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh",
        "tanh", "step", "ramp", "delay1", "delay3", "sum", "trend",
    }
)  # fmt: skip
RENAMED: Final = {
    "smooth": "SMTH1",
    "smoothi": "SMTH1",
    "smooth3": "SMTH3",
    "smooth3i": "SMTH3",
    "delay1i": "DELAY1",
    "delay3i": "DELAY3",
    "forecast": "FORCST",
    "xidz": "SAFEDIV",
    "zidz": "SAFEDIV",
    "initial": "INIT",
    "vmin": "MIN",
    "vmax": "MAX",
}
DRAWING: Final = frozenset({"random", "normal", "exprnd", "poisson"})
REPEATING: Final = frozenset({"integer", "quantum", "pulse", "pulse train"})
"""Functions whose arguments stand more than once in what is written."""
_ALLOCATES = "XMILE has no function that shares a supply out by priority"
_CALENDAR = "XMILE has no calendar"
_STAGES = "Vensim makes no more stages than steps, and passes a changing delay from stage to stage; only a constant one can be written"
_TWICE = "it uses one random number twice, which XMILE cannot say"
_VECTOR = "XMILE has no such function of arrays"
_DATA = "XMILE keeps no data variables"
REASONS: Final = {
    "allocate available": _ALLOCATES,
    "allocate by priority": _ALLOCATES,
    "find market price": _ALLOCATES,
    "delay n": _STAGES,
    "delay information": "its values keep their order while the delay changes, for which XMILE has no function",
    "get time value": _CALENDAR,
    "random triangular": _TWICE,
    "random binomial": "XMILE has no such distribution",
    "vector select": _VECTOR,
    "vector sort order": _VECTOR,
    "vector rank": _VECTOR,
    "vector elm map": _VECTOR,
    "vector reorder": _VECTOR,
    "invert matrix": _VECTOR,
    "get data between times": _DATA,
    "get data first time": _DATA,
    "get data last time": _DATA,
    "gamma ln": "XMILE has no gamma function",
    "npv": "its discounting step by step has no function in XMILE",
    "depreciate straightline": "XMILE has no depreciation",
    "lookup extrapolate": "in XMILE a table itself says what happens beyond its points",
    "lookup forward": "in XMILE a table itself says what happens between its points",
    "lookup backward": "in XMILE a table itself says what happens between its points",
    "lookup slope": "XMILE has no slope of a table",
}

_ONE: Final = Number(1.0)
_ZERO: Final = Number(0.0)
_DT: Final = Name("DT")
_TIME: Final = Name("TIME")


def _if(condition: Expression, yes: Expression, no: Expression) -> Expression:
    return Call("IF THEN ELSE", (condition, yes, no))


def _middle() -> Expression:
    """Return the time half a step from now, with which events are compared so that rounding cannot miss them."""
    return Binary("+", _TIME, Binary("/", _DT, Number(2.0)))


def _pulse(inside: tuple[Expression, ...]) -> Expression:
    start, width = inside
    end = Binary("+", start, Call("MAX", (width, _DT)))
    return _if(Binary("and", Binary(">", _middle(), start), Binary("<", _middle(), end)), _ONE, _ZERO)


def _pulse_train(inside: tuple[Expression, ...]) -> Expression:
    start, width, repeat, end = inside
    since = Binary("-", _middle(), start)
    phase = _if(Binary(">", repeat, _ZERO), Binary("mod", since, repeat), since)
    running = Binary("and", Binary(">", _middle(), start), Binary("<=", _TIME, end))
    return _if(Binary("and", running, Binary("<", phase, Call("MAX", (width, _DT)))), _ONE, _ZERO)


def _whole(x: Expression) -> Expression:
    """Return the whole part of a number; below zero programs differ in whether INT rounds down or towards zero."""
    return _if(Binary(">=", x, _ZERO), Call("INT", (x,)), Unary("-", Call("INT", (Unary("-", x),))))


def _quantum(inside: tuple[Expression, ...]) -> Expression:
    x, step = inside
    return _if(Binary(">", step, _ZERO), Binary("*", step, _whole(Binary("/", x, step))), x)


def _draws(expression: Expression) -> bool:
    """Tell whether an expression draws a random number, so that it must not be written twice."""
    if isinstance(expression, Call):
        return fold(expression.name) in DRAWING or any(map(_draws, expression.arguments))
    if isinstance(expression, Binary):
        return _draws(expression.left) or _draws(expression.right)
    return isinstance(expression, Unary) and _draws(expression.operand)


def _within(low: Expression, high: Expression, drawn: Expression) -> Expression:
    return Call("MIN", (high, Call("MAX", (low, drawn))))


def _seed(rest: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """Return the seed as XMILE wants it: none where Vensim's is 0, which means the seed of the whole model."""
    return () if not rest or (isinstance(rest[0], Number) and rest[0].value == 0) else rest[:1]


def _normal(inside: tuple[Expression, ...]) -> Expression:
    low, high, mean, deviation, *rest = inside
    return _within(low, high, Call("NORMAL", (mean, deviation, *_seed(tuple(rest)))))


def _exponential(inside: tuple[Expression, ...]) -> Expression:
    low, high, shift, stretch, *rest = inside
    return _within(low, high, Binary("+", shift, Binary("*", stretch, Call("EXPRND", (_ONE, *_seed(tuple(rest)))))))


def _weibull(inside: tuple[Expression, ...]) -> Expression:
    low, high, shape, shift, stretch, *rest = inside
    power = Binary("^", Call("EXPRND", (_ONE, *_seed(tuple(rest)))), Binary("/", _ONE, shape))
    return _within(low, high, Binary("+", shift, Binary("*", stretch, power)))


def _poisson(inside: tuple[Expression, ...]) -> Expression:
    low, high, mean, shift, stretch, *rest = inside
    # XMILE's is a rate: so many within one step.
    count = Binary("*", Call("POISSON", (Binary("/", mean, _DT), *_seed(tuple(rest)))), _DT)
    return _within(low, high, Binary("+", shift, Binary("*", stretch, count)))


_OUT: Final[dict[tuple[str, int], Written]] = {
    ("pulse", 2): _pulse,
    ("pulse train", 4): _pulse_train,
    ("integer", 1): lambda inside: _whole(inside[0]),
    ("quantum", 2): _quantum,
    ("game", 1): lambda inside: inside[0],
    ("modulo", 2): lambda inside: Binary("mod", *inside),
    ("power", 2): lambda inside: Binary("^", *inside),
    ("log", 2): lambda inside: Binary("/", Call("LN", inside[:1]), Call("LN", inside[1:])),
    ("smooth n", 4): lambda inside: Call("SMTHN", (inside[0], inside[1], inside[3], inside[2])),
    ("random 0 1", 0): lambda _inside: Call("RANDOM", (_ZERO, _ONE)),
    ("random uniform", 2): lambda inside: Call("RANDOM", inside),
    ("random uniform", 3): lambda inside: Call("RANDOM", (*inside[:2], *_seed(inside[2:]))),
    ("random normal", 4): _normal,
    ("random normal", 5): _normal,
    ("random exponential", 4): _exponential,
    ("random exponential", 5): _exponential,
    ("random weibull", 5): _weibull,
    ("random weibull", 6): _weibull,
    ("random poisson", 5): _poisson,
    ("random poisson", 6): _poisson,
}


def written(name: str, inside: tuple[Expression, ...]) -> Expression | None:
    """Return a function of Vensim, its arguments written already, as XMILE says it; None where it cannot be said.

    Examples
    --------
    >>> from ecotone.dynamics.printer import formula
    >>> formula(written("PULSE", (Number(2.0), Number(3.0))))
    '(IF TIME + DT / 2 > 2 AND TIME + DT / 2 < 2 + MAX(3, DT) THEN 1 ELSE 0)'
    """
    key = fold(name)
    if key in SAME:
        return Call(name, inside)
    if key in RENAMED:
        return Call(RENAMED[key], inside)
    made = _OUT.get((key, len(inside)))
    if made is None or (key in REPEATING and any(map(_draws, inside))):
        return None
    return made(inside)
