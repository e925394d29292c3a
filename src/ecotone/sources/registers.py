"""Public registers that come as one table: Gateway to Research projects, CMS hospitals, HSA products.

Each is a source of its own with its columns and traps; what they share is how a table becomes statements, row by row.
Street addresses, telephone numbers, investigators, students, titles and prose are dropped.

References
----------
UKRI, Gateway to Research. CMS, Hospital General Information (data.cms.gov). Health Sciences Authority, Listing of
Registered Therapeutic Products (data.gov.sg).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

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


class Register:
    """Read one table: a subclass says which columns it has and what a row says."""

    name: str
    label: str
    licence: str
    shows: Shows
    required: ClassVar[frozenset[str]]
    columns: ClassVar[Columns]

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns."""
        return self.required <= columns_of(opened, self.columns)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a row, refusing rows without a name."""
        yield from apart(self._said(opened, problems, work), opened.name, problems)

    def _said(self, opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
        for row in rows_of(opened, problems, self.columns):
            work.step(row.number, None, opened.name)
            said = self.said(row, Where(problems, opened.name, row.number))
            if said is not None:
                yield said

    def said(self, row: Row, where: Where) -> Statement | None:
        """Say what one row says, or None with a problem."""
        raise NotImplementedError


class GatewayToResearch(Register):
    """Projects that UK Research and Innovation funds."""

    name = "gtr"
    label = "Gateway to Research projects"
    licence = "Open Government Licence"
    shows = Shows(
        (Between("funder-grantee", (Sector.INVESTOR,), (Sector.ACADEMIA,)),),
        (Sector.INVESTOR, Sector.ACADEMIA),
        "the United Kingdom",
        (2004, None),
        "partners of a project; money from others",
    )
    required = frozenset({"FundingOrgName", "ProjectReference", "LeadROName"})
    columns = Columns(
        (
            *required, "StartDate", "EndDate", "LeadROId", "AwardPounds", "ExpenditurePounds", "ProjectCategory", "Status", "GTRProjectUrl",
            "FundingOrgId", "Region",
        ),
    )  # fmt: skip

    def said(self, row: Row, where: Where) -> Statement | None:
        """Say who funds whom; an end on the very day of the start is what the export writes for every project, and no end."""
        reference, lead, funder = clean(row["ProjectReference"]), clean(row["LeadROName"]), clean(row["FundingOrgName"])
        if not (reference and lead and funder):
            where.refused("The row has no project, funder or lead organisation", "ProjectReference")
            return None
        start = where.date(row["StartDate"], "StartDate")
        end = where.date(row["EndDate"], "EndDate")
        if end and end == start:
            where.changed("The project ends on the day it starts; its end was dropped", "EndDate", row["EndDate"])
            end = None
        if start and end and end.last < start.first:
            where.changed("The project ends before it starts; its end was dropped", "EndDate", row["EndDate"])
            end = None
        mentions = (
            Mention("f", funder, "funder", clean(row["FundingOrgId"]), sector=Sector.INVESTOR),
            Mention("g", lead, "grantee", clean(row["LeadROId"]), Place(None, clean(row["Region"]), "United Kingdom")),
        )
        claims = []
        for field, column in (("amount", "AwardPounds"), ("expenditure", "ExpenditurePounds")):
            value = where.amount(row[column], column)
            if value is not None:
                claims.append(Claim("i", field, value, "GBP"))
        claims += [
            Claim("i", field, text)
            for field, column in (("project category", "ProjectCategory"), ("status", "Status"))
            if (text := clean(row[column]))
        ]
        objects = (("i", "project"), ("f", "funder"), ("g", "grantee"))
        events = [Event("project started", start, True, objects)] if start else []  # noqa: FBT003
        if end:
            events.append(Event("project ended", end, row["Status"].casefold() == "closed", objects))
        url = clean(row["GTRProjectUrl"])
        address = url if url and url.startswith(("https://", "http://")) else None
        return Statement(
            Evidence(self.name, reference, address, title=reference),
            mentions,
            (Tie("f", "g", "funder-grantee", valid_from=start, valid_to=end),),
            tuple(claims),
            Initiative("i", reference, "project", reference),
            tuple(events),
        )


def _certification(written: str) -> str | None:
    """Return a hospital's certification number, its zeros in front and the quotation marks of old files mended.

    Examples
    --------
    >>> _certification("10001"), _certification("'450021'"), _certification("45002F")
    ('010001', '450021', '45002F')
    """
    found = clean(written.strip("'\" "))
    return found.zfill(6) if found and found.isdecimal() else found


class CmsHospitals(Register):
    """Hospitals that Medicare knows."""

    name = "cms"
    label = "CMS hospitals"
    licence = "US public domain"
    shows = Shows((), (Sector.PROVIDER,), "the United States", (2019, 2020), "who works with whom; care outside hospitals")
    required = frozenset({"Facility ID", "Hospital Name", "Hospital Type"})
    columns = Columns(
        (*required, "Hospital Ownership", "City", "State", "Hospital overall rating"),
        {
            "Provider ID": "Facility ID",
            "Provider Number": "Facility ID",
            "CCN": "Facility ID",
            "CMS Certification Number (CCN)": "Facility ID",
            "Facility Name": "Hospital Name",
            "City/Town": "City",
            "Hospital Owner": "Hospital Ownership",
        },
    )

    def said(self, row: Row, where: Where) -> Statement | None:
        """Say who the hospital is; its number keeps its leading zeros."""
        own_id, name = _certification(row["Facility ID"]), clean(row["Hospital Name"])
        if own_id is None or name is None:
            where.refused("The row has no hospital", "Facility ID" if name else "Hospital Name", row["Facility ID"])
            return None
        place = Place(clean(cased(row["City"])), us_state(row["State"]), "United States")
        fields = (("hospital type", "Hospital Type"), ("ownership", "Hospital Ownership"))
        claims = [Claim("o", field, text) for field, column in fields if (text := clean(row[column]))]
        rating = row["Hospital overall rating"]
        if rating.isdecimal():
            claims.append(Claim("o", "CMS overall rating", float(rating), "stars"))
        mention = Mention("o", name, "organisation", f"CCN {own_id}", place, Sector.PROVIDER)
        return Statement(Evidence(self.name, f"CCN {own_id}", title=f"CCN {own_id}"), (mention,), (), tuple(claims))


class HsaSingapore(Register):
    """Registered therapeutic products, their registrants and makers."""

    name = "hsa"
    label = "HSA registered products"
    licence = "Singapore Open Data Licence"
    shows = Shows(
        (Between("manufactured-by", (Sector.INDUSTRY,), (Sector.INDUSTRY,)),),
        (Sector.INDUSTRY,),
        "Singapore, and makers worldwide",
        (1985, 2017),
        "devices; products under review or withdrawn",
    )
    required = frozenset({"registration_number", "product_registrant", "approval_date"})
    columns = Columns(
        (*required, "manufacturer", "country_of_manufacturer", "atc_code", "forensic_classification", "dosage_form"),
        {
            "licence_no": "registration_number",
            "license_no": "registration_number",
            "license_holder": "product_registrant",
            "licence_holder": "product_registrant",
            "approval_d": "approval_date",
        },
    )

    def said(self, row: Row, where: Where) -> Statement | None:
        """Say who registered a product, when, and who makes it: a cell holds one maker a line, its country on the same line."""
        number, registrant = clean(row["registration_number"]), clean(row["product_registrant"])
        if number is None or registrant is None:
            where.refused("The row has no product or no registrant", "registration_number")
            return None
        approved = where.date(row["approval_date"], "approval_date", "dmy")
        makers = row["manufacturer"].split("\n")
        countries = row["country_of_manufacturer"].split("\n")
        mentions = [Mention("s", registrant, "registrant", place=Place(None, None, "Singapore"), sector=Sector.INDUSTRY)]
        seen: dict[str, str | None] = {}
        for position, text in enumerate(makers):
            maker = clean(text)
            written = countries[position] if len(countries) == len(makers) else countries[0] if len(set(countries)) == 1 else ""
            if maker:
                seen.setdefault(maker, clean(cased(written)))
        mentions += [
            Mention(f"m{n}", maker, "manufacturer", place=Place(None, None, home) if home else None, sector=Sector.INDUSTRY)
            for n, (maker, home) in enumerate(seen.items())
        ]
        ties = tuple(Tie("s", f"m{n}", "manufactured-by", valid_from=approved) for n in range(len(seen)))
        claims = [
            Claim("i", field, value)
            for field, column in (("ATC code", "atc_code"), ("classification", "forensic_classification"), ("dosage form", "dosage_form"))
            if (value := clean(row[column]))
        ]
        events = (Event("approved", approved, True, (("i", "product"), ("s", "registrant"))),) if approved else ()  # noqa: FBT003
        return Statement(
            Evidence(self.name, number, title=number),
            tuple(mentions),
            ties,
            tuple(claims),
            Initiative("i", number, "product", number),
            events,
        )


REGISTERS: Final = (GatewayToResearch(), CmsHospitals(), HsaSingapore())
