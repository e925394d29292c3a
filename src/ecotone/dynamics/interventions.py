"""Interventions: something else in the place of a variable from a time on, all at once or growing.

An intervention is data, not an edited model: a number, or an expression in the model's own language in which `#own` is
the value that the variable would have had. Several on one variable follow each other: the later sees the earlier's value
as its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from ecotone.dynamics.formats.expression import parse_expression
from ecotone.dynamics.syntax import Binary, Call, Expression, Name, Number, Unary, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

Key: TypeAlias = tuple[str, tuple[str, ...] | None]
"""Folded name and elements; None means all elements."""

OWN: Final = Name("#own")
_WORD: Final = "own value of this"


@dataclass(frozen=True, slots=True)
class Intervention:
    """Something else in the place of a variable from a time on.

    Parameters
    ----------
    variable : str
        Any variable; without subscripts it means all its elements.
    value : float or str
        What it is instead: a number, or an expression in the model's own language in which `#own` is the value that
        the variable would have had.
    start : float or None
        From when; None is from the beginning.
    end : float or None
        Until when; None is to the end.
    ramp : float
        Time from the start in which it grows evenly from nothing to all; 0 is at once.
    """

    variable: str
    value: float | str
    start: float | None = None
    end: float | None = None
    ramp: float = 0.0


def overridden(
    interventions: Sequence[Intervention], dialect: Literal["vensim", "xmile"]
) -> dict[tuple[str, tuple[str, ...] | None], Expression]:
    """Return what stands in the place of each variable, by folded name and elements (None: all of them)."""
    found: dict[Key, Expression] = {}
    for item in interventions:
        name, _, elements = item.variable.partition("[")
        key = (fold(name), tuple(fold(e) for e in elements.rstrip("]").split(",")) if elements else None)
        expression = _expression(item, dialect)
        found[key] = replaced(expression, OWN.name, found[key]) if key in found else expression
    return found


def _expression(item: Intervention, dialect: Literal["vensim", "xmile"]) -> Expression:
    where = f"intervention on {item.variable}"
    wanted: Expression
    if isinstance(item.value, str):
        wanted = replaced(parse_expression(item.value.replace("#own", f'"{_WORD}"'), dialect, where=where), _WORD, OWN)
    else:
        wanted = Number(float(item.value))
    if item.end is not None and item.start is not None and not item.end > item.start:
        raise ModelError("The intervention ends before it starts", where=where, got=f"{item.start:g} to {item.end:g}")
    if item.ramp:
        if not item.ramp > 0 or item.start is None:
            got = f"ramp {item.ramp:g}, start {item.start}"
            raise ModelError("An intervention that grows needs a start and a time greater than 0", where=where, got=got)
        part = Call("min", (Number(1.0), Binary("/", Binary("-", Name("time"), Number(item.start)), Number(item.ramp))))
        wanted = Binary("+", OWN, Binary("*", part, Binary("-", wanted, OWN)))
    if item.start is not None:
        wanted = Call("if then else", (Binary(">=", Name("time"), _reached(item.start)), wanted, OWN))
    if item.end is not None:
        wanted = Call("if then else", (Binary("<", Name("time"), _reached(item.end)), wanted, OWN))
    return wanted


def _reached(time: float) -> Number:
    """Return a time at which another counts as reached: adding up steps may end a rounding error before it."""
    return Number(time - 1e-9 * max(1.0, abs(time)))


def replaced(expression: Expression, name: str, by: Expression) -> Expression:
    """Return an expression with another in the place of a name."""
    if isinstance(expression, Name) and fold(expression.name) == name:
        return by
    if isinstance(expression, Binary):
        return Binary(expression.operator, replaced(expression.left, name, by), replaced(expression.right, name, by))
    if isinstance(expression, Unary):
        return Unary(expression.operator, replaced(expression.operand, name, by))
    if isinstance(expression, Call):
        return Call(expression.name, tuple(replaced(a, name, by) for a in expression.arguments), expression.indices)
    return expression
