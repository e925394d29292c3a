"""A Vensim model in XMILE's terms: stocks with flows, XMILE's functions, macros, the sketch as a view.

Only what means the same in both is carried over; anything else is an error that names variable, line and function with the
reason, so that a file which is written says the same as the one that was read. A rate that is a sum of plain variables becomes
the stock's flows; any other becomes one net flow of the stock. Arrays are those of `elements`, functions of `xmile_functions`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ecotone.dynamics import functions, vectors
from ecotone.dynamics.formats.elements import element_by_element
from ecotone.dynamics.formats.macro_outputs import one_output_each
from ecotone.dynamics.formats.numbers_from_files import with_numbers
from ecotone.dynamics.formats.sketch import sketch_view
from ecotone.dynamics.formats.xmile_functions import REASONS, written
from ecotone.dynamics.syntax import (
    Binary,
    Call,
    Equation,
    Expression,
    Index,
    Name,
    Number,
    Specification,
    Table,
    Text,
    Unary,
    display,
    fold,
)
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ecotone.dynamics.syntax import Document, Macro

SETTINGS: Final = {"initial time": "STARTTIME", "final time": "STOPTIME", "time step": "DT"}
CONTROL: Final = frozenset({*SETTINGS, "saveper"})
GLOBALS: Final = {"time$": "TIME", "time step$": "DT", "initial time$": "STARTTIME", "final time$": "STOPTIME"}
TAKEN: Final = frozenset({"dt", "starttime", "stoptime", "pi", "inf", "self"})
"""Names that mean something else in XMILE."""


def in_xmile_terms(document: Document, data: Sequence[Path] = ()) -> Document:
    """Return a Vensim model as a document in XMILE's terms; `data` are the files with the values of its data variables.

    Raises
    ------
    ModelError
        If it holds what does not mean the same in XMILE.
    """
    document = element_by_element(with_numbers(one_output_each(document), data))
    macros = tuple(_macro(macro, document) for macro in document.macros)
    tables = {fold(e.name) for e in document.equations if e.kind == "lookup"}
    translator = _Translator(document, tables)
    equations = [translator.equation(e) for e in document.equations if fold(e.name) not in CONTROL]
    flows = translator.flows
    made = tuple(replace(e, kind="flow") if e.kind == "aux" and fold(e.name) in flows else e for e in equations) + tuple(translator.made)
    return replace(
        document,
        dialect="xmile",
        equations=made,
        macros=macros,
        specification=translator.specification(),
        layout=sketch_view(document, made),
        unit_equivalents=(),
    )


def _macro(macro: Macro, document: Document) -> Macro:
    """Return a macro in XMILE's terms: variables of its own, and last a formula of its name."""
    where = f"macro {macro.name}, {document.file}, line {macro.line}"
    arrays = next((equation for equation in macro.equations if equation.subscripts), None)
    if arrays is not None:
        raise ModelError("A macro with arrays of its own cannot be written as XMILE", where=where, got=display(arrays.name))
    # The result may be a stock, and other variables may read it: it gets a name beside the macro's own.
    own = fold(macro.name)
    result = f"{display(macro.name)} result"
    while any(fold(equation.name) == fold(result) for equation in macro.equations):
        result += " of macro"
    inner = [replace(e, name=result) if fold(e.name) == own else e for e in macro.equations]
    inner = [replace(e, expression=None if e.expression is None else _renamed(e.expression, own, result)) for e in inner]
    if not any(e.name == result for e in inner):
        raise ModelError("The macro does not define its output", where=where, expected=f"an equation for '{display(macro.name)}'")
    tables = {fold(e.name) for e in inner if e.kind == "lookup"}
    translator = _Translator(replace(document, equations=tuple(inner)), tables, frozenset(map(fold, macro.inputs)))
    made = [translator.equation(e) for e in inner]
    made = [replace(e, kind="flow") if e.kind == "aux" and fold(e.name) in translator.flows else e for e in made]
    last = Equation(_free(macro.name), expression=Name(result))
    return replace(macro, name=last.name, equations=(*made, *translator.made, last))


def _free(macro: str) -> str:
    """Return a macro's name, with a word after it where it is the name of a function that XMILE has already."""
    taken = functions.find(fold(macro), "xmile") or vectors.find(fold(macro), "xmile")
    return macro if taken is None else f"{display(macro)} macro"


