"""Custom fields of actors: a registry that says what type each has; the values are JSON beside the actor."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final, Literal

from ecotone.dates import Date
from ecotone.errors import DateError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.ecosystem.store import Link

FieldType = Literal["text", "number", "flag", "date", "choice", "link"]
TYPES: Final = ("text", "number", "flag", "date", "choice", "link")
LONGEST_TEXT: Final = 100_000
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")


def loaded(text: str | None) -> dict[str, Any]:
    """Return stored fields as a mapping."""
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def registered(link: Link, name: str, kind: str, label: str, unit: str | None, choices: tuple[str, ...]) -> tuple[Any, ...]:
    """Check a new field and return its row."""
    if not _NAME.fullmatch(name):
        raise InputError("This is no name of a field", got=name, expected="lower-case letters, digits and _")
    if kind not in TYPES:
        raise InputError("No such type of field", got=kind, expected=", ".join(TYPES))
    if (kind == "choice") != bool(choices):
        raise InputError("Choices belong to a field of type choice", where=name, got=", ".join(choices))
    if link.one("SELECT id FROM field WHERE name = ? AND about = 'actor'", (name,)):
        raise InputError("There is such a field already", got=name)
    return name, "actor", kind, label or name, unit, json.dumps(list(choices), ensure_ascii=False) if choices else None


def checked(link: Link, values: Mapping[str, Any]) -> dict[str, Any]:
    """Check values against the registry; a field that is not registered is refused."""
    known = {name: (kind, choices) for name, kind, choices in link.rows("SELECT name, type, choices FROM field WHERE about = 'actor'")}
    result: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise InputError("No such field", got=name, expected=", ".join(sorted(known)) or "a field added with add_field")
        kind, choices = known[name]
        if value is not None:
            result[name] = _value(name, kind, json.loads(choices) if choices else [], value)
    return result


def _value(name: str, kind: str, choices: list[str], value: Any) -> Any:
    """Check one value against the type of its field."""
    if kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    if kind == "flag" and isinstance(value, bool):
        return value
    if kind == "date" and isinstance(value, (str, Date)):
        try:
            return Date.parse(str(value)).iso
        except DateError as error:
            raise InputError("The field needs a date", where=name, got=str(value), expected=error.expected) from None
    if isinstance(value, str) and len(value) <= LONGEST_TEXT and "\x00" not in value:
        if kind == "text":
            return value
        if kind == "choice" and value in choices:
            return value
        if kind == "link" and value.startswith(("https://", "http://")):
            return value
    expected = {"choice": ", ".join(choices), "link": "https://… or http://…", "flag": "true or false"}.get(kind, f"a {kind}")
    raise InputError("The value does not fit its field", where=name, got=repr(value), expected=expected)
