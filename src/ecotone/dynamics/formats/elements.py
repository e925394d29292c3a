"""Arrays written out element by element, where XMILE cannot say in one equation what Vensim says.

XMILE knows whole dimensions only: no exceptions, no subranges, no mapping from one range to another, no lists of numbers. A
variable that needs any of these gets an equation for every element, in which every subscript is an element's name. What one
equation says of whole dimensions stays one equation.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.ranges import Ranges
from ecotone.dynamics.scopes import define
from ecotone.dynamics.syntax import Binary, Call, Index, Name, Number, Numbers, Range, Unary, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecotone.dynamics.scopes import Part, Variable
    from ecotone.dynamics.syntax import Document, Equation, Expression

Bound = tuple[tuple[str, str], ...]

MOST_TERMS: Final = 200
"""Elements of a sum that is written out."""
SUMS: Final = {"sum": "+", "prod": "*", "vmin": "MIN", "vmax": "MAX"}


def element_by_element(document: Document) -> Document:
    """Return a Vensim model in which every array is either one equation over whole dimensions, or one for every element.

    Raises
    ------
    ModelError
        If an array covers elements that make up no range, or reads what only Vensim's subscripts can say.
    """
    if not document.ranges:
        return document
    made = _Elements(document)
    return replace(document, equations=tuple(made.equations()), ranges=made.dimensions())


class _Elements:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.ranges = Ranges.build(document.ranges, self._read, document.file)
        self.variables = define(document.equations, self.ranges, document.file)
        self.own: dict[str, tuple[str, ...]] = {}
        self.axes = {name: self._axes(variable) for name, variable in self.variables.items()}

    @staticmethod
    def _read(call: Call, where: str) -> list[str]:
        raise ModelError("Subscripts that are read from a file cannot be written as XMILE", where=where, got=display(call.name).upper())

    def equations(self) -> Iterator[Equation]:
        """Yield the equations of all variables, in the order of the file."""
        done: set[str] = set()
        for equation in self.document.equations:
            name = fold(equation.name)
            if name not in done:
                done.add(name)
                yield from self._variable(self.variables[name])

    def dimensions(self) -> tuple[Range, ...]:
        """Return all ranges with their elements, and those that arrays needed which cover only a part of one."""
        listed = {**self.ranges.members, **self.own}
        return tuple(Range(self._label(name), tuple(map(self._label, members))) for name, members in listed.items())

    def _axes(self, variable: Variable) -> tuple[str, ...] | None:
        """Return the ranges whose elements the variable has, one after the other; None where it has not each with each."""
        if not variable.rank:
            return ()
        found = []
        count = 1
        for place, key in enumerate(variable.ranges):
            elements = tuple(dict.fromkeys(elements[place] for elements in variable.parts))
            count *= len(elements)
            same = [name for name, members in (self.ranges.members | self.own).items() if set(members) == set(elements)]
            if not same:
                same = [f"{variable.name} elements" + (f" {place + 1}" if place else "")]
                self.own[same[0]] = elements
            found.append(key if key in same else same[0])
        return tuple(found) if count == len(variable.parts) else None

    def _variable(self, variable: Variable) -> Iterator[Equation]:
        own = [equation for equation in self.document.equations if fold(equation.name) == variable.name]
        axes = self.axes[variable.name]
        if axes is None:
            got = ", ".join(self.ranges.names.get(key, key) for key in variable.ranges)
            raise self._fail(
                own[0],
                "The array has not every element of one range with every one of the other, as XMILE wants",
                f"{variable.label}[{got}]",
            )
        if len(own) == 1 and not own[0].exceptions and tuple(map(fold, own[0].subscripts)) == axes and self._whole(own[0].expression, axes):
            yield own[0]
            return
        order = itertools.product(*((self.ranges.members | self.own)[axis] for axis in axes))
        for elements in order:
            part = variable.parts[elements]
            names = tuple(self._label(element) for element in elements)
            yield replace(part.equation, subscripts=names, exceptions=(), expression=self._listed(part))

    def _listed(self, part: Part) -> Expression | None:
        equation = part.equation
        if not isinstance(equation.expression, Numbers):
            return equation.expression if equation.expression is None else self._of(equation.expression, part.bound, equation)
        flat = [value for row in equation.expression.rows for value in row]
        return Number(flat[0] if len(flat) == 1 else flat[part.place])

    def _fail(self, equation: Equation, what: str, got: str) -> ModelError:
        return ModelError(what, where=f"{display(equation.name)}, {self.document.file}, line {equation.line}", got=got)

    def _label(self, element: str) -> str:
        return self.ranges.names.get(element, element)

    # -- what one equation can say

    def _whole(self, expression: Expression | None, axes: tuple[str, ...]) -> bool:
        """Tell whether an expression reads nothing but single elements and its own whole dimensions."""
        if isinstance(expression, Numbers):
            return False
        if isinstance(expression, Unary):
            return self._whole(expression.operand, axes)
        if isinstance(expression, Binary):
            return self._whole(expression.left, axes) and self._whole(expression.right, axes)
        if isinstance(expression, Call):
            if fold(expression.name) == "elmcount":
                return True
            if fold(expression.name) in SUMS and not self._plain(expression):
                return False
            inner = True if fold(expression.name) in SUMS else all(self._whole(argument, axes) for argument in expression.arguments)
            return inner and self._reads(expression, axes)
        return not isinstance(expression, Name) or self._reads(expression, axes)

    def _reads(self, reference: Name | Call, axes: tuple[str, ...]) -> bool:
        own = self.axes.get(fold(reference.name), ())
        if not reference.indices:
            return not (isinstance(reference, Name) and own == () and self._is_subscript(fold(reference.name)))
        for at, index in enumerate(reference.indices):
            name = fold(index.name)
            if index.expression is not None:
                return False
            if self.ranges.is_range(name) and (name not in axes or own is None or at >= len(own) or own[at] != name):
                return False
        return True

    def _is_subscript(self, name: str) -> bool:
        return name not in self.variables and (self.ranges.is_range(name) or self.ranges.is_element(name))

    def _plain(self, call: Call) -> bool:
        """Tell whether a sum runs over whole dimensions of one variable."""
        (argument,) = call.arguments if len(call.arguments) == 1 else (None,)
        if fold(call.name) == "prod" or not isinstance(argument, Name):
            return False
        own = self.axes.get(fold(argument.name)) or ()
        bangs = [index for index in argument.indices if index.bang]
        return bool(bangs) and len(own) == len(argument.indices) and all(
            own[at] == fold(index.name) if index.bang else self.ranges.is_element(fold(index.name))
            for at, index in enumerate(argument.indices)
        )  # fmt: skip

    # -- one element's equation

    def _of(self, expression: Expression, bound: Bound, equation: Equation) -> Expression:
        """Return an expression with every range in it replaced by the element that it has here."""
        if isinstance(expression, Unary):
            return Unary(expression.operator, self._of(expression.operand, bound, equation))
        if isinstance(expression, Binary):
            return Binary(expression.operator, self._of(expression.left, bound, equation), self._of(expression.right, bound, equation))
        if isinstance(expression, Call):
            if fold(expression.name) == "elmcount":
                return expression
            if fold(expression.name) in SUMS and not self._plain(expression):
                return self._sum(expression, bound, equation)
            inside = tuple(self._of(argument, bound, equation) for argument in expression.arguments)
            return replace(expression, arguments=inside, indices=self._indices(expression.indices, bound, equation))
        if isinstance(expression, Name):
            name = fold(expression.name)
            if not expression.indices and self._is_subscript(name):
                return Number(float(self._position(name, bound, equation) + 1))
            return replace(expression, indices=self._indices(expression.indices, bound, equation))
        return expression

    def _indices(self, indices: tuple[Index, ...], bound: Bound, equation: Equation) -> tuple[Index, ...]:
        return tuple(index if index.bang else Index(self._label(self._element(index, bound, equation))) for index in indices)

    def _element(self, index: Index, bound: Bound, equation: Equation) -> str:
        if index.expression is not None:
            raise self._fail(equation, "A subscript that is computed cannot be written as XMILE", index.name or "an expression")
        name = fold(index.name)
        found = dict(bound).get(name)
        if found is None and not self.ranges.is_range(name):
            return name
        for key, element in bound:
            found = found or self.ranges.carry(key, element, name)
        if found is None:
            raise self._fail(equation, "The subscript is bound to nothing on the left side", index.name)
        return found

    def _position(self, name: str, bound: Bound, equation: Equation) -> int:
        element = self._element(Index(name), bound, equation)
        return self.ranges.position(element) or 0

    def _sum(self, call: Call, bound: Bound, equation: Equation) -> Expression:
        """Write a sum, product, least or greatest over part of a dimension out, term by term."""
        if len(call.arguments) != 1:
            raise self._fail(equation, "The function cannot be written as XMILE with these arguments", display(call.name).upper())
        over = list(dict.fromkeys(_bangs(call.arguments[0])))
        members = [self.ranges.members.get(name, ()) for name in over]
        count = 1
        for each in members:
            count *= len(each)
        if not over or not 0 < count <= MOST_TERMS:
            raise self._fail(
                equation, f"The function runs over too much to write it out, more than {MOST_TERMS} elements", display(call.name)
            )
        sign = SUMS[fold(call.name)]
        total: Expression | None = None
        for elements in itertools.product(*members):
            running = {name: self._label(element) for name, element in zip(over, elements, strict=True)}
            term = self._of(_at(call.arguments[0], running), bound, equation)
            if total is None:
                total = term
            else:
                total = Call(sign, (total, term)) if sign in {"MIN", "MAX"} else Binary("+" if sign == "+" else "*", total, term)
        assert total is not None
        return total


def _bangs(expression: Expression) -> Iterator[str]:
    """Yield the ranges that a vector function runs over."""
    if isinstance(expression, Unary):
        yield from _bangs(expression.operand)
    elif isinstance(expression, Binary):
        yield from _bangs(expression.left)
        yield from _bangs(expression.right)
    elif isinstance(expression, Name | Call):
        yield from (fold(index.name) for index in expression.indices if index.bang)
        for argument in expression.arguments if isinstance(expression, Call) else ():
            yield from _bangs(argument)


def _at(expression: Expression, running: Mapping[str, str]) -> Expression:
    """Return what a vector function adds up, at one element of each range that it runs over."""
    if isinstance(expression, Unary):
        return Unary(expression.operator, _at(expression.operand, running))
    if isinstance(expression, Binary):
        return Binary(expression.operator, _at(expression.left, running), _at(expression.right, running))
    if isinstance(expression, Name | Call):
        indices = tuple(Index(running[fold(index.name)]) if index.bang else index for index in expression.indices)
        if isinstance(expression, Name):
            return replace(expression, indices=indices)
        return replace(expression, indices=indices, arguments=tuple(_at(argument, running) for argument in expression.arguments))
    return expression
