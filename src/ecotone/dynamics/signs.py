"""Which way an input moves an equation, told from the equation alone: for a model that cannot run yet.

All quantities are taken to be positive, as those of a causal-loop diagram are. Where the equation does not decide, as in
`births - births ^ 2`, nothing is said; a model that is finished tells more by its run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from ecotone.dynamics.syntax import Binary, Call, Name, Number, Table, Unary, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecotone.dynamics.syntax import Expression

Way = Literal[-1, 0, 1] | None
"""Falls, does not move, rises; None where the equation does not decide."""

RISING: Final = frozenset({"exp", "ln", "log10", "sqrt", "int", "round", "arctan", "min", "max", "mean"})
SLOW: Final = frozenset({"smth1", "smth3", "smthn", "delay", "delay1", "delay3", "delayn", "previous", "safediv"})
"""Functions that follow their first argument; what the others do is not told."""


def polarity(
    expression: Expression, name: str, tables: Mapping[str, Table] | None = None, *, behind: Table | None = None
) -> Literal["+", "-", ""]:
    """Return how an equation moves with one of the variables that it reads; empty where that is not decided.

    Parameters
    ----------
    expression : Expression
        The equation.
    name : str
        The variable.
    tables : mapping, optional
        The graphical functions of the model, by folded names.
    behind : Table, optional
        The graphical function that the equation is the input of.

    Examples
    --------
    >>> from ecotone.dynamics.formats.expression import parse_expression
    >>> [polarity(parse_expression("a * b / (c + 1) - d", "xmile", where="x"), name) for name in "abcd"]
    ['+', '+', '-', '-']
    """
    found = _Ways(fold(name), tables or {}).of(expression)
    if behind is not None:
        found = _times(slope(behind), found)
    return "+" if found == 1 else "-" if found == -1 else ""


def slope(table: Table) -> Way:
    """Return whether a graphical function rises or falls all along."""
    steps = [after - before for before, after in zip(table.y, table.y[1:], strict=False)]
    if all(step == 0 for step in steps):
        return 0
    return 1 if all(step >= 0 for step in steps) else -1 if all(step <= 0 for step in steps) else None


class _Ways:
    def __init__(self, name: str, tables: Mapping[str, Table]) -> None:
        self.name = name
        self.tables = tables

    def of(self, expression: Expression) -> Way:
        """Return how an expression moves with the variable."""
        match expression:
            case Name(name=name):
                return 1 if fold(name) == self.name else 0
            case Unary(operator=operator, operand=operand):
                return self.of(operand) if operator == "+" else _times(-1, self.of(operand))
            case Binary():
                return self._binary(expression)
            case Call():
                return self._call(expression)
        return 0

    def _binary(self, pair: Binary) -> Way:
        left, right = self.of(pair.left), self.of(pair.right)
        match pair.operator:
            case "+":
                return _both((left, right))
            case "-":
                return _both((left, _times(-1, right)))
            case "*":
                return _both((_times(left, self.sign(pair.right)), _times(right, self.sign(pair.left))))
            case "/":
                below = _times(-1, _times(right, self.sign(pair.left)))
                return _both((_times(left, self.sign(pair.right)), below))
            case "^" if right == 0 and self.sign(pair.left) == 1:
                return _times(left, self.sign(pair.right))
            case "or" | "and":
                return _both((left, right))
            case ">" | ">=":
                return _both((left, _times(-1, right)))
            case "<" | "<=":
                return _both((_times(-1, left), right))
        return 0 if left == right == 0 else None

    def _call(self, call: Call) -> Way:
        name = fold(call.name)
        ways = [self.of(argument) for argument in call.arguments]
        if name in self.tables or name == self.name:
            return None if name == self.name or len(ways) != 1 else _times(slope(self.tables[name]), ways[0])
        if all(way == 0 for way in ways):
            return 0
        if name in RISING:
            return _both(ways)
        if name in SLOW:
            return ways[0] if all(way == 0 for way in ways[1:]) else None
        if name == "if then else" and ways[0] == 0:
            return _both(ways[1:])
        return None

    def sign(self, expression: Expression) -> Way:
        """Return whether a value is above or below nothing, all variables being above; None where it may be either."""
        match expression:
            case Number(value=value):
                return 1 if value > 0 else -1 if value < 0 else 0
            case Name():
                return 1
            case Unary(operator="-", operand=operand):
                return _times(-1, self.sign(operand))
            case Binary(operator="+", left=left, right=right):
                return _both((self.sign(left), self.sign(right)))
            case Binary(operator="*" | "/", left=left, right=right):
                return _times(self.sign(left), self.sign(right))
            case Binary(operator="^", left=left):
                return 1 if self.sign(left) == 1 else None
            case Call(name=name, arguments=arguments):
                if fold(name) in {"min", "max", "mean"} | SLOW:
                    return _both([self.sign(argument) for argument in arguments])
                return 1 if fold(name) in {"exp", "sqrt", "abs"} else None
        return None


def _times(one: Way, other: Way) -> Way:
    if 0 in {one, other}:
        return 0
    if one is None or other is None:
        return None
    return 1 if one == other else -1


def _both(ways: Iterable[Way]) -> Way:
    """Return the way of a sum: that of its parts where they agree."""
    found = {way for way in ways if way != 0}
    return 0 if not found else found.pop() if len(found) == 1 else None
