"""Figures of the FDA's reports: claims about the offices that decide, never actors of an ecosystem's list."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

FILES = ("mdufa/cycles-oht.csv", "mdufa/fdadays-oht.csv", "mdufa/totaldays-oht.csv", "mdufa/verified_data.csv")


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == "fda-mdufa"
    return list(source.read(opened, problems))


@pytest.mark.corpus
@pytest.mark.parametrize("name", FILES)
def test_genuine_figures(name: str, corpus: Path) -> None:
    path = corpus / "fda" / name
    with path.open(encoding="utf-8") as stream:
        plain = [row for row in csv.DictReader(stream) if row["value"] != "NA"]
    problems = Problems()
    said = _read(path, problems)
    assert len(problems) == 0
    assert [one.claims[0].value for one in said] == [float(row["value"].replace(",", "")) for row in plain]
    assert len({one.evidence.id_in_source for one in said}) == len(said)
    assert all(one.initiative is None and not one.ties for one in said)


@pytest.mark.corpus
def test_figures_with_shares_and_goals(corpus: Path) -> None:
    problems = Problems()
    path = corpus / "velocity_reference" / "fda_mdufa_metrics.csv"
    said = _read(path, problems)
    assert {one.mentions[0].name for one in said} == {"CDRH", "CBER"}
    total = next(
        one
        for one in said
        if one.evidence.date == Date("2025-11-20")
        and one.claims[0].field.startswith("510(k), Average Number of Total Days")
        and one.claims[0].valid_to == Date("2024-10-01")
        and one.mentions[0].name == "CDRH"
    )
    claim = total.claims[0]
    assert (claim.value, claim.unit, claim.valid_from) == (142.85, "days", Date("2023-10-01"))  # velocity.md 1.3, FY2024
    with path.open(encoding="utf-8") as stream:
        nameless = sum(not row["performance_metric"] for row in csv.DictReader(stream))
    assert problems.count("refused") == nameless  # and goals in words, such as "55% Within", are no figures
    assert set(problems.by_kind()) == {"The amount is no number", "The row names no figure, office, report or fiscal year"}


def test_rows_that_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(
        "report_date,organization,table_number,program,performance_metric,fy,value\n"
        "2025-11-20,CDRH,6.5,510(k),Rate of Withdrawals,2023,6.11%\n"
        "2025-11-20,CDRH,6.5,510(k),Average Total Days,2023,NA\n"
        "2025-11-20,CDRH,6.5,510(k),Average Total Days,soon,3\n"
    )
    problems = Problems()
    [said] = _read(path, problems)
    assert (said.claims[0].value, said.claims[0].unit) == (6.11, "percent")
    assert problems.count("refused") == 1
