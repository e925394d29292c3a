"""Awards to small businesses for innovation and technology transfer (SBIR and STTR), of all agencies of the United States.

A row is an award: the agency funds the company, and the company works with a research institution where the programme asks for
one. Contact persons, investigators, their telephones and addresses, titles and abstracts are dropped.

References
----------
SBIR.gov, award data (csv) and award API.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.sources.columns import Columns
from ecotone.sources.repeated import apart
from ecotone.sources.source import Between, Shows
from ecotone.sources.tabular import columns_of, rows_of
from ecotone.sources.values import Where, cased, clean, us_state
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "sbir"
_REQUIRED: Final = frozenset({"Company", "Agency", "Phase", "Program"})
COLUMNS: Final = Columns(
    (
        *_REQUIRED, "Branch", "Agency Tracking Number", "Contract", "Proposal Award Date", "Contract End Date", "Award Year",
        "Award Amount",        "UEI", "Duns", "Number Employees", "Company Website", "City", "State", "RI Name",
    ),
    {"firm": "Company", "Company Name": "Company", "company_url": "Company Website", "Number of Employees": "Number Employees",
     "research_institution": "RI Name", "STTR Research Institution": "RI Name"},
)  # fmt: skip
_AGENCIES: Final = {
    "HHS": "Department of Health and Human Services",
    "NSF": "National Science Foundation",
    "DOD": "Department of Defense",
    "DOE": "Department of Energy",
    "NASA": "National Aeronautics and Space Administration",
    "USDA": "Department of Agriculture",
}


class Sbir:
    """Small businesses that agencies fund, and the research institutions that they work with."""

    name = NAME
    label = "SBIR and STTR awards"
    licence = "US public domain"
    shows = Shows(
        (
            Between("funder-grantee", (Sector.INVESTOR,), (Sector.INDUSTRY,)),
            Between("project-partner", (Sector.INDUSTRY,), (Sector.ACADEMIA, Sector.PROVIDER)),
        ),
        (Sector.INVESTOR, Sector.INDUSTRY, Sector.ACADEMIA, Sector.PROVIDER),
        "the United States",
        (1983, None),
        "money from others; companies that applied in vain; larger companies",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns."""
        columns = columns_of(opened, COLUMNS)
        return columns >= _REQUIRED and bool({"Agency Tracking Number", "Award Year", "Contract"} & columns)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement an award."""
        yield from apart(self._said(opened, problems, work), opened.name, problems)

    def _said(self, opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
        for row in rows_of(opened, problems, COLUMNS):
            work.step(row.number, None, opened.name)
            where = Where(problems, opened.name, row.number)
            company, agency = clean(row["Company"]), clean(row["Agency"])
            if company is None or agency is None:
                where.refused("The award names no company or no agency", "Agency" if company else "Company")
                continue
            yield _award(row, company, agency, where)


def _award(row: Row, company: str, agency: str, where: Where) -> Statement:
    place = Place(clean(cased(row["City"])), us_state(clean(row["State"])), "United States")
    uei = clean(row["UEI"])
    identity = f"UEI {uei}" if uei else f"DUNS {duns}" if (duns := clean(row["Duns"])) else None
    mentions = [
        Mention("f", _AGENCIES.get(agency.upper(), agency), "funder", agency.upper(), Place(None, None, "United States"), Sector.INVESTOR),
        Mention("g", company, "grantee", identity, place, Sector.INDUSTRY),
    ]
    start = where.date(row["Proposal Award Date"], "Proposal Award Date", "mdy") or where.date(row["Award Year"], "Award Year")
    end = where.date(row["Contract End Date"], "Contract End Date", "mdy")
    if start and end and end.last < start.first:
        where.changed("The award ends before it starts; its end was dropped", "Contract End Date", row["Contract End Date"])
        end = None
    ties = [Tie("f", "g", "funder-grantee", valid_from=start, valid_to=end)]
    if partner := clean(row["RI Name"]):
        mentions.append(Mention("p", partner, "partner"))
        ties.append(Tie("g", "p", "project-partner", directed=False, valid_from=start, valid_to=end))
    amount = where.amount(row["Award Amount"], "Award Amount")
    claims = [Claim("i", "amount", amount, "USD", as_of=start)] if amount is not None else []
    claims += [
        Claim("i", field, text)
        for field, column in (("programme", "Program"), ("phase", "Phase"), ("branch", "Branch"))
        if (text := clean(row[column]))
    ]
    staff = where.amount(row["Number Employees"], "Number Employees")
    if staff is not None:
        claims.append(Claim("g", "team size", staff, "persons", as_of=start))
    website = clean(row["Company Website"])
    if website and website.startswith(("https://", "http://")):
        claims.append(Claim("g", "website", website))
    own_id = next((text for column in ("Contract", "Agency Tracking Number") if (text := clean(row[column]))), None)
    if own_id is None:
        own_id = f"digest {hashlib.sha256(repr(sorted(row.cells.items())).encode('utf-8', 'replace')).hexdigest()[:16]}"
    objects = (("i", "project"), *((mention.key, mention.role) for mention in mentions))
    dated = (("awarded", start, True), ("project ended", end, False))
    return Statement(
        Evidence(NAME, own_id, None, start, title=own_id),
        tuple(mentions),
        tuple(ties),
        tuple(claims),
        Initiative("i", own_id, "project", own_id),
        tuple(Event(kind, date, actual, objects) for kind, date, actual in dated if date),
    )
