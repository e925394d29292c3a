"""Read GEXF 1.0 to 1.3: static and dynamic, hierarchies, appearance.

What versions do differently is read alike: attributes are dynamic by `mode` or by `type`, values name them by `for`, by
`id` or by their place in the list, time is an interval, a list of spells or a timestamp, a node's parent is around it
or in `pid`, and a slice says its time once for all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import polars as pl

from ecotone.network.formats.building import Builder, Spells
from ecotone.network.formats.colours import HEX
from ecotone.network.formats.columns import whole
from ecotone.network.formats.network_file import NetworkFile, TimeFormat
from ecotone.network.formats.xml_tree import child, children, line_of, name_of, parse
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ecotone.network.formats.opened import Raw

TYPES: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte"), pl.Int64),
    **dict.fromkeys(("double", "float", "bigdecimal"), pl.Float64),
    "boolean": pl.Boolean,
}
_TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
_ITEM: Final = re.compile(r"""\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^|;,]*))\s*(?:[|;,]|$)""")
_FOREVER: Final = frozenset({"infinity", "-infinity", "inf", "-inf", ""})


@dataclass(slots=True)
class Attribute:
    """One declared attribute: what its values are called here, their type, and the default."""

    column: str
    kind: str
    default: Any


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a GEXF file."""
    root = parse(raw, problems, encoding=encoding)
    graphs = list(children(root, "graph"))
    if not graphs:
        if name_of(root) != "gexf":
            problems.add(Problem("The file has no graph", file=raw.name, got=f"<{name_of(root)}>"))
            return NetworkFile(name=raw.name, format="gexf", problems=problems)
        problems.add(Problem("The file has no graph; it is taken as an empty network", file=raw.name, severity="noted"))
    networks = []
    for place, graph in enumerate(graphs or [None], start=1):
        reading = _Reading(Builder(raw.name, problems, raw.stem if place == 1 else f"{raw.stem} {place}"), graph)
        reading.meta(root)
        if graph is not None:
            reading.all(graph)
        networks.append(reading.builder.network())
    return NetworkFile(tuple(networks), name=raw.name, format="gexf", problems=problems)


