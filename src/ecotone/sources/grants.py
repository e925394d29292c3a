"""Awards of two other public funders: the National Science Foundation's award files (XML) and NSERC's table of partners (CSV).

An award of NSF ties the foundation to each institution that holds it, from its effective date to its expiration. Old awards
carry the day on which they were loaded as the day of their letter; a letter later than the award's end is such a day and is
dropped. NSERC's partners come one row an award and partner, without the university that holds the award, so the partners of
one award are tied with each other and dated by the fiscal year, which is all the table knows; so are the institutions of its
co-applicants, in a table of their own. Investigators, officers,
titles, abstracts, telephones and street addresses are dropped.

References
----------
NSF, Award Search: XML schema of award files. NSERC, Awards Data: co-applicants and partners (open.canada.ca).
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.errors import InputError
from ecotone.sources import nserc_awards, nsf_table
from ecotone.sources.columns import Columns, plain
from ecotone.sources.delimited import header, rows
from ecotone.sources.source import Between, Shows
from ecotone.sources.tabular import columns_of
from ecotone.sources.values import Where, cased, clean, us_state
from ecotone.sources.xml_tree import below, records, text
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

MOST_PARTNERS: Final = 100
"""An award of more partners (a network of a whole field) would tie everybody with everybody and says little of anyone."""

_PARTNERS: Final = (Sector.INDUSTRY, Sector.REGULATOR, Sector.CONNECTOR)
PARTNERS: Final = Columns(
    ("Cle", "PartOrganizationID", "CoAppOrganizationID", "ProvinceEN", "CountryEN"), {"Clé": "Cle", "ApplicationID": "Cle"}
)
"""The columns of NSERC's tables of partners and co-applicants that keep their names over the years."""

_WHOSE: Final = {"Part": "", "CoApp": " (co-applicants)"}
_LOST: Final = "\ufffd"
"""What programs write for a letter that they could not read."""


