"""Studies as tables: the classic site's 27 columns, and the present site's CSV with any choice of columns.

The present table has no class for each party and the classic one joins sponsor and collaborators with `|`. A table may lack
sponsors or locations; what is there is taken and what is missing is said. The statement of such a table stands beside that
of the whole record and never takes anything back from it; a table with all of them is a state of the record like any other
form. A place is written `facility, city, region, postcode, country` with commas in any of them: the country is the last
part, a region is what the registry is known to write as one (`regions.csv`; always in the United States and Canada), and
the city stands before it.

References
----------
ClinicalTrials.gov, CSV Download (site of 2023 on); classic site, "Download" (tab-separated, 27 columns).
"""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Place
from ecotone.sources.clinicaltrials import words
from ecotone.sources.clinicaltrials.study import Party, Site, Study, milestone
from ecotone.sources.columns import Columns
from ecotone.sources.values import clean

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.sources.clinicaltrials.study import Milestone
    from ecotone.sources.delimited import Row
    from ecotone.sources.values import Where

NUMBER: Final = "NCT Number"
COLUMNS: Final = Columns(
    (
        NUMBER, "Acronym", "Last Update Posted", "Sponsor/Collaborators", "Sponsor", "Collaborators", "Locations", "Status", "Study Status",
        "Study Type", "Phases", "Conditions", "Interventions", "Enrollment", "Funded Bys", "Funder Type", "First Posted", "Start Date",
        "Primary Completion Date", "Completion Date", "Results First Posted",
    ),
    {"NCT ID": NUMBER, "NCTId": NUMBER, "Lead Sponsor": "Sponsor", "Overall Status": "Study Status", "Phase": "Phases",
     "Condition": "Conditions", "Location": "Locations", "Last Updated": "Last Update Posted", "First Received": "First Posted"},
)  # fmt: skip

_DATES: Final = (
    ("registered", "First Posted"),
    ("started", "Start Date"),
    ("primary completion", "Primary Completion Date"),
    ("completed", "Completion Date"),
    ("results posted", "Results First Posted"),
)
_STUDY: Final = frozenset(COLUMNS.named(["Title", "Study Title", "Study URL", "URL"])) | COLUMNS.names
"""One of these beside the number makes a table of studies; a table of something else may name studies too."""
_POSTCODE: Final = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 .-]{2,11}", re.IGNORECASE)
_COUNTRY_TAIL: Final = frozenset(
    {"Republic of", "Islamic Republic of", "Democratic People's Republic of", "The Democratic Republic of the", "Province of China",
     "United Republic of", "The Former Yugoslav Republic of", "occupied", "Federated States of", "Bolivarian Republic of"}
)  # fmt: skip
"""What follows the comma in names such as `Korea, Republic of`."""


def is_table(columns: list[str]) -> bool:
    """Tell whether these are the columns of such a table."""
    return NUMBER in columns and len(_STUDY & set(columns)) > 1


def missing(columns: list[str]) -> list[str]:
    """Say which parts of a study the table has no column for."""
    lacks = []
    if not {"Sponsor/Collaborators", "Sponsor"} & set(columns):
        lacks.append("sponsors")
    if "Locations" not in columns:
        lacks.append("locations")
    if "Last Update Posted" not in columns:
        lacks.append("date of the last update")
    return lacks


def study(row: Row, where: Where, *, partial: bool) -> Study | None:
    """Read one row of a table that may show only part of a study; None, with a problem, where it has no NCT number."""
    number = row[NUMBER]
    if not re.fullmatch(r"NCT\d{8}", number):
        where.refused("The row has no NCT number", NUMBER, number)
        return None
    updated = where.date(row["Last Update Posted"], "Last Update Posted", "mdy")
    sponsor, collaborators = _parties(row)
    enrolment = row["Enrollment"]
    return Study(
        nct_id=number,
        acronym=clean(row["Acronym"]),
        updated=updated,
        sponsor=sponsor,
        collaborators=collaborators,
        sites=tuple(site(text) for text in row["Locations"].split("|") if text.strip()),
        milestones=tuple(_milestones(row, updated, where)),
        status=words.constant(row["Status"] or row["Study Status"]),
        study_type=words.constant(row["Study Type"].split(":")[0]),
        phases=words.phases(row["Phases"]),
        conditions=tuple(name for text in row["Conditions"].split("|") if (name := clean(text))),
        intervention_kinds=tuple(words.constant(text.split(":")[0]) or "" for text in row["Interventions"].split("|") if ":" in text),
        enrolment=where.amount(enrolment, "Enrollment"),
        part="table" if partial else None,
    )


def _parties(row: Row) -> tuple[Party | None, tuple[Party, ...]]:
    """Read the sponsor and the collaborators; the funders' classes are not given party by party, save where there is only one."""
    joined = [name for text in row["Sponsor/Collaborators"].split("|") if (name := clean(text))]
    if not joined:
        joined = [name for text in [row["Sponsor"], *row["Collaborators"].split("|")] if (name := clean(text))]
    if not joined:
        return None, ()
    classes = [words.klass(text) for text in (row["Funded Bys"] or row["Funder Type"]).split("|")]
    # The present table's class is the sponsor's; the classic one lists all classes without saying whose.
    own = classes[0] if "Funder Type" in row.cells or len(joined) == 1 else None
    return Party(joined[0], own), tuple(Party(name) for name in joined[1:])


def site(text: str) -> Site:
    """Take a location apart, from its end.

    Examples
    --------
    >>> site("Texas Heart Institute, Houston, Texas, 77030, United States").place.city
    'Houston'
    >>> site("King's College London, London, United Kingdom").name
    "King's College London"
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return Site(clean(text), Place())
    country = parts.pop()
    if country in _COUNTRY_TAIL and parts:
        country = f"{parts.pop()}, {country}"
    if len(parts) > 1 and _POSTCODE.fullmatch(parts[-1]):
        parts.pop()
    is_region = country in {"United States", "Canada"} or (country, parts[-1]) in _regions() or parts[-1:] == parts[-2:-1]
    region = parts.pop() if len(parts) > 2 and is_region else None
    city = parts.pop() if len(parts) > 1 else None
    return Site(clean(", ".join(parts)), Place(city, region, country))


@functools.cache
def _regions() -> frozenset[tuple[str, str]]:
    text = resources.files("ecotone.sources.clinicaltrials").joinpath("regions.csv").read_text(encoding="utf-8")
    return frozenset((row["country"], row["region"]) for row in csv.DictReader(text.splitlines()))


def _milestones(row: Row, updated: Date | None, where: Where) -> list[Milestone]:
    found = []
    for kind, column in _DATES:
        date = where.date(row[column], column, "mdy")
        if date:
            found.append(milestone(kind, date, None, updated))
    return found
