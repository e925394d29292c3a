"""Read Vensim's text format (`.mdl`).

A file is a list of statements `equation ~ units ~ note |`, with `:MACRO:` blocks between them, closed by a sketch that
begins with three slashes. The grammar follows the Vensim reference manual (Ventana Systems); no other reader's code
was used. The sketch is kept as text; of its settings only the integration method is understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.formats.expression import Parser
from ecotone.dynamics.syntax import (
    Call,
    Document,
    Equation,
    Expression,
    Hold,
    Kind,
    Macro,
    Mapping,
    Method,
    Range,
    Specification,
    Table,
    fold,
)
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SKETCH: Final = re.compile(r"\\\\\\?---///")
_UNSEEN: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f\ufffe\uffff]")
"""Marks that nobody sees, such as the end of a file of DOS: no other format takes them in a name."""
_HOLDS: Final[dict[str, Hold]] = {
    "interpolate": "interpolate",
    "hold backward": "hold backward",
    "look forward": "look forward",
    "raw": "raw",
}
_METHODS: Final[dict[str, Method]] = {"0": "euler", "2": "euler", "1": "rk45", "5": "rk4", "3": "rk45", "4": "rk4"}
_KEYWORD: Final = re.compile(r":\s*([A-Za-z][A-Za-z _]*?)\s*:")
_NUMERIC_RANGE: Final = re.compile(r"\(\s*(.*?)(\d+)\s*-\s*(.*?)(\d+)\s*\)")
_SKETCHED: Final = re.compile(r"=\s*A\s+FUNCTION\s+OF\s*\(", re.IGNORECASE)  # drawn, but never given an equation
_REALITY: Final = re.compile(r":\s*(THE\s+CONDITION|TEST\s+INPUT|IMPLIES)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """The three parts of a statement, and the line on which it begins."""

    equation: str
    units: str
    note: str
    line: int


def parse_vensim(text: str, *, file: str = "model.mdl", folder: Path | None = None) -> Document:
    """Read the text of a `.mdl` file.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name, for messages.
    folder : Path, optional
        The folder its data files may lie in.

    Raises
    ------
    ModelError
        If a statement cannot be read; the message names variable, line and column.

    Examples
    --------
    >>> document = parse_vensim("Stock = INTEG(rate, 10) ~ things ~ |rate = 2 ~~|")
    >>> [equation.name for equation in document.equations]
    ['Stock', 'rate']
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if text.startswith("{UTF-8}"):
        text = " " * 7 + text[7:]
    if "\x00" in text[:200]:
        raise ModelError("The file is no text in UTF-8 or a code page of Windows", where=file, remedy="Save it as text in UTF-8")
    text = _UNSEEN.sub(" ", text)
    sketch = _SKETCH.search(text)
    body, layout = (text[: sketch.start()], text[sketch.start() :]) if sketch else (text, "")
    equations: list[Equation] = []
    ranges: list[Range] = []
    macros: list[Macro] = []
    open_macro: tuple[str, int] | None = None
    inside: list[Equation] = []
    drawn: list[str] = []
    for statement in _statements(body, file):
        if isinstance(statement, tuple):
            head, line = statement
            if head:
                if open_macro is not None:
                    raise ModelError("A macro begins inside another", where=f"{file}, line {line}", got=head)
                open_macro, inside = (head, line), []
            elif open_macro is not None:
                macros.append(_macro(open_macro[0], tuple(inside), file, open_macro[1]))
                open_macro = None
            continue
        if _SKETCHED.search(statement.equation):
            drawn.append(_name(_bare(statement.equation), f"{file}, line {statement.line}")[0])
        found = _statement(statement, file)
        if isinstance(found, Range):
            ranges.append(found)
        elif found is not None:
            (inside if open_macro is not None else equations).append(found)
    if open_macro is not None:
        raise ModelError("The macro is not closed", where=f"{file}, line {open_macro[1]}", expected=":END OF MACRO:")
    if not equations and not ranges:
        raise ModelError("The file holds no equations", where=file, expected="statements of the form 'name = expression ~ units ~ note |'")
    return Document(
        "vensim",
        tuple(equations),
        tuple(ranges),
        tuple(macros),
        specification=Specification(method=_method(layout)),
        folder=folder,
        file=file,
        layout=layout,
        unit_equivalents=_unit_equivalents(layout),
        drawn=tuple(drawn),
    )


def _method(layout: str) -> Method:
    """Read the integration method from the settings after the sketch: the fourth number of the line `15:`."""
    match = re.search(r"^15:\d+,\d+,\d+,(\d+)", layout, re.MULTILINE)
    return _METHODS.get(match[1], "euler") if match else "euler"


def _unit_equivalents(layout: str) -> tuple[tuple[str, ...], ...]:
    """Read the lines `22:Hour,Hours` of the settings, each a unit and its other names."""
    return tuple(tuple(part.strip() for part in match[1].split(",")) for match in re.finditer(r"^22:(.+)$", layout, re.MULTILINE))


