"""JSON of nodes and links: NetworkX's, d3's, graphology's, Cytoscape's, Kumu's, JSON Graph Format, and our own.

Ours loses nothing. `nodes` and `links` (or `edges`) are lists of objects. An end of a link is the id of a node, or its place where no node
has such an id. What we write holds all that a `NetworkFile` holds, several networks and lists included, under names
that the others ignore.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.errors import UnreadableError
from ecotone.network.formats import json_dialects
from ecotone.network.formats.building import Builder, edge_column, node_column
from ecotone.network.formats.network_file import EDGE_COLUMNS, LOOKS, NODE_COLUMNS, Network, NetworkFile, NodeList
from ecotone.network.formats.opened import decode
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from ecotone.network.formats.opened import Raw

EXTENSIONS: Final = (".json",)
_IDS: Final = ("id", "key", "name", "label")
_LINKS: Final = ("links", "edges")
_MARK: Final = "ecotone"


def recognises(head: str, suffix: str) -> bool:
    """Tell whether the text is a JSON object that speaks of nodes, links or networks."""
    start = head.lstrip()
    if start.startswith("["):
        first = start[: start.find("}")]
        return all(re.search(rf'"(?:{ends})"\s*:', first) for ends in ("source|from", "target|to"))
    return start.startswith("{") and (re.search(r'"(?:nodes|links|edges|networks|elements)"\s*:', start) is not None or suffix == ".json")


def read(raw: Raw, problems: Problems, *, encoding: str | None = None) -> NetworkFile:
    """Read a JSON file."""
    try:
        data = json.loads(decode(raw, problems, encoding=encoding))
    except (json.JSONDecodeError, RecursionError) as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else None
        where = f"{raw.name}, row {row}" if row else raw.name
        raise UnreadableError("This is no JSON", where=where, got=str(error), remedy="Look whether the file is cut off") from None
    data = {"links": data} if isinstance(data, list) else data
    parts = next((data[key] for key in ("networks", "graphs") if isinstance(data.get(key), list)), [data])
    networks = []
    for part in parts:
        part = json_dialects.plain(part) if isinstance(part, dict) else part  # noqa: PLW2901  the same part, its lists unwrapped
        if isinstance(part, dict) and "nodes" not in part and any(isinstance(part.get(key), list) for key in _LINKS):
            part = {**part, "nodes": [], "nodes from links": True}  # noqa: PLW2901  Flourish and others name nodes in links only
        if not isinstance(part, dict) or not isinstance(part.get("nodes"), list):
            problems.add(Problem("There is no list of nodes", file=raw.name, got=", ".join(part) if isinstance(part, dict) else str(part)))
            continue
        networks.append(_network(part, raw, problems))
    lists = tuple(
        NodeList(each["kind"], each["name"], pl.Series("value", each["values"], dtype=pl.Float64 if each["kind"] == "vector" else pl.Int64))
        for each in data.get("lists", [])
        if isinstance(each, dict) and {"kind", "name", "values"} <= set(each)
    )
    return NetworkFile(tuple(networks), lists, name=raw.name, format="node-link", problems=problems)


def _network(part: dict[str, Any], raw: Raw, problems: Problems) -> Network:
    about = part.get("graph") if isinstance(part.get("graph"), dict) else part.get("attributes")
    about = dict(about) if isinstance(about, dict) else {}
    builder = Builder(raw.name, problems, str(about.pop("name", part.get("name", raw.stem))))
    options = part.get("options") if isinstance(part.get("options"), dict) else {}
    builder.default_directed = bool(part.get("directed", (options or {}).get("type") == "directed"))
    ours = part.get(_MARK) if isinstance(part.get(_MARK), dict) else {}
    ours = ours or {}
    builder.meta = {str(key): str(value) for key, value in about.items()}
    if ours.get("two_mode"):
        builder.two_mode = (int(ours["two_mode"][0]), int(ours["two_mode"][1]))
    builder.time = ours.get("time", "")
    for of, types in ours.get("types", {}).items():
        for name, kind in types.items():
            (builder.node_type if of == "node" else builder.edge_type)(name, _DTYPES.get(kind, pl.String))
    id_key = next((key for key in _IDS if all(isinstance(node, dict) and key in _open(node) for node in part["nodes"])), None)
    fallback = _IDS if id_key is None and any(isinstance(node, dict) and "id" in _open(node) for node in part["nodes"]) else ()
    for place, node in enumerate(part["nodes"]):
        if not isinstance(node, dict):
            builder.node(_text(node), row=place + 1)
            continue
        said = _open(node)
        own = id_key if id_key is not None else next((key for key in fallback if key in said), None)
        id_ = place if own is None else said.pop(own)
        label = said.pop("label", None)
        item = builder.node(_text(id_), None if label is None else _text(label), row=place + 1)
        if item is not None:
            for name, value in said.items():
                _put(builder, item, name, value, of_node=True)
    links: list[Any] = next((part[key] for key in _LINKS if isinstance(part.get(key), list)), [])
    for place, link in enumerate(links):
        _link(builder, link, place + 1, make="nodes from links" in part)
    return builder.network()


def _open(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item's values, out of `attributes` (graphology) or `data` (Cytoscape) where they are wrapped."""
    inner = item.get("attributes") if isinstance(item.get("attributes"), dict) else item.get("data")
    return {**{key: value for key, value in item.items() if value is not inner}, **inner} if isinstance(inner, dict) else dict(item)


