"""Records of works as reference programs exchange them: tagged lines (MEDLINE, Web of Science, RIS) and BibTeX.

All are read one record at a time. A damaged record is listed and the next one begins at its own sign, so one open brace does
not swallow the rest of the file.

References
----------
National Library of Medicine, MEDLINE/PubMed data element descriptions. Clarivate, Web of Science field tags.
Patashnik (1988), BibTeXing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecotone.problems import Problem
from ecotone.sources.text import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened

Fields = dict[str, list[str]]
"""Values by tag or field name (in lower case), in the order of the file."""

_MEDLINE: Final = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,3}- ?(.*)")
_RIS: Final = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")
_WOS: Final = re.compile(r"([A-Z][A-Z0-9]) ?(.*)")
_ENTRY: Final = re.compile(r"\s*@(\w+)\s*[{(]\s*([^,\s]*)\s*,")
_BEGIN: Final = re.compile(r"@\w+\s*[{(]|[ \t]+@\w+\s*\{\s*[^\s,{}]+,\s*$")
_NOT_ENTRIES: Final = frozenset({"comment", "string", "preamble"})
_FIELD: Final = re.compile(r"[\s,]*([A-Za-z][^={},\"\n]{0,60}?)\s*=\s*")
"""Names of fields hold spaces too (`Early Access Date`, `funding_text 1`)."""

_LATEX: Final = re.compile(r"\\([&%$#_{}])")


def medline(opened: Opened, problems: Problems) -> Iterator[tuple[int, Fields]]:
    """Yield the records of a MEDLINE file with the line on which each begins; a value that goes on over lines is joined."""
    fields: Fields = {}
    begun, last = 0, ""
    for number, line in enumerate(lines(opened, problems), start=1):
        text = line.rstrip()
        match = None if text[:1].isspace() else _MEDLINE.match(text)
        if match:
            last = match[1]
            if last == "PMID":
                if fields:
                    yield begun, fields
                fields, begun = {}, number
            fields.setdefault(last, []).append(match[2].strip())
        elif text.strip() and last in fields:
            fields[last][-1] += f" {text.strip()}"
    if fields:
        yield begun, fields


def is_ris(head: bytes) -> bool:
    """Tell the form of reference managers by its first tag.

    Examples
    --------
    >>> is_ris(b"TY  - JOUR"), is_ris(b"PMID- 1")
    (True, False)
    """
    return re.match(rb"\s*TY {1,2}- ?[A-Z]", head) is not None


def ris(opened: Opened, problems: Problems) -> Iterator[tuple[int, Fields]]:
    """Yield the records of a file for reference managers (RIS) with the line on which each begins."""
    fields: Fields = {}
    begun, last = 0, ""
    for number, line in enumerate(lines(opened, problems), start=1):
        text = line.rstrip()
        match = _RIS.fullmatch(text)
        if match is None:
            if text.strip() and last in fields:
                fields[last][-1] += f" {text.strip()}"
            continue
        last = match[1]
        if last in {"TY", "ER"}:
            if fields:
                yield begun, fields
            fields, begun = {}, number
        else:
            fields.setdefault(last, []).append(match[2].strip())
    if fields:
        problems.add(
            Problem("The file ends in the middle of a record", file=opened.name, row=begun, got="what it holds was kept", severity="noted")
        )
        yield begun, fields


def web_of_science(opened: Opened, problems: Problems) -> Iterator[tuple[int, Fields]]:
    """Yield the records of a field-tagged file; lines of one field stay apart, since each is a value of its own."""
    fields: Fields = {}
    begun, last = 0, ""
    for number, line in enumerate(lines(opened, problems), start=1):
        text = line.rstrip().removeprefix("\ufeff")
        match = None if text[:1].isspace() else _WOS.fullmatch(text)
        if match is None:
            if text.strip() and last:
                fields.setdefault(last, []).append(text.strip())
            continue
        last = match[1]
        if last == "PT":
            if fields:
                problems.add(Problem("The record has no end", file=opened.name, row=begun, expected="ER", severity="noted"))
                yield begun, fields
            fields, begun = {}, number
        if last == "ER":
            if fields:
                yield begun, fields
            fields, last = {}, ""
        elif last not in {"FN", "VR", "EF"}:
            fields.setdefault(last, []).append(match[2].strip())
    if fields:
        problems.add(
            Problem("The file ends in the middle of a record", file=opened.name, row=begun, got="what it holds was kept", severity="noted")
        )
        yield begun, fields


def bibtex(opened: Opened, problems: Problems) -> Iterator[tuple[int, str, Fields]]:
    """Yield the entries of a BibTeX file: the line, the key and the fields."""
    for number, text in _entries(opened, problems):
        match = _ENTRY.match(text)
        if match is None or match[1].lower() in _NOT_ENTRIES:
            if match is None and not text.lower().startswith(tuple(f"@{name}" for name in _NOT_ENTRIES)):
                problems.add(Problem("The entry has no key", file=opened.name, row=number, got=text[:60]))
            continue
        fields, whole = _fields(text, match.end())
        if not whole:
            problems.add(
                Problem("The entry does not end", file=opened.name, row=number, got=match[2], expected="as many } as {", severity="noted")
            )
        yield number, match[2], fields


def _entries(opened: Opened, problems: Problems) -> Iterator[tuple[int, str]]:
    """Cut a file before every line that begins with @ and a word."""
    held: list[str] = []
    begun = 0
    for number, line in enumerate(lines(opened, problems), start=1):
        if _BEGIN.match(line):
            if held:
                yield begun, "".join(held)
            held, begun = [], number
        if held or begun == number:
            held.append(line)
    if held:
        yield begun, "".join(held)


def _fields(text: str, at: int) -> tuple[Fields, bool]:
    """Read `name = value` after value, and tell whether every brace was closed."""
    fields: Fields = {}
    while match := _FIELD.match(text, at):
        value, at, whole = _value(text, match.end())
        fields.setdefault(match[1].lower(), []).append(value)
        if not whole:
            return fields, False
    return fields, text[at:].lstrip(" ,\n\t").startswith(("}", ")"))


def _value(text: str, at: int) -> tuple[str, int, bool]:
    """Return a value in braces, in quotes or bare, and where it ends."""
    sign = text[at : at + 1]
    if sign not in {"{", '"'}:
        end = re.compile(r"[,}\n]|$").search(text, at)
        stop = end.start() if end else len(text)
        return text[at:stop].strip(), stop, True
    depth = 0
    for position in range(at, len(text)):
        letter = text[position]
        if letter in "{}" and text[position - 1] != "\\":
            depth += 1 if letter == "{" else -1
        if (sign == "{" and depth == 0) or (sign == '"' and position > at and letter == '"' and depth == 0):
            return _plain(text[at + 1 : position]), position + 1, True
    return _plain(text[at + 1 :]), len(text), False


def _plain(value: str) -> str:
    """Take away the inner braces that keep capitals, and the signs before & and its like."""
    inner = value.strip()
    while inner.startswith("{") and inner.endswith("}"):
        inner = inner[1:-1]
    return _LATEX.sub(r"\1", inner)
