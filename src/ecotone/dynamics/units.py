"""Dimensional consistency: the units of every equation, checked with pint.

User units are defined as they come up; a unit's plural and the equivalents that the file names are the same unit. What
an expression's units are follows from its operands: sums and comparisons need like units, products and quotients
combine, functions such as EXP need none. A literal number fits anywhere. Where units are missing nothing is claimed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ecotone.dynamics.printer import formula
from ecotone.dynamics.syntax import Binary, Call, Name, Number, Unary, display, fold
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.dynamics.model import Model
    from ecotone.dynamics.syntax import Equation, Expression

_NONE: Final = frozenset({"", "dmnl", "dimensionless", "1", "unitless", "fraction", "dmnless", "-"})
_BARE: Final = frozenset({"exp", "ln", "log", "log10", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"})
_SAME: Final = frozenset(
    {"min", "max", "abs", "integer", "int", "round", "sum", "vmin", "vmax", "initial", "init", "game", "previous", "mean"}
)
_FIRST: Final = re.compile(r"(smooth|smth|delay|forecast|forcst|sample if true|active initial)")


class _Clash(Exception):  # noqa: N818  it never leaves this module
    """Two operands whose units differ."""


class _Checker:
    def __init__(self, model: Model) -> None:
        import pint

        self.registry: Any = pint.UnitRegistry(None)
        self.known: set[str] = set()
        self.same = {
            alias.lower(): group[0].lower() for group in model.document.unit_equivalents for alias in group[1:] if alias[:1] != "="
        }
        self.units = {fold(e.name): e.units for e in model.document.equations if e.units}
        self.time = model.document.specification.time_units
        for equation in model.document.equations:
            if fold(equation.name) == "time step" and equation.units:
                self.time = equation.units

    def parse(self, text: str) -> Any:
        """Return pint's units of a text, or None where there are none to speak of."""
        clean = re.sub(r"\[[^\]]*\]", "", text).strip()
        if clean.lower() in _NONE:
            return self.registry.dimensionless
        words = re.sub(r"[^\W\d](?:[\w $'%]*[\w$'%])?|[$€£%]+", lambda match: self._unit(match[0]), clean)
        try:
            return self.registry.Unit(words.replace("^", "**"))
        except Exception:  # noqa: BLE001  pint raises many kinds; an unreadable unit is no unit
            return None

    def _unit(self, name: str) -> str:
        low = name.strip().lower()
        low = self.same.get(low, low)
        if low in _NONE:
            return "1"
        if low.endswith("s") and len(low) > 3 and not low.endswith("ss"):
            low = low[:-1]
        low = {"people": "person", "person": "person"}.get(low, low)
        word = "u_" + re.sub(r"\W", "_", low.encode("ascii", "xmlcharrefreplace").decode())
        if word not in self.known:
            self.known.add(word)
            self.registry.define(f"{word} = [{word}]")
        return word

    def of(self, expression: Expression) -> Any:
        """Return the units of an expression; None where they are not known. Raise `_Clash` where operands differ."""
        if isinstance(expression, Name):
            name = fold(expression.name)
            if name in {"time", "time step", "dt"}:
                return self.parse(self.time) if self.time else None
            return self.parse(self.units[name]) if name in self.units else None
        if isinstance(expression, Unary):
            return self.of(expression.operand)
        if isinstance(expression, Binary):
            return self._binary(expression)
        if isinstance(expression, Call):
            return self._call(expression)
        return None

    def _binary(self, binary: Binary) -> Any:
        left, right = self.of(binary.left), self.of(binary.right)
        if binary.operator in {"and", "or"}:
            return self.registry.dimensionless
        if binary.operator in {"*", "/"}:
            if isinstance(binary.left, Number):
                left = self.registry.dimensionless
            if isinstance(binary.right, Number):
                right = self.registry.dimensionless
            if left is None or right is None:
                return None
            return left * right if binary.operator == "*" else left / right
        if binary.operator == "^":
            return left**binary.right.value if left is not None and isinstance(binary.right, Number) else None
        self._like(left, right, binary)
        if binary.operator in {"+", "-", "mod"}:
            return left if left is not None else right
        return self.registry.dimensionless

    def _like(self, left: Any, right: Any, where: Expression) -> None:
        if left is not None and right is not None and left.dimensionality != right.dimensionality:
            raise _Clash(f"{shown(left)} and {shown(right)} in {formula(where)}")

    def _call(self, call: Call) -> Any:
        name = fold(call.name)
        found = [self.of(argument) for argument in call.arguments]
        if name == "if then else":
            self._like(found[1], found[2], call)
            return found[1] if found[1] is not None else found[2]
        if name in _BARE:
            return self.registry.dimensionless
        if name in _SAME:
            for other in found[1:]:
                self._like(found[0], other, call)
            return next((unit for unit in found if unit is not None), None)
        if name == "integ" and len(found) == 2:
            time = self.parse(self.time) if self.time else None
            if found[0] is not None and time is not None:
                self._like(found[0] * time, found[1], call)
                return found[0] * time
            return found[1]
        return found[0] if found and _FIRST.match(name) else None


def shown(unit: Any) -> str:
    """Print units as the model wrote them."""
    return re.sub(r"\bu_", "", f"{unit}").replace(" ** ", "^") or "dimensionless"


def check_units(model: Model) -> Problems:
    """Return the equations whose units do not fit, each as a problem that names variable, line and both units.

    Examples
    --------
    >>> from ecotone.dynamics.builder import Builder
    >>> shop = Builder("Shop", start=0, stop=1, step=1, time_units="week").aux("sales", 3, units="item/week")
    >>> shop = shop.aux("price", 2, units="euro/item").aux("revenue", "sales + price", units="euro/week")
    >>> [problem.column for problem in check_units(shop.model())]
    ['revenue']
    """
    checker = _Checker(model)
    problems = Problems()

    @cache
    def parsed(text: str) -> Any:
        return checker.parse(text)

    for equation in model.document.equations:
        problem = _check(checker, equation, parsed(equation.units) if equation.units else None)
        if problem is not None:
            problems.add(
                Problem(problem, model.document.file, equation.line, display(equation.name), got=equation.text or None, severity="noted")
            )
    return problems


def _check(checker: _Checker, equation: Equation, declared: Any) -> str | None:
    expression = equation.expression
    if expression is None or isinstance(expression, Number):
        return None
    try:
        found = checker.of(expression)
    except _Clash as clash:
        return f"The units of two operands differ: {clash}"
    if equation.table is not None or found is None or declared is None or found.dimensionality == declared.dimensionality:
        return None
    return f"The equation's units are {shown(found)}, but the variable's are {shown(declared)}"
