"""Write XMILE 1.0 (OASIS, 2015) that other programs read, the layout kept as it was, or tidy where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from ecotone.dynamics.formats.vensim_to_xmile import in_xmile_terms
from ecotone.dynamics.formats.view import BOX, middle, write_view
from ecotone.dynamics.printer import formula, identifier, number
from ecotone.dynamics.syntax import Binary, Call, Name, Numbers, Table, Unary, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ecotone.dynamics.syntax import Document, Equation, Expression, Macro

NAMESPACE: Final = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
MOST_PLACED: Final = 400
"""Variables of a model without a layout that is given a tidy one."""


def to_xmile(document: Document, data: Sequence[Path] = ()) -> bytes:
    """Return an XMILE file with the equations of a model; `data` are the files with the values of its data variables.

    Raises
    ------
    ModelError
        If the model holds what does not mean the same in XMILE, or cannot be written yet.
    """
    try:
        return _written(document if document.dialect == "xmile" else in_xmile_terms(document, data))
    except ValueError as error:
        raise ModelError("A text of the model holds a mark that XML cannot hold", where=document.file, got=str(error)) from error


def _written(document: Document) -> bytes:
    if document.submodels or document.modules:
        raise ModelError("Modules cannot be written yet", where=document.file)
    root = etree.fromstring(f'<xmile xmlns="{NAMESPACE}" version="1.0"/>')
    header = etree.SubElement(root, "header")
    etree.SubElement(header, "vendor").text = "Ecotone"
    etree.SubElement(header, "product", {"version": "1.0"}).text = "Ecotone"
    etree.SubElement(header, "name").text = document.title or document.file
    _specification(root, document)
    if document.ranges:
        dimensions = etree.SubElement(root, "dimensions")
        for item in document.ranges:
            dim = etree.SubElement(dimensions, "dim", {"name": identifier(item.name)})
            for member in item.members:
                etree.SubElement(dim, "elem", {"name": identifier(member)})
    for macro in document.macros:
        _macro(root, macro, document)
    model = etree.SubElement(root, "model")
    _variables(etree.SubElement(model, "variables"), document.equations, document)
    for views in _views(document):
        model.append(views)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _views(document: Document) -> list[Any]:
    """Return the layout of a model, as it was, or tidy where it has none and can still be read as a picture."""
    layout = document.layout
    if not layout and len({fold(each.name) for each in document.equations}) <= MOST_PLACED:
        layout = tidy_view(document)
    return list(etree.fromstring(f"<all>{layout}</all>", etree.XMLParser(remove_blank_text=True))) if layout else []


def tidy_view(document: Document) -> str:
    """Return views in which the variables stand in layers along their links."""
    from ecotone.dynamics.diagram import Link, places

    names = {fold(each.name): display(each.name) for each in document.equations}
    told = [(names[source], names[target]) for source, target in _read(document.equations) if source in names and source != target]
    into = [Link(names.get(fold(flow), flow), display(each.name), "", 1) for each in document.equations for flow in each.inflows]
    out = [Link(names.get(fold(flow), flow), display(each.name), "", -1) for each in document.equations for flow in each.outflows]
    drawn = [*into, *out, *(Link(source, target, "", 0) for source, target in told)]
    at = {fold(name): middle(place) for name, place in places(list(names.values()), drawn).items()}
    return write_view(document.equations, at, told, box_width=BOX[0])


def _read(equations: Iterable[Equation]) -> Iterator[tuple[str, str]]:
    """Yield what each variable reads, by folded names."""
    for equation in equations:
        stack: list[Expression | None] = [equation.expression]
        while stack:
            item = stack.pop()
            if isinstance(item, Binary):
                stack += [item.left, item.right]
            elif isinstance(item, Unary):
                stack.append(item.operand)
            elif isinstance(item, Name | Call):
                yield fold(item.name), fold(equation.name)
                stack += [*(index.expression for index in item.indices), *(item.arguments if isinstance(item, Call) else ())]


def _macro(root: Any, macro: Macro, document: Document) -> None:
    """Write a macro: its parameters, its formula, and variables of its own."""
    element = etree.SubElement(root, "macro", {"name": identifier(macro.name)})
    result = next((e for e in macro.equations if fold(e.name) == fold(macro.name)), None)
    if result is None or result.expression is None:
        raise ModelError("The macro does not define its output", where=f"{macro.name}, {document.file}, line {macro.line}")
    for name in macro.inputs:
        etree.SubElement(element, "parm").text = identifier(name)
    etree.SubElement(element, "eqn").text = formula(result.expression)
    inner = tuple(e for e in macro.equations if e is not result)
    if inner:
        _variables(etree.SubElement(element, "variables"), inner, document)


def _variables(variables: Any, equations: tuple[Equation, ...], document: Document) -> None:
    """Write variables, each once: with one equation, or with one for every element."""
    ranges = {fold(item.name): tuple(fold(member) for member in item.members) for item in document.ranges}
    grouped: dict[str, list[Equation]] = {}
    for equation in equations:
        grouped.setdefault(fold(equation.name), []).append(equation)
    for same in grouped.values():
        first = same[0]
        if len(same) == 1 and all(fold(subscript) in ranges for subscript in first.subscripts):
            _body(_variable(variables, first, first.subscripts), first)
            continue
        element = _variable(variables, first, _dimensions(same, ranges, document))
        for equation in same:
            _body(etree.SubElement(element, "element", {"subscript": ", ".join(map(identifier, equation.subscripts))}), equation)
        if element.find("non_negative") is None and any(e.non_negative for e in same):
            etree.SubElement(element, "non_negative")


def _dimensions(same: list[Equation], ranges: dict[str, tuple[str, ...]], document: Document) -> list[str]:
    """Return the dimensions of an array that has an equation for every element."""
    names = {fold(item.name): item.name for item in document.ranges}
    found = []
    for place in range(len(same[0].subscripts)):
        elements = {fold(equation.subscripts[place]) for equation in same}
        fits = [name for name, members in ranges.items() if set(members) == elements]
        if not fits:
            where = f"{display(same[0].name)}, {document.file}, line {same[0].line}"
            raise ModelError("The elements that the array covers make up no dimension", where=where, got=", ".join(sorted(elements)))
        found.append(names[fits[0]])
    return found


def _specification(root: Any, document: Document) -> None:
    given = document.specification
    element = etree.SubElement(root, "sim_specs", {"method": given.method.upper() if given.method != "euler" else "Euler"})
    if given.time_units:
        element.set("time_units", given.time_units)
    for name, value in (("start", given.start), ("stop", given.stop), ("dt", given.step), ("savestep", given.save_every)):
        if value is not None:
            etree.SubElement(element, name).text = number(value)


def _variable(variables: Any, equation: Equation, dimensions: Sequence[str]) -> Any:
    """Write what all elements of a variable share, and return where its formulas go."""
    kind = equation.kind if equation.kind in {"stock", "flow"} else "aux"
    element = etree.SubElement(variables, kind, {"name": display(equation.name)})
    if equation.note:
        etree.SubElement(element, "doc").text = equation.note
    if dimensions:
        listed = etree.SubElement(element, "dimensions")
        for name in dimensions:
            etree.SubElement(listed, "dim", {"name": identifier(name)})
    for tag, flows in (("inflow", equation.inflows), ("outflow", equation.outflows)):
        for flow in flows:
            etree.SubElement(element, tag).text = identifier(flow)
    if equation.units:
        etree.SubElement(element, "units").text = equation.units
    return element


def _body(element: Any, equation: Equation) -> None:
    """Write the formula, the start and the table of a variable or of one of its elements."""
    expression = equation.expression
    table = expression if isinstance(expression, Table) else equation.table
    if isinstance(expression, Numbers):
        raise ModelError("Lists of numbers cannot be written yet", where=display(equation.name))
    if expression is not None and not isinstance(expression, Table):
        etree.SubElement(element, "eqn").text = formula(expression)
    if equation.initial is not None:
        etree.SubElement(element, "init_eqn").text = formula(equation.initial)
    if equation.non_negative and element.tag != "element":
        etree.SubElement(element, "non_negative")
    if table is not None:
        kind_of_table = {"clamped": "continuous", "extrapolated": "extrapolate", "stepped": "discrete"}[table.kind]
        function = etree.SubElement(element, "gf", {"type": kind_of_table})
        etree.SubElement(function, "xpts").text = ",".join(map(number, table.x))
        etree.SubElement(function, "ypts").text = ",".join(map(number, table.y))
