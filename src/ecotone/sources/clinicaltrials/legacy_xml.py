"""A study as the classic site delivered it as XML until 2024 (`clinical_study`).

References
----------
ClinicalTrials.gov, public.xsd (classic XML schema). OWASP, XML External Entity Prevention.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Place
from ecotone.sources.clinicaltrials import words
from ecotone.sources.clinicaltrials.study import Party, Site, Study, milestone, nct_number
from ecotone.sources.values import clean

if TYPE_CHECKING:
    from lxml import etree

    from ecotone.dates import Date
    from ecotone.sources.clinicaltrials.study import Milestone
    from ecotone.sources.values import Where

_DATES: Final = (
    ("registered", "study_first_submitted"),
    ("registered", "firstreceived_date"),
    ("started", "start_date"),
    ("primary completion", "primary_completion_date"),
    ("completed", "completion_date"),
    ("results posted", "results_first_posted"),
    ("results posted", "firstreceived_results_date"),
)
_UPDATED: Final = ("last_update_posted", "last_update_submitted", "lastchanged_date")


def study(record: etree._Element, where: Where) -> Study:
    """Read one `clinical_study`.

    Raises
    ------
    KeyError, ValueError
        If it has no NCT id, or a number is none.
    """
    nct_id = _text(record, "id_info/nct_id")
    if nct_id is None:
        raise KeyError("nct_id")
    updated = next((date for name in _UPDATED if (date := where.date(_text(record, name), name, "mdy"))), None)
    enrolment = record.find("enrollment")
    count = _text(record, "enrollment")
    return Study(
        nct_id=nct_number(nct_id),
        acronym=_text(record, "acronym"),
        updated=updated,
        sponsor=_party(record.find("sponsors/lead_sponsor")),
        collaborators=tuple(party for entry in record.findall("sponsors/collaborator") if (party := _party(entry))),
        sites=tuple(_site(entry) for entry in record.findall("location/facility")),
        milestones=tuple(_milestones(record, updated, where)),
        status=words.constant(_text(record, "overall_status")),
        status_date=where.date(_text(record, "verification_date"), "verification_date", "mdy"),
        study_type=words.constant(_text(record, "study_type")),
        phases=words.phases(_text(record, "phase")),
        conditions=tuple(name for entry in record.findall("condition") if (name := clean(entry.text))),
        intervention_kinds=tuple(words.constant(_text(entry, "intervention_type")) or "" for entry in record.findall("intervention")),
        enrolment=where.amount(count, "enrollment"),
        enrolment_actual=words.is_actual(enrolment.get("type")) if enrolment is not None else None,
        regulated_drug=words.yes(_text(record, "oversight_info/is_fda_regulated_drug")),
        regulated_device=words.yes(_text(record, "oversight_info/is_fda_regulated_device")),
    )


def _text(record: etree._Element, path: str) -> str | None:
    return clean(record.findtext(path))


def _party(entry: etree._Element | None) -> Party | None:
    name = _text(entry, "agency") if entry is not None else None
    return Party(name, words.klass(_text(entry, "agency_class"))) if entry is not None and name else None


def _site(entry: etree._Element) -> Site:
    return Site(_text(entry, "name"), Place(_text(entry, "address/city"), _text(entry, "address/state"), _text(entry, "address/country")))


def _milestones(record: etree._Element, updated: Date | None, where: Where) -> list[Milestone]:
    found: dict[str, Milestone] = {}
    for kind, name in _DATES:
        entry = record.find(name)
        date = where.date(clean(entry.text), name, "mdy") if entry is not None else None
        if entry is not None and date and kind not in found:
            found[kind] = milestone(kind, date, words.is_actual(entry.get("type")), updated)
    return list(found.values())
