"""Published figures are as their source prints them, dated, and compared on the same definition only."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from ecotone.errors import InputError, NotFoundError
from ecotone.velocity import published
from ecotone.velocity.published import STATISTICS, compare, read_series, series
from ecotone.velocity.spells import Spells

if TYPE_CHECKING:
    from pathlib import Path

PMA = "PMA Original and Panel-Track Supplements"
MEANS = {f"mdufa-{route}-{whose}": (route, whose) for route in ("510k", "de-novo", "pma") for whose in ("total", "fda", "industry")}
PERCENTILES = {f"mdufa-510k-p{share}": share for share in (20, 40, 60, 80)}
TABLES = {"510k": {("510(k)", "6.5")}, "de-novo": {("De Novo", "8.1"), ("De Novo", "8.3")}, "pma": {("PMA", "1.7"), (PMA, "1.7")}}
"""Where the reports print each route's days: program and table. Before fiscal year 2018 De Novo has one average only, in table 8.1."""


def latest(corpus: Path, tables: set[tuple[str, str]], words: str) -> dict[str, float]:
    """Return the latest report's figure of CDRH from a table, by fiscal year; `words` are a pattern of its whole name."""
    found: dict[str, tuple[str, str]] = {}
    with (corpus / "velocity_reference" / "fda_mdufa_metrics.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            about = row["organization"] == "CDRH" and (row["program"], row["table_number"]) in tables
            if (
                about
                and re.fullmatch(words, row["performance_metric"], re.IGNORECASE)
                and found.get(row["fy"], ("",))[0] < row["report_date"]
            ):
                found[row["fy"]] = (row["report_date"], row["value"].replace(",", "").removesuffix("%"))
    return {year: float(value) for year, (_, value) in found.items() if value.replace(".", "").isdecimal()}


@pytest.mark.corpus
@pytest.mark.parametrize("name", MEANS)
def test_means_are_those_of_the_reports(name: str, corpus: Path) -> None:
    route, whose = MEANS[name]
    decision = r"to (MDUFA( (III|IV|V))? )?Decision"
    words = rf"Average (Number of )?{whose} Days {decision}"
    told = latest(corpus, TABLES[route], words if whose != "total" else rf"{words}|Average Number of Days {decision}")
    assert dict(series(name).figures) == {year: told[year] for year in series(name).figures}


@pytest.mark.corpus
@pytest.mark.parametrize("name", PERCENTILES)
def test_percentiles_of_510k_are_those_of_the_reports(name: str, corpus: Path) -> None:
    told = latest(corpus, TABLES["510k"], rf"{PERCENTILES[name]}th Percentile Total Days to MDUFA (III|IV|V) Decision")
    assert dict(series(name).figures) == {year: told[year] for year in series(name).figures}


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "table", "words"),
    [
        (
            "mdufa-510k-outcomes",
            ("510(k)", "6.6"),
            {
                "substantially equivalent": "Rate of SE Decision",
                "not substantially equivalent": "Rate of NSE Decision",
                "withdrawn": "Rate of Withdrawal",
                "deleted": "Rate of Deleted",
            },
        ),
        (
            "mdufa-de-novo-outcomes",
            ("De Novo", "8.4"),
            {
                "granted": "Rate of Granted Decision",
                "declined": "Rate of Declined Decision",
                "withdrawn": "Rate of Withdrawal",
                "deleted": "Rate of Deleted",
            },
        ),
    ],
)
def test_outcomes_are_those_of_the_reports(name: str, table: tuple[str, str], words: dict[str, str], corpus: Path) -> None:
    told = {outcome: latest(corpus, {table}, metric)["2023"] for outcome, metric in words.items()}
    assert {outcome: round(100 * share, 2) for outcome, share in series(name).figures.items()} == told


@pytest.mark.corpus
def test_days_to_written_feedback_are_those_of_the_reports(corpus: Path) -> None:
    told = latest(corpus, {("Pre-Sub", "9.3")}, "Average FDA Days to Written Feedback")
    assert dict(series("pre-sub-feedback").figures) == {year: told[year] for year in ("2023", "2024", "2025")}


NEW_MEDICINES = {
    # agency: expedited, standard; table 5 of https://pmc.ncbi.nlm.nih.gov/articles/PMC9734413
    "TGA": (221, 354),
    "Health Canada": (207, 343),
    "EMA": (250, 434),
    "PMDA": (266, 331),
    "Swissmedic": (245, 399),
    "FDA": (242, 365),
}


