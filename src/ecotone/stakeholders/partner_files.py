"""Take over a survey that was made elsewhere: PARTNER-style CSV files of members and of relations.

Columns are known by their usual names; a member is one of the record's actors where exactly one has its name (in its normal form), a new
actor where none has, and is refused where several have. Persons' names, e-mail addresses and telephone numbers are not read. Answers
are taken as private, like those of a survey of our own; the instrument's version and range must be said.

References
----------
Varda et al. (2008), Core dimensions of connectivity in public health collaboratives. J. Public Health Management and Practice 14.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.dates import today
from ecotone.errors import InputError, UnreadableError
from ecotone.matching import normal_form, sector_of
from ecotone.problems import Problem
from ecotone.sources import open_files
from ecotone.sources.delimited import rows
from ecotone.stakeholders import survey
from ecotone.stakeholders.instruments import TRUST, VALUE, Item, Questionnaire, level
from ecotone.stakeholders.read import ROOM
from ecotone.vocabulary import SECTORS, Sector

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem
    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row

MEMBER: Final = {
    "organisation": ("organisation", "organization", "organisation name", "organization name", "org", "agency", "member"),
    "label": ("label", "abbreviation", "short name", "acronym", "id", "member id"),
    "sector": ("sector", "type", "organisation type", "organization type"),
    "name": ("name",),
}
RELATION: Final = {
    "from": ("from", "source", "respondent", "respondent organization", "respondent organisation", "member"),
    "to": ("to", "target", "partner", "partner organization", "partner organisation", "alter"),
    "level": ("intensity", "relationship intensity", "level", "relationship", "level of relationship", "relationship level"),
}
ITEMS: Final = {
    Item("openness", TRUST, "Openness to communication"): ("openness", "open to discussion", "openness to communication", "trust openness"),
    Item("reliability", TRUST, "Reliability"): ("reliability", "reliable", "partner reliability", "trust reliability"),
    Item("mission", TRUST, "Shared mission"): ("mission", "shared mission", "mission alignment", "in support of mission", "trust mission"),
    Item("power", VALUE, "Power and influence"): ("power", "influence", "power influence", "power and influence", "value power"),
    Item("involvement", VALUE, "Level of involvement"): ("involvement", "level of involvement", "value involvement"),
    Item("resources", VALUE, "Resource contribution"): ("resources", "resource contribution", "contributing resources", "value resources"),
}
"""The six dimensions of PARTNER with the names that their columns have."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking a survey over."""

    survey: str
    members: int
    added: int
    relations: int
    answered: int
    batch: int

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return asdict(self)


@dataclass(slots=True)
class _Member:
    name: str
    sector: Sector | None
    actor: int | None
    keys: set[str] = field(default_factory=set)


def take(
    eco: Ecosystem,
    name: str,
    members: Path,
    relations: Path,
    *,
    instrument: str | None,
    version: str | None,
    scale: str | None,
    problems: Problems,
    author: str = "",
) -> Taken:
    """Read both files and write what they say in one batch, as a survey that is closed.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    name : str
        What the survey is called in it.
    members, relations : Path
        The files.
    instrument, version, scale : str or None
        Which questionnaire, in which version, with which range of answers.
    problems : Problems
        Takes rows and answers that cannot be read; the others are kept.
    author : str
        As the history shows it.

    Raises
    ------
    InputError
        If the instrument's version or range is not given, or there is a survey of this name.
    UnreadableError
        If a file has not the columns that it needs, or nothing in it can be read.
    """
    made = Questionnaire.of(instrument, version, scale, tuple(ITEMS))
    clean = survey.checked_name(name)
    if eco.kept(ROOM, survey.SURVEY, clean):
        raise InputError("There is a survey of this name already", got=clean, remedy="Choose another name")
    people = _members(eco, members, problems)
    said = _relations(relations, people, made, problems)
    added = sum(each.actor is None for each in people)
    with eco.batch(f"Survey {clean}: take over {members.name} and {relations.name}", author) as batch:
        for each in people:
            if each.actor is None:
                each.actor = batch.add_actor(each.name, sector=each.sector)
        numbers = {position: each.actor for position, each in enumerate(people) if each.actor is not None}
        roster = tuple(dict.fromkeys(numbers.values()))
        found = survey.Survey(clean, roster, today(), today(), closed=True, instrument=made)
        names = {number: people[position].name for position, number in numbers.items()}
        given = []
        for position, partners in said.items():
            mine = {numbers[p]: survey.Relation(numbers[p], strength, items) for p, (strength, items) in partners.items()}
            own = tuple(each for number, each in sorted(mine.items()) if number != numbers[position])
            given.append(survey.Answered(numbers[position], today(), "import", own))
        survey.put_survey(batch, found)
        for answered in given:
            survey.put_answer(batch, found, answered, names)
        survey.put_scores(batch, found, given, names)
    assert batch.id is not None
    return Taken(clean, len(roster), added, sum(len(each.relations) for each in given), len(given), batch.id)


