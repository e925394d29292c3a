"""Macros of several outputs as macros of one each: XMILE's have one.

`a = M(x : b)` becomes `a = M(x)` and `b = M b(x)`, where `M b` is the macro with its second output for its result. What the
macro keeps between steps is kept in both alike, so that the values are the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecotone.dynamics.syntax import Binary, Call, Equation, Name, Unary, calls_with_outputs, display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from ecotone.dynamics.syntax import Document, Expression, Macro


def one_output_each(document: Document) -> Document:
    """Return a Vensim model whose macros have one output each.

    Raises
    ------
    ModelError
        If a macro names an output that it does not define, or calls another of several outputs.
    """
    several = {fold(macro.name): macro for macro in document.macros if macro.outputs}
    if not several:
        return document
    for macro in document.macros:
        for equation in macro.equations:
            if calls_with_outputs(equation.expression):
                where = f"macro {macro.name}, {document.file}, line {equation.line}"
                raise ModelError("A macro that calls one of several outputs cannot be written as XMILE", where=where)
    equations: list[Equation] = []
    named = {fold(equation.name) for equation in document.equations}
    for equation in document.equations:
        equations.append(equation if equation.expression is None else replace(equation, expression=_without(equation.expression)))
        for call in calls_with_outputs(equation.expression):
            called = several.get(fold(call.name))
            if called is None or len(call.outputs) > len(called.outputs):
                where = f"{display(equation.name)}, {document.file}, line {equation.line}"
                raise ModelError("The macro has not so many outputs", where=where, got=display(call.name))
            for output, formal in zip(call.outputs, called.outputs, strict=False):
                if fold(output) not in named:
                    named.add(fold(output))
                    part = Call(_name(called, formal), call.arguments, call.indices)
                    equations.append(Equation(output, equation.subscripts, part, exceptions=equation.exceptions, line=equation.line))
    macros: list[Macro] = []
    for macro in document.macros:
        macros.append(replace(macro, outputs=()))
        macros += [_result(macro, formal, document.file) for formal in macro.outputs]
    return replace(document, equations=tuple(equations), macros=tuple(macros))


def _name(macro: Macro, output: str) -> str:
    return f"{display(macro.name)} {display(output)}"


def _result(macro: Macro, output: str, file: str) -> Macro:
    """Return a macro with another of its variables for its result."""
    if fold(output) not in {fold(equation.name) for equation in macro.equations}:
        where = f"macro {macro.name}, {file}, line {macro.line}"
        raise ModelError("The macro does not define its output", where=where, expected=f"an equation for '{display(output)}'")
    name = _name(macro, output)
    return replace(macro, name=name, outputs=(), equations=(*macro.equations, Equation(name, expression=Name(output), line=macro.line)))


def _without(expression: Expression) -> Expression:
    """Return an expression whose calls name no outputs."""
    if isinstance(expression, Unary):
        return Unary(expression.operator, _without(expression.operand))
    if isinstance(expression, Binary):
        return Binary(expression.operator, _without(expression.left), _without(expression.right))
    if isinstance(expression, Call):
        return replace(expression, outputs=(), arguments=tuple(_without(argument) for argument in expression.arguments))
    return expression
