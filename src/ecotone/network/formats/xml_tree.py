"""XML of strangers: no entities, no network, no trees beyond reason; and what is good in a broken file is kept.

GEXF and GraphML come with the right namespace, a wrong one or none, so names are compared without it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.network.formats.opened import Raw, decode
from ecotone.problems import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(raw: Raw, problems: Problems, *, encoding: str | None = None) -> _Element:
    """Return the root of an XML file.

    Raises
    ------
    UnsafeFileError
        If the file defines entities.
    UnreadableError
        If there is no element in it.
    """
    from lxml import etree

    if re.search(rb"<!ENTITY", raw.data[: 1 << 20], re.IGNORECASE):
        raise UnsafeFileError(
            "The file defines XML entities, which are not followed", where=raw.name, remedy="Remove its DOCTYPE and try again"
        )
    data = raw.data
    read: Any = etree.fromstring  # the stubs know no root that is missing
    if encoding is not None or not _says_its_encoding(raw):
        data = _DECLARATION.sub("", decode(raw, problems, encoding=encoding)).encode("utf-8", errors="replace")
    try:
        whole: _Element = read(data, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        message = str(error)
        row = error.lineno
    else:
        return whole
    root: _Element | None = read(data, _parser(recover=True)) if data.strip() else None
    if root is None:
        raise UnreadableError("This is no XML", where=raw.name, got=message)
    what = "The XML is broken; what could be read up to there is kept"
    problems.add(Problem(what, file=raw.name, row=row, got=message, remedy="Write the file again with the program it comes from"))
    return root


def _says_its_encoding(raw: Raw) -> bool:
    """Tell whether the bytes are in the encoding that the file declares, or in UTF-8 or UTF-16 with their mark."""
    start = raw.data[:200]
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return True
    declared = re.search(rb"encoding\s*=\s*[\"']([\w.\-]+)", start)
    try:
        raw.data.decode(declared[1].decode("ascii") if declared else "utf-8")
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _parser(*, recover: bool) -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def line_of(element: _Element) -> int | None:
    """Return the line on which an element stands."""
    line: int | None = element.sourceline  # type: ignore[assignment]  # the stubs leave it open
    return line


def name_of(element: _Element) -> str:
    """Return an element's name without its namespace, or without a prefix that is not declared."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: _Element, *names: str) -> Iterator[_Element]:
    """Yield the children of these names."""
    for child in element:
        if name_of(child) in names:
            yield child


def child(element: _Element, name: str) -> _Element | None:
    """Return the first child of a name."""
    return next(children(element, name), None)


def clean(text: str, problems: Problems) -> str:
    r"""Return a text without the characters that XML cannot hold, and say so.

    Examples
    --------
    >>> clean("a\x0bb", Problems())
    'a�b'
    """
    if _NOT_XML.search(text) is None:
        return text
    problems.add(Problem("XML cannot hold this control character; a mark stands for it", got=text, severity="changed"))
    return _NOT_XML.sub("�", text)
