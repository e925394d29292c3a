"""Projects of the NIH RePORTER API v2: the same awards as the awards list, from the live service.

A response holds its projects under `results`; which fields each has is chosen in the request, so a file may lack the
institution or the funder's name. What is there is taken, and what is missing is said once. Investigators, titles and
abstracts are dropped. An award has the same id here and in the awards list, so both are states of one record.

References
----------
NIH RePORTER Project API 2.0, data elements (api.reporter.nih.gov).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.sources.json_stream import is_json, plain_records
from ecotone.sources.nih import INSTITUTES, NAME, NUMBER, Nih
from ecotone.sources.values import MISSHAPEN, Where, cased, clean, us_state
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.sources.source import Shows
    from ecotone.work import Work

_MONEY: Final = (("amount", "award_amount"), ("direct cost", "direct_cost_amt"), ("indirect cost", "indirect_cost_amt"))
_DATES: Final = (("awarded", "award_notice_date"), ("project started", "project_start_date"), ("project ended", "project_end_date"))


class Reporter:
    """Institutes that fund and institutions that receive, from the live service."""

    name = "nih-reporter"
    label = "NIH RePORTER"
    licence = Nih.licence
    shows: Shows = Nih.shows

    def recognises(self, opened: Opened) -> bool:
        """Tell by the names of two fields that every request has."""
        head = opened.start
        return is_json(head) and b'"project_num"' in head and (b'"fiscal_year"' in head or b'"appl_id"' in head)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a project and year."""
        lacking = 0
        for number, record in plain_records(opened, problems):
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            try:
                said = project(record, where)
            except MISSHAPEN as error:
                where.misshapen("The project has another shape than the service gives it", error)
                continue
            lacking += not said.ties
            yield said
        if lacking:
            Where(problems, opened.name).noted("Projects name no institution, so there is no tie to one", "organization", f"{lacking:,}")


def project(record: dict[str, Any], where: Where) -> Statement:
    """Say what one project says.

    Raises
    ------
    KeyError, TypeError, AttributeError, ValueError
        If a field has another shape than the service gives it.
    """
    number = str(record["project_num"]).strip()
    if not number:
        raise KeyError("project_num")
    sub = clean(str(record.get("subproject_id") or ""))
    own_id = f"{number}/{sub}" if sub else number
    mentions = [_funder(record, number)]
    grantee = _grantee(record.get("organization") or {})
    if grantee:
        mentions.append(grantee)
    year = record.get("fiscal_year")
    span = (Date(f"{int(year) - 1}-10-01"), Date(f"{int(year)}-10-01")) if year else (None, None)
    ties = (Tie("f", "g", "funder-grantee", valid_from=span[0], valid_to=span[1]),) if grantee else ()
    dates = {kind: where.date(record.get(column), column) for kind, column in _DATES}
    noticed = dates["awarded"]
    claims = [Claim("i", field, float(record[column]), "USD", as_of=noticed) for field, column in _MONEY if record.get(column) is not None]
    match = NUMBER.match(number)
    activity = record.get("activity_code") or (match["activity"] if match else None)
    if activity:
        claims.append(Claim("i", "activity code", activity))
    objects = (("i", "project"), *((mention.key, mention.role) for mention in mentions))
    # An end that lies ahead is a plan; the day of the notice, or the year of the money, is when this was known.
    known = noticed or dates["project started"] or span[0]
    events = tuple(
        Event(kind, date, kind != "project ended" or (known is not None and date.first <= known.last), objects)
        for kind, date in dates.items()
        if date
    )
    appl_id = record.get("appl_id")
    address = f"https://reporter.nih.gov/project-details/{appl_id}" if appl_id else None
    evidence = Evidence(NAME, own_id, address, noticed or dates["project started"], title=own_id)
    return Statement(evidence, tuple(mentions), ties, tuple(claims), Initiative("i", own_id, "project", own_id), events)


def _funder(record: dict[str, Any], number: str) -> Mention:
    """Name the institute as the awards list does, so that both name one."""
    match = NUMBER.match(number)
    code = match["institute"] if match else ""
    name = INSTITUTES.get(code) or clean((record.get("agency_ic_admin") or {}).get("name")) or "National Institutes of Health"
    return Mention("f", name, "funder", id_in_source=code or None, sector=Sector.INVESTOR)


def _grantee(organisation: dict[str, Any]) -> Mention | None:
    name = clean(organisation.get("org_name"))
    if name is None:
        return None
    ipf = clean(str(organisation.get("org_ipf_code") or organisation.get("external_org_id") or ""))
    country = clean(organisation.get("org_country"))
    state = us_state(clean(organisation.get("org_state")))
    place = Place(clean(cased(organisation.get("org_city") or "")), state, cased(country) if country else None)
    return Mention("g", name, "grantee", id_in_source=f"IPF {ipf}" if ipf else None, place=place)
