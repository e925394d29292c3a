"""Gateway to Research as JSON: project overviews, and projects and organisations of its API.

An overview holds the same parts in XML and in JSON, so it is brought to the elements of the XML and read there. A project of the API names
its funder and, for Innovate UK, its participants; all other organisations are links to records of their own, which hold
name and place and no project. Days are written as milliseconds since 1970.

References
----------
UKRI, Gateway to Research API (GtR-1 and GtR-2), JSON.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.sources.json_stream import is_json, plain_records
from ecotone.sources.values import MISSHAPEN, Where, clean
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from ecotone.dates import Date
    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened

NAME: Final = "gtr"

_OVERVIEWS: Final = ("projectOverview", "projectComposition", "facetedSearchResultBean", "searchResult")
_API: Final = ("project", "organisation")
_TAG: Final = re.compile(r"[A-Za-z_][\w.-]*")
_LEADS: Final = frozenset({"LEAD_ORG", "LEAD_RO", "LEAD_PARTICIPANT"})
_ONE_OF: Final = {"organisationroles": "organisationrole", "roles": "role"}
"""Names of lists whose members XML names one by one."""
_DAY: Final = re.compile(r"-?\d{9,14}")


def is_overview(opened: Opened) -> bool:
    """Tell an overview by the object that holds its parts."""
    return is_json(opened.start) and b'"projectComposition"' in opened.start


def is_api(opened: Opened) -> bool:
    """Tell the API's projects and organisations by the addresses of their links."""
    head = opened.start
    return is_json(head) and re.search(rb"gtr\.(?:ukri\.org|rcuk\.ac\.uk)/gtr/api/(?:projects|organisations)/", head) is not None


def read(opened: Opened, problems: Problems, overview: Callable[[etree._Element, Where], Statement | None]) -> Iterator[Statement]:
    """Read one statement a project or organisation; overviews by the reader of their XML."""
    from lxml import etree

    linked = 0
    under = _OVERVIEWS if is_overview(opened) else _API
    for number, record in plain_records(opened, problems, *under):
        where = Where(problems, opened.name, number)
        try:
            if "leadResearchOrganisation" in record or "projectComposition" in record or "organisationRoles" in record:
                holder = etree.Element("projectcomposition")
                _fill(holder, record)
                said = overview(holder, where)
            elif "identifiers" in record or "grantCategory" in record:
                said = _project(record, where)
                linked += not said.ties
            elif "name" in record:
                said = _organisation(record)
            else:
                where.refused("The record is no project and no organisation", got=", ".join(list(record)[:8]))
                continue
        except MISSHAPEN as error:
            where.misshapen("The record has another shape than Gateway to Research gives it", error)
            continue
        if said is not None:
            yield said
    if linked:
        Where(problems, opened.name).noted(
            "Projects name their organisations only by links, so there are no ties to them", "links", f"{linked:,}"
        )


def _fill(parent: etree._Element, value: Any) -> None:
    """Write an object as elements under a parent, in lower case; days as days, addresses of records as attributes."""
    from lxml import etree

    for key, inner in value.items():
        if not _TAG.fullmatch(key):
            continue
        for one in inner if isinstance(inner, list) else [inner]:
            name = key.lower()
            element = etree.SubElement(parent, _ONE_OF.get(name, name) if isinstance(inner, list) else name)
            if isinstance(one, dict):
                _fill(element, one)
            elif key in {"start", "end"}:
                element.text = day(one)
            else:
                element.text = "".join(letter for letter in str(one) if letter.isprintable())
            if key == "url" and isinstance(one, str):
                parent.set("url", element.text or "")


def day(value: Any) -> str:
    """Return a day that may be written as milliseconds since 1970.

    Examples
    --------
    >>> day(1443657600000), day(1.4436576e12), day("2015-10-01")
    ('2015-10-01', '2015-10-01', '2015-10-01')
    """
    text = str(int(value)) if isinstance(value, float) else str(value)
    return str((datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text))).date()) if _DAY.fullmatch(text) else text


def _project(record: dict[str, Any], where: Where) -> Statement:
    """Say who funds a project of the API and who takes part in it."""
    identifiers = (record.get("identifiers") or {}).get("identifier") or []
    reference = next((text for each in identifiers if (text := clean(each.get("value")))), None) or str(record["id"])
    start, end = where.date(day(record.get("start", "")), "start"), where.date(day(record.get("end", "")), "end")
    if start and end and end.last < start.first:
        where.changed("The project ends before it starts; its end was dropped", "end", str(end))
        end = None
    parts = {
        str(each.get("organisationId") or each["organisationName"]): each
        for each in (record.get("participantValues") or {}).get("participant") or []
        if clean(each.get("organisationName"))
    }
    mentions = [
        Mention(f"p{n}", str(clean(each["organisationName"])), "lead" if each.get("role") in _LEADS else "partner", own_id)
        for n, (own_id, each) in enumerate(parts.items())
    ]
    lead = next((mention for mention in mentions if mention.role == "lead"), None)
    ties = [
        Tie(lead.key, mention.key, "project-partner", directed=False, valid_from=start, valid_to=end)
        for mention in mentions
        if lead is not None and mention is not lead
    ]
    funder = clean(record.get("leadFunder"))
    if funder:
        mentions.append(Mention("f", funder, "funder", sector=Sector.INVESTOR))
        if lead is not None:
            ties.append(Tie("f", lead.key, "funder-grantee", valid_from=start, valid_to=end))
    claims = [
        Claim("i", field, text)
        for field, key in (("project category", "grantCategory"), ("status", "status"))
        if (text := clean(record.get(key)))
    ]
    for mention, each in zip(mentions, parts.values(), strict=False):
        offer = where.amount(each.get("grantOffer"), "grantOffer")
        if offer is not None:
            claims.append(Claim(mention.key, "amount", offer, "GBP", as_of=start))
    updated = where.date(day(record.get("updated") or record.get("created") or ""), "updated")
    return Statement(
        Evidence(NAME, f"{reference} (API)", _address(record, "projects"), updated, title=reference),
        tuple(mentions),
        tuple(ties),
        tuple(claims),
        Initiative("i", reference, "project", reference),
        _events(start, end, record, mentions),
    )


def _events(start: Date | None, end: Date | None, record: dict[str, Any], mentions: list[Mention]) -> tuple[Event, ...]:
    objects = (("i", "project"), *((mention.key, mention.role) for mention in mentions))
    closed = (clean(record.get("status")) or "").casefold() == "closed"
    dated = (("project started", start, True), ("project ended", end, closed))
    return tuple(Event(kind, date, actual, objects) for kind, date, actual in dated if date)


def _organisation(record: dict[str, Any]) -> Statement:
    """Say who an organisation of the API is, and where."""
    own_id, name = str(record["id"]), str(clean(record["name"]))
    address: dict[str, Any] = next(iter((record.get("addresses") or {}).get("address") or []), {})
    place = Place(clean(address.get("city")) or clean(address.get("line4")), clean(address.get("region")), clean(address.get("country")))
    website = clean(record.get("website"))
    claims = (Claim("o", "website", website),) if website and website.startswith(("https://", "http://")) else ()
    mention = Mention("o", name, "organisation", own_id, place if place != Place() else None)
    return Statement(Evidence(NAME, own_id, _address(record, "organisation"), title=name[:200]), (mention,), (), claims)


def _address(record: dict[str, Any], page: str) -> str | None:
    own_id = str(record.get("id") or "")
    return f"https://gtr.ukri.org/{page}/{own_id}" if re.fullmatch(r"[0-9A-Fa-f-]{36}", own_id) else None
