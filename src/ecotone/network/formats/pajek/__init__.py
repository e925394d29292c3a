"""Pajek's family: `.net`, `.paj` (everything in one), `.clu` partitions, `.vec` vectors, `.per` permutations, `.cls` clusters.

`sections` cuts a file, `net` reads its networks, `writing` writes; this file puts sections in their places. A
`.paj` holds any number of networks and lists, each under its starred name. In the other files of lists `*Vertices n` is followed by one
number a line, and only the extension says what the numbers are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.network.formats.columns import whole
from ecotone.network.formats.network_file import ListKind, Network, NetworkFile, NodeList
from ecotone.network.formats.opened import decode
from ecotone.network.formats.pajek.net import NetReader
from ecotone.network.formats.pajek.sections import WORDS, Section, full_word, split, unquote
from ecotone.network.formats.pajek.writing import write
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.network.formats.opened import Raw

__all__ = ["EXTENSIONS", "read", "recognises", "write"]

EXTENSIONS: Final = (".net", ".paj", ".clu", ".vec", ".per", ".cls", ".mat")
_KIND_OF: Final[dict[str, ListKind]] = {".clu": "partition", ".vec": "vector", ".per": "permutation", ".cls": "cluster"}
_LISTS: Final[dict[str, ListKind]] = {"partition": "partition", "vector": "vector", "permutation": "permutation", "cluster": "cluster"}


_START: Final = re.compile(r"^[ \t]*\*[ \t]*(?:network|vertices)\b", re.IGNORECASE | re.MULTILINE)
_NUMBERS: Final = re.compile(r"[\s\d.eE+\-]+")


def recognises(head: str, suffix: str) -> bool:
    """Tell whether the first line that is no comment is a starred word of Pajek's, or the extension says so and the text agrees."""
    for line in head.split("\n"):
        clean = line.strip()
        if clean and clean[0] != "%" and not clean.startswith("/*"):
            if clean[0] == "*" and full_word(clean[1:].split(maxsplit=1)[0] if clean[1:].split() else "") in WORDS:
                return True
            break
    if suffix in _KIND_OF:
        return _NUMBERS.fullmatch(head) is not None and bool(head.strip())
    return suffix in EXTENSIONS and _START.search(head) is not None


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a Pajek file.

    Parameters
    ----------
    raw : Raw
        The file.
    problems : Problems
        Takes what cannot be read.
    encoding : str, optional
        Where it is known.
    """
    reading = _Reading(raw, problems)
    for section in split(decode(raw, problems, encoding=encoding)):
        reading.take(section)
    reading.end()
    return NetworkFile(tuple(reading.networks), tuple(reading.lists), name=raw.name, format="pajek", problems=problems)


def _whole(word: str) -> int:
    """Return a whole number, a fraction cut off; more than 64 bits hold is no number."""
    return whole(word) if word.lstrip("+-").isdecimal() else whole(str(int(float(word))))


class _Reading:
    """Where sections go: the network or the list that is being read."""

    def __init__(self, raw: Raw, problems: Problems) -> None:
        self.raw = raw
        self.problems = problems
        self.networks: list[Network] = []
        self.lists: list[NodeList] = []
        self.net: NetReader | None = None
        self.kind: ListKind | None = _KIND_OF.get(raw.suffix)
        self.list_name = raw.stem if self.kind else ""

    def take(self, section: Section) -> None:
        """Put one section where it belongs."""
        word = section.word
        if word == "network":
            self.end()
            self.net, self.kind = NetReader(self.raw.name, self.problems, unquote(section.rest)), None
            self._stray(section)
        elif word in _LISTS:
            self.end()
            self.kind, self.list_name = _LISTS[word], unquote(section.rest)
            self._stray(section)
        elif word == "vertices" and self.kind:
            self._list(section)
        elif word == "vertices":
            if self.net is None or self.net.declared is not None:
                self.end()
                self.net = NetReader(self.raw.name, self.problems, self.raw.stem if not self.networks else "")
            self.net.vertices(section)
        elif word in {"arcs", "edges", "arcslist", "edgeslist", "matrix"}:
            if self.net is None or self.net.declared is None:
                self.problem("Ties stand before the vertices; they cannot be placed", section, got=f"*{word}")
            elif word in {"arcs", "edges"}:
                self.net.lines(section)
            elif word == "matrix":
                self.net.matrix(section)
            else:
                self.net.lists(section)
        elif word == "" and self.kind:
            self._list(section)
        elif word == "":
            self._stray(section)
        else:
            self.problem("This kind of section is not read", section, got=f"*{word}")

    def end(self) -> None:
        """Close the network that is being read."""
        if self.net is not None and self.net.declared is not None:
            self.networks.append(self.net.network())
        elif self.net is not None:
            self.problems.add(Problem("The network has no vertices section", file=self.raw.name, got=self.net.builder.name))
        self.net = None

    def _list(self, section: Section) -> None:
        """Read the numbers of a partition, vector, permutation or cluster."""
        assert self.kind is not None
        whole = self.kind != "vector"
        values: list[float | int | None] = []
        count = next((int(word) for word in section.rest.split() if word.isdecimal()), len(section.lines))
        for row, line in section.lines:
            if len(values) == count and self.kind != "cluster":
                self.problems.add(
                    Problem(
                        f"Behind the {self.kind} stand more lines than it declares", file=self.raw.name, row=row, got=line, severity="noted"
                    )
                )
                break
            word = line.split()[-1] if self.kind == "vector" and len(line.split()) == 2 else line.split()[0]
            try:
                values.append(_whole(word) if whole else float(word))
            except (ValueError, OverflowError):
                values.append(None)
                self.problems.add(
                    Problem(f"The line of a {self.kind} is no number", file=self.raw.name, row=row, got=line, severity="changed")
                )
        if self.kind != "cluster" and count != len(values):
            self.problem(f"The {self.kind} has another length than it declares", section, got=f"{len(values):,}, not {count:,}")
        if section.word == "":
            self.problem(f"The {self.kind} does not declare its length; its lines are counted", section, got=f"{len(values):,}")
        self.lists.append(NodeList(self.kind, self.list_name, pl.Series("value", values, dtype=pl.Int64 if whole else pl.Float64)))
        if self.raw.suffix not in _KIND_OF:
            self.kind = None

    def _stray(self, section: Section) -> None:
        for row, line in section.lines[:1]:
            self.problems.add(Problem("The line belongs to no section", file=self.raw.name, row=row, got=line))

    def problem(self, what: str, section: Section, *, got: str) -> None:
        """Report a problem of a section."""
        self.problems.add(
            Problem(what, file=self.raw.name, row=section.row or None, got=got, severity="noted" if "length" in what else "refused")
        )
