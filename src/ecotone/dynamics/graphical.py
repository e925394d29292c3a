"""Graphical functions: points put to the test, and the node that reads them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.operations import Op
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.nodes import Graph
    from ecotone.dynamics.scopes import Environment
    from ecotone.dynamics.syntax import Table

_KINDS: Final = {"clamped": Op.LOOKUP, "extrapolated": Op.LOOKUP_EXTRAPOLATE, "stepped": Op.LOOKUP_HOLD}


def graphical(graph: Graph, table: Table, x: int, env: Environment, op: Op | None = None) -> int:
    """Return the node that reads a graphical function at x, after a look at its points."""
    if not table.x:
        raise ModelError("The graphical function has no points", where=env.where)
    if len(table.x) == 1:
        point = f"({table.x[0]:g}, {table.y[0]:g})"
        raise ModelError("The graphical function has one point only", where=env.where, got=point, remedy="Give two, or use a constant")
    x_values, y_values = table.x, table.y
    if all(b < a for a, b in itertools.pairwise(x_values)):
        x_values, y_values = x_values[::-1], y_values[::-1]  # written from right to left
    if any(b < a for a, b in itertools.pairwise(x_values)):
        raise ModelError(
            "The x values of the graphical function are not in rising order",
            where=env.where,
            got=", ".join(f"{value:g}" for value in table.x[:12]),
            remedy="Sort its points",
        )
    return graph.lookup(op or _KINDS[table.kind], x, (x_values, y_values))