class _Reading:
    """One graph while it is read."""

    def __init__(self, builder: Builder, graph: _Element | None) -> None:
        self.builder = builder
        said = {} if graph is None else {str(key): str(text) for key, text in graph.attrib.items()}
        get = said.get
        self.default_type = (get("defaultedgetype") or get("defaultedgestyle") or "undirected").lower()
        builder.default_directed = self.default_type == "directed"
        self.time: TimeFormat = _time_format(get("timeformat") or get("timetype") or "double")
        self.slice = get("timestamp") if get("mode") == "slice" else None
        self.attributes: dict[str, dict[str, Attribute]] = {"node": {}, "edge": {}}
        self.in_order: dict[str, list[Attribute]] = {"node": [], "edge": []}
        self.parents: list[tuple[int, str, int | None]] = []

    def meta(self, root: _Element) -> None:
        """Read what the file says of itself."""
        meta = child(root, "meta")
        if meta is None:
            return
        if date := meta.get("lastmodifieddate"):
            self.builder.meta["lastmodifieddate"] = date
        for each in meta:
            text = (each.text or each.get("text") or "").strip()
            if text:
                self.builder.meta[name_of(each)] = text

    def all(self, graph: _Element) -> None:
        """Read declarations, then nodes with those inside them, then edges."""
        for each in children(graph, "attributes"):
            self.declare(each)
        pending: list[_Element] = []
        for nodes in children(graph, "nodes"):
            self.nodes(nodes, None, pending)
        builder = self.builder
        self.hierarchy()
        for edges in [*pending, *children(graph, "edges")]:
            for edge in children(edges, "edge"):
                self.edge(edge)
        if builder.node_spells.rows or builder.edge_spells.rows or builder.changes:
            builder.time = self.time
        self.defaults("node", len(builder.ids))
        self.defaults("edge", len(builder.sources))
        builder.node_types["parent"] = pl.Int64

    def declare(self, attributes: _Element) -> None:
        """Read a list of attributes."""
        of = "edge" if attributes.get("class") == "edge" else "node"
        for place, each in enumerate(children(attributes, "attribute")):
            kind = (each.get("type") or "string").lower()
            if of == "edge" and "weight" in {str(each.get(name)).lower() for name in ("id", "title")}:
                made = Attribute("weight", "double", None)  # the edges' own weight, said as an attribute since it may change
                self.attributes[of][each.get("id") or str(place)] = made
                self.in_order[of].append(made)
                continue
            title = each.get("title") or each.get("id") or str(place)
            taken = self.builder.node_types if of == "node" else self.builder.edge_types
            name, number = title, 2
            while name in taken:
                name, number = f"{title} {number}", number + 1
            dtype = TYPES.get(kind, pl.List(pl.String) if kind.startswith("list") else pl.String)
            column = (self.builder.node_type if of == "node" else self.builder.edge_type)(name, dtype)
            default = child(each, "default")
            text = None if default is None else default.text or default.get("text")
            made = Attribute(column, kind, None if text is None else self.value(text.strip(), kind, line_of(each)))
            self.attributes[of][each.get("id") or str(place)] = made
            self.in_order[of].append(made)

    def nodes(self, nodes: _Element, parent: str | None, pending: list[_Element]) -> None:
        """Read nodes and, below each, its children."""
        builder = self.builder
        stack = [(nodes, parent)]
        while stack:
            around, inside = stack.pop()
            for each in children(around, "node"):
                row = line_of(each)
                id_ = each.get("id")
                if id_ is None:
                    builder.problem("A node has no id", row=row)
                    continue
                item = builder.node(id_, each.get("label"), row=row)
                if item is None:
                    continue
                self.look(each, item, "node")
                self.values(each, item, "node")
                self.spells(each, item, builder.node_spells)
                several = [p.get("for") for list_ in children(each, "parents") for p in children(list_, "parent")]
                pid = inside or each.get("pid") or (several[0] if several else None)
                if len(several) > 1:
                    builder.problem("A node has several parents; the first is kept", row=row, got=id_, severity="changed")
                if pid is not None:
                    self.parents.append((item, pid, row))
                stack.extend((below, id_) for below in children(each, "nodes"))
                pending.extend(children(each, "edges"))

    def hierarchy(self) -> None:
        """Point each node to its parent; a parent that all have is the mark of a flat file and says nothing."""
        builder = self.builder
        if len(self.parents) == len(builder.ids) and len({parent for _, parent, _ in self.parents}) == 1:
            return
        above: dict[int, int] = {}
        for item, parent, row in self.parents:
            place = builder.row_of.get(parent)
            if place is None:
                builder.problem("The parent of a node is not declared; the node stands alone", row=row, got=parent, severity="changed")
                continue
            seen, up = {item}, place
            while up in above and up not in seen:
                seen.add(up)
                up = above[up]
            if up in seen:
                builder.problem("A node is above itself; the node stands alone", row=row, got=parent, severity="changed")
            else:
                above[item] = place
                builder.node_values.put("parent", item, place)

    def edge(self, edge: _Element) -> None:
        """Read one edge."""
        builder, row = self.builder, line_of(edge)
        ends = []
        for end in ("source", "target"):
            id_ = edge.get(end)
            if id_ is None:
                builder.problem(f"An edge has no {end}", row=row)
                return
            ends.append(builder.find(id_, row=row))
        source, target = ends
        if source is None or target is None:
            return
        text = edge.get("weight") or edge.get("cardinal")
        weight = 1.0 if text is None else builder.number(text, row=row)
        kind = (edge.get("type") or self.default_type).lower()
        if kind == "mutual":
            builder.problem("A mutual edge is kept as one edge without direction", row=row, severity="changed")
        item = builder.edge(source, target, weight=weight, directed=kind in {"directed", "dir"}, relation=edge.get("kind"), row=row)
        for name in ("id", "label"):
            if (said := edge.get(name)) is not None:
                builder.edge_values.put(name, item, said)
                builder.edge_types.setdefault(name, pl.String)
        self.look(edge, item, "edge")
        self.values(edge, item, "edge")
        self.spells(edge, item, builder.edge_spells)

    def look(self, element: _Element, item: int, of: Literal["node", "edge"]) -> None:
        """Read colour, position, size or thickness, and shape."""
        values = self.builder.node_values if of == "node" else self.builder.edge_values
        for each in children(element, "color", "position", "size", "thickness", "shape"):
            what = name_of(each)
            if what == "color":
                colour = _colour(each)
                if colour is None:
                    self.builder.problem("The colour cannot be read", row=line_of(each), got=str(each.attrib), severity="changed")
                else:
                    values.put("viz:colour", item, colour)
            elif what == "shape":
                values.put("viz:shape", item, each.get("value"))
                if each.get("uri"):
                    values.put("viz:image", item, each.get("uri"))
            else:
                names = ("x", "y", "z") if what == "position" else ("value",)
                for name in names:
                    text = each.get(name)
                    number = None if text is None else self.builder.number(text, row=line_of(each), what=what)
                    if number is not None:
                        values.put(f"viz:{name if what == 'position' else what}", item, number)

    def values(self, element: _Element, item: int, of: Literal["node", "edge"]) -> None:
        """Read the attribute values of a node or edge."""
        known = self.attributes[of]
        for around in (element, *children(element, "attvalues")):
            for each in children(around, "attvalue"):
                key = each.get("for") or each.get("id") or ""
                text, row = each.get("value"), line_of(each)
                attribute = known.get(key) or self._by_place(of, key)
                if text is None:
                    self.builder.problem("An attribute has no value", row=row, got=key)
                    continue
                if attribute is None:
                    attribute = self.undeclared(of, key, row)
                start, end = self.span(each)
                if each.get("start") is None and each.get("end") is None and each.get("timestamp") is None:
                    value = self.value(text, attribute.kind, row)
                    if of == "edge" and attribute.column == "weight":
                        if element.get("weight") is None:
                            self.builder.weights[item] = value
                        elif value != self.builder.weights[item]:
                            self.builder.edge_value("weight", item, value)
                        continue
                    (self.builder.node_values if of == "node" else self.builder.edge_values).put(attribute.column, item, value)
                else:
                    self.builder.changes.append((of, item, attribute.column, text, start, end))

    def undeclared(self, of: Literal["node", "edge"], key: str, row: int | None) -> Attribute:
        """Return an attribute for values whose attribute the file does not declare: text, or the weight of an edge."""
        self.builder.problem("The value belongs to no declared attribute; it is kept as text", row=row, got=key, severity="noted")
        if of == "edge" and key.lower() == "weight":
            made = Attribute("weight", "double", None)
        else:
            name = key or "attribute"
            made = Attribute((self.builder.node_type if of == "node" else self.builder.edge_type)(name, pl.String), "string", None)
        self.attributes[of][key] = made
        return made

    def _by_place(self, of: str, key: str) -> Attribute | None:
        """Return the attribute whose place in the list is meant: the first files of Gephi named it so."""
        listed = self.in_order[of]
        return listed[int(key)] if key.isdecimal() and int(key) < len(listed) else None

    def value(self, text: str, kind: str, row: int | None) -> Any:
        """Return a value in its type; None, with a problem, if it is not of that type."""
        try:
            if kind in {"integer", "int", "long", "short", "byte"}:
                return whole(text)
            if kind in TYPES and kind != "boolean":
                return float(text)
            if kind == "boolean":
                return _TRUTH[text.strip().lower()]
        except (ValueError, KeyError, OverflowError):
            if text.strip():
                self.builder.problem(f"The value is no {kind}; it is left out", row=row, got=text, severity="changed")
            return None
        if kind.startswith("list"):
            return _parts(text)
        return text

    def span(self, element: _Element) -> tuple[str | None, str | None]:
        """Return start and end of an element, None for an open one."""
        at = element.get("timestamp")
        start = at or element.get("start") or element.get("startopen")
        end = at or element.get("end") or element.get("endopen")
        return _moment(start), _moment(end)

    def spells(self, element: _Element, item: int, spells: Spells) -> None:
        """Read when a node or an edge was there."""
        times = ("start", "end", "startopen", "endopen", "timestamp")
        found = [each for around in children(element, "spells", "slices") for each in children(around, "spell", "slice")]
        if not found and any(element.get(name) is not None for name in times):
            found = [element]
        for each in found:
            start, end = self.span(each)
            spells.add(item, start, end, start_open=each.get("startopen") is not None, end_open=each.get("endopen") is not None)
        for part in re.findall(r"[<\[(]([^<\[(\])>]*)[\])>]", element.get("intervals") or ""):
            first, _, last = part.partition(",")
            spells.add(item, _moment(first.strip()), _moment(last.strip()))
        for at in re.split(r"[,;\s]+", (element.get("timestamps") or "").strip("<>[] ")):
            if at:
                spells.add(item, at, at)
        if self.slice is not None and not found:
            spells.add(item, self.slice, self.slice)

    def defaults(self, of: Literal["node", "edge"], height: int) -> None:
        """Give every item without a value the default of its attribute."""
        values = self.builder.node_values if of == "node" else self.builder.edge_values
        timed = {(item, name) for kind, item, name, *_ in self.builder.changes if kind == of}
        for attribute in self.attributes[of].values():
            if attribute.default is None:
                continue
            said = values.values[attribute.column]
            for row in range(height):
                if row not in said and (row, attribute.column) not in timed:
                    said[row] = attribute.default


