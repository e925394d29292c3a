"""The records of one XML file, read without entities and without the network.

A file that defines entities is refused as unsafe before a parser sees it, since a few lines of them can unfold to gigabytes
or name a file of the reader's machine. Programs write the same elements with and without a namespace and in any case, so
elements are looked for by their local name in lower case.

References
----------
OWASP, XML External Entity Prevention.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.problems import Problem
from ecotone.sources.opened import HEAD, wide_encoding
from ecotone.sources.text import fallback_encoding
from ecotone.sources.values import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened

_DECLARATION: Final = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>")
_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def records(opened: Opened, problems: Problems, *names: str) -> list[etree._Element]:
    """Return the records of a file: its root, or the elements of some names anywhere below it.

    Where the file is damaged or cut off, the records before and after the damage are kept, and those that it touches listed.

    Raises
    ------
    UnsafeFileError
        If the file defines entities.
    UnreadableError
        If it is no XML, or no record is left whole.
    """
    from lxml import etree

    data = _as_utf8(opened, problems)
    try:
        return _found(etree.fromstring(data, _parser()), names)
    except etree.XMLSyntaxError as error:
        damage = error
    parser = _parser(recover=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        tree = None
    found = _found(tree, names) if tree is not None else []
    begins = [_line(each) for each in found]
    ends: list[float] = [*(max(line - 1, begin) for begin, line in pairwise(begins)), math.inf][: len(found)]
    wrong = {entry.line for entry in parser.error_log}
    whole = [each for each, begin, end in zip(found, begins, ends, strict=True) if not any(begin <= line <= end for line in wrong)]
    if not whole:
        raise UnreadableError("The XML is damaged", where=opened.name, got=str(damage), remedy="Fetch the file again") from None
    for number, each in enumerate(found, start=1):
        if each not in whole:
            problems.add(Problem("The record is damaged", file=opened.name, row=number, got=str(damage), remedy="Fetch the file again"))
    return whole


def _line(element: etree._Element) -> float:
    line: Any = element.sourceline
    return float(line or 0)


def _found(tree: etree._Element, names: tuple[str, ...]) -> list[etree._Element]:
    return [tree] if local(tree) in names else list(below(tree, *names))


def _parser(*, recover: bool = False) -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, recover=recover)


def _as_utf8(opened: Opened, problems: Problems) -> bytes:
    """Return a file as UTF-8 without entities, and without what no XML may hold."""
    data = opened.read()
    wide = wide_encoding(data[:HEAD])
    if wide:
        data = _DECLARATION.sub(b"", data.decode(wide, "replace").removeprefix("\ufeff").encode("utf-8", "replace"))
    elif _says_utf8(data):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            encoding = fallback_encoding(data[: 1 << 20])
            data = _DECLARATION.sub(b"", data.decode(encoding, "replace").encode())
            what = "Some letters are no UTF-8 and were read in an older encoding"
            problems.add(Problem(what, file=opened.name, got=f"read as {encoding}", severity="noted"))
    if b"<!ENTITY" in data[:HEAD].upper():
        raise UnsafeFileError(
            "The XML defines entities", where=opened.name, remedy="Remove the document type from the file if you trust it"
        )
    plain = _FORBIDDEN.sub(b"", data)
    if plain != data:
        problems.add(Problem("Control characters were dropped", file=opened.name, got=f"{len(data) - len(plain):,}", severity="changed"))
    return plain.lstrip()


def _says_utf8(data: bytes) -> bool:
    said = re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", data)
    return said is None or said[1].lower() in {b"utf-8", b"utf8", b"us-ascii"}


def local(element: etree._Element) -> str:
    """Return an element's name in lower case, its namespace left out."""
    return str(element.tag).rsplit("}", 1)[-1].lower()


def below(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of some names anywhere below one, in the order of the file."""
    wanted = frozenset(names)
    return (each for each in element.iterdescendants() if isinstance(each.tag, str) and local(each) in wanted)


def text(element: etree._Element | None, *path: str) -> str | None:
    """Return the text at the end of a path of children, None where there is none.

    Examples
    --------
    >>> from lxml import etree
    >>> text(etree.fromstring("<a><B><c> Rice  University </c></B></a>"), "b", "c")
    'Rice University'
    """
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if isinstance(each.tag, str) and local(each) == name), None)
    return clean(element.text) if element is not None else None
