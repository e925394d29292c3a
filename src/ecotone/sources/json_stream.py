"""JSON records one at a time out of files of any size, in bounded memory.

Services and programs wrap the same records in different ways: a list, one object, an object with the list under a
name (`studies`, `results`), or one object a line. All of them are read here by the same scanner, which holds one
record at a time, keeps the records before a damaged place, and goes on after it where lines allow that.

References
----------
RFC 8259, The JavaScript Object Notation. JSON Lines (jsonlines.org).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.problems import Problem
from ecotone.sources.text import chunks, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened

_SPACE: Final = re.compile(r"[ \t\r\n]*")
WRAPPERS: Final = ("results", "items", "data", "records", "value", "response", "result")
"""Names under which services and programs put their records; no record of any source has a list or object under them."""

_LONGEST_NUMBER: Final = 300


def _without_nulls(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out members that say nothing, so that `null` is read as what is not there."""
    return {key: value for key, value in members.items() if value is not None} if None in members.values() else members


def _whole_number(text: str) -> int | None:
    """Read a whole number; what no machine's number holds says nothing."""
    return int(text) if len(text) <= _LONGEST_NUMBER else None


_AS_WRITTEN: Final = json.JSONDecoder(parse_constant=lambda _: None, parse_int=_whole_number)
PLAIN: Final = json.JSONDecoder(object_hook=_without_nulls, parse_constant=lambda _: None, parse_int=_whole_number)
"""Reads a record and leaves out what says nothing."""


def is_json(head: bytes) -> bool:
    """Tell whether a file begins as JSON does, a byte order mark aside.

    Examples
    --------
    >>> is_json(b'  {"a": 1}'), is_json(b"<html>")
    (True, False)
    """
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def records(
    opened: Opened, problems: Problems, *, under: tuple[str, ...] = (), decoder: json.JSONDecoder = _AS_WRITTEN
) -> Iterator[tuple[int, Any]]:
    """Read the records of a JSON file as they are written.

    Parameters
    ----------
    opened : Opened
        A list, an object, objects one a line or one after the other.
    problems : Problems
        Takes damaged records.
    under : tuple of str
        Names under which an object may hold the list of records, at the top or inside another of these names.
        An object that holds none of them is one record itself.
    decoder : json.JSONDecoder
        What reads one record.

    Yields
    ------
    tuple of (int, object)
        The number of the record, counted from 1, and what it holds.

    Raises
    ------
    UnreadableError
        If the file is no JSON, or its packing is damaged.
    UnsafeFileError
        If values are nested beyond reason.
    """
    try:
        if _is_lines(opened.start):
            yield from _by_line(opened, problems, decoder)
        else:
            yield from _Scanner(opened, problems, frozenset(under), decoder).records()
    except RecursionError:
        raise UnsafeFileError("The JSON is nested too deeply", where=opened.name, expected="at most some hundred levels") from None


def plain_records(opened: Opened, problems: Problems, *under: str) -> Iterator[tuple[int, Any]]:
    """Read the records of a service's answers, however they were kept: pages are opened, and `null` is what is not there.

    Yields
    ------
    tuple of (int, object)
        The number of the record, or its line, and what it holds.

    Raises
    ------
    UnreadableError, UnsafeFileError
        As `records` does.
    """
    names = frozenset((*under, *WRAPPERS))
    number = 0
    for row, record in records(opened, problems, under=tuple(names), decoder=PLAIN):
        for place, inner in enumerate(_in_page(record, names)):
            number = max(number + 1, row) if place == 0 else number + 1
            yield number, inner


def _in_page(record: Any, names: frozenset[str]) -> Iterator[Any]:
    """Yield the records of a page, and a record itself."""
    held = [record[name] for name in record if name in names and isinstance(record[name], list | dict)] if isinstance(record, dict) else []
    if not held:
        yield record
    for value in held:
        for inner in value if isinstance(value, list) else [value]:
            yield from _in_page(inner, names)


def _is_lines(head: bytes) -> bool:
    """Tell whether the first line is a whole object and another line begins the next."""
    first, found, rest = head.lstrip().partition(b"\n")
    if not (found and first.startswith(b"{") and rest.lstrip().startswith(b"{")):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _by_line(opened: Opened, problems: Problems, decoder: json.JSONDecoder) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines(opened, problems), start=1):
        if not line.strip():
            continue
        try:
            yield number, decoder.decode(line)
        except ValueError as error:
            problems.add(Problem("The line is no JSON", file=opened.name, row=number, got=str(error)))
        except RecursionError:
            problems.add(Problem("The JSON is nested too deeply", file=opened.name, row=number))