def _renamed(expression: Expression, name: str, other: str) -> Expression:
    """Return an expression in which a variable has another name."""
    if isinstance(expression, Name):
        return replace(expression, name=other) if fold(expression.name) == name else expression
    if isinstance(expression, Unary):
        return Unary(expression.operator, _renamed(expression.operand, name, other))
    if isinstance(expression, Binary):
        return Binary(expression.operator, _renamed(expression.left, name, other), _renamed(expression.right, name, other))
    if isinstance(expression, Call):
        return replace(expression, arguments=tuple(_renamed(argument, name, other) for argument in expression.arguments))
    return expression


def _put(expression: Expression, name: Name, other: Expression) -> Expression:
    """Return an expression with another in the place of a variable, read as it stands on the left."""
    if isinstance(expression, Name):
        plain = tuple(fold(index.name) for index in expression.indices)
        same = fold(expression.name) == fold(name.name) and plain in {(), tuple(fold(index.name) for index in name.indices)}
        return other if same else expression
    if isinstance(expression, Unary):
        return Unary(expression.operator, _put(expression.operand, name, other))
    if isinstance(expression, Binary):
        return Binary(expression.operator, _put(expression.left, name, other), _put(expression.right, name, other))
    if isinstance(expression, Call):
        return replace(expression, arguments=tuple(_put(argument, name, other) for argument in expression.arguments))
    return expression


