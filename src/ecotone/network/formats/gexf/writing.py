"""Write GEXF 1.3, valid against its schema and readable by Gephi, Gephi Lite and older readers.

The schema of 1.3 puts colour, position and size into GEXF's own namespace, while readers look for elements called
`viz:color`; so the prefix `viz` is bound to that namespace, and both are right. One file holds one network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.network.formats.colours import HEX, channels
from ecotone.network.formats.network_file import LOOK, Network, NetworkFile
from ecotone.network.formats.single import only_network
from ecotone.network.formats.spelling import number
from ecotone.network.formats.xml_tree import clean
from ecotone.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from ecotone.problems import Problems

NAMESPACE: Final = "http://gexf.net/1.3"
_LOOKS: Final = "urn:ecotone:looks"
"""Stands for the namespace until the file is written: two prefixes of one namespace cannot be kept apart before."""
_SHAPES: Final = {
    "node": frozenset({"disc", "square", "triangle", "diamond", "image"}),
    "edge": frozenset({"solid", "dotted", "dashed", "double"}),
}
_LIKE: Final = {"ellipse": "disc", "circle": "disc", "box": "square", "cube": "square"}
"""Shapes of Pajek and Graphviz that GEXF calls otherwise."""
_META: Final = ("creator", "keywords", "description")


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".gexf") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a GEXF file.

    Parameters
    ----------
    file : NetworkFile
        What to write; of several networks the first, or all as relations if they have the same nodes.
    problems : Problems
        Takes what the format cannot hold.
    suffix : str
        Not used.
    """
    return _Writing(only_network(file, problems), problems).bytes()


