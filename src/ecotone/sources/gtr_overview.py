"""One project of Gateway to Research with all its organisations (`projectOverview`, XML).

What the project lists lack stands here: the partners, with their places. The lead is tied to the funder and to each partner. The same
elements come with capitals (as the service sends them), in lower case, or inside a web page (as programs save them). Persons,
titles, abstracts, impact and outputs are dropped.

References
----------
UKRI, Gateway to Research API (GtR-1), project overview.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.errors import InputError
from ecotone.sources import gtr_json
from ecotone.sources.json_stream import is_json
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import Where, clean
from ecotone.sources.xml_tree import below, records, text
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "gtr"
"""Evidence is Gateway to Research's, whichever form tells it: both forms speak of the same project."""

_PARTNERS: Final = (Sector.ACADEMIA, Sector.INDUSTRY, Sector.PROVIDER, Sector.REGULATOR, Sector.CONNECTOR)
_FUNDERS: Final = frozenset({"FUNDER", "CO_FUNDER"})
_LEADS: Final = frozenset({"LEAD_RO", "LEAD_ORG", "LEAD_PARTICIPANT"})


class GatewayOverview:
    """Projects that UK Research and Innovation funds, with their partners."""

    name = "gtr-overview"
    label = "Gateway to Research overviews and API"
    licence = "Open Government Licence"
    shows = Shows(
        (Between("funder-grantee", (Sector.INVESTOR,), (Sector.ACADEMIA,)), Between("project-partner", (Sector.ACADEMIA,), _PARTNERS)),
        (Sector.INVESTOR, *_PARTNERS),
        "the United Kingdom and partners abroad",
        (2004, None),
        "money from others; what partners do with each other beside the lead",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the namespace and the element, whatever their case."""
        if gtr_json.is_overview(opened) or gtr_json.is_api(opened):
            return True
        head = opened.start.lower()
        return head.lstrip()[:1] == b"<" and b"/api" in head and b"projectcomposition" in head

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a project."""
        if is_json(opened.start):
            yield from gtr_json.read(opened, problems, _said)
            return
        found = records(opened, problems, "projectcomposition")
        for number, composition in enumerate(found, start=1):
            work.step(number, len(found), opened.name)
            where = Where(problems, opened.name, number)
            try:
                said = _said(composition, where)
            except InputError as error:
                where.refused("The project cannot be read", got=str(error))
                continue
            if said is not None:
                yield said


def _said(composition: etree._Element, where: Where) -> Statement | None:
    project = next((each for each in below(composition, "project") if text(each, "grantreference")), None)
    reference = text(project, "grantreference")
    lead = next(below(composition, "leadresearchorganisation", "leadorganisation"), None)
    if project is None or reference is None or lead is None or text(lead, "name") is None:
        where.refused(
            "The project has no reference or no lead organisation", "grantReference" if reference is None else "leadResearchOrganisation"
        )
        return None
    fund = next(below(project, "fund"), None)
    start, end = where.date(text(fund, "start"), "start", "dmy"), where.date(text(fund, "end"), "end", "dmy")
    if start and end and end.last < start.first:
        where.changed("The project ends before it starts; its end was dropped", "end", str(end))
        end = None
    mentions = [_mention("g", lead, "grantee")]
    ties: list[Tie] = []
    funder = next(below(fund, "funder"), None) if fund is not None else None
    if funder is not None and text(funder, "name"):
        mentions.append(Mention("f", text(funder, "name") or "", "funder", text(funder, "id"), sector=Sector.INVESTOR))
        ties.append(Tie("f", "g", "funder-grantee", valid_from=start, valid_to=end))
    else:
        where.noted("The project names no funder", "funder", reference)
    seen = {text(lead, "id") or text(lead, "name"), text(funder, "id") if funder is not None else None}
    for n, entry in enumerate(below(composition, "organisationrole")):
        roles = {role for each in below(entry, "role") if (role := text(each, "name"))}
        identity = text(entry, "id") or text(entry, "name")
        if identity in seen or text(entry, "name") is None:
            continue
        seen.add(identity)
        is_funder = bool(roles) and roles <= _FUNDERS
        mentions.append(_mention(f"p{n}", entry, "funder" if is_funder else "lead" if roles & _LEADS else "partner"))
        kind = "funder-grantee" if is_funder else "project-partner"
        ends = (f"p{n}", "g") if is_funder else ("g", f"p{n}")
        ties.append(Tie(*ends, kind, directed=is_funder, valid_from=start, valid_to=end))
    closed = (text(project, "status") or "").casefold() == "closed"
    objects = (("i", "project"), *((m.key, m.role) for m in mentions))
    events = [Event("project started", start, True, objects)] if start else []  # noqa: FBT003
    if end:
        events.append(Event("project ended", end, closed, objects))
    amount = where.amount(text(fund, "valuepounds"), "valuePounds")
    claims = [Claim("i", "amount", amount, "GBP")] if amount is not None else []
    claims += [
        Claim("i", field, value)
        for field, value in (("project category", text(project, "grantcategory")), ("status", text(project, "status")))
        if value
    ]
    address = clean(project.get("url"))
    evidence = Evidence(
        NAME,
        f"{reference} (overview)",
        address if address and address.startswith(("https://", "http://")) else None,
        title=reference,
    )
    return Statement(evidence, tuple(mentions), tuple(ties), tuple(claims), Initiative("i", reference, "project", reference), tuple(events))


def _mention(key: str, entry: etree._Element, role: str) -> Mention:
    address = next(below(entry, "address"), None)
    place = Place(text(address, "line4"), text(address, "region"), text(address, "country"))
    return Mention(key, text(entry, "name") or "", role, text(entry, "id"), place if place != Place() else None)
