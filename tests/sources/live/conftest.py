"""A server on this machine that answers as the services do, from genuine records, with faults on demand."""

from __future__ import annotations

import contextlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


PIECES = {
    "NCTId": "identificationModule.nctId",
    "Acronym": "identificationModule.acronym",
    "SecondaryId": "identificationModule.secondaryIdInfos.id",
    "SecondaryIdType": "identificationModule.secondaryIdInfos.type",
    "StatusModule": "statusModule",
    "LeadSponsorName": "sponsorCollaboratorsModule.leadSponsor.name",
    "LeadSponsorClass": "sponsorCollaboratorsModule.leadSponsor.class",
    "CollaboratorName": "sponsorCollaboratorsModule.collaborators.name",
    "CollaboratorClass": "sponsorCollaboratorsModule.collaborators.class",
    "IsFDARegulatedDrug": "oversightModule.isFdaRegulatedDrug",
    "IsFDARegulatedDevice": "oversightModule.isFdaRegulatedDevice",
    "Condition": "conditionsModule.conditions",
    "StudyType": "designModule.studyType",
    "Phase": "designModule.phases",
    "EnrollmentCount": "designModule.enrollmentInfo.count",
    "EnrollmentType": "designModule.enrollmentInfo.type",
    "InterventionType": "armsInterventionsModule.interventions.type",
    "LocationFacility": "contactsLocationsModule.locations.facility",
    "LocationCity": "contactsLocationsModule.locations.city",
    "LocationState": "contactsLocationsModule.locations.state",
    "LocationCountry": "contactsLocationsModule.locations.country",
    "LocationGeoPoint": "contactsLocationsModule.locations.geoPoint",
}
"""Where a study holds each piece of data (ClinicalTrials.gov API 2.0, Study Data Structure)."""


def chosen(record: Any, paths: set[str], prefix: str = "") -> Any:
    """Return what of a record stands at one of the paths, as a service does that is asked for fields."""
    if isinstance(record, list):
        return [chosen(one, paths, prefix) for one in record]
    if not isinstance(record, dict):
        return record
    found = {}
    for name, value in record.items():
        path = f"{prefix}{name}"
        if path in paths:
            found[name] = value
        elif any(each.startswith(f"{path}.") for each in paths):
            found[name] = chosen(value, paths, f"{path}.")
    return found


def snake(name: str) -> str:
    """Return a field of NIH RePORTER as its answers write it."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


@dataclass
class Replay:
    """What the server answers with, and what it was asked.

    Attributes
    ----------
    records : list
        Records of one service; handed out page by page in that service's own envelope.
    faults : list of str
        One for each of the next requests, the first first: `429`, `429 wait`, `500`, `cut`, `half`, `html`, `schema`, `slow`.
    seen : list of tuple
        Path, parameters, posted JSON and headers of every request.
    """

    records: list[Any]
    faults: list[str] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str], Any, dict[str, str]]] = field(default_factory=list)
    address: str = ""


def answer(replay: Replay, path: str, query: dict[str, str], body: Any) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Answer one request as the service of that path does."""
    records = replay.records
    if path == "/api/v2/studies":
        start, size = int(query.get("pageToken", "0")), int(query["pageSize"])
        more = {"nextPageToken": str(start + size)} if start + size < len(records) else {}
        paths = {f"protocolSection.{PIECES[piece]}" for piece in query["fields"].split("|")}
        studies = [chosen(record, paths) for record in records[start : start + size]]
        return 200, {"totalCount": len(records), "studies": studies, **more}, {}
    if path == "/v2/projects/search":
        start, size = body["offset"], body["limit"]
        names = {snake(name) for name in body["include_fields"]}
        projects = [chosen(record, names) for record in records[start : start + size]]
        return 200, {"meta": {"total": len(records), "offset": start, "limit": size}, "results": projects}, {}
    if path == "/v2/organizations":
        start = 20 * (int(query["page"]) - 1)
        return 200, {"number_of_results": len(records), "items": records[start : start + 20]}, {}
    if path == "/works":
        size = int(query["per_page"])
        start = (int(query["page"]) - 1) * size if "page" in query else 0 if query["cursor"] == "*" else int(query["cursor"])
        cursor = str(start + size) if "cursor" in query and start + size < len(records) else None
        works = [chosen(record, set(query["select"].split(","))) for record in records[start : start + size]]
        return 200, {"meta": {"count": len(records), "next_cursor": cursor}, "results": works}, {}
    if path == "/device/510k.json":
        if not records:
            return 404, {"error": {"code": "NOT_FOUND", "message": "No matches found!"}}, {}
        start, size = int(query.get("search_after", "0")), int(query["limit"])
        link = f'<https://api.fda.gov{path}?limit={size}&search_after={start + size}&api_key=left-over>; rel="next"'
        headers = {"Link": link} if start + size < len(records) else {}
        return 200, {"meta": {"results": {"total": len(records)}}, "results": records[start : start + size]}, headers
    return 404, {}, {}


@pytest.fixture
def replaying() -> Iterator[Callable[..., Replay]]:
    """Return a function that serves records, with faults, on a free port of this machine until the test ends."""
    with contextlib.ExitStack() as stack:
        yield lambda records, *faults: stack.enter_context(serving(records, *faults))


@contextlib.contextmanager
def serving(records: list[Any], *faults: str) -> Iterator[Replay]:
    """Serve records on a free port of this machine."""
    replay = Replay(records, list(faults))

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            replay.seen.append((parts.path, query, body, {name.lower(): value for name, value in self.headers.items()}))
            fault = replay.faults.pop(0) if replay.faults else ""
            status, said, headers = answer(replay, parts.path, query, body)
            data = json.dumps(said).encode()
            length = len(data)
            if fault.startswith("429"):
                status, headers = 429, {"Retry-After": "9999" if "wait" in fault else "3"}
            elif fault.isdigit():
                status = int(fault)
            elif fault == "cut":
                data = data[: len(data) // 2]
            elif fault == "half":
                data = data[: len(data) // 2]
                length = len(data)
            elif fault == "html":
                data = b"<!DOCTYPE html><title>Maintenance</title>"
                length = len(data)
            elif fault == "schema":
                data = json.dumps({"data": []}).encode()
                length = len(data)
            elif fault == "slow":
                threading.Event().wait(2.0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(data)

        do_GET = do_POST = _answer  # noqa: N815  the names that the standard library calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        replay.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield replay
        finally:
            server.shutdown()
            thread.join()
