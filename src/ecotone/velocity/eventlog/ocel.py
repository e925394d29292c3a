"""OCEL 2.0, as JSON and as SQLite: read and written without loss.

Precision and plan have no place in the standard; they are written as event attributes `precision` and `actual` where they say
something, and read back. A link to an object or event that the log does not declare is refused and counted.

References
----------
Berti, Koren et al. (2024), OCEL (Object-Centric Event Log) 2.0 specification, sec. 5 (SQLite) and 7 (JSON). arXiv 2403.01975.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.errors import InputError, NotFoundError, UnreadableError
from ecotone.problems import Problem, Problems
from ecotone.velocity.eventlog.log import EVENT_VALUES, EVENTS, LINKS, OBJECT_LINKS, OBJECT_VALUES, OBJECTS, EventLog
from ecotone.velocity.eventlog.schema import entry, violations

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_OWN: Final = ("precision", "actual")
_ALWAYS: Final = "1970-01-01T00:00:00Z"
"""The standard's time of a value that has always held."""
_MISSED: Final = frozenset({"qualifier is missing", "is no date and time", "attributes is missing"})
"""What older writers leave out or write in their own way, and reading goes on without."""
_SQL_KINDS: Final = {"integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN", "time": "TIMESTAMP", "string": "TEXT"}


def read_ocel(path: str | Path) -> EventLog:
    """Read an OCEL 2.0 log, `.json` or `.sqlite`.

    Raises
    ------
    UnreadableError
        If the file is neither.
    """
    path = Path(path)
    if not path.exists():
        raise NotFoundError("There is no such file", got=str(path))
    with path.open("rb") as stream:
        database = stream.read(16) == b"SQLite format 3\x00"
    building = _Building(path.name)
    if database:
        _read_sqlite(path, building)
    else:
        _read_json(path, building)
    return building.log()


