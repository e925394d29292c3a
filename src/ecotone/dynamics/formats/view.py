"""Where the variables of a model stand on the page, as the view of an XMILE 1.0 file says it (OASIS, 2015, chapter 6).

A place is the middle of what is drawn. A flow has the points of its pipe, a connector the angle at which it leaves, counted
against the clock from the horizontal, and the polarity that somebody stated. Of several views each stands below the one
before; interfaces, and the aliases of what stands elsewhere, are no places of their own.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from lxml import etree

from ecotone.dynamics.printer import identifier, number
from ecotone.dynamics.syntax import display, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ecotone.dynamics.syntax import Equation

Place = tuple[float, float]
Stated = Literal["+", "-"]

NAMESPACE: Final = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
OWN: Final = "urn:ecotone:view"
ROOMY: Final = f"{{{OWN}}}box_width"
"""An attribute of views in which every place leaves room for a box of this width."""
APART: Final = 120.0
"""Points between one view and the next below it."""
OUTSIDE: Final = 70.0
"""Points from a flow to the end of its pipe that leads to no stock."""
BOX: Final = (152, 40)
"""Width and height of a box on Ecotone's canvas."""
CORNER: Final = (166, 84)
"""The middle of the box that stands at the upper left of the canvas, with room around it for what flows in from outside."""
EDGE: Final = (22.5, 17.5)
"""From the middle of a stock to its edge, in the size in which other programs draw it."""
_THINGS: Final = frozenset({"stock", "flow", "aux", "gf"})


@dataclass(frozen=True)
class View:
    """Where variables stand, and what is stated of links, by folded names.

    Parameters
    ----------
    at : dict
        The middle of each variable, in points from the upper left.
    stated : dict
        The polarity that was given to a link, by its two ends.
    roomy : bool
        Whether the places leave room for the boxes of Ecotone's canvas.
    """

    at: dict[str, Place] = field(default_factory=dict)
    stated: dict[tuple[str, str], Stated] = field(default_factory=dict)
    roomy: bool = False


def read_view(layout: str) -> View:
    """Return the places of the `<views>` of a model; nothing where they are none.

    Examples
    --------
    >>> read_view('<views><view><stock name="Tea" x="90" y="40"/></view></views>').at
    {'tea': (90.0, 40.0)}
    """
    if not layout.lstrip().startswith("<"):
        return View()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(f"<all>{layout}</all>", parser)
    found = View(roomy=any(ROOMY in element.attrib for element in root.iter()))
    below = 0.0
    for view in (element for element in root.iter() if _tag(element) == "view"):
        if "interface" in {(view.get("type") or "").lower(), (view.get("name") or "").lower()}:
            continue
        here = {name: place for name, place in _things(view) if name not in found.at}
        if here:
            top = min(0.0, *(y for _, y in here.values())) if found.at else 0.0
            found.at.update({name: (x, y - top + below) for name, (x, y) in here.items()})
            below = max(y for _, y in found.at.values()) + APART
        found.stated.update(_stated(view))
    return found


def middle(at: tuple[int, int]) -> Place:
    """Return the middle of the box whose upper left corner stands at a place of the canvas."""
    return (float(at[0] + CORNER[0]), float(at[1] + CORNER[1]))


def _tag(element: Any) -> str:
    return re.split("[}:]", element.tag)[-1].lower() if isinstance(element.tag, str) else ""


def _things(view: Any) -> Iterable[tuple[str, Place]]:
    """Yield what stands in a view, the first of each name."""
    seen: set[str] = set()
    for element in view.iter():
        name = fold(element.get("name") or "")
        if _tag(element) in _THINGS and name and name not in seen:
            try:
                x, y = float(element.get("x") or "nan"), float(element.get("y") or "nan")
            except ValueError:
                continue
            if math.isfinite(x) and math.isfinite(y):
                seen.add(name)
                yield name, (x, y)


def _stated(view: Any) -> Iterable[tuple[tuple[str, str], Stated]]:
    aliases = {
        element.get("uid"): "".join(child.itertext())
        for element in view.iter()
        if _tag(element) == "alias" and element.get("uid")
        for child in element
        if _tag(child) == "of"
    }
    for element in view.iter():
        polarity = (element.get("polarity") or "").strip()
        if _tag(element) != "connector" or polarity not in {"+", "-"}:
            continue
        ends = {}
        for child in element:
            if _tag(child) in {"from", "to"}:
                alias = next((aliases.get(inner.get("uid")) for inner in child if _tag(inner) == "alias"), None)
                ends[_tag(child)] = fold(alias or "".join(child.itertext()))
        if ends.get("from") and ends.get("to"):
            yield (ends["from"], ends["to"]), "+" if polarity == "+" else "-"


