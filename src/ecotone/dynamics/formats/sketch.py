"""Where the variables of a Vensim model stand, as its sketch says it, written as an XMILE view.

Of several views each stands below the one before. A variable stands where it is drawn itself, and only where it is not, at
the first of its shadows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.formats.view import APART, write_view
from ecotone.dynamics.syntax import display, fold

if TYPE_CHECKING:
    from ecotone.dynamics.formats.view import Place
    from ecotone.dynamics.syntax import Document, Equation

_WORD: Final = re.compile(r'10,(\d+),("(?:[^"\\]|\\.)*"|[^,]*),(-?\d+),(-?\d+),-?\d+,-?\d+,-?\d+,(\d+)')
_ARROW: Final = re.compile(r"1,\d+,(\d+),(\d+),\d+,\d+,(\d+),")
_SIGNS: Final = {"43": "+", "45": "-", "83": "+", "79": "-"}
"""Polarities as codes of their marks: plus and minus, or S and O for the same and the opposite direction."""


def sketch_view(document: Document, equations: tuple[Equation, ...]) -> str:
    """Return the sketch as XMILE views: where variables stand, and the arrows between them; empty where there is none."""
    kinds = {fold(e.name): e.kind for e in equations}
    at: dict[str, Place] = {}
    shadows: dict[str, Place] = {}
    arrows: dict[tuple[str, str], str] = {}
    below = 0.0
    for section in re.split(r"^\*View ?", document.layout, flags=re.MULTILINE)[1:] or [document.layout]:
        ids: dict[str, str] = {}
        heights = []
        for line in section.splitlines():
            if match := _WORD.match(line):
                name = fold(match[2])
                if name in kinds:
                    ids[match[1]] = name
                    # The first bit of the word says that this is the variable itself and no shadow of it.
                    shown = at if int(match[5]) & 1 else shadows
                    shown.setdefault(name, (float(match[3]), float(match[4]) + below))
                    heights.append(float(match[4]))
        for line in section.splitlines():
            if match := _ARROW.match(line):
                one, other = ids.get(match[1]), ids.get(match[2])
                if one and other and kinds[other] != "stock":
                    arrows[(one, other)] = _SIGNS.get(match[3], "")
        below += max(heights) + APART if heights else 0
    names = {fold(e.name): display(e.name) for e in equations}
    connectors = [(names[one], names[other]) for one, other in arrows]
    return write_view(equations, {**shadows, **at}, connectors, arrows)
