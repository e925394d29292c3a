"""A study as the API v1 wrote it until 2024: the same structure under other names, with every value a text.

References
----------
ClinicalTrials.gov API 1.01, `/api/query/full_studies`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Place
from ecotone.sources.clinicaltrials import words
from ecotone.sources.clinicaltrials.study import Party, Site, Study, milestone, nct_number
from ecotone.sources.values import clean

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.sources.clinicaltrials.study import Milestone
    from ecotone.sources.values import Where

_DATES: Final = (("started", "StartDate"), ("primary completion", "PrimaryCompletionDate"), ("completed", "CompletionDate"))


def study(record: dict[str, Any], where: Where) -> Study:
    """Read one entry of `FullStudies`, or what stands in it under `Study`.

    Raises
    ------
    KeyError, TypeError, AttributeError, ValueError
        If a part of the record has another shape than the registry gave it; the caller lists the record.
    """
    protocol = record.get("Study", record)["ProtocolSection"]
    identity = protocol["IdentificationModule"]
    status = protocol.get("StatusModule", {})
    parties = protocol.get("SponsorCollaboratorsModule", {})
    design = protocol.get("DesignModule", {})
    oversight = protocol.get("OversightModule", {})
    enrolment = design.get("EnrollmentInfo", {})
    posted = status.get("LastUpdatePostDateStruct", {}).get("LastUpdatePostDate") or status.get("LastUpdateSubmitDate")
    updated = where.date(posted, "LastUpdatePostDate", "mdy")
    return Study(
        nct_id=nct_number(identity["NCTId"]),
        acronym=clean(identity.get("Acronym")),
        updated=updated,
        sponsor=_party(parties.get("LeadSponsor", {}), "LeadSponsor"),
        collaborators=tuple(party for entry in _list(parties, "Collaborator") if (party := _party(entry, "Collaborator"))),
        sites=tuple(_site(entry) for entry in _list(protocol.get("ContactsLocationsModule", {}), "Location")),
        milestones=tuple(_milestones(status, updated, where)),
        status=words.constant(status.get("OverallStatus")),
        status_date=where.date(status.get("StatusVerifiedDate"), "StatusVerifiedDate", "mdy"),
        study_type=words.constant(design.get("StudyType")),
        phases=tuple(phase for text in _list(design, "Phase") for phase in words.phases(text)),
        conditions=tuple(name for text in _list(protocol.get("ConditionsModule", {}), "Condition") if (name := clean(text))),
        intervention_kinds=tuple(
            words.constant(entry.get("InterventionType")) or ""
            for entry in _list(protocol.get("ArmsInterventionsModule", {}), "Intervention")
        ),
        enrolment=where.amount(enrolment.get("EnrollmentCount"), "EnrollmentInfo"),
        enrolment_actual=words.is_actual(enrolment.get("EnrollmentType")),
        regulated_drug=words.yes(oversight.get("IsFDARegulatedDrug")),
        regulated_device=words.yes(oversight.get("IsFDARegulatedDevice")),
        other_ids=tuple(
            entry["SecondaryId"]
            for entry in _list(identity, "SecondaryIdInfo")
            if "NIH" in entry.get("SecondaryIdType", "") and entry.get("SecondaryId")
        ),
    )


def _list(module: dict[str, Any], name: str) -> list[Any]:
    """Return the entries of a list, which the API wrapped as `{NameList: {Name: [...]}}`."""
    return list(module.get(f"{name}List", {}).get(name, ()))


def _party(entry: dict[str, Any], kind: str) -> Party | None:
    name = clean(entry.get(f"{kind}Name"))
    return Party(name, entry.get(f"{kind}Class")) if name else None


def _site(entry: dict[str, Any]) -> Site:
    place = Place(clean(entry.get("LocationCity")), clean(entry.get("LocationState")), clean(entry.get("LocationCountry")))
    return Site(clean(entry.get("LocationFacility")), place)


def _milestones(status: dict[str, Any], updated: Date | None, where: Where) -> list[Milestone]:
    found = []
    registered = where.date(status.get("StudyFirstSubmitDate"), "StudyFirstSubmitDate", "mdy")
    if registered:
        found.append(milestone("registered", registered, actual=True, updated=updated))
    for kind, name in _DATES:
        entry = status.get(f"{name}Struct", {})
        date = where.date(entry.get(name), name, "mdy")
        if date:
            found.append(milestone(kind, date, words.is_actual(entry.get(f"{name}Type")), updated))
    posted = where.date(status.get("ResultsFirstPostDateStruct", {}).get("ResultsFirstPostDate"), "ResultsFirstPostDate", "mdy")
    if posted:
        found.append(milestone("results posted", posted, actual=True, updated=updated))
    return found
