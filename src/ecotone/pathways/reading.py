"""Reading the YAML that rules are written in: text only, with line numbers, and every slip told with where it is.

All scalars are read as text, so that `no` is an answer and `2026-01-06` is a date with its own parser, not whatever YAML
makes of them. A key that stands twice is an error rather than a silent loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn

import yaml

from ecotone.dates import Date, today
from ecotone.errors import DateError, InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every scalar as text; in C where PyYAML was built with it."""
WRITTEN_ON: Final = Date("2026-11-24")
"""The day on which the shipped rules were last checked: a clock that is set before it must not refuse them."""
LARGEST: Final = 5_000_000
"""Bytes of a file of rules; none comes near."""


class Entry(dict[str, Any]):
    """A mapping that knows the file and line it stands in.

    Parameters
    ----------
    values : dict
        Keys and values as text, lists and entries.
    file : str
        Where it was read.
    line : int
        Line of its first key, counted from 1.
    """

    def __init__(self, values: dict[str, Any], file: str, line: int) -> None:
        super().__init__(values)
        self.file = file
        self.line = line

    @property
    def where(self) -> str:
        """Return file, line and the entry's own id, in words."""
        return f"{self.file}, line {self.line}" + (f", {self['id']}" if isinstance(self.get("id"), str) else "")

    def refuse(self, what: str, *, got: str | None = None, expected: str | None = None, remedy: str | None = None) -> NoReturn:
        """Raise an error that says where this entry is."""
        raise InputError(what, where=self.where, got=got, expected=expected, remedy=remedy)

    def only(self, allowed: Collection[str]) -> None:
        """Refuse keys that nobody reads: a misspelt key must not be ignored."""
        unknown = [key for key in self if key not in allowed]
        if unknown:
            self.refuse("This key is not known", got=", ".join(unknown), expected=", ".join(allowed))

    def text(self, key: str, default: str | None = None) -> str:
        """Return a value that must be text and not empty, unless a default is given."""
        value = self.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse(f"`{key}` is missing or no text", got=None if value is None else repr(value)[:60])
        return " ".join(value.split())

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is absent; a single text is a list of one."""
        value = self.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.refuse(f"`{key}` must be a list of texts", got=repr(value)[:60])
        return tuple(" ".join(part.split()) for part in value)

    def entries(self, key: str) -> list[Entry]:
        """Return a list of mappings, empty where the key is absent."""
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, Entry) for part in value):
            self.refuse(f"`{key}` must be a list of entries, each with a dash", got=repr(value)[:60])
        return value

    def entry(self, key: str) -> Entry:
        """Return a mapping, empty where the key is absent."""
        value = self.get(key, Entry({}, self.file, self.line))
        if not isinstance(value, Entry):
            self.refuse(f"`{key}` must hold keys and values", got=repr(value)[:60])
        return value

    def date(self, key: str) -> Date | None:
        """Return a date, or None where the key is absent or empty."""
        value = self.get(key, "")
        if value == "":
            return None
        try:
            return Date(value)
        except (DateError, TypeError):
            self.refuse(f"`{key}` is no date", got=repr(value)[:60], expected="YYYY-MM-DD, YYYY-MM or YYYY")

    def past(self, key: str) -> Date:
        """Return a date that must be given and cannot lie in the future: nobody has checked a source tomorrow."""
        found = self.date(key)
        if found is None:
            self.refuse(f"`{key}` is missing", expected="the day on which the source was last read")
        latest = max(today(), WRITTEN_ON)
        if found.first > latest.first:
            self.refuse(f"`{key}` lies in the future", got=str(found), expected=f"a day up to {latest}")
        return found

    def flag(self, key: str, *, default: bool) -> bool:
        """Return yes or no."""
        value = self.get(key, "yes" if default else "no")
        if value not in {"yes", "no"}:
            self.refuse(f"`{key}` must be yes or no", got=repr(value)[:60])
        return bool(value == "yes")

    def number(self, key: str) -> float | None:
        """Return a number, or None where the key is absent."""
        value = self.get(key)
        if value is None or value == "":
            return None
        try:
            return float(value)
        except (TypeError, ValueError):
            self.refuse(f"`{key}` is no number", got=repr(value)[:60])


def read_yaml(path: Path) -> Entry:
    """Read a file of rules as one mapping.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InputError
        If it is no YAML, holds a key twice, or is no mapping; with its line.
    """
    if not path.is_file():
        raise NotFoundError("There is no such file of rules", got=str(path), expected="a YAML file")
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        raise InputError("This is too large for a file of rules", where=path.name, got=f"{len(raw):,} bytes", expected=f"{LARGEST:,}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("A file of rules must be UTF-8 text", where=path.name, got=f"byte {error.start:,}") from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, name: str) -> Entry:
    """Read rules from text; `name` is what messages call it."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise InputError("This is no YAML", where=f"{name}{line}", got=str(getattr(error, "problem", None) or error)) from None
    except RecursionError:
        raise InputError("The YAML is nested beyond reason", where=name) from None
    value = _plain(node, name, set()) if node is not None else None
    if not isinstance(value, Entry):
        raise InputError("A file of rules starts with keys and values", where=name, got=repr(value)[:60])
    return value


def _plain(node: yaml.Node, name: str, seen: set[int]) -> Any:
    """Turn a node into text, lists and entries; what refers back to another place is refused, it could unfold without end."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if id(node) in seen:
        raise InputError("Anchors and aliases are not read", where=f"{name}, line {line}", remedy="Write the entry out where it is meant")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(part, name, seen) for part in node.value]
    assert isinstance(node, yaml.MappingNode)
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in values:
            raise InputError("This key stands twice", where=f"{name}, line {key_node.start_mark.line + 1}", got=key)
        values[key] = _plain(value_node, name, seen)
    return Entry(values, name, line)
