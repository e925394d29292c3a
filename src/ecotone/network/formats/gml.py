"""GML, the Graph Modelling Language (Himsolt 1996): nested lists of keys and values.

Ids are whole numbers by the book and words in the wild; both are read. Edges have no direction unless the graph says
`directed 1`; where edges differ, each says it for itself. An edge's weight is its `weight` or, as Newman's
collection and Gephi have it, its `value`. Texts hold other letters as `&#233;`. A key said several times is a list,
a graph inside a node holds its children, and keys are read in any case of letters.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.errors import UnsafeFileError
from ecotone.network.formats.building import Builder
from ecotone.network.formats.colours import as_hex
from ecotone.network.formats.network_file import LOOK, Network, NetworkFile
from ecotone.network.formats.opened import decode
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".gml",)
OWN_ID: Final = "ecotoneId"
"""Where we write an id that is no whole number."""
DEEPEST: Final = 100

_TOKEN: Final = re.compile(
    r""""((?:[^"\\]++|\\(?!")|\\"(?![ \t]*(?:[\]\n]|\Z))|\\(?="[ \t]*(?:[\]\n]|\Z)))*)"
      |(\[)|(\])|\#[^\n]*|([^\s\[\]"]+)""",
    re.VERBOSE,
)
"""A text, in which a mark behind a backslash belongs to it unless nothing follows on the line; brackets; comments; words."""
_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_INT: Final = re.compile(r"[-+]?\d{1,40}")
_OWN: Final = frozenset({"graph", "node", "edge", "id", "label", "source", "target", "directed", "weight", "value", "relation"})
"""Keys that mean something; said twice, the last one holds."""
_LOOKS: Final = {"x": "x", "y": "y", "z": "z", "w": "size", "fill": "colour", "type": "shape", "width": "thickness"}

Pair = tuple[str, Any, int]
"""Key, value (text, number, or a list of pairs), line."""


def recognises(head: str, suffix: str) -> bool:
    """Tell whether there is a key `graph` with a list."""
    return suffix == ".gml" or re.search(r"^[ \t]*graph\s*\[", head, re.MULTILINE | re.IGNORECASE) is not None


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a GML file."""
    pairs = _parse(decode(raw, problems, encoding=encoding), raw.name, problems)
    networks = [_network(value, raw, problems) for key, value, _ in pairs if key == "graph" and isinstance(value, list)]
    about = {key: value for key, value, _ in pairs if isinstance(value, str)}
    for network in networks:
        network.meta.update(about)  # type: ignore[attr-defined]  # a dict here
    return NetworkFile(tuple(networks), name=raw.name, format="gml", problems=problems)


def _parse(text: str, name: str, problems: Problems) -> list[Pair]:
    """Return the pairs at the top; a file that ends too early is read up to its end."""
    top: list[Pair] = []
    stack = [top]
    key: str | None = None
    line, at = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        quoted, opening, closing, word = match.groups()
        if opening:
            inner: list[Pair] = []
            stack[-1].append((_key(key), inner, line))
            stack.append(inner)
            if len(stack) > DEEPEST:
                raise UnsafeFileError("Lists are nested too deeply", where=f"{name}, row {line}", expected=f"{DEEPEST} levels at most")
            key = None
        elif closing:
            if key is not None:
                problems.add(Problem("A key has no value", file=name, row=line, got=key))
                key = None
            if len(stack) == 1:
                problems.add(Problem("A bracket is closed that was never opened", file=name, row=line))
            else:
                stack.pop()
        elif quoted is not None or word is not None:
            if key is None and word is not None:
                key = word
            else:
                value: Any = html.unescape(quoted.replace('\\"', '"')) if quoted is not None else _value(word)
                stack[-1].append((_key(key), value, line))
                key = None
    if len(stack) > 1:
        problems.add(Problem("The file ends before its lists do; what is there is kept", file=name, row=line, severity="changed"))
    return top


def _key(key: str | None) -> str:
    """Return a key; one that means something in lower case."""
    own = key or ""
    return own.lower() if own.lower() in _OWN else own


def _value(word: str) -> Any:
    if _INT.fullmatch(word):
        return int(word)
    try:
        return float(word)
    except ValueError:
        return word


def _network(pairs: list[Pair], raw: Raw, problems: Problems) -> Network:
    """Read one graph."""
    plain = {key: value for key, value, _ in pairs if not isinstance(value, list)}
    builder = Builder(raw.name, problems, str(plain.pop("label", plain.pop("name", raw.stem))))
    builder.default_directed = _truth(plain.pop("directed", 0))
    builder.meta = {key: str(value) for key, value in plain.items()}
    edges: list[tuple[list[Pair], int]] = []
    stack: list[tuple[list[Pair], int | None]] = [(pairs, None)]
    while stack:
        around, parent = stack.pop()
        for key, value, row in around:
            if not isinstance(value, list):
                continue
            if key == "node":
                item = _node(builder, value, row, parent)
                stack.extend((below, item) for inner, below, _ in value if inner == "graph" and isinstance(below, list))
            elif key == "edge":
                edges.append((value, row))
            elif key == "graph":
                stack.append((value, parent))
            else:
                builder.meta.update({name: str(text) for name, text in _flat([(key, value, row)])})
    for value, row in edges:
        _edge(builder, value, row)
    return builder.network()


def _truth(value: Any) -> bool:
    """Tell whether a value says yes."""
    return value == 1 or str(value).lower() in {"true", "yes"}


def _said(builder: Builder, pairs: list[Pair], row: int) -> dict[str, Any]:
    """Return the values of a node or an edge by key; a key of several values has their list."""
    said: dict[str, Any] = {}
    for key, value in _flat(pairs):
        if key not in said:
            said[key] = value
        elif key in _OWN:
            builder.problem("A key is said twice; the last one holds", row=row, got=key, severity="changed")
            said[key] = value
        else:
            if not isinstance(said[key], list):
                said[key] = [str(said[key])]
            said[key].append(str(value))
    return said


def _id(value: Any) -> str:
    """Return an id as text; 1.0 is 1."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _node(builder: Builder, pairs: list[Pair], row: int, parent: int | None) -> int | None:
    said = _said(builder, [pair for pair in pairs if pair[0] != "graph" or not isinstance(pair[1], list)], row)
    own = said.pop(OWN_ID, None)
    given = said.pop("id", None)
    id_ = own if own is not None else given
    if id_ is None:
        builder.problem("A node has no id", row=row)
        return None
    label = said.pop("label", None)
    item = builder.node(_id(id_), None if label is None else str(label), row=row)
    if item is None:
        return None
    if parent is not None:
        builder.node_values.put("parent", item, parent)
        builder.node_types["parent"] = pl.Int64
    if own is not None and given is not None:
        builder.row_of.setdefault(f"\x00{_id(given)}", item)
    for key, value in said.items():
        name, own_value = _look(key, value)
        builder.node_value(name, item, own_value)
    return item


