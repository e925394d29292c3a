"""NSERC's table of awards: which university holds which award of the Natural Sciences and Engineering Research Council of Canada.

A row is one instalment of an award in one fiscal year (April to March, named by the year in which it begins). Researchers, departments,
titles, keywords and summaries are dropped.

References
----------
NSERC's Awards Data (open.canada.ca), data dictionary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.sources.columns import Columns
from ecotone.sources.repeated import apart
from ecotone.sources.tabular import rows_of
from ecotone.sources.values import Where, cased, clean
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

REQUIRED: Final = frozenset({"ApplicationID", "OrganizationID", "Institution", "AwardAmount", "FiscalYear"})
COLUMNS: Final = Columns(
    (*REQUIRED, "ProvinceEN", "CountryEN", "ProgramNameEN"),
    {
        "Cle": "ApplicationID",
        "Institution-Établissement": "Institution",
        "Institution-ï¿½tablissement": "Institution",  # two ways in which the files themselves lost the letter
        "Institution-tablissement": "Institution",
        "FiscalYear-Exercice financier": "FiscalYear",
        "ProgramNaneEN": "ProgramNameEN",
    },
)


def read(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    """Read one statement an instalment."""
    yield from apart(_statements(opened, problems, work), opened.name, problems)


def _statements(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    for row in rows_of(opened, problems, COLUMNS):
        work.step(row.number, None, opened.name)
        where = Where(problems, opened.name, row.number)
        own_id, institution = clean(row["ApplicationID"]), clean(row["Institution"])
        if own_id is None or institution is None:
            where.refused("The row has no award or no institution", "Institution" if own_id else "ApplicationID")
            continue
        yield _award(row, own_id, institution, where)


def _award(row: Row, own_id: str, institution: str, where: Where) -> Statement:
    begun = where.date(row["FiscalYear"][:4], "FiscalYear")
    start = Date(f"{begun.year}-04-01") if begun else None
    end = Date(f"{begun.year + 1}-04-01") if begun else None
    identity = clean(row["OrganizationID"])
    place = Place(None, clean(row["ProvinceEN"]), cased(row["CountryEN"]) or None)
    mentions = (
        Mention(
            "f",
            "Natural Sciences and Engineering Research Council of Canada",
            "funder",
            "NSERC",
            Place(None, None, "Canada"),
            Sector.INVESTOR,
        ),
        Mention("g", institution, "grantee", f"NSERC {identity}" if identity else None, place if place != Place() else None),
    )
    amount = where.amount(row["AwardAmount"], "AwardAmount")
    claims = [Claim("i", "amount", amount, "CAD", as_of=start)] if amount is not None else []
    if programme := clean(row["ProgramNameEN"]):
        claims.append(Claim("i", "programme", programme))
    title = f"{own_id}, award {begun.year}" if begun else f"{own_id}, award"
    return Statement(
        Evidence("nserc", title, title=title),
        mentions,
        (Tie("f", "g", "funder-grantee", valid_from=start, valid_to=end),),
        tuple(claims),
        Initiative("i", own_id, "project", own_id),
    )
