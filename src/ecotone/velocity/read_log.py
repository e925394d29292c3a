"""From a record to an event log, and from an event log into a record: what happened when, to which initiatives and actors.

Out: every event with its initiatives and actors in their roles, planned ones marked, dates as precise as they are known. In: each
object of one type becomes an initiative with its events; other objects become names that are matched to the actors of the same
name, or new actors. The record keeps days, so a time of day is dropped and told; export and import of the files themselves lose nothing.

References
----------
Berti, Koren et al. (2024), OCEL (Object-Centric Event Log) 2.0 specification. arXiv 2403.01975.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.dates import Date
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Statement
from ecotone.errors import SpellError
from ecotone.matching import normal_form
from ecotone.problems import Problem, Problems
from ecotone.scope import Scope
from ecotone.velocity.eventlog.log import EVENT_VALUES, EVENTS, LINKS, OBJECT_VALUES, OBJECTS, EventLog
from ecotone.work import SILENT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ecotone.ecosystem import Ecosystem
    from ecotone.work import Work

SOURCE: Final = "event-log"
ACTOR: Final = "actor"
_KINDS: Final = {bool: "boolean", int: "integer", float: "float"}
_STEP: Final = 200


def event_log(eco: Ecosystem, scope: Scope | None = None) -> EventLog:
    """Return the events of a record with their initiatives and actors.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    scope : Scope, optional
        `from` and `to` bound the events, sectors and places the actors: only events in which one of them takes part; `as_of`
        asks what was known on a day.

    Raises
    ------
    SpellError
        If no event is left.
    """
    scope = scope or Scope()
    rows = eco.events(as_of=scope.as_of)
    if scope.start is not None:
        rows = rows.filter(pl.col("date") >= scope.start.iso)
    if scope.end is not None:
        rows = rows.filter(pl.col("date").str.slice(0, len(scope.end.iso)) <= scope.end.iso)
    if scope.sectors or scope.places:
        inside = eco.actors(Scope(sectors=scope.sectors, places=scope.places, as_of=scope.as_of))["id"].to_list()
        rows = rows.filter(pl.col("id").is_in(rows.filter(pl.col("actor").is_in(inside))["id"].to_list()))
    if not rows.height:
        raise SpellError(
            "The record holds no event of these", where=scope.explain(), remedy="Widen the filter, or import a source that dates events"
        )
    initiatives = eco.initiatives().select(
        pl.col("id").alias("initiative"),
        (pl.col("source") + ":" + pl.col("id_in_source")).alias("initiative_object"),
        pl.col("kind").alias("initiative_kind"),
        "title",
    )
    actors = eco.actors().select(pl.col("id").alias("actor"), pl.format("actor:{}", "id").alias("actor_object"), "name", "sector")
    joined = (
        rows.join(initiatives, on="initiative", how="left")
        .join(actors, on="actor", how="left")
        .with_columns(pl.coalesce("initiative_object", "actor_object").alias("object"), pl.format("event:{}", "id").alias("event"))
    )
    once = joined.unique("id", keep="first", maintain_order=True)
    padded = pl.col("date") + pl.lit("-01-01").str.slice(pl.col("date").str.len_chars().cast(pl.Int64) - 4)
    length = pl.col("date").str.len_chars()
    events = once.select(
        "event",
        pl.col("kind").alias("type"),
        padded.str.slice(0, 10).str.to_date().cast(pl.Datetime("us")).dt.replace_time_zone("UTC").alias("time"),
        pl.when(length == 4).then(pl.lit("year")).when(length == 7).then(pl.lit("month")).otherwise(pl.lit("day")).alias("precision"),
        "actual",
    )
    named = joined.drop_nulls("object")
    objects = named.select("object", pl.coalesce("initiative_kind", pl.lit(ACTOR)).alias("type")).unique("object", maintain_order=True)
    links = named.select("event", "object", "role").unique(maintain_order=True)
    said = joined.unique("object", keep="first", maintain_order=True).drop_nulls("object")
    texts = [
        said.select("object", pl.lit("name").alias("name"), pl.coalesce("title", "name").alias("value")),
        said.select("object", pl.lit("sector").alias("name"), pl.col("sector").alias("value")),
    ]
    values = (
        pl.concat(texts)
        .drop_nulls("value")
        .with_columns(pl.lit("string").alias("kind"), pl.lit(None, pl.Datetime("us", "UTC")).alias("time"))
    )
    problems = Problems()
    for _ in range(joined.filter(pl.col("object").is_null()).height):
        problems.add(Problem("A name in an event is no actor yet and was left out", severity="changed"))
    return EventLog(
        events.select(list(EVENTS)),
        objects.select(list(OBJECTS)),
        links.select(list(LINKS)),
        event_values=_event_values(once),
        object_values=values.select(list(OBJECT_VALUES)),
        problems=problems,
    )


def _event_values(once: pl.DataFrame) -> pl.DataFrame:
    """Return the fields of events."""
    rows = []
    for event, text in once.filter(pl.col("fields").is_not_null()).select("event", "fields").iter_rows():
        said = json.loads(text)
        for name, value in said.items() if isinstance(said, dict) else ():
            if value is not None:
                plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                rows.append((event, name, plain, _KINDS.get(type(value), "string")))
    return pl.DataFrame(rows, schema=EVENT_VALUES, orient="row")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a log that was brought into a record.

    Parameters
    ----------
    cases, changed : int
        Initiatives that the log holds, and those that are new or say something else than before.
    new_actors : int
        Names that no actor had.
    problems : Problems
        What was dropped or left out.
    batch : int or None
        The batch that was written.
    """

    cases: int
    changed: int
    new_actors: int
    problems: Problems
    batch: int | None


