"""Single values, and names that name nobody."""

from __future__ import annotations

import pytest

from ecotone.problems import Problems
from ecotone.sources.unnamed import is_unnamed
from ecotone.sources.values import Where, amount, cased, clean


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("12500", ".", 12500), ("$12,500.00", ".", 12500), ("12.500,00 €", ",", 12500), ("2e+05", ".", 200000), ("-5", ".", -5),
        ("EUR 1.000.000", ",", 1_000_000), ("1 000 000", ".", 1_000_000), ("12 apples", ".", None), ("1e999999999999999999999999", ".", None),
        ("1e999", ".", None), ("1234,56", ".", 1234.56), ("1.234,56 €", ".", 1234.56), ("12,500", ".", 12500), ("1.234.567", ".", 1_234_567),
        ("(1,000)", ".", -1000), ("US$1,000", ".", 1000), ("CAD 7", ".", 7), ("1,234,567.8", ".", 1_234_567.8), ("12.5", ".", 12.5),
    ],
)  # fmt: skip
def test_amounts(text: str, decimal: str, value: float | None) -> None:
    assert amount(text, decimal=decimal) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2014/10/22 11:15:41.000", "2014-10-22"),
        ("2020.09.01", "2020-09-01"),
        ("1-Sep-20", "2020-09-01"),
        ("9/1/2020 12:00:00 AM", "2020-09-01"),
    ],
)
def test_days_as_programs_write_them(text: str, day: str) -> None:
    problems = Problems()
    assert str(Where(problems, "a.csv", 2).date(text, "d", "mdy")) == day
    assert len(problems) == 0


def test_empty_values_are_no_problems() -> None:
    problems = Problems()
    where = Where(problems, "a.csv", 2)
    assert [where.date(text, "d") for text in (None, "", "NA", " n/a ")] == [None] * 4
    assert [where.amount(text, "a") for text in (None, "", "NA")] == [None] * 3
    assert [clean(text) for text in (None, " ", "NA", " a  b\n")] == [None, None, None, "a b"]
    assert len(problems) == 0


def test_names_in_capitals_become_readable_and_short_ones_stay() -> None:
    assert [cased(name) for name in ("HOUSTON", "LA JOLLA", "USA", "McAllen")] == ["Houston", "La Jolla", "USA", "McAllen"]


@pytest.mark.parametrize(
    "name",
    ["Research Site", "RESEARCH SITE", "GSK Investigational Site", "Novartis Investigative Site", "Investigational center", "Study Site 12",
     "Regeneron Study Site", "Mereo Investigator Site", "CT-155 Study Center", "Woebot Investigational Site", "Site # 103", "***", "Local Institution - 0021",
     "For additional information regarding investigative sites for this trial, contact 1-877-CTLILLY"[:60]],
)  # fmt: skip
def test_names_that_name_nobody(name: str) -> None:
    assert is_unnamed(name)


@pytest.mark.parametrize(
    "name",
    ["MD Anderson Cancer Center", "Houston Methodist Research Institute", "Asan Medical Center", "Center for Oncology and Blood Disorders",
     "Clinical Research Unit Saint Louis", "National Cancer Center", "Western Sky Medical Research"],
)  # fmt: skip
def test_names_that_name_somebody(name: str) -> None:
    assert not is_unnamed(name)