class Nsf:
    """Awards of the National Science Foundation."""

    name = "nsf"
    label = "NSF awards"
    licence = "US public domain"
    shows = Shows(
        (Between("funder-grantee", (Sector.INVESTOR,), (Sector.ACADEMIA,)),),
        (Sector.INVESTOR, Sector.ACADEMIA),
        "the United States",
        (1959, None),
        "money from others; sub-awards; medical research, which the NIH fund",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the elements or columns that only awards have."""
        head = opened.start
        if head.lstrip()[:1] == b"<":
            return b"<AwardTitle" in head and b"<AwardEffectiveDate" in head
        return nsf_table.is_table(opened)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement an award."""
        if opened.start.lstrip()[:1] != b"<":
            yield from nsf_table.read(opened, problems, work)
            return
        found = records(opened, problems, "award")
        for number, award in enumerate(found, start=1):
            work.step(number, len(found), opened.name)
            where = Where(problems, opened.name, number)
            try:
                said = _award(award, where)
            except InputError as error:
                where.refused("The award cannot be read", got=str(error))
                continue
            if said is not None:
                yield said


def _award(award: etree._Element, where: Where) -> Statement | None:
    own_id = text(award, "awardid")
    institutions = [entry for entry in below(award, "institution") if text(entry, "name")]
    if own_id is None or not institutions:
        where.refused("The award has no number or no institution", "Institution" if own_id else "AwardID", own_id)
        return None
    start, end, letter, last = (
        where.date(text(award, name), name, "mdy")
        for name in ("awardeffectivedate", "awardexpirationdate", "minamdletterdate", "maxamdletterdate")
    )
    known = last or letter or start
    if letter and end and letter.first > end.last:
        where.changed(
            "The letter is later than the award's end; it is the day on which the award was loaded", "MinAmdLetterDate", str(letter)
        )
        letter = None
    if start and end and end.last < start.first:
        where.changed("The award ends before it starts; its end was dropped", "AwardExpirationDate", str(end))
        end = None
    mentions = (
        Mention("f", "National Science Foundation", "funder", "NSF", Place(None, None, "United States"), Sector.INVESTOR),
        *(_institution(f"g{n}", entry) for n, entry in enumerate(institutions)),
    )
    ties = tuple(Tie("f", mention.key, "funder-grantee", valid_from=start, valid_to=end) for mention in mentions[1:])
    objects = (("i", "project"), *((mention.key, mention.role) for mention in mentions))
    dated = (
        ("awarded", letter, True),
        ("project started", start, True),
        ("project ended", end, bool(end and known and end.last <= known.last)),
    )
    amount = where.amount(text(award, "awardamount"), "AwardAmount")
    claims = [Claim("i", "amount", amount, "USD", as_of=known)] if amount is not None else []
    if instrument := text(award, "awardinstrument", "value"):
        claims.append(Claim("i", "project category", instrument))
    directorate = text(award, "organization", "directorate", "longname")
    if directorate:
        claims.append(Claim("i", "directorate", directorate))
    address = f"https://www.nsf.gov/awardsearch/showAward?AWD_ID={own_id}" if own_id.isalnum() else None
    return Statement(
        Evidence("nsf", own_id, address, known, title=own_id),
        mentions,
        ties,
        tuple(claims),
        Initiative("i", own_id, "project", own_id),
        tuple(Event(kind, date, actual, objects) for kind, date, actual in dated if date),
    )


def _institution(key: str, entry: etree._Element) -> Mention:
    state = text(entry, "statename") or us_state(text(entry, "statecode"))
    country = text(entry, "countryname") or ("United States" if us_state(text(entry, "statecode")) != text(entry, "statecode") else None)
    city = text(entry, "cityname")
    place = Place(cased(city) if city else None, cased(state) if state else None, cased(country) if country else None)
    return Mention(key, text(entry, "name") or "", "grantee", None, place if place != Place() else None)


class Nserc:
    """Awards and their partners of the Natural Sciences and Engineering Research Council of Canada."""

    name = "nserc"
    label = "NSERC awards and partners"
    licence = "Open Government Licence – Canada"
    shows = Shows(
        (
            Between("funder-grantee", (Sector.INVESTOR,), (Sector.ACADEMIA,)),
            Between("project-partner", (Sector.ACADEMIA, *_PARTNERS), (Sector.ACADEMIA, *_PARTNERS)),
        ),
        (Sector.INVESTOR, Sector.ACADEMIA, *_PARTNERS),
        "Canada and partners abroad",
        (1991, None),
        "in the table of partners, the university that holds the award; what partners do with that university",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns."""
        return _is_partners(opened) or columns_of(opened, nserc_awards.COLUMNS) >= nserc_awards.REQUIRED

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement an award and year; the rows of an award's partners need not stand together."""
        if not _is_partners(opened):
            yield from nserc_awards.read(opened, problems, work)
            return
        together = "CoApp" if "CoAppOrganizationID" in header(opened.head, PARTNERS) else "Part"
        awards: dict[tuple[str, str], dict[str, Mention]] = {}
        for row in rows(opened, problems, known=PARTNERS):
            work.step(row.number, None, opened.name)
            where = Where(problems, opened.name, row.number)
            own_id, name = clean(row["Cle"]), _named(row, f"{together}Institution", where)
            if own_id is None or name is None:
                where.refused("The row has no award or no partner", "Cle" if own_id is None else f"{together}Institution")
                continue
            partners = awards.setdefault((own_id, _year(row, where)), {})
            identity = clean(row[f"{together}OrganizationID"])
            place = Place(None, _whole(row["ProvinceEN"], where), cased(row["CountryEN"]) or None)
            partners.setdefault(
                identity or name, Mention(f"p{len(partners)}", name, "partner", f"NSERC {identity}" if identity else None, place)
            )
        for (own_id, year), found in awards.items():
            yield _partners(own_id, year, tuple(found.values()), Where(problems, opened.name), _WHOSE[together])


def _is_partners(opened: Opened) -> bool:
    columns = set(header(opened.head, PARTNERS))
    return "Cle" in columns and bool({"PartOrganizationID", "CoAppOrganizationID"} & columns)


def _partners(own_id: str, year: str, partners: tuple[Mention, ...], where: Where, whose: str = "") -> Statement:
    date = Date(year) if year else None
    pairs = list(combinations([mention.key for mention in partners], 2)) if len(partners) <= MOST_PARTNERS else []
    if len(partners) > MOST_PARTNERS:
        where.noted("The award has too many partners to tie each with each", got=f"{own_id}: {len(partners):,}")
    title = (f"{own_id}, {year}" if year else own_id) + whose
    return Statement(
        Evidence("nserc", title, title=title),
        partners,
        tuple(Tie(one, other, "project-partner", directed=False, valid_from=date) for one, other in pairs),
        (Claim("i", "partners", float(len(partners)), "partners", as_of=date),),
        Initiative("i", own_id, "project", own_id),
    )


def _year(row: Row, where: Where) -> str:
    column = next((name for name in row.cells if plain(name).startswith("fiscalyear")), "")
    date = where.date(row[column], column)
    return str(date.year) if date else ""


def _named(row: Row, column: str, where: Where) -> str | None:
    return _whole(next((cell for written, cell in row.cells.items() if plain(written).startswith(plain(column))), ""), where)


def _whole(written: str, where: Where) -> str | None:
    """Give Québec its lost letter back; another name with lost letters stays and is noted, since nobody can tell which they were."""
    found = written.replace(f"Qu{_LOST}bec", "Québec")
    if found != written:
        where.changed("A lost letter was mended", "name", written, found)
    if _LOST in found:
        where.noted("The name lost letters before the file was written", "name", found)
    return clean(found)
