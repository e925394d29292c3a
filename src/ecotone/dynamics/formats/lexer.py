"""Tokens of an equation, as Vensim and as XMILE write them.

Vensim names may hold spaces, so a run of words is one token; XMILE names use underscores, and `IF`, `THEN`, `AND` are
words of the language. Both produce the same tokens, so that one parser serves both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator

TokenKind = Literal["number", "name", "text", "operator", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the column at which it starts, counted from 1."""

    kind: TokenKind
    text: str
    column: int


_NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
# The word form of a Vensim name: letters of any script, digits, and the marks that need no quotes.
_VENSIM_NAME = r"[^\W\d_][\w$'.]*(?:[ \t\r\n\u00a0]+[\w$'.]+)*"
_XMILE_NAME = r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)*|\.[^\W\d][\w$]*"
_QUOTED = r'"(?:[^"\\]|\\.)*"'

VENSIM: Final = re.compile(
    rf"(?P<space>\s+|\\[nt]|\{{[^}}]*\}})|(?P<number>{_NUMBER})|(?P<quoted>{_QUOTED})|(?P<text>'[^']*')"
    rf"|(?P<keyword>:[A-Za-z][A-Za-z _]*:)|(?P<name>{_VENSIM_NAME})|(?P<operator><>|<=|>=|:=|==|[-+*/^()\[\],;:=<>!|])"
)
XMILE: Final = re.compile(
    rf"(?P<space>\s+|\{{[^}}]*\}})|(?P<number>{_NUMBER})|(?P<quoted>{_QUOTED}(?:\.{_QUOTED})*)|(?P<text>'[^']*')"
    rf"|(?P<name>{_XMILE_NAME})|(?P<operator><>|<=|>=|==|~=|!=|&&|\|\||//|[-+*/^()\[\],;:=<>!@~%])"
)
_KEYWORDS: Final = {
    ":and:": "and",
    ":or:": "or",
    ":not:": "not",
    ":na:": ":na:",
}
_WORDS: Final = frozenset({"if", "then", "else", "and", "or", "not", "mod"})
_SAME: Final = {"==": "=", "~=": "<>", "!=": "<>", "&&": "and", "||": "or", "~": "not", "%": "mod"}


def tokens(text: str, dialect: Literal["vensim", "xmile"], *, where: str) -> list[Token]:
    """Split an equation into tokens, the last of kind `end`.

    Raises
    ------
    ModelError
        If a character belongs to no token; the message names the column.
    """
    return [*_scan(text, dialect, where), Token("end", "", len(text) + 1)]


def _scan(text: str, dialect: str, where: str) -> Iterator[Token]:
    pattern = VENSIM if dialect == "vensim" else XMILE
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            raise ModelError("This character has no meaning in an equation", where=f"{where}, column {at + 1}", got=text[at : at + 20])
        kind, value, column = match.lastgroup, match[0], at + 1
        at = match.end()
        if kind == "space":
            continue
        if kind == "number":
            yield Token("number", value, column)
        elif kind == "text":
            yield Token("text", value[1:-1], column)
        elif kind == "quoted":
            yield Token("name", value, column)
        elif kind == "keyword":
            word = re.sub(r"\s+", " ", value.lower().replace("_", " "))
            if word not in _KEYWORDS:
                raise ModelError("No such keyword", where=f"{where}, column {column}", got=value, expected=", ".join(_KEYWORDS).upper())
            yield Token("operator", _KEYWORDS[word], column)
        elif kind == "name":
            if dialect == "xmile" and value.lower() in _WORDS:
                yield Token("operator", value.lower(), column)
            else:
                yield Token("name", value, column)
        else:
            yield Token("operator", _SAME.get(value, value) if dialect == "xmile" else value, column)
