"""Works as tables and as XML: Scopus's CSV, the Web of Science's tab-separated export and spreadsheet, PubMed's XML.

Each gives the same fields as the tagged forms of the same index, brought here to their names.

References
----------
Elsevier, Scopus CSV export. Clarivate, Web of Science tab-delimited export. National Library of Medicine, PubMed DTD.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecotone.sources.columns import Columns
from ecotone.sources.delimited import header, rows
from ecotone.sources.xml_tree import below, local, records, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ecotone.problems import Problems
    from ecotone.sources.citation_files import Fields
    from ecotone.sources.opened import Opened

SCOPUS: Final = Columns(("EID", "Affiliations", "Authors with affiliations", "Year", "DOI"))
_SCOPUS_HAS: Final = frozenset({"EID", "Year"})
WEB_OF_SCIENCE: Final = Columns(
    ("UT", "C1", "PY", "PD", "DI", "AU", "TI"),
    {"UT (Unique WOS ID)": "UT", "Addresses": "C1", "Publication Year": "PY", "Publication Date": "PD", "DOI": "DI", "Authors": "AU"},
)
_WEB_OF_SCIENCE_HAS: Final = frozenset({"UT", "PY", "AU"})
_BETWEEN: Final = re.compile(r";\s*(?=\[)")


def is_scopus(opened: Opened) -> bool:
    """Tell Scopus's table by the columns that only it has."""
    columns = set(header(opened.head, SCOPUS))
    return columns >= _SCOPUS_HAS and bool({"Affiliations", "Authors with affiliations", "Source title"} & columns)


def is_web_of_science(opened: Opened) -> bool:
    """Tell the Web of Science's table by its tags or their long names."""
    return set(header(opened.head, WEB_OF_SCIENCE)) >= _WEB_OF_SCIENCE_HAS


def is_pubmed(head: bytes) -> bool:
    """Tell PubMed's XML by its elements."""
    return head.lstrip()[:1] == b"<" and b"<PubmedArticle" in head


def scopus(opened: Opened, problems: Problems) -> Iterator[tuple[int, Fields]]:
    """Yield row and fields (`eid`, `doi`, `year`, `affiliation`) of each work."""
    for row in rows(opened, problems, known=SCOPUS):
        fields = {"eid": [row["EID"]], "doi": [row["DOI"]], "year": [row["Year"]], "affiliation": [row["Affiliations"]]}
        yield row.number, {name: values for name, values in fields.items() if values[0]}


def web_of_science(opened: Opened, problems: Problems) -> Iterator[tuple[int, Fields]]:
    """Yield row and fields of each work, by tag; its addresses, which one cell joins, one by one."""
    for row in rows(opened, problems, known=WEB_OF_SCIENCE):
        fields = {tag: [row[tag]] for tag in ("UT", "PY", "PD", "DI") if row[tag]}
        addresses = row["C1"]
        parts = _BETWEEN.split(addresses) if "[" in addresses else addresses.split("; ")
        yield row.number, {**fields, "C1": [part for part in parts if part.strip()]}


def pubmed(opened: Opened, problems: Problems) -> Iterator[tuple[int, Fields]]:
    """Yield number and fields (`PMID`, `AD`, `DP`, `LID`) of each work."""
    found = records(opened, problems, "pubmedarticle")
    for number, article in enumerate(found, start=1):
        citation = next(below(article, "medlinecitation"), article)
        work = next(below(citation, "article"), citation)
        fields: Fields = {
            "PMID": [text(citation, "pmid") or ""],
            "AD": [
                written
                for each in below(work, "affiliation")
                if (written := " ".join("".join(str(part) for part in each.itertext()).split()))
            ],
            "DP": [_date(work)],
            "LID": [f"{text(each)} [doi]" for each in _dois(article)],
        }
        yield number, {tag: values for tag, values in fields.items() if values and values[0]}


def _dois(article: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that hold the work's own DOI, not those of the works that it cites."""
    for each in below(article, "elocationid", "articleid"):
        if "doi" in (each.get("EIdType"), each.get("IdType")) and not any(local(up) == "referencelist" for up in each.iterancestors()):
            yield each


def _date(work: etree._Element) -> str:
    published = next(below(work, "pubdate"), None)
    parts = [text(published, name) for name in ("year", "month", "day")] if published is not None else []
    if parts and parts[1] and parts[1].isdecimal() and 1 <= int(parts[1]) <= 12:
        parts[1] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[int(parts[1]) - 1]
    return " ".join(part for part in parts if part) or text(published, "medlinedate") or ""