class _EndError(Exception):
    """The text ended inside a value."""


class _Scanner:
    """Hold a window of the text that always begins at the next value."""

    def __init__(self, opened: Opened, problems: Problems, under: frozenset[str], decoder: json.JSONDecoder) -> None:
        self._name = opened.name
        self._limit = opened.limits.record_bytes
        self._problems = problems
        self._under = under
        self._decoder = decoder
        self._chunks = chunks(opened, problems)
        self._text = ""
        self._at = 0
        self._ended = False
        self._number = 0
        self._begun = False

    def records(self) -> Iterator[tuple[int, Any]]:
        """Read value after value to the end of the text."""
        try:
            while self._peek():
                yield from self._value()
        except _EndError:
            self._say("The file ends in the middle of a record", "what came before it was kept")
        except json.JSONDecodeError as error:
            self._say("The JSON is damaged, and what follows cannot be read", error.msg)

    def _say(self, what: str, got: str) -> None:
        if not self._begun:
            raise UnreadableError("The file is no JSON", where=self._name, got=self._text[:60])
        self._problems.add(Problem(what, file=self._name, row=self._number + 1, got=got, remedy="Fetch the file again"))

    def _value(self) -> Iterator[tuple[int, Any]]:
        """Read one value, and yield the records in it."""
        first = self._peek()
        if first == "[":
            yield from self._list()
        elif first == "{":
            yield from self._object()
        else:
            raise json.JSONDecodeError("No list and no object", self._text, self._at)

    def _list(self) -> Iterator[tuple[int, Any]]:
        self._take("[")
        self._begun = True
        while self._peek() != "]":
            self._number += 1
            try:
                value = self._next()
            except (_EndError, json.JSONDecodeError):
                self._number -= 1
                raise
            yield self._number, value
            if self._peek() != "]":
                self._take(",")
        self._take("]")

    def _object(self) -> Iterator[tuple[int, Any]]:
        """Read an object whose members are lists of records, or which is a record."""
        self._take("{")
        self._begun = True
        members: dict[str, Any] = {}
        wrapped = False
        while self._peek() != "}":
            key = self._next()
            self._take(":")
            if key in self._under and self._peek() in {"[", "{"}:
                wrapped = True
                yield from self._value()
            else:
                members[key] = self._next()
            if self._peek() != "}":
                self._take(",")
        self._take("}")
        if not wrapped:
            self._number += 1
            yield self._number, members

    def _next(self) -> Any:
        """Decode one whole value, reading on as far as it goes."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                # Cut off here, or wrong? Only more text can tell; the window doubles, so that this stays linear.
                if self._ended:
                    if self._is_cut_off():
                        raise _EndError from None
                    raise
                if len(self._text) - self._at > self._limit:
                    raise
                self._more(len(self._text) - self._at)
                continue
            if end == len(self._text) and not self._ended and self._text[end - 1] not in '}]"':
                self._more(1)  # a number may go on
                continue
            self._at = end
            return value

    def _is_cut_off(self) -> bool:
        """Tell whether the rest of the text is the beginning of a value: its brackets or its last quotation stay open."""
        depth = 0
        quoted = escaped = False
        for letter in self._text[self._at :]:
            if escaped:
                escaped = False
            elif quoted:
                escaped, quoted = letter == "\\", letter != '"'
            elif letter == '"':
                quoted = True
            else:
                depth += (letter in "{[") - (letter in "}]")
        return quoted or depth > 0 or self._at == len(self._text)

    def _peek(self) -> str:
        """Return the next character that is not space, or nothing at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._more(1)

    def _take(self, wanted: str) -> None:
        found = self._peek()
        if not found:
            raise _EndError
        if found != wanted:
            raise json.JSONDecodeError(f"Expected {wanted}", self._text[:0], 0)
        self._at += 1

    def _more(self, wanted: int) -> None:
        """Drop what was read and add at least so many characters."""
        parts = [self._text[self._at :]]
        got = 0
        while got < wanted and not self._ended:
            part = next(self._chunks, "")
            self._ended = not part
            got += len(part)
            parts.append(part)
        self._text = "".join(parts)
        self._at = 0
