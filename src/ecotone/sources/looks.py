"""Say what a file is that no source recognises: a web page, an error of a service, JSON that is cut off or means something else."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from ecotone.errors import UnknownFormatError
from ecotone.sources.columns import Columns, plain
from ecotone.sources.delimited import header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.sources.opened import Opened

_SIGNS: Final = (
    (b"<!doctype html", "a web page; the service may have answered with an error page"),
    (b"<html", "a web page; the service may have answered with an error page"),
    (b"---\nhttp_interactions:", "a recording of a program's HTTP traffic, which is no data set"),
    (b"\xfd7zxz", "packed by xz, such as data of the R program; unpack it, or write it as CSV there"),
    (b"rdx", "data of the R program; write them as CSV there"),
    (b"ty  - ", "references in RIS form, of neither Scopus nor the Web of Science: other databases leave the affiliations out"),
    (b"%pdf", "a PDF document"),
    (b"\x89png", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"sqlite format 3", "a database; a record of Ecotone is opened, not imported"),
)
_ERROR_KEYS: Final = frozenset({"error", "errors", "message", "detail", "fault"})
_SHOWN: Final = 60
_EVENT_LOG: Final = "Bring it in with `ecotone velocity import`"
_CORDIS: Final = Columns(("projectID",))
_STUDY_ROW: Final = re.compile(rb'\s*"?NCT\d{8}"?\s*[,\t]')
_OCEL: Final = (b'"ocel:events"', b'"ocel:global-log"', b'"eventTypes"', b"<ocel")
_CASES: Final = frozenset({"caseid", "caseconceptname", "traceconceptname", "case", "patient", "handlingid"})
_STEPS: Final = frozenset({"activity", "activityname", "conceptname", "event", "handling", "eventconceptname"})
_TIMES: Final = frozenset({"timestamp", "timetimestamp", "time", "starttimestamp", "completetimestamp", "starttime", "date", "datetime"})
ELSE: Final = "If you know whose file it is, name the source with --as; docs/sources.md lists them"


def is_event_log(opened: Opened) -> bool:
    """Tell a log by its elements or members, and a table of events by its case, activity and time."""
    start = opened.start[:4096].lower()
    if b"xes-standard" in start or (start.lstrip().startswith(b"<") and b"<log" in start and b"xes" in start):
        return True
    names = {plain(column) for column in header(opened.head)}
    return any(sign in opened.start for sign in _OCEL) or bool(names & _CASES and names & _STEPS and names & _TIMES)


def unknown(opened: Opened, sources: Iterable[str]) -> UnknownFormatError:
    """Return the error that says what the file looks like, and which sources there are."""
    remedy = ""
    got = opened.start[:_SHOWN].decode("utf-8", "replace")
    start = opened.start[:512].lstrip().lower()
    if sign := next((what for sign, what in _SIGNS if start.startswith(sign)), None):
        got = sign
    elif is_event_log(opened):
        got, remedy = "an event log", _EVENT_LOG
    elif not start:
        got, remedy = "nothing but spaces", "Fetch the file again"
    elif _STUDY_ROW.match(opened.start):
        got = "studies without the names of their columns: only the first page of the service's CSV has them"
        remedy = "Put the first row of the first page above it, or fetch JSON"
    elif set(header(opened.head, _CORDIS)) >= {"projectID"}:
        got = f"a table beside CORDIS's projects, which lists no organisation: {', '.join(header(opened.head))}"[:300]
        remedy = "Give organization.csv and project.csv, or the whole zip"
    elif b"<xs:schema" in start or b"<xsd:schema" in start or start.startswith(b"default namespace"):
        got = "a schema, which says how files of a kind are made and holds no data"
    elif b"<xmile" in start or start.startswith(b"{utf-8}"):
        got, remedy = "a system dynamics model", "Open it with `ecotone model show`"
    elif opened.suffix in {".md", ".rst"} or opened.name.rsplit("/", 1)[-1].upper().startswith("README"):
        got = "a document for people to read"
    elif start[:1] in {b"{", b"["} and opened.size <= len(opened.head):
        got, remedy = _json(opened.start, got)
    elif opened.suffix in {".csv", ".tsv", ".txt"} and len(columns := header(opened.head)) > 1:
        got = f"a table with the columns {', '.join(columns)}"[:300]
        remedy = "If it lists actors or ties, say which columns name them: --column name=… or --column from=… --column to=…"
    return UnknownFormatError(
        "No source recognises the file", where=opened.name, got=got, expected=", ".join(sources), remedy=remedy or ELSE
    )


def _json(text: bytes, got: str) -> tuple[str, str]:
    """Say what small JSON is, and what to do."""
    try:
        found = json.loads(text)
    except UnicodeDecodeError:
        return got, ""
    except RecursionError:
        return "JSON that is nested too deeply", ""
    except json.JSONDecodeError as error:
        if text[error.pos :].strip() == b"" or error.msg.startswith("Unterminated string"):
            return f"JSON that is cut off after line {error.lineno}", "Fetch the file again; the download did not finish"
        return f"JSON that is damaged in line {error.lineno}, column {error.colno}: {error.msg}", "Fetch the file again, or mend that place"
    if not found:
        return "JSON without anything in it", "Fetch the file again with a wider query"
    if isinstance(found, dict) and _ERROR_KEYS & {key.lower() for key in found} and len(found) <= 6:
        return f"an error that a service answered with: {got}", "Ask the service again, and look at the query"
    if isinstance(found, dict):
        return f"JSON whose keys are {', '.join(sorted(found)[:8])}"[:300], ""
    return got, ""
