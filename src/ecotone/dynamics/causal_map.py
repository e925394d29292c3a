"""The causal-loop diagram of a model, for other programs: what leads to what, with polarity and delays, and the loops that matter.

Variables that never move (constants, tables, data) are left out unless asked for; the loops are those that make up most of
the behaviour, with the names that `find_loops` gives them. A subscripted variable is one; what a delay or macro hides is not
drawn. A project for Kumu holds elements, connections with `+`, `-`, `±` or `?` as their type and Kumu's own mark of a delay, and
loops as groups of connections; Graphviz gets the same as a graph.

References
----------
J. Sterman: Business Dynamics. McGraw-Hill 2000, chapter 5 (causal loop diagrams). Kumu documentation, project backups.
E. Gansner, S. North: An open graph visualization system and its applications to software engineering. Software: Practice
and Experience 30(11), 2000.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.dynamics.diagram import diagram
from ecotone.dynamics.loops import Loops, find_loops
from ecotone.dynamics.lower import CONTROL
from ecotone.dynamics.printer import line
from ecotone.dynamics.syntax import display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ecotone.dynamics.diagram import Link, Variable
    from ecotone.dynamics.loops import Loop
    from ecotone.dynamics.model import Model

MOST_LOOPS: Final = 12
"""Loops that are named in a diagram."""
MANY: Final = "The model has too many loops to list them all; the strongest that a search found are named."
STILL: Final = frozenset({"constant", "lookup", "data"})
KINDS: Final = {"R": "reinforcing", "B": "balancing", "U": "of changing polarity"}
WORDS: Final = {"aux": "variable", "lookup": "table"}


@dataclass(frozen=True, slots=True)
class Ring:
    """A loop of the diagram: its name, its variables in order of causation, and its mean share of the behaviour."""

    name: str
    variables: tuple[str, ...]
    share: float

    @property
    def kind(self) -> str:
        """Return in words what the loop does."""
        return KINDS[self.name[0]]

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield the ends of its links."""
        return zip(self.variables, (*self.variables[1:], self.variables[0]), strict=True)


@dataclass(frozen=True, slots=True)
class CausalMap:
    """A causal-loop diagram; `notes` say what of its loops is not known."""

    title: str
    variables: tuple[Variable, ...]
    links: tuple[Link, ...]
    loops: tuple[Ring, ...]
    notes: tuple[str, ...]
    equations: Mapping[str, str]


def causal_map(model: Model, *, still: bool = False, loops: int = MOST_LOOPS, values: Mapping[str, float] | None = None) -> CausalMap:
    """Return the causal-loop diagram of a model.

    Parameters
    ----------
    model : Model
        The model.
    still : bool
        Whether constants, tables and data are in it too.
    loops : int
        How many loops it names at most: those with the largest mean share of the behaviour.
    values : mapping, optional
        Constants with other values.

    Examples
    --------
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> found = causal_map(technology_diffusion().model())
    >>> sorted(each.name for each in found.variables)
    ['adopters', 'adoption', 'potential adopters']
    """
    whole = diagram(model, values)
    shown = tuple(v for v in whole.variables if fold(v.name) not in CONTROL and (still or v.kind not in STILL))
    names = {v.name for v in shown}
    links = tuple(link for link in whole.links if link.source in names and link.target in names)
    try:
        found = find_loops(model, constants=values)
    except ModelError as error:  # orders and allocations have no scores; the links stand without them
        found = Loops(np.zeros(0), (), complete=True)
        notes: tuple[str, ...] = (f"No loops are named: {error.what}.",)
    else:
        notes = () if found.complete else (MANY,)
    equations = {fold(e.name): line(e) for e in model.document.equations}
    return CausalMap(
        title=model.document.title or display(model.document.file.rpartition(".")[0] or model.document.file) or "Model",
        variables=shown,
        links=links,
        loops=tuple(_rings(found.loops, {(link.source, link.target) for link in links}, loops)),
        notes=notes,
        equations={v.name: equations.get(fold(v.name), "") for v in shown},
    )


