"""One XML file as a tree, read without entities and without the network.

A file that defines entities is refused as unsafe before a parser sees it, since a few lines of them can unfold to gigabytes
or name a file of the reader's machine. Programs write the same elements with and without a namespace and in any case, so
elements are looked for by their local name in lower case.

References
----------
OWASP, XML External Entity Prevention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.sources.values import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ecotone.sources.opened import Opened


def root(opened: Opened) -> etree._Element:
    """Parse a file without entities, network or unbounded trees.

    Raises
    ------
    UnsafeFileError
        If the file defines entities.
    UnreadableError
        If it is no XML.
    """
    from lxml import etree

    data = opened.read()
    if b"<!ENTITY" in data[:65_536].upper():
        raise UnsafeFileError(
            "The XML defines entities", where=opened.name, remedy="Remove the document type from the file if you trust it"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        return etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("The XML is damaged", where=opened.name, got=str(error)) from None


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
