"""A causal-loop diagram drawn as SVG: one file, no script, nothing from elsewhere, readable in light, in dark and in print.

Variables stand in the layers of `layered`, stocks in boxes; a link that passes several layers is led around what lies between.
At its head stands `+`, `−`, `±` or `?` (not known), across its middle a double bar where it is delayed; links that lower are
also dashed, so that no meaning rests on colour. A loop's name stands in a turning arrow near its middle, and a list below
says what each loop is.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from ecotone.dynamics.diagram import weights
from ecotone.dynamics.layered import layers, rows, straightened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecotone.dynamics.causal_map import CausalMap
    from ecotone.dynamics.diagram import Link

Point: TypeAlias = tuple[float, float]

LETTER: Final = 6.3
"""Width of a letter at 11 points, on the safe side."""
LINE: Final = 13
WRAP: Final = 19
LINES: Final = 6
"""Lines of a name; its link's titles and the list say it whole."""
WIDE: Final = 11.5
"""Width of a letter that is as broad as high, such as those of Chinese and Japanese."""
GAP: Final = 22
"""Room between the names of a layer."""
LANE: Final = 16
"""Room that a link takes where it passes a layer."""
LAYER: Final = 62
"""Room between layers, for the links to turn in."""
STEEP: Final = 0.2
"""How far from upright a link may be where it passes a layer, steps aside for a step down."""
MARGIN: Final = 28
RADIUS: Final = 13
"""Of a loop's sign."""
LISTED: Final = 150
"""Letters of a loop in the list below, before it is cut."""

STYLE: Final = """
:root{color-scheme:light dark}
svg{--page:#fff;--ink:#1d2733;--soft:#5b6775;--box:#eef3f8;--edge:#8b98a6;--up:#2f6d3f;--down:#a8432a;--loop:#3451a4;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
@media (prefers-color-scheme:dark){svg{--page:#14181d;--ink:#e8edf2;--soft:#a3afbb;--box:#232b34;--edge:#76838f;--up:#86cf98;
--down:#f0a08a;--loop:#a9bcff}}
@media print{svg{--page:#fff;--ink:#000;--soft:#333;--box:#fff;--edge:#555;--up:#000;--down:#000;--loop:#000}}
.page{fill:var(--page)}text{fill:var(--ink);font-size:11px}.title{font-size:16px;font-weight:600}.list{font-size:11.5px}
.soft{fill:var(--soft)}.stock{fill:var(--box);stroke:var(--ink);stroke-width:1.3}.bare{fill:var(--page)}
.link{fill:none;stroke:var(--edge);stroke-width:1.1}.link.in{stroke-width:1.7;stroke:var(--soft)}.down{stroke-dasharray:5 3}
.head{fill:var(--soft)}.bar{stroke:var(--ink);stroke-width:1.5}.sign{font-size:14px;font-weight:700;text-anchor:middle;
paint-order:stroke;stroke:var(--page);stroke-width:3px}.plus{fill:var(--up)}.minus{fill:var(--down)}
.turn{fill:none;stroke:var(--loop);stroke-width:1.5}.tip{fill:var(--loop)}.disc{fill:var(--page);opacity:.85}
.name{fill:var(--loop);font-size:10.5px;font-weight:700;text-anchor:middle}.flow{font-style:italic}
"""


@dataclass(slots=True)
class _Box:
    """Where a variable stands, by its middle, and the lines of its name."""

    lines: list[str]
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    def holds(self, point: Point, room: float) -> bool:
        return abs(point[0] - self.x) < self.width / 2 + room and abs(point[1] - self.y) < self.height / 2 + room


