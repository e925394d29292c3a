r"""DOT, Graphviz's language (Gansner & North, "The DOT Language"): graphs, subgraphs, chains of edges, attributes.

Defaults (`node [...]`, `edge [...]`) hold from where they stand to the end of their block. A subgraph as an end of an
edge stands for all its nodes. The innermost `cluster…` around a node is kept as its attribute `cluster`, what a cluster
says of itself as `cluster….label` in what the file says of itself; a label `\N` is the node's own id. `strict`
graphs hold one edge between two nodes, so what later ones say there is said of the first, as in Graphviz.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import UnsafeFileError
from ecotone.network.formats.building import Builder, edge_column, node_column
from ecotone.network.formats.colours import as_hex
from ecotone.network.formats.columns import typed
from ecotone.network.formats.network_file import LOOK, Network, NetworkFile
from ecotone.network.formats.opened import decode
from ecotone.network.formats.single import only_network
from ecotone.network.formats.spelling import number
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".dot", ".gv")
DEEPEST: Final = 100
_TOKEN: Final = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?(?:\*/|\Z))
      |(?P<quoted>"(?:\\.|[^"\\])*")
      |(?P<sign>->|--|[{}\[\];,=:+])
      |(?P<word>-?(?:\.\d+|\d+(?:\.\d*)?)(?![A-Za-z_])|[A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff.]*|[^\s{}\[\];,=:"<>+]+)
      |(?P<html><)|(?P<odd>.)""",
    re.VERBOSE | re.DOTALL,
)
_LINE_TOKEN: Final = re.compile(_TOKEN.pattern.replace(r'[^"\\])*")', r'[^"\\\n])*(?:"|(?=\n)|\Z))'), re.VERBOSE | re.DOTALL)
"""Below a text that is never closed, texts end with their line at the latest."""
_ABOVE: Final = re.compile(r"(?:\s++|(?://|#)[^\n]*+\n|/\*.*?\*/)*", re.DOTALL)


def recognises(head: str, suffix: str) -> bool:
    """Tell whether the text starts, comments aside, with `graph` or `digraph` and a brace."""
    text = head[_ABOVE.match(head).end() :]  # type: ignore[union-attr]  # an empty match at least
    return re.match(r"(?:strict\s+)?(?:di)?graph\b[^\[\]{}]*\{", text, re.IGNORECASE) is not None or suffix in EXTENSIONS


