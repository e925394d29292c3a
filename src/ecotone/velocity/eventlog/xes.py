"""XES, the standard of process mining (IEEE 1849-2016), read as a stream: a trace is an object of type `case`.

Only `concept:name` and `time:timestamp` mean something here; every other attribute is kept as a value of its event
or case. A time without a zone is taken as UTC and that is told. An event without a time, or a file that is not well formed,
says so with its line.
"""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.errors import NotFoundError, UnreadableError
from ecotone.problems import Problem, Problems
from ecotone.velocity.eventlog.log import EVENT_VALUES, EVENTS, LINKS, OBJECT_VALUES, OBJECTS, EventLog
from ecotone.work import SILENT

if TYPE_CHECKING:
    from ecotone.work import Work

CASE: Final = "case"
_KINDS: Final = {"string": "string", "date": "time", "int": "integer", "float": "float", "boolean": "boolean", "id": "string"}


def read_xes(source: str | Path | IO[bytes], *, name: str = "", work: Work = SILENT) -> EventLog:
    """Read an XES file, also gzipped.

    Parameters
    ----------
    source : str, Path or binary stream
        The file.
    name : str
        For messages, where the source is a stream.
    work : Work
        Told after every thousand traces.

    Raises
    ------
    UnreadableError
        If the file is not well-formed XML, or no XES; the line is in the message.
    """
    if isinstance(source, str | Path):
        path = Path(source)
        try:
            with path.open("rb") as stream:
                return _read(_plain(stream), path.name, work)
        except FileNotFoundError:
            raise NotFoundError("There is no such file", got=str(path)) from None
    return _read(_plain(source), name or "stream", work)


def _plain(stream: IO[bytes]) -> IO[bytes]:
    """Return the stream, unpacked if it is gzipped."""
    start = stream.read(2)
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if start == b"\x1f\x8b" else stream  # type: ignore[return-value]  # a binary stream all the same


def _read(stream: IO[bytes], name: str, work: Work) -> EventLog:
    from lxml import etree

    reading = _Reading(name)
    try:
        steps = etree.iterparse(
            stream,
            events=("end",),
            tag=["{*}trace", "{*}log"],
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
        )
        root: Any = None
        for _, element in steps:
            if etree.QName(element).localname == "log":
                root = element
                break
            reading.trace(element)
            if len(reading.cases) % 1000 == 0:
                work.step(len(reading.cases), None, name)
            element.clear()
            while element.getprevious() is not None:  # what was read takes no memory
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        remedy = "Export the log again" if reading.cases else "Give a file in XES"
        raise UnreadableError(
            "The log is no well-formed XML", where=f"{name}, row {error.lineno}", got=error.msg.partition(" (")[0], remedy=remedy
        ) from None
    except (OSError, EOFError) as error:
        raise UnreadableError("The log is damaged or cut off", where=name, got=str(error), remedy="Fetch it again") from None
    if root is None:
        raise UnreadableError("The file is no event log", where=name, expected="an element log with traces")
    return reading.log()


class _Reading:
    """The columns of a log while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems = Problems()
        self.cases: list[str] = []
        self.seen: set[str] = set()
        self.events: list[tuple[str, str, dt.datetime, str, bool]] = []
        self.links: list[tuple[str, str, str]] = []
        self.event_values: list[tuple[str, str, str, str]] = []
        self.case_values: list[tuple[str, str, str, str, None]] = []

    def trace(self, trace: Any) -> None:
        """Read a case and its events."""
        number = len(self.cases) + 1
        said = [_attribute(child) for child in trace if _name(child) != "event"]
        case = next((value for key, value, _ in said if key == "concept:name" and value), "")
        if not case:
            self.problem("A case has no name; it is numbered", trace, severity="changed")
            case = f"case {number}"
        if case in self.seen:
            self.problem("Two cases have the same name; the second gets a number", trace, got=case, severity="changed")
            case = f"{case} ({number})"
        self.seen.add(case)
        self.cases.append(case)
        self.case_values.extend((case, key, value, kind, None) for key, value, kind in said if key != "concept:name")
        for event in trace:
            if _name(event) == "event":
                self.event(event, case)

    def event(self, event: Any, case: str) -> None:
        """Read an event."""
        activity, moment = "", None
        values = []
        for child in event:
            key, value, kind = _attribute(child)
            if key == "concept:name":
                activity = value
            elif key == "time:timestamp":
                moment = self.moment(value, child)
            else:
                values.append((key, value, kind))
        if moment is None or not activity:
            self.problem("An event has no time" if activity else "An event has no name", event, got=case)
            return
        id_ = f"e{len(self.events) + 1}"
        self.events.append((id_, activity, moment, "time", True))
        self.links.append((id_, case, CASE))
        self.event_values.extend((id_, key, value, kind) for key, value, kind in values)

    def moment(self, text: str, element: Any) -> dt.datetime | None:
        """Read a time."""
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            self.problem("The time is no time", element, got=text)
            return None
        if moment.tzinfo is None:
            self.problem("The time has no zone; it is taken as UTC", element, got=text, severity="noted")
            return moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC)

    def problem(self, what: str, element: Any, *, got: str | None = None, severity: Any = "refused") -> None:
        """Report a problem with its line."""
        self.problems.add(Problem(what, file=self.name, row=element.sourceline, got=got, severity=severity))

    def log(self) -> EventLog:
        """Return the log."""
        return EventLog(
            pl.DataFrame(self.events, schema=EVENTS, orient="row"),
            pl.DataFrame([(case, CASE) for case in self.cases], schema=OBJECTS, orient="row"),
            pl.DataFrame(self.links, schema=LINKS, orient="row"),
            event_values=pl.DataFrame(self.event_values, schema=EVENT_VALUES, orient="row"),
            object_values=pl.DataFrame(self.case_values, schema=OBJECT_VALUES, orient="row"),
            problems=self.problems,
        )


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: Any) -> tuple[str, str, str]:
    """Return key, value and kind of an attribute."""
    return element.get("key") or "", element.get("value") or "", _KINDS.get(_name(element), "string")
