"""Works exported from PubMed, Web of Science and Scopus: which institutions publish together.

A work ties every two institutions of its affiliations, dated by its publication, with the work as evidence; its DOI stands with the
event of publication. Authors, titles, abstracts and addresses are dropped. The institutions come out of texts that authors wrote,
so the same one has many spellings; joining them is the matcher's work.

References
----------
National Library of Medicine, MEDLINE/PubMed data element descriptions (AD, DP, LID, AID). Clarivate, Web of Science field
tags (C1, PY, PD, DI, UT). Elsevier, Scopus BibTeX export.
"""

from __future__ import annotations

import hashlib
import re
from itertools import combinations
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Event, Evidence, Mention, Statement, Tie
from ecotone.errors import InputError
from ecotone.sources import citation_tables
from ecotone.sources.affiliation import institutions
from ecotone.sources.citation_files import bibtex, is_ris, medline, ris, web_of_science
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import Where, clean
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.affiliation import Institution
    from ecotone.sources.citation_files import Fields
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

MOST_INSTITUTIONS: Final = 100
"""A work of more institutions (a survey of a whole field) would tie everybody with everybody and says little of anyone."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s\[\]]+")
_YEAR: Final = re.compile(r"(?:1[5-9]|20|21)\d\d")
_CITED: Final = re.compile(r", (?:1[5-9]|20)\d\d, |, V\d+, P|, DOI ")
_CORRESPONDING: Final = re.compile(r"^.*?\((?:corresponding|reprint) author\)\s*,\s*", re.IGNORECASE)
_WOS_ID: Final = re.compile(r"(?:WOS|ISI|MEDLINE|BCI|KJD):[A-Z0-9]+")
_EID: Final = re.compile(r"eid=(2-s2\.0-\d+)")
_SECTORS: Final = (Sector.ACADEMIA, Sector.PROVIDER, Sector.INDUSTRY, Sector.REGULATOR)
_CANNOT: Final = "work together that is not published, or whose affiliations the index leaves out"


class PubMed:
    """Works of PubMed in MEDLINE form (NBIB) or XML."""

    name = "pubmed"
    label = "PubMed (MEDLINE, NBIB, XML)"
    licence = "records © publishers and the National Library of Medicine: read them, do not pass them on"
    shows = Shows(
        (Between("co-authorship", _SECTORS, _SECTORS),),
        _SECTORS,
        "worldwide",
        (1988, None),
        f"{_CANNOT}; before 2014 all but the first author's",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the first tag, or by the elements."""
        return re.match(rb"\s*PMID ?- ?\d", opened.start) is not None or citation_tables.is_pubmed(opened.start)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a work."""
        works = citation_tables.pubmed(opened, problems) if citation_tables.is_pubmed(opened.start) else medline(opened, problems)
        for number, fields in works:
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            own_id = _first(fields, "PMID")
            if own_id is None or not own_id.isdecimal():
                where.refused("The record has no PubMed id", "PMID", own_id)
                continue
            doi = next(
                (found[0] for tag in ("LID", "AID") for text in fields.get(tag, ()) if "[doi]" in text and (found := _DOI.search(text))),
                None,
            )
            said = _work(
                Evidence(self.name, f"PMID {own_id}", f"https://pubmed.ncbi.nlm.nih.gov/{own_id}/", title=f"PMID {own_id}"),
                [each for text in fields.get("AD", ()) for each in institutions(text)],
                _published(_first(fields, "DP"), where, "DP"),
                doi,
                where,
            )
            if said is not None:
                yield said


class WebOfScience:
    """Works of the Web of Science, as plain text, table or BibTeX."""

    name = "web-of-science"
    label = "Web of Science (plain text, tables, RIS, BibTeX)"
    licence = "records © Clarivate: read them, do not pass them on"
    shows = Shows((Between("co-authorship", _SECTORS, _SECTORS),), _SECTORS, "worldwide", (1900, None), _CANNOT)

    def recognises(self, opened: Opened) -> bool:
        """Tell by the first tags, or by the key of the first entry."""
        head = opened.start
        return (
            _is_tagged(head)
            or (is_ris(head) and (b"WOS:" in head or b"Web of Science" in head))
            or citation_tables.is_web_of_science(opened)
            or re.search(rb"@\w+\{\s*(?:WOS|ISI|MEDLINE|BCI|KJD):", head) is not None
        )

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a work."""
        if is_ris(opened.start):
            for number, fields in ris(opened, problems):
                work.step(number, None, opened.name)
                where = Where(problems, opened.name, number)
                found = next((found for tag in ("AN", "UR", "ID") for text in fields.get(tag, ()) if (found := _WOS_ID.search(text))), None)
                date = _published(_first(fields, "PY"), where, "PY")
                yield from self._said(found[0] if found else None, _first(fields, "DO"), fields, fields.get("AD", []), date, where)
            return
        table = citation_tables.is_web_of_science(opened)
        if table or _is_tagged(opened.start):
            for number, fields in citation_tables.web_of_science(opened, problems) if table else web_of_science(opened, problems):
                work.step(number, None, opened.name)
                where = Where(problems, opened.name, number)
                texts = [text for text in fields.get("C1", ()) if not _CITED.search(text)]
                date = _published(f"{_first(fields, 'PY') or ''} {_first(fields, 'PD') or ''}", where, "PY")
                yield from self._said(_first(fields, "UT"), _first(fields, "DI"), fields, texts, date, where)
            return
        for number, key, fields in bibtex(opened, problems):
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            authors = _authors(fields)
            texts = [_without_authors(text, authors) for text in re.split(r"\.\s*\n\s*", _first(fields, "affiliation") or "")]
            date = _published(f"{_first(fields, 'year') or ''} {_first(fields, 'month') or ''}", where, "Year")
            yield from self._said(_first(fields, "unique-id") or key or None, _first(fields, "doi"), fields, texts, date, where)

    def _said(
        self, own_id: str | None, doi: str | None, fields: Fields, texts: list[str], date: Date | None, where: Where
    ) -> Iterator[Statement]:
        named = clean(own_id) or (f"doi {doi}" if doi else f"digest {_digest(fields)}")
        evidence = Evidence(self.name, named, _doi_address(doi), title=named)
        said = _work(evidence, [each for text in texts for each in institutions(text, first=True)], date, doi, where)
        if said is not None:
            yield said


