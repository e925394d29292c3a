"""Modules of an XMILE model: each a name space of its own, whose inputs are variables of other modules or of the model.

A file may list a connection under the module that it feeds, under the one that feeds it, or under both; the name of its
target says which module it belongs to. A target outside every module is a variable of the model itself that a module feeds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ecotone.dynamics.scopes import Scope, define
from ecotone.dynamics.syntax import Name, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.dynamics.ranges import Ranges
    from ecotone.dynamics.syntax import Connection, Module, Submodel

_MOST: int = 20
"""How deep modules may lie in each other."""
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[^."]+')


def open_modules(
    scope: Scope, modules: Sequence[Module], models: Mapping[str, Submodel], ranges: Ranges, file: str, depth: int = 0
) -> None:
    """Give a scope the scopes of its modules, connected.

    Raises
    ------
    ModelError
        If a module has no model, holds itself, or is fed in a circle by nothing but connections.
    """
    if depth > _MOST:
        raise ModelError("Modules contain each other", where=file)
    for module in modules:
        if fold(module.model) not in models:
            raise ModelError("The module has no model", where=f"{module.name}, {file}", got=module.model)
        model = models[fold(module.model)]
        inner = Scope(f"{scope.prefix}{fold(module.name)}.", define(model.equations, ranges, file), scope)
        scope.modules[fold(module.name)] = inner
        open_modules(inner, model.modules, models, ranges, file, depth + 1)
    for module in modules:
        for connection in module.connections:
            _connect(scope, scope.modules[fold(module.name)], connection, f"{module.name}, {file}")


def _connect(scope: Scope, inner: Scope, connection: Connection, where: str) -> None:
    """Let the target of a connection mean its source."""
    *way, name = [fold(part) for part in _PART.findall(connection.to)] or [""]
    target = inner
    if connection.to.startswith("."):
        target = scope.root()
        way, name = [], fold(connection.to[1:])
        if name not in target.variables and name in scope.variables:
            target = scope
    elif way:
        found = _along(scope, way) or _along(scope.root(), way)
        target = found if found is not None else inner
    origin, wanted = _source(scope, connection.source)
    if target is origin and name == wanted:
        return
    if target is scope.root() or target is scope:
        _feed(target, name, connection.source)
        return
    target.aliases[name] = (origin, wanted)
    seen = {(id(target), name)}
    while wanted in origin.aliases:
        origin, wanted = origin.aliases[wanted]
        if (id(origin), wanted) in seen:
            raise ModelError("Modules feed each other in a circle", where=where, got=connection.to)
        seen.add((id(origin), wanted))


def _source(scope: Scope, written: str) -> tuple[Scope, str]:
    """Return where a connection begins, and the name that it has there."""
    if written.startswith("."):
        name = fold(written[1:])
        return (scope.root() if name in scope.root().variables else scope), name
    *way, name = [fold(part) for part in _PART.findall(written)] or [""]
    return _along(scope, way) or _along(scope.root(), way) or scope, name


def _along(scope: Scope, way: list[str]) -> Scope | None:
    """Return the module that a path of names leads to."""
    found: Scope | None = scope
    for name in way:
        found = found.modules.get(name) if found is not None else None
    return found


def _feed(scope: Scope, name: str, source: str) -> None:
    """Let a variable of the model itself be what a module gives, whatever stands in its equation."""
    variable = scope.variables.get(name)
    if variable is None:
        return
    given = Name(source)
    parts = {key: replace(part, equation=replace(part.equation, expression=given, table=None)) for key, part in variable.parts.items()}
    scope.variables[name] = replace(variable, parts=parts)
