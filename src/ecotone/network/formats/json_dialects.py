"""The ways in which programs wrap lists of nodes and links in JSON, brought to two plain lists.

Cytoscape has `elements`, grouped or in one list; Kumu has `elements` and `connections`; JSON Graph Format has nodes by
id and a `graph` around all; NetworkX's adjacency data has the neighbours of each node in its order.
"""

from __future__ import annotations

from typing import Any


def plain(part: dict[str, Any]) -> dict[str, Any]:
    """Return a network as JSON with `nodes` and `links` as lists; what is not known comes back as it is.

    Examples
    --------
    >>> plain({"elements": [{"data": {"id": "a"}}, {"data": {"source": "a", "target": "a"}}]})["links"]
    [{'data': {'source': 'a', 'target': 'a'}}]
    """
    inner = part.get("graph")
    if isinstance(inner, dict) and "nodes" not in part and isinstance(inner.get("nodes"), list | dict):
        part = inner  # JSON Graph Format
    elements = part.get("elements")
    if isinstance(elements, dict):
        part = {**part, **elements}
    elif isinstance(elements, list) and isinstance(part.get("connections"), list):
        part = {**part, "nodes": [_without_mark(each) for each in elements], "links": [_connection(each) for each in part["connections"]]}
    elif isinstance(elements, list):
        ends = [isinstance(each, dict) and _is_link(each) for each in elements]
        part = {
            **part,
            "nodes": [each for each, link in zip(elements, ends, strict=True) if not link],
            "links": [each for each, link in zip(elements, ends, strict=True) if link],
        }
    if isinstance(part.get("nodes"), dict):
        part = {**part, "nodes": [{"id": id_, **_open(node)} for id_, node in part["nodes"].items()]}
    if (
        isinstance(part.get("nodes"), list)
        and isinstance(part.get("adjacency"), list)
        and not any(key in part for key in ("links", "edges"))
    ):
        part = {**part, "links": _adjacency(part)}
    return part


def _open(item: Any) -> dict[str, Any]:
    """Return an item's values, those of `metadata` among them."""
    if not isinstance(item, dict):
        return {}
    inner = item.get("metadata")
    return {**{key: value for key, value in item.items() if key != "metadata"}, **inner} if isinstance(inner, dict) else item


def _is_link(item: dict[str, Any]) -> bool:
    data = item["data"] if isinstance(item.get("data"), dict) else item
    return "source" in data and "target" in data


def _without_mark(element: Any) -> Any:
    """Return an element of Kumu's with its id called so."""
    if not isinstance(element, dict):
        return element
    return {"id" if key in {"_id", "id"} else key: value for key, value in element.items() if key not in {"archived", "pinned"}}


def _connection(connection: Any) -> Any:
    """Return a connection of Kumu's as a link; one that is mutual or undirected has no direction."""
    if not isinstance(connection, dict):
        return connection
    own = _without_mark(connection)
    direction = own.pop("direction", None) or (own.get("attributes") or {}).get("direction")
    return own if direction is None else {**own, "directed": direction == "directed"}


def _adjacency(part: dict[str, Any]) -> list[Any]:
    """Return links out of the neighbours of each node; without direction each stands twice, and is taken once."""
    ids = [node.get("id") if isinstance(node, dict) else node for node in part["nodes"]]
    place_of = {str(id_): place for place, id_ in enumerate(ids)}
    links: list[Any] = []
    for place, (id_, neighbours) in enumerate(zip(ids, part["adjacency"], strict=False)):
        for each in neighbours if isinstance(neighbours, list) else []:
            other = each.get("id") if isinstance(each, dict) else each
            if part.get("directed") or place_of.get(str(other), place) >= place:
                rest = {key: value for key, value in each.items() if key != "id"} if isinstance(each, dict) else {}
                links.append({**rest, "source": id_, "target": other})
    return links