class Scopus:
    """Works of Scopus, as BibTeX or CSV."""

    name = "scopus"
    label = "Scopus (BibTeX, RIS, CSV)"
    licence = "records © Elsevier: read them, do not pass them on"
    shows = Shows((Between("co-authorship", _SECTORS, _SECTORS),), _SECTORS, "worldwide", (1960, None), f"{_CANNOT}; the month")

    def recognises(self, opened: Opened) -> bool:
        """Tell by what every entry says of its source."""
        head = opened.start
        is_bibtex = re.search(rb"@\w+\s*\{", head[:4096]) is not None and (
            b"scopus.com/" in head or re.search(rb"source\s*=\s*\{+Scopus", head) is not None
        )
        return is_bibtex or citation_tables.is_scopus(opened) or (is_ris(head) and (b"Scopus" in head or b"scopus.com/" in head))

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a work."""
        table = citation_tables.is_scopus(opened)
        works: Iterator[tuple[int, str, Fields]] = bibtex(opened, problems)
        if is_ris(opened.start):
            works = ((number, "", _named_as_bibtex(fields)) for number, fields in ris(opened, problems))
        elif table:
            works = ((number, "", fields) for number, fields in citation_tables.scopus(opened, problems))
        for number, key, fields in works:
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            doi = _first(fields, "doi")
            found = _EID.search(_first(fields, "url") or f"eid={_first(fields, 'eid')}")
            own_id = found[1] if found else f"doi {doi}" if doi else key or f"digest {_digest(fields)}"
            date = _published(f"{_first(fields, 'year') or ''} {_first(fields, 'month') or ''}", where, "year")
            said = _work(
                Evidence(self.name, own_id, _doi_address(doi), title=own_id),
                [each for text in fields.get("affiliation", fields.get("affiliations", ())) for each in institutions(text)],
                date,
                doi,
                where,
            )
            if said is not None:
                yield said


def _work(evidence: Evidence, named: list[Institution], date: Date | None, doi: str | None, where: Where) -> Statement | None:
    """Say which institutions a work ties; each counts once, however many of its people wrote it."""
    found: dict[str, Institution] = {}
    for each in named:
        found.setdefault(each.name.casefold(), each)
    if not found:
        where.refused("The work names no institution", "affiliation", evidence.id_in_source)
        return None
    mentions = tuple(Mention(f"m{n}", each.name, "institution", place=each.place) for n, each in enumerate(found.values()))
    pairs = list(combinations([mention.key for mention in mentions], 2)) if len(mentions) <= MOST_INSTITUTIONS else []
    if len(mentions) > MOST_INSTITUTIONS:
        where.noted("The work has too many institutions to tie each with each", got=f"{len(mentions):,}")
    ties = tuple(Tie(one, other, "co-authorship", directed=False, valid_from=date) for one, other in pairs)
    fields = {"doi": doi} if doi else {}
    events = (Event("published", date, True, tuple((m.key, "institution") for m in mentions), fields),) if date else ()  # noqa: FBT003
    return Statement(evidence, mentions, ties, (), None, events)


def _named_as_bibtex(fields: Fields) -> Fields:
    """Bring the tags of reference managers to the names of BibTeX."""
    named = {"doi": "DO", "url": "UR", "year": "PY", "affiliation": "AD"}
    return {name: fields[tag] for name, tag in named.items() if tag in fields}


def _is_tagged(head: bytes) -> bool:
    return re.match(rb"\s*(?:FN [^\r\n]*[\r\n]+\s*VR |PT [A-Z][\r\n]+(?:AU|TI|BA|CA) )", head) is not None


def _first(fields: Fields, name: str) -> str | None:
    return clean(fields[name][0]) if fields.get(name) and name != "affiliation" else (fields[name][0] if fields.get(name) else None)


def _published(text: str | None, where: Where, column: str) -> Date | None:
    """Read when a work came out: `2016 Jan 15`, `2016 Jan-Feb` (which of them nobody knows: the year), `2022 MAR 16`.

    Examples
    --------
    >>> from ecotone.problems import Problems
    >>> where = Where(Problems(), "a.nbib")
    >>> [str(_published(text, where, "DP")) for text in ("2016 Jan 5", "2016 Jan-Feb", "2022 MAR", "2015 Spring", "2016 Feb 31")]
    ['2016-01-05', '2016', '2022-03', '2015', '2016-02']
    """
    words = (clean(text) or "").split()
    if not words or not _YEAR.fullmatch(words[0][:4]):
        if words:
            where.changed("The year of publication cannot be read", column, " ".join(words))
        return None
    year = words[0][:4]
    month = _MONTHS.index(words[1].lower()) + 1 if len(words) > 1 and words[1].lower() in _MONTHS else None
    if month is None:
        return Date(year)
    try:
        return Date(f"{year}-{month:02d}-{int(words[2]):02d}") if len(words) > 2 and words[2].isdecimal() else Date(f"{year}-{month:02d}")
    except InputError:
        return Date(f"{year}-{month:02d}")


def _doi_address(doi: str | None) -> str | None:
    return f"https://doi.org/{doi}" if doi and _DOI.fullmatch(doi) else None


def _digest(fields: Fields) -> str:
    """Return a stable name for a work without any: the same fields give the same."""
    return hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()[:16]


def _authors(fields: Fields) -> list[str]:
    """Return the authors as the entry writes them, the longest name first, only to take them away."""
    names = [" ".join(name.split()) for text in fields.get("author", ()) for name in re.split(r"\s+and\s+", text)]
    return sorted((name for name in names if name), key=len, reverse=True)


def _without_authors(text: str, authors: list[str]) -> str:
    """Take the authors away in front of an affiliation: `Lizot, M (Corresponding Author), …`, `Greco, S.; Roy, B., …`."""
    plain = _CORRESPONDING.sub("", " ".join(text.split()))
    parts = plain.split("; ")
    last = parts[-1]
    known = next((name for name in authors if last.startswith(f"{name}, ")), None)
    if known is not None:
        return last[len(known) + 2 :]
    return last.split(", ", 2)[-1] if len(parts) > 1 else last