@dataclass(slots=True)
class _Block:
    """A graph or subgraph: its defaults, and the nodes in it."""

    node: dict[str, str] = field(default_factory=dict)
    edge: dict[str, str] = field(default_factory=dict)
    cluster: str | None = None
    own: str | None = None
    members: dict[int, None] = field(default_factory=dict)


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a DOT file: the graphs in it, one after the other."""
    tokens = _tokens(decode(raw, problems, encoding=encoding), raw.name, problems)
    networks = []
    at = 0
    while at < len(tokens):
        reading = _Reading(tokens, at, Builder(raw.name, problems, raw.stem))
        if not reading.graph():
            break
        networks.append(reading.network())
        at = reading.at
    return NetworkFile(tuple(networks), name=raw.name, format="dot", problems=problems)


def _tokens(text: str, name: str, problems: Problems) -> list[tuple[str, str, int]]:
    """Return kind (`sign`, `word`, `quoted`), text and line of each token."""
    text = re.sub(r"(?m)^[ \t]*#[^\n]*", "", text)  # lines for the C preprocessor
    found: list[tuple[str, str, int]] = []
    at, line = 0, 1
    token = _TOKEN
    while at < len(text):
        match = token.match(text, at)
        assert match is not None
        if match[0] == '"' and match.lastgroup == "odd" and token is _TOKEN:
            problems.add(Problem("A text is never closed; it ends with its line here", file=name, row=line, severity="changed"))
            token = _LINE_TOKEN
            continue
        kind, value, end = str(match.lastgroup), match[0], match.end()
        if kind == "html":
            depth = 0
            for end in range(at, len(text)):
                depth += {"<": 1, ">": -1}.get(text[end], 0)
                if depth == 0:
                    break
            kind, value, end = "quoted", text[at + 1 : end], end + 1
        elif kind == "quoted":
            value = re.sub(r"\\\n", "", value[1:].removesuffix('"')).replace('\\"', '"')
        if kind == "odd":
            problems.add(Problem("This sign has no place in DOT; it is left out", file=name, row=line, got=value, severity="changed"))
        elif kind != "skip":
            found.append((kind, value, line))
        line += text.count("\n", at, end)
        at = end
    return found


class _Reading:
    """One graph while it is read."""

    def __init__(self, tokens: list[tuple[str, str, int]], at: int, builder: Builder) -> None:
        self.tokens = tokens
        self.at = at
        self.builder = builder
        self.strict = False
        self.pairs: dict[tuple[int, int], int] = {}
        self.node_texts: dict[str, dict[int, str]] = {}
        self.edge_texts: dict[str, dict[int, str]] = {}

    def peek(self, ahead: int = 0) -> tuple[str, str, int]:
        """Return a token without taking it; an empty one at the end."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else ("end", "", self.tokens[-1][2] if self.tokens else 1)

    def take(self, sign: str) -> bool:
        """Take a sign if it is next."""
        if self.peek()[:2] == ("sign", sign):
            self.at += 1
            return True
        return False

    def id(self) -> str | None:
        """Take an id; quoted parts joined by + are one."""
        kind, text, _ = self.peek()
        if kind not in {"word", "quoted"}:
            return None
        self.at += 1
        while kind == "quoted" and self.peek()[:2] == ("sign", "+") and self.peek(1)[0] == "quoted":
            text += self.peek(1)[1]
            self.at += 2
        return text

    def graph(self) -> bool:
        """Read a graph; return False if none is there."""
        builder = self.builder
        word = (self.id() or "").lower()
        if word == "strict":
            self.strict = True
            word = (self.id() or "").lower()
        if word not in {"graph", "digraph"}:
            if word or self.peek()[0] != "end":
                builder.problem("Here a graph should start", row=self.peek()[2], got=word or self.peek()[1])
            return False
        builder.default_directed = word == "digraph"
        builder.name = self.id() or builder.name
        if not self.take("{"):
            builder.problem("The graph has no opening brace", row=self.peek()[2])
            return False
        self.block(_Block(), 1)
        return True

    def network(self) -> Network:
        """Return the network, its attributes with the types that their texts have."""
        builder = self.builder
        for texts, values in ((self.node_texts, builder.node_values), (self.edge_texts, builder.edge_values)):
            height = len(builder.ids if texts is self.node_texts else builder.sources)
            for name, said in texts.items():
                column = typed(name, [said.get(row) for row in range(height)])
                own = node_column(name) if texts is self.node_texts else edge_column(name)
                for row, value in enumerate(column):
                    if value is not None:
                        values.put(own, row, value)
        return builder.network()

    def block(self, block: _Block, depth: int) -> None:
        """Read statements up to the closing brace."""
        if depth > DEEPEST:
            raise UnsafeFileError("Subgraphs are nested too deeply", where=self.builder.file, expected=f"{DEEPEST} levels at most")
        while not self.take("}"):
            kind, text, row = self.peek()
            if kind == "end":
                self.builder.problem("The file ends before its graph does; what is there is kept", row=row, severity="changed")
                return
            if self.take(";") or self.take(","):
                continue
            low = text.lower()
            if kind == "word" and low in {"graph", "node", "edge"} and self.peek(1)[1] in {"[", ";", "}"}:
                self.at += 1
                said = self.attributes()
                if low != "graph":
                    (block.node if low == "node" else block.edge).update(said)
                else:
                    for name, value in said.items():
                        self.about(block, depth, name, value)
            elif kind != "sign" and self.peek(1)[:2] == ("sign", "="):
                key = self.id() or ""
                self.at += 1
                self.about(block, depth, key, self.id() or "")
            else:
                self.statement(block, depth)

    def about(self, block: _Block, depth: int, key: str, value: str) -> None:
        """Take what the graph or a cluster says of itself."""
        if depth == 1:
            self.builder.meta[key] = value
        elif block.own:
            self.builder.meta[f"{block.own}.{key}"] = value

    def statement(self, block: _Block, depth: int) -> None:
        """Read a node, a chain of edges, or a subgraph."""
        row = self.peek()[2]
        ends = [self.end(block, depth)]
        if ends[0] is None:
            self.builder.problem("The statement cannot be read", row=row, got=self.peek()[1])
            self.at += 1
            return
        ways = []
        while self.peek()[:2] in {("sign", "->"), ("sign", "--")}:
            ways.append(self.peek()[1])
            self.at += 1
            end = self.end(block, depth)
            if end is None:
                self.builder.problem("The edge has no end", row=row)
                break
            ends.append(end)
        said = self.attributes()
        if len(ends) == 1:
            for item in ends[0] or ():
                self.say(self.node_texts, item, said)
            return
        for way, sources, targets in zip(ways, ends, ends[1:], strict=False):
            for source in sources or ():
                for target in targets or ():
                    self.edge(source, target, said, block.edge, row, directed=way == "->" and self.builder.default_directed)

    def end(self, block: _Block, depth: int) -> dict[int, None] | None:
        """Read a node or a subgraph; return its nodes."""
        if self.peek()[0] == "word" and self.peek()[1].lower() == "subgraph":
            self.at += 1
            name = self.id() or ""
            if self.peek()[:2] != ("sign", "{"):
                return {}
        else:
            name = ""
        if self.take("{"):
            cluster = name if name.startswith("cluster") else block.cluster
            inner = _Block(dict(block.node), dict(block.edge), cluster, cluster if name == cluster else None)
            self.block(inner, depth + 1)
            block.members.update(inner.members)
            return inner.members
        id_ = self.id()
        if id_ is None:
            return None
        for _ in range(2):  # a port and a compass point
            if self.take(":"):
                self.id()
        new = id_ not in self.builder.row_of
        item = self.builder.need(id_)
        if new:
            self.say(self.node_texts, item, block.node)
        if block.cluster and item not in self.node_texts.get("cluster", {}):
            self.say(self.node_texts, item, {"cluster": block.cluster})
        block.members[item] = None
        return {item: None}

    def attributes(self) -> dict[str, str]:
        """Read lists of attributes in brackets."""
        said: dict[str, str] = {}
        while self.take("["):
            while not self.take("]"):
                if self.peek()[0] == "end":
                    return said
                key = self.id()
                if key is None:
                    self.at += 1
                    continue
                said[key] = (self.id() or "") if self.take("=") else "true"
        return said

    def edge(self, source: int, target: int, own: dict[str, str], defaults: dict[str, str], row: int, *, directed: bool) -> None:
        """Add an edge, or say more of the one that a strict graph has."""
        builder = self.builder
        pair = (source, target) if directed else (min(source, target), max(source, target))
        if self.strict and pair in self.pairs:
            builder.problem("A strict graph holds one edge between two nodes; the second is left out", row=row, severity="noted")
            more = dict(own)
            text = more.pop("weight", None)
            value = None if text is None else builder.number(text, row=row)
            if value is not None and math.isfinite(value):
                builder.weights[self.pairs[pair]] = value
            self.say(self.edge_texts, self.pairs[pair], more)
            return
        said = {**defaults, **own}
        if directed and said.get("dir") in {"none", "both"}:
            directed = False
            said.pop("dir")
        text = said.pop("weight", None)
        weight = 1.0 if text is None else builder.number(text, row=row)
        item = builder.edge(source, target, weight=weight, directed=directed, relation=said.pop("relation", None), row=row)
        self.pairs[pair] = item
        self.say(self.edge_texts, item, said)

    def say(self, texts: dict[str, dict[int, str]], item: int, said: dict[str, str]) -> None:
        """Take attributes of a node or an edge."""
        builder = self.builder
        of_node = texts is self.node_texts
        for name, text in said.items():
            if name == "label" and of_node:
                builder.labels[item] = None if text == "\\N" else text
            elif name == "pos" and of_node and (parts := _point(text)):
                for axis, value in zip("xyz", parts, strict=False):
                    builder.node_values.put(f"{LOOK}{axis}", item, value)
            elif name in {"color", "fillcolor"} and as_hex(text):
                (builder.node_values if of_node else builder.edge_values).put(f"{LOOK}colour", item, as_hex(text))
            elif name == "shape" and of_node:
                builder.node_values.put(f"{LOOK}shape", item, text)
            else:
                texts.setdefault(name, {})[item] = text