class _Building:
    """A log while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems = Problems()
        self.events: dict[str, list[Any]] = {}
        self.objects: dict[str, str] = {}
        self.links: list[tuple[str, str, str]] = []
        self.object_links: list[tuple[str, str, str]] = []
        self.event_values: list[tuple[str, str, str, str]] = []
        self.object_values: list[tuple[str, str, str, str, dt.datetime | None]] = []

    def event(self, id_: str, type_: str, time: Any) -> None:
        """Take an event."""
        moment = self.moment(time, id_)
        if id_ in self.events:
            self.problems.add(Problem("Two events have the same id; the second is left out", file=self.name, got=id_))
        elif moment is not None:
            self.events[id_] = [type_, moment, "time", True]

    def value(self, event: str, name: str, value: Any, kind: str) -> None:
        """Take a value of an event."""
        if value is None or event not in self.events:
            return
        if name == "precision":
            self.events[event][2] = str(value)
        elif name == "actual":
            self.events[event][3] = str(value).lower() in {"true", "1"}
        else:
            self.event_values.append((event, name, _text(value), kind))

    def moment(self, time: Any, where: str) -> dt.datetime | None:
        """Read a time."""
        try:
            moment = dt.datetime.fromisoformat(str(time))
        except ValueError:
            self.problems.add(Problem("The time is no time", file=self.name, got=f"{where}: {time}"))
            return None
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)

    def log(self) -> EventLog:
        """Return the log, dangling links left out and told."""
        links = self._declared(self.links, self.events)
        object_links = self._declared(self.object_links, self.objects)
        return EventLog(
            pl.DataFrame([(id_, *rest) for id_, rest in self.events.items()], schema=EVENTS, orient="row"),
            pl.DataFrame(list(self.objects.items()), schema=OBJECTS, orient="row"),
            pl.DataFrame(links, schema=LINKS, orient="row"),
            pl.DataFrame(object_links, schema=OBJECT_LINKS, orient="row"),
            pl.DataFrame(self.event_values, schema=EVENT_VALUES, orient="row"),
            pl.DataFrame(self.object_values, schema=OBJECT_VALUES, orient="row"),
            self.problems,
        )

    def _declared(self, links: list[tuple[str, str, str]], firsts: Container[str]) -> list[tuple[str, str, str]]:
        """Return the links whose two ends are declared, and report the others."""
        kept = []
        for link in links:
            if link[0] in firsts and link[1] in self.objects:
                kept.append(link)
            else:
                what = "A link names an event or object that the log does not declare"
                self.problems.add(Problem(what, file=self.name, got=f"{link[0]} → {link[1]}"))
        return kept


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def _back(value: str, kind: str) -> Any:
    """Return a value in its kind."""
    if kind == "integer":
        return int(value)
    if kind == "float":
        return float(value)
    return value == "true" if kind == "boolean" else value


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _sound(entries: Any, of: str, building: _Building) -> Iterator[dict[str, Any]]:
    """Yield the entries that follow the schema, a missing qualifier apart; the others are refused with their place."""
    for place, each in enumerate(entries if isinstance(entries, list) else []):
        wrong = [(path, what) for path, what in violations(each, entry(of), f"{of}[{place}]") if what not in _MISSED]
        if wrong:
            building.problems.add(Problem("An entry does not follow the schema of OCEL 2.0", file=building.name, got=" ".join(wrong[0])))
        else:
            yield each


def _read_json(path: Path, building: _Building) -> None:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableError("The log is neither JSON nor SQLite", where=path.name, got=str(error)) from None
    if not isinstance(data, dict) or not isinstance(data.get("events"), list) or not isinstance(data.get("objects"), list):
        raise UnreadableError("The file is no OCEL 2.0 log", where=path.name, expected="an object with events and objects")
    declared = {of: list(_sound(data.get(of, []), of, building)) for of in ("eventTypes", "objectTypes")}
    kinds = {
        (of, each["name"], attribute["name"]): attribute.get("type", "string")
        for of, types in declared.items()
        for each in types
        for attribute in each.get("attributes", [])
    }
    for each in _sound(data["objects"], "objects", building):
        id_, type_ = str(each["id"]), str(each["type"])
        building.objects[id_] = type_
        for value in each.get("attributes", []):
            since = value.get("time", _ALWAYS)
            time = None if since.startswith("1970-01-01T00:00:00") else building.moment(since, id_)
            kind = kinds.get(("objectTypes", type_, value["name"]), "string")
            building.object_values.append((id_, value["name"], _text(value["value"]), kind, time))
        for link in each.get("relationships", []):
            building.object_links.append((id_, str(link["objectId"]), link.get("qualifier", "")))
    for each in _sound(data["events"], "events", building):
        id_, type_ = str(each["id"]), str(each["type"])
        building.event(id_, type_, each["time"])
        for value in each.get("attributes", []):
            building.value(id_, value["name"], value["value"], kinds.get(("eventTypes", type_, value["name"]), "string"))
        building.links.extend((id_, str(link["objectId"]), link.get("qualifier", "")) for link in each.get("relationships", []))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read_sqlite(path: Path, building: _Building) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            database.row_factory = sqlite3.Row
            building.objects.update({str(row[0]): str(row[1]) for row in database.execute("SELECT ocel_id, ocel_type FROM object")})
            for type_, table in database.execute("SELECT ocel_type, ocel_type_map FROM event_map_type").fetchall():
                kinds = _kinds(database, f"event_{table}")
                for row in database.execute(f"SELECT * FROM {_quoted(f'event_{table}')}"):  # noqa: S608  quoted
                    building.event(str(row["ocel_id"]), type_, row["ocel_time"])
                    for name, kind in kinds.items():
                        building.value(
                            str(row["ocel_id"]), name, bool(row[name]) if kind == "boolean" and row[name] is not None else row[name], kind
                        )
            for _, table in database.execute("SELECT ocel_type, ocel_type_map FROM object_map_type").fetchall():
                kinds = _kinds(database, f"object_{table}")
                for row in database.execute(f"SELECT * FROM {_quoted(f'object_{table}')}"):  # noqa: S608  quoted
                    since = str(row["ocel_time"])
                    time = None if since.startswith("1970-01-01") else building.moment(since, str(row["ocel_id"]))
                    for name, kind in kinds.items():
                        value = row[name]
                        if value is not None and row["ocel_changed_field"] in {None, name}:
                            value = bool(value) if kind == "boolean" else value
                            building.object_values.append((str(row["ocel_id"]), name, _text(value), kind, time))
            links = database.execute("SELECT ocel_event_id, ocel_object_id, ocel_qualifier FROM event_object")
            building.links.extend((str(row[0]), str(row[1]), row[2] or "") for row in links)
            links = database.execute("SELECT ocel_source_id, ocel_target_id, ocel_qualifier FROM object_object")
            building.object_links.extend((str(row[0]), str(row[1]), row[2] or "") for row in links)
    except sqlite3.Error as error:
        raise UnreadableError("The database is no OCEL 2.0 log", where=path.name, got=str(error)) from None


def _kinds(database: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the attributes of a table with their kinds."""
    names = {sql: kind for kind, sql in _SQL_KINDS.items()}
    columns = database.execute(f"PRAGMA table_info({_quoted(table)})").fetchall()
    return {row["name"]: names.get(row["type"].upper(), "string") for row in columns if not row["name"].startswith("ocel_")}


