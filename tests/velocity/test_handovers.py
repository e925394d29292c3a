"""Hand-overs: waiting between actors, excess over the same steps elsewhere, and the tie that is slow."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from ecotone.errors import SpellError
from ecotone.velocity.eventlog.log import EVENTS, LINKS, OBJECTS, EventLog, flatten
from ecotone.velocity.handovers import doers, handovers

START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def log(rows: list[tuple[str, str, float, str]]) -> EventLog:
    """Make a log of case, activity, day and doer."""
    events = [(f"e{n}", activity, START + dt.timedelta(days=day), "time", True) for n, (_, activity, day, _) in enumerate(rows)]
    objects = sorted({(case, "case") for case, *_ in rows} | {(who, "actor") for *_, who in rows if who})
    links = [(f"e{n}", case, "case") for n, (case, *_) in enumerate(rows)]
    links += [(f"e{n}", who, "by") for n, (*_, who) in enumerate(rows) if who]
    return EventLog(
        pl.DataFrame(events, schema=EVENTS, orient="row"),
        pl.DataFrame(objects, schema=OBJECTS, orient="row"),
        pl.DataFrame(links, schema=LINKS, orient="row"),
    )


def test_excess_is_waiting_less_what_the_same_step_takes_elsewhere() -> None:
    found = log(
        [
            ("a", "file", 0, "Ann"),
            ("a", "review", 10, "Bob"),
            ("b", "file", 0, "Ann"),
            ("b", "review", 4, "Cat"),
            ("c", "file", 0, "Ann"),
            ("c", "review", 2, "Cat"),
            ("c", "sign", 9, "Cat"),
        ]
    )
    ties = handovers(flatten(found, "case"), doers(found))
    assert ties.select("source", "target", "times", "total_days", "expected_days", "excess_days").rows() == [
        ("Ann", "Bob", 1, 10.0, 3.0, 7.0),
        ("Ann", "Cat", 2, 6.0, 20.0, -14.0),
    ]
    assert ties["p"].to_list() == [None, None]


def test_a_slow_tie_is_found_among_steps_of_different_length() -> None:
    """Dan takes as long as others for each step but gets the long steps; Eve is slow in what she does."""
    random = np.random.Generator(np.random.Philox(9))
    rows: list[tuple[str, str, float, str]] = []
    for number in range(240):
        long = number % 3 == 0
        who = ("Dan" if number % 2 else "Fay") if long else ("Eve" if number % 2 else "Fay")
        days = random.exponential(60 if long else 5) * (3 if who == "Eve" else 1)
        rows += [(f"c{number}", "file", 0, "Ann"), (f"c{number}", "long review" if long else "review", days, who)]
    found = log(rows)
    ties = {row["target"]: row for row in handovers(flatten(found, "case"), doers(found)).iter_rows(named=True)}
    assert ties["Eve"]["p"] < 0.001
    assert ties["Eve"]["excess_days"] > 0
    assert ties["Dan"]["total_days"] > ties["Eve"]["total_days"]
    assert ties["Dan"]["p"] > 0.05


def test_nobody_hands_over() -> None:
    alone = log([("a", "file", 0, "Ann"), ("a", "review", 1, "Ann")])
    assert handovers(flatten(alone, "case"), doers(alone)).height == 0
    with pytest.raises(SpellError, match="No event says who did it"):
        doers(log([("a", "file", 0, "")]))
    with pytest.raises(SpellError, match="No event says"):
        doers(alone, role="signed")
