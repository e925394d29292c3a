"""The places of a drawing as the view of a file says them, and back.

Other programs draw small symbols beside their names, close together; on the canvas names stand in boxes. So a foreign layout
is drawn apart, the same in both directions, until no box covers another, or as far as it stays a picture. A layout that was
written here is taken as it is.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.formats.view import BOX, CORNER, middle, write_view
from ecotone.dynamics.redraw import FURTHEST, free, links, settled
from ecotone.dynamics.syntax import Equation, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecotone.dynamics.drawn import Drawn
    from ecotone.dynamics.formats.view import Place, View

APART: Final = (36, 24)
"""Points between two boxes, so that what leads from one to the other can be seen."""
WIDER: Final = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""By how much a foreign layout is drawn apart: the least with which hardly a box covers another."""
HARDLY: Final = 0.05
"""Share of the boxes that may cover another still; each of these is put where there is room beside."""
FAR: Final = 400
"""Where the first box of a foreign layout stands at most; one that was drawn further off is brought here."""


def on_canvas(view: View) -> dict[str, tuple[int, int]]:
    """Return the upper left corner of each variable's box, by folded names.

    Examples
    --------
    >>> from ecotone.dynamics.formats.view import View
    >>> on_canvas(View({"a": (200.0, 100.0), "b": (300.0, 100.0)}))
    {'a': (34, 16), 'b': (234, 16)}
    """
    if not view.at:
        return {}
    apart = {*view.at.values()}
    wider = 1.0 if view.roomy else next((by for by in WIDER if _covered(apart, by) <= HARDLY * len(apart)), WIDER[-1])
    left, top = (min(place[axis] for place in apart) for axis in (0, 1))
    corners = {name: (left + (x - left) * wider - CORNER[0], top + (y - top) * wider - CORNER[1]) for name, (x, y) in view.at.items()}
    shift = [0.0, 0.0]
    for axis in (0, 1):
        first = min(corner[axis] for corner in corners.values())
        shift[axis] = -first if first < 0 or (first > FAR and not view.roomy) else 0.0
    found = {name: (_inside(x + shift[0]), _inside(y + shift[1])) for name, (x, y) in corners.items()}
    return found if view.roomy else _beside(found)


def _covered(places: Iterable[Place], wider: float) -> int:
    """Count the boxes that would stand on another."""
    across, down = ((BOX[axis] + APART[axis]) / wider for axis in (0, 1))
    found = 0
    waiting: list[Place] = []
    for x, y in sorted(places):
        waiting = [one for one in waiting if x - one[0] < across]
        found += any(abs(y - one[1]) < down for one in waiting)
        waiting.append((x, y))
    return found


def _beside(places: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Put each box that stands on another where there is room."""
    found: dict[str, tuple[int, int]] = {}
    lost = []
    for name, (x, y) in places.items():
        if any(abs(x - one[0]) < BOX[0] and abs(y - one[1]) < BOX[1] for one in found.values()):
            lost.append(name)
        else:
            found[name] = (x, y)
    for name in lost:
        found[name] = free(list(found.values()), places[name])
    return {name: found[name] for name in places}


def _inside(value: float) -> int:
    return round(min(max(value, 0), FURTHEST))


def layout_of(drawn: Drawn) -> str:
    """Return the places of a drawing, its links and what is stated of them as the view of a file."""
    drawn = settled(drawn)
    equations = [Equation(each.name, kind=each.kind, inflows=each.inflows, outflows=each.outflows) for each in drawn.variables]
    at = {fold(each.name): middle(each.at) for each in drawn.variables if each.at is not None}
    arrows = [(each.source, each.target) for each in links(drawn) if not each.flow]
    stated = {(fold(source), fold(each.name)): sign for each in drawn.variables for source, sign in each.stated}
    return write_view(equations, at, arrows, stated, box_width=BOX[0])


def stated_of(view: View, names: Mapping[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what is stated of the links into each variable, by folded names."""
    known = [pair for pair in view.stated.items() if names.keys() >= set(pair[0])]
    return {
        target: tuple((names[source], sign) for (source, _), sign in group)
        for target, group in itertools.groupby(sorted(known, key=lambda pair: pair[0][::-1]), key=lambda pair: pair[0][1])
    }
