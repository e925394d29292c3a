"""A record as an event log and back: events, roles, plans and precision stay; what cannot stay is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Event, Evidence, Initiative, Mention, Statement
from ecotone.errors import SpellError
from ecotone.scope import Scope
from ecotone.velocity.answers.steps import handovers, steps
from ecotone.velocity.eventlog import flatten, read_ocel, read_table, write_ocel
from ecotone.velocity.eventlog.table import Columns
from ecotone.velocity.read_log import event_log, keep_log

if TYPE_CHECKING:
    from pathlib import Path


def record(path: Path) -> Ecosystem:
    eco = Ecosystem.create(path)
    with eco.batch("test") as batch:
        told = batch.state(
            Statement(
                Evidence("own", "1", date=Date("2024-12-31")),
                (Mention("a", "Rice University", "applicant"), Mention("b", "FDA", "regulator")),
                (),
                (),
                Initiative("i", "1", "product", "Patch"),
                (
                    Event("received", Date("2024-01-05"), True, (("i", "product"), ("a", "applicant"))),
                    Event(
                        "decision",
                        Date("2024-05"),
                        True,
                        (("i", "product"), ("b", "regulator")),
                        {"decision": "SE", "cost": 12.5, "ok": True},
                    ),
                    Event("launch", Date("2025"), False, (("i", "product"),)),
                ),
            )
        )
        for key, name in (("a", "Rice University"), ("b", "FDA")):
            batch.assign(told.mentions[key], batch.add_actor(name), reason="test", decided_by="rule")
    return eco


def test_a_record_goes_out_as_ocel_and_comes_back(tmp_path: Path) -> None:
    with record(tmp_path / "x.eco") as eco:
        log = event_log(eco)
    assert log.types() == {"actor": 2, "product": 1}
    assert log.events.select("type", "precision", "actual").rows() == [
        ("received", "day", True),
        ("decision", "month", True),
        ("launch", "year", False),
    ]
    assert sorted(log.event_values.select("name", "value", "kind").rows()) == [
        ("cost", "12.5", "float"),
        ("decision", "SE", "string"),
        ("ok", "true", "boolean"),
    ]
    write_ocel(log, tmp_path / "x.json")
    with Ecosystem.create(tmp_path / "y.eco") as other:
        kept = keep_log(other, read_ocel(tmp_path / "x.json"), "product", name="x")
        assert (kept.cases, kept.changed, kept.new_actors, len(kept.problems)) == (1, 1, 2, 0)
        again = keep_log(other, read_ocel(tmp_path / "x.json"), "product", name="x")
        assert (again.changed, again.new_actors, again.batch) == (0, 0, None)
        back = event_log(other)
        assert other.initiatives()["title"].to_list() == ["Patch"]
        assert sorted(other.actors()["name"]) == ["FDA", "Rice University"]
    columns = ["type", "time", "precision", "actual"]
    assert back.events.select(columns).equals(log.events.select(columns))
    assert sorted(back.links["role"]) == sorted(log.links["role"])
    assert sorted(back.event_values.select("name", "value", "kind").rows()) == sorted(
        log.event_values.select("name", "value", "kind").rows()
    )


def test_names_that_an_actor_has_are_that_actor(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "id,step,date,who\np1,filed,2024-01-05T10:00:00,RICE UNIVERSITY\np1,asked,2024-02,Somebody\np2,filed,2024-01-09,Rice University\n"
    )
    log = read_table(path, Columns("id", "step", "date", {"who": "actor"}, "product"))
    with record(tmp_path / "x.eco") as eco:
        kept = keep_log(eco, log, "product", name="t.csv")
        assert (kept.cases, kept.new_actors) == (2, 1)
        assert kept.problems.by_kind() == {"The record keeps days; times of day were dropped": 1}
        assert eco.actors().height == 3
        found = handovers(event_log(eco), "product")
        assert [(row["source"], row["target"], row["median_days"]) for row in found.tables[0].rows()] == [
            ("Rice University", "FDA", 117.0),
            ("Rice University", "Somebody", 27.0),
        ]
        assert any("planned events" in warning for warning in found.warnings)
        whole = steps(event_log(eco), "product")
        assert "3 cases" in whole.summary
        eco.undo(eco.history(limit=1)["batch"][0])
        assert eco.initiatives().height == 1


def test_events_without_a_case_and_logs_without_the_type_are_told(tmp_path: Path) -> None:
    with record(tmp_path / "x.eco") as eco:
        log = event_log(eco)
        with pytest.raises(SpellError, match="no object of this type"):
            keep_log(eco, log, "fame", name="x")
        with Ecosystem.create(tmp_path / "y.eco") as other:
            kept = keep_log(other, log, "actor", name="x")
            assert kept.problems.by_kind() == {"An event without an object of type actor was left out": 1}
        assert len(event_log(eco, Scope.parse("from=2024-05&to=2024"))) == 1
        with pytest.raises(SpellError, match="no event of these"):
            event_log(eco, Scope.parse("from=2030"))


def test_time_zones_meet_on_one_clock_and_month_precision_stays_month(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,step,date\na,filed,2024-01-01T23:30:00+02:00\na,asked,2024-01-01T22:00:00Z\na,done,2024-02\n")
    log = read_table(path, Columns("id", "step", "date", {}))
    flat = flatten(log, "case")
    assert flat.events["type"].to_list() == ["filed", "asked", "done"]
    assert flat.events["time"][0] == dt.datetime(2024, 1, 1, 21, 30, tzinfo=dt.UTC)
    assert log.events.filter(pl.col("type") == "done")["precision"].to_list() == ["month"]
