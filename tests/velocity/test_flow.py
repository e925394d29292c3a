"""Little's law on FDA's figures and on windows that start and end empty; open cohorts have no mean."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import SpellError
from ecotone.velocity.flow import Cohort, ageing, flow, little

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY = dt.date(2024, 1, 1)


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


def stays(rows: Sequence[tuple[int, int | None]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "item": [str(place) for place in range(len(rows))],
            "stage": ["review"] * len(rows),
            "start": pl.Series([day(start) for start, _ in rows], dtype=pl.Date),
            "end": pl.Series([None if end is None else day(end) for _, end in rows], dtype=pl.Date),
        }
    )


def figures(corpus: Path, metric: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the latest report's figure of CDRH's 510(k)s by fiscal year and metric."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    with (corpus / "velocity_reference" / "fda_mdufa_metrics.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            name = row["performance_metric"].replace("Average Number of", "Average")  # the first report says it shorter
            if row["organization"] == "CDRH" and row["program"] == "510(k)" and name.lower().startswith(metric.lower()):
                key = (row["fy"], row["table_number"])
                if key not in found or found[key][0] < row["report_date"]:
                    found[key] = (row["report_date"], row["value"].replace(",", ""))
    return found


@pytest.mark.corpus
def test_littles_law_on_510k(corpus: Path) -> None:
    received = float(figures(corpus, "Number Received")["2025", "6.1"][1])
    pending = sum(float(figures(corpus, "510(k)s Pending MDUFA V Decision")[year, "6.4"][1]) for year in ("2023", "2024", "2025"))
    mean = float(figures(corpus, "Average Total Days")["2023", "6.5"][1])
    check = little(received / 365, mean, pending)
    assert (round(check.expected), pending, round(check.ratio, 3)) == (1557, 1541, 1.011)
    other = little(received / 365, float(figures(corpus, "Average Total Days")["2024", "6.5"][1]), pending)
    assert round(other.ratio, 3) == 1.023


@pytest.mark.corpus
def test_closed_cohorts_reconcile_and_the_open_one_is_flagged(corpus: Path) -> None:
    total, agency, industry = (figures(corpus, f"Average {whose} Days to MDUFA") for whose in ("Total", "FDA", "Industry"))
    differences: dict[str, float] = {}
    for key in total:
        # All three figures from one report: the latest.
        if key[1] == "6.5" and total[key][0] == agency[key][0] == industry[key][0]:
            differences[key[0]] = abs(float(agency[key][1]) + float(industry[key][1]) - float(total[key][1]))
    closed = {fy: difference for fy, difference in differences.items() if 2013 <= int(fy) <= 2024}
    assert len(closed) == 12
    assert max(closed.values()) < 0.1
    assert round(differences["2025"], 2) == 0.59
    last = Cohort("FY2025", 4028, 1509, 105.48)
    assert last.state == "open"
    assert last.mean().value is None
    assert "1,509 of 4,028 (37%) are pending" in str(last.mean())
    before = Cohort("FY2024", 3555, 30, 142.85)
    assert before.state == "closed"
    assert before.mean().value == 142.85


def test_cohort_bounds() -> None:
    with pytest.raises(SpellError, match="More items are pending"):
        Cohort("x", 1, 2)
    assert Cohort("x", 5, 0).mean().value is None
    with pytest.raises(SpellError, match="0 or more"):
        little(-1, 2, 3)
    assert little(1, 2, 0).ratio == float("inf")
    assert little(1, 2, 1).residual == 1.0


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 39)), min_size=1, max_size=30))
def test_littles_law_is_exact_where_the_window_starts_and_ends_empty(rows: list[tuple[int, int]]) -> None:
    found = flow(stays([(start, start + days) for start, days in rows]), day(0), day(99))
    assert (found.at_start, found.at_end) == (0, 0)
    assert found.arrivals == found.departures == len(rows)
    assert found.check.expected == pytest.approx(found.mean_in_progress, abs=1e-9)
    assert found.daily["in_progress"].to_list() == (found.daily["arrived"] - found.daily["departed"]).to_list()


def test_what_ran_before_and_still_runs_is_counted() -> None:
    found = flow(stays([(-10, 5), (2, None), (3, 200), (-20, -15), (50, 60)]), day(0), day(9))
    assert (found.at_start, found.arrivals, found.departures, found.at_end) == (1, 2, 1, 2)
    assert found.daily["in_progress"].to_list() == [1, 1, 2, 3, 3, 2, 2, 2, 2, 2]


def test_what_is_not_heard_of_any_more_neither_waits_nor_departs() -> None:
    rows = stays([(0, None), (0, None), (1, 4), (-9, None)])
    known = pl.Series([day(2), day(50), day(50), day(-5)])
    found = flow(rows.with_columns(known_to=known), day(0), day(9))
    assert (found.at_start, found.arrivals, found.departures, found.lost, found.at_end) == (0, 3, 1, 1, 1)
    assert found.daily["in_progress"].to_list() == [2, 3, 3, 2, 1, 1, 1, 1, 1, 1]
    assert found.days.value == pytest.approx(
        3 + 2 / 3 * 7
    )  # of three at risk after three days one ends; what is lost then was at risk still


def test_a_rush_is_not_steady() -> None:
    rows = [(number // 4, number // 4 + 3) for number in range(80)] + [(40 + number, 45 + number) for number in range(10)]
    found = flow(stays(rows), day(0), day(59))
    assert not found.steady
    assert "arrivals are not steady" in found.warnings[0]


def test_empty_stage_and_impossible_stays() -> None:
    found = flow(stays([]), day(0), day(9))
    assert found.days.value is None
    assert "nothing was in progress" in found.warnings[0]
    with pytest.raises(SpellError, match="window ends before"):
        flow(stays([]), day(9), day(0))
    with pytest.raises(SpellError, match=r"ends before it starts \(row 2\)"):
        flow(stays([(1, 2), (5, 4)]), day(0), day(9))
    with pytest.raises(SpellError, match="no start"):
        flow(stays([(1, 2)]).with_columns(pl.lit(None, pl.Date).alias("start")), day(0), day(9))
    same_day = flow(stays([(1, 1), (2, 2)]), day(0), day(9))
    assert same_day.days.value == 0.0


def test_ageing_items_against_their_stage() -> None:
    done = [(number, number + 10) for number in range(20)]
    found = ageing(stays([*done, (0, None), (25, None)]), day(30))
    assert found.select("item", "age_days", "limit_days", "over").rows() == [("20", 30.0, 10.0, True), ("21", 5.0, 10.0, False)]
    few = ageing(stays([(0, None), (5, None)]), day(30))
    assert few["limit_days"].to_list() == [None, None]
    assert few["over"].to_list() == [False, False]


def test_what_was_not_heard_of_does_not_lengthen_the_time_of_its_stage() -> None:
    frame = stays([*((number, number + 10) for number in range(20)), *((0, None) for _ in range(20))])
    assert ageing(frame, day(30))["limit_days"].unique().to_list() == [None]
    heard = frame.with_columns(pl.when(pl.col("end").is_null()).then(pl.lit(day(5))).alias("known_to"))
    assert ageing(heard, day(30))["limit_days"].unique().to_list() == [10.0]
