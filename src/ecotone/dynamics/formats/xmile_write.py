"""Write XMILE 1.0 (OASIS, 2015) that other programs read, the layout of an XMILE model kept as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from ecotone.dynamics.formats.vensim_to_xmile import in_xmile_terms
from ecotone.dynamics.printer import formula, identifier, number
from ecotone.dynamics.syntax import Numbers, Table, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.syntax import Document, Equation

NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"


def to_xmile(document: Document) -> bytes:
    """Return an XMILE file with the equations of a model.

    Raises
    ------
    ModelError
        If the model holds what does not mean the same in XMILE, or cannot be written yet.
    """
    if document.dialect != "xmile":
        document = in_xmile_terms(document)
    if document.macros or document.submodels:
        raise ModelError("Macros and modules cannot be written yet", where=document.file)
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
    model = etree.SubElement(root, "model")
    variables = etree.SubElement(model, "variables")
    ranges = {fold(item.name) for item in document.ranges}
    for equation in document.equations:
        if any(fold(subscript) not in ranges for subscript in equation.subscripts):
            raise ModelError("Arrays with an equation for every element cannot be written yet", where=display(equation.name))
        _variable(variables, equation)
    if document.layout:
        model.append(etree.fromstring(document.layout))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _specification(root: Any, document: Document) -> None:
    given = document.specification
    element = etree.SubElement(root, "sim_specs", {"method": given.method.upper() if given.method != "euler" else "Euler"})
    if given.time_units:
        element.set("time_units", given.time_units)
    for name, value in (("start", given.start), ("stop", given.stop), ("dt", given.step), ("savestep", given.save_every)):
        if value is not None:
            etree.SubElement(element, name).text = number(value)


def _variable(variables: Any, equation: Equation) -> None:
    kind = equation.kind if equation.kind in {"stock", "flow"} else "aux"
    element = etree.SubElement(variables, kind, {"name": display(equation.name)})
    if equation.note:
        etree.SubElement(element, "doc").text = equation.note
    if equation.subscripts:
        dimensions = etree.SubElement(element, "dimensions")
        for subscript in equation.subscripts:
            etree.SubElement(dimensions, "dim", {"name": identifier(subscript)})
    expression = equation.expression
    table = expression if isinstance(expression, Table) else equation.table
    if expression is not None and not isinstance(expression, Table):
        if isinstance(expression, Numbers):
            raise ModelError("Lists of numbers cannot be written yet", where=display(equation.name))
        etree.SubElement(element, "eqn").text = formula(expression)
    if equation.initial is not None:
        etree.SubElement(element, "init_eqn").text = formula(equation.initial)
    for tag, flows in (("inflow", equation.inflows), ("outflow", equation.outflows)):
        for flow in flows:
            etree.SubElement(element, tag).text = identifier(flow)
    if equation.non_negative:
        etree.SubElement(element, "non_negative")
    if table is not None:
        kind_of_table = {"clamped": "continuous", "extrapolated": "extrapolate", "stepped": "discrete"}[table.kind]
        function = etree.SubElement(element, "gf", {"type": kind_of_table})
        etree.SubElement(function, "xpts").text = ",".join(map(number, table.x))
        etree.SubElement(function, "ypts").text = ",".join(map(number, table.y))
    if equation.units:
        etree.SubElement(element, "units").text = equation.units
