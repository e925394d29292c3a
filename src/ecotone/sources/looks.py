"""Say what a file is that no source recognises: a web page, an error of a service, JSON that is cut off or means something else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ecotone.errors import UnknownFormatError
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
    (b"%pdf", "a PDF document"),
    (b"\x89png", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"sqlite format 3", "a database; a record of Ecotone is opened, not imported"),
)
_ERROR_KEYS: Final = frozenset({"error", "errors", "message", "detail", "fault"})
_SHOWN: Final = 60
ELSE: Final = "If you know whose file it is, name the source with --as; docs/sources.md lists them"


def unknown(opened: Opened, sources: Iterable[str]) -> UnknownFormatError:
    """Return the error that says what the file looks like, and which sources there are."""
    remedy = ""
    got = opened.start[:_SHOWN].decode("utf-8", "replace")
    start = opened.start[:512].lstrip().lower()
    if sign := next((what for sign, what in _SIGNS if start.startswith(sign)), None):
        got = sign
    elif b"xes-standard" in start or (start.startswith(b"<") and b"<log" in start and b"xes" in start):
        got, remedy = "an event log", "Read it with ecotone.velocity.eventlog; a record takes its events from what it imports"
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
