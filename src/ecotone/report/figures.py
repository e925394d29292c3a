"""Figures as SVG: the map of a network, and charts drawn from a specification without browser or network.

A figure takes its colours from the page (classes, no styles of its own), so that one drawing serves light, dark and
print. Coordinates are rounded and everything is drawn in a fixed order: the same network gives the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.errors import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from numpy.typing import NDArray

    from ecotone.network import Graph

WIDTH: Final = 1000.0
MARGIN: Final = 34.0
FONT: Final = 13.0
LETTER: Final = 0.56
"""Mean width of a letter of a sans-serif face, as a share of its size."""
LABEL: Final = 46
"""Characters of a label on the map; the whole name stands in the tables."""

_INK, _BAR = "#010203", "#010204"
"""Colours that a chart is drawn in and that become classes: the page says what they are."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with what a reader who cannot see it needs."""

    svg: str
    caption: str


def map_figure(graph: Graph, places: pl.DataFrame, *, labels: int = 16, caption: str = "") -> Figure:
    """Draw a network: actors coloured by sector and sized by their number of partners, the most connected named.

    Parameters
    ----------
    graph : Graph
        Actors with `label` and, where known, `sector`.
    places : polars.DataFrame
        `id`, `x`, `y` of each actor, in the order of the graph.
    labels : int
        How many actors are named at most; a name that finds no room is left out.
    caption : str
        What stands under the figure, and what a screen reader says.

    Returns
    -------
    Figure
        An SVG of classes `tie`, `actor`, `s-<sector>` and `label`.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a"], "target": ["b"]})
    >>> graph = Graph.from_frames(ties, directed=False, weight="strength")
    >>> map_figure(graph, graph.layout(seed=1)).svg.count("<circle")
    2
    """
    place, height = _fitted(places)
    degree = graph.degree()
    size = _sizes(degree)
    names = [shorten(str(name), 120) for name in graph.actors["label"].to_list()]
    sectors = graph.actors["sector"].to_list() if "sector" in graph.actors.columns else [None] * len(graph)
    lines = "".join(
        f"M{place[tail, 0]:.1f} {place[tail, 1]:.1f}L{place[head, 0]:.1f} {place[head, 1]:.1f}"
        for tail, head in sorted({(int(t), int(h)) for t, h in zip(graph.tails, graph.heads, strict=True)})
    )
    order = sorted(range(len(graph)), key=lambda i: (-int(degree[i]), i))
    circles = "".join(
        f'<circle class="actor s-{sectors[i] or "unknown"}" cx="{place[i, 0]:.1f}" cy="{place[i, 1]:.1f}" r="{size[i]:.1f}">'
        f"<title>{escape(names[i])}, {int(degree[i])} partner{'' if degree[i] == 1 else 's'}</title></circle>"
        for i in order
    )
    named = _labels(place, size, names, order[:labels], height)
    label = escape(caption or "Map of the network")
    svg = (
        f'<svg class="map" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{label}" xmlns="http://www.w3.org/2000/svg">'
        f'<path class="tie" d="{lines}"/>{circles}{named}</svg>'
    )
    return Figure(svg, caption)


def _fitted(places: pl.DataFrame) -> tuple[NDArray[np.float64], float]:
    """Return positions within the drawing, and the drawing's height."""
    place = np.column_stack([places["x"].to_numpy(), places["y"].to_numpy()]).astype(np.float64)
    if not len(place):
        return place, 120.0
    place = np.nan_to_num(place - np.nanmin(place, axis=0))
    width, height = (float(x) for x in place.max(axis=0))
    if height > width:
        place, width, height = place[:, ::-1].copy(), height, width
    scale = (WIDTH - 2 * MARGIN) / width if width > 0 else 1.0
    return place * scale + MARGIN, max(height * scale + 2 * MARGIN, 120.0)


def _sizes(degree: NDArray[Any]) -> NDArray[np.float64]:
    """Return radii whose areas grow with the number of partners."""
    most = max(float(degree.max(initial=0)), 1.0)
    few = 1.0 if len(degree) <= 400 else 0.6
    sizes: NDArray[np.float64] = few * (2.6 + 13.0 * np.sqrt(degree / most))
    return sizes


