"""What a name means where it stands: variables of the model, of a module, or of one call of a macro.

A variable is defined by one equation or by several that each cover some of its elements. Which equation covers which
element is settled here, with `:EXCEPT:` applied, before any expression is looked at.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecotone.dynamics.syntax import Equation, Numbers, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.dynamics.ranges import Ranges
    from ecotone.dynamics.syntax import Expression


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a variable: the equation that covers it, what its left side binds, and its place in a list."""

    equation: Equation
    bound: tuple[tuple[str, str], ...]
    place: int


@dataclass(slots=True)
class Variable:
    """A variable with all its elements, in the order of its definition."""

    name: str
    label: str
    parts: dict[tuple[str, ...], Part]
    ranges: tuple[str, ...]

    @property
    def rank(self) -> int:
        """Return how many subscripts the variable has."""
        return len(self.ranges)

    @property
    def first(self) -> Equation:
        """Return its first equation."""
        return next(iter(self.parts.values())).equation


@dataclass
class Scope:
    """A name space.

    Parameters
    ----------
    prefix : str
        What its variables' keys begin with; empty for the model itself.
    variables : dict
        Folded name to variable.
    formals : dict
        A macro's inputs: folded name to the argument and where to read it.
    aliases : dict
        A module's inputs: folded name to the scope and folded name that feed it.
    modules : dict
        Folded name of a module to its scope.
    """

    prefix: str
    variables: dict[str, Variable]
    parent: Scope | None = None
    formals: dict[str, tuple[Expression, Environment]] = field(default_factory=dict)
    aliases: dict[str, tuple[Scope, str]] = field(default_factory=dict)
    modules: dict[str, Scope] = field(default_factory=dict)
    visible: bool = True

    def find(self, name: str) -> tuple[Scope, Variable] | None:
        """Find a variable by its folded name here, through a module's connections, or in a module named before a dot."""
        found: tuple[Scope, Variable] | None = None
        if name in self.aliases:
            scope, other = self.aliases[name]
            found = scope.find(other)
            if found is not None:
                return found
        if name in self.variables:
            return self, self.variables[name]
        if "." in name:
            head, _, rest = name.partition(".")
            if not head:
                return self.root().find(rest)
            module = self.modules.get(fold(head)) or self.root().modules.get(fold(head))
            return module.find(fold(rest)) if module is not None else None
        if name.endswith("$") and self.parent is not None:
            return self.root().find(name[:-1].strip())
        return None

    def root(self) -> Scope:
        """Return the model's own scope."""
        return self if self.parent is None else self.parent.root()


@dataclass(frozen=True)
class Environment:
    """Where an expression is read: its scope, the elements bound on the left, and the instance it belongs to."""

    scope: Scope
    bound: tuple[tuple[str, str], ...] = ()
    over: tuple[tuple[str, str], ...] = ()
    owner: int = -1
    where: str = ""
    itself: int = -1

    def running(self, over: Iterable[tuple[str, str]]) -> Environment:
        """Return the environment with ranges of a vector function bound too."""
        return Environment(self.scope, self.bound, (*over, *self.over), self.owner, self.where, self.itself)


def define(equations: Iterable[Equation], ranges: Ranges, file: str) -> dict[str, Variable]:
    """Group equations by variable and settle which equation covers which element.

    Raises
    ------
    ModelError
        If a subscript is unknown, a variable is defined twice, or its equations differ in their number of subscripts.
    """
    found: dict[str, Variable] = {}
    for equation in equations:
        name = fold(equation.name)
        where = f"{display(equation.name)}, {file}, line {equation.line}"
        keys = tuple(fold(subscript) for subscript in equation.subscripts)
        for key, written in zip(keys, equation.subscripts, strict=True):
            if not ranges.is_range(key) and not ranges.is_element(key):
                raise ModelError("No such subscript", where=where, got=written, expected="a range or an element of one")
        axes = [ranges.members[key] if ranges.is_range(key) else (key,) for key in keys]
        without = {
            elements for clause in equation.exceptions for elements in itertools.product(*_clause(clause, keys, axes, ranges, where))
        }
        variable = found.get(name)
        if variable is None:
            axes_of = tuple(map(fold, equation.dimensions)) if len(equation.dimensions) == len(keys) else keys
            variable = found[name] = Variable(name, display(equation.name), {}, axes_of)
        elif variable.rank != len(keys):
            raise ModelError(
                "The equations of a variable differ in their number of subscripts", where=where, got=f"{len(keys)} and {variable.rank}"
            )
        listed = isinstance(equation.expression, Numbers)
        for place, elements in enumerate(itertools.product(*axes)):
            if elements in without:
                continue
            if elements in variable.parts and not listed and not keys:
                raise ModelError("The variable is defined twice", where=where, got=f"also on line {variable.parts[elements].equation.line}")
            before = variable.parts.get(elements)
            # Of two equations for one element the narrower is meant: an element named outright beats a range.
            if before is not None and _width(before.equation, ranges) < _width(equation, ranges):
                continue
            variable.parts[elements] = Part(equation, tuple(zip(keys, elements, strict=True)), place)
    return found


def _width(equation: Equation, ranges: Ranges) -> int:
    width = 1
    for subscript in equation.subscripts:
        width *= len(ranges.members.get(fold(subscript), ("",)))
    return width


def _clause(
    clause: tuple[str, ...], keys: tuple[str, ...], axes: list[tuple[str, ...]], ranges: Ranges, where: str
) -> list[tuple[str, ...]]:
    """Return the elements an `:EXCEPT:` clause takes out, axis by axis."""
    if len(clause) != len(axes):
        raise ModelError("An :EXCEPT: clause needs as many subscripts as the variable", where=where, got=", ".join(clause))
    out: list[tuple[str, ...]] = []
    for written, key, axis in zip(clause, keys, axes, strict=True):
        name = fold(written)
        if name == key:
            out.append(axis)
        elif ranges.is_range(name):
            out.append(ranges.members[name])
        elif ranges.is_element(name):
            out.append((name,))
        else:
            raise ModelError("No such subscript in :EXCEPT:", where=where, got=written)
    return out
