"""What a subscript means where it stands: an element, the element that a range runs over, or a place in a range."""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.operations import LEAVES, Op
from ecotone.dynamics.scalar import Evaluator
from ecotone.dynamics.syntax import Index, Name, Number, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.nodes import Graph
    from ecotone.dynamics.ranges import Ranges
    from ecotone.dynamics.scopes import Environment, Variable
    from ecotone.dynamics.syntax import Call, Document, Expression

_INTEGER: Final = re.compile(r"\d+")
_SLACK: Final = 1e-9
"""A place that rounding left this little below a whole number is that number."""


class Subscripting:
    """The part of the lowering that resolves subscripts."""

    document: Document
    graph: Graph
    ranges: Ranges

    def lower(self, expression: Expression, env: Environment) -> int:
        """Return the node of an expression."""
        raise NotImplementedError

    def position(self, name: str, env: Environment) -> int | None:
        """Return the place of a range's current element, or of an element, in the largest range that has it, from 0."""
        for key, element in (*env.over, *env.bound):
            if key == name and self.ranges.is_range(key):
                return self.ranges.position(element)
        if self.ranges.is_range(name):
            for key, element in env.bound:
                carried = self.ranges.carry(key, element, name)
                if carried is not None:
                    return self.ranges.position(carried)
        return self.ranges.position(name) if self.ranges.is_element(name) else None

    def elements(self, reference: Name | Call, variable: Variable, env: Environment) -> tuple[str, ...]:
        """Return the element of a variable that a reference means."""
        if not reference.indices and variable.rank:
            return self._implied(reference, variable, env)
        if len(reference.indices) != variable.rank:
            raise ModelError(
                "The reference has the wrong number of subscripts",
                where=env.where,
                got=f"{display(reference.name)} with {len(reference.indices)}",
                expected=str(variable.rank),
            )
        found = tuple(self.element(index, env, variable.ranges[at], reference) for at, index in enumerate(reference.indices))
        if found not in variable.parts:
            raise self._no_element(variable, found, env)
        return found

    def _place(self, index: Index, env: Environment, axis: str) -> Expression | None:
        """Return what computes a place on an axis: an expression, or in XMILE a variable's name; None for an element or a range."""
        if index.bang:
            return None
        if index.expression is not None:
            return index.expression
        name = fold(index.name)
        if self.document.dialect != "xmile" or self.ranges.is_range(name) or self.bound_element(name, env, axis) is not None:
            return None
        if _INTEGER.fullmatch(name):
            return Number(float(name))
        return Name(index.name) if env.scope.find(name) is not None else None

    def known(self, expression: Expression, env: Environment) -> int | None:
        """Return the place that an expression of numbers and of places comes to, counted from 1; None where the run decides."""
        node = self.lower(expression, env)
        stack = [node]
        while stack:
            at = stack.pop()
            if self.graph.ops[at] in LEAVES | {Op.PICK} and self.graph.ops[at] is not Op.CONST:
                return None
            stack += self.graph.inputs(at)
        value = Evaluator(self.graph, math.nan, math.nan, initial=True).value(node)
        return math.floor(value + _SLACK) if math.isfinite(value) else 0

    def computed(self, reference: Name, variable: Variable, env: Environment) -> bool:
        """Tell whether a subscript of a reference is computed: an expression, or a variable's name."""
        if len(reference.indices) != variable.rank:
            return False
        return any(self._place(index, env, axis) is not None for index, axis in zip(reference.indices, variable.ranges, strict=True))

    def picked(self, reference: Name, variable: Variable, env: Environment) -> int:
        """Return the element whose place is computed, maybe anew at every step; 0 where there is none, as XMILE 1.0 has it."""
        graph = self.graph
        choices: list[tuple[str, ...]] = []
        at = graph.const(0.0)
        inside: list[int] = []
        for index, axis in zip(reference.indices, variable.ranges, strict=True):
            place = self._place(index, env, axis)
            members = self.ranges.members.get(axis, ())
            fixed = None if place is None else self.known(place, env)
            if place is None:
                choices.append((self.element(index, env, axis, reference),))
            elif fixed is not None and not 0 < fixed <= len(members):
                return graph.const(0.0)
            elif fixed is not None:
                choices.append((members[fixed - 1],))
            else:
                choices.append(members)
                number = graph.op(Op.FLOOR, graph.op(Op.ADD, self.lower(place, env), graph.const(_SLACK)))
                inside += [graph.op(Op.GE, number, graph.const(1.0)), graph.op(Op.LE, number, graph.const(float(len(members))))]
                number = graph.op(Op.SUB, number, graph.const(1.0))
                at = graph.op(Op.ADD, graph.op(Op.MUL, at, graph.const(float(len(members)))), number)
        nodes = []
        for elements in itertools.product(*choices):
            if elements not in variable.parts:
                raise self._no_element(variable, elements, env)
            nodes.append(self.lower(Name(reference.name, tuple(Index(element) for element in elements)), env))
        if not inside:
            return nodes[0]
        within = inside[0]
        for test in inside[1:]:
            within = graph.op(Op.AND, within, test)
        return graph.op(Op.SELECT, within, graph.op(Op.ELEMENT, at, *nodes), graph.const(0.0))

    def _no_element(self, variable: Variable, elements: tuple[str, ...], env: Environment) -> ModelError:
        names = ",".join(self.ranges.names.get(element, element) for element in elements)
        return ModelError("The variable has no such element", where=env.where, got=f"{variable.label}[{names}]")

    def element(self, index: Index, env: Environment, axis: str, reference: Name | Call) -> str:
        """Return the element that one subscript means."""
        if index.expression is not None and not index.bang:
            members = self.ranges.members.get(axis, ())
            fixed = self.known(index.expression, env)
            if fixed is not None and 0 < fixed <= len(members):
                return members[fixed - 1]
            if fixed is not None:
                raise ModelError(
                    "The subscript is out of range",
                    where=env.where,
                    got=f"{fixed} in {display(reference.name)}",
                    expected=f"1 to {len(members)}",
                )
            raise ModelError(
                "A subscript that changes while the model runs is not supported here", where=env.where, got=display(reference.name)
            )
        name = fold(index.name)
        if index.bang:
            wanted = repr(index.expression) if index.expression is not None else f"*{axis}" if name == "*" else name
            for key, element in env.over:
                if key == wanted:
                    return element
            raise ModelError(
                "A '!' or '*' stands outside a vector function", where=env.where, got=f"{display(reference.name)}[{index.name}]"
            )
        found = self.bound_element(name, env, axis)
        if found is None:
            raise ModelError(
                "The subscript is bound to nothing on the left side", where=env.where, got=f"{index.name} in {display(reference.name)}"
            )
        return found

    def bound_element(self, name: str, env: Environment, axis: str = "") -> str | None:
        """Return the element that a range or element name stands for at this place."""
        for key, element in env.bound:
            if key == name:
                return element
        if self.document.dialect == "xmile" and axis and self.ranges.is_range(axis) and name in self.ranges.members[axis]:
            return name
        if not self.ranges.is_range(name):
            if self.ranges.is_element(name):
                return name
            number = _INTEGER.fullmatch(name)
            if number and axis:
                members = self.ranges.members.get(axis, ())
                return members[int(name) - 1] if 0 < int(name) <= len(members) else None
            return None
        for key, element in env.bound:
            carried = self.ranges.carry(key, element, name)
            if carried is not None:
                return carried
        for key, element in env.over:
            if key == name:
                return element
        return None

    def _implied(self, reference: Name | Call, variable: Variable, env: Environment) -> tuple[str, ...]:
        """Read an array without subscripts: each of its dimensions from a vector function, or from the left side."""
        out: list[str] = []
        for axis in variable.ranges:
            running = next((element for key, element in env.over if key in {f"*{axis}", axis}), None)
            element = running if running is not None else self.bound_element(axis, env, axis)
            if element is None:
                raise ModelError(
                    "The reference needs subscripts", where=env.where, got=display(reference.name), expected=str(variable.rank)
                )
            out.append(element)
        if tuple(out) not in variable.parts:
            raise self._no_element(variable, tuple(out), env)
        return tuple(out)
