"""Awards of the National Science Foundation as tables: the website's export, answers of its API, and its yearly JSON files.

They say what the award files in XML say, under other names. Investigators, officers, their addresses, titles and abstracts are
dropped.

References
----------
NSF, Award Search: Export All Results (CSV). NSF, Awards API. NSF, Download Awards by Year (JSON).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.sources.columns import Columns
from ecotone.sources.repeated import apart
from ecotone.sources.tabular import columns_of, rows_of
from ecotone.sources.values import Where, cased, clean, us_state
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

_NUMBER: Final = "AwardNumber"
COLUMNS: Final = Columns(
    (
        _NUMBER, "Organization", "OrganizationCity", "OrganizationState", "OrganizationCountry", "StartDate", "EndDate",
        "LastAmendmentDate", "LetterDate", "AwardedAmountToDate", "AwardInstrument", "NSFDirectorate",
    ),
    {
        "awardeeName": "Organization", "awardeeCity": "OrganizationCity", "awardeeStateCode": "OrganizationState",
        "awardeeCountryCode": "OrganizationCountry", "expDate": "EndDate", "fundsObligatedAmt": "AwardedAmountToDate",
        "transType": "AwardInstrument", "dirAbbr": "NSFDirectorate", "awd_id": _NUMBER, "inst inst_name": "Organization",
        "inst inst_city_name": "OrganizationCity", "inst inst_state_name": "OrganizationState", "inst inst_state_code": "OrganizationState",
        "inst inst_country_name": "OrganizationCountry", "awd_eff_date": "StartDate", "awd_exp_date": "EndDate",
        "awd_min_amd_letter_date": "LetterDate", "awd_max_amd_letter_date": "LastAmendmentDate", "awd_amount": "AwardedAmountToDate",
        "tran_type": "AwardInstrument", "awd_istr_txt": "AwardInstrument", "org_dir_long_name": "NSFDirectorate",
    },
)  # fmt: skip
_EXPORT: Final = frozenset({_NUMBER, "Organization", "AwardedAmountToDate"})
_BY_YEAR: Final = frozenset({"awd_id", "inst_name"})
_API: Final = frozenset({"awardeeName", "startDate", "expDate"})


def is_table(opened: Opened) -> bool:
    """Tell an export of awards by its columns, answers and yearly files by the names of their members."""
    written = columns_of(opened, Columns(()))
    return columns_of(opened, COLUMNS) >= _EXPORT or written >= _BY_YEAR or written >= _API


def read(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    """Read one statement an award."""
    yield from apart(_statements(opened, problems, work), opened.name, problems)


def _statements(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    for row in rows_of(opened, problems, COLUMNS, "award", "awards"):
        work.step(row.number, None, opened.name)
        where = Where(problems, opened.name, row.number)
        own_id, institution = clean(row[_NUMBER]) or clean(row["id"]), clean(row["Organization"])
        if own_id is None or institution is None:
            where.refused("The award has no number or no institution", "Organization" if own_id else _NUMBER, own_id)
            continue
        yield _award(row, own_id.zfill(7) if own_id.isdecimal() else own_id, institution, where)


def _award(row: Row, own_id: str, institution: str, where: Where) -> Statement:
    start, end, letter, last = (
        where.date(row[column], column, "mdy") for column in ("StartDate", "EndDate", "LetterDate", "LastAmendmentDate")
    )
    known = last or letter or start
    if start and end and end.last < start.first:
        where.changed("The award ends before it starts; its end was dropped", "EndDate", str(end))
        end = None
    state, country = clean(row["OrganizationState"]), clean(row["OrganizationCountry"])
    at_home = country in {None, "US", "USA", "United States"} and (country is not None or us_state(state) != state)
    place = Place(
        clean(cased(row["OrganizationCity"])),
        cased(us_state(state) or "") or None,
        "United States" if at_home else cased(country or "") or None,
    )
    mentions = (
        Mention("f", "National Science Foundation", "funder", "NSF", Place(None, None, "United States"), Sector.INVESTOR),
        Mention("g0", institution, "grantee", None, place if place != Place() else None),
    )
    amount = where.amount(row["AwardedAmountToDate"], "AwardedAmountToDate")
    claims = [Claim("i", "amount", amount, "USD", as_of=known)] if amount is not None else []
    claims += [
        Claim("i", field, text)
        for field, column in (("project category", "AwardInstrument"), ("directorate", "NSFDirectorate"))
        if (text := clean(row[column]))
    ]
    dated = (
        ("awarded", letter, True),
        ("project started", start, True),
        ("project ended", end, bool(end and known and end.last <= known.last)),
    )
    objects = (("i", "project"), ("f", "funder"), ("g0", "grantee"))
    address = f"https://www.nsf.gov/awardsearch/showAward?AWD_ID={own_id}" if own_id.isalnum() else None
    return Statement(
        Evidence("nsf", own_id, address, known, title=own_id),
        mentions,
        (Tie("f", "g0", "funder-grantee", valid_from=start, valid_to=end),),
        tuple(claims),
        Initiative("i", own_id, "project", own_id),
        tuple(Event(kind, date, actual, objects) for kind, date, actual in dated if date),
    )
