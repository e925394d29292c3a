"""Bands over time as SVG: lines with the range around them, in panels beside each other.

Colours are the page's classes, coordinates are rounded and everything is drawn in a fixed order, as in `figures`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.report.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WIDTH: Final = 1000.0
HEIGHT: Final = 330.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 14.0, 34.0, 40.0
POINTS: Final = 81
"""Points of a line at most."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line with its band: lower end, middle and upper end at every time; `style` is `ink` or `bar`."""

    label: str
    style: str
    low: Array
    middle: Array
    high: Array


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: its title, the times, and its series."""

    title: str
    time: Array
    series: Sequence[Series]


def panels(parts: Sequence[Panel], *, mark: float | None, x: str, caption: str) -> Figure:
    """Draw panels beside each other: bands over time, with a mark where something starts.

    Parameters
    ----------
    parts : sequence of Panel
        From left to right.
    mark : float or None
        A time that is marked by an upright line.
    x : str
        Title of the time axis.
    caption : str
        What stands under the figure, and what a screen reader says.

    Examples
    --------
    >>> time = np.arange(3.0)
    >>> part = Panel("y", time, [Series("a", "ink", time, time + 1, time + 2)])
    >>> panels([part], mark=1.0, x="Year", caption="Rising").svg.count("<path")
    1
    """
    width = WIDTH / len(parts)
    drawn = "".join(f'<g transform="translate({at * width:.1f} 0)">{_panel(part, width, mark, x)}</g>' for at, part in enumerate(parts))
    svg = (
        f'<svg class="chart" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{escape(caption)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-size="13">{drawn}</svg>'
    )
    return Figure(svg, caption)


def _text(x: float, y: float, text: str, more: str = "") -> str:
    return f'<text class="ink-fill" x="{x:.1f}" y="{y:.1f}"{more}>{escape(text)}</text>'


def _line(style: str, one: tuple[float, float], other: tuple[float, float], more: str = "") -> str:
    return f'<line class="{style}-line" x1="{one[0]:.1f}" y1="{one[1]:.1f}" x2="{other[0]:.1f}" y2="{other[1]:.1f}"{more}/>'


def _panel(panel: Panel, width: float, mark: float | None, x: str) -> str:
    values = np.concatenate([ends for each in panel.series for ends in (each.low, each.high)])
    values = values[np.isfinite(values)]
    ticks = nice_ticks(min(0.0, float(values.min(initial=0.0))), float(values.max(initial=0.0)))
    across, up, floor = width - LEFT - RIGHT, HEIGHT - TOP - BOTTOM, HEIGHT - BOTTOM
    first, last = float(panel.time[0]), float(panel.time[-1])

    def at(time: float, value: float) -> tuple[float, float]:
        part = (time - first) / (last - first) if last > first else 0.0
        return LEFT + across * part, TOP + up * (1 - (value - ticks[0]) / (ticks[-1] - ticks[0]))

    out = [_text(LEFT, 18, panel.title, ' font-weight="600"')]
    for tick in ticks:
        weight = f' stroke-width="{1.2 if tick == 0 else 0.5}" stroke-opacity=".5"'
        out += [_line("ink", at(first, tick), at(last, tick), weight)]
        out += [_text(LEFT - 7, at(first, tick)[1] + 4.5, _number(tick), ' text-anchor="end"')]
    middle = ' text-anchor="middle"'
    out += [_text(at(tick, 0)[0], floor + 18, _number(tick), middle) for tick in nice_ticks(first, last) if first <= tick <= last]
    out += [_text(LEFT + across / 2, HEIGHT - 6, x, middle)]
    if mark is not None and first <= mark <= last:
        out += [_line("ink", (at(mark, 0)[0], TOP), (at(mark, 0)[0], floor), ' stroke-dasharray="2 4"')]
    keep = np.unique(np.linspace(0, panel.time.size - 1, min(panel.time.size, POINTS)).round().astype(int))
    times = [float(panel.time[k]) for k in keep]
    for each in panel.series:
        edge = [at(time, float(value)) for time, value in zip(times, each.high[keep], strict=True)]
        edge += reversed([at(time, float(value)) for time, value in zip(times, each.low[keep], strict=True)])
        points = " ".join(f"{px:.1f},{py:.1f}" for px, py in edge)
        out += [f'<polygon class="{each.style}-fill" fill-opacity=".2" points="{points}"/>']
    for turn, each in enumerate(panel.series):
        way = [at(time, float(value)) for time, value in zip(times, each.middle[keep], strict=True)]
        drawn = "".join(f"{'L' if k else 'M'}{px:.1f} {py:.1f}" for k, (px, py) in enumerate(way))
        more = ' stroke-width="2.4"' + (' stroke-dasharray="7 4"' if each.style == "ink" else "")
        y = TOP + 15 + 18 * turn
        out += [f'<path class="{each.style}-line" d="{drawn}" fill="none"{more}/>']
        out += [_line(each.style, (LEFT + 8, y - 4.5), (LEFT + 34, y - 4.5), more), _text(LEFT + 40, y, each.label)]
    return "".join(out)


def nice_ticks(low: float, high: float) -> list[float]:
    """Return about five round numbers that enclose two values.

    Examples
    --------
    >>> nice_ticks(0, 17)
    [0.0, 5.0, 10.0, 15.0, 20.0]
    """
    if not high > low:
        high = low + 1.0
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(k * step, 12) for k in range(first, last + 1)]


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:g}"
