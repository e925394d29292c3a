"""The schema of an OCEL 2.0 log as JSON, and whether a log follows it.

`ocel2.schema.json` is written by us from the specification, as JSON Schema, so that other programs can use it too. `violations` is a
reader of the few words that it uses; what a schema cannot say (ids that exist, unique ids, declared attributes) is `loose_ends`.

References
----------
Berti, Koren et al. (2024), OCEL (Object-Centric Event Log) 2.0 specification, sec. 7. arXiv 2403.01975.
JSON Schema, draft 7. https://json-schema.org/specification-links#draft-7
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILE: Final = Path(__file__).with_name("ocel2.schema.json")
_TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
_KINDS: Final[dict[str, Callable[[Any], bool]]] = {
    "string": _TYPES["string"],
    "boolean": _TYPES["boolean"],
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "float": _TYPES["number"],
    "time": lambda value: isinstance(value, str) and _is_time(value),
}


@functools.cache
def schema() -> dict[str, Any]:
    """Return the schema."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def entry(of: str) -> dict[str, Any]:
    """Return the part of the schema for one entry of a list.

    Parameters
    ----------
    of : {'objects', 'events', 'objectTypes', 'eventTypes'}
        The list.
    """
    found: dict[str, Any] = schema()["properties"][of]["items"]
    return found


def violations(value: Any, part: dict[str, Any] | None = None, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield where a value does not follow the schema, and how.

    Parameters
    ----------
    value : object
        As `json.loads` gives it.
    part : dict, optional
        The part of the schema to follow; else the whole.
    path : str
        Where the value stands.

    Yields
    ------
    (str, str)
        The place, such as `events[3].time`, and what is wrong.

    Examples
    --------
    >>> log = {"objectTypes": [], "eventTypes": [], "objects": [{"id": "a"}], "events": 7}
    >>> list(violations(log))
    [('objects[0]', 'type is missing'), ('events', 'is no array')]
    """
    part = schema() if part is None else part
    if "$ref" in part:
        part = schema()["definitions"][part["$ref"].rpartition("/")[2]]
    kinds = part.get("type")
    if kinds is not None:
        allowed = [kinds] if isinstance(kinds, str) else kinds
        if not any(_TYPES[kind](value) for kind in allowed):
            yield path, f"is no {' or '.join(allowed)}"
            return
    if "enum" in part and value not in part["enum"]:
        yield path, f"is none of {', '.join(part['enum'])}"
    if isinstance(value, str):
        if len(value) < part.get("minLength", 0):
            yield path, "is empty"
        if part.get("format") == "date-time" and not _is_time(value):
            yield path, "is no date and time"
    if isinstance(value, dict):
        yield from ((path, f"{name} is missing") for name in part.get("required", ()) if name not in value)
        for name, inner in part.get("properties", {}).items():
            if name in value:
                yield from violations(value[name], inner, f"{path}.{name}" if path else name)
    if isinstance(value, list) and "items" in part:
        for place, each in enumerate(value):
            yield from violations(each, part["items"], f"{path}[{place}]")


def loose_ends(log: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a schema cannot say: repeated ids, ids that do not exist, types and attributes that are not declared.

    Parameters
    ----------
    log : dict
        A log that follows the schema.

    Examples
    --------
    >>> event = {"id": "e", "type": "x", "time": "2024-01-01T00:00:00Z", "relationships": [{"objectId": "o", "qualifier": ""}]}
    >>> list(loose_ends({"objectTypes": [], "eventTypes": [{"name": "x", "attributes": []}], "objects": [], "events": [event]}))
    [('events[0]', 'points to o, which does not exist')]
    """
    known = {each["id"] for each in log["objects"]}
    for of, types in (("objects", "objectTypes"), ("events", "eventTypes")):
        declared = {each["name"]: {attribute["name"]: attribute["type"] for attribute in each["attributes"]} for each in log[types]}
        seen: set[str] = set()
        for place, each in enumerate(log[of]):
            where = f"{of}[{place}]"
            if each["id"] in seen:
                yield where, f"has the id {each['id']}, which stood before"
            seen.add(each["id"])
            if each["type"] not in declared:
                yield where, f"is of type {each['type']}, which is not declared"
            for attribute in each.get("attributes", ()):
                kind = declared.get(each["type"], {}).get(attribute["name"])
                if kind is None:
                    yield where, f"has a value {attribute['name']}, which its type does not declare"
                elif not _KINDS[kind](attribute["value"]):
                    yield where, f"has a value {attribute['name']} that is no {kind}"
            for link in each.get("relationships", ()):
                if link["objectId"] not in known:
                    yield where, f"points to {link['objectId']}, which does not exist"


def _is_time(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return len(text) > len("2024-01-01")