def _labels(place: NDArray[np.float64], size: NDArray[np.float64], names: Sequence[str], named: Sequence[int], height: float) -> str:
    """Name the most connected actors where a name covers neither another name nor a large actor."""
    taken: list[Box] = [(place[i, 0] - size[i], place[i, 1] - size[i], place[i, 0] + size[i], place[i, 1] + size[i]) for i in named]
    parts = []
    for i in named:
        text = names[i] if len(names[i]) <= LABEL else f"{names[i][: LABEL - 1].rstrip()}…"
        width = len(text) * FONT * LETTER
        x, y, away = float(place[i, 0]), float(place[i, 1]), float(size[i]) + 4
        spots = (
            ("start", x + away, y + 4.5),
            ("end", x - away - width, y + 4.5),
            ("middle", x - width / 2, y - away - 1),
            ("middle", x - width / 2, y + away + FONT - 2),
            ("start", x + away * 0.6, y - away - 3),
            ("end", x - away * 0.6 - width, y + away + FONT),
        )
        free = []
        for turn, (anchor, left, base) in enumerate(spots):
            box = (left, base - FONT, left + width, base + 4)
            if box[0] < 2 or box[2] > WIDTH - 2 or box[1] < 2 or box[3] > height - 2 or any(_meet(box, other) for other in taken):
                continue
            covered = (place[:, 0] > box[0] - 3) & (place[:, 0] < box[2] + 3) & (place[:, 1] > box[1] - 3) & (place[:, 1] < box[3] + 3)
            free.append((int(covered.sum()), turn, anchor, box))
        if free:
            _, _, anchor, box = min(free)
            taken.append(box)
            at = {"start": box[0], "middle": (box[0] + box[2]) / 2, "end": box[2]}[anchor]
            parts.append(f'<text class="label" x="{at:.1f}" y="{box[3] - 4:.1f}" text-anchor="{anchor}">{escape(text)}</text>')
    return "".join(parts)


def _meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def bars(categories: Sequence[str], values: Sequence[float], *, x: str, y: str, caption: str) -> Figure:
    """Draw a bar for each category, in the order given.

    Parameters
    ----------
    categories, values : sequence
        What each bar is, and how high.
    x, y : str
        Titles of the axes, with the unit.
    caption : str
        What stands under the figure, and what a screen reader says.

    Returns
    -------
    Figure
        An SVG of classes `ink` and `bar`.

    Examples
    --------
    >>> "bar" in bars(["2019", "2020"], [3, 5], x="Year", y="Ties", caption="Ties by year").svg
    True
    """
    import altair as alt

    axis = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": _INK, "titleColor": _INK}
    chart = (
        alt.Chart(alt.InlineData(values=[{"x": c, "y": v} for c, v in zip(categories, values, strict=True)]), width=860, height=200)
        .mark_bar(color=_BAR)
        .encode(
            x=alt.X("x:N", sort=None, title=x, axis=alt.Axis(labelAngle=0, labelOverlap=True, domainColor=_INK, tickColor=_INK)),
            y=alt.Y("y:Q", title=y, axis=alt.Axis(grid=False, tickCount=4, domainColor=_INK, tickColor=_INK)),
        )
        .configure(background="transparent", font="sans-serif")
        .configure_axis(**axis)
        .configure_view(strokeWidth=0)
    )
    return Figure(drawn(chart.to_dict(), caption), caption)


def drawn(specification: dict[str, Any], caption: str) -> str:
    """Draw a Vega-Lite specification to SVG that follows the page's colours and needs no style of its own."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(specification)
    svg = svg[svg.index("<svg") :]
    for colour, name in ((_INK, "ink"), (_BAR, "bar")):
        svg = svg.replace(f'fill="{colour}"', f'class="{name}-fill"').replace(f'stroke="{colour}"', f'class="{name}-line"')
    svg = re.sub(r' style="[^"]*"', "", svg)
    svg = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg)
    svg = re.sub(r'(<[a-z]+) class="([^"]*)"([^>]*?) class="([^"]*)"', r'\1 class="\2 \4"\3', svg)
    size = re.search(r'<svg[^>]*?viewBox="([^"]*)"', svg)
    box = size[1] if size else "0 0 900 240"
    return re.sub(
        r"<svg[^>]*>",
        f'<svg class="chart" viewBox="{box}" role="img" aria-label="{escape(caption)}" xmlns="http://www.w3.org/2000/svg">',
        svg,
        count=1,
    )