def write_view(
    equations: Sequence[Equation],
    at: Mapping[str, Place],
    connectors: Iterable[tuple[str, str]],
    stated: Mapping[tuple[str, str], str] | None = None,
    *,
    box_width: int | None = None,
) -> str:
    """Return the views of an XMILE file, as text; empty where nothing has a place.

    Parameters
    ----------
    equations : sequence of Equation
        The variables, with the flows of each stock.
    at : mapping
        The middle of each, by folded name; one without a place is left out.
    connectors : iterable of pairs
        What each arrow leads from and to.
    stated : mapping, optional
        Polarities of arrows, by folded names.
    box_width : int, optional
        For boxes of what width the places leave room, if they do.
    """
    first = {fold(equation.name): equation for equation in reversed(equations) if fold(equation.name) in at}
    if not first:
        return ""
    root = etree.fromstring(f'<views xmlns="{NAMESPACE}"' + (f' xmlns:ecotone="{OWN}"/>' if box_width else "/>"))
    view = etree.SubElement(root, f"{{{NAMESPACE}}}view", {"type": "stock_flow"})
    if box_width:
        view.set(ROOMY, str(box_width))
    out = {fold(flow): fold(stock.name) for stock in equations for flow in stock.outflows}
    into = {fold(flow): fold(stock.name) for stock in equations for flow in stock.inflows}
    numbers = itertools.count(1)
    for name, equation in reversed(first.items()):
        tag = equation.kind if equation.kind in {"stock", "flow"} else "aux"
        element = _put(view, tag, at[name], name=display(equation.name), uid=str(next(numbers)))
        if tag == "flow":
            points = etree.SubElement(element, f"{{{NAMESPACE}}}pts")
            for point in pipe(at[name], at.get(out.get(name, "")), at.get(into.get(name, ""))):
                _put(points, "pt", point)
    for source, target in dict.fromkeys(connectors):
        one, other = fold(source), fold(target)
        if one in first and other in first:
            element = _put(view, "connector", at[one], angle=number(angle(at[one], at[other])), uid=str(next(numbers)))
            if sign := (stated or {}).get((one, other)):
                element.set("polarity", sign)
            for end, name in (("from", source), ("to", target)):
                etree.SubElement(element, f"{{{NAMESPACE}}}{end}").text = identifier(name)
    return etree.tostring(root, encoding="unicode")


def _put(parent: Any, tag: str, at: Place, **more: str) -> Any:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", {"x": number(round(at[0], 2)), "y": number(round(at[1], 2)), **more})


def angle(one: Place, other: Place) -> float:
    """Return the angle of a straight line against the clock from the horizontal, in degrees, on a page that counts downwards.

    Examples
    --------
    >>> angle((0, 0), (10, 0)), angle((0, 10), (0, 0))
    (0.0, 90.0)
    """
    return round(math.degrees(math.atan2(one[1] - other[1], other[0] - one[0])) % 360, 2) % 360


def pipe(valve: Place, source: Place | None, sink: Place | None) -> list[Place]:
    """Return the points of a flow's pipe, level or upright from point to point, its valve between them.

    Examples
    --------
    >>> pipe((100, 50), (0, 50), None)
    [(22.5, 50), (170.0, 50)]
    """
    source, sink = (_levelled(end, valve) for end in (source, sink))
    one = source or _outside(valve, sink, -1)
    other = sink or _outside(valve, source, 1)
    (ax, ay), (vx, vy), (bx, by) = one, valve, other
    if min(ay, by) <= vy <= max(ay, by):
        corners = [(vx, ay), (vx, by)]
    elif min(ax, bx) <= vx <= max(ax, bx):
        corners = [(ax, vy), (bx, vy)]
    else:
        corners = [(vx, ay), (vx, vy), (bx, vy)]
    way: list[Place] = [point for point, _ in itertools.groupby((one, *corners, other))]
    straight = [
        here
        for before, here, after in zip(way, way[1:], way[2:], strict=False)
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
    ]
    way = [way[0], *straight, way[-1]]
    if source:
        way[0] = _edge(way[0], way[1])
    if sink:
        way[-1] = _edge(way[-1], way[-2])
    return way


def _levelled(stock: Place | None, valve: Place) -> Place | None:
    """Return where a pipe meets the middle line of a stock: at the height or breadth of the valve where that is within the stock."""
    if stock is None:
        return None
    dx, dy = abs(stock[0] - valve[0]), abs(stock[1] - valve[1])
    if dy <= EDGE[1] and dx > EDGE[0]:
        return (stock[0], valve[1])
    return (valve[0], stock[1]) if dx <= EDGE[0] and dy > EDGE[1] else stock


def _outside(valve: Place, other: Place | None, sign: int) -> Place:
    """Return where the world outside lies: away from the stock at the other end, else to the left or right."""
    dx, dy = (valve[0] - other[0], valve[1] - other[1]) if other else (float(sign), 0.0)
    if abs(dx) >= abs(dy):
        return (valve[0] + math.copysign(OUTSIDE, dx), valve[1])
    return (valve[0], valve[1] + math.copysign(OUTSIDE, dy))


def _edge(middle: Place, towards: Place) -> Place:
    dx, dy = towards[0] - middle[0], towards[1] - middle[1]
    if abs(dx) >= abs(dy):
        return (middle[0] + math.copysign(EDGE[0], dx), middle[1]) if dx else middle
    return (middle[0], middle[1] + math.copysign(EDGE[1], dy))