def _rings(loops: tuple[Loop, ...], links: set[tuple[str, str]], most: int) -> Iterator[Ring]:
    """Yield loops whose every link is drawn; elements of subscripted variables are one, and so are the loops through them."""
    names = {name for ends in links for name in ends}
    seen: set[frozenset[tuple[str, str]]] = set()
    for loop in loops:
        if len(seen) == most:
            return
        passed = [name for label in loop.variables if (name := label.partition("[")[0]) in names]
        ring = tuple(name for at, name in enumerate(passed) if name != passed[at - 1] or len(passed) == 1)
        made = Ring(loop.name, ring, float(np.nan_to_num(np.abs(loop.relative)).mean()))
        drawn = frozenset(made.links()) if ring else frozenset()
        if drawn and len(set(ring)) == len(ring) and drawn <= links and drawn not in seen:
            seen.add(drawn)
            yield made


def kumu(found: CausalMap) -> dict[str, Any]:
    """Return the diagram as a project of Kumu.

    Examples
    --------
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> project = kumu(causal_map(technology_diffusion().model()))
    >>> project["connections"][0]["attributes"]
    {'connection type': '-', 'flow': 'drains'}
    """
    element = {v.name: f"elem-{at}" for at, v in enumerate(found.variables, 1)}
    connection = {(link.source, link.target): f"conn-{at}" for at, link in enumerate(found.links, 1)}
    return {
        "name": found.title,
        "elements": [
            {"_id": element[v.name], "attributes": {"label": v.name, "element type": WORDS.get(v.kind, v.kind)} | _told(v, found)}
            for v in found.variables
        ],
        "connections": [
            {
                "_id": connection[(link.source, link.target)],
                "direction": "directed",
                "delayed": link.delayed,
                "reversed": False,
                "attributes": {"connection type": link.polarity or "?"} | _flow(link),
                "from": element[link.source],
                "to": element[link.target],
            }
            for link in found.links
        ],
        "loops": [
            {
                "_id": f"loop-{at}",
                "attributes": {"label": ring.name, "loop type": ring.kind, "mean share": round(ring.share, 4)},
                "connections": [connection[ends] for ends in ring.links()],
            }
            for at, ring in enumerate(found.loops, 1)
        ],
    }


def _told(variable: Variable, found: CausalMap) -> dict[str, str]:
    said = {"units": variable.units, "equation": found.equations[variable.name]}
    return {name: text for name, text in said.items() if text}


def _flow(link: Link) -> dict[str, str]:
    return {"flow": "fills" if link.flow > 0 else "drains"} if link.flow else {}


def dot(found: CausalMap) -> str:
    """Return the diagram in DOT, Graphviz's language.

    Examples
    --------
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> print(dot(causal_map(technology_diffusion().model())).splitlines()[0])
    digraph "Diffusion of a medical technology" {
    """
    inside: dict[tuple[str, str], list[str]] = {}
    for ring in found.loops:
        for ends in ring.links():
            inside.setdefault(ends, []).append(ring.name)
    told = [f"{ring.name}, {ring.kind}, {ring.share:.0%}: {' → '.join(ring.variables)}" for ring in found.loops]
    lines = [
        f"digraph {_quoted(found.title)} {{",
        '  graph [rankdir=TB, fontname="Helvetica", labeljust=l, labelloc=b, label=' + _quoted("\n".join(told), left=True) + "];",
        '  node [shape=plaintext, fontname="Helvetica", fontsize=11];',
        '  edge [fontname="Helvetica", fontsize=12];',
    ]
    shapes = {"stock": "box", "flow": "cds", "constant": "plaintext", "lookup": "note", "data": "cylinder"}
    for v in found.variables:
        shape = f", shape={shapes[v.kind]}" if shapes.get(v.kind, "plaintext") != "plaintext" else ""
        lines.append(f"  {_quoted(v.name)} [kind={_quoted(WORDS.get(v.kind, v.kind))}{shape}];")
    for link in found.links:
        signs = (link.polarity or "?").replace("-", "−") + (" ‖" if link.delayed else "")
        loops = inside.get((link.source, link.target), [])
        more = (", style=dashed" if link.polarity == "-" else "") + (', delayed="true"' if link.delayed else "")
        more += f", loops={_quoted(' '.join(loops))}, penwidth=2" if loops else ""
        lines.append(f"  {_quoted(link.source)} -> {_quoted(link.target)} [label={_quoted(signs)}{more}];")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str, *, left: bool = False) -> str:
    """Quote a text of DOT, where only quotes, backslashes and line ends mean something."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    lines = plain.splitlines()
    return '"' + ("".join(f"{each}\\l" for each in lines) if left else "\\n".join(lines)) + '"'