def svg(found: CausalMap) -> str:
    """Return the diagram as SVG.

    Examples
    --------
    >>> from ecotone.dynamics.causal_map import causal_map
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> text = svg(causal_map(technology_diffusion().model()))
    >>> text.startswith("<svg "), text.count('class="stock"'), "R1" in text
    (True, 2, True)
    """
    boxes, routes = _laid_out(found)
    width = max([box.x + box.width / 2 for box in boxes.values()] + [x for route in routes.values() for x, _ in route], default=0.0)
    listed = list(_listed(found))
    title = found.title if len(found.title) <= LISTED else f"{found.title[: LISTED - 1]}…"
    width = max(width + MARGIN, 2 * MARGIN + max([len(text) * 6.4 for text in (title, *listed)], default=0), 420)
    bottom = max((box.y + box.height / 2 for box in boxes.values()), default=60.0) + MARGIN
    height = bottom + 18 * len(listed) + MARGIN
    inside = {ends for ring in found.loops for ends in ring.links()}
    size = f'width="{width:.0f}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" {size} role="img">',
        f"<title>{escape(found.title)}: causal-loop diagram</title>",
        f"<desc>{escape(_described(found))}</desc>",
        f"<style>{STYLE}</style>",
        f'<rect class="page" {size}/>',
        f'<text class="title" x="{MARGIN}" y="30">{escape(title)}</text>',
    ]
    marks: list[str] = []
    for link in found.links:
        drawn, mark = _drawn(link, routes[(link.source, link.target)], within=(link.source, link.target) in inside)
        parts.append(drawn)
        marks += mark
    kinds = {v.name: v.kind for v in found.variables}
    parts += [_name(box, kinds[name]) for name, box in boxes.items()]
    parts += marks
    parts += _signs(found, boxes, routes)
    for at, text in enumerate(listed):
        soft = "" if at < len(found.loops) else " soft"
        parts.append(f'<text class="list{soft}" x="{MARGIN}" y="{bottom + 18 * at + 12:.0f}">{escape(text)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _described(found: CausalMap) -> str:
    loops = "; ".join(f"{ring.name} {ring.kind}: {', '.join(ring.variables)}" for ring in found.loops)
    return f"{len(found.variables)} variables, {len(found.links)} links. {loops}"


def _listed(found: CausalMap) -> Iterator[str]:
    """Yield the lines below the drawing: each loop, what is not known, and what the signs mean."""
    for ring in found.loops:
        text = f"{ring.name} · {ring.kind} · {ring.share:.0%} of the behaviour · {' → '.join(ring.variables)}"
        if len(text) > LISTED:
            begun = text[: LISTED - 1]
            text = f"{begun.rpartition(' → ')[0] or begun}{' →' * (' → ' in begun)} … ({len(ring.variables)} variables)"
        yield text
    yield from found.notes
    yield "+ rises with it, − falls (dashed), ± either, ? not known; a double bar marks a delay. Stocks stand in boxes, flows in italics."


def _wrapped(name: str) -> list[str]:
    """Return a name in lines that are not too long; a name that fills too many is cut."""
    lines: list[str] = []
    for word in (whole[at : at + WRAP + 5] for whole in name.split(" ") for at in range(0, max(len(whole), 1), WRAP + 5)):
        if lines and len(lines[-1]) + len(word) < WRAP:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], f"{lines[LINES - 1]}…"]


def _width(text: str) -> float:
    return sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else LETTER for letter in text)


def _laid_out(found: CausalMap) -> tuple[dict[str, _Box], dict[tuple[str, str], list[Point]]]:
    """Return where the names stand, and the points that each link passes, from source to target."""
    names = [v.name for v in found.variables]
    boxes = {}
    for name in names:
        lines = _wrapped(name)
        boxes[name] = _Box(lines, max(map(_width, lines)) + 16, LINE * len(lines) + 10)
    pairs = weights(names, found.links)
    layer, forward = layers(len(names), pairs)
    place = list(layer)
    sizes = [boxes[name].width + GAP for name in names]
    steps: list[tuple[int, int]] = []
    passed: dict[tuple[int, int], list[int]] = {}
    for a, b in sorted(forward):
        chain = [a]
        for between in range(layer[a] + 1, layer[b]):
            place.append(between)
            sizes.append(LANE)
            chain.append(len(place) - 1)
        chain.append(b)
        steps += pairwise(chain)
        passed[(a, b)] = chain[1:-1]
    across = straightened(place, steps, rows(place, steps, sizes), sizes, len(names))
    count = max(layer, default=-1) + 1
    tall = [
        max((boxes[name].height for name, at in zip(names, layer, strict=True) if at == number), default=0.0) for number in range(count)
    ]
    middle, below = [], 46.0
    for number in range(count):
        middle.append(below + tall[number] / 2)
        # Where many links turn there is more room for them.
        turning = sum(place[a] == number for a, _ in steps)
        below += tall[number] + LAYER + min(turning, 120) * 0.7
    least = min((across[at] - sizes[at] / 2 for at in range(len(place))), default=0.0)
    for at, name in enumerate(names):
        boxes[name].x, boxes[name].y = across[at] - least + MARGIN, middle[layer[at]]
    index = {name: at for at, name in enumerate(names)}
    routes = {}
    for link in found.links:
        one, other = index[link.source], index[link.target]
        down = layer[one] < layer[other]
        ends = (one, other) if down else (other, one)
        # A link passes a layer upright, so that it does not run behind the names beside it.
        points = [
            (across[at] - least + MARGIN, middle[place[at]] + side * tall[place[at]] / 2) for at in passed.get(ends, []) for side in (-1, 1)
        ]
        routes[(link.source, link.target)] = points if down else points[::-1]
    _joined(found.links, boxes, routes)
    return boxes, routes


