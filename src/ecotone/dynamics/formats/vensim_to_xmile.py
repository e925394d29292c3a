"""A Vensim model in XMILE's terms: stocks with flows, XMILE's functions, the sketch as a view.

Only what means the same in both is carried over; anything else is an error that names variable, line and function, so that
a file which is written says the same as the one that was read. A rate that is a sum of plain variables becomes the stock's
flows; any other becomes one net flow of the stock.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.printer import identifier
from ecotone.dynamics.syntax import Binary, Call, Expression, Name, Number, Specification, Table, Unary, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.syntax import Document, Equation

SAME: Final = frozenset(
    [
        "if then else",
        "min",
        "max",
        "abs",
        "exp",
        "ln",
        "sqrt",
        "sin",
        "cos",
        "tan",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "step",
        "ramp",
        "delay1",
        "delay3",
        "sum",
    ]
)
RENAMED: Final = {
    "smooth": "SMTH1",
    "smoothi": "SMTH1",
    "smooth3": "SMTH3",
    "smooth3i": "SMTH3",
    "delay1i": "DELAY1",
    "delay3i": "DELAY3",
    "delay fixed": "DELAY",
    "integer": "INT",
    "xidz": "SAFEDIV",
    "zidz": "SAFEDIV",
    "initial": "INIT",
}
SETTINGS: Final = {"initial time": "STARTTIME", "final time": "STOPTIME", "time step": "DT"}
CONTROL: Final = frozenset({*SETTINGS, "saveper"})


def in_xmile_terms(document: Document) -> Document:
    """Return a Vensim model as a document in XMILE's terms.

    Raises
    ------
    ModelError
        If it holds what does not mean the same in XMILE.
    """
    if document.macros:
        raise ModelError("Macros cannot be written as XMILE yet", where=document.file, got=document.macros[0].name)
    tables = {fold(e.name) for e in document.equations if e.kind == "lookup"}
    translator = _Translator(document, tables)
    equations = [translator.equation(e) for e in document.equations if fold(e.name) not in CONTROL]
    flows = translator.flows
    made = tuple(replace(e, kind="flow") if e.kind == "aux" and fold(e.name) in flows else e for e in equations) + tuple(translator.made)
    return replace(
        document,
        dialect="xmile",
        equations=made,
        specification=translator.specification(),
        layout=view(document, made),
        unit_equivalents=(),
    )


class _Translator:
    def __init__(self, document: Document, tables: set[str]) -> None:
        self.document = document
        self.tables = tables
        self.by_name = {fold(e.name): e for e in document.equations}
        self.stocks = {fold(e.name) for e in document.equations if isinstance(e.expression, Call) and fold(e.expression.name) == "integ"}
        self.sinks: dict[tuple[str, str], str] = {}
        self.flows: set[str] = set()
        self.made: list[Equation] = []

    def fail(self, equation: Equation, what: str, got: str) -> ModelError:
        """Make an error that names variable and line."""
        return ModelError(what, where=f"{display(equation.name)}, {self.document.file}, line {equation.line}", got=got)

    def equation(self, equation: Equation) -> Equation:
        """Translate one equation."""
        if equation.kind == "data" or equation.exceptions:
            raise self.fail(equation, "Data variables and exceptions cannot be written as XMILE yet", display(equation.name))
        expression = equation.expression
        if isinstance(expression, Table) or expression is None:
            return equation
        if isinstance(expression, Call) and fold(expression.name) == "integ":
            return self._stock(equation, expression)
        kind = "aux" if equation.kind == "unchangeable" else equation.kind
        if isinstance(expression, Call) and fold(expression.name) == "active initial" and len(expression.arguments) == 2:
            now, first = expression.arguments
            return replace(equation, kind=kind, expression=self.of(now, equation), initial=self.of(first, equation))
        if isinstance(expression, Call) and fold(expression.name) == "with lookup" and len(expression.arguments) == 2:
            x, table = expression.arguments
            if isinstance(table, Table):
                return replace(equation, kind=kind, expression=self.of(x, equation), table=table)
        return replace(equation, kind=kind, expression=self.of(expression, equation))

    def _stock(self, equation: Equation, call: Call) -> Equation:
        rate, initial = call.arguments
        signed = _terms(rate)
        names = [fold(name.name) for _, name in signed] if signed is not None else []
        plain = signed is not None and len(set(names)) == len(names) and all(self._may_flow(name, equation) for _, name in signed)
        if plain and signed is not None and not any(((side, fold(name.name)) in self.sinks) for side, name in signed):
            for side, name in signed:
                self.sinks[(side, fold(name.name))] = fold(equation.name)
                self.flows.add(fold(name.name))
            inflows = tuple(name.name for side, name in signed if side == "+")
            outflows = tuple(name.name for side, name in signed if side == "-")
        else:
            net = f"{display(equation.name)} net flow"
            while fold(net) in self.by_name:
                net += " of stock"
            units = f"({equation.units})/{self.units_of_time()}" if equation.units and self.units_of_time() else ""
            self.made.append(replace(equation, name=net, kind="flow", expression=self.of(rate, equation), units=units, note=""))
            inflows, outflows = (net,), ()
        return replace(equation, kind="stock", expression=self.of(initial, equation), inflows=inflows, outflows=outflows)

    def _may_flow(self, name: Name, stock: Equation) -> bool:
        found = self.by_name.get(fold(name.name))
        if found is None or fold(name.name) in self.stocks | self.tables:
            return False
        return [index.name for index in name.indices] == list(stock.subscripts) == list(found.subscripts)

    def units_of_time(self) -> str:
        step = self.by_name.get("time step")
        return (step.units if step else "") or self.document.specification.time_units

    def of(self, expression: Expression, equation: Equation) -> Expression:
        """Translate an expression."""
        if isinstance(expression, Name):
            name = fold(expression.name)
            return Name(SETTINGS[name]) if name in SETTINGS else expression
        if isinstance(expression, Unary):
            return Unary(expression.operator, self.of(expression.operand, equation))
        if isinstance(expression, Binary):
            return Binary(expression.operator, self.of(expression.left, equation), self.of(expression.right, equation))
        if isinstance(expression, Call):
            return self._call(expression, equation)
        if isinstance(expression, Number):
            return expression
        raise self.fail(equation, "The equation cannot be written as XMILE yet", type(expression).__name__)

    def _call(self, call: Call, equation: Equation) -> Expression:
        name = fold(call.name)
        inside = tuple(self.of(argument, equation) for argument in call.arguments) if name != "with lookup" else ()
        if name in self.tables and len(inside) == 1:
            return Call("LOOKUP", (Name(call.name, call.indices), *inside))
        if name in SAME:
            return Call(call.name, inside)
        if name in RENAMED:
            return Call(RENAMED[name], inside)
        if name == "game" and len(inside) == 1:
            return inside[0]
        if name == "modulo" and len(inside) == 2:
            return Binary("mod", *inside)
        if name == "power" and len(inside) == 2:
            return Binary("^", *inside)
        if name == "log" and len(inside) == 2:
            return Binary("/", Call("LN", inside[:1]), Call("LN", inside[1:]))
        raise self.fail(equation, "The function does not mean the same in XMILE, and cannot be written yet", display(call.name).upper())

    def specification(self) -> Specification:
        """Read the settings, which must be numbers."""
        values: dict[str, float] = {}
        for name in SETTINGS:
            equation = self.by_name.get(name)
            if equation is not None and not isinstance(equation.expression, Number):
                raise self.fail(equation, "A setting that is no number cannot be written as XMILE yet", display(equation.name))
            if equation is not None and isinstance(equation.expression, Number):
                values[name] = equation.expression.value
        given = self.document.specification
        saved = self.by_name.get("saveper")
        every = saved.expression.value if saved is not None and isinstance(saved.expression, Number) else None
        return Specification(
            values.get("initial time", given.start), values.get("final time", given.stop), values.get("time step", given.step), every,
            given.method, self.units_of_time(),
        )  # fmt: skip


def _terms(rate: Expression) -> list[tuple[str, Name]] | None:
    """Return the plain variables that a rate adds and takes away; None where it is anything else."""
    if isinstance(rate, Name):
        return [("+", rate)]
    if isinstance(rate, Unary) and rate.operator == "-" and isinstance(rate.operand, Name):
        return [("-", rate.operand)]
    if isinstance(rate, Binary) and rate.operator in {"+", "-"} and isinstance(rate.right, Name):
        left = _terms(rate.left)
        return None if left is None else [*left, (rate.operator, rate.right)]
    return None


def view(document: Document, equations: tuple[Equation, ...]) -> str:
    """Return the sketch as an XMILE view: where variables stand, and the arrows between them; empty where there is none."""
    kinds = {fold(e.name): e.kind for e in equations}
    shown: dict[str, tuple[str, str, int, int]] = {}
    parts = []
    for section in re.split(r"^\*View ?", document.layout, flags=re.MULTILINE)[1:] or [document.layout]:
        ids: dict[str, str] = {}
        arrows = []
        for line in section.splitlines():
            if match := re.match(r'10,(\d+),("(?:[^"\\]|\\.)*"|[^,]*),(-?\d+),(-?\d+),', line):
                name = match[2].strip('"')
                if fold(name) in kinds:
                    ids[match[1]] = fold(name)
                    shown.setdefault(fold(name), (display(name), match[1], int(match[3]), int(match[4])))
            elif match := re.match(r"1,\d+,(\d+),(\d+),", line):
                arrows.append((match[1], match[2]))
        for one, other in arrows:
            if one in ids and other in ids and kinds[ids[other]] != "stock":
                names = [identifier(shown[ids[end]][0]) for end in (one, other)]
                parts.append(f"<connector><from>{_escaped(names[0])}</from><to>{_escaped(names[1])}</to></connector>")
    if not shown:
        return ""
    from xml.sax.saxutils import quoteattr  # brings half of the network library with it

    placed = []
    for key, (name, _, x, y) in shown.items():
        tag = kinds[key] if kinds[key] in {"stock", "flow"} else "aux"
        placed.append(f'<{tag} name={quoteattr(name)} x="{x}" y="{y}"/>')
    return '<views xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"><view>' + "".join(placed + parts) + "</view></views>"


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text)
