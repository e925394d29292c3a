"""Impact records: indicators and reviews by their dates, and the effect on map and velocity against values worked by hand."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.errors import InputError
from ecotone.partnerships import following, write
from ecotone.partnerships.effect import on_map, on_stage
from ecotone.partnerships.impact import Impact, Indicator, Reading, Review, indicator_of, months_later, of_body

if TYPE_CHECKING:
    from pathlib import Path

START = dt.date(2026, 1, 1)
BODY: dict[str, Any] = {
    "seeker": 1,
    "partner": 2,
    "start": "2026-01",
    "expected": {"ties": 3, "days": -20},
    "every": 6,
    "indicators": [
        {"name": "days to start", "unit": "days", "baseline": 90, "target": 60, "date": "2027-01-01", "owner": "Ana", "source": "register"},
        {"name": "readmissions", "about": "patients", "baseline": 12},
    ],
}


def days(value: float, on: str = "2026-07-02") -> Indicator:
    return Indicator("days", baseline=90, target=60, date=Date("2027-01-01"), readings=(Reading(Date(on), value),))


@pytest.mark.parametrize(
    ("value", "on", "state"),
    [
        # Half of the year is gone on 2 July: half of the way is on track, less is behind; a falling target counts alike.
        (75, dt.date(2026, 7, 2), "on track"),
        (80, dt.date(2026, 7, 2), "behind"),
        (60, dt.date(2026, 7, 2), "reached"),
        (95, dt.date(2026, 7, 2), "behind"),
        (75, dt.date(2027, 1, 2), "missed"),
        (58, dt.date(2028, 1, 1), "reached"),
    ],
)
def test_how_an_indicator_stands(value: float, on: dt.date, state: str) -> None:
    assert days(value).state(on, START) == state


def test_an_incomplete_indicator_says_what_it_lacks() -> None:
    one, two = of_body("Imaging", BODY).indicators
    assert one.lacks == ()
    assert one.state(START, START) == "no reading yet"
    assert two.lacks == ("target", "date", "owner", "source")
    read = Indicator("x", baseline=1, readings=(Reading(Date("2026-05"), 2.0),))
    assert read.share is None
    assert read.state(START, START) == "not judged: no baseline or target"
    assert Indicator("x", baseline=0, target=2, readings=(Reading(Date("2026"), 1.0),)).state(START, START) == "under way, without a date"


def test_reviews_fall_due_from_the_last_one() -> None:
    made = of_body("Imaging", BODY)
    assert made.due == Date("2026-07-31")
    reviewed = Impact("a", 1, 2, Date("2026-01-31"), reviews=(Review(Date("2026-08-30")),), every=6)
    assert reviewed.due == Date("2027-02-28")
    assert Impact("a", 1, 2, Date("2026"), state="ended").due is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2080, 1, 1)), st.integers(0, 240))
def test_months_later_is_later_by_months(day: dt.date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_readings_are_kept_in_order_and_never_overwritten() -> None:
    made = of_body("Imaging", BODY)
    made = made.with_reading("Days to start", Reading(Date("2026-09"), 70.0)).with_reading("days to start", Reading(Date("2026-05"), 85.0))
    assert [one.value for one in made.indicator("days to start").readings] == [85.0, 70.0]
    assert made.with_reading("days to start", Reading(Date("2026-05"), 85.0)) == made
    with pytest.raises(InputError, match="read on that day with another value"):
        made.with_reading("days to start", Reading(Date("2026-05"), 84.0))
    with pytest.raises(InputError, match=r"no such indicator.*days to start, readmissions"):
        made.with_reading("weight", Reading(Date("2026-05"), 84.0))


def test_what_is_kept_reads_back_the_same() -> None:
    made = of_body("Imaging", BODY).with_reading("readmissions", Reading(Date("2026-05"), 11.0, "ward book"))
    assert of_body("Imaging", made.body()) == made
    reviewed = replace(made, reviews=(Review(Date("2026-05-01"), "Ana", "slow"),))
    assert of_body("Imaging", reviewed.body() | reviewed.said()) == reviewed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expected": {"joy": 1}}, "not known.*joy"),
        ({"expected": {"ties": "many"}}, "no number"),
        ({"expected": [1]}, "a number for each name"),
        ({"state": "asleep"}, "no such state"),
        ({"every": 0}, "some months apart"),
        ({"start": None}, "date is missing"),
        ({"start": "31/02/2026"}, "No such day"),
        ({"indicators": [{"unit": "x"}]}, "An indicator has a name"),
        ({"indicators": [{"name": "a", "about": "cats"}]}, "nothing of this kind"),
        ({"indicators": [{"name": "a", "baseline": 1, "target": 1}]}, "Target and baseline are the same"),
        ({"indicators": [{"name": "a", "baseline": "NaN"}]}, "no number"),
        ({"indicators": [{"name": "a"}, {"name": "A"}]}, "Two indicators have one name"),
        ({"owner": "x"}, "not known.*owner"),
    ],
)
def test_records_that_cannot_be_meant(change: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        of_body("Imaging", {**BODY, **change})


def test_an_indicator_in_one_line() -> None:
    one = indicator_of("name=sites; unit=sites; baseline=2; target=6; date=2027; owner=Ana; source=https://a.example; about=patients")
    assert (one.target, one.date, one.about, one.lacks) == (6, Date("2027"), "patients", ())
    with pytest.raises(InputError, match="An indicator is written as"):
        indicator_of("sites")


TIES = pl.DataFrame(
    [
        (1, 2, "2026-01"),  # the partnership itself does not count
        (1, 3, "2020"),
        (3, 5, "2020-05"),
        (2, 4, "2026-03-01"),
        (4, 6, None),
        (2, 3, "2025-12"),
        (1, 7, "2027-01"),  # after the day of reading
        (5, 6, "2026-05"),
    ],
    schema={"source": pl.Int64, "target": pl.Int64, "valid_from": pl.String},
    orient="row",
).with_columns(valid_to=pl.lit(None, pl.String))
SECTORS = {1: "provider", 2: "provider", 3: "provider", 4: "industry", 5: "payer", 6: None, 7: "industry"}


def test_the_map_before_and_now_by_hand() -> None:
    found, undated = on_map(TIES, SECTORS, (1, 2), START, dt.date(2026, 12, 31))
    # Before: partners {3}; two steps {3, 5}; no other sector. Now: {3, 4}; {3, 4, 5, 6}; one of another sector.
    assert [(one.measure, one.before, one.after) for one in found] == [("ties", 1, 2), ("reach", 2, 4), ("bridges", 0, 1)]
    # Others with a tie before: 3, 4, 5, 6; ties change by 0, 1, 1, 1, reach by 2, 3, 2, 3, bridges by 0, 1, 0, 0.
    assert [one.others for one in found] == [1.0, 2.5, 0.0]
    assert undated == 0


def test_ties_that_have_ended_do_not_count() -> None:
    rows = [
        (1, 3, "2018", "2025-11"),  # over before the start
        (1, 7, "2018", "2025-12"),  # there on the day before
        (1, 4, "2019", "2026"),  # may last until the end of 2026
        (2, 5, "2019", "2026-12-30"),  # there before, over now
        (2, 6, None, None),
    ]
    table = pl.DataFrame(
        rows, schema={"source": pl.Int64, "target": pl.Int64, "valid_from": pl.String, "valid_to": pl.String}, orient="row"
    )
    found, undated = on_map(table, SECTORS, (1, 2), START, dt.date(2026, 12, 31))
    assert (found[0].measure, found[0].before, found[0].after, undated) == ("ties", 4, 2, 1)


def stays(rows: list[tuple[int, str, str | None, str]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema={"item": pl.Int64, "start": pl.String, "end": pl.String, "known_to": pl.String}, orient="row")
    return frame.with_columns(pl.col("start", "end", "known_to").str.to_date())


def test_stages_before_are_watched_until_the_start_only() -> None:
    table = stays(
        [
            (1, "2025-01-01", "2025-04-11", "2026-12-31"),  # 100 days
            (2, "2025-09-23", "2026-03-01", "2026-12-31"),  # cut off on the start, after 100 days: still running then
            (3, "2026-01-01", "2026-02-20", "2026-12-31"),  # 50 days
            (9, "2026-01-01", "2026-01-02", "2026-12-31"),  # of somebody else
        ]
    )
    found = on_stage("set-up", table, {1, 2, 3}, START)
    assert found is not None
    assert found.number == (2, 1)
    assert found.before.value == 100
    assert found.after.value == 50
    assert found.difference.value is None
    assert "of those since have ended; 20 are needed" in str(found.difference)
    assert on_stage("set-up", table, {4}, START) is None


def test_enough_stays_give_a_difference_with_its_interval() -> None:
    rows: list[tuple[int, str, str | None, str]] = []
    for k in range(30):
        begun = dt.date(2024, 1, 1) + dt.timedelta(days=k)
        rows.append((k, begun.isoformat(), (begun + dt.timedelta(days=100 + k)).isoformat(), "2026-12-31"))
        since = START + dt.timedelta(days=k)
        rows.append((100 + k, since.isoformat(), (since + dt.timedelta(days=60 + k)).isoformat(), "2026-12-31"))
    found = on_stage("set-up", stays(rows), set(range(200)), START)
    assert found is not None
    # All have ended: the difference of the means is 40 days.
    assert found.difference.value == pytest.approx(-40)
    assert found.difference.high is not None
    assert found.difference.high < 0


ODD: tuple[Any, ...] = ([], {}, [1], ["x"], {"a": 1}, [{}], [[1]], 5, True, float("nan"), "x", [{"name": [1]}])


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_whatever_stands_in_a_file_is_read_or_refused(odd: Any) -> None:
    one = {"name": "a", "readings": [{"date": "2026-05", "value": 1}]}
    bodies = [{**BODY, key: odd} for key in ("start", "expected", "every", "state", "indicators", "reviews")]
    bodies += [{**BODY, "indicators": [{**one, key: odd}]} for key in ("name", "baseline", "date", "about", "readings", "owner")]
    bodies += [{**BODY, "indicators": [{**one, "readings": [{"date": "2026-05", "value": 1, key: odd}]}]} for key in ("date", "value")]
    for body in bodies:
        with contextlib.suppress(InputError):
            of_body("Imaging", body)


def test_what_reviews_said_is_private_and_comes_back(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        with eco.batch("two sides") as batch:
            ends = [batch.add_actor(name) for name in ("Alpha", "Beta")]
        write.open_impact(eco, of_body("Imaging", BODY | {"seeker": ends[0], "partner": ends[1]}))
        write.review(eco, "Imaging", [("readmissions", "11")], on=Date("2026-05-01"), note="the nurses object", by="Rosalind Reviewer")
        made = write.review(eco, "Imaging", [], on=Date("2026-06-01"), note="they agree now", by="Rosalind Reviewer")
        found, version = following.impact(eco, "Imaging")
        assert version == made
        assert [(each.date.iso, each.note) for each in found.reviews] == [
            ("2026-05-01", "the nurses object"),
            ("2026-06-01", "they agree now"),
        ]
        eco.share(tmp_path / "y.eco")
    shared = (tmp_path / "y.eco").read_bytes()
    assert b"nurses" not in shared
    assert b"Rosalind" not in shared
    with Ecosystem.open(tmp_path / "y.eco") as given:
        found, _ = following.impact(given, "Imaging")
        assert [(each.date.iso, each.by, each.note) for each in found.reviews] == [("2026-05-01", "", ""), ("2026-06-01", "", "")]
        assert found.due == Date("2026-12-01")