def _joined(links: Sequence[Link], boxes: dict[str, _Box], routes: dict[tuple[str, str], list[Point]]) -> None:
    """Give each route its two ends on the edges of the names, spread over the edge in the order in which links come."""
    sides: dict[tuple[str, bool], list[tuple[float, int, int, tuple[str, str]]]] = {}
    for link in links:
        ends = (link.source, link.target)
        for which, (own, other) in enumerate((ends, ends[::-1])):
            route = routes[ends]
            near = (route[0] if which == 0 else route[-1]) if route else (boxes[other].x, boxes[other].y)
            under = near[1] > boxes[own].y
            # A link and the one that leads back keep their sides, so that they do not cross.
            sides.setdefault((own, under), []).append((near[0], which if under else 1 - which, which, ends))
    tips: dict[tuple[tuple[str, str], int], Point] = {}
    for (own, under), found in sides.items():
        box = boxes[own]
        span = min(max(box.width - 14, 13 * (len(found) - 1)), box.width + GAP)
        for at, (_, _, which, ends) in enumerate(sorted(found)):
            share = (at + 0.5) / len(found) - 0.5
            tips[(ends, which)] = (box.x + share * span, box.y + (box.height / 2 + 1) * (1 if under else -1))
    for link in links:
        ends = (link.source, link.target)
        routes[ends] = [tips[(ends, 0)], *routes[ends], tips[(ends, 1)]]


def _pieces(route: list[Point]) -> list[tuple[Point, Point, Point, Point]]:
    """Return a route as curves that leave and arrive upright, and pass the points between without a kink."""
    way = []
    for at, (x, y) in enumerate(route):
        before, after = route[max(at - 1, 0)], route[min(at + 1, len(route) - 1)]
        ends = at in {0, len(route) - 1}
        slope = 0.0 if ends else (after[0] - before[0]) / (after[1] - before[1] or 1.0)
        way.append((x, y, max(-STEEP, min(STEEP, slope))))
    made = []
    for (ax, ay, a_slope), (bx, by, b_slope) in pairwise(way):
        bend = (by - ay) * 0.4
        made.append(((ax, ay), (ax + a_slope * bend, ay + bend), (bx - b_slope * bend, by - bend), (bx, by)))
    return made