def _statements(text: str, file: str) -> Iterator[Statement | tuple[str, int]]:
    """Split a file into statements; a macro's head comes as `(head, line)`, its end as `("", line)`."""
    at, line, end = 0, 1, len(text)
    while True:
        while at < end and (text[at].isspace() or text[at] == "|"):
            line += text[at] == "\n"
            at += 1
        if at >= end:
            return
        macro = re.compile(r":\s*MACRO\s*:", re.IGNORECASE).match(text, at)
        if macro:
            close = _closing(text, text.find("(", macro.end()))
            yield text[macro.end() : close + 1], line
            line += text.count("\n", at, close + 1)
            at = close + 1
            continue
        finish = re.compile(r":\s*END\s+OF\s+MACRO\s*:", re.IGNORECASE).match(text, at)
        if finish:
            yield "", line
            at = finish.end()
            continue
        start, first = at, line
        at = _end_of_equation(text, at, file, line)
        equation = text[start:at]
        stop = text.find("|", at)
        stop = end if stop < 0 else stop
        rest = text[at:stop].lstrip("~").split("~", 1) if at < end and text[at] == "~" else [""]
        line += text.count("\n", start, stop)
        at = stop + 1
        yield Statement(equation, rest[0], rest[1] if len(rest) > 1 else "", first)