def keep_log(eco: Ecosystem, log: EventLog, case_type: str, *, name: str, author: str = "", work: Work = SILENT) -> Kept:
    """Bring an event log into a record, as one batch; the same log twice changes nothing.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    log : EventLog
        The log.
    case_type : str
        Which objects are initiatives, by their type; it becomes their kind.
    name : str
        What the log is called: its evidence.
    author : str
        Who makes the change.
    work : Work
        Takes progress.

    Raises
    ------
    SpellError
        If there is no object of the type.
    """
    problems = Problems()
    problems.extend(log.problems)
    said = list(statements(log, case_type, name=name, problems=problems))
    outcomes: Counter[str] = Counter()
    waiting: dict[int, str] = {}
    with eco.batch(f"Event log {name}", author) as batch:
        for number, each in enumerate(said):
            if number % _STEP == 0:
                work.step(number, len(said), name)
            stated = batch.state(each)
            outcomes[stated.outcome] += 1
            unassigned = set(stated.unassigned)
            waiting.update({stated.mentions[m.key]: m.name for m in each.mentions if stated.mentions.get(m.key) in unassigned})
        known = _actors_by_name(eco) if waiting else {}
        added = 0
        for mention, text in waiting.items():
            form = normal_form(text)
            if form not in known:
                known[form] = batch.add_actor(text)
                added += 1
            batch.assign(mention, known[form], reason="the same name", decided_by="event log")
    return Kept(len(said), outcomes["new"] + outcomes["changed"], added, problems, batch.id)


def _actors_by_name(eco: Ecosystem) -> dict[str, int]:
    """Return the one actor of each normal form of a name; a form that several share stands for none of them."""
    found: dict[str, int] = {}
    shared: set[str] = set()
    mentions = eco.mentions().filter(pl.col("actor").is_not_null()).select("name", "actor").iter_rows()
    for text, actor in [*mentions, *eco.actors().select("name", "id").iter_rows()]:
        form = normal_form(text)
        if found.setdefault(form, actor) != actor:
            shared.add(form)
    return {form: actor for form, actor in found.items() if form not in shared}


