"""Cut the demo's data out of a folder of genuine records: facts only, in each source's own shape.

Run as `python -m ecotone.workbench.demo.cut CORPUS FOLDER`; cutting again gives the same bytes. Kept are the records that
touch Greater Houston, and of a study only the sites that lie there. Titles, summaries, contacts, investigators and every
other text that is no name of an organisation, place or condition are left out.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ecotone.problems import Problems
from ecotone.sources import open_files
from ecotone.sources.json_stream import is_json, records

if TYPE_CHECKING:
    from collections.abc import Iterator

CITIES: Final = frozenset(
    {
        "Baytown", "Bellaire", "Conroe", "Cypress", "Friendswood", "Galveston", "Houston", "Humble", "Katy", "Kingwood", "La Porte",
        "League City", "Missouri City", "Nassau Bay", "Pasadena", "Pearland", "Richmond", "Rosenberg", "Shenandoah", "Spring", "Stafford",
        "Sugar Land", "Texas City", "The Woodlands", "Tomball", "Webster",
    }
)  # fmt: skip
"""Cities of the Houston-Pasadena-The Woodlands metropolitan area that genuine records name."""

HOUSTON_NAMES: Final = re.compile(
    r"\bHouston\b|^(The University of Texas )?M\.? ?D\.? Anderson|^Baylor College of Medicine|^Texas Heart|^Rice Univ|^Texas Children"
)
"""Sponsors that are at home there."""

STUDY_FOLDERS: Final = ("api_v2_hub_studies", "api_v2_single_misc", "api_v2_single_studies", "api_v2_versions", "download_json")
NIH_DROPPED: Final = frozenset({"PI NAME", "PI PERSON ID", "PROJECT TITLE"})


def studies(corpus: Path) -> str:
    """Return the studies that touch Greater Houston, as the website's JSON list."""
    latest: dict[str, dict[str, Any]] = {}
    for record in _json_records([corpus / "clinicaltrials" / name for name in STUDY_FOLDERS]):
        if isinstance(record, dict) and "protocolSection" in record and _touches(record["protocolSection"]):
            cut = _study(record)
            number = cut["protocolSection"]["identificationModule"]["nctId"]
            if number not in latest or _updated(cut) > _updated(latest[number]):
                latest[number] = cut
    return "[\n" + ",\n".join(_line(latest[number]) for number in sorted(latest)) + "\n]\n"


def organisations(corpus: Path) -> str:
    """Return the organisations of Greater Houston, one a line, the newer schema where a record is there in both."""
    found: dict[str, dict[str, Any]] = {}
    for record in _json_records([corpus / "ror" / "v1", corpus / "ror" / "v2"]):
        place = (record.get("locations") or [{}])[0].get("geonames_details") or (record.get("addresses") or [{}])[0]
        city = place.get("name") or place.get("city")
        country = record.get("country", {}).get("country_code") or place.get("country_code")
        if city in CITIES and country == "US" and record.get("status", "active") != "withdrawn" and _in_texas(place):
            found[record["id"]] = _organisation(record)
    return "".join(_line(found[number]) + "\n" for number in sorted(found))


def awards(corpus: Path) -> str:
    """Return the award rows of institutions in Greater Houston, without investigators and titles."""
    text = (corpus / "nih" / "nih_awards_2018.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(io.StringIO(text))
    columns = [name for name in reader.fieldnames or () if name not in NIH_DROPPED]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in reader if row["CITY"].title() in CITIES and row["STATE OR COUNTRY NAME"] == "TEXAS")
    return out.getvalue()


def _json_records(folders: list[Path]) -> Iterator[Any]:
    problems = Problems()
    for opened in open_files(folders, problems):
        if is_json(opened.head):
            yield from (record for _, record in records(opened, problems, under=("studies",)))


def _touches(protocol: dict[str, Any]) -> bool:
    parties = protocol.get("sponsorCollaboratorsModule", {})
    named = [parties.get("leadSponsor", {}), *parties.get("collaborators", [])]
    return any(HOUSTON_NAMES.search(party.get("name", "")) for party in named) or bool(_sites(protocol))


def _sites(protocol: dict[str, Any]) -> list[dict[str, Any]]:
    sites = protocol.get("contactsLocationsModule", {}).get("locations", [])
    return [site for site in sites if site.get("city") in CITIES and site.get("state") == "Texas"]


def _in_texas(place: dict[str, Any]) -> bool:
    return abs(float(place.get("lat") or 0) - 29.76) < 1 and abs(float(place.get("lng") or 0) + 95.37) < 1


def _kept(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: record[name] for name in names if record.get(name) is not None}


def _study(record: dict[str, Any]) -> dict[str, Any]:
    protocol = record["protocolSection"]
    identity, status, design = (protocol.get(name, {}) for name in ("identificationModule", "statusModule", "designModule"))
    parties = protocol["sponsorCollaboratorsModule"]
    kept: dict[str, Any] = {
        "identificationModule": _kept(identity, "nctId", "acronym"),
        "statusModule": _kept(
            status,
            "statusVerifiedDate", "overallStatus", "startDateStruct", "primaryCompletionDateStruct", "completionDateStruct",
            "studyFirstSubmitDate", "studyFirstPostDateStruct", "resultsFirstPostDateStruct", "lastUpdateSubmitDate",
            "lastUpdatePostDateStruct",
        ),
        "sponsorCollaboratorsModule": _kept(parties, "leadSponsor", "collaborators"),
        "oversightModule": _kept(protocol.get("oversightModule", {}), "isFdaRegulatedDrug", "isFdaRegulatedDevice"),
        "conditionsModule": _kept(protocol.get("conditionsModule", {}), "conditions"),
        "designModule": _kept(design, "studyType", "phases", "enrollmentInfo"),
        "armsInterventionsModule": {
            "interventions": [_kept(entry, "type") for entry in protocol.get("armsInterventionsModule", {}).get("interventions", ())]
        },
        "contactsLocationsModule": {
            "locations": [_kept(site, "facility", "city", "state", "country", "geoPoint") for site in _sites(protocol)]
        },
    }  # fmt: skip
    linked = [entry for entry in identity.get("secondaryIdInfos", ()) if entry.get("type") == "NIH"]
    if linked:
        kept["identificationModule"]["secondaryIdInfos"] = [_kept(entry, "id", "type") for entry in linked]
    return {"protocolSection": kept, "hasResults": record.get("hasResults", False)}


def _updated(record: dict[str, Any]) -> str:
    return str(record["protocolSection"]["statusModule"].get("lastUpdatePostDateStruct", {}).get("date", ""))


def _organisation(record: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "status", "name", "names", "aliases", "acronyms", "types", "established", "locations", "links", "country")
    kept = _kept(record, *names)
    kept["relationships"] = [_kept(other, "type", "id", "label") for other in record.get("relationships", ())]
    if "addresses" in record:
        kept["addresses"] = [_kept(address, "city", "state", "lat", "lng") for address in record["addresses"]]
        kept["labels"] = [_kept(label, "label") for label in record.get("labels", ())]
    if "admin" in record:
        kept["admin"] = {"last_modified": record["admin"]["last_modified"]}
    return kept


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def cut(corpus: Path, folder: Path) -> None:
    """Write the three files of the demo."""
    for name, text in (
        ("clinicaltrials_houston.json", studies(corpus)),
        ("ror_houston.jsonl", organisations(corpus)),
        ("nih_awards_houston.csv", awards(corpus)),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    cut(Path(sys.argv[1]), Path(sys.argv[2]))
