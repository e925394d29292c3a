"""Figures of the FDA's reports on the device user fees (MDUFA): how many submissions, how long, by cohort and office.

They are figures about cohorts, not submissions: each row becomes one claim about the office that decides (CDRH, CBER or an
office of health technology), in force for the fiscal year (October to September), as of the report. Two reports that differ
on the same cohort stay side by side, the open cohort of the earlier and the closed one of the later. A column named
`organization` here is the office that decides, never a list of actors of the ecosystem.

References
----------
FDA, MDUFA performance reports. https://www.fda.gov/industry/medical-device-user-fee-amendments-mdufa-fees/mdufa-reports
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Evidence, Mention, Place, Statement
from ecotone.sources.columns import Columns
from ecotone.sources.delimited import header, rows
from ecotone.sources.source import Shows
from ecotone.sources.values import Where, clean
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "fda-mdufa"
METRIC: Final = ("performance_metric", "expected_metric")
COLUMNS: Final = Columns(
    (*METRIC, "organization", "org", "fy", "value", "report_date", "table_title", "table_number", "program", "report_link")
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SHARE: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s*%")


class Mdufa:
    """How long the FDA's offices take, as the FDA reports it."""

    name = NAME
    label = "FDA user-fee performance reports"
    licence = "US public domain"
    shows = Shows(
        (), (Sector.REGULATOR,), "the United States", (2013, None), "single submissions and their applicants; devices without a fee"
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns."""
        names = set(header(opened.head, COLUMNS))
        return {"organization", "fy", "value", "report_date"} <= names and any(name in names for name in METRIC)

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a figure; rows whose figure is not there (`NA`) say nothing."""
        for row in rows(opened, problems, known=COLUMNS):
            work.step(row.number, None, opened.name)
            said = _said(row, row["table_title"] or row["table_number"], Where(problems, opened.name, row.number))
            if said is not None:
                yield said


def _said(row: Row, table: str, where: Where) -> Statement | None:
    metric = clean(row[METRIC[0]]) or clean(row[METRIC[1]])
    office = clean(row["org"]) or clean(row["organization"])
    report = where.date(clean(row["report_date"]), "report_date")
    if metric is None or office is None or report is None or not _YEAR.fullmatch(row["fy"]):
        where.refused("The row names no figure, office, report or fiscal year", "fy", row["fy"], "for example 2024")
        return None
    if clean(row["value"]) is None:
        return None
    year = int(row["fy"])
    percent = _SHARE.fullmatch(row["value"].strip())
    value = float(percent[1]) if percent else where.amount(row["value"], "value")
    if value is None:
        return None
    program = clean(row["program"])
    field = ", ".join(part for part in (program, metric, f"table {table}" if table and table != program else None) if part)
    key = " / ".join((str(report), row["table_number"], office, program or "", metric, f"FY{year}"))
    link = row["report_link"]
    return Statement(
        Evidence(NAME, key, link if link.startswith(("https://", "http://")) else None, report, title=f"FDA report {report}, FY{year}"),
        (Mention("o", office, "deciding office", place=Place(None, None, "United States"), sector=Sector.REGULATOR),),
        (),
        (Claim("o", field, value, _unit(metric, percent=percent is not None), Date(f"{year - 1}-10-01"), Date(f"{year}-10-01"), report),),
    )


def _unit(metric: str, *, percent: bool) -> str | None:
    """Return the unit of a figure by its name.

    Examples
    --------
    >>> _unit("Average Total Days to MDUFA Decision", percent=False), _unit("Number of Deleted", percent=False)
    ('days', None)
    """
    if percent:
        return "percent"
    return "days" if re.search(r"\bdays\b", metric, re.IGNORECASE) and not metric.lower().startswith(("number", "rate")) else None
