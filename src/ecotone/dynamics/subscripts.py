"""What a subscript means where it stands: an element, the element that a range runs over, or a place in a range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.operations import Op
from ecotone.dynamics.syntax import display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.nodes import Graph
    from ecotone.dynamics.ranges import Ranges
    from ecotone.dynamics.scopes import Environment, Variable
    from ecotone.dynamics.syntax import Call, Document, Expression, Index, Name

_INTEGER: Final = re.compile(r"\d+")


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
            names = ",".join(self.ranges.names.get(element, element) for element in found)
            raise ModelError("The variable has no such element", where=env.where, got=f"{variable.label}[{names}]")
        return found

    def element(self, index: Index, env: Environment, axis: str, reference: Name | Call) -> str:
        """Return the element that one subscript means."""
        if index.expression is not None:
            node = self.lower(index.expression, env)
            if self.graph.ops[node] is Op.CONST:
                members = self.ranges.members.get(axis, ())
                at = int(self.graph.numbers[node]) - 1
                if 0 <= at < len(members):
                    return members[at]
            raise ModelError(
                "A subscript that changes while the model runs is not supported here", where=env.where, got=display(reference.name)
            )
        name = fold(index.name)
        if index.bang:
            for key, element in env.over:
                if key == (name if name != "*" else f"*{axis}"):
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
            raise ModelError("The variable has no such element", where=env.where, got=f"{variable.label}[{', '.join(out)}]")
        return tuple(out)