def _text(value: Any) -> str:
    """Return an id as text; whole numbers without a point."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _truth(value: Any) -> bool:
    """Tell whether a value says yes, also as a word."""
    return value.strip().lower() in {"true", "yes", "1", "directed"} if isinstance(value, str) else bool(value)


def _put(builder: Builder, item: int, name: str, value: Any, *, of_node: bool) -> None:
    """Take one value of a node or an edge."""
    if name == "spells":
        for one in value if isinstance(value, list) else []:
            start, end = one.get("start"), one.get("end")
            flags = {"start_open": bool(one.get("start_open")), "end_open": bool(one.get("end_open"))}
            (builder.node_spells if of_node else builder.edge_spells).add(item, start, end, **flags)
    elif name == "changes":
        for one in value if isinstance(value, list) else []:
            builder.changes.append(("node" if of_node else "edge", item, one["attribute"], one["value"], one.get("start"), one.get("end")))
    elif name == "parent" and of_node and isinstance(value, int):
        builder.node_types["parent"] = pl.Int64
        builder.node_values.put("parent", item, value)
    elif value is not None:
        if isinstance(value, dict) or (isinstance(value, list) and any(not isinstance(each, str) for each in value)):
            value = json.dumps(value, ensure_ascii=False)
        if name in LOOKS and name not in {"viz:colour", "viz:shape", "viz:image"} and isinstance(value, int):
            value = float(value)
        (builder.node_value if of_node else builder.edge_value)(name, item, value)


def _link(builder: Builder, link: Any, row: int, *, make: bool) -> None:
    if not isinstance(link, dict):
        builder.problem("A link is no object", row=row, got=str(link))
        return
    said = _open(link)
    ends: list[int | None] = []
    for end, other in (("source", "from"), ("target", "to")):
        value = said.pop(end, said.pop(other, None))
        if value is None:
            builder.problem(f"A link has no {end}", row=row)
            return
        if isinstance(value, dict):  # d3 replaces ids by the nodes themselves
            value = value.get("id")
        id_ = _text(value)
        if make:
            ends.append(builder.need(id_))
        elif id_ not in builder.row_of and isinstance(value, int) and 0 <= value < len(builder.ids):
            ends.append(value)
        else:
            ends.append(builder.find(id_, row=row))
    source, target = ends
    if source is None or target is None:
        return
    weight = said.pop("weight", said.pop("value", 1.0) if isinstance(said.get("value"), int | float) else 1.0)
    if weight is not None and not isinstance(weight, int | float):
        weight = builder.number(str(weight), row=row)
    directed = said.pop("directed", None)
    undirected = said.pop("undirected", None)
    way = _truth(directed) if directed is not None else not _truth(undirected) if undirected is not None else builder.default_directed
    relation = said.pop("relation", None)
    item = builder.edge(
        source,
        target,
        weight=None if weight is None else float(weight),
        directed=way,
        relation=None if relation is None else str(relation),
        row=row,
    )
    for name, value in said.items():
        _put(builder, item, name, value, of_node=False)


_DTYPES: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "whole": pl.Int64,
    "number": pl.Float64,
    "truth": pl.Boolean,
    "list": pl.List(pl.String),
    "text": pl.String,
}


def _kind(dtype: pl.DataType) -> str:
    if dtype.is_integer():
        return "whole"
    return "number" if dtype.is_float() else "truth" if dtype == pl.Boolean else "list" if isinstance(dtype, pl.List) else "text"


def write(file: NetworkFile, problems: Problems, *, suffix: str = ".json") -> bytes:  # noqa: ARG001  one door for all formats
    """Return a JSON file that holds everything; a lone network stands at the top, as other programs expect it."""
    parts = [_part(network, problems) for network in file.networks]
    lists = [{"kind": each.kind, "name": each.name, "values": each.values.to_list()} for each in file.lists]
    data = dict(parts[0]) if len(parts) == 1 else {"networks": parts}
    if lists:
        data["lists"] = lists
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", errors="replace")


def _part(network: Network, problems: Problems) -> dict[str, Any]:
    ids = network.nodes["id"].to_list()
    default = network.directed is not False
    nodes = [_item(row, NODE_COLUMNS, problems) for row in network.nodes.iter_rows(named=True)]
    links = [_item(row, EDGE_COLUMNS, problems) for row in network.edges.iter_rows(named=True)]
    for link in links:
        link["source"], link["target"] = ids[link["source"]], ids[link["target"]]
        link.setdefault("weight", None)
        if link["directed"] == default:
            del link["directed"]
    for items, spells in ((nodes, network.node_spells), (links, network.edge_spells)):
        for item, start, end, start_open, end_open in spells.iter_rows():
            flags = {name: True for name, on in (("start_open", start_open), ("end_open", end_open)) if on}
            items[item].setdefault("spells", []).append({"start": start, "end": end, **flags})
    for of, item, attribute, value, start, end in network.values.iter_rows():
        items = nodes if of == "node" else links
        items[item].setdefault("changes", []).append({"attribute": attribute, "value": value, "start": start, "end": end})
    own: dict[str, Any] = {"time": network.time}
    own["types"] = {
        "node": {name: _kind(dtype) for name, dtype in network.nodes.schema.items() if name == node_column(name)},
        "edge": {name: _kind(dtype) for name, dtype in network.edges.schema.items() if name == edge_column(name)},
    }
    if network.two_mode:
        own["two_mode"] = list(network.two_mode)
    about = {**network.meta, "name": network.name}
    return {"directed": default, "multigraph": True, "graph": about, _MARK: own, "nodes": nodes, "links": links}


def _item(row: dict[str, Any], keep: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """Return the values of a node or an edge that are there; JSON knows no infinite number."""
    said = {}
    for name, value in row.items():
        if isinstance(value, float) and not math.isfinite(value):
            problems.add(Problem("JSON has no infinite number and no NaN; the value is left out", column=name, got=str(value)))
        elif value is not None or (name in keep and name not in {"label", "relation", "weight"}):
            said[name] = value
    return said
