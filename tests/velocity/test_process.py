"""The textbook log's directly-follows counts, and sums that are exact."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import SpellError
from ecotone.velocity.eventlog import Flat, flatten, read_xes
from ecotone.velocity.process import process, split_by_owner

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "case": pl.String,
    "event": pl.String,
    "type": pl.String,
    "time": pl.Datetime("us", "UTC"),
    "actual": pl.Boolean,
}


def flat(rows: list[tuple[str, str, int]]) -> Flat:
    events = [(case, str(place), kind, EPOCH + dt.timedelta(seconds=at), True) for place, (case, kind, at) in enumerate(rows)]
    return Flat(pl.DataFrame(events, schema=SCHEMA, orient="row").sort("case", "time", maintain_order=True), "initiative", 0, 0)


@pytest.mark.corpus
def test_running_example_is_the_textbooks(corpus: Path) -> None:
    """Six cases; every one starts with a registration; the counts are those of the six traces in the book, table 2.2."""
    log = read_xes(corpus / "event_logs" / "running-example.xes")
    flat_log = flatten(log, "case")
    found = process(flat_log)
    assert found.starts.rows() == [("register request", 6)]
    assert sorted(found.ends.rows()) == [("pay compensation", 3), ("reject request", 3)]
    counts: Counter[tuple[str, str]] = Counter()
    for path, cases in flat_log.variants().iter_rows():
        for pair in itertools.pairwise(path):
            counts[pair] += cases
    assert {(source, target): times for source, target, times in found.steps.select("source", "target", "times").iter_rows()} == dict(
        counts
    )
    assert found.steps["share"].sum() == pytest.approx(1)
    assert "reinitiate request" in found.rework["type"].to_list()


def test_waiting_rework_and_ties() -> None:
    day = 86_400
    found = process(
        flat([("a", "file", 0), ("a", "review", 10 * day), ("a", "file", 11 * day), ("a", "review", 15 * day), ("b", "file", 0)])
    )
    assert found.steps.select("source", "target", "times", "cases", "total_days", "median_days").rows() == [
        ("file", "review", 2, 1, 14.0, 7.0),
        ("review", "file", 1, 1, 1.0, 1.0),
    ]
    assert found.rework.rows() == [("file", 1, 1), ("review", 1, 1)]
    assert found.ends.rows() == [("file", 1), ("review", 1)]
    with pytest.raises(SpellError, match="no event"):
        process(flat([]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["file", "review", "ask"]), st.integers(0, 10**7)), min_size=1, max_size=30)
)
def test_owned_times_add_up_exactly(rows: list[tuple[str, str, int]]) -> None:
    log = flat(rows)
    owned = split_by_owner(log, {"file": "regulator", "ask": "partner"})
    whole = log.events.group_by("case").agg((pl.col("time").max() - pl.col("time").min()).dt.total_microseconds().alias("whole"))
    parts = owned.group_by("case").agg(pl.col("microseconds").sum().alias("parts"))
    joined = whole.join(parts, on="case", how="left").with_columns(pl.col("parts").fill_null(0))
    assert joined["whole"].to_list() == joined["parts"].to_list()
    assert set(owned["owner"]) <= {"regulator", "partner", "team"}
