"""Awards of the US National Institutes of Health, as its "Worldwide" lists and RePORTER tables give them.

The list has been saved again by spreadsheets of several countries, so that the same column holds `DD.MM.YY` and
`M/D/YYYY`, and `7.840` where 7,840 is meant: dollars have no cents here, so a point groups thousands, and zeros at the end
may have been lost (`404.72`). Direct and indirect cost must add up to the funding, which mends what was lost. A row
repeats where a department has several equivalents; the award is one. Investigators and project titles are dropped.

References
----------
NIH Research Portfolio Online Reporting Tools, Data Elements for RePORTER Project File; NIH, Activity Codes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.sources.columns import Columns
from ecotone.sources.delimited import header, rows
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import Where, cased, clean
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "nih"

INSTITUTES: Final = {
    "AA": "National Institute on Alcohol Abuse and Alcoholism",
    "AG": "National Institute on Aging",
    "AI": "National Institute of Allergy and Infectious Diseases",
    "AR": "National Institute of Arthritis and Musculoskeletal and Skin Diseases",
    "AT": "National Center for Complementary and Integrative Health",
    "CA": "National Cancer Institute",
    "CL": "National Institutes of Health Clinical Center",
    "DA": "National Institute on Drug Abuse",
    "DC": "National Institute on Deafness and Other Communication Disorders",
    "DE": "National Institute of Dental and Craniofacial Research",
    "DK": "National Institute of Diabetes and Digestive and Kidney Diseases",
    "EB": "National Institute of Biomedical Imaging and Bioengineering",
    "ES": "National Institute of Environmental Health Sciences",
    "EY": "National Eye Institute",
    "GM": "National Institute of General Medical Sciences",
    "HD": "Eunice Kennedy Shriver National Institute of Child Health and Human Development",
    "HG": "National Human Genome Research Institute",
    "HL": "National Heart, Lung, and Blood Institute",
    "LM": "National Library of Medicine",
    "MD": "National Institute on Minority Health and Health Disparities",
    "MH": "National Institute of Mental Health",
    "NR": "National Institute of Nursing Research",
    "NS": "National Institute of Neurological Disorders and Stroke",
    "OD": "NIH Office of the Director",
    "RR": "National Center for Research Resources",
    "TR": "National Center for Advancing Translational Sciences",
    "TW": "Fogarty International Center",
}
"""The institute or centre behind the two letters in a project number."""

NUMBER: Final = re.compile(
    r"(?P<type>\d)?(?P<activity>[A-Z]\w{2})(?P<institute>[A-Z]{2})(?P<serial>\d{6})(?:-(?P<year>\d{2})(?P<rest>\w*))?"
)
_POINTED: Final = re.compile(r"\$?\s*(\d{1,3}(?:\.\d{3})*)\.(\d{1,3})")
_REQUIRED: Final = frozenset({"PROJECT NUMBER", "FUNDING"})
COLUMNS: Final = Columns(
    (
        *_REQUIRED, "NIH REFERENCE", "ORGANIZATION ID (IPF)", "ORGANIZATION NAME", "MEDICAL SCHOOL LOCATION", "school", "AWARD NOTICE DATE",
        "STATE OR COUNTRY NAME", "CITY", "INSTITUTION TYPE", "FUNDING MECHANISM", "DIRECT COST", "INDIRECT COST",
    ),
)  # fmt: skip


class Nih:
    """Institutes that fund and institutions that receive."""

    name = NAME
    label = "NIH awards"
    licence = "US public domain"
    shows = Shows(
        ties=(Between("funder-grantee", (Sector.INVESTOR,), (Sector.ACADEMIA, Sector.PROVIDER, Sector.INDUSTRY)),),
        sectors=(Sector.INVESTOR, Sector.ACADEMIA, Sector.PROVIDER, Sector.INDUSTRY),
        places="the United States, and foreign institutions that NIH funds",
        years=(1985, None),
        cannot="money from anybody but NIH; sub-awards to partners; what became of the research",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns of the awards list."""
        return set(header(opened.head, COLUMNS)) >= _REQUIRED

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement an award; repeated rows of an award are counted, not repeated."""
        seen: set[str] = set()
        names: dict[str, str] = {}
        for row in rows(opened, problems, known=COLUMNS):
            work.step(row.number, None, opened.name)
            where = Where(problems, opened.name, row.number)
            number = clean(row["PROJECT NUMBER"])
            if number is None:
                where.refused("The row holds no award", "PROJECT NUMBER")
                continue
            key = f"{number} {row['NIH REFERENCE']}"
            if key in seen:
                where.noted("The award was read before; the row repeats it for another department", "PROJECT NUMBER", number)
                continue
            seen.add(key)
            own_id = row["ORGANIZATION ID (IPF)"]
            grantee = clean(row["MEDICAL SCHOOL LOCATION"]) or clean(row["ORGANIZATION NAME"]) or names.get(own_id) or clean(row["school"])
            if grantee is None:
                where.refused("The award names no institution", "MEDICAL SCHOOL LOCATION", number)
                continue
            if clean(own_id):
                names.setdefault(own_id, grantee)
            yield award(row, number, grantee, where)


def award(row: Row, number: str, grantee: str, where: Where) -> Statement:
    """Say what one row of the awards list says."""
    noticed = where.date(row["AWARD NOTICE DATE"], "AWARD NOTICE DATE", "mdy" if "/" in row["AWARD NOTICE DATE"] else "dmy")
    state = cased(row["STATE OR COUNTRY NAME"])
    home = clean(row["INSTITUTION TYPE"]) is None or row["INSTITUTION TYPE"].startswith("Domestic")
    place = Place(clean(cased(row["CITY"])), clean(state) if home else None, "United States" if home else clean(state))
    mentions = (
        _funder(number),
        Mention("g", grantee, "grantee", id_in_source=_id(row["ORGANIZATION ID (IPF)"]), place=place),
    )
    claims = [Claim("i", field, value, "USD", as_of=noticed) for field, value in _money(row, where)]
    if mechanism := clean(row["FUNDING MECHANISM"]):
        claims.append(Claim("i", "funding mechanism", mechanism))
    match = NUMBER.match(number)
    if match:
        claims.append(Claim("i", "activity code", match["activity"]))
    reference = clean(row["NIH REFERENCE"])
    evidence = Evidence(
        NAME,
        number,
        f"https://reporter.nih.gov/project-details/{reference}" if reference and reference.isdigit() else None,
        noticed,
        title=number,
    )
    year = noticed.year + (noticed.first.month >= 10) if noticed else None
    fiscal_year = (Date(f"{year - 1}-10-01"), Date(f"{year}-10-01")) if year else (None, None)
    tie = Tie("f", "g", "funder-grantee", valid_from=fiscal_year[0], valid_to=fiscal_year[1])
    event = Event("awarded", noticed, True, (("i", "project"), ("f", "funder"), ("g", "grantee"))) if noticed else None  # noqa: FBT003
    return Statement(evidence, mentions, (tie,), tuple(claims), Initiative("i", number, "project", number), (event,) if event else ())


def _funder(number: str) -> Mention:
    match = NUMBER.match(number)
    code = match["institute"] if match else ""
    return Mention("f", INSTITUTES.get(code, "National Institutes of Health"), "funder", id_in_source=code or None, sector=Sector.INVESTOR)


def _id(text: str) -> str | None:
    found = clean(text)
    return f"IPF {found}" if found else None


def _money(row: Row, where: Where) -> list[tuple[str, float]]:
    """Read the three amounts, and mend by their sum what lost its zeros."""
    direct, direct_pointed = _dollars(row["DIRECT COST"], "DIRECT COST", where)
    indirect, indirect_pointed = _dollars(row["INDIRECT COST"], "INDIRECT COST", where)
    total, total_pointed = _dollars(row["FUNDING"], "FUNDING", where)
    summed = direct + (indirect or 0) if direct is not None else None
    pointed = direct_pointed or indirect_pointed or total_pointed
    if pointed and summed is not None and total is not None and summed != total:
        where.changed(
            "The funding lost zeros when it was saved, and was mended by direct plus indirect cost",
            "FUNDING",
            row["FUNDING"],
            f"{summed:.0f}",
        )
        total = summed
    found = (("amount", total if total is not None else summed), ("direct cost", direct), ("indirect cost", indirect))
    return [(field, value) for field, value in found if value is not None]


def _dollars(text: str, column: str, where: Where) -> tuple[float | None, bool]:
    """Read whole dollars; tell whether a point stood for thousands."""
    match = _POINTED.fullmatch(text.strip())
    if match:
        return float(match[1].replace(".", "") + match[2].ljust(3, "0")), True
    return where.amount(text, column), False