def _table(path: Path, problems: Problems, known: dict[str, tuple[str, ...]], needed: tuple[str, ...]) -> list[tuple[Row, dict[str, str]]]:
    """Read a file's rows with the meaning of its columns."""
    found: list[tuple[Row, dict[str, str]]] = []
    columns: dict[str, str] = {}
    for opened in open_files([path], problems):
        for row in rows(opened, problems):
            if not columns:
                plain = {
                    " ".join(name.casefold().replace("_", " ").replace("/", " ").replace(":", " ").split()): name for name in row.cells
                }
                columns = {meaning: plain[other] for meaning, others in known.items() for other in reversed(others) if other in plain}
                lacking = [meaning for meaning in needed if meaning not in columns]
                if lacking:
                    expected = "; ".join(f"{meaning}: {', '.join(known[meaning])}" for meaning in lacking)
                    raise UnreadableError("A column is missing", where=path.name, got=", ".join(row.cells), expected=expected)
            found.append((row, columns))
    if not found:
        raise UnreadableError("The file holds no row that can be read", where=path.name)
    return found


def _members(eco: Ecosystem, path: Path, problems: Problems) -> list[_Member]:
    """Read the members, and find them among the record's actors by their names."""
    by_form: dict[str, set[int]] = {}
    for mention, actor in eco.mentions().filter(pl.col("actor").is_not_null()).select("name", "actor").iter_rows():
        by_form.setdefault(normal_form(mention), set()).add(actor)
    found: dict[str, _Member] = {}
    for row, columns in _table(path, problems, MEMBER, ()):
        column = columns.get("organisation") or columns.get("name") or columns.get("label")
        name = row[column] if column else ""
        if not name:
            problems.add(Problem("The member has no organisation", file=path.name, row=row.number))
            continue
        form = normal_form(name)
        actors = by_form.get(form, set())
        if len(actors) > 1:
            candidates = ", ".join(str(number) for number in sorted(actors))
            remedy = "Merge them, or give the name that one of them alone has"
            problems.add(
                Problem("Several actors have this name", file=path.name, row=row.number, got=name, expected=candidates, remedy=remedy)
            )
            continue
        member = found.setdefault(form, _Member(name, _sector(name, row[columns["sector"]] if "sector" in columns else ""), None))
        member.actor = next(iter(actors), None)
        member.keys |= {form, name.casefold(), *({row[columns["label"]].casefold()} if "label" in columns else ())}
    people = list(found.values())
    if len(people) < 2:
        raise UnreadableError("The file names fewer than two members", where=path.name)
    return people


def _sector(name: str, said: str) -> Sector | None:
    """Return the sector that a file says, or that the name suggests."""
    words = {entry.label.casefold(): sector for sector, entry in SECTORS.items()} | {str(sector): sector for sector in SECTORS}
    if said.casefold() in words:
        return words[said.casefold()]
    guess = sector_of([name])
    return guess.sector if guess else None


def _relations(
    path: Path, people: list[_Member], made: Questionnaire, problems: Problems
) -> dict[int, dict[int, tuple[int, dict[str, int]]]]:
    """Read who says what of whom, by position in the list of members."""
    at = {key: position for position, each in enumerate(people) for key in each.keys if key}
    known = {**RELATION, **{item.key: names for item, names in ITEMS.items()}}
    said: dict[int, dict[int, tuple[int, dict[str, int]]]] = {}
    for row, columns in _table(path, problems, known, ("from", "to", "level")):
        ends = []
        for end in ("from", "to"):
            text = row[columns[end]]
            position = at.get(text.casefold(), at.get(normal_form(text), -1))
            if position < 0:
                problems.add(Problem("This is none of the members", file=path.name, row=row.number, column=columns[end], got=text))
            ends.append(position)
        if min(ends) < 0:
            continue
        if ends[0] == ends[1]:
            problems.add(Problem("A member says nothing of itself", file=path.name, row=row.number, got=row[columns["from"]]))
            continue
        try:
            strength = level(row[columns["level"]])
        except InputError as error:
            problems.add(
                Problem(error.what, file=path.name, row=row.number, column=columns["level"], got=error.got, expected=error.expected)
            )
            continue
        mine = said.setdefault(ends[0], {})
        if ends[1] in mine:
            problems.add(Problem("The relation stands above already", file=path.name, row=row.number, got=row[columns["to"]]))
        elif strength:
            mine[ends[1]] = (strength, _items(row, columns, made, path.name, problems))
    return said


def _items(row: Row, columns: dict[str, str], made: Questionnaire, file: str, problems: Problems) -> dict[str, int]:
    """Read the answers of one row; those outside the range are left out and listed."""
    given: dict[str, int] = {}
    for item in made.items:
        text = row[columns[item.key]] if item.key in columns else ""
        if text:
            try:
                given[item.key] = made.checked(text)
            except InputError as error:
                column = columns[item.key]
                problems.add(
                    Problem(
                        error.what, file=file, row=row.number, column=column, got=error.got, expected=error.expected, severity="changed"
                    )
                )
    return given
