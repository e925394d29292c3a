"""Write a model in Python: stocks, flows, auxiliaries and lookups, with the semantics of XMILE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ecotone.dynamics.formats.expression import parse_expression
from ecotone.dynamics.model import Model
from ecotone.dynamics.syntax import Document, Equation, Specification, Table, display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.dynamics.syntax import Kind, Method


class Builder:
    """Collect the equations of a model.

    Parameters
    ----------
    title : str
        What the model is.
    start, stop, step : float
        When it runs, and in what steps.
    time_units : str
        What time is counted in.
    method : {'euler', 'rk4'}
        How stocks are integrated.

    Examples
    --------
    >>> cup = Builder("Tea cooling", start=0, stop=30, step=0.125, time_units="minute")
    >>> cup = cup.stock("temperature", 180, outflows=["loss"]).flow("loss", "(temperature - room) / 10").aux("room", 70)
    >>> round(float(cup.model().run()["temperature"][-1]), 3)
    75.374
    """

    def __init__(self, title: str, *, start: float, stop: float, step: float, time_units: str = "", method: Method = "euler") -> None:
        self.title = title
        self.specification = Specification(float(start), float(stop), float(step), None, method, time_units)
        self.equations: list[Equation] = []

    def _add(self, kind: Kind, name: str, value: float | str, units: str, note: str, **rest: object) -> Self:
        expression = parse_expression(str(value), "xmile", where=name)
        line = len(self.equations) + 1
        equation = Equation(name, expression=expression, kind=kind, units=units, note=note, line=line, text=str(value), **rest)  # type: ignore[arg-type]
        self.equations.append(equation)
        return self

    def stock(
        self,
        name: str,
        initial: float | str,
        *,
        inflows: Sequence[str] = (),
        outflows: Sequence[str] = (),
        units: str = "",
        note: str = "",
        non_negative: bool = False,
    ) -> Self:
        """Add a stock with its initial value and its flows."""
        rest = {"inflows": tuple(map(display, inflows)), "outflows": tuple(map(display, outflows)), "non_negative": non_negative}
        return self._add("stock", name, initial, units, note, **rest)

    def flow(self, name: str, formula: float | str, *, units: str = "", note: str = "") -> Self:
        """Add a flow."""
        return self._add("flow", name, formula, units, note)

    def aux(self, name: str, formula: float | str, *, units: str = "", note: str = "") -> Self:
        """Add an auxiliary or a constant."""
        return self._add("aux", name, formula, units, note)

    def lookup(self, name: str, points: Sequence[tuple[float, float]], *, units: str = "", note: str = "") -> Self:
        """Add a graphical function, used as `name(x)`."""
        table = Table(tuple(float(x) for x, _ in points), tuple(float(y) for _, y in points))
        self.equations.append(Equation(name, expression=table, kind="lookup", units=units, note=note, line=len(self.equations) + 1))
        return self

    def document(self) -> Document:
        """Return the model as a document."""
        return Document("xmile", tuple(self.equations), specification=self.specification, title=self.title, file=self.title)

    def model(self) -> Model:
        """Return the model."""
        return Model(self.document())
