"""From the syntax tree to the flat program: names resolved, subscripts expanded, delays made into states.

Each element of each variable becomes an instance whose equation is a node of the graph. References are followed
through a work list, not by recursion, so that a chain of ten thousand variables is no deeper than one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dynamics import functions, vectors
from ecotone.dynamics.arguments import wrong_number
from ecotone.dynamics.data import External
from ecotone.dynamics.graphical import graphical
from ecotone.dynamics.modules import open_modules
from ecotone.dynamics.nodes import Graph, Instance
from ecotone.dynamics.operations import Op
from ecotone.dynamics.outflows import limit_outflows
from ecotone.dynamics.ranges import Ranges
from ecotone.dynamics.scopes import Environment, Part, Scope, Variable, define
from ecotone.dynamics.subscripts import Subscripting
from ecotone.dynamics.syntax import (
    Binary,
    Call,
    Document,
    Equation,
    Expression,
    Index,
    Name,
    Number,
    Numbers,
    Table,
    Text,
    Unary,
    calls_with_outputs,
    display,
    fold,
)
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ecotone.dynamics.syntax import Macro

Points = tuple[tuple[float, ...], tuple[float, ...]]

_BINARY: Final = {
    "+": Op.ADD,
    "-": Op.SUB,
    "*": Op.MUL,
    "/": Op.DIV,
    "^": Op.POW,
    "mod": Op.MODULO,
    "=": Op.EQ,
    "<>": Op.NE,
    "<": Op.LT,
    "<=": Op.LE,
    ">": Op.GT,
    ">=": Op.GE,
    "and": Op.AND,
    "or": Op.OR,
}
_HOLDS: Final = {
    "interpolate": Op.LOOKUP,
    "hold backward": Op.LOOKUP_HOLD,
    "look forward": Op.LOOKUP_NEXT,
    "raw": Op.LOOKUP_RAW,
}
_NUMBERS: Final = {"pi": 3.141592653589793, "inf": float("inf"), "infinity": float("inf"), "nan": float("nan")}
CONTROL: Final = ("initial time", "final time", "time step", "saveper")


class Lowering(Subscripting):
    """Build the graph of a document.

    Parameters
    ----------
    document : Document
        What was read.
    data : sequence of Path
        Files with the values of data variables.
    overrides : mapping, optional
        Folded variable name to an expression that takes its place from outside (interventions).
    """

    def __init__(
        self,
        document: Document,
        data: Sequence[Path] = (),
        overrides: Mapping[tuple[str, tuple[str, ...] | None], Expression] | None = None,
    ) -> None:
        self.document = document
        self.file = document.file
        self.graph = Graph()
        self.external = External(document, data)
        self.ranges = Ranges.build(document.ranges, self.external.subscripts, document.file)
        self.macros: dict[str, Macro] = {fold(macro.name): macro for macro in document.macros}
        self.overrides = dict(overrides or {})
        self.work: list[tuple[Scope, Variable, tuple[str, ...], int]] = []
        self.calls = 0
        self.settings: dict[str, int] = {}
        self._formals: dict[tuple[int, str], int] = {}
        self._keep: list[Scope] = []
        self._parts: dict[int, Part] = {}
        self._macro_scopes: dict[tuple[object, ...], Scope] = {}
        self.inverses: dict[tuple[object, ...], list[int]] = {}
        self.root = Scope("", define(document.equations, self.ranges, self.file))
        self._outputs()
        open_modules(self.root, document.modules, {fold(model.name): model for model in document.submodels}, self.ranges, self.file)

    # -- scopes

    def _outputs(self) -> None:
        """Define the variables that a macro's call names after its colon: they stand for the macro's own variables."""
        for variable in list(self.root.variables.values()):
            for part in variable.parts.values():
                for call in calls_with_outputs(part.equation.expression):
                    for number, output in enumerate(call.outputs):
                        name = fold(output)
                        if name not in self.root.variables:
                            stand = Call(call.name, (Number(float(number)), *call.arguments), call.indices, ("#output",))
                            equation = Equation(output, part.equation.subscripts, stand, line=part.equation.line)
                            self.root.variables.update(define([equation], self.ranges, self.file))

    # -- instances

    def build(self) -> Graph:
        """Lower every variable of the model."""
        self._all(self.root)
        self._drain()
        limit_outflows(self.graph)
        return self.graph

    def _all(self, scope: Scope) -> None:
        for variable in scope.variables.values():
            if variable.name in scope.aliases:
                continue
            for elements, part in variable.parts.items():
                if not self.is_table(part.equation):
                    self.instance(scope, variable, elements)
        for module in scope.modules.values():
            self._all(module)

    def _drain(self) -> None:
        while self.work:
            scope, variable, elements, number = self.work.pop()
            self._equation(scope, variable, elements, number)

    def part_of(self, env: Environment) -> Part:
        """Return the definition of the element whose equation is being read."""
        return self._parts[env.owner]

    @staticmethod
    def is_table(equation: Equation) -> bool:
        """Tell whether an equation defines a graphical function and no value."""
        return equation.kind == "lookup"

    def instance(self, scope: Scope, variable: Variable, elements: tuple[str, ...]) -> int:
        """Return the number of a variable's element, made and put on the work list when first asked for."""
        key = (scope.prefix + variable.name, elements)
        found = self.graph.by_key.get(key)
        if found is None:
            part = variable.parts[elements]
            found = len(self.graph.instances)
            self.graph.by_key[key] = found
            names = ",".join(self.ranges.names.get(element, element) for element in elements)
            label = scope.prefix + variable.label + (f"[{names}]" if elements else "")
            self.graph.instances.append(Instance(key, label, visible=scope.visible, line=part.equation.line, units=part.equation.units))
            self.work.append((scope, variable, elements, found))
        return found

    def _equation(self, scope: Scope, variable: Variable, elements: tuple[str, ...], number: int) -> None:
        part = variable.parts[elements]
        self._parts[number] = part
        instance = self.graph.instances[number]
        where = f"{instance.label}, {self.file}, line {part.equation.line}"
        environment = Environment(scope, part.bound, owner=number, where=where)
        self._value(variable, part, environment, instance)
        override = self.overrides.get((instance.key[0], elements)) or self.overrides.get((instance.key[0], None))
        if override is not None:
            inner = Scope(f"{instance.key[0]}#own.", {}, self.root)
            # Within an override, the variable's own name is the value it would have had; that of a constant can still be set.
            self._formals[(id(inner), "#own")] = self._own_constant(instance)
            inner.formals["#own"] = (Number(0.0), environment)
            self._keep.append(inner)
            changed = self.lower(override, Environment(inner, part.bound, owner=number, where=where))
            instance.equation = changed

    def _own_constant(self, instance: Instance) -> int:
        graph = self.graph
        if graph.ops[instance.equation] is not Op.CONST:
            return instance.equation
        key = (f"{instance.key[0]}#own", instance.key[1])
        graph.by_key[key] = len(graph.instances)
        graph.instances.append(Instance(key, f"{instance.label}#own", instance.equation, visible=False, line=instance.line))
        return graph.ref(graph.by_key[key])

    def _value(self, variable: Variable, part: Part, env: Environment, instance: Instance) -> None:
        graph, equation = self.graph, part.equation
        if equation.kind == "stock" and self.document.dialect == "xmile":
            self._stock(part, env, instance)
            return
        expression = equation.expression
        if equation.kind == "data" and (expression is None or isinstance(expression, Call)):
            points = self.series(variable, instance.key[1])
            instance.equation = graph.lookup(_HOLDS[equation.hold or "interpolate"], graph.time(), points)
            return
        if expression is None:
            raise ModelError(
                "The variable has no equation", where=env.where, got=equation.text or None, remedy="Give it one, or connect it"
            )
        if isinstance(expression, Numbers):
            instance.equation = graph.const(self._listed(expression, part, env))
        elif isinstance(expression, Call) and fold(expression.name) in {"integ", "active initial"}:
            self._special(expression, env, instance)
        else:
            instance.equation = self.lower(expression, env)
        if equation.table is not None:
            instance.equation = graphical(graph, equation.table, instance.equation, env)
        if equation.initial is not None:
            instance.initial = self.lower(equation.initial, env)
        if equation.non_negative and equation.kind == "flow":
            instance.equation = graph.op(Op.MAX, instance.equation, graph.const(0.0))

    def _special(self, call: Call, env: Environment, instance: Instance) -> None:
        graph = self.graph
        if len(call.arguments) != 2:
            raise wrong_number(call, env, "2")
        if fold(call.name) == "integ":
            state = graph.add_state("stock", instance.label)
            instance.state, instance.equation = state, graph.state(state)
            graph.states[state].update = self.lower(call.arguments[0], env)
            graph.states[state].initial = self.lower(call.arguments[1], env)
        else:
            instance.equation = self.lower(call.arguments[0], env)
            instance.initial = self.lower(call.arguments[1], env)

    def _stock(self, part: Part, env: Environment, instance: Instance) -> None:
        graph, equation = self.graph, part.equation
        state = graph.add_state("stock", instance.label)
        instance.state, instance.equation = state, graph.state(state)
        if equation.expression is None:
            raise ModelError("The stock has no initial value", where=env.where, got=equation.text or None)
        if isinstance(equation.expression, Numbers):
            graph.states[state].initial = graph.const(self._listed(equation.expression, part, env))
        else:
            graph.states[state].initial = self.lower(equation.expression, env)
        total = graph.const(0.0)
        flows: list[tuple[int, int]] = []
        for flow in equation.inflows:
            node = self.lower(self._same_element(flow, part, env), env)
            total = graph.op(Op.ADD, total, node) if graph.ops[total] is not Op.CONST else node
            flows.append((1, node))
        for flow in equation.outflows:
            node = self.lower(self._same_element(flow, part, env), env)
            total = graph.op(Op.SUB, total, node)
            flows.append((-1, node))
        graph.states[state].update = total
        graph.states[state].floor = equation.non_negative
        instance.flows = tuple(flows)

    def _same_element(self, flow: str, part: Part, env: Environment) -> Name:
        """Return a stock's flow at the element of the stock; arrays that are not alike find theirs as a reference does."""
        elements = tuple(element for _, element in part.bound)
        found = env.scope.find(fold(flow))
        alike = found is not None and bool(elements) and elements in found[1].parts
        return Name(flow, tuple(Index(element) for element in elements) if alike else ())

    def _listed(self, numbers: Numbers, part: Part, env: Environment) -> float:
        flat = [value for row in numbers.rows for value in row]
        count = 1
        for subscript in part.equation.subscripts:
            count *= len(self.ranges.members.get(fold(subscript), ("",)))
        if len(flat) == 1:
            return flat[0]
        if len(flat) != count:
            raise ModelError(
                "The list has not as many numbers as the variable has elements", where=env.where, got=str(len(flat)), expected=str(count)
            )
        return flat[part.place]

    # -- expressions

    def lower(self, expression: Expression, env: Environment) -> int:
        """Return the node of an expression."""
        graph = self.graph
        if isinstance(expression, Number):
            return graph.const(expression.value)
        if isinstance(expression, Binary):
            # Long sums lean to the left: walk them in a loop.
            spine: list[Binary] = []
            left: Expression = expression
            while isinstance(left, Binary):
                spine.append(left)
                left = left.left
            node = self.lower(left, env)
            for binary in reversed(spine):
                same = self._same_family(binary, env)
                if same is not None:
                    node = graph.const(float(same))
                else:
                    node = graph.op(_BINARY[binary.operator], node, self.lower(binary.right, env))
            return node
        if isinstance(expression, Unary):
            operand = self.lower(expression.operand, env)
            return operand if expression.operator == "+" else graph.op(Op.NEG if expression.operator == "-" else Op.NOT, operand)
        if isinstance(expression, Name):
            return self.name(expression, env)
        if isinstance(expression, Call):
            return self.call(expression, env)
        if isinstance(expression, Table):
            raise ModelError("A graphical function stands where a value is needed", where=env.where)
        if isinstance(expression, Text):
            raise ModelError("A text stands where a value is needed", where=env.where, got=expression.value)
        raise ModelError("A list of numbers stands where a value is needed", where=env.where)

    def _same_family(self, binary: Binary, env: Environment) -> bool | None:
        """Compare two subscripts of one family as elements, not by their places in different ranges; None otherwise."""
        if binary.operator not in {"=", "<>"} or not (isinstance(binary.left, Name) and isinstance(binary.right, Name)):
            return None
        found = []
        for side in (fold(binary.left.name), fold(binary.right.name)):
            if env.scope.find(side) is not None or not (self.ranges.is_range(side) or self.ranges.is_element(side)):
                return None
            running = next((element for key, element in env.over if key == side), None)
            element = running or self.bound_element(side, env)
            if element is None:
                return None
            found.append(element)
        if self.ranges.family.get(found[0]) != self.ranges.family.get(found[1]):
            return None
        return (found[0] == found[1]) == (binary.operator == "=")

    def name(self, expression: Name, env: Environment) -> int:
        """Return the node of a reference."""
        name = fold(expression.name)
        graph = self.graph
        formal = self._formal(env.scope, name)
        if formal is not None:
            return formal
        found = env.scope.find(name)
        if found is None and env.scope.prefix.startswith("#") is False and env.scope.parent is not None and name in CONTROL:
            found = env.scope.root().find(name)
        if found is None and env.scope.parent is not None and not env.scope.visible:
            found = env.scope.root().find(name)
        if found is not None:
            scope, variable = found
            if name != "time" or not self._is_builtin_time(variable):
                if self.is_table(variable.first):
                    raise ModelError("A graphical function needs an argument", where=env.where, got=expression.name, remedy="Write name(x)")
                if self.computed(expression, variable, env):
                    return self.picked(expression, variable, env)
                number = self.instance(scope, variable, self.elements(expression, variable, env))
                return graph.state(env.itself) if number == env.owner and env.itself >= 0 else graph.ref(number)
        if expression.indices:
            raise self.unknown(expression.name, env)
        builtin = self.builtin(name, env)
        if builtin is not None:
            return builtin
        position = self.position(name, env)
        if position is not None:
            return graph.const(float(position + 1))
        raise self.unknown(expression.name, env)

    def _is_builtin_time(self, variable: Variable) -> bool:
        return isinstance(variable.first.expression, Name) and fold(variable.first.expression.name) == "time"

    def _formal(self, scope: Scope, name: str) -> int | None:
        if name not in scope.formals:
            return None
        key = (id(scope), name)
        if key not in self._formals:
            expression, caller = scope.formals[name]
            self._formals[key] = self.lower(expression, caller)
        return self._formals[key]

    def unknown(self, name: str, env: Environment) -> ModelError:
        """Make the error for a name that means nothing, with the nearest name there is."""
        import difflib

        if fold(name) in map(fold, self.document.drawn):
            return ModelError("The variable was drawn, but has no equation", where=env.where, got=display(name), remedy="Give it one")
        near = difflib.get_close_matches(fold(name), list(env.scope.variables), 1)
        remedy = f"Did you mean '{env.scope.variables[near[0]].label}'?" if near else None
        return ModelError("No such variable", where=env.where, got=display(name), remedy=remedy)

    def builtin(self, name: str, env: Environment) -> int | None:
        """Return the node of a constant of the language."""
        graph = self.graph
        if name in {"time", "time$"}:
            return graph.time()
        if name in CONTROL or (self.document.dialect == "xmile" and name in {"dt", "starttime", "stoptime"}):
            return self.control({"dt": "time step", "starttime": "initial time", "stoptime": "final time"}.get(name, name), env)
        if self.document.dialect == "xmile":
            head, dot, element = name.partition(".")
            if dot and element in self.ranges.members.get(head, ()):  # an element by its dimension: its place there
                return graph.const(float(self.ranges.members[head].index(element) + 1))
            return graph.const(_NUMBERS[name]) if name in _NUMBERS else None
        return None

    def control(self, name: str, env: Environment) -> int:
        """Return the node of a control setting: a variable of that name, or what the file's specification says."""
        found = self.root.variables.get(name)
        if found is not None:
            return self.graph.ref(self.instance(self.root, found, ()))
        given = self.document.specification
        value = {"initial time": given.start, "final time": given.stop, "time step": given.step, "saveper": given.save_every or given.step}[
            name
        ]
        if value is None:
            raise ModelError(f"The model does not say its {name.upper()}", where=env.where or self.file)
        return self.graph.const(value)

    # -- calls

    def call(self, call: Call, env: Environment) -> int:
        """Return the node of a function, a lookup or a macro applied to arguments."""
        name = fold(call.name)
        found = env.scope.find(name)
        if found is None and not env.scope.visible:
            found = env.scope.root().find(name)
        if found is not None and (self.is_table(found[1].first) or found[1].first.table is not None) and len(call.arguments) == 1:
            variable = found[1]
            table = self.points(variable, self.elements(call, variable, env), env)
            return graphical(self.graph, table, self.lower(call.arguments[0], env), env)
        if name in self.macros:
            return self._macro(self.macros[name], call, env)
        handler = functions.find(name, self.document.dialect)
        if handler is not None:
            return handler(self, call, env)
        vector = vectors.find(name, self.document.dialect)
        if vector is not None:
            return vector(self, call, env)
        refusal = functions.REFUSED.get(name)
        if refusal:
            raise ModelError(f"The function {display(call.name).upper()} is not supported", where=env.where, remedy=refusal)
        if found is not None and self.document.dialect == "xmile" and len(call.arguments) == 1 and not call.indices:
            raise ModelError("The variable is not a function", where=env.where, got=display(call.name))
        raise ModelError("No such function, macro or lookup", where=env.where, got=display(call.name))

    def points(self, variable: Variable, elements: tuple[str, ...], env: Environment) -> Table:
        """Return the graphical function of a variable's element."""
        equation = variable.parts[elements].equation
        if equation.table is not None:
            return equation.table
        if isinstance(equation.expression, Table):
            return equation.expression
        if isinstance(equation.expression, Call):
            x, y = self.external.series(equation, variable.parts[elements], self.ranges, env.where, lookup=True)
            return Table(x, y)
        raise ModelError("The variable is no graphical function", where=env.where, got=variable.label)

    def series(self, variable: Variable, elements: tuple[str, ...]) -> Points:
        """Return the points of a data variable's element, from a file or from the call that names one."""
        part = variable.parts[elements]
        where = f"{variable.label}, {self.file}, line {part.equation.line}"
        return self.external.series(part.equation, part, self.ranges, where)

    def _macro(self, macro: Macro, call: Call, env: Environment) -> int:
        arguments, wanted = call.arguments, fold(macro.name)
        if call.outputs == ("#output",):
            number = arguments[0]
            assert isinstance(number, Number)
            wanted, arguments = fold(macro.outputs[int(number.value)]), arguments[1:]
        if len(arguments) != len(macro.inputs):
            raise wrong_number(call, env, str(len(macro.inputs)))
        key = ("macro", fold(macro.name), arguments, env.scope.prefix, env.bound, env.over)
        scope = self._macro_scopes.get(key)
        if scope is None:
            self.calls += 1
            if self.calls > 200_000 or env.scope.prefix.count("#") > 50:
                at = f", line {macro.equations[0].line}" if macro.equations else ""
                raise ModelError("The macro calls itself", where=f"{macro.name}, {self.file}{at}")
            scope = Scope(
                f"{env.scope.prefix}#{fold(macro.name)} {self.calls}.",
                define(macro.equations, self.ranges, self.file),
                env.scope,
                visible=False,
            )
            plain = Environment(env.scope, env.bound, env.over, env.owner, env.where)
            scope.formals = {fold(name): (argument, plain) for name, argument in zip(macro.inputs, arguments, strict=True)}
            self._macro_scopes[key] = scope
        if wanted not in scope.variables:
            raise ModelError(
                "The macro does not define its output", where=env.where, got=macro.name, expected=f"an equation for '{wanted}'"
            )
        return self.graph.ref(self.instance(scope, scope.variables[wanted], ()))
