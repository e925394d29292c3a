"""The typed syntax tree that every reader produces and the semantic model consumes.

A document is what a model file says, before any name is resolved: equations with their subscripts, exceptions, units
and notes, subscript ranges with their mappings, macros, modules and the simulation's specification. Vensim `.mdl` and
XMILE 1.0 (OASIS, 2015) are two spellings of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number; `:NA:` is one too."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text: only the functions that read data take one."""

    value: str


@dataclass(frozen=True, slots=True)
class Index:
    """One subscript of a reference: a name, with `!` where a vector function runs over it, or an expression.

    Parameters
    ----------
    name : str
        Range or element as written; `*` is the whole dimension. Empty where `expression` is given.
    bang : bool
        Whether a vector function runs over the range.
    expression : Expression or None
        A computed position, as XMILE allows (`queue[i - 1]`).
    """

    name: str
    bang: bool = False
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A reference to a variable, a range, an element or a constant of the language."""

    name: str
    indices: tuple[Index, ...] = ()
    column: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A function, macro or lookup applied to arguments; `outputs` are the names after the colon of a macro's call."""

    name: str
    arguments: tuple[Expression, ...]
    indices: tuple[Index, ...] = ()
    outputs: tuple[str, ...] = ()
    column: int = 0


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x`, `+x` or `not x`."""

    operator: Literal["-", "+", "not"]
    operand: Expression


BinaryOperator = Literal["+", "-", "*", "/", "^", "mod", "=", "<>", "<", "<=", ">", ">=", "and", "or"]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what joins them."""

    operator: BinaryOperator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Table:
    """The points of a graphical function.

    Parameters
    ----------
    x, y : tuple of float
        Points in the order written.
    kind : {'clamped', 'extrapolated', 'stepped'}
        What happens between and beyond the points: straight lines held at the ends, straight lines drawn on, or
        steps that hold to the next point.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    kind: Literal["clamped", "extrapolated", "stepped"] = "clamped"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A list of constants for a subscripted variable, rows separated by semicolons."""

    rows: tuple[tuple[float, ...], ...]


Expression: TypeAlias = Number | Text | Name | Call | Unary | Binary | Table | Numbers

Kind = Literal["aux", "stock", "flow", "lookup", "data", "unchangeable"]
Hold = Literal["interpolate", "hold backward", "look forward", "raw"]


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation of a model file.

    Parameters
    ----------
    name : str
        The variable as written.
    subscripts : tuple of str
        Ranges or elements on the left.
    expression : Expression or None
        The right side; None for a data variable whose values come from a file.
    kind : str
        What the file says it is; a Vensim stock is told by its `INTEG`.
    exceptions : tuple of tuple of str
        Each an `:EXCEPT:` clause.
    hold : str or None
        How data are read between their points.
    table : Table or None
        A graphical function applied to `expression` (XMILE).
    dimensions : tuple of str
        The ranges of an array of which this is one element, where the file says them (XMILE).
    inflows, outflows : tuple of str
        Flows of an XMILE stock, whose `expression` is its initial value.
    non_negative : bool
        Whether the flow or stock may not fall below zero.
    units, note, line : optional
        As written, and where.
    """

    name: str
    subscripts: tuple[str, ...] = ()
    expression: Expression | None = None
    kind: Kind = "aux"
    exceptions: tuple[tuple[str, ...], ...] = ()
    hold: Hold | None = None
    table: Table | None = None
    initial: Expression | None = None
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
    non_negative: bool = False
    units: str = ""
    bounds: str = ""
    note: str = ""
    line: int = 0
    text: str = ""
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """`-> target` of a range: element by element, or to the listed elements or subranges of the target."""

    target: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A subscript range: its members in order (elements or other ranges), and what it maps to.

    `source` is a call that reads the members from a file; `size` an XMILE dimension without names; `alias_of` the
    other side of `<->`.
    """

    name: str
    members: tuple[str, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    source: Call | None = None
    alias_of: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: formal inputs and outputs, and equations of its own."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    equations: tuple[Equation, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Connection:
    """A module's input `to` is the variable `source`, which may be in another module."""

    to: str
    source: str


@dataclass(frozen=True, slots=True)
class Module:
    """An instance of a submodel."""

    name: str
    model: str
    connections: tuple[Connection, ...] = ()


@dataclass(frozen=True, slots=True)
class Submodel:
    """A named set of equations that modules are instances of."""

    name: str
    equations: tuple[Equation, ...]
    modules: tuple[Module, ...] = ()


Method = Literal["euler", "rk4", "rk45"]


@dataclass(frozen=True, slots=True)
class Specification:
    """When to start and stop, how to step and what to save, as the file says it (Vensim says it in equations)."""

    start: float | None = None
    stop: float | None = None
    step: float | None = None
    save_every: float | None = None
    method: Method = "euler"
    time_units: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A model file, read but not yet understood.

    Parameters
    ----------
    dialect : {'vensim', 'xmile'}
        Decides operator details and how arrays without subscripts are read.
    equations, ranges, macros, modules, submodels : tuple
        What it holds.
    folder : Path or None
        Where data files may be read from.
    layout : str
        The sketch or view as text, kept for writing.
    from_vensim : bool
        Whether it is XMILE that was written from a Vensim model by Vensim or a converter, whose functions it keeps.
    drawn : tuple of str
        Variables of a Vensim sketch that were never given an equation.
    """

    dialect: Literal["vensim", "xmile"]
    equations: tuple[Equation, ...] = ()
    ranges: tuple[Range, ...] = ()
    macros: tuple[Macro, ...] = ()
    modules: tuple[Module, ...] = ()
    submodels: tuple[Submodel, ...] = ()
    specification: Specification = field(default_factory=Specification)
    title: str = ""
    folder: Path | None = None
    file: str = ""
    unit_equivalents: tuple[tuple[str, ...], ...] = ()
    layout: str = ""
    from_vensim: bool = False
    drawn: tuple[str, ...] = ()

    def with_equations(self, equations: tuple[Equation, ...]) -> Document:
        """Return the document with other equations."""
        return replace(self, equations=equations)


_SPACE = re.compile(r"(?:[\s_\u00a0]|\\n)+")


def fold(name: str) -> str:
    r"""Return the form in which two spellings of a name are the same: no quotes, one space, lower case.

    Examples
    --------
    >>> fold('"Net_Birth  Rate"'), fold(r"size of one\ntime harvest")
    ('net birth rate', 'size of one time harvest')
    """
    bare = name.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = bare[1:-1]
    return _SPACE.sub(" ", bare).strip().lower()


def display(name: str) -> str:
    """Return a name for people: no quotes, runs of white space made one."""
    bare = name.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare = bare[1:-1].replace('\\"', '"')
    return re.sub(r"(?:\s|\\n)+", " ", bare).strip()


def calls_with_outputs(expression: Expression | None) -> list[Call]:
    """Return the calls with outputs inside an expression."""
    found: list[Call] = []
    stack: list[Expression | None] = [expression]
    while stack:
        item = stack.pop()
        if isinstance(item, Call):
            if item.outputs:
                found.append(item)
            stack += item.arguments
        elif isinstance(item, Binary):
            stack += [item.left, item.right]
        elif isinstance(item, Unary):
            stack.append(item.operand)
    return found