def _closing(text: str, opening: int) -> int:
    """Find the bracket that closes the one at `opening`."""
    depth = 0
    for at in range(max(opening, 0), len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0 and text[at] == ")":
            return at
    return len(text) - 1


def _end_of_equation(text: str, at: int, file: str, line: int) -> int:
    """Find the `~` or `|` that ends an equation, outside quotes and braces."""
    end = len(text)
    start = at
    if text[at] == "*":  # a group's heading: stars, a title, a note
        while at < end and text[at] not in "~|":
            at += 1
        return at
    while at < end:
        c = text[at]
        if c == '"':
            at += 1
            while at < end and text[at] != '"':
                at += 2 if text[at] == "\\" else 1
            if at >= end:
                raise ModelError("A quoted name is not closed", where=f"{file}, line {line}", got=text[start : start + 60], expected='"')
        elif c == "{":
            at = _comment_end(text, at)
        elif c in "~|":
            return at
        at += 1
    return at


def _comment_end(text: str, opening: int) -> int:
    """Find the brace that closes a comment; comments nest."""
    depth = 0
    for at in range(opening, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return at
    return len(text)


def _bare(text: str) -> str:
    """Remove comments in braces and joined lines."""
    text = re.sub(r"\\[ \t]*\n\s*", "", text)
    at = text.find("{")
    while at >= 0 and text[:at].count('"') % 2 == 0:
        text = f"{text[:at]} {text[_comment_end(text, at) + 1 :]}"
        at = text.find("{")
    return text.strip()


def _macro(head: str, equations: tuple[Equation, ...], file: str, line: int) -> Macro:
    bare = _bare(head)
    name, _, rest = bare.partition("(")
    inputs, _, outputs = rest.rstrip(") \n\t").partition(":")
    split = [tuple(part.strip() for part in text.split(",") if part.strip()) for text in (inputs, outputs)]
    if not name.strip():
        raise ModelError("A macro needs a name", where=f"{file}, line {line}", got=head)
    return Macro(name.strip(), split[0], split[1], equations, line)


def _statement(statement: Statement, file: str) -> Equation | Range | None:
    """Understand one statement; group headings and reality checks give None."""
    text = _bare(statement.equation)
    if not text or text.startswith("*") or _REALITY.search(text) or _SKETCHED.search(text):
        return None
    place = f"{file}, line {statement.line}"
    name, rest = _name(text, place)
    where = f"{name}, {place}"
    subscripts: tuple[str, ...] = ()
    if rest.startswith("["):
        inside, rest = _bracketed(rest, where)
        subscripts = tuple(part.strip().rstrip("!").strip() for part in inside.split(","))
    exceptions: list[tuple[str, ...]] = []
    hold: Hold | None = None
    while (match := _KEYWORD.match(rest)) is not None:
        word = re.sub(r"[\s_]+", " ", match[1]).lower()
        rest = rest[match.end() :].lstrip()
        if word == "except":
            while rest.startswith("["):
                inside, rest = _bracketed(rest, where)
                exceptions.append(tuple(part.strip() for part in inside.split(",")))
                rest = rest[1:].lstrip() if rest.startswith(",") else rest
        elif word in _HOLDS:
            hold = _HOLDS[word]
        else:
            raise ModelError("No such keyword before an equation", where=where, got=match[0], expected=", ".join(_HOLDS).upper())
    if not subscripts and not exceptions and hold is None:
        if rest.startswith("<->"):
            return Range(name, alias_of=rest[3:].strip(), line=statement.line)
        if rest.startswith(":") and not rest.startswith(":="):
            return _range(name, rest[1:].strip(), where, statement.line)
    units, bounds, note = _units(statement)
    equation = Equation(
        name,
        subscripts,
        exceptions=tuple(exceptions),
        hold=hold,
        units=units,
        bounds=bounds,
        note=note,
        line=statement.line,
        text=rest,
    )
    return _right_side(equation, rest, where)


def _name(text: str, place: str) -> tuple[str, str]:
    """Split the name off the left side."""
    if text.startswith('"'):
        end = 1
        while end < len(text) and text[end] != '"':
            end += 2 if text[end] == "\\" else 1
        return text[: end + 1], text[end + 1 :].lstrip()
    match = re.match(r"[^\[\]=:(<]+", text)
    if match is None:
        raise ModelError("The statement does not begin with a name", where=place, got=text)
    return match[0].strip(), text[match.end() :].lstrip()


def _bracketed(text: str, where: str) -> tuple[str, str]:
    close = text.find("]")
    if close < 0:
        raise ModelError("A ']' is missing", where=where, got=text, expected="']'")
    return text[1:close], text[close + 1 :].lstrip()


def _range(name: str, text: str, where: str, line: int) -> Range:
    """Read `A1, (B1-B9), SubC -> (Target: x, y), Other`."""
    mappings: list[Mapping] = []
    members, arrow, targets = text.partition("->")
    if arrow:
        for part in re.findall(r"\([^)]*\)|[^,(]+", targets):
            bare = part.strip()
            if bare.startswith("("):
                target, _, listed = bare[1:-1].partition(":")
                mappings.append(Mapping(target.strip(), tuple(item.strip() for item in listed.split(","))))
            elif bare:
                mappings.append(Mapping(bare))
    if re.match(r"GET[\s_]", members, re.IGNORECASE):
        call = Parser(members, "vensim", where=where).expression()
        if not isinstance(call, Call):
            raise ModelError("A range is a list of elements", where=where, got=members)
        return Range(name, (), tuple(mappings), call, line=line)
    found: list[str] = []
    for part in re.findall(r"\([^)]*\)|\"[^\"]*\"|[^,]+", members):
        numeric = _NUMERIC_RANGE.fullmatch(part.strip())
        if numeric:
            prefix, first, second, last = numeric.groups()
            if fold(prefix) != fold(second):
                raise ModelError("The ends of a numeric range differ in more than their number", where=where, got=part)
            if int(last) < int(first) or int(last) - int(first) > 100_000:
                raise ModelError("A numeric range must rise, by at most 100,000", where=where, got=part)
            found += [f"{prefix}{number}" for number in range(int(first), int(last) + 1)]
        elif part.strip():
            found.append(part.strip())
    return Range(name, tuple(found), tuple(mappings), line=line)


def _units(statement: Statement) -> tuple[str, str, str]:
    """Split `Widgets/Month [0,100]` into units and bounds, and take marks out of the note."""
    text = re.sub(r"\\[ \t]*\n\s*", "", statement.units).strip()
    match = re.search(r"\[([^\]]*)\]\s*$", text)
    bounds = match[1] if match else ""
    note = re.sub(r"\s*\\?\n\s*", " ", statement.note.split("~")[0]).strip()
    return (text[: match.start()] if match else text).strip(), bounds, note


def _right_side(equation: Equation, rest: str, where: str) -> Equation:
    if not rest:
        return replace(equation, kind="data", hold=equation.hold or "interpolate")
    if rest.startswith("("):  # a lookup: name( points )
        return replace(equation, kind="lookup", expression=_table(rest, where))
    kind: Kind = "aux"
    for sign, meant in ((":=", "data"), ("==", "unchangeable"), ("=", "aux")):
        if rest.startswith(sign):
            kind, body = _kind(meant), rest[len(sign) :].strip()
            break
    else:
        raise ModelError("An '=' is missing", where=where, got=rest, expected="'=' after the name")
    if not body:
        raise ModelError("The equation is empty", where=where, expected="an expression after '='")
    parser = Parser(body, "vensim", where=where)
    numbers = parser.numbers()
    if numbers is not None:
        return replace(equation, kind=kind, expression=numbers)
    expression: Expression = parser.expression()
    parser.finish()
    if isinstance(expression, Table):
        return replace(equation, kind="lookup", expression=expression)
    if isinstance(expression, Call) and re.fullmatch(r"get (xls|direct|123|vdf) lookups", fold(expression.name)):
        return replace(equation, kind="lookup", expression=expression)
    if isinstance(expression, Call) and re.fullmatch(r"get (xls|direct|123|vdf) data", fold(expression.name)):
        return replace(equation, kind="data", expression=expression, hold=equation.hold or "interpolate")
    if kind == "data":
        # `X := y` is data only where a file says so; within an equation it is y.
        kind = "aux"
    return replace(equation, kind=kind, expression=expression)


def _kind(text: str) -> Kind:
    return "data" if text == "data" else "unchangeable" if text == "unchangeable" else "aux"


def _table(rest: str, where: str) -> Expression:
    parser = Parser(rest, "vensim", where=where)
    if re.match(r"\(\s*GET[\s_]", rest, re.IGNORECASE):
        parser.expect("(")
        found: Expression = parser.expression()
        parser.expect(")")
    else:
        found = parser.table()
    parser.finish()
    return found
