"""A model as a person draws it: stocks, flows, auxiliaries and graphical functions as plain values that a record can keep.

What is drawn may be unfinished: a flow without an equation, a stock without an initial value. `Drawn.missing` says what
lacks; `Drawn.document` is the finished model for the engine. A model from a file can be drawn where it has neither
subscripts nor modules, macros or data, since those have no place on the canvas.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, Self, cast

from ecotone.dynamics.formats.expression import parse_expression
from ecotone.dynamics.formats.view import read_view
from ecotone.dynamics.printer import formula
from ecotone.dynamics.syntax import Document, Equation, Specification, Table, display, fold
from ecotone.errors import InputError, ModelError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.dynamics.syntax import Method

DrawnKind = Literal["stock", "flow", "aux", "lookup"]
Between = Literal["clamped", "extrapolated", "stepped"]

KINDS: Final[tuple[DrawnKind, ...]] = ("stock", "flow", "aux", "lookup")
BLANK: Final = "0"
"""What stands in for an equation that is not written yet where the others are tried."""
LINE: Final = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True)
class Part:
    """One variable of a drawing.

    Parameters
    ----------
    name, kind : str
        What it is called, and what it is.
    equation : str
        As written, in XMILE's spelling; of a stock its initial value; of a graphical function with an input of its own, the input.
    units, note : str
        As written.
    inflows, outflows : tuple of str
        Flows of a stock.
    points : tuple of pairs
        Of a graphical function, x and y.
    between : {'clamped', 'extrapolated', 'stepped'}
        What happens between and beyond the points.
    non_negative : bool
        Whether a stock or flow may not fall below zero.
    low, high : float or None
        Between which ends a number is moved.
    waiting : tuple of str
        Variables that were linked to this one, but do not stand in its equation yet.
    stated : tuple of pairs
        Variables that act on this one, each with the polarity that somebody stated, `+` or `-`, whatever the equation says.
    at : pair of int or None
        Its place on the canvas, in points from the upper left.
    """

    name: str
    kind: DrawnKind
    equation: str = ""
    units: str = ""
    note: str = ""
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    between: Between = "clamped"
    non_negative: bool = False
    low: float | None = None
    high: float | None = None
    waiting: tuple[str, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    at: tuple[int, int] | None = None

    @property
    def finished(self) -> bool:
        """Tell whether nothing is missing."""
        return len(self.points) > 1 if self.kind == "lookup" else bool(self.equation.strip())

    def table(self) -> Table | None:
        """Return the points as the engine takes them."""
        return Table(tuple(x for x, _ in self.points), tuple(y for _, y in self.points), self.between) if self.points else None

    def body(self) -> dict[str, Any]:
        """Return what differs from nothing, as plain values."""
        return {
            field.name: value
            for field in dataclasses.fields(self)
            if (value := getattr(self, field.name)) != field.default or field.name in {"name", "kind"}
        }


@dataclass(frozen=True)
class Drawn:
    """A model that is drawn.

    Parameters
    ----------
    variables : tuple of Part
        In the order in which they were added.
    start, stop, step : float
        When the model runs, and in what steps.
    time_units : str
        What time is counted in.
    method : {'euler', 'rk4', 'rk45'}
        How stocks are integrated.
    same_units : tuple
        Names of units that mean the same.

    Examples
    --------
    >>> tea = Drawn((Part("tea", "stock", "180", outflows=("loss",)), Part("loss", "flow")))
    >>> tea.missing
    ('loss',)
    >>> Drawn.read(tea.body()) == tea
    True
    """

    variables: tuple[Part, ...] = ()
    start: float = 0.0
    stop: float = 10.0
    step: float = 0.125
    time_units: str = "year"
    method: Method = "euler"
    same_units: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Part]:
        """Return the variables by their folded names."""
        return {fold(part.name): part for part in self.variables}

    def __getitem__(self, name: str) -> Part:
        """Return a variable by its name, however it is spelt."""
        found = self.by_name.get(fold(name))
        if found is None:
            raise NotFoundError(
                "The model has no variable of this name, or no longer",
                got=name[:80],
                remedy="Choose another; undo brings back what was deleted",
            )
        return found

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the variables that are not finished."""
        return tuple(part.name for part in self.variables if not part.finished)

    @property
    def digest(self) -> str:
        """Return a short name of exactly this state of the model."""
        return hashlib.sha256(json.dumps(self.body(), sort_keys=True).encode()).hexdigest()[:16]

    def body(self) -> dict[str, Any]:
        """Return the model as plain values, for keeping."""
        settings = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name not in {"variables", "same_units"} or (field.name == "same_units" and self.same_units)
        }
        return {**settings, "variables": [part.body() for part in self.variables]}

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """Return the model that was kept as plain values."""
        try:
            variables = tuple(
                _sound_part(
                    **{
                        **given,
                        **{name: tuple(given[name]) for name in ("inflows", "outflows", "waiting") if name in given},
                        "points": tuple((float(x), float(y)) for x, y in given.get("points", ())),
                        "stated": tuple((str(name), str(sign)) for name, sign in given.get("stated", ())),
                        "at": tuple(given["at"]) if given.get("at") else None,
                    }
                )
                for given in body["variables"]
            )
            return cls(variables, **_sound_settings(body), same_units=tuple(tuple(each) for each in body.get("same_units", ())))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError("What is kept is no drawn model", got=str(error)[:80]) from None

    def document(self, title: str = "", *, blanks: bool = False) -> Document:
        """Return the model for the engine; with `blanks`, what is not written yet stands at zero.

        Raises
        ------
        ModelError
            If something is missing and there are to be no blanks, or an equation cannot be read.
        """
        if not self.variables:
            raise ModelError("The model has no variables yet", remedy="Add a stock")
        if self.missing and not blanks:
            raise ModelError(
                "The model is not finished",
                where=self.missing[0],
                got=f"{len(self.missing)} without an equation: {', '.join(self.missing[:5])}",
                remedy="Write these equations, or delete what is not needed",
            )
        from ecotone.dynamics.layout import layout_of

        equations = tuple(self._equation(part, line) for line, part in enumerate(self.variables, 1))
        given = Specification(self.start, self.stop, self.step, None, self.method, self.time_units)
        layout = "" if blanks else layout_of(self)
        return Document("xmile", equations, specification=given, title=title, file=title, unit_equivalents=self.same_units, layout=layout)

    @staticmethod
    def _equation(part: Part, line: int) -> Equation:
        base = Equation(part.name, kind=part.kind, units=part.units, note=part.note, line=line, text=part.equation)
        if part.kind == "lookup":
            return dataclasses.replace(base, expression=(part if part.finished else dataclasses.replace(part, points=LINE)).table())
        return dataclasses.replace(
            base,
            expression=parse_expression(part.equation.strip() or BLANK, "xmile", where=part.name),
            table=part.table(),
            inflows=part.inflows,
            outflows=part.outflows,
            non_negative=part.non_negative,
        )

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return the drawing of a model from a file or from Python.

        Raises
        ------
        ModelError
            If the model holds what has no place on a canvas.
        """
        if document.dialect != "xmile":
            from ecotone.dynamics.formats.vensim_to_xmile import in_xmile_terms

            document = in_xmile_terms(document)
        for what, there in (
            ("macros", document.macros),
            ("modules", document.submodels or document.modules),
            ("subscripts", document.ranges),
        ):
            if there:
                raise ModelError(
                    f"A model with {what} cannot be drawn", where=document.file, remedy="Open it from its file instead; it runs as it is"
                )
        from ecotone.dynamics.layout import on_canvas, stated_of

        names = {fold(each.name): display(each.name).replace("_", " ") for each in document.equations}
        view = read_view(document.layout)
        at, stated = on_canvas(view), stated_of(view, names)
        given = document.specification
        settings = {name: value for name in ("start", "stop", "step") if (value := getattr(given, name)) is not None}
        return cls(
            tuple(
                dataclasses.replace(_part(each, names), at=at.get(fold(each.name)), stated=stated.get(fold(each.name), ()))
                for each in document.equations
            ),
            **settings,
            time_units=given.time_units,
            method=given.method,
            same_units=document.unit_equivalents,
        )


def _sound_settings(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return when and how a model runs from plain values, each of which is what it says."""
    found = {name: body[name] for name in ("start", "stop", "step", "time_units", "method") if name in body}
    numbers = all(isinstance(found.get(name, 0.0), int | float) for name in ("start", "stop", "step"))
    if not numbers or found.get("method", "euler") not in {"euler", "rk4", "rk45"} or not isinstance(found.get("time_units", ""), str):
        raise ValueError(str(found))
    return found


