"""What a Vensim model reads from files beside it, as numbers of its own, since XMILE keeps no data.

A data variable becomes a graphical function of time, held at its ends as Vensim holds it; subscripts, constants and lookups
that a call names become those that the file holds when the model is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.data import External
from ecotone.dynamics.ranges import Ranges
from ecotone.dynamics.scopes import define
from ecotone.dynamics.syntax import Call, Name, Number, Range, Table, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ecotone.dynamics.data import Points
    from ecotone.dynamics.scopes import Part
    from ecotone.dynamics.syntax import Document, Equation

_CONSTANTS: Final = re.compile(r"get (xls|direct) constants")
_LOOKUPS: Final = re.compile(r"get (xls|direct|123|vdf) lookups")


def with_numbers(document: Document, data: Sequence[Path] = ()) -> Document:
    """Return a Vensim model that needs no files.

    Parameters
    ----------
    document : Document
        The model.
    data : sequence of Path
        Files with the values of its data variables; those that lie beside it by name are found.

    Raises
    ------
    ModelError
        If a file is missing, or data are read in a way that no graphical function has.
    """
    external = External(document, data)
    ranges = Ranges.build(document.ranges, external.subscripts, document.file)
    listed = tuple(_listed(item, ranges) if item.source is not None else item for item in document.ranges)
    equations: list[Equation] = []
    for equation in document.equations:
        equations += _filled(equation, external, ranges, document.file) if _from_file(equation) else [equation]
    return replace(document, equations=tuple(equations), ranges=listed)


def _listed(item: Range, ranges: Ranges) -> Range:
    return replace(item, members=tuple(ranges.names.get(member, member) for member in ranges.members[fold(item.name)]), source=None)


def _from_file(equation: Equation) -> bool:
    if equation.kind == "data":
        return equation.expression is None or isinstance(equation.expression, Call)
    call = equation.expression
    return isinstance(call, Call) and bool(_CONSTANTS.fullmatch(fold(call.name)) or _LOOKUPS.fullmatch(fold(call.name)))


def _filled(equation: Equation, external: External, ranges: Ranges, file: str) -> Iterator[Equation]:
    """Yield an equation for every element, with the element's own numbers."""
    where = f"{display(equation.name)}, {file}, line {equation.line}"
    (variable,) = define([equation], ranges, file).values()
    for elements, part in variable.parts.items():
        one = replace(equation, subscripts=tuple(ranges.names.get(element, element) for element in elements), exceptions=())
        call = equation.expression
        if isinstance(call, Call) and _CONSTANTS.fullmatch(fold(call.name)):
            yield replace(one, expression=Number(external.constant(call, part, ranges, where)))
        elif equation.kind == "data":
            yield _of_time(one, part, external, ranges, where)
        else:
            yield replace(one, expression=_table(external.series(equation, part, ranges, where), "clamped"))


def _of_time(equation: Equation, part: Part, external: External, ranges: Ranges, where: str) -> Equation:
    if equation.hold not in {"interpolate", "hold backward"}:
        got = f":{(equation.hold or '').upper()}:"
        raise ModelError("Data that are not read in straight lines or steps cannot be written as XMILE", where=where, got=got)
    points = external.series(part.equation, part, ranges, where)
    table = _table(points, "clamped" if equation.hold == "interpolate" else "stepped")
    return replace(equation, kind="aux", hold=None, expression=Name("Time"), table=table)


def _table(points: Points, kind: str) -> Table:
    x, y = points
    if len(x) == 1:  # a graphical function needs two points
        x, y = (x[0], x[0] + 1.0), (y[0], y[0])
    return Table(x, y, "stepped" if kind == "stepped" else "clamped")
