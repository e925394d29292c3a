"""What every form of a ClinicalTrials.gov record says, in one shape, and the statement made of it.

The registry has delivered its studies as API v2 and v1 JSON, XML, and tables of chosen columns. Each form has a reader
that fills a `Study`; what becomes of it is decided once, here. Only facts are taken: no titles, summaries, eligibility
texts, contacts or investigators.

References
----------
ClinicalTrials.gov, Study Data Structure (National Library of Medicine), as of API 2.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Place, Statement, Tie
from ecotone.errors import InputError
from ecotone.sources.classes import classes
from ecotone.sources.unnamed import is_unnamed

if TYPE_CHECKING:
    from ecotone.dates import Date

NAME: Final = "clinicaltrials"

EVENTS: Final = ("registered", "started", "primary completion", "completed", "results posted")
"""What a study passes, in order; the same words as `vocabulary.TRIAL_EVENTS`."""

DRUG_KINDS: Final = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "GENETIC"})
DEVICE_KINDS: Final = frozenset({"DEVICE", "COMBINATION_PRODUCT", "DIAGNOSTIC_TEST"})


@dataclass(frozen=True, slots=True)
class Party:
    """A sponsor or collaborator: name as written, class of the registry (`INDUSTRY`, `NIH`, `OTHER` ...)."""

    name: str
    klass: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a study is carried out; the name may be missing."""

    name: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that a study passes, on a day or planned for one."""

    kind: str
    date: Date
    actual: bool


@dataclass(frozen=True, slots=True)
class Study:
    """The facts of one study. None and empty mean that the form does not say."""

    nct_id: str
    acronym: str | None = None
    updated: Date | None = None
    sponsor: Party | None = None
    collaborators: tuple[Party, ...] = ()
    sites: tuple[Site, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    status: str | None = None
    status_date: Date | None = None
    study_type: str | None = None
    phases: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    intervention_kinds: tuple[str, ...] = ()
    enrolment: float | None = None
    enrolment_actual: bool | None = None
    regulated_drug: bool | None = None
    regulated_device: bool | None = None
    other_ids: tuple[str, ...] = ()
    part: str | None = None
    """Name of a form that shows only part of the record; its statement stands beside that of the whole record."""


def nct_number(text: str) -> str:
    """Return a study's number.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> nct_number(" nct01234567 ")
    'NCT01234567'
    """
    found = text.strip().upper()
    if not re.fullmatch(r"NCT\d{8}", found):
        raise InputError("The study has no NCT number", got=text[:60], expected="for example NCT01234567")
    return found


def milestone(kind: str, date: Date, actual: bool | None, updated: Date | None) -> Milestone:  # noqa: FBT001  what the form says of the date
    """Say whether a date has come about, where the form may not.

    A date without a type was entered before the registry asked for it, and counts as actual if it lies before the last
    update. Days of posting are called "estimated" before 2017, when the registry did not record them to the day; they
    and the day of registration have always come about.
    """
    if kind in {"registered", "results posted"}:
        return Milestone(kind, date, actual=True)
    return Milestone(kind, date, updated is not None and date.first <= updated.last if actual is None else actual)


def statement(study: Study) -> Statement:
    """Say what a study says.

    Examples
    --------
    >>> said = statement(Study("NCT00000001", sponsor=Party("Baylor College of Medicine", "OTHER"),
    ...     sites=(Site("Research Site", Place("Houston", "Texas", "United States")),)))
    >>> [(mention.role, mention.name, mention.unnamed_of) for mention in said.mentions]
    [('lead sponsor', 'Baylor College of Medicine', None), ('site', 'Research Site', 's')]
    >>> [(tie.kind, tie.source, tie.target) for tie in said.ties]
    [('sponsor-site', 's', 'l0')]
    """
    title = f"{study.nct_id} {study.acronym}" if study.acronym else study.nct_id
    evidence = Evidence(
        NAME,
        f"{study.nct_id} ({study.part})" if study.part else study.nct_id,
        f"https://clinicaltrials.gov/study/{study.nct_id}",
        study.updated,
        title=study.nct_id,
    )
    mentions, ties = _parties(study)
    return Statement(
        evidence,
        mentions=tuple(mentions),
        ties=tuple(ties),
        claims=tuple(_claims(study)),
        initiative=Initiative("i", study.nct_id, "study", title),
        events=tuple(_events(study, [mention for mention in mentions if mention.role != "site"])),
    )


def _span(study: Study) -> tuple[Date | None, Date | None]:
    """Return when a study's ties hold: from its start to its completion, as far as these are known or planned."""
    dates = {milestone.kind: milestone.date for milestone in study.milestones}
    start, end = dates.get("started"), dates.get("completed", dates.get("primary completion"))
    return (start, None) if start and end and end.last < start.first else (start, end)


def _parties(study: Study) -> tuple[list[Mention], list[Tie]]:
    start, end = _span(study)
    sectors = classes(NAME)
    mentions: list[Mention] = []
    ties: list[Tie] = []
    if study.sponsor:
        mentions.append(Mention("s", study.sponsor.name, "lead sponsor", sector=sectors.get(study.sponsor.klass or "")))
    for number, party in enumerate(dict.fromkeys(study.collaborators)):
        mentions.append(Mention(f"c{number}", party.name, "collaborator", sector=sectors.get(party.klass or "")))
        if study.sponsor:
            ties.append(Tie("s", f"c{number}", "sponsor-collaborator", valid_from=start, valid_to=end))
    for number, site in enumerate(dict.fromkeys(study.sites)):
        unnamed = site.name is None or is_unnamed(site.name)
        if unnamed and not study.sponsor:
            continue  # an unnamed site of nobody says nothing about anybody
        name = site.name or "Site without a name"
        mentions.append(Mention(f"l{number}", name, "site", place=site.place, unnamed_of="s" if unnamed else None))
        if study.sponsor:
            ties.append(Tie("s", f"l{number}", "sponsor-site", valid_from=start, valid_to=end))
    return mentions, ties


def _claims(study: Study) -> list[Claim]:
    kinds = set(study.intervention_kinds)
    claims = [Claim("i", "condition", condition) for condition in dict.fromkeys(study.conditions)]
    claims += [Claim("i", "phase", phase) for phase in study.phases]
    if study.study_type:
        claims.append(Claim("i", "study type", study.study_type))
    if study.status:
        claims.append(Claim("i", "status", study.status, as_of=study.status_date))
    if study.enrolment is not None:
        field = "enrolment" if study.enrolment_actual is None else "actual enrolment" if study.enrolment_actual else "planned enrolment"
        claims.append(Claim("i", field, study.enrolment, "participants"))
    if kinds:
        claims.append(Claim("i", "tests a drug", bool(kinds & DRUG_KINDS)))
        claims.append(Claim("i", "tests a device", bool(kinds & DEVICE_KINDS)))
    if study.regulated_drug is not None:
        claims.append(Claim("i", "FDA-regulated drug", study.regulated_drug))
    if study.regulated_device is not None:
        claims.append(Claim("i", "FDA-regulated device", study.regulated_device))
    claims += [Claim("i", "other id", other) for other in dict.fromkeys(study.other_ids)]
    return claims


def _events(study: Study, parties: list[Mention]) -> list[Event]:
    objects = (("i", "study"), *((mention.key, mention.role) for mention in parties))
    return [Event(milestone.kind, milestone.date, milestone.actual, objects) for milestone in dict.fromkeys(study.milestones)]
