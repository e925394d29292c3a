"""Read XMILE 1.0 (OASIS standard, 2015): `.xmile`, `.stmx` and `.itmx`, the older isee name spaces too.

The XML parser resolves no entities and fetches nothing. Name spaces are told apart by local names, since three
versions of the format differ in nothing else that matters here.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from ecotone.dynamics.formats.expression import Parser
from ecotone.dynamics.syntax import (
    Connection,
    Document,
    Equation,
    Expression,
    Kind,
    Macro,
    Method,
    Module,
    Range,
    Specification,
    Submodel,
    Table,
    display,
    fold,
)
from ecotone.errors import ModelError, UnsafeFileError

if TYPE_CHECKING:
    from pathlib import Path

_METHODS: Final[dict[str, Method]] = {"euler": "euler", "rk4": "rk4", "rk45": "rk45", "rk2": "rk4", "gear": "rk45"}
_KINDS: Final[dict[str, Kind]] = {"stock": "stock", "flow": "flow", "aux": "aux", "gf": "lookup"}
_REFUSED: Final = {
    "conveyor": "A conveyor cannot be simulated yet",
    "queue": "A queue cannot be simulated yet",
    "oven": "An oven cannot be simulated yet",
}
_NOT_EQUATIONS: Final = frozenset({"element", "views", "view", "interface", "display", "style"})
_LOST: Final = re.compile(r"\b0\s*\{\s*(GET_\w+?)_*\(", re.IGNORECASE)
"""What a converter from Vensim leaves of a call that reads data: 0, and the call in a comment."""
_NO_DATA: Final = Table((0.0, 1.0), (1.0, 1.0))
"""What it leaves of a data variable: this function of time."""
_PLACEHOLDER: Final = re.compile(r"\s*(\{[^}]*\}\s*)*")


def parse_xmile(data: bytes, *, file: str = "model.xmile", folder: Path | None = None) -> Document:
    """Read the bytes of an XMILE file.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for messages.
    folder : Path, optional
        The folder its data files may lie in.

    Raises
    ------
    ModelError
        If the file is no XMILE or an equation cannot be read; the message names variable, line and column.
    UnsafeFileError
        If the file declares entities.
    """
    root = _root(data, file)
    header = _child(root, "header")
    reader = _Reader(file, _behaviour(root), converted="Ventana" in _text(header))
    ranges = reader.ranges(root)
    reader.dimensions = {fold(item.name): item.members for item in ranges}
    models = [element for element in root if _tag(element) == "model"]
    if not models:
        raise ModelError("The file holds no model", where=file, expected="a <model> with <variables>")
    main = [model for model in models if not model.get("name")] or models[:1]
    equations, modules = reader.model(main[0])
    submodels = []
    for model in models:
        if model is not main[0]:
            inner, nested = reader.model(model)
            submodels.append(Submodel(model.get("name") or "", inner, nested))
    if not equations and not modules:
        raise ModelError("The model holds no variables", where=file, expected="<stock>, <flow> or <aux> inside <variables>")
    title = _text(_child(header, "name")) if header is not None else ""
    views = [etree.tostring(view, encoding="unicode") for view in main[0] if _tag(view) == "views"]
    return Document(
        "xmile",
        equations,
        ranges,
        tuple(reader.macro(element) for element in root if _tag(element) == "macro"),
        modules,
        tuple(submodels),
        _specification(root, main[0], file),
        title=title,
        folder=folder,
        file=file,
        layout="".join(views),
        unit_equivalents=_unit_equivalents(root),
        from_vensim=reader.converted,
    )


def _root(data: bytes, file: str) -> Any:
    head = data[:200_000].lower()
    if b"<!entity" in head or b"<!doctype" in head:
        raise UnsafeFileError("The file declares a document type or entities", where=file, remedy="Save the model again as plain XMILE")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # Some tools leave an element open; what follows it is read all the same, and nothing is guessed.
        lenient = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
        )
        try:
            root = etree.fromstring(data, lenient)
        except etree.XMLSyntaxError:
            root = None
        if root is None or _tag(root) != "xmile":
            raise ModelError("The file is no well-formed XML", where=file, got=str(error)) from None
    if _tag(root) != "xmile":
        raise ModelError("The file is no XMILE", where=file, got=f"<{_tag(root)}>", expected="<xmile>")
    return root


def _tag(element: Any) -> str:
    return re.split("[}:]", element.tag)[-1].lower() if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if _tag(child) == name), None)


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _tag(child) == name]


def _text(element: Any) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def _number(text: str, what: str, where: str) -> float:
    """Read a number, or say where there is none."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ModelError(f"{what} is no number", where=where, got=text.strip() or None, expected="a number")
    return value


