"""GraphML (Brandes, Eiglsperger, Lerner, Pich 2013): several graphs in a file, typed attributes, nested graphs as a hierarchy.

Hyperedges and ports have no place in a `Network`; they are reported. `<desc>` is kept as an attribute. An edge weight
is whatever attribute is called `weight`; a relation is an attribute called `relation` that we write ourselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.network.formats.building import Builder, edge_column, node_column
from ecotone.network.formats.columns import whole
from ecotone.network.formats.network_file import LOOK, LOOKS, Network, NetworkFile
from ecotone.network.formats.spelling import number
from ecotone.network.formats.xml_tree import child, children, clean, line_of, name_of, parse
from ecotone.network.formats.yed import drawing, is_drawing
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".graphml", ".xml")
NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
TYPES: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "int": pl.Int64,
    "integer": pl.Int64,
    "long": pl.Int64,
    "float": pl.Float64,
    "double": pl.Float64,
    "boolean": pl.Boolean,
}
_LABELS: Final = ("label", "name", "d_label")


def recognises(head: str, suffix: str) -> bool:
    """Tell whether the first element is `graphml`."""
    return "<graphml" in head or (suffix == ".graphml" and head.lstrip().startswith("<"))


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a GraphML file."""
    root = parse(raw, problems, encoding=encoding)
    keys: dict[str, _Element] = {}
    for each in children(root, "key"):
        if keys.setdefault(each.get("id") or "", each) is not each:
            problems.add(Problem("Two attributes have the same id; the first holds", file=raw.name, row=line_of(each), got=each.get("id")))
    networks = []
    for graph in children(root, "graph"):
        reading = _Reading(Builder(raw.name, problems, graph.get("id") or raw.stem), keys)
        reading.all(graph)
        networks.append(reading.builder.network())
    return NetworkFile(tuple(networks), name=raw.name, format="graphml", problems=problems)