def test_new_medicines_are_those_of_the_table() -> None:
    assert dict(series("new-drugs-expedited").figures) == {agency: days for agency, (days, _) in NEW_MEDICINES.items()}
    assert dict(series("new-drugs-standard").figures) == {agency: days for agency, (_, days) in NEW_MEDICINES.items()}


def test_closed_cohorts_reconcile() -> None:
    total, agency, industry = (series(f"mdufa-510k-{whose}") for whose in ("total", "fda", "industry"))
    for year in total.figures:
        difference = abs(agency.figures[year] + industry.figures[year] - total.figures[year])
        assert (difference < 0.1) == (year not in total.open)


def test_phases_multiply_to_the_whole() -> None:
    for name, product in (("phase-success-2011", 0.0787), ("phase-success-2006", 0.0963)):
        figures = series(name).figures
        parts = [figures[phase] for phase in ("phase 1", "phase 2", "phase 3", "filing")]
        assert parts[0] * parts[1] * parts[2] * parts[3] == pytest.approx(product, abs=5e-5)
        assert figures["all"] == pytest.approx(product, abs=5e-4)


def test_only_series_held_against_their_source_are_marked_checked() -> None:
    held = {
        *MEANS,
        *PERCENTILES,
        "mdufa-510k-outcomes",
        "mdufa-de-novo-outcomes",
        "pre-sub-feedback",
        "new-drugs-expedited",
        "new-drugs-standard",
    }
    assert {name for name, each in published.shipped().items() if each.verified} == held


def test_every_series_says_what_it_counts_and_whence_it_is() -> None:
    for each in published.shipped().values():
        assert all((each.definition.of, each.definition.start, each.definition.end, each.definition.days_of, each.source))
        assert each.statistic in STATISTICS
        assert each.as_of.precision == "day"
        assert each.address is None or each.address.startswith("https://")
    assert "2025" in series("mdufa-510k-total").open


def test_an_open_cohort_a_count_and_a_mean_beside_running_spells_are_refused() -> None:
    days = Spells.of([10, 20, 30], [1, 1, 0])
    goal = series("mdufa-510k-total")
    assert "still open" in compare(days, goal.definition, goal, "2025").reasons[0]
    assert "still" not in str(compare(Spells.of([10, 20], [1, 1]), goal.definition, goal, "2024").reasons)
    assert compare(Spells.of([10, 20], [1, 1]), goal.definition, goal, "2024").own.value == 15
    assert "1 of 3 of one's own" in compare(days, goal.definition, goal, "2024").reasons[0]
    count = series("breakthrough-designations")
    assert "no duration" in compare(days, count.definition, count, "2025-06-30").reasons[0]
    weeks = series("us-trial-startup")
    assert any("in weeks" in reason for reason in compare(days, weeks.definition, weeks, "Tufts").reasons)
    assert "no spell" in compare(Spells.of([], []), goal.definition, goal, "2024").reasons[0]
    with pytest.raises(NotFoundError, match="no such cohort"):
        compare(days, goal.definition, goal, "1999")
    with pytest.raises(NotFoundError, match="No such published series"):
        series("fame")


def test_the_same_statistic_is_made_of_spells_that_still_run() -> None:
    days = Spells.of([*range(1, 101)], [1] * 100, outcomes=("set up",))
    share = series("shelford-setup-90")
    assert compare(days, share.definition, share, "2025/26").own.value == pytest.approx(0.9)
    part = series("mdufa-510k-p80")
    assert compare(days, part.definition, part, "2024").own.value == 80
    median = series("new-drugs-standard")
    assert compare(days, median.definition, median, "EMA").own.value == 50


def test_files_that_are_no_series(tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    good = "a: {label: x, of: x, start: x, end: x, days_of: x, statistic: count, unit: x, cohort: x, figures: {1: 2}, source: x, as_of: 2024-01-01, verified: no"
    for text, told in (
        ("a: [", "no YAML"),
        ("7", "no table"),
        ("a: {label: x}", "lacks a part"),
        (good.replace("count", "average") + "}", "No such statistic"),
        (good + ", open: [2]}", "open cohort has no figure"),
        (good.replace("2024-01-01", "soon") + "}", "lacks a part"),
    ):
        path.write_text(text)
        with pytest.raises(InputError, match=told):
            read_series(path)
    path.write_text(good + "}")
    assert read_series(path)["a"].figures == {"1": 2.0}
    with pytest.raises(NotFoundError):
        read_series(tmp_path / "no.yaml")