def _absolute(name: str | None) -> str:
    """Return a name counted from the whole model: a dot in front where no module is named."""
    plain = (name or "").strip()
    return plain if "." in re.sub(r'"(?:[^"\\]|\\.)*"', "", plain) else f".{plain}"


def _true(element: Any) -> bool:
    """Tell whether an option element is set: there and not `false`."""
    return element is not None and _text(element).lower() != "false"


def _behaviour(root: Any) -> dict[str, bool]:
    """Read which kinds of variable the file makes non-negative unless they say otherwise."""
    found = {"stock": False, "flow": False}
    for place in (root, *[child for child in root if _tag(child) == "model"]):
        for behaviour in _children(place, "behavior"):
            if _child(behaviour, "non_negative") is not None:
                found = dict.fromkeys(found, _true(_child(behaviour, "non_negative")))
            for kind in ("stock", "flow", "all"):
                element = _child(behaviour, kind)
                if element is not None and _child(element, "non_negative") is not None:
                    value = _true(_child(element, "non_negative"))
                    found.update(dict.fromkeys(found, value) if kind == "all" else {kind: value})
    return found


def _specification(root: Any, model: Any, file: str) -> Specification:
    element = _child(root, "sim_specs")
    if element is None:
        element = _child(model, "sim_specs")
    if element is None:
        return Specification()

    def number(name: str) -> float | None:
        child = _child(element, name)
        if child is None or not _text(child):
            return None
        try:
            value = float(_text(child).rpartition("=")[2])  # Vensim writes a step with its name before it
        except ValueError:
            where = f"<{name}>, {file}, line {child.sourceline}"
            raise ModelError("A time setting is no number", where=where, got=_text(child), expected="a number") from None
        return 1.0 / value if (child.get("reciprocal") or "").lower() == "true" and value else value

    method = (element.get("method") or "euler").split(",")[0].strip().lower()
    if method not in _METHODS:
        where = f"<sim_specs>, {file}, line {element.sourceline}"
        raise ModelError("No such method of integration", where=where, got=method, expected=", ".join(_METHODS))
    pieces = {_tag(child): child for child in element}
    every = number("save_step") or number("savestep")
    units = element.get("time_units") or _text(pieces.get("time_units"))
    return Specification(number("start"), number("stop"), number("dt"), every, _METHODS[method], units)


def _unit_equivalents(root: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            unit.get("name") or "",
            *(_text(alias) for alias in _children(unit, "alias")),
            *(f"= {_text(formula)}" for formula in _children(unit, "eqn") if _text(formula)),
        )
        for units in _children(root, "model_units")
        for unit in _children(units, "unit")
    )