def _on(piece: tuple[Point, Point, Point, Point], share: float) -> Point:
    a, b, c, d = ((1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3)
    x, y = (a * piece[0][k] + b * piece[1][k] + c * piece[2][k] + d * piece[3][k] for k in (0, 1))
    return x, y


def _drawn(link: Link, route: list[Point], *, within: bool) -> tuple[str, list[str]]:
    """Return a link, and the marks that stand above all links: its head, sign and delay."""
    pieces = _pieces(route)
    path = f"M{route[0][0]:.1f},{route[0][1]:.1f}" + "".join(
        f"C{b[0]:.1f},{b[1]:.1f} {c[0]:.1f},{c[1]:.1f} {d[0]:.1f},{d[1]:.1f}" for _, b, c, d in pieces
    )
    classes = "link" + (" in" if within else "") + (" down" if link.polarity == "-" else "")
    said = f"{link.source} → {link.target}"
    drawn = f'<path class="{classes}" d="{path}"><title>{escape(said)}</title></path>'
    x, y = route[-1]
    way = 1 if route[-1][1] > route[-2][1] else -1
    marks = [f'<path class="head" d="M{x:.1f},{y:.1f}l-3.6,{-7.5 * way:.1f}h7.2z"/>']
    sign = {"-": "−", "": "?"}.get(link.polarity, link.polarity)
    tone = {"+": " plus", "-": " minus"}.get(link.polarity, "")
    # The sign stands on the side to which the link does not bend.
    side = 8 if route[-2][0] <= x else -8
    marks.append(f'<text class="sign{tone}" x="{x + side:.1f}" y="{y - way * 13 + 5:.1f}">{sign}</text>')
    if link.delayed:
        piece = pieces[len(pieces) // 2]
        (ax, ay), (bx, by) = _on(piece, 0.47), _on(piece, 0.53)
        length = math.hypot(bx - ax, by - ay) or 1.0
        ux, uy = (bx - ax) / length, (by - ay) / length
        mx, my = _on(piece, 0.5)
        for off in (-2.2, 2.2):
            cx, cy = mx + ux * off, my + uy * off
            marks.append(f'<path class="bar" d="M{cx - uy * 6:.1f},{cy + ux * 6:.1f}L{cx + uy * 6:.1f},{cy - ux * 6:.1f}"/>')
    return drawn, marks


def _name(box: _Box, kind: str) -> str:
    frame = "stock" if kind == "stock" else "bare"
    left, top = box.x - box.width / 2, box.y - box.height / 2
    first = box.y - LINE * (len(box.lines) - 1) / 2 + 4
    flow = ' class="flow"' if kind == "flow" else ""
    rows_ = "".join(f'<tspan x="{box.x:.1f}" y="{first + LINE * at:.1f}">{escape(text)}</tspan>' for at, text in enumerate(box.lines))
    frame_ = f'<rect class="{frame}" x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="3"/>'
    return f'<g>{frame_}<text{flow} text-anchor="middle">{rows_}</text></g>'


def _signs(found: CausalMap, boxes: dict[str, _Box], routes: dict[tuple[str, str], list[Point]]) -> Iterator[str]:
    """Yield the names of the loops, each in a turning arrow at a free place near the middle of its loop."""
    taken: list[Point] = []
    for ring in found.loops:
        points = [_on(piece, share) for ends in ring.links() for piece in _pieces(routes[ends]) for share in (0.0, 0.5)]
        middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
        x, y = _free(middle, boxes, taken)
        taken.append((x, y))
        r = RADIUS - 2
        yield (
            f"<g><title>{escape(f'{ring.name}, {ring.kind}: ' + ' → '.join(ring.variables))}</title>"
            f'<circle class="disc" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS + 1}"/>'
            f'<path class="turn" d="M{x - r:.1f},{y:.1f}A{r},{r} 0 1 1 {x - r * 0.5:.1f},{y + r * 0.866:.1f}"/>'
            f'<path class="tip" d="M{x - r * 0.5 - 5:.1f},{y + r * 0.866 - 2.5:.1f}l6,-1.5l-1.5,6z"/>'
            f'<text class="name" x="{x:.1f}" y="{y + 3.7:.1f}">{escape(ring.name)}</text></g>'
        )


def _free(middle: Point, boxes: dict[str, _Box], taken: Sequence[Point]) -> Point:
    """Return the nearest place to a point where neither a name nor another loop's name stands."""
    for turn in range(600):
        radius, angle = 2.2 * math.sqrt(turn) * 2, turn * 2.399963
        spot = (max(middle[0] + radius * math.cos(angle), RADIUS + 4), max(middle[1] + radius * math.sin(angle), 60.0))
        clear = all(math.dist(spot, other) > 2 * RADIUS + 6 for other in taken)
        if clear and not any(box.holds(spot, RADIUS + 2) for box in boxes.values()):
            return spot
    return middle