def statements(log: EventLog, case_type: str, *, name: str, problems: Problems) -> Iterator[Statement]:
    """Yield one statement for each object of a type, with its events and the other objects in them.

    Parameters
    ----------
    log : EventLog
        The log.
    case_type : str
        Which objects are initiatives.
    name : str
        What the log is called.
    problems : Problems
        Takes what the record cannot hold.

    Raises
    ------
    SpellError
        If there is no object of the type.
    """
    cases = log.objects.filter(pl.col("type") == case_type)["object"].to_list()
    if not cases:
        raise SpellError("The log has no object of this type", got=case_type, expected=", ".join(log.types()) or "no object")
    types = dict(log.objects.iter_rows())
    events = {row["event"]: row for row in log.events.iter_rows(named=True)}
    linked: dict[str, list[tuple[str, str]]] = {}
    of_case: dict[str, list[str]] = {case: [] for case in cases}
    for event, object_, role in log.links.iter_rows():
        linked.setdefault(event, []).append((object_, role))
        if object_ in of_case and event not in of_case[object_]:
            of_case[object_].append(event)
    fields: dict[str, dict[str, Any]] = {}
    for event, key, value, kind in log.event_values.iter_rows():
        fields.setdefault(event, {})[key] = _plain(value, kind)
    values: dict[str, list[tuple[str, Any, dt.datetime | None]]] = {}
    for object_, key, value, kind, time in log.object_values.iter_rows():
        values.setdefault(object_, []).append((key, _plain(value, kind), time))
    titles = {object_: str(value) for object_, said in values.items() for key, value, _ in said if key == "name"}
    reached = {event for each in of_case.values() for event in each}
    for _ in range(len(events) - len(reached)):
        problems.add(Problem(f"An event without an object of type {case_type} was left out", file=name))
    for row in log.events.filter(pl.col("precision") == "time").head(1).iter_rows(named=True):
        problems.add(Problem("The record keeps days; times of day were dropped", file=name, got=str(row["time"]), severity="changed"))
    actual = [_date(row["time"], row["precision"]) for row in events.values() if row["actual"]]
    renewed = max(actual, key=lambda date: date.last) if actual else None  # the log tells of every case to its own end
    for case in cases:
        yield _statement(case, case_type, name, of_case[case], events, linked, fields, values.get(case, []), types, titles, renewed)


def _statement(
    case: str,
    case_type: str,
    name: str,
    mine: list[str],
    events: dict[str, dict[str, Any]],
    linked: dict[str, list[tuple[str, str]]],
    fields: dict[str, dict[str, Any]],
    values: list[tuple[str, Any, dt.datetime | None]],
    types: dict[str, str],
    titles: dict[str, str],
    renewed: Date | None,
) -> Statement:
    """Make the statement of one initiative."""
    mentions: dict[str, Mention] = {}
    made = []
    ordered = sorted((event for event in mine if event in events), key=lambda event: events[event]["time"])
    for event in ordered:
        row = events[event]
        objects = [("i", case_type)]
        for object_, role in linked[event]:
            if types[object_] == case_type:
                continue
            if object_ not in mentions:
                mentions[object_] = Mention(f"m{len(mentions)}", titles.get(object_, object_), role or types[object_])
            pair = (mentions[object_].key, role or types[object_])
            if pair not in objects:
                objects.append(pair)
        made.append(Event(row["type"], _date(row["time"], row["precision"]), row["actual"], tuple(objects), fields.get(event, {})))
    claims = tuple(Claim("i", key, value, as_of=Date.of(time.date()) if time else None) for key, value, time in values if key != "name")
    return Statement(
        Evidence(SOURCE, f"{name}: {case}", date=renewed, title=case[:200]),
        tuple(mentions.values()),
        (),
        claims,
        Initiative("i", f"{name}: {case}", case_type, titles.get(case, case)),
        tuple(made),
    )


def _date(time: dt.datetime, precision: str) -> Date:
    """Return a date as precise as the log says."""
    return Date(time.date().isoformat()[: {"year": 4, "month": 7}.get(precision, 10)])


def _plain(value: str, kind: str) -> Any:
    """Return a value in its kind."""
    if kind in {"integer", "float"}:
        return float(value) if kind == "float" else int(value)
    return value == "true" if kind == "boolean" else value