class _Reader:
    """Read variables of one file."""

    def __init__(self, file: str, non_negative: dict[str, bool], *, converted: bool) -> None:
        self.file = file
        self.non_negative = non_negative
        self.converted = converted
        self.dimensions: dict[str, tuple[str, ...]] = {}

    def where(self, element: Any) -> str:
        """Return variable, file and line of an element."""
        return f"{display(element.get('name') or _tag(element))}, {self.file}, line {element.sourceline}"

    def ranges(self, root: Any) -> tuple[Range, ...]:
        """Read the dimensions; one with a size only has elements 1, 2, ..."""
        found: list[Range] = []
        for dimensions in _children(root, "dimensions"):
            for dim in _children(dimensions, "dim"):
                names = tuple(display(elem.get("name") or "") for elem in _children(dim, "elem"))
                size = dim.get("size")
                if not names and size:
                    count = int(min(_number(size, "The size of the dimension", self.where(dim)), 1e6))
                    names = tuple(str(number + 1) for number in range(count))
                if not names:
                    raise ModelError("The dimension has no elements", where=self.where(dim), expected="<elem> or a size")
                found.append(Range(display(dim.get("name") or ""), names, line=dim.sourceline))
        return tuple(found)

    def macro(self, element: Any) -> Macro:
        """Read a macro: a formula of its parameters, with variables of its own or not."""
        name = display(element.get("name") or "")
        inputs = tuple(display(_text(parameter)) for parameter in _children(element, "parm"))
        equations: list[Equation] = []
        for variables in _children(element, "variables"):
            equations += self.variables(variables)
        formula = _child(element, "eqn")
        if formula is not None and _text(formula):
            expression = self.expression(_text(formula), self.where(element))
            equations.append(Equation(name, expression=expression, line=element.sourceline, text=_text(formula)))
        return Macro(name, inputs, (), tuple(equations), element.sourceline)

    def model(self, model: Any) -> tuple[tuple[Equation, ...], tuple[Module, ...]]:
        """Read a model's variables and modules."""
        equations: list[Equation] = []
        modules: list[Module] = []
        # Files from before the standard list the variables in the model itself.
        for variables in _children(model, "variables") or [model]:
            equations += self.variables(variables)
            for module in _children(variables, "module"):
                links = [Connection(link.get("to") or "", link.get("from") or "") for link in _children(module, "connect")]
                # The newer spelling counts names from the whole model, without a dot in front.
                links += [Connection(_absolute(link.get("to")), _absolute(link.get("from"))) for link in _children(module, "connect2")]
                name = display(module.get("name") or "")
                modules.append(Module(name, display(module.get("model") or name), tuple(links)))
        return tuple(equations), tuple(modules)

    def variables(self, variables: Any) -> list[Equation]:
        """Read stocks, flows, auxiliaries and free-standing graphical functions."""
        found: list[Equation] = []
        for element in variables.iter():
            kind = _KINDS.get(_tag(element))
            if kind is None or not element.get("name") or any(_tag(outer) in _NOT_EQUATIONS for outer in element.iterancestors()):
                continue
            found += self.variable(element, kind)
        return found

    def variable(self, element: Any, kind: Kind) -> list[Equation]:
        """Read one variable: one equation, or one for every element that has its own."""
        where = self.where(element)
        for tag, message in _REFUSED.items():
            if _child(element, tag) is not None:
                raise ModelError(message, where=where, remedy="Replace it by stocks and flows")
        dimensions = _child(element, "dimensions")
        names = tuple(display(dim.get("name") or "") for dim in _children(dimensions, "dim")) if dimensions is not None else ()
        option = _child(element, "non_negative")
        base = Equation(
            display(element.get("name")),
            names,
            kind=kind,
            inflows=tuple(display(_text(flow)) for flow in _children(element, "inflow")),
            outflows=tuple(display(_text(flow)) for flow in _children(element, "outflow")),
            non_negative=_true(option) if option is not None else self.non_negative.get(kind, False),
            units=_text(_child(element, "units")),
            note=_text(_child(element, "doc")),
            line=element.sourceline,
        )
        parts = _children(element, "element")
        shared = self.table(element, where) if kind != "lookup" else self.table_of(element, where)
        formulas = _children(element, "eqn")
        if not parts and names and len(formulas) > 1:  # one formula for every element, in order
            places = list(itertools.product(*(self.dimensions.get(fold(name), (name,)) for name in names)))
            if len(places) != len(formulas):
                raise ModelError(
                    "The array has not as many equations as elements", where=where, got=str(len(formulas)), expected=str(len(places))
                )
            texts = [_text(formula) for formula in formulas]
            return [
                replace(base, subscripts=place, dimensions=names, expression=self.expression(text, where), text=text)
                for place, text in zip(places, texts, strict=True)
            ]
        if not parts:
            return [self.equation(base, element, shared, where)]
        whole = _child(element, "eqn")
        found = []
        for part in parts:
            subscripts = tuple(item.strip() for item in (part.get("subscript") or "").split(","))
            table = self.table(part, where) or shared
            one = replace(base, subscripts=subscripts, dimensions=names)
            if _child(part, "eqn") is None and whole is not None:
                found.append(self.equation(one, element, table, where))
            else:
                found.append(self.equation(one, part, table, where))
        return found

    def equation(self, base: Equation, element: Any, table: Table | None, where: str) -> Equation:
        """Read the formula of a variable or of one of its elements."""
        text = _text(_child(element, "eqn"))
        start = _child(element, "init_eqn")
        initial = self.expression(_text(start), where) if start is not None and _text(start) else None
        if _PLACEHOLDER.fullmatch(text):
            if table is not None:
                return replace(base, kind="lookup", expression=table, text=text)
            return replace(base, expression=None, initial=initial, text=text)
        lost = _LOST.search(text)
        if lost or (self.converted and text.upper() == "TIME" and table == _NO_DATA):
            raise ModelError(
                "The program that converted the model put a number in the place of data that it could not carry over",
                where=where,
                got=lost[1].replace("_", " ") if lost else None,
                remedy="Read the Vensim model itself",
            )
        expression = self.expression(text, where)
        if base.kind == "lookup" and table is not None:
            return replace(base, expression=table, text=text)
        return replace(base, expression=expression, table=table, initial=initial, text=text)

    def expression(self, text: str, where: str) -> Expression:
        """Read a formula, or a list of numbers for an array."""
        parser = Parser(text, "xmile", where=where)
        numbers = parser.numbers()
        if numbers is not None:
            return numbers
        found = parser.expression()
        parser.finish()
        return found

    def table(self, element: Any, where: str) -> Table | None:
        """Read the graphical function inside a variable, if there is one."""
        function = _child(element, "gf")
        return None if function is None else self.table_of(function, where)

    def table_of(self, function: Any, where: str) -> Table:
        """Read a graphical function: y values with x values or an x scale."""

        def numbers(name: str) -> list[float]:
            child = _child(function, name)
            if child is None:
                return []
            separator = child.get("sep") or ","
            return [
                _number(part, f"A point of the graphical function, <{name}>,", where)
                for part in _text(child).split(separator)
                if part.strip()
            ]

        y = numbers("ypts")
        x = numbers("xpts")
        if not y:
            raise ModelError("The graphical function has no points", where=where, expected="<ypts>")
        if not x:
            scale = _child(function, "xscale")
            if scale is None:
                raise ModelError("The graphical function has no x values", where=where, expected="<xscale> or <xpts>")
            low, high = (_number(scale.get(end) or "", f"The {end} of <xscale>", where) for end in ("min", "max"))
            x = [low + (high - low) * number / max(len(y) - 1, 1) for number in range(len(y))]
        if len(x) != len(y):
            raise ModelError("The graphical function needs as many x as y", where=where, got=f"{len(x)} x, {len(y)} y")
        kind = (function.get("type") or "").lower()
        if kind == "discrete" or (function.get("discrete") or "").lower() == "true":
            return Table(tuple(x), tuple(y), "stepped")
        return Table(tuple(x), tuple(y), "extrapolated" if kind == "extrapolate" else "clamped")
