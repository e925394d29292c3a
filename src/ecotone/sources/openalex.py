"""Works and institutions of OpenAlex: who publishes with whom.

A work ties every two institutions among its authors, dated by its publication, with the work as evidence. Authors are
persons and are dropped; a file about an author or a funder says no tie and is refused as such. An institution's ROR id is its
id here too, so that it meets the registry's record.

References
----------
Priem, Piwowar and Orr (2022), OpenAlex: A fully-open index of scholarly works, authors, venues, institutions, and concepts.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Mention, Place, Statement, Tie
from ecotone.sources.json_stream import is_json, plain_records
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import MISSHAPEN, Where
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "openalex"
MOST_INSTITUTIONS: Final = 100
"""A work of more institutions (a survey of a whole field) would tie everybody with everybody and says little of anyone."""

_PUBLISH: Final = (Sector.ACADEMIA, Sector.PROVIDER, Sector.INDUSTRY, Sector.REGULATOR)
_SECTORS: Final = {
    "education": Sector.ACADEMIA,
    "healthcare": Sector.PROVIDER,
    "company": Sector.INDUSTRY,
    "government": Sector.REGULATOR,
}


class OpenAlex:
    """Institutions that publish together."""

    name = NAME
    label = "OpenAlex"
    licence = "CC0 1.0"
    shows = Shows(
        ties=(
            Between("co-authorship", _PUBLISH, _PUBLISH),
            Between("part-of", _PUBLISH, _PUBLISH),
            Between("relation", _PUBLISH, _PUBLISH),
        ),
        sectors=_PUBLISH,
        places="worldwide",
        years=(1900, None),
        cannot="work together that is not published; institutions that OpenAlex did not recognise in an affiliation",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the address that is every record's id."""
        return is_json(opened.start) and b"https://openalex.org/" in opened.start

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a work or institution."""
        for number, record in plain_records(opened, problems):
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            try:
                said = _said(record, where)
            except MISSHAPEN as error:
                where.misshapen("The record has another shape than OpenAlex gives it", error)
                continue
            if said is not None:
                yield said


def _said(record: dict[str, Any], where: Where) -> Statement | None:
    kind = str(record["id"]).rsplit("/", 1)[-1][:1]
    if kind == "W" or "authorships" in record:
        return _work(record, where)
    if kind == "I":
        return _institution(record, where)
    what = {"A": "an author, who is a person", "F": "a funder without its awards"}.get(kind, f"of kind {kind}")
    where.refused("The record ties no institutions", got=what, expected="a work or an institution")
    return None


def _work(record: dict[str, Any], where: Where) -> Statement | None:
    own_id = str(record["id"]).rsplit("/", 1)[-1]
    found: dict[str, dict[str, Any]] = {}
    for authorship in record.get("authorships") or ():
        for institution in authorship.get("institutions") or ():
            found.setdefault(str(institution.get("ror") or institution["id"]), institution)
    if not found:
        where.refused("The work names no institution", got=own_id)
        return None
    date = where.date(record.get("publication_date") or str(record.get("publication_year") or ""), "publication_date")
    mentions = tuple(_mention(f"m{n}", institution, "institution") for n, institution in enumerate(found.values()))
    pairs = list(combinations([mention.key for mention in mentions], 2)) if len(mentions) <= MOST_INSTITUTIONS else []
    if len(mentions) > MOST_INSTITUTIONS:
        where.noted("The work has too many institutions to tie each with each", got=f"{len(mentions):,}")
    ties = tuple(Tie(one, other, "co-authorship", directed=False, valid_from=date) for one, other in pairs)
    events = (Event("published", date, True, tuple((m.key, "institution") for m in mentions)),) if date else ()  # noqa: FBT003
    evidence = Evidence(NAME, own_id, str(record["id"]), where.date(record.get("updated_date"), "updated_date"), title=own_id)
    return Statement(evidence, mentions, ties, (), None, events)


def _institution(record: dict[str, Any], where: Where) -> Statement:
    own_id = str(record["id"]).rsplit("/", 1)[-1]
    geo = record.get("geo") or {}
    place = Place(geo.get("city"), geo.get("region"), geo.get("country"), geo.get("latitude"), geo.get("longitude"))
    identity = str(record.get("ror") or record["id"])
    sector = _SECTORS.get(str(record.get("type")))
    mentions = [Mention("o", record["display_name"], "organisation", identity, place, sector)]
    others = [name for name in record.get("display_name_alternatives") or () if name != record["display_name"]]
    mentions += [Mention(f"n{n}", name, "also known as", identity, place, sector) for n, name in enumerate(others)]
    mentions += [
        Mention(f"a{n}", name, "acronym", identity, place, sector) for n, name in enumerate(record.get("display_name_acronyms") or ())
    ]
    ties = []
    for n, other in enumerate(record.get("associated_institutions") or ()):
        key = f"r{n}"
        mentions.append(_mention(key, other, "organisation"))
        ends = {"parent": ("o", key, "part-of"), "child": (key, "o", "part-of")}.get(other.get("relationship", ""), ("o", key, "relation"))
        ties.append(Tie(*ends, directed=ends[2] != "relation"))
    claims = (Claim("o", "type", str(record["type"])),) if record.get("type") else ()
    evidence = Evidence(NAME, own_id, str(record["id"]), where.date(record.get("updated_date"), "updated_date"), title=own_id)
    return Statement(evidence, tuple(mentions), tuple(ties), claims)


def _mention(key: str, entry: dict[str, Any], role: str) -> Mention:
    country = entry.get("country_code")
    place = Place(None, None, country) if country else None
    return Mention(key, entry["display_name"], role, str(entry.get("ror") or entry["id"]), place, _SECTORS.get(str(entry.get("type"))))