class _Translator:
    def __init__(self, document: Document, tables: set[str], formals: frozenset[str] = frozenset()) -> None:
        self.document = document
        self.tables = tables
        self.formals = formals
        self.macros = {fold(macro.name) for macro in document.macros}
        self.counts = Counter(fold(e.name) for e in document.equations)
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
        if fold(equation.name) in TAKEN:
            raise self.fail(equation, "The name means something else in XMILE", display(equation.name))
        if '"' in display(equation.name):
            raise self.fail(equation, "A name with quotation marks in it cannot be written as XMILE", display(equation.name))
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
        single = self.counts[fold(equation.name)] == 1
        plain = (
            single and signed is not None and len(set(names)) == len(names) and all(self._may_flow(name, equation) for _, name in signed)
        )
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
        if found is None or fold(name.name) in self.stocks | self.tables or self.counts[fold(name.name)] > 1:
            return False
        return [index.name for index in name.indices] == list(stock.subscripts) == list(found.subscripts)

    def units_of_time(self) -> str:
        step = self.by_name.get("time step")
        return (step.units if step else "") or self.document.specification.time_units

    def of(self, expression: Expression, equation: Equation) -> Expression:
        """Translate an expression."""
        if isinstance(expression, Name):
            name = fold(expression.name)
            if name.endswith("$") and name not in GLOBALS:
                raise self.fail(equation, "A macro that reads a variable of the model cannot be written as XMILE", display(expression.name))
            if name == "saveper" and name not in self.formals:
                raise self.fail(equation, "XMILE has no name for how often values are saved", "SAVEPER")
            known = {**SETTINGS, **GLOBALS}
            return Name(known[name]) if name in known and name not in self.formals else expression
        if isinstance(expression, Unary):
            return Unary(expression.operator, self.of(expression.operand, equation))
        if isinstance(expression, Binary):
            return Binary(expression.operator, self.of(expression.left, equation), self.of(expression.right, equation))
        if isinstance(expression, Call):
            return self._call(expression, equation)
        if isinstance(expression, Number):
            return expression
        raise self.fail(equation, "What is read from a file beside the model cannot be written as XMILE", _kind(expression))

    def _call(self, call: Call, equation: Equation) -> Expression:
        name = fold(call.name)
        if name == "sample if true" and len(call.arguments) == 3:
            return self._sample(call, equation)
        inside = tuple(self.of(argument, equation) for argument in call.arguments) if name != "with lookup" else ()
        if name == "elmcount" and len(call.arguments) == 1 and isinstance(call.arguments[0], Name):
            sizes = {fold(item.name): len(item.members) for item in self.document.ranges}
            if fold(call.arguments[0].name) in sizes:
                return Number(float(sizes[fold(call.arguments[0].name)]))
        if name in self.tables and len(inside) == 1:
            return Call("LOOKUP", (Name(call.name, call.indices), *inside))
        if name in self.macros:
            return Call(_free(call.name), inside)
        if name == "get data between times" and len(inside) == 3 and self._straight(call):
            return Call("LOOKUP", inside[:2])
        if name == "delay n" and len(inside) == 4 and self._fits(call):
            return Call("DELAYN", (inside[0], inside[1], inside[3], inside[2]))
        if name == "delay fixed" and len(inside) == 3:
            # XMILE's follows a time that changes; Vensim's keeps the one of the start.
            fixed = inside[1] if self._number(call.arguments[1]) is not None else Call("INIT", (inside[1],))
            return Call("DELAY", (inside[0], fixed, inside[2]))
        found = written(call.name, inside) if name != "with lookup" else None
        if found is None:
            reason = f": {REASONS[name]}" if name in REASONS else ""
            raise self.fail(equation, f"The function does not mean the same in XMILE{reason}", display(call.name).upper())
        return found

    def _sample(self, call: Call, equation: Equation) -> Expression:
        """Say SAMPLE IF TRUE as a choice between the input and the variable's own value one step before."""
        condition, x, start = call.arguments
        own = Name(equation.name, tuple(Index(subscript) for subscript in equation.subscripts))
        held = Call("PREVIOUS", (Name("SELF"), self.of(start, equation)))
        choice = Call("IF THEN ELSE", (_put(self.of(condition, equation), own, held), _put(self.of(x, equation), own, held), held))
        if call is equation.expression:
            return choice
        # Of an array that one equation gives it is an array too, of a single element a variable of its own.
        ranges = {fold(item.name) for item in self.document.ranges}
        whole = self.counts[fold(equation.name)] == 1 and all(fold(subscript) in ranges for subscript in equation.subscripts)
        subscripts = equation.subscripts if whole else ()
        name = " ".join([display(equation.name), *(() if whole else equation.subscripts), "sample"])
        while fold(name) in self.by_name:
            name += " held"
        part = replace(
            equation, name=name, subscripts=subscripts, kind="aux", expression=choice, table=None, initial=None, units="", note=""
        )
        self.made.append(part)
        self.by_name[fold(name)] = part
        return Name(name, own.indices if whole else ())

    def _straight(self, call: Call) -> bool:
        """Tell whether data are read in straight lines between their points, as a graphical function is."""
        data, _, mode = call.arguments
        found = self.by_name.get(fold(data.name)) if isinstance(data, Name) else None
        return found is not None and found.table is not None and found.table.kind == "clamped" and self._number(mode) == 0

    def _fits(self, call: Call) -> bool:
        """Tell whether a DELAY N has a constant delay with no more stages than steps, and so is XMILE's."""
        delay, order, step = (self._number(each) for each in (call.arguments[1], call.arguments[3], Name("TIME STEP")))
        return None not in (delay, order, step) and (order or 0) <= (delay or 0) / (step or 1) + 1e-9

    def _number(self, expression: Expression) -> float | None:
        """Return the number that an expression is, or the constant that it names."""
        if isinstance(expression, Name) and not expression.indices:
            found = self.by_name.get(fold(expression.name))
            expression = found.expression if found is not None and found.expression is not None else expression
        return expression.value if isinstance(expression, Number) else None

    def specification(self) -> Specification:
        """Read the settings, which must be numbers."""
        values: dict[str, float] = {}
        for name in SETTINGS:
            equation = self.by_name.get(name)
            if equation is not None and not isinstance(equation.expression, Number):
                raise self.fail(equation, "A setting that is no number cannot be written as XMILE", display(equation.name))
            if equation is not None and isinstance(equation.expression, Number):
                values[name] = equation.expression.value
        given = self.document.specification
        saved = self.by_name.get("saveper")
        every = saved.expression.value if saved is not None and isinstance(saved.expression, Number) else None
        if saved is not None and every is None and not (isinstance(saved.expression, Name) and fold(saved.expression.name) == "time step"):
            raise self.fail(saved, "A setting that is no number cannot be written as XMILE", display(saved.name))
        return Specification(
            values.get("initial time", given.start), values.get("final time", given.stop), values.get("time step", given.step), every,
            given.method, self.units_of_time(),
        )  # fmt: skip


def _kind(expression: Expression) -> str:
    return f"'{expression.value}'" if isinstance(expression, Text) else type(expression).__name__


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
