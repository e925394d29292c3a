"""A scenario on a page: curves beside the model as it stands, and a table of where they end.

Other runs that were kept beside it stand in the table. The same numbers give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.answer import Answer, Column, Table
from ecotone.report.bands import Panel, Series, panels
from ecotone.report.page import Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ecotone.answer import Method, ReadAt
    from ecotone.report.figures import Figure

    Array = NDArray[np.float64]

BESIDE: Final = 2
"""Panels that stand beside each other."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A variable over time, in rows of the lower end, the middle and the upper end; of a single run they are alike.

    Parameters
    ----------
    name, unit : str
        Of the variable.
    scenario, baseline, difference : ndarray of float, shape (3, times)
        With what is different, without it, and what lies between.
    """

    name: str
    unit: str
    scenario: Array
    baseline: Array
    difference: Array


@dataclass(frozen=True, eq=False)
class Simulated:
    """A scenario that was run.

    Parameters
    ----------
    title : str
        Of the model.
    time : ndarray of float
        The times.
    unit : str
        Of the times.
    curves : sequence of Curve
        What is looked at.
    changed : bool
        Whether anything is different from the model as it stands.
    difference : bool
        Whether the difference is drawn in place of the values.
    mark : float or None
        When policies begin.
    draws : int
        1 is a single run.
    runs : mapping of str to sequence of float
        Other runs by name: where each curve ends.
    """

    title: str
    time: Array
    unit: str
    curves: Sequence[Curve]
    changed: bool
    difference: bool
    mark: float | None
    draws: int
    runs: Mapping[str, Sequence[float]]


def simulated(found: Simulated, title: str, paragraphs: tuple[str, ...], method: Method, read_at: ReadAt | None) -> list[Section]:
    """Show a scenario as sections of a page: the first with text and table, each with two pictures beside each other.

    Examples
    --------
    >>> import numpy as np
    >>> from ecotone.answer import Method
    >>> up = np.tile(np.arange(3.0), (3, 1))
    >>> run = Simulated("Growth", np.arange(3.0), "year", [Curve("firms", "firm", 2 * up, up, up)], True, False, None, 1, {})
    >>> simulated(run, "Twice as fast", (), Method("run", "1"), None)[0].answer.summary
    'In this scenario firms is 4 at year 2: +2 against the model as it stands.'
    """
    answer = Answer(f"What does {found.title} lead to?", _said(found), (_ends(found),), method, read_at=read_at)
    pairs = [found.curves[at : at + BESIDE] for at in range(0, len(found.curves), BESIDE)]
    first, *rest = [_figure(found, pair) for pair in pairs]
    return [Section(title, paragraphs, figure=first, answer=answer), *(Section(f"{title}, continued", figure=each) for each in rest)]


def _said(found: Simulated) -> str:
    first = found.curves[0]
    end = f"{found.unit or 'time'} {found.time[-1]:g}"
    value = first.scenario[1, -1]
    said = f"{'In this scenario' if found.changed else 'As it stands'} {first.name} is {value:.4g} at {end}"
    said += f": {first.difference[1, -1]:+.4g} against the model as it stands." if found.changed else "."
    return f"{said} These are the middles of {found.draws:,} draws; the bands hold nine in ten of them." if found.draws > 1 else said


def _figure(found: Simulated, curves: Sequence[Curve]) -> Figure:
    parts = []
    for each in curves:
        if found.changed and found.difference:
            series = [Series("scenario less baseline", "bar", *each.difference)]
        elif found.changed:
            series = [Series("as it stands", "ink", *each.baseline), Series("scenario", "bar", *each.scenario)]
        else:
            series = [Series("as it stands", "bar", *each.scenario)]
        parts.append(Panel(f"{each.name} ({each.unit})" if each.unit not in {"", "1"} else each.name, found.time, series))
    names = " and ".join(each.name for each in curves)
    caption = f"{names[:1].upper()}{names[1:]} over time{', the difference to the model as it stands' if found.difference else ''}."
    if found.draws > 1:
        caption += f" Lines are the middles of {found.draws:,} draws, bands hold nine in ten of them."
    if found.mark is not None:
        caption += " The upright line is where policies begin."
    return panels(parts, mark=found.mark, x=found.unit or "time", caption=caption)


def _ends(found: Simulated) -> Table:
    """Say where each curve ends, with and without what is different, and in the runs beside it."""
    rows: dict[str, list[object]] = {
        "variable": [each.name for each in found.curves],
        "unit": [each.unit for each in found.curves],
        "baseline": [float(each.baseline[1, -1]) for each in found.curves],
    }
    columns = [Column("variable", "Variable"), Column("unit", "Unit"), Column("baseline", "As it stands", "number")]
    if found.changed:
        rows["scenario"] = [float(each.scenario[1, -1]) for each in found.curves]
        rows["difference"] = [float(each.difference[1, -1]) for each in found.curves]
        columns += [Column("scenario", "Scenario", "number"), Column("difference", "Difference", "number")]
    for at, (name, values) in enumerate(found.runs.items()):
        rows[f"run{at}"] = [float(value) for value in values]
        columns.append(Column(f"run{at}", name, "number"))
    note = "Middles of the draws; a difference is taken draw by draw, so it is not that of the middles." if found.draws > 1 else ""
    return Table(f"At {found.unit or 'time'} {found.time[-1]:g}", pl.DataFrame(rows), tuple(columns), note)