def _point(text: str) -> list[float] | None:
    """Return the numbers of a position."""
    try:
        parts = [float(part) for part in text.strip("!").split(",")]
    except ValueError:
        return None
    return parts if 2 <= len(parts) <= 3 else None


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".dot") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a DOT file; of several networks the first, or all as relations if they have the same nodes."""
    network = only_network(file, problems)
    default = network.directed is not False
    lines = [f"{'digraph' if default else 'graph'} {_quote(network.name)} {{"]
    ids = network.nodes["id"].to_list()
    for row in network.nodes.iter_rows(named=True):
        said = {} if row["label"] is None else {"label": row["label"]}
        said.update({name: row[name] for name in network.node_attributes() if row[name] is not None})
        x, y, z = (row.get(f"{LOOK}{axis}") for axis in "xyz")
        if x is not None and y is not None:
            said["pos"] = ",".join(number(each) for each in (x, y, z) if each is not None)
        said.update({name: row[f"{LOOK}{look}"] for name, look in (("color", "colour"), ("shape", "shape")) if row.get(f"{LOOK}{look}")})
        lines.append(f"  {_quote(row['id'])}{_list(said, problems)};")
    for row in network.edges.iter_rows(named=True):
        said = {} if row["weight"] in {None, 1.0} else {"weight": row["weight"]}
        if row["relation"] is not None:
            said["relation"] = row["relation"]
        if default and not row["directed"]:
            said["dir"] = "none"
        said.update({name: row[name] for name in network.edge_attributes() if row[name] is not None})
        if row.get(f"{LOOK}colour"):
            said["color"] = row[f"{LOOK}colour"]
        lines.append(f"  {_quote(ids[row['source']])} {'->' if default else '--'} {_quote(ids[row['target']])}{_list(said, problems)};")
    for what, there in (
        ("DOT has no time; spells and values that change are left out", network.temporal),
        ("DOT does not say that a network is two-mode", network.two_mode is not None),
        ("DOT has no hierarchy of nodes; parents are left out", "parent" in network.nodes.columns),
        ("A tie without weight is read as 1", network.edges["weight"].null_count() > 0),
        ("Sizes and thicknesses are left out", bool({"viz:size", "viz:thickness"} & {*network.nodes.columns, *network.edges.columns})),
        ("What the file says of itself is left out", bool(network.meta)),
    ):
        if there:
            problems.add(Problem(what, got=network.name or None, severity="changed"))
    return ("\n".join([*lines, "}"]) + "\n").encode("utf-8")


def _list(said: dict[str, Any], problems: Problems) -> str:
    """Return attributes in brackets."""
    parts = []
    for name, value in said.items():
        if isinstance(value, list):
            problems.add(Problem("DOT has no lists; the items are joined by |", column=name, severity="changed"))
            value = "|".join(value)  # noqa: PLW2901  the same value, spelt
        text = (
            ("true" if value else "false") if isinstance(value, bool) else number(value) if isinstance(value, int | float) else str(value)
        )
        parts.append(f"{_quote(name)}={_quote(text)}")
    return f" [{', '.join(parts)}]" if parts else ""


def _quote(text: str) -> str:
    """Return a quoted id; a backslash at its end would hide the mark, so a space follows."""
    safe = text.replace('"', '\\"')
    return f'"{safe} "' if safe.endswith("\\") else f'"{safe}"'