def _parts(text: str) -> list[str]:
    """Return the items of a list: between bars, semicolons or commas, quotation marks around an item taken off."""
    inner = text.strip()
    inner = inner[1:-1].strip() if inner[:1] == "[" and inner[-1:] == "]" else inner
    if not inner:
        return []
    found = []
    for match in _ITEM.finditer(inner):
        quoted, single, plain = match.groups()
        found.append(plain.strip() if plain is not None else re.sub(r"\\([\\\"'])", r"\1", quoted or single or ""))
        if match.end() == len(inner) and inner[-1] not in "|;,":
            break
    return found


def _time_format(text: str) -> TimeFormat:
    """Return in what times count; GEXF's default is numbers."""
    known: dict[str, TimeFormat] = {"integer": "integer", "date": "date", "datetime": "dateTime"}
    return known.get(text.lower(), "double")


def _moment(text: str | None) -> str | None:
    """Return a time, or None for an open end."""
    return None if text is None or text.strip().lower() in _FOREVER else text.strip()


def _colour(element: _Element) -> str | None:
    """Return a colour as #rrggbb, or #rrggbbaa if it is not opaque."""
    if (hexed := element.get("hex")) is not None:
        low = hexed.strip().lower()
        low = "#" + "".join(2 * digit for digit in low[1:]) if re.fullmatch(r"#[0-9a-f]{3,4}", low) else low
        return low if HEX.fullmatch(low) else None
    try:
        parts = [int(float(element.get(name) or "")) for name in "rgb"]
        alpha = element.get("a")
        if alpha is not None and float(alpha) < 1:
            parts.append(round(255 * float(alpha)))
    except ValueError:
        return None
    return "#" + "".join(f"{part:02x}" for part in parts) if all(0 <= part <= 255 for part in parts) else None
