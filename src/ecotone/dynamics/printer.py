"""Print equations as people read them: the syntax tree back to text, in XMILE's spelling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.syntax import Binary, Call, Name, Number, Table, Text, Unary, display, fold

if TYPE_CHECKING:
    from ecotone.dynamics.syntax import Document, Equation, Expression, Index

_WORDS: Final = frozenset({"if", "then", "else", "and", "or", "not", "mod"})
_POWER: Final = {"or": 1, "and": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "mod": 6, "^": 8}


def identifier(name: str) -> str:
    """Return a name as XMILE writes it: underscores for spaces, quotes where other marks are in it.

    Examples
    --------
    >>> identifier("Net birth rate"), identifier("cost ($)")
    ('Net_birth_rate', '"cost_($)"')
    """
    plain = display(name).replace(" ", "_")
    bare = plain.replace("_", "a").replace(".", "a").isalnum() and not plain[0].isdigit() and plain.lower() not in _WORDS
    if bare:
        return plain
    escaped = plain.replace('"', '\\"')
    return f'"{escaped}"'


def formula(expression: Expression, power: int = 0) -> str:
    """Print an expression, with brackets only where they are needed."""
    if isinstance(expression, Number):
        return number(expression.value)
    if isinstance(expression, Text):
        return f"'{expression.value}'"
    if isinstance(expression, Name):
        return identifier(expression.name) + _indices(expression.indices)
    if isinstance(expression, Call):
        if fold(expression.name) == "if then else":
            condition, yes, no = (formula(argument) for argument in expression.arguments)
            return f"(IF {condition} THEN {yes} ELSE {no})"
        inside = ", ".join(formula(argument) for argument in expression.arguments)
        return f"{identifier(expression.name)}{_indices(expression.indices)}({inside})"
    if isinstance(expression, Unary):
        text = f"{'NOT ' if expression.operator == 'not' else expression.operator}{formula(expression.operand, 7)}"
        return f"({text})" if power > 3 else text
    if isinstance(expression, Binary):
        own = _POWER[expression.operator]
        left_power, right_power = (own + 1, own) if expression.operator == "^" else (own, own + 1)
        sign = expression.operator.upper()
        text = f"{formula(expression.left, left_power)} {sign} {formula(expression.right, right_power)}"
        return f"({text})" if own < power else text
    if isinstance(expression, Table):
        return "(" + ",".join(f"({number(x)},{number(y)})" for x, y in zip(expression.x, expression.y, strict=True)) + ")"
    return "; ".join(", ".join(number(value) for value in row) for row in expression.rows)


def number(value: float) -> str:
    """Print a number so that it reads back as itself."""
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _indices(indices: tuple[Index, ...]) -> str:
    if not indices:
        return ""
    listed = []
    for index in indices:
        plain = "*" if index.bang else identifier(index.name)
        listed.append(formula(index.expression) if index.expression is not None else plain)
    return f"[{', '.join(listed)}]"


def _words(name: str) -> str:
    return display(name).replace("_", " ")


def line(equation: Equation) -> str:
    """Print one equation with its units."""
    name = display(equation.name) + (f"[{', '.join(equation.subscripts)}]" if equation.subscripts else "")
    units = f"   {{{equation.units}}}" if equation.units else ""
    if equation.kind == "stock" and equation.expression is not None:
        flows = " ".join([*(f"+ {_words(flow)}" for flow in equation.inflows), *(f"- {_words(flow)}" for flow in equation.outflows)])
        return f"{name}(t) = {name}(t - dt) + dt * ({flows.removeprefix('+ ') or '0'}), at first {formula(equation.expression)}{units}"
    right = formula(equation.expression) if equation.expression is not None else "(data)"
    table = f" read in {formula(equation.table)}" if equation.table is not None else ""
    return f"{name} = {right}{table}{units}"


def equations(document: Document) -> str:
    """Print all equations of a model, one a line, in the order of the file."""
    return "\n".join(line(equation) for equation in document.equations)
