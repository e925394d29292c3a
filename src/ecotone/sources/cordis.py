"""Projects that the European Union funds, and the organisations in them, as CORDIS publishes them.

Three tables are read. `organization.csv` has one row for each organisation in each project: a project's rows become one
statement in which the coordinator is tied to each other organisation. Whoever takes part signs with the coordinator, who
answers for the whole; ties of all with all would say of a project of two hundred that twenty thousand pairs work together.
`project.csv` has the dates: it is looked up beside the other table (same folder or archive), so that ties are dated by their
project, and becomes statements of its own. A table with one row an organisation, as analyses export it, has no projects
and gives actors only. The same tables of 2017 and before have other names for the same columns.

Amounts mix decimal points and commas and never group thousands. Street addresses, VAT numbers, contact forms, titles and
objectives are dropped.

References
----------
CORDIS, EU research projects under Horizon Europe, Horizon 2020 and FP7 (data.europa.eu), CSV.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.errors import SourceError, UnreadableError
from ecotone.problems import Problems
from ecotone.sources.classes import classes
from ecotone.sources.columns import Columns
from ecotone.sources.repeated import apart
from ecotone.sources.source import Between, Shows
from ecotone.sources.tabular import columns_of, rows_of
from ecotone.sources.text import mend
from ecotone.sources.values import Where, cased, clean
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.dates import Date
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "cordis"
COORDINATORS: Final = frozenset({"coordinator", "hostInstitution"})
"""Roles of the organisation that answers for a project; the second in grants to single researchers."""

_TAKE_PART: Final = (Sector.ACADEMIA, Sector.INDUSTRY, Sector.REGULATOR, Sector.PROVIDER)
_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LISTED: Final = frozenset({"orgId", "name", "country", "activityType"})
_TAKING_PART: Final = frozenset({"projectID", "name", "role", "activityType"})
_PROJECTS: Final = frozenset({"id", "acronym", "startDate", "endDate", "ecMaxContribution"})


_FIELDS: Final = frozenset({"projectID", "euroSciVocPath"})
COLUMNS: Final = Columns(
    (
        *_FIELDS, "euroSciVocTitle",
        *_LISTED, *_TAKING_PART, *_PROJECTS, "projectAcronym", "contentUpdateDate", "organisationID", "shortName", "ecContribution",
        "endOfParticipation", "city", "ecSignatureDate", "totalCost", "status", "frameworkProgramme", "programme", "masterCall", "call",
        "topics", "fundingScheme", "coordinator", "coordinatorCountry", "participants", "numProjects", "numPartners", "totMoney",
    ),
    {"organizationID": "organisationID", "projectReference": "projectID", "reference": "id", "PIC": "orgId"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One organisation in one project."""

    identity: str
    name: str
    short: str | None
    activity: str
    place: Place | None
    role: str
    money: float | None
    left: bool


@dataclass(slots=True)
class Project:
    """What the two tables say of one project."""

    acronym: str | None = None
    updated: Date | None = None
    start: Date | None = None
    end: Date | None = None
    parts: list[Part] | None = None