def _sound_part(**given: Any) -> Part:
    """Return a variable from plain values, each of which is what it says; a record that came by mail may hold anything."""
    part = Part(**given)
    texts = (part.name, part.equation, part.units, part.note, *part.inflows, *part.outflows, *part.waiting)
    places = part.at or (0, 0)
    fits = (
        all(isinstance(text, str) for text in texts)
        and part.kind in KINDS
        and part.between in {"clamped", "extrapolated", "stepped"}
        and all(sign in {"+", "-"} for _, sign in part.stated)
        and len(places) == 2
        and all(isinstance(place, int) for place in places)
        and all(isinstance(end, int | float | None) for end in (part.low, part.high))
    )
    if not fits:
        raise ValueError(str(part.name))
    return part


def _part(equation: Equation, names: Mapping[str, str]) -> Part:
    """Return the variable of a drawing that an equation is."""
    name = names[fold(equation.name)]
    expression = equation.expression
    drawable = isinstance(expression, Table) or not (
        equation.subscripts or equation.initial is not None or equation.kind not in KINDS or type(expression).__name__ == "Numbers"
    )
    if not drawable:
        raise ModelError(
            "This variable cannot be drawn",
            where=name,
            got=equation.kind,
            expected="a stock, flow, auxiliary or graphical function without subscripts",
            remedy="Open the model from its file instead; it runs as it is",
        )
    table = expression if isinstance(expression, Table) else equation.table
    written = "" if expression is None or isinstance(expression, Table) else formula(expression)
    return Part(
        name,
        "lookup" if isinstance(expression, Table) else cast("DrawnKind", equation.kind),
        written,
        equation.units,
        equation.note,
        tuple(names.get(fold(flow), display(flow)) for flow in equation.inflows),
        tuple(names.get(fold(flow), display(flow)) for flow in equation.outflows),
        tuple(zip(table.x, table.y, strict=True)) if table else (),
        table.kind if table else "clamped",
        equation.non_negative,
    )