class _Reading:
    """One graph while it is read."""

    def __init__(self, builder: Builder, keys: dict[str, _Element]) -> None:
        self.builder = builder
        self.keys = keys
        self.label_key = self.key_called("node", *_LABELS)
        self.weight_key = self.key_called("edge", "weight")
        self.names: dict[tuple[str, str], str] = {}
        self.drawings = {id_ for id_, key in keys.items() if is_drawing(key)}

    def key_called(self, of: str, *wanted: str) -> str | None:
        """Return the id of the attribute with one of these names, the first of them first, in any case of letters."""
        named = [(id_, key.get("attr.name") or "") for id_, key in self.keys.items() if key.get("for") in {of, "all", None}]
        exact = (id_ for name in wanted for id_, own in named if own == name)
        return next(exact, None) or next((id_ for name in wanted for id_, own in named if own.lower() == name), None)

    def all(self, graph: _Element) -> None:
        """Read a graph and the graphs nested in its nodes."""
        builder = self.builder
        builder.default_directed = graph.get("edgedefault") != "undirected"
        for key in self.keys.values():
            self.declare(key)
        for name, text, _ in self.data(graph, "graph"):
            builder.meta[name] = text
        ports = 0
        pending: list[tuple[_Element, bool]] = []
        stack: list[tuple[_Element, int | None]] = [(graph, None)]
        while stack:
            around, parent = stack.pop()
            directed = (around.get("edgedefault") or graph.get("edgedefault")) != "undirected"
            for each in around:
                what = name_of(each)
                if what == "node":
                    item = self.node(each, parent)
                    ports += child(each, "port") is not None
                    if item is not None:
                        stack.extend((below, item) for below in children(each, "graph"))
                elif what == "edge":
                    pending.append((each, directed))
                    inside = list(children(each, "graph"))
                    if inside:
                        builder.problem("A graph inside an edge stands beside it here", row=line_of(each), severity="changed")
                    stack.extend((below, parent) for below in inside)
                elif what == "graph":
                    stack.append((each, parent))
                elif what == "hyperedge":
                    builder.problem("A tie among more than two nodes has no place here", row=line_of(each), got=each.get("id"))
        for each, directed in pending:
            self.edge(each, directed=directed)
        if ports:
            builder.problem("Ports of nodes have no place here; they are left out", got=f"{ports:,} nodes", severity="changed")

    def declare(self, key: _Element) -> None:
        """Declare an attribute with its type."""
        id_ = key.get("id") or ""
        name = key.get("attr.name") or id_
        if (name.startswith(LOOK) and name not in LOOKS) or id_ in self.drawings:
            return
        for of, taken in (("node", self.builder.node_types), ("edge", self.builder.edge_types)):
            free, number_ = name, 2
            while (node_column if of == "node" else edge_column)(free) in taken and key.get("for") in {of, "all", None}:
                free, number_ = f"{name} {number_}", number_ + 1
            self.names[of, id_] = free
        dtype = TYPES.get((key.get("attr.type") or "string").lower(), pl.String)
        if key.get("for") in {"node", "all", None} and id_ != self.label_key and name != "parent":
            self.builder.node_type(self.names["node", id_], dtype)
        if key.get("for") in {"edge", "all", None} and id_ != self.weight_key and name not in {"weight", "relation"}:
            self.builder.edge_type(self.names["edge", id_], dtype)

    def data(self, element: _Element, of: str) -> Iterator[tuple[str, str, int | None]]:
        """Yield name, text and line of each value, defaults included, and of the description; drawings are taken elsewhere."""
        said: dict[str, tuple[str, int | None]] = {}
        for each in children(element, "data"):
            if (each.get("key") or "") in self.drawings:
                continue
            text = "".join(str(part) for part in each.itertext())
            said[each.get("key") or ""] = (text, line_of(each))
        for id_, key in self.keys.items():
            default = child(key, "default")
            if id_ not in said and default is not None and key.get("for") in {of, "all", None} and id_ not in self.drawings:
                said[id_] = (default.text or "", line_of(key))
        for id_, (text, row) in said.items():
            if id_ not in self.keys:
                self.builder.problem("The value belongs to no declared attribute; it is kept as text", row=row, got=id_, severity="noted")
            if id_ in self.keys:
                yield "weight" if of == "edge" and id_ == self.weight_key else self.names.get((of, id_), id_), text, row
            else:
                yield id_, text, row
        desc = child(element, "desc")
        if desc is not None and desc.text:
            yield "desc", desc.text.strip(), line_of(desc)

    def node(self, element: _Element, parent: int | None) -> int | None:
        """Read a node; return its row number."""
        builder, row = self.builder, line_of(element)
        id_ = element.get("id")
        if id_ is None:
            builder.problem("A node has no id", row=row)
            return None
        item = builder.node(id_, row=row)
        if item is None:
            return None
        label_name = self.names.get(("node", self.label_key)) if self.label_key is not None else None
        for name, text, line in self.data(element, "node"):
            if name == label_name:
                builder.labels[item] = text
            else:
                builder.node_value(name, item, self.value(text, self.builder.node_types.get(node_column(name), pl.String), line))
        drawn = self.drawn(element, item, of_node=True)
        if drawn is not None and builder.labels[item] is None:
            builder.labels[item] = drawn
        if parent is not None:
            builder.node_values.put("parent", item, parent)
            builder.node_types["parent"] = pl.Int64
        return item

    def edge(self, element: _Element, *, directed: bool) -> None:
        """Read an edge."""
        builder, row = self.builder, line_of(element)
        source, target = element.get("source"), element.get("target")
        if source is None or target is None:
            builder.problem("An edge lacks its source or its target", row=row)
            return
        ends = builder.find(source, row=row), builder.find(target, row=row)
        if ends[0] is None or ends[1] is None:
            return
        own = element.get("directed")
        weight, relation, others = 1.0, None, []
        for name, text, line in self.data(element, "edge"):
            if name == "weight":
                read = builder.number(text, row=line) if text.strip() else None
                weight = 1.0 if read is None else read
            elif name == "relation":
                relation = text
            else:
                others.append((name, text, line))
        item = builder.edge(
            ends[0], ends[1], weight=weight, directed=directed if own is None else own.lower() in {"true", "1"}, relation=relation, row=row
        )
        for port in ("sourceport", "targetport"):
            if element.get(port) is not None:
                builder.edge_value(port, item, element.get(port))
        drawn = self.drawn(element, item, of_node=False)
        if drawn is not None and not any(name == "label" for name, _, _ in others):
            builder.edge_value("label", item, drawn)
        if element.get("id") is not None:
            builder.edge_values.put("id", item, element.get("id"))
            builder.edge_types["id"] = pl.String
        for name, text, line in others:
            builder.edge_value(name, item, self.value(text, builder.edge_types.get(edge_column(name), pl.String), line))

    def drawn(self, element: _Element, item: int, *, of_node: bool) -> str | None:
        """Take the appearance that drawings of yEd's say, and return their label."""
        label = None
        values = self.builder.node_values if of_node else self.builder.edge_values
        for each in children(element, "data"):
            if (each.get("key") or "") in self.drawings:
                found = drawing(each)
                label = label or found.label
                for name, value in found.looks.items():
                    values.put(name, item, value)
        return label

    def value(self, text: str, dtype: pl.DataType | type[pl.DataType], row: int | None) -> Any:
        """Return a value in its type; None, with a problem, if it is not of that type."""
        try:
            if dtype == pl.Int64:
                return whole(text)
            if dtype == pl.Float64:
                return float(text)
            if dtype == pl.Boolean:
                return {"true": True, "1": True, "false": False, "0": False}[text.strip().lower()]
        except (ValueError, KeyError):
            if text.strip():
                self.builder.problem("The value is not of its attribute's type; it is left out", row=row, got=text, severity="changed")
            return None
        return text


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".graphml") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a GraphML file, all networks in it."""
    from lxml import etree

    root = etree.Element(f"{{{NAMESPACE}}}graphml", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # None is the default namespace
    keys: dict[tuple[str, str], tuple[str, pl.DataType]] = {}
    for network in file.networks:
        columns = [("node", name, network.nodes.schema[name]) for name in network.nodes.columns if name not in {"id", "parent"}]
        columns += [
            ("edge", name, network.edges.schema[name])
            for name in network.edges.columns
            if name not in {"source", "target", "directed", "id"}
        ]
        frames = {"node": network.nodes, "edge": network.edges}
        for of, name, dtype in columns:
            if name in {"label", "relation"} and frames[of][name].null_count() == frames[of].height:
                continue
            if name == "weight" and (frames[of][name] == 1).all():
                continue
            known = keys.setdefault((of, name), (f"d{len(keys)}", dtype))
            if known[1] != dtype:
                keys[of, name] = (known[0], pl.String())
    for (of, name), (id_, dtype) in keys.items():
        kind = "long" if dtype.is_integer() else "double" if dtype.is_float() else "boolean" if dtype == pl.Boolean else "string"
        if isinstance(dtype, pl.List):
            problems.add(Problem("GraphML has no lists; the items are joined by |", column=name, severity="changed"))
        said = {"id": id_, "for": of, "attr.name": clean(name, problems), "attr.type": kind}
        etree.SubElement(root, f"{{{NAMESPACE}}}key", attrib=said)
    taken: set[str] = set()
    for place, network in enumerate(file.networks):
        name = network.name or f"G{place}"
        if name in taken:
            problems.add(Problem("Two networks have the same name; the second gets a number", got=name, severity="changed"))
            name = f"{name} {place + 1}"
        taken.add(name)
        _Writing(network, keys, problems).graph(root, name)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


class _Writing:
    """One network while it is written."""

    def __init__(self, network: Network, keys: dict[tuple[str, str], tuple[str, pl.DataType]], problems: Problems) -> None:
        self.network = network
        self.keys = keys
        self.problems = problems

    def graph(self, root: _Element, name: str) -> None:
        """Write the graph, children of nodes in graphs of their own."""
        from lxml import etree

        network = self.network
        default = "undirected" if network.directed is False else "directed"
        attributes = {"id": clean(name, self.problems), "edgedefault": default}
        graph = etree.SubElement(root, f"{{{NAMESPACE}}}graph", attrib=attributes)
        elements: list[_Element] = []
        for row in network.nodes.iter_rows(named=True):
            element = etree.Element(f"{{{NAMESPACE}}}node", attrib={"id": clean(row["id"], self.problems)})
            elements.append(element)
            self.data(element, row, "node")
        self.place(graph, elements, default)
        ids = network.nodes["id"].to_list()
        for row in network.edges.iter_rows(named=True):
            said = {"source": clean(ids[row["source"]], self.problems), "target": clean(ids[row["target"]], self.problems)}
            if row.get("id") is not None:
                said = {"id": clean(row["id"], self.problems), **said}
            if network.directed is None:
                said["directed"] = "true" if row["directed"] else "false"
            element = etree.SubElement(graph, f"{{{NAMESPACE}}}edge", attrib=said)
            self.data(element, row, "edge")
        self.losses()

    def place(self, graph: _Element, elements: list[_Element], default: str) -> None:
        """Put each node into the graph, or into its parent's graph."""
        from lxml import etree

        nodes = self.network.nodes
        parents = nodes["parent"].to_list() if "parent" in nodes.columns else [None] * nodes.height
        inner: dict[int, _Element] = {}
        for place, (element, parent) in enumerate(zip(elements, parents, strict=True)):
            if parent is None:
                graph.append(element)
                continue
            if parent not in inner:
                inner[parent] = etree.SubElement(
                    elements[parent], f"{{{NAMESPACE}}}graph", attrib={"id": f"inside {parent}", "edgedefault": default}
                )
            inner[parent].append(elements[place])
        if inner:
            self.problems.add(Problem("Nested nodes come after their parents' level; the order of nodes may change", severity="noted"))

    def data(self, element: _Element, row: dict[str, Any], of: str) -> None:
        """Write the values of a node or an edge."""
        from lxml import etree

        for (kind, name), (id_, _) in self.keys.items():
            value = row.get(name)
            if kind != of or value is None:
                continue
            if name == "weight" and of == "edge" and value == 1:
                continue
            text = "true" if value is True else "false" if value is False else number(value) if isinstance(value, float | int) else value
            text = "|".join(text) if isinstance(text, list) else str(text)
            if "\r" in text:
                self.problems.add(Problem("XML reads a carriage return as a line break", severity="changed"))
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            etree.SubElement(element, f"{{{NAMESPACE}}}data", attrib={"key": id_}).text = clean(text, self.problems)

    def losses(self) -> None:
        """Report what GraphML has no place for."""
        network = self.network
        if network.edges["weight"].null_count():
            self.problems.add(Problem("A tie without weight is read as 1", severity="changed"))
        if network.temporal:
            self.problems.add(Problem("GraphML has no time; spells and values that change are left out", got=network.name))
        if network.two_mode:
            self.problems.add(Problem("GraphML does not say that a network is two-mode", got=network.name, severity="changed"))
        if network.meta:
            self.problems.add(Problem("What the file says of itself is left out", got=", ".join(network.meta), severity="noted"))
