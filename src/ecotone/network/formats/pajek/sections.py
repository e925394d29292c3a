"""Cut a Pajek file into its sections: a starred word, what stands behind it, and the lines up to the next.

Pajek's manual (Mrvar & Batagelj, Pajek 5, ch. "Data objects") lists the words; files in the wild also shorten them
(`*Net`), put any number of spaces anywhere, and end with a DOS end-of-file mark. Lines that start with `%` or `/*` are
comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

WORDS: Final = (
    "network",
    "vertices",
    "arcs",
    "edges",
    "arcslist",
    "edgeslist",
    "matrix",
    "partition",
    "vector",
    "permutation",
    "cluster",
    "hierarchy",
    "events",
)
"""What a section can be."""

TOKEN: Final = re.compile(
    r""""(?:[^"]|"")*"(?=[\s\d.\[\-]|$)|"(?:[^"]|"(?=[^\s\d.\[\-]))*"(?=[\s\d.\[\-]|$)|"[^"]*"|\[[^\]]*\]|"[^"]*$|[^\s"]+"""
)
"""A label in quotation marks, marks inside it doubled or bare; an interval in brackets; a label never closed; or a word.

No group here is possessive: Python before 3.11.5 matches such groups wrongly.
"""
_FIRST_MARKS: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|"[^"]*$|[^\s"]+')
MOST_MARKS: Final = 50
"""Quotation marks in a line beyond which a label ends at its next mark: what is inside others takes long to tell."""


def tokens_of(line: str) -> list[str]:
    """Return the labels, intervals and words of a line.

    Examples
    --------
    >>> tokens_of('1 "O"Brien" 0.5 [1-3, 5]')
    ['1', '"O"Brien"', '0.5', '[1-3, 5]']
    """
    return (TOKEN if line.count('"') <= MOST_MARKS else _FIRST_MARKS).findall(line)


@dataclass(slots=True)
class Section:
    """One section.

    Parameters
    ----------
    word : str
        One of `WORDS`, or what stands there if it is none of them.
    rest : str
        The line behind the word.
    row : int
        Line number of the starred line, from 1; 0 for what stands before the first star.
    lines : list of (int, str)
        Line number and text of every line that is neither empty nor a comment.
    """

    word: str
    rest: str
    row: int
    lines: list[tuple[int, str]] = field(default_factory=list)


def split(text: str) -> list[Section]:
    r"""Cut a text into sections; the first is what stands before any star, and is left out if empty.

    Examples
    --------
    >>> [(part.word, part.rest, len(part.lines)) for part in split('*Vertices 2\n1 "a"\n2 "b"\n*ARCS :1 "likes"\n1 2\n')]
    [('vertices', '2', 2), ('arcs', ':1 "likes"', 1)]
    """
    sections = [Section("", "", 0)]
    for row, line in enumerate(text.replace("\x1a", "").split("\n"), start=1):
        clean = line.strip()
        if not clean or clean[0] == "%" or clean.startswith("/*"):
            continue
        if clean[0] == "*":
            word, _, rest = clean[1:].lstrip().partition(" ") if " " in clean[1:].lstrip() else (clean[1:].lstrip(), "", "")
            if "\t" in word:
                word, _, behind = word.partition("\t")
                rest = f"{behind} {rest}"
            sections.append(Section(full_word(word), rest.strip(), row))
        else:
            sections[-1].lines.append((row, clean))
    return sections if sections[0].lines else sections[1:]


def full_word(word: str) -> str:
    """Return the section that a word or its beginning stands for, or the word itself.

    Examples
    --------
    >>> full_word("Net"), full_word("ARCSLIST"), full_word("Vert"), full_word("Nodes")
    ('network', 'arcslist', 'vertices', 'nodes')
    """
    low = word.lower().rstrip(":")
    if low in WORDS:
        return low
    matches = [each for each in WORDS if len(low) >= 3 and each.startswith(low)]
    return matches[0] if matches else low


def unquote(token: str) -> str:
    """Return a label without its quotation marks."""
    if token.startswith('"'):
        inner = token[1:-1] if len(token) > 1 and token.endswith('"') else token[1:]
        return inner.replace('""', '"').replace('\\"', '"')
    return token
