"""Projects of the NIH as tables: ExPORTER's yearly files and the website's export.

Both say what the service says of a project, under other names, so a row is brought to the service's fields and read as it is there.
Dates are written month first. Investigators, titles, terms and program officers are dropped.

References
----------
NIH ExPORTER, project files (reporter.nih.gov/exporter), data dictionary. NIH RePORTER, export of a search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.sources.columns import Columns
from ecotone.sources.nih import Nih
from ecotone.sources.repeated import apart
from ecotone.sources.reporter import project
from ecotone.sources.tabular import columns_of, rows_of
from ecotone.sources.values import MISSHAPEN, Where, clean
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.ecosystem.statements import Statement
    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.sources.source import Shows
    from ecotone.work import Work

_NUMBER: Final = "FULL_PROJECT_NUM"
_REQUIRED: Final = frozenset({_NUMBER, "FY"})
COLUMNS: Final = Columns(
    (
        *_REQUIRED, "APPLICATION_ID", "ACTIVITY", "IC_NAME", "SUBPROJECT_ID", "ORG_NAME", "ORG_IPF_CODE", "ORG_CITY", "ORG_STATE",
        "ORG_COUNTRY", "AWARD_NOTICE_DATE", "PROJECT_START", "PROJECT_END", "TOTAL_COST", "TOTAL_COST_SUB_PROJECT", "DIRECT_COST_AMT",
        "INDIRECT_COST_AMT",
    ),
    {
        "Project Number": _NUMBER, "Fiscal Year": "FY", "Administering IC": "IC_NAME", "Subproject Number": "SUBPROJECT_ID",
        "Organization Name": "ORG_NAME", "Organization ID (IPF)": "ORG_IPF_CODE", "Organization City": "ORG_CITY",
        "Organization State": "ORG_STATE", "Organization Country": "ORG_COUNTRY", "Project Start Date": "PROJECT_START",
        "Project End Date": "PROJECT_END", "Total Cost (Sub Projects)": "TOTAL_COST_SUB_PROJECT", "Direct Cost IC": "DIRECT_COST_AMT",
        "InDirect Cost IC": "INDIRECT_COST_AMT",
    },
)  # fmt: skip


class Exporter:
    """Institutes that fund and institutions that receive, as tables of projects."""

    name = "nih-exporter"
    label = "NIH RePORTER tables"
    licence = Nih.licence
    shows: Shows = Nih.shows

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns; the awards list has no fiscal year."""
        columns = columns_of(opened, COLUMNS)
        return columns >= _REQUIRED and bool({"IC_NAME", "ACTIVITY"} & columns) and b'"project_num"' not in opened.start

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a project and year."""
        yield from apart(self._said(opened, problems, work), opened.name, problems)

    def _said(self, opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
        lacking = 0
        for row in rows_of(opened, problems, COLUMNS):
            work.step(row.number, None, opened.name)
            where = Where(problems, opened.name, row.number)
            if clean(row[_NUMBER]) is None:
                where.refused("The row holds no project", _NUMBER)
                continue
            try:
                said = project(_record(row, where), where)
            except MISSHAPEN as error:
                where.misshapen("The project cannot be read", error)
                continue
            lacking += not said.ties
            yield said
        if lacking:
            Where(problems, opened.name).noted("Projects name no institution, so there is no tie to one", "ORG_NAME", f"{lacking:,}")


def _record(row: Row, where: Where) -> dict[str, Any]:
    """Bring a row to the fields of the service."""
    money = (
        ("award_amount", "TOTAL_COST" if clean(row["TOTAL_COST"]) else "TOTAL_COST_SUB_PROJECT"),
        ("direct_cost_amt", "DIRECT_COST_AMT"),
        ("indirect_cost_amt", "INDIRECT_COST_AMT"),
    )
    days = (("award_notice_date", "AWARD_NOTICE_DATE"), ("project_start_date", "PROJECT_START"), ("project_end_date", "PROJECT_END"))
    year = clean(row["FY"])
    if year and not (year.isdecimal() and len(year) == 4):
        where.changed("The fiscal year is none", "FY", year, "for example 2024")
        year = None
    return {
        "project_num": row[_NUMBER],
        "subproject_id": clean(row["SUBPROJECT_ID"]),
        "fiscal_year": year,
        "appl_id": clean(row["APPLICATION_ID"]),
        "activity_code": clean(row["ACTIVITY"]),
        "agency_ic_admin": {"name": clean(row["IC_NAME"])},
        "organization": {
            "org_name": row["ORG_NAME"],
            "org_ipf_code": row["ORG_IPF_CODE"],
            "org_city": row["ORG_CITY"],
            "org_state": row["ORG_STATE"],
            "org_country": row["ORG_COUNTRY"],
        },
        **{field: where.amount(row[column], column) for field, column in money},
        **{field: date.iso for field, column in days if (date := where.date(row[column], column, "mdy"))},
    }