def _edge(builder: Builder, pairs: list[Pair], row: int) -> None:
    said = _said(builder, pairs, row)
    ends = []
    for end in ("source", "target"):
        if end not in said:
            builder.problem(f"An edge has no {end}", row=row)
            return
        id_ = _id(said.pop(end))
        place = builder.row_of.get(f"\x00{id_}")
        ends.append(place if place is not None else builder.find(id_, row=row))
    source, target = ends
    if source is None or target is None:
        return
    weight: float | None = 1.0
    key = "weight" if "weight" in said else "value"
    if key in said and (number_ := _float(said[key])) is not None:
        weight = number_
        del said[key]
    directed = _truth(said.pop("directed", builder.default_directed))
    relation = said.pop("relation", None)
    item = builder.edge(source, target, weight=weight, directed=directed, relation=None if relation is None else str(relation), row=row)
    for name, value in said.items():
        own_name, own_value = _look(name, value)
        builder.edge_value(own_name, item, own_value)


def _float(value: Any) -> float | None:
    """Return a number, also one in quotation marks, or None."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _flat(pairs: list[Pair], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the pairs of a list, those of inner lists as `outer.inner`."""
    for key, value, _ in pairs:
        if isinstance(value, list):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield before + key, value


def _look(name: str, value: Any) -> tuple[str, Any]:
    """Return an attribute of `graphics` as appearance."""
    short = name.removeprefix("graphics.")
    look = _LOOKS.get(short) if name.startswith("graphics.") else None
    if look is None:
        return name, value
    if look == "colour":
        colour = as_hex(str(value))
        return (f"{LOOK}colour", colour) if colour else (name, value)
    if look == "shape":
        return f"{LOOK}shape", str(value)
    return (f"{LOOK}{look}", float(value)) if isinstance(value, int | float) else (name, value)


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".gml") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a GML file, all networks in it."""
    lines: list[str] = []
    for network in file.networks:
        _Writing(network, problems, lines).all()
    return ("\n".join(lines) + "\n").encode("ascii")


class _Writing:
    """One network while it is written."""

    def __init__(self, network: Network, problems: Problems, lines: list[str]) -> None:
        self.network = network
        self.problems = problems
        self.lines = lines
        self.names: dict[str, str] = {}

    def all(self) -> None:
        """Write the graph."""
        network = self.network
        default = network.directed is not False
        self.lines.append("graph [")
        if network.name:
            self.say(1, "label", network.name)
        self.lines.append(f"  directed {int(default)}")
        ids = network.nodes["id"].to_list()
        numbers = all(_INT.fullmatch(each) and str(int(each)) == each for each in ids)
        if ids and not numbers:
            self.problems.add(Problem(f"GML's ids are whole numbers; the ids stand in {OWN_ID}", severity="noted"))
        for place, row in enumerate(network.nodes.iter_rows(named=True)):
            self.lines += ["  node [", f"    id {row['id'] if numbers else place}"]
            if not numbers:
                self.say(2, OWN_ID, row["id"])
            if row["label"] is not None:
                self.say(2, "label", row["label"])
            self.rest(row, network.node_attributes(), network.nodes)
            self.lines.append("  ]")
        for row in network.edges.iter_rows(named=True):
            source, target = (ids[row[end]] if numbers else row[end] for end in ("source", "target"))
            self.lines += ["  edge [", f"    source {source}", f"    target {target}"]
            if row["directed"] != default:
                self.lines.append(f"    directed {int(row['directed'])}")
            if row["weight"] is None:
                self.problems.add(Problem("A tie without weight is read as 1", severity="changed"))
            elif row["weight"] != 1:
                self.say(2, "weight", row["weight"])
            if row["relation"] is not None:
                self.say(2, "relation", row["relation"])
            self.rest(row, network.edge_attributes(), network.edges)
            self.lines.append("  ]")
        self.lines.append("]")
        self.losses()

    def rest(self, row: dict[str, Any], names: list[str], frame: pl.DataFrame) -> None:
        """Write attributes and appearance."""
        for name in names:
            if row[name] is not None:
                self.say(2, self.key(name), row[name])
        graphics = [(short, row.get(f"{LOOK}{look}")) for short, look in _LOOKS.items() if f"{LOOK}{look}" in frame.columns]
        if any(value is not None for _, value in graphics):
            self.lines.append("    graphics [")
            for short, value in graphics:
                if value is not None:
                    self.say(3, short, value)
            self.lines.append("    ]")

    def key(self, name: str) -> str:
        """Return a key that GML allows for an attribute's name."""
        if name not in self.names:
            key = name if _KEY.fullmatch(name) else "".join(c if c.isascii() and c.isalnum() else "_" for c in name)
            key = key if _KEY.match(key) else f"a_{key}"
            while key in self.names.values():
                key += "_"
            if key != name:
                self.problems.add(
                    Problem("GML's keys are letters and digits; the attribute is renamed", got=f"{name} → {key}", severity="changed")
                )
            self.names[name] = key
        return self.names[name]

    def say(self, level: int, key: str, value: Any) -> None:
        """Write one pair."""
        if isinstance(value, bool):
            self.problems.add(Problem("GML has no truth values; 1 and 0 are written", column=key, severity="changed"))
            text = str(int(value))
        elif isinstance(value, float):
            text = number(value)
            text = f"{text}.0" if _INT.fullmatch(text) else text
        elif isinstance(value, int):
            text = str(value)
        else:
            if isinstance(value, list):
                self.problems.add(Problem("GML has no lists of texts; the items are joined by |", column=key, severity="changed"))
                value = "|".join(value)
            text = f'"{"".join(_letter(c) for c in value)}"'
        self.lines.append(f"{'  ' * level}{key} {text}")

    def losses(self) -> None:
        """Report what GML has no place for."""
        network = self.network
        for what, there in (
            ("GML has no time; spells and values that change are left out", network.temporal),
            ("GML does not say that a network is two-mode", network.two_mode is not None),
            ("GML has no hierarchy; parents are left out", "parent" in network.nodes.columns),
        ):
            if there:
                self.problems.add(Problem(what, got=network.name))
        if network.meta:
            self.problems.add(Problem("What the file says of itself is left out", got=", ".join(network.meta), severity="noted"))


def _letter(c: str) -> str:
    """Return a character as GML holds it."""
    return "&quot;" if c == '"' else "&amp;" if c == "&" else c if c in "\n\t" or " " <= c <= "~" else f"&#{ord(c)};"
