"""Companies of Y Combinator's directory, as the directory's own search answers (Algolia, JSON).

The answer holds its companies as `hits`, once for each query asked; a plain list of the same companies is read too. Only facts are
taken: name, former names, place, website, batch, status, size and industry. What a company says about itself is prose and is dropped.
A batch (`S20`, `Winter 2022`) says in which year the company went through the programme, so its claim is dated by that year.

References
----------
Y Combinator, Startup Directory. Algolia, Search API: response of a multi-query.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Evidence, Mention, Place, Statement
from ecotone.sources.classes import classes
from ecotone.sources.json_stream import PLAIN, WRAPPERS, is_json, records
from ecotone.sources.source import Shows
from ecotone.sources.values import MISSHAPEN, Where, clean, us_state
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "yc"

_BATCH: Final = re.compile(r"(?:[A-Za-z]+ ?)?(\d{4}|\d{2})")
_TEXTS: Final = (("status", "status"), ("industry", "industry"), ("subindustry", "subindustry"), ("stage", "stage"))


class YCombinator:
    """Start-ups that went through one accelerator."""

    name = NAME
    label = "Y Combinator directory"
    licence = "© Y Combinator, no licence stated: read it, do not pass it on"
    shows = Shows(
        (), (Sector.TECHNOLOGY, Sector.INDUSTRY), "worldwide, the United States best", (2005, None), "who works with whom; other start-ups"
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the fields that only this directory's companies have together."""
        return is_json(opened.start) and all(field in opened.start for field in (b'"batch"', b'"one_liner"', b'"slug"'))

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a company."""
        number = 0
        for company in _companies(opened, problems):
            number += 1
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            try:
                said = _said(company, where)
            except MISSHAPEN as error:
                where.misshapen("The company has another shape than the directory gives it", error)
                continue
            if said is not None:
                yield said


def _companies(opened: Opened, problems: Problems) -> Iterator[Any]:
    """Yield companies out of answers to several queries, one query, or a plain list."""
    for _, record in records(opened, problems, under=("results", "hits", *WRAPPERS), decoder=PLAIN):
        hits = record.get("hits") if isinstance(record, dict) else None
        if isinstance(hits, list):
            total = record.get("nbHits")
            if isinstance(total, int) and total > len(hits):
                Where(problems, opened.name).noted(
                    "The answer holds only a part of the companies found", "nbHits", f"{len(hits):,} of {total:,}"
                )
            yield from hits
        else:
            yield record


def _said(company: dict[str, Any], where: Where) -> Statement | None:
    own_id, name = company.get("id") or company.get("objectID"), clean(company.get("name"))
    if not own_id or name is None:
        where.refused("The company has no id or no name", "name" if own_id else "id")
        return None
    identity = f"YC {own_id}"
    place = _place(company.get("all_locations") or company.get("location"))
    sector = _sector(company)
    mentions = [Mention("c", name, "organisation", identity, place, sector)]
    former = dict.fromkeys(other for text in company.get("former_names") or () if (other := clean(text)) and other != name)
    mentions += [Mention(f"n{n}", other, "also known as", identity, place, sector) for n, other in enumerate(former)]
    slug = clean(company.get("slug"))
    address = f"https://www.ycombinator.com/companies/{slug}" if slug and re.fullmatch(r"[\w.-]+", slug) else None
    return Statement(Evidence(NAME, identity, address, title=identity), tuple(mentions), (), tuple(_claims(company, where)))


def _claims(company: dict[str, Any], where: Where) -> Iterator[Claim]:
    if batch := clean(company.get("batch")):
        yield Claim("c", "batch", batch, as_of=_year(batch, where))
    for field, key in _TEXTS:
        if value := clean(company.get(key)):
            yield Claim("c", field, value)
    website = clean(company.get("website"))
    if website and website.startswith(("https://", "http://")):
        yield Claim("c", "website", website)
    size = company.get("team_size")
    if isinstance(size, int | float) and not isinstance(size, bool) and size >= 0:
        yield Claim("c", "team size", float(size), "persons")
    if company.get("nonprofit") is True:
        yield Claim("c", "nonprofit", value=True)
    for tag in dict.fromkeys(text for tag in company.get("tags") or () if (text := clean(tag))):
        yield Claim("c", "tag", tag)


def _year(batch: str, where: Where) -> Date | None:
    """Return the year of a batch: `S20`, `IK12` and `Winter 2022` say it, `Unspecified` does not."""
    found = _BATCH.fullmatch(batch)
    if found is None:
        where.noted("The batch names no year", "batch", batch)
        return None
    return Date(found[1] if len(found[1]) == 4 else f"20{found[1]}")


def _sector(company: dict[str, Any]) -> Sector | None:
    """Return the sector by the more particular of the directory's two classes."""
    known = classes(NAME)
    return known.get(clean(company.get("subindustry")) or "") or known.get(clean(company.get("industry")) or "")


def _place(written: str | None) -> Place | None:
    """Return the first of several places; `Remote` is none.

    Examples
    --------
    >>> _place("Houston, TX, USA; Remote")
    Place(city='Houston', region='Texas', country='United States', latitude=None, longitude=None)
    >>> _place("Singapore, Singapore").city, _place("Algeria").country, _place("Remote")
    ('Singapore', 'Algeria', None)
    """
    for text in (written or "").split(";"):
        parts = [part for piece in text.split(",") if (part := clean(piece))]
        if not parts or parts == ["Remote"]:
            continue
        home = parts[-1] in {"USA", "United States", "United States of America"}
        country = "United States" if home else parts[-1]
        region = parts[-2] if len(parts) > 2 or (home and len(parts) == 2 and us_state(parts[0]) != parts[0]) else None
        city = parts[0] if len(parts) > 1 and parts[0] is not region else None
        return Place(city, us_state(region) if home else region, country)
    return None
