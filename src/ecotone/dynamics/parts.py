"""Models made of parts: rows of equations with their units, ranges and sources, put together or run on their own.

A part is a list of rows. A part on its own needs numbers in the place of what another part would give it; its `inputs`
are those numbers, left out where another part has the row. So the models of start-ups, of talent and of trust are each a
model of their own and, coupled, the innovation district, with one text for each equation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ecotone.dynamics.builder import Builder
from ecotone.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ASSUMPTION = "Assumption"


@dataclass(frozen=True, slots=True)
class Row:
    """One equation of a part.

    Parameters
    ----------
    kind : {'stock', 'flow', 'aux', 'constant'}
        What it is.
    name : str
        Of the variable.
    formula : str or float
        Equation, initial value of a stock, or number.
    units : str
        Units of the variable.
    meaning : str
        What it stands for, in words.
    low, high : float or None
        Range of a constant; the truth is taken to lie anywhere in it.
    source : str
        Where a number and its range come from.
    inflows, outflows : tuple of str
        Of a stock.
    """

    kind: Literal["stock", "flow", "aux", "constant"]
    name: str
    formula: str | float
    units: str
    meaning: str = ""
    low: float | None = None
    high: float | None = None
    source: str = ""
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A model, or a part of a larger one."""

    title: str
    rows: tuple[Row, ...]
    inputs: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that a model rests on, with the range in which it may lie and where both come from."""

    name: str
    value: float
    low: float
    high: float
    units: str
    meaning: str
    source: str


def stock(name: str, initial: str | float, inflows: Sequence[str], outflows: Sequence[str], units: str, meaning: str = "") -> Row:
    """Make the row of a stock."""
    return Row("stock", name, initial, units, meaning, inflows=tuple(inflows), outflows=tuple(outflows))


def flow(name: str, formula: str, units: str, meaning: str = "") -> Row:
    """Make the row of a flow."""
    return Row("flow", name, formula, units, meaning)


def aux(name: str, formula: str, units: str, meaning: str = "") -> Row:
    """Make the row of an auxiliary."""
    return Row("aux", name, formula, units, meaning)


def number(name: str, value: float, low: float, high: float, units: str, meaning: str, source: str = ASSUMPTION) -> Row:
    """Make the row of a constant with its range."""
    return Row("constant", name, value, units, meaning, low, high, source)


def lever(name: str, units: str, meaning: str) -> Row:
    """Make the row of a constant that is 0 until a policy moves it."""
    return Row("constant", name, 0.0, units, meaning, source="Moved by a policy; 0 without one")


def rows(parts: Sequence[Part]) -> Iterator[Row]:
    """Yield the rows of parts put together: all equations, and the inputs that no part gives."""
    given = {row.name for part in parts for row in part.rows}
    taken: set[str] = set()
    for part in parts:
        for row in (*part.rows, *(row for row in part.inputs if row.name not in given)):
            if row.name not in taken:
                taken.add(row.name)
                yield row


def build(title: str, parts: Sequence[Part], *, years: float, step: float) -> Builder:
    """Put parts together to a model.

    Examples
    --------
    >>> rust = Part("Rust", (stock("iron", 10, [], ["loss"], "kg"), flow("loss", "iron / life", "kg/year")), (number("life", 5, 4, 6, "year", "Time that iron lasts"),))
    >>> round(float(build("Rust", [rust], years=5, step=0.125).model().run()["iron"][-1]), 2)
    3.63
    """  # noqa: E501  an example is one expression
    builder = Builder(title, start=0, stop=years, step=step, time_units="year")
    for row in rows(parts):
        note = ". ".join(text for text in (row.meaning, row.source) if text)
        if row.kind == "stock":
            builder.stock(row.name, row.formula, inflows=row.inflows, outflows=row.outflows, units=row.units, note=note)
        elif row.kind == "flow":
            builder.flow(row.name, row.formula, units=row.units, note=note)
        else:
            builder.aux(row.name, row.formula, units=row.units, note=note)
    return builder


def assumptions(parts: Sequence[Part]) -> tuple[Assumption, ...]:
    """Return the constants that have a range, in the order of the parts."""
    return tuple(
        Assumption(row.name, float(row.formula), row.low, row.high, row.units, row.meaning, row.source)
        for row in rows(parts)
        if row.low is not None and row.high is not None
    )


def chosen(parts: Mapping[str, Part], name: str) -> Part:
    """Return a part by name."""
    if name not in parts:
        raise NotFoundError("There is no such part", got=name, expected=", ".join(parts))
    return parts[name]


def as_markdown(parts: Sequence[Part]) -> str:
    """Return the equations and the numbers of parts as two tables for a page of documentation."""
    equations = ["| variable | equation | units | meaning |", "|---|---|---|---|"]
    numbers = ["| constant | value | range | units | meaning | source |", "|---|---:|---|---|---|---|"]
    for row in rows(parts):
        if row.kind == "constant":
            span = f"{row.low:g} to {row.high:g}" if row.low is not None and row.high is not None else "–"
            numbers.append(f"| {row.name} | {float(row.formula):g} | {span} | {row.units} | {row.meaning} | {row.source} |")
        else:
            text = f"`{row.formula}`"
            if row.kind == "stock":
                change = " ".join([*(f"+ {name}" for name in row.inflows), *(f"− {name}" for name in row.outflows)])
                text = f"starts at `{row.formula}`; changes by {change}"
            equations.append(f"| {row.name} | {text} | {row.units} | {row.meaning} |")
    return "\n".join([*equations, "", *numbers])