class Cordis:
    """Projects of the framework programmes and who takes part."""

    name = NAME
    label = "CORDIS projects and organisations"
    licence = "CC BY 4.0; name CORDIS, European Union"
    shows = Shows(
        (Between("project-partner", _TAKE_PART, _TAKE_PART),),
        _TAKE_PART,
        "the European Union and its partners",
        (2007, None),
        "what participants of a project do with each other beside the coordinator; projects without money of the European Union",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the columns."""
        columns = columns_of(opened, COLUMNS)
        return any(form <= columns for form in (_LISTED, _TAKING_PART, _PROJECTS, _FIELDS))

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement a project, or one an organisation where there are no projects."""
        columns = columns_of(opened, COLUMNS)
        if columns >= _TAKING_PART:
            yield from _projects(opened, problems, work)
            return
        if columns >= _FIELDS:
            yield from _fields_of_science(opened, problems, work)
            return
        if not any(form <= columns for form in (_LISTED, _PROJECTS)):
            raise UnreadableError(
                "This is none of CORDIS's tables",
                where=opened.name,
                got=", ".join(sorted(columns))[:300],
                expected="organization.csv or project.csv, with the columns as CORDIS names them",
            )
        yield from apart(_rows(opened, problems, work, listed=columns >= _LISTED), opened.name, problems)


def _rows(opened: Opened, problems: Problems, work: Work, *, listed: bool) -> Iterator[Statement]:
    own = opened.name.rpartition("/")[2]
    beside = re.sub("projects?(?=[^/]*$)", lambda found: "organizations" if found[0].endswith("s") else "organization", own)
    alone = beside == own or opened.beside(beside) is None
    for row in rows_of(opened, problems, COLUMNS):
        work.step(row.number, None, opened.name)
        where = Where(problems, opened.name, row.number)
        said = _organisation(row, where) if listed else _project(row, where, alone=alone)
        if said is not None:
            yield said


def _projects(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    """Gather the rows of each project, which need not stand together, and say who was in it."""
    found: dict[str, Project] = {}
    for row in rows_of(opened, problems, COLUMNS):
        work.step(row.number, None, opened.name)
        where = Where(problems, opened.name, row.number)
        own_id = clean(row["projectID"])
        part = _part(row, where)
        if own_id is None or part is None:
            where.refused("The row has no project or no organisation", "projectID" if own_id is None else "name")
            continue
        project = found.setdefault(own_id, Project(clean(row["projectAcronym"]), parts=[]))
        assert project.parts is not None
        project.parts.append(part)
        project.updated = _latest(project.updated, where.date(row["contentUpdateDate"][:10], "contentUpdateDate"))
    _date(opened, found, Where(problems, opened.name))
    for own_id, project in found.items():
        yield _taking_part(own_id, project, Where(problems, opened.name))


def _fields_of_science(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    """Say to which fields of science a project belongs, by the vocabulary of CORDIS."""
    found: dict[str, dict[str, None]] = {}
    for row in rows_of(opened, problems, COLUMNS):
        work.step(row.number, None, opened.name)
        own_id, field = clean(row["projectID"]), clean(row["euroSciVocTitle"]) or clean(row["euroSciVocPath"].rsplit("/", 1)[-1])
        if own_id is None or field is None:
            where = Where(problems, opened.name, row.number)
            where.refused("The row has no project or no field of science", "projectID" if own_id is None else "euroSciVocTitle")
            continue
        found.setdefault(own_id, {})[field] = None
    known = _known_beside(opened, set(found))
    for own_id, fields in found.items():
        project = known.get(own_id, Project())
        label = project.acronym or own_id
        yield Statement(
            Evidence(NAME, f"{own_id} (fields)", _address(own_id), project.updated, title=label),
            claims=tuple(Claim("i", "field of science", field) for field in fields),
            initiative=Initiative("i", own_id, "project", label),
        )


def _known_beside(opened: Opened, wanted: set[str]) -> dict[str, Project]:
    """Return acronym and day of each project by the table of projects beside the file, as far as there is one."""
    table = opened.beside(f"project{opened.suffix}")
    found: dict[str, Project] = {}
    if table is None or not columns_of(table, COLUMNS) >= _PROJECTS:
        return found
    said_there = Problems()  # the table is read as a file of its own too, and says there what is wrong with it
    with contextlib.suppress(SourceError):
        for row in rows_of(table, said_there, COLUMNS):
            if row["id"] in wanted:
                there = Where(said_there, table.name, row.number)
                found[row["id"]] = Project(clean(row["acronym"]), there.date(row["contentUpdateDate"][:10], "contentUpdateDate"))
    return found


def _part(row: Row, where: Where) -> Part | None:
    identity, name = clean(row["organisationID"]) or clean(row["id"]), _name(row["name"], where)
    if name is None:
        return None
    return Part(
        identity or name,
        name,
        clean(mend(row["shortName"])),
        row["activityType"],
        _place(row),
        clean(row["role"]) or "participant",
        _money(row, "ecContribution", where),
        row["endOfParticipation"].lower() == "true",
    )


def _date(opened: Opened, found: dict[str, Project], where: Where) -> None:
    """Date projects by the table of projects beside the file."""
    folder, _, own = opened.name.rpartition("/")
    name = re.sub("organi[sz]ation", "project", own) if "organi" in own else f"project{opened.suffix}"
    table = opened.beside(name)
    if table is None or not columns_of(table, COLUMNS) >= _PROJECTS:
        where.noted("There is no table of projects beside the file, so its ties have no dates", got=f"{folder}/{name}".lstrip("/"))
        return
    said_there = Problems()  # the table is read as a file of its own too, and says there what is wrong with it
    try:
        for row in rows_of(table, said_there, COLUMNS):
            project = found.get(row["id"].strip())
            if project is not None:
                there = Where(said_there, table.name, row.number)
                project.start, project.end = _span(row, there)
                project.updated = _latest(project.updated, there.date(row["contentUpdateDate"][:10], "contentUpdateDate"))
    except SourceError as error:
        where.noted("The table of projects cannot be read to its end, so some ties have no dates", got=str(error))


def _taking_part(own_id: str, project: Project, where: Where) -> Statement:
    """Say who was in a project: the coordinator tied to each other organisation."""
    parts: dict[str, Part] = {}
    for part in project.parts or ():
        if part.identity not in parts or part.role in COORDINATORS:
            parts[part.identity] = part
    keys = {identity: f"o{n}" for n, identity in enumerate(parts)}
    leading = [identity for identity, part in parts.items() if part.role in COORDINATORS]
    if not leading and len(parts) > 1:
        where.noted("The project names no coordinator, so nobody in it is tied", "role", own_id)
    ties = [
        Tie(keys[lead], keys[other], "project-partner", directed=False, valid_from=project.start, valid_to=project.end)
        for place, lead in enumerate(leading)
        for other in parts
        if other not in leading[: place + 1]
    ]
    sectors = classes(NAME)
    mentions, claims = [], []
    for identity, part in parts.items():
        key, pic, sector = keys[identity], f"PIC {identity}" if identity.isdecimal() else None, sectors.get(part.activity)
        mentions.append(Mention(key, part.name, _CAPITAL.sub(" ", part.role).lower(), pic, part.place, sector))
        if part.short and part.short != part.name:
            mentions.append(Mention(f"a{key}", part.short, "acronym", pic, part.place, sector))
        if part.money is not None:
            claims.append(Claim(key, "EU contribution", part.money, "EUR", as_of=project.updated))
        if part.left:
            claims.append(Claim(key, "left the project early", value=True))
    label = project.acronym or own_id
    return Statement(
        Evidence(NAME, own_id, _address(own_id), project.updated, title=label),
        tuple(mentions),
        tuple(ties),
        tuple(claims),
        Initiative("i", own_id, "project", label),
    )


def _named_parties(row: Row) -> list[str]:
    """Return the coordinator and the participants that a table of projects up to 2017 names, each once."""
    others = [mend(name) for text in row["participants"].split(";") if (name := clean(text))]
    lead = clean(mend(row["coordinator"]))
    return list(dict.fromkeys([lead, *others])) if lead else []


def _project(row: Row, where: Where, *, alone: bool) -> Statement | None:
    """Say when a project began and ended and what it costs; alone, without a table of organisations, also who is named in it."""
    own_id = clean(row["id"])
    if own_id is None:
        where.refused("The row has no project", "id")
        return None
    start, end = _span(row, where)
    updated = where.date(row["contentUpdateDate"][:10], "contentUpdateDate")
    closed = row["status"].upper() in {"CLOSED", "TERMINATED"}
    dated = (
        ("awarded", where.date(row["ecSignatureDate"], "ecSignatureDate"), True),
        ("project started", start, bool(start and updated and start.first <= updated.last)),
        ("project ended", end, closed),
    )
    claims = [
        Claim("i", field, value, "EUR")
        for field, column in (("amount", "ecMaxContribution"), ("total cost", "totalCost"))
        if (value := _money(row, column, where)) is not None
    ]
    claims += [
        Claim("i", field, text)
        for field, columns in (
            ("status", ("status",)),
            ("programme", ("frameworkProgramme", "programme")),
            ("call", ("masterCall", "call")),
            ("topic", ("topics",)),
            ("funding scheme", ("fundingScheme",)),
        )
        if (text := next((found for column in columns if (found := clean(row[column]))), None))
    ]
    label = clean(row["acronym"]) or own_id
    names = _named_parties(row) if alone else []
    country = clean(row["coordinatorCountry"])
    mentions = tuple(
        Mention(f"o{n}", name, "participant" if n else "coordinator", place=Place(None, None, country) if country and not n else None)
        for n, name in enumerate(names)
    )
    ties = tuple(Tie("o0", f"o{n}", "project-partner", directed=False, valid_from=start, valid_to=end) for n in range(1, len(names)))
    return Statement(
        Evidence(NAME, f"{own_id} (project)", _address(own_id), updated, title=label),
        mentions,
        ties,
        claims=tuple(claims),
        initiative=Initiative("i", own_id, "project", label),
        events=tuple(Event(kind, date, actual, (("i", "project"),)) for kind, date, actual in dated if date),
    )


def _organisation(row: Row, where: Where) -> Statement | None:
    """Say who an organisation is, and in how many projects for how much money."""
    own_id, name = clean(row["orgId"]), _name(row["name"], where)
    if name is None or own_id is None:
        where.refused("The row has no organisation", "orgId" if name else "name")
        return None
    place, sector = _place(row), classes(NAME).get(row["activityType"])
    mentions = [Mention("o", name, "organisation", f"PIC {own_id}", place, sector)]
    short = clean(mend(row["shortName"]))
    if short and short != name:
        mentions.append(Mention("a", short, "acronym", f"PIC {own_id}", place, sector))
    claims = [Claim("o", "activity type", row["activityType"])] if clean(row["activityType"]) else []
    for field, column, unit in (
        ("H2020 projects", "numProjects", "projects"),
        ("H2020 partners", "numPartners", "partners"),
        ("H2020 money", "totMoney", "EUR"),
    ):
        value = where.amount(row[column], column)
        if value is not None:
            claims.append(Claim("o", field, value, unit))
    return Statement(Evidence(NAME, f"PIC {own_id}", title=f"PIC {own_id}"), tuple(mentions), (), tuple(claims))


def _name(text: str, where: Where) -> str | None:
    written = clean(text)
    if written is None:
        return None
    name = mend(written)
    if name != written:
        where.changed("A name of mangled letters was mended", "name", written, name)
    return name


def _place(row: Row) -> Place | None:
    place = Place(clean(cased(mend(row["city"]))), None, clean(row["country"]))
    return place if place != Place() else None


def _money(row: Row, column: str, where: Where) -> float | None:
    """Read an amount whose decimal sign is a point in one column and a comma in the next."""
    written = row[column]
    return where.amount(written.replace(",", ".") if written.count(",") == 1 and "." not in written else written, column)


def _span(row: Row, where: Where) -> tuple[Date | None, Date | None]:
    start, end = where.date(row["startDate"], "startDate"), where.date(row["endDate"], "endDate")
    if start and end and end.last < start.first:
        where.changed("The project ends before it starts; its end was dropped", "endDate", row["endDate"])
        return start, None
    return start, end


def _latest(one: Date | None, other: Date | None) -> Date | None:
    return other if one is None or (other is not None and other.iso > one.iso) else one


def _address(own_id: str) -> str | None:
    return f"https://cordis.europa.eu/project/id/{own_id}" if own_id.isdecimal() else None
