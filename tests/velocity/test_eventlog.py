"""Logs have the counts that their publishers state, OCEL goes round without loss, and broken logs say where."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from ecotone.errors import InputError, NotFoundError, SpellError, UnreadableError
from ecotone.velocity.eventlog import EventLog, flatten, read_ocel, read_table, read_xes, write_ocel
from ecotone.velocity.eventlog.table import Columns

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("08_receipt.xes.gz", (1434, 8577, 27, 116)),  # expected_values.json, xes_counts
        ("13_SEPSIS_1t_per_variant.xes.gz", (846, 13775, 16, 846)),  # one trace a variant; events counted with grep
        ("running-example.xes", (6, 42, 8, 6)),  # the textbook's six cases, each its own way
    ],
)
def test_xes_counts(corpus: Path, name: str, counts: tuple[int, int, int, int]) -> None:
    log = read_xes(corpus / "event_logs" / name)
    flat = flatten(log, "case")
    assert (flat.cases, len(log), flat.activities, flat.variants().height) == counts
    assert len(log.problems) == 0
    assert (flat.without_case, flat.repeated) == (0, 0)


@pytest.mark.corpus
def test_xes_times_and_values(corpus: Path) -> None:
    log = read_xes(corpus / "event_logs" / "running-example.xes")
    first = log.events.row(0, named=True)
    assert first["type"] == "register request"
    assert first["time"] == dt.datetime(2010, 12, 30, 13, 32, tzinfo=dt.UTC)  # 14:32 at +01:00
    assert log.event_values.filter(event="e1", name="org:resource")["value"].to_list() == ["Pete"]


@pytest.mark.corpus
def test_sepsis_as_csv(corpus: Path) -> None:
    log = read_table(corpus / "event_logs" / "sepsis.csv", Columns("Case ID", "Activity", "Complete Timestamp", {}))
    assert len(log) == 15214  # Mannhardt 2016: 1,050 cases, 15,214 events, 16 activities
    flat = flatten(log, "case")
    assert (flat.cases, flat.activities) == (1050, 16)


@pytest.mark.corpus
def test_patients_have_two_types_of_objects(corpus: Path) -> None:
    log = read_table(corpus / "event_logs" / "patients.csv", Columns("patient", "handling", "time", {"employee": "person"}, "patient"))
    assert len(log) == 5442
    assert log.types() == {"patient": 500, "person": 7}
    by_person = flatten(log, "person")
    assert by_person.cases == 7


XES = """<log><trace><string key="concept:name" value="a"/>
<event><string key="concept:name" value="filed"/><date key="time:timestamp" value="2024-01-01T10:00:00Z"/></event>
<event><string key="concept:name" value="decided"/><date key="time:timestamp" value="2024-01-03T10:00:00"/></event>
<event><string key="concept:name" value="lost"/></event>
<event><string key="concept:name" value="odd"/><date key="time:timestamp" value="yesterday"/></event>
</trace><trace><event><string key="concept:name" value="filed"/><date key="time:timestamp" value="2024-01-01T10:00:00Z"/></event></trace></log>"""


def test_broken_events_are_told_with_their_line_and_good_ones_kept() -> None:
    log = read_xes(io.BytesIO(XES.encode()), name="x.xes")
    assert log.events["type"].to_list() == ["filed", "decided", "filed"]
    kinds = log.problems.by_kind()
    assert kinds["An event has no time"] == 2
    assert kinds["The time has no zone; it is taken as UTC"] == 1
    assert kinds["A case has no name; it is numbered"] == 1
    assert any(problem.row == 4 for problem in log.problems)


def test_xes_that_is_none() -> None:
    with pytest.raises(UnreadableError, match=r"no well-formed XML \(x\.xes, row 3\)"):
        read_xes(io.BytesIO(b"<log>\n<trace>\n<event></trace></log>"), name="x.xes")
    with pytest.raises(UnreadableError, match="no event log"):
        read_xes(io.BytesIO(b"<html></html>"), name="x.xes")
    with pytest.raises(UnreadableError, match="well-formed"):
        read_xes(io.BytesIO(b""), name="x.xes")
    with pytest.raises(UnreadableError, match="cut off"):
        read_xes(io.BytesIO(gzip.compress(XES.encode())[:-30]), name="x.xes.gz")
    with pytest.raises(NotFoundError):
        read_xes("absent.xes")


OCEL: dict[str, Any] = {
    "objectTypes": [{"name": "initiative", "attributes": [{"name": "risk", "type": "integer"}]}, {"name": "actor", "attributes": []}],
    "eventTypes": [{"name": "approved", "attributes": [{"name": "cost", "type": "float"}, {"name": "fast", "type": "boolean"}]}],
    "objects": [
        {
            "id": "i1",
            "type": "initiative",
            "attributes": [
                {"name": "risk", "time": "1970-01-01T00:00:00Z", "value": 2},
                {"name": "risk", "time": "2024-05-01T00:00:00Z", "value": 3},
            ],
            "relationships": [{"objectId": "a1", "qualifier": "sponsor"}],
        },
        {"id": "a1", "type": "actor"},
        {"id": "a2", "type": "actor"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "approved",
            "time": "2024-06-01T12:00:00Z",
            "attributes": [{"name": "cost", "value": 1.5}, {"name": "fast", "value": True}],
            "relationships": [
                {"objectId": "i1", "qualifier": "what"},
                {"objectId": "a1", "qualifier": "by"},
                {"objectId": "a2", "qualifier": "by"},
            ],
        },
        {"id": "e2", "type": "approved", "time": "2024-07-01T12:00:00Z"},
    ],
}


def same(one: EventLog, other: EventLog) -> None:
    for name in ("events", "objects", "links", "object_links", "event_values", "object_values"):
        left, right = getattr(one, name), getattr(other, name)
        assert_frame_equal(left, right, check_row_order=False)


@pytest.mark.parametrize("suffix", [".json", ".sqlite"])
def test_ocel_goes_round_without_loss(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "in.json").write_text(json.dumps(OCEL))
    log = read_ocel(tmp_path / "in.json")
    assert len(log.problems) == 0
    assert log.object_values["time"].to_list() == [None, dt.datetime(2024, 5, 1, tzinfo=dt.UTC)]
    month = log.events.with_columns(
        pl.when(event="e2").then(pl.lit("month")).otherwise("precision").alias("precision"), (pl.col("event") != "e2").alias("actual")
    )
    log = EventLog(month, log.objects, log.links, log.object_links, log.event_values, log.object_values)
    write_ocel(log, tmp_path / f"out{suffix}")
    same(log, read_ocel(tmp_path / f"out{suffix}"))
    with pytest.raises(InputError, match="file of this name"):
        write_ocel(log, tmp_path / f"out{suffix}")


@pytest.mark.corpus
@pytest.mark.parametrize("suffix", [".json", ".sqlite"])
def test_a_genuine_log_goes_round(corpus: Path, tmp_path: Path, suffix: str) -> None:
    log = read_xes(corpus / "event_logs" / "running-example.xes")
    write_ocel(log, tmp_path / f"out{suffix}")
    same(log, read_ocel(tmp_path / f"out{suffix}"))


def test_flattening_says_what_it_lost(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(json.dumps(OCEL))
    log = read_ocel(tmp_path / "in.json")
    by_actor = flatten(log, "actor")
    assert (by_actor.cases, by_actor.without_case, by_actor.repeated) == (2, 1, 1)
    with pytest.raises(SpellError, match="no object of this type"):
        flatten(log, "device")


def test_planned_events_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    data = json.loads(json.dumps(OCEL))
    data["events"][0]["attributes"].append({"name": "actual", "value": False})
    (tmp_path / "in.json").write_text(json.dumps(data))
    log = read_ocel(tmp_path / "in.json")
    assert flatten(log, "initiative").events.height == 0
    assert flatten(log, "initiative", planned=True).events.height == 1


def test_dangling_links_are_refused_and_told(tmp_path: Path) -> None:
    data = json.loads(json.dumps(OCEL))
    data["events"][0]["relationships"].append({"objectId": "ghost", "qualifier": "by"})
    data["events"].append(data["events"][0])
    data["events"].append({"id": "e9", "type": "approved", "time": "soon"})
    (tmp_path / "in.json").write_text(json.dumps(data))
    log = read_ocel(tmp_path / "in.json")
    assert log.problems.by_kind()["A link names an event or object that the log does not declare"] >= 1
    assert log.problems.by_kind()["Two events have the same id; the second is left out"] == 1
    assert log.problems.by_kind()["The time is no time"] == 1


def test_files_that_are_no_ocel(tmp_path: Path) -> None:
    for text, match in (("[]", "no OCEL"), ("{", "neither JSON nor SQLite"), ('{"events": 1}', "no OCEL")):
        (tmp_path / "x.json").write_text(text)
        with pytest.raises(UnreadableError, match=match):
            read_ocel(tmp_path / "x.json")
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as database:
        database.execute("CREATE TABLE t (a)")
        database.commit()
    with pytest.raises(UnreadableError, match="database is no OCEL"):
        read_ocel(tmp_path / "x.sqlite")
    with pytest.raises(NotFoundError):
        read_ocel(tmp_path / "absent.json")
    log = EventLog(pl.DataFrame(), pl.DataFrame(), pl.DataFrame())
    with pytest.raises(InputError, match="extension"):
        write_ocel(log, tmp_path / "x.txt")


def test_a_table_without_case_ids_or_with_bad_times(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "case;activity;when;note\na;filed;2024-05;n\n;filed;2024-05-01;\nb;;2024-05-01;\nc;filed;someday;\na;decided;2024-06-02;\n"
    )
    log = read_table(path, Columns("case", "activity", "when", {}))
    assert log.events.select("type", "precision").rows() == [("filed", "month"), ("decided", "day")]
    assert log.problems.count("refused") == 3
    with pytest.raises(InputError, match="lacks a column"):
        read_table(path, Columns("id", "activity", "when", {}))
    path.write_text("case,activity,when\n,,\n")
    with pytest.raises(UnreadableError, match="No row is an event"):
        read_table(path, Columns("case", "activity", "when", {}))


def test_events_out_of_order_are_sorted_and_equal_times_keep_the_logs_order() -> None:
    text = XES.replace("2024-01-03T10:00:00", "2023-01-03T10:00:00")
    flat = flatten(read_xes(io.BytesIO(text.encode())), "case")
    assert flat.events.filter(case="a")["type"].to_list() == ["decided", "filed"]