def write_ocel(log: EventLog, path: str | Path) -> None:
    """Write an OCEL 2.0 log, `.json` or `.sqlite` by its extension.

    Raises
    ------
    InputError
        If the extension is neither, or the file exists.
    """
    path = Path(path)
    if path.exists():
        raise InputError("There is a file of this name", got=path.name, remedy="Choose another name")
    if path.suffix == ".json":
        path.write_text(json.dumps(_as_json(log), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif path.suffix in {".sqlite", ".db"}:
        _write_sqlite(log, path)
    else:
        raise InputError("The extension does not say how to write", got=path.suffix, expected=".json or .sqlite")


def _own_values(log: EventLog) -> list[tuple[str, str, str, str]]:
    """Return precision and plan of the events where they say something."""
    own = [
        (event, "precision", precision, "string")
        for event, precision in log.events.select("event", "precision").iter_rows()
        if precision != "time"
    ]
    return own + [(event, "actual", "false", "boolean") for event in log.events.filter(~pl.col("actual"))["event"]]


def _as_json(log: EventLog) -> dict[str, Any]:
    types = {
        of: dict(frame.select(id_, "type").iter_rows())
        for of, frame, id_ in (("event", log.events, "event"), ("object", log.objects, "object"))
    }
    values = [*log.event_values.iter_rows(), *_own_values(log)]
    events: dict[str, dict[str, Any]] = {
        event: {"id": event, "type": type_, "time": _iso(time), "attributes": [], "relationships": []}
        for event, type_, time in log.events.select("event", "type", "time").iter_rows()
    }
    objects: dict[str, dict[str, Any]] = {
        id_: {"id": id_, "type": type_, "attributes": [], "relationships": []} for id_, type_ in log.objects.iter_rows()
    }
    declared: dict[str, dict[str, dict[str, str]]] = {"event": {}, "object": {}}
    for of, type_of in types.items():
        for type_ in sorted(set(type_of.values())):
            declared[of][type_] = {}
    for event, name, value, kind in values:
        events[event]["attributes"].append({"name": name, "value": _back(value, kind)})
        declared["event"][types["event"][event]][name] = kind
    for id_, name, value, kind, time in log.object_values.iter_rows():
        objects[id_]["attributes"].append({"name": name, "time": _ALWAYS if time is None else _iso(time), "value": _back(value, kind)})
        declared["object"][types["object"][id_]][name] = kind
    for event, id_, role in log.links.iter_rows():
        events[event]["relationships"].append({"objectId": id_, "qualifier": role})
    for source, target, role in log.object_links.iter_rows():
        objects[source]["relationships"].append({"objectId": target, "qualifier": role})
    named = {
        f"{of}Types": [
            {"name": type_, "attributes": [{"name": n, "type": k} for n, k in sorted(names.items())]} for type_, names in found.items()
        ]
        for of, found in declared.items()
    }
    return {**named, "objects": list(objects.values()), "events": list(events.values())}


def _write_sqlite(log: EventLog, path: Path) -> None:
    data = _as_json(log)
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(
            "CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);"
            "CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);"
            "CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);"
            "CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);"
            "CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);"
            "CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);"
        )
        for of in ("event", "object"):
            changed = ", ocel_changed_field TEXT" if of == "object" else ""
            for place, declared in enumerate(data[f"{of}Types"], start=1):
                table = re.sub(r"\W", "", declared["name"].title()) or "Type"
                table = f"{table}{place}"
                database.execute(f"INSERT INTO {of}_map_type VALUES (?, ?)", (declared["name"], table))  # noqa: S608  of is event or object
                columns = "".join(f", {_quoted(each['name'])} {_SQL_KINDS[each['type']]}" for each in declared["attributes"])
                database.execute(f"CREATE TABLE {_quoted(f'{of}_{table}')} (ocel_id TEXT, ocel_time TIMESTAMP{changed}{columns})")
                for each in data[f"{of}s"]:
                    if each["type"] == declared["name"]:
                        _insert(database, of, table, each, [attribute["name"] for attribute in declared["attributes"]])
        links = [(each["id"], link["objectId"], link["qualifier"]) for each in data["events"] for link in each["relationships"]]
        database.executemany("INSERT INTO event_object VALUES (?, ?, ?)", links)
        links = [(each["id"], link["objectId"], link["qualifier"]) for each in data["objects"] for link in each["relationships"]]
        database.executemany("INSERT INTO object_object VALUES (?, ?, ?)", links)


def _insert(database: sqlite3.Connection, of: str, table: str, each: dict[str, Any], names: list[str]) -> None:
    """Write an event in one row, an object in one row for each value."""
    database.execute(f"INSERT INTO {of} VALUES (?, ?)", (each["id"], each["type"]))  # noqa: S608  of is event or object
    marks = ", ".join("?" * (len(names) + (2 if of == "event" else 3)))
    statement = f"INSERT INTO {_quoted(f'{of}_{table}')} VALUES ({marks})"  # noqa: S608  quoted
    if of == "event":
        said = {value["name"]: value["value"] for value in each["attributes"]}
        database.execute(statement, (each["id"], each["time"], *(said.get(name) for name in names)))
        return
    for value in each["attributes"]:
        database.execute(
            statement, (each["id"], value["time"], value["name"], *(value["value"] if name == value["name"] else None for name in names))
        )
