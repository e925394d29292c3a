"""Where initiatives stop, how many of them late, and what had been spent: on records made by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Statement
from ecotone.velocity import answers
from ecotone.velocity.costs import costs, spent_by
from ecotone.velocity.read import Ways, ways
from ecotone.velocity.spells import Spells
from ecotone.velocity.stages import stage_model
from ecotone.velocity.stops import late_share, stops

if TYPE_CHECKING:
    from pathlib import Path


def study(number: int, dates: dict[str, str], status: str | None, cost: float | None, spend: float | None) -> Statement:
    fields = {"cost": cost, "currency": "USD"} if cost is not None else {}
    events = tuple(Event(kind, Date(date), True, (("i", "study"), ("s", "sponsor")), fields) for kind, date in dates.items())
    claims = [Claim("i", "status", status, as_of=Date("2023-01-01"))] if status else []
    claims += [Claim("i", "spend", spend, "USD", as_of=Date("2022-01-01"))] if spend is not None else []
    return Statement(
        Evidence("register", str(number), date=Date("2024-12-31")),
        (Mention("s", "A", "sponsor"),),
        (),
        tuple(claims),
        Initiative("i", f"N{number}", "study", f"N{number}"),
        events,
    )


@pytest.fixture
def found(tmp_path: Path) -> Ways:
    way = {"registered": "2020-01-01", "started": "2020-03-01", "primary completion": "2021-03-01", "completed": "2021-06-01"}
    early = {name: way[name] for name in ("registered",)}
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        with eco.batch("test") as batch:
            batch.state(study(1, way, "COMPLETED", 10.0, None))
            batch.state(study(2, early, "WITHDRAWN", 5.0, None))
            batch.state(study(3, {**early, "started": "2020-03-01", "primary completion": "2020-09-01"}, "TERMINATED", 7.0, None))
            batch.state(study(4, {**early, "started": "2020-03-01"}, "TERMINATED", 7.0, 100.0))
        return ways(eco, stage_model("trials"))


def test_stops_by_stage_late_share_and_spend(found: Ways) -> None:
    answer = answers.stops(found)
    rows = {row["stage"]: row for row in answer.tables[0].rows()}
    assert (rows["set-up"]["stopped"], rows["conduct"]["stopped"], rows["follow-up"]["stopped"]) == (1, 2, 0)
    assert (rows["set-up"]["late"], rows["conduct"]["late"]) == ("no", "yes")
    assert late_share(found.stages, found.model.late).value == pytest.approx(2 / 3)
    spent = {(row["label"], row["outcome"]): row["spent"] for row in answer.tables[2].rows()}
    # N2: its registration. N3: three events of 7 by 2020-09-01. N4: the reading of 2022 stands for all spent by 2023.
    assert spent == {("N2", "withdrawn"): 5.0, ("N3", "stopped"): 21.0, ("N4", "stopped"): 100.0}
    assert "126 USD" in answer.summary


def test_parts_of_clocks_add_up_in_the_answer(found: Ways) -> None:
    answer = answers.clocks(found)
    by_owner, by_item = answer.tables[0].rows(), answer.tables[1].rows()
    assert sum(row["days"] for row in by_owner) == sum(row["days"] for row in by_item)
    elapsed = {row["label"]: row["elapsed"] for row in by_item}
    assert elapsed["N3"] == (dt.date(2020, 9, 1) - dt.date(2020, 1, 1)).days
    for label, whole in elapsed.items():
        assert sum(row["days"] for row in by_item if row["label"] == label) == whole


def test_none_stopped_has_an_upper_end() -> None:
    none = stops(Spells.of([1, 2, 3], [1, 1, 0], outcomes=("advanced", "stopped")))
    assert (none.stopped, none.share.value, none.half_by) == (0, 0.0, None)
    assert none.share.high is not None
    assert 0.5 < none.share.high < 0.7
    assert stops(Spells.of([], [], outcomes=("advanced", "stopped"))).share.value is None
    assert stops(Spells.of([1], [0], outcomes=("advanced", "stopped"))).share.value is None


def test_late_share_needs_a_stop_and_a_late_stage(found: Ways) -> None:
    assert "names no stage" in str(late_share(found.stages, ()))
    quiet = tuple(dataclasses.replace(each, spells=Spells.of([], [], outcomes=each.spells.outcomes)) for each in found.stages)
    assert late_share(quiet, ("conduct",)).value is None


def test_currencies_are_never_added_and_later_costs_do_not_count() -> None:
    events = pl.DataFrame(
        {
            "id": [1, 2, 3, 4],
            "initiative": [9, 9, 9, 9],
            "date": ["2020-01", "2020-02-01", "2021-01-01", "2020-01-01"],
            "actual": [True, True, True, False],
            "fields": [
                json.dumps(each) for each in ({"cost": 3, "currency": "USD"}, {"cost": 4.5, "currency": "EUR"}, {"cost": 99}, {"cost": 1})
            ],
        }
    )
    claims = pl.DataFrame(schema={"initiative": pl.Int64, "field": pl.String, "number": pl.Float64, "unit": pl.String, "as_of": pl.String})
    known = costs(events, claims)
    assert spent_by(known, 9, dt.date(2020, 6, 1)) == {"USD": 3.0, "EUR": 4.5}
    assert spent_by(known, 8, dt.date(2020, 6, 1)) == {}