class _Writing:
    """One network while it is written."""

    def __init__(self, network: Network, problems: Problems) -> None:
        self.network = network
        self.problems = problems
        self.columns: dict[str, list[str]] = {"node": [], "edge": []}

    def bytes(self) -> bytes:
        """Return the file."""
        from lxml import etree

        network = self.network
        root = etree.Element(f"{{{NAMESPACE}}}gexf", attrib={"version": "1.3"}, nsmap={None: NAMESPACE, "viz": _LOOKS})  # type: ignore[dict-item]  # None is the default namespace
        self.meta(root)
        graph = self.sub(root, "graph", {"defaultedgetype": "undirected" if network.directed is False else "directed"})
        if network.temporal:
            graph.set("mode", "dynamic")
            graph.set("timeformat", network.time or "double")
            graph.set("timerepresentation", "timestamp" if self.only_moments() else "interval")
        else:
            graph.set("mode", "static")
        self.declare(graph, "node", network.node_attributes(), network.nodes)
        self.declare(graph, "edge", [c for c in network.edge_attributes() if c not in {"id", "label"}], network.edges)
        self.nodes(self.sub(graph, "nodes", {}))
        self.edges(self.sub(graph, "edges", {}))
        if network.two_mode:
            self.problems.add(Problem("GEXF does not say that a network is two-mode", severity="changed", got=str(network.two_mode)))
        text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        return text.replace(_LOOKS.encode(), NAMESPACE.encode())

    def sub(self, parent: _Element, name: str, attributes: Mapping[str, str], *, space: str = NAMESPACE) -> _Element:
        """Add an element."""
        from lxml import etree

        return etree.SubElement(parent, f"{{{space}}}{name}", attrib={key: clean(text, self.problems) for key, text in attributes.items()})

    def meta(self, root: _Element) -> None:
        """Write what the file says of itself, as far as the schema has places."""
        said = dict(self.network.meta)
        if not said:
            return
        date = said.pop("lastmodifieddate", "")
        meta = self.sub(root, "meta", {"lastmodifieddate": date[:10]} if len(date) >= 10 and date[:4].isdecimal() else {})
        for key in _META:
            if key in said:
                self.sub(meta, key, {}).text = clean(said.pop(key), self.problems)
        left = [key for key in said if not key.startswith("relation ")]
        if left:
            self.problems.add(Problem("GEXF has no place for what the file says of itself", got=", ".join(left)))

    def only_moments(self) -> bool:
        """Tell whether all times are single moments."""
        network = self.network
        frames = [frame.select("start", "end") for frame in (network.node_spells, network.edge_spells, network.values)]
        times = pl.concat(frames)
        return bool(times.height) and bool((times["start"] == times["end"]).fill_null(value=False).all())

    def declare(self, graph: _Element, of: str, names: list[str], frame: pl.DataFrame) -> None:
        """Write the lists of attributes, those that change in a list of their own.

        An attribute's id is its title, since Gephi Lite reads one list of each class and calls the rest by their ids.
        """
        changing = self.network.values.filter(pl.col("of") == of)["attribute"].unique(maintain_order=True).to_list()
        known = self.columns[of]
        for mode, columns in (("static", [n for n in names if n not in changing]), ("dynamic", changing)):
            if not columns:
                continue
            element = self.sub(graph, "attributes", {"class": of, "mode": mode})
            for name in columns:
                known.append(name)
                kind = _type(frame.schema[name]) if name in frame.columns else "double" if name == "weight" else "string"
                self.sub(element, "attribute", {"id": name, "title": name, "type": kind})

    def nodes(self, nodes: _Element) -> None:
        """Write nodes; a parent is named by `pid`."""
        network = self.network
        ids = network.nodes["id"].to_list()
        spells, changes = _by_item(network.node_spells), self.changes("node")
        for place, row in enumerate(network.nodes.iter_rows(named=True)):
            attributes = {"id": row["id"]}
            if row["label"] is not None:
                attributes["label"] = row["label"]
            if row.get("parent") is not None:
                attributes["pid"] = ids[row["parent"]]
            self.item(self.sub(nodes, "node", attributes), row, place, of="node", spells=spells, changes=changes)

    def edges(self, edges: _Element) -> None:
        """Write edges."""
        network = self.network
        ids = network.nodes["id"].to_list()
        spells, changes = _by_item(network.edge_spells), self.changes("edge")
        every_id = "id" in network.edges.columns and not network.edges["id"].null_count()
        for place, row in enumerate(network.edges.iter_rows(named=True)):
            attributes = {"id": row["id"] if every_id else str(place), "source": ids[row["source"]], "target": ids[row["target"]]}
            if network.directed is None:
                attributes["type"] = "directed" if row["directed"] else "undirected"
            if row.get("label") is not None:
                attributes["label"] = row["label"]
            if row["weight"] is None:
                self.problems.add(Problem("GEXF reads a tie without weight as 1", severity="changed"))
            elif row["weight"] != 1:
                attributes["weight"] = number(row["weight"])
            if row["relation"] is not None:
                attributes["kind"] = row["relation"]
            self.item(self.sub(edges, "edge", attributes), row, place, of="edge", spells=spells, changes=changes)

    def item(
        self,
        element: _Element,
        row: dict[str, Any],
        place: int,
        *,
        of: str,
        spells: dict[int, list[tuple[Any, ...]]],
        changes: dict[int, list[tuple[Any, ...]]],
    ) -> None:
        """Write values, time and appearance of a node or an edge."""
        values: list[tuple[str, Any, dict[str, str]]] = [(name, row[name], {}) for name in self.columns[of] if row.get(name) is not None]
        values += [(name, text, _span(start, end)) for name, text, start, end in changes.get(place, [])]
        if values:
            around = self.sub(element, "attvalues", {})
            for name, value, span in values:
                self.sub(around, "attvalue", {"for": name, "value": self.text(value), **span})
        mine = spells.get(place, [])
        if any(one[2] or one[3] for one in mine):
            self.problems.add(Problem("GEXF 1.3 intervals hold both ends; an open end is written as closed", severity="changed"))
        if len(mine) == 1:
            for key, text in _span(*mine[0][:2]).items():
                element.set(key, text)
        elif mine:
            around = self.sub(element, "spells", {})
            for one in mine:
                self.sub(around, "spell", _span(*one[:2]))
        self.look(element, row, of)

    def changes(self, of: str) -> dict[int, list[tuple[Any, ...]]]:
        """Return the values that change, by item."""
        found: dict[int, list[tuple[Any, ...]]] = {}
        for _, item, *rest in self.network.values.filter(pl.col("of") == of).iter_rows():
            found.setdefault(item, []).append(tuple(rest))
        return found

    def text(self, value: Any) -> str:
        """Return a value as GEXF spells it."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return number(value)
        if isinstance(value, list):
            if any(mark in str(each) for each in value for mark in "|;,"):
                self.problems.add(
                    Problem("GEXF separates list items by these signs; an item that holds one is split", got=str(value), severity="changed")
                )
            return "|".join(str(each) for each in value)
        return str(value)

    def look(self, element: _Element, row: dict[str, Any], of: str) -> None:
        """Write appearance."""
        colour = row.get(f"{LOOK}colour")
        if colour is not None and HEX.fullmatch(colour):
            red, green, blue, alpha = channels(colour)
            said = {"r": str(red), "g": str(green), "b": str(blue)}
            self.sub(element, "color", said if alpha is None else {**said, "a": str(alpha)}, space=_LOOKS)
        elif colour is not None:
            self.problems.add(Problem("GEXF does not know this colour; it is left out", got=colour, severity="changed"))
        x, y, z = (row.get(f"{LOOK}{axis}") for axis in "xyz")
        if of == "node" and x is not None and y is not None:
            self.sub(element, "position", {"x": number(x), "y": number(y)} | ({} if z is None else {"z": number(z)}), space=_LOOKS)
        for name, where in (("size", "node"), ("thickness", "edge")):
            value = row.get(f"{LOOK}{name}")
            if value is not None and where == of and value >= 0:
                self.sub(element, name, {"value": number(value)}, space=_LOOKS)
        shape = row.get(f"{LOOK}shape")
        if shape in _LIKE and of == "node":
            self.problems.add(Problem("GEXF has another word for this shape", got=f"{shape} → {_LIKE[shape]}", severity="changed"))
            shape = _LIKE[shape]
        if shape in _SHAPES[of]:
            image = row.get(f"{LOOK}image")
            self.sub(element, "shape", {"value": shape} | ({"uri": image} if image and of == "node" else {}), space=_LOOKS)
        elif shape is not None:
            self.problems.add(Problem("GEXF does not know this shape; it is left out", got=shape, severity="changed"))


def _by_item(spells: pl.DataFrame) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for item, *rest in spells.iter_rows():
        found.setdefault(item, []).append(tuple(rest))
    return found


def _span(start: str | None, end: str | None) -> dict[str, str]:
    """Return an interval's attributes; an open end is left out."""
    if start is not None and start == end:
        return {"timestamp": start}
    said = {name: text for name, text in (("start", start), ("end", end)) if text is not None}
    return said or {"start": "-INF"}


def _type(dtype: pl.DataType) -> str:
    """Return the name of a column's type."""
    if dtype.is_integer():
        return "long"
    if dtype.is_float():
        return "double"
    return "boolean" if dtype == pl.Boolean else "liststring" if isinstance(dtype, pl.List) else "string"
