"""Networks of a Pajek file: vertices, arcs and edges as lines, as lists or as a matrix.

Follows the Pajek manual's section on input files, and what the collection of its authors shows: vertices may be listed
in part or not at all, a number behind `*Vertices n` splits them into two modes, `*Arcs :2 "advice"` names a
relation and `2: 3 4 1` a line of it, `[1-3,5]` says when a line was there. A vertex's id is its number; its label may
be equal to another's. Arcs have a direction, edges have none; the cells of a one-mode matrix are arcs, those of a
two-mode matrix are edges. Each line is one tie, also if another says the same: nothing is merged.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.errors import UnsafeFileError
from ecotone.network.formats.building import Builder
from ecotone.network.formats.pajek.intervals import read_intervals
from ecotone.network.formats.pajek.sections import MOST_MARKS, tokens_of, unquote

if TYPE_CHECKING:
    from ecotone.network.formats.network_file import Network
    from ecotone.network.formats.pajek.sections import Section
    from ecotone.problems import Problems

MOST_VERTICES: Final = 20_000_000
"""A header may declare any number; beyond this it is a slip or an attack."""

SHAPES: Final = frozenset({"ellipse", "box", "diamond", "triangle", "cross", "empty", "cube", "man", "woman", "house", "tree"})
NODE_KEYS: Final = frozenset(
    {"s_size", "x_fact", "y_fact", "phi", "r", "q", "ic", "bc", "bw", "lc", "la", "lr", "lphi", "fos", "font", "url", "hooks", "tphi"}
)
EDGE_KEYS: Final = frozenset(
    {"w", "c", "p", "s", "a", "ap", "l", "xl", "lp", "lr", "lphi", "lc", "la", "fos", "font", "h1", "h2", "a1", "a2", "k1", "k2", "url"}
)
TEXT: Final = "text"
"""Where words that are no parameter go."""

_MARKS_INSIDE: Final = re.compile(r"""(\d+)\s+("[^"]*[^\s"]"[^\s\d.\[\-"].*")""")
"""A vertex and its label up to the end of the line, with quotation marks inside the label's words."""
_PLAIN: Final = re.compile(r"[\d\s.eE+\-]*")
_VERTEX: Final = re.compile(r"-?\d+(?:\.0*)?")
_RELATION: Final = re.compile(r":?\s*(\d+)?\s*:?\s*(.*)")


class NetReader:
    """Take the sections of one network as they come.

    Parameters
    ----------
    file, problems, name
        As in `Builder`.
    """

    def __init__(self, file: str, problems: Problems, name: str = "") -> None:
        self.builder = Builder(file, problems, name)
        self.declared: int | None = None
        self.relation_names: dict[int, str] = {}
        self.listed: set[int] = set()

    @property
    def size(self) -> int:
        """Return the number of vertices so far."""
        return len(self.builder.ids)

    def network(self) -> Network:
        """Return the network."""
        if any(self.builder.directions) or not self.builder.directions:
            self.builder.default_directed = True
        for number, name in self.relation_names.items():
            self.builder.meta[f"relation {number}"] = name
        return self.builder.network()

    def vertices(self, section: Section) -> None:
        """Read `*Vertices n [n1]` and the lines below it."""
        counts = [int(word) for word in section.rest.split() if word.isdecimal()]
        builder = self.builder
        number = counts[0] if counts else len(section.lines)
        if not counts:
            builder.problem("The header does not say how many vertices there are; they are counted", row=section.row, severity="noted")
        if number > MOST_VERTICES:
            raise UnsafeFileError(
                "The header declares too many vertices", where=builder.file, got=f"{number:,}", expected=f"{MOST_VERTICES:,} at most"
            )
        self.declared = number
        builder.ids = [str(each) for each in range(1, number + 1)]
        builder.labels = [None] * number
        if len(counts) > 1 and 0 < counts[1] < number:
            builder.two_mode = (counts[1], number - counts[1])
        elif len(counts) > 1 and counts[1] > number:
            builder.problem(
                "The first mode is larger than the network; it is left out", row=section.row, got=section.rest, severity="changed"
            )
        listed = 0
        for row, line in section.lines:
            listed += self._vertex(row, line)
        self.listed.clear()
        if 0 < listed < number:
            what = "Fewer vertices are listed than the header declares; the rest have no label"
            builder.problem(what, row=section.row, got=f"{listed:,} of {number:,}", severity="noted")

    def _vertex(self, row: int, line: str) -> int:
        """Read one line of a vertex; return 1 if it could be read."""
        builder = self.builder
        whole = _MARKS_INSIDE.fullmatch(line) if 3 < line.count('"') <= MOST_MARKS else None
        tokens = [whole[1], whole[2]] if whole else tokens_of(line)
        if not tokens[0].isdecimal() or int(tokens[0]) < 1:
            builder.problem("The line of a vertex does not start with its number", row=row, got=line)
            return 0
        place = int(tokens[0]) - 1
        if place >= self.size:
            if place >= 2 * self.size + len(line) + 1000:
                builder.problem("The vertex has a number far beyond the declared count", row=row, got=tokens[0])
                return 0
            builder.problem("More vertices are listed than the header declares; they are kept", row=row, got=tokens[0], severity="noted")
            builder.ids.extend(str(each + 1) for each in range(self.size, place + 1))
            builder.labels.extend([None] * (place + 1 - len(builder.labels)))
            if builder.two_mode:
                builder.two_mode = (builder.two_mode[0], self.size - builder.two_mode[0])
        if place in self.listed:
            builder.problem("A vertex is listed twice; the later line holds", row=row, got=line, severity="changed")
        self.listed.add(place)
        if len(tokens) > 1:
            label = unquote(tokens[1])
            builder.labels[place] = None if label == tokens[0] else label  # a number for a label says nothing
            at = 2
            for axis in ("viz:x", "viz:y", "viz:z"):
                value = _number(tokens[at]) if at < len(tokens) else None
                if value is None or not math.isfinite(value):
                    break
                builder.node_values.put(axis, place, value)
                at += 1
            self._parameters(tokens[at:], place, row, of_node=True)
        return 1

    def lines(self, section: Section) -> None:
        """Read `*Arcs` or `*Edges`."""
        directed = section.word == "arcs"
        relation = self._relation(section)
        text = "\n".join(line for _, line in section.lines)
        if _PLAIN.fullmatch(text) and self._plain_lines(section, directed=directed, relation=relation):
            return
        for row, line in section.lines:
            self._line(row, line, directed=directed, relation=relation)

    def _plain_lines(self, section: Section, *, directed: bool, relation: str | None) -> bool:
        """Read lines of two or three numbers at once; return False if anything in them needs a closer look."""
        parts = [line.split() for _, line in section.lines]
        if not all(2 <= len(part) <= 3 and part[0].isdecimal() and part[1].isdecimal() for part in parts):
            return False
        try:
            ends = np.array([(int(part[0]), int(part[1])) for part in parts], dtype=np.int64).reshape(-1, 2) - 1
            weights = [float(part[2]) if len(part) > 2 else 1.0 for part in parts]
        except (ValueError, OverflowError):
            return False
        if not np.isfinite(weights).all() or ends.min(initial=0) < 0 or ends.max(initial=-1) >= self.size:
            return False
        self.builder.edges(ends[:, 0].tolist(), ends[:, 1].tolist(), weights, directed=directed, relation=relation)
        return True

    def _line(self, row: int, line: str, *, directed: bool, relation: str | None) -> None:
        """Read one arc or edge."""
        tokens = tokens_of(line)
        if tokens and tokens[0].endswith(":") and tokens[0][:-1].isdecimal():
            number = int(tokens[0][:-1])
            relation = self.relation_names.setdefault(number, str(number))
            tokens = tokens[1:]
        ends = self._ends(tokens[:2], row, line)
        if ends is None:
            return
        at, weight = 2, 1.0
        if at < len(tokens) and (value := _number(tokens[at])) is not None:
            weight, at = value, at + 1
        item = self.builder.edge(*ends, weight=weight, directed=directed, relation=relation, row=row)
        self._parameters(tokens[at:], item, row, of_node=False)

    def _ends(self, tokens: list[str], row: int, line: str) -> tuple[int, int] | None:
        """Return the row numbers of a tie's ends, or None, with a problem."""
        if len(tokens) < 2 or not all(_VERTEX.fullmatch(token) for token in tokens):
            self.builder.problem("The line is no tie: it does not start with two vertex numbers", row=row, got=line)
            return None
        source, target = (int(token.partition(".")[0]) - 1 for token in tokens[:2])
        if not (0 <= source < self.size and 0 <= target < self.size):
            self.builder.problem("The tie names a vertex that does not exist", row=row, got=f"{tokens[0]} {tokens[1]}")
            return None
        return source, target

    def lists(self, section: Section) -> None:
        """Read `*Arcslist` or `*Edgeslist`: a vertex, and all those it has a tie to."""
        directed = section.word == "arcslist"
        relation = self._relation(section)
        for row, line in section.lines:
            tokens = line.split()
            for target in tokens[1:]:
                ends = self._ends([tokens[0], target], row, line)
                if ends is not None:
                    self.builder.edge(*ends, directed=directed, relation=relation, row=row)
            if len(tokens) == 1:
                self._ends([tokens[0], tokens[0]], row, line)  # a vertex without ties: only its number can be wrong

    def matrix(self, section: Section) -> None:
        """Read `*Matrix`: as many numbers as there are pairs, row by row; a cell that is not 0 is a tie."""
        builder = self.builder
        relation = self._relation(section)
        rows, columns = builder.two_mode or (self.size, self.size)
        cells = _cells(section, rows, columns)
        if cells is None:
            cells = [(row, word) for row, line in section.lines for word in line.split()]
        there = sum(len(line.split()) for _, line in section.lines)
        if there != rows * columns:
            what = "The matrix has another number of cells than its vertices ask for; what is there is read row by row"
            builder.problem(what, row=section.row, got=f"{there:,}, not {rows * columns:,}", severity="changed")
        shift = rows if builder.two_mode else 0
        for place, (row, word) in enumerate(cells[: rows * columns]):
            if word == "0":
                continue
            value = builder.number(word, row=row, what="cell of the matrix")
            if value is not None and value != 0:
                source, target = divmod(place, columns)
                builder.edge(source, target + shift, weight=value, directed=not builder.two_mode, relation=relation, row=row)

    def _relation(self, section: Section) -> str | None:
        """Read `:2 "advice"` behind a starred word."""
        match = _RELATION.fullmatch(section.rest)
        if not section.rest or section.rest[0] == "%" or section.rest.isdecimal() or match is None:
            return None  # nothing, a comment, or a count of the lines as some programs write it
        number, name = match[1], unquote(match[2].strip())
        if number is None:
            return name or None
        if name:
            self.relation_names[int(number)] = name
        return self.relation_names.setdefault(int(number), number)

    def _parameters(self, tokens: list[str], item: int, row: int, *, of_node: bool) -> None:
        """Read what stands behind the numbers: intervals, shapes, pairs of key and value, other words."""
        builder = self.builder
        values, keys = (builder.node_values, NODE_KEYS) if of_node else (builder.edge_values, EDGE_KEYS)
        spells = builder.node_spells if of_node else builder.edge_spells
        at, words = 0, []
        while at < len(tokens):
            token = tokens[at]
            low = token.lower()
            if token.startswith("["):
                builder.time = "integer"
                read_intervals(token, spells, item, problems=builder.problems, file=builder.file, row=row)
            elif low in SHAPES and of_node:
                values.put("viz:shape", item, low)
            elif low in keys and at + 1 < len(tokens):
                value = [unquote(tokens[at + 1])]
                while (
                    low in {"c", "ic", "bc", "lc"}
                    and len(value) < 3
                    and _number(value[0]) is not None
                    and at + 1 + len(value) < len(tokens)
                ):
                    value.append(tokens[at + 1 + len(value)])
                values.put(low, item, " ".join(value))
                at += len(value)
            else:
                words.append(unquote(token))
            at += 1
        if words:
            values.put(TEXT, item, " ".join(words))
        for key in keys | {TEXT}:
            (builder.node_types if of_node else builder.edge_types).setdefault(key, pl.String)


def _cells(section: Section, rows: int, columns: int) -> list[tuple[int, str]] | None:
    """Return the cells of a matrix whose lines are its rows, sums behind them left out; None if lines are broken anywhere."""
    lines = [(row, line.split()) for row, line in section.lines[:rows]]
    if len(lines) < rows or any(len(words) < columns for _, words in lines):
        return None
    return [(row, word) for row, words in lines for word in words[:columns]]


def _number(text: str) -> float | None:
    """Return a number, or None if the text is none."""
    try:
        return float(text)
    except ValueError:
        return None
