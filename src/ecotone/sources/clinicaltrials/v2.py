"""A study as the API v2 and the website's JSON download write it.

A date without `type` was entered before the registry asked whether it had come about; it counts as actual if it lies
before the record's last update, and as planned otherwise.

References
----------
ClinicalTrials.gov API 2.0, `/api/v2/studies`, Study Data Structure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Place
from ecotone.sources.clinicaltrials.study import Party, Site, Study, milestone, nct_number
from ecotone.sources.values import clean

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.sources.clinicaltrials.study import Milestone
    from ecotone.sources.values import Where

_DATES: Final = (
    ("registered", "studyFirstSubmitDate"),
    ("started", "startDateStruct"),
    ("primary completion", "primaryCompletionDateStruct"),
    ("completed", "completionDateStruct"),
    ("results posted", "resultsFirstPostDateStruct"),
)


def study(record: dict[str, Any], where: Where) -> Study:
    """Read one study object.

    Raises
    ------
    KeyError, TypeError, AttributeError, ValueError
        If a part of the record has another shape than the registry gives it; the caller lists the record.
    """
    protocol = record["protocolSection"]
    identity = protocol["identificationModule"]
    status = protocol.get("statusModule", {})
    design = protocol.get("designModule", {})
    parties = protocol.get("sponsorCollaboratorsModule", {})
    oversight = protocol.get("oversightModule", {})
    enrolment = design.get("enrollmentInfo", {})
    updated = _updated(status, where)
    return Study(
        nct_id=nct_number(identity["nctId"]),
        acronym=clean(identity.get("acronym")),
        updated=updated,
        sponsor=_party(parties.get("leadSponsor")),
        collaborators=tuple(party for entry in parties.get("collaborators", ()) if (party := _party(entry))),
        sites=tuple(_site(entry) for entry in protocol.get("contactsLocationsModule", {}).get("locations", ())),
        milestones=tuple(_milestones(status, updated, where)),
        status=status.get("overallStatus"),
        status_date=where.date(status.get("statusVerifiedDate"), "statusVerifiedDate"),
        study_type=design.get("studyType"),
        phases=tuple(design.get("phases", ())),
        conditions=tuple(name for entry in protocol.get("conditionsModule", {}).get("conditions", ()) if (name := clean(entry))),
        intervention_kinds=tuple(entry.get("type", "") for entry in protocol.get("armsInterventionsModule", {}).get("interventions", ())),
        enrolment=where.amount(enrolment.get("count"), "enrollmentInfo"),
        enrolment_actual=enrolment["type"] == "ACTUAL" if enrolment.get("type") else None,
        regulated_drug=oversight.get("isFdaRegulatedDrug"),
        regulated_device=oversight.get("isFdaRegulatedDevice"),
        other_ids=tuple(entry["id"] for entry in identity.get("secondaryIdInfos", ()) if entry.get("type") == "NIH" and entry.get("id")),
    )


def _updated(status: dict[str, Any], where: Where) -> Date | None:
    posted = status.get("lastUpdatePostDateStruct", {}).get("date")
    return where.date(posted or status.get("lastUpdateSubmitDate"), "lastUpdatePostDate")


def _party(entry: dict[str, Any] | None) -> Party | None:
    name = clean(entry.get("name")) if entry else None
    return Party(name, entry.get("class")) if entry and name else None


def _site(entry: dict[str, Any]) -> Site:
    point = entry.get("geoPoint") or {}
    place = Place(clean(entry.get("city")), clean(entry.get("state")), clean(entry.get("country")), point.get("lat"), point.get("lon"))
    return Site(clean(entry.get("facility")), place)


def _milestones(status: dict[str, Any], updated: Date | None, where: Where) -> list[Milestone]:
    found = []
    for kind, key in _DATES:
        entry = status.get(key)
        text, how = (entry, "ACTUAL") if isinstance(entry, str) else (entry.get("date"), entry.get("type")) if entry else (None, None)
        date = where.date(text, key)
        if date:
            found.append(milestone(kind, date, how == "ACTUAL" if how else None, updated))
    return found
