"""Sectors by class and name, with a table that a user can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.errors import InputError
from ecotone.matching.sector import rules, sector_of
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "given", "sector"),
    [
        ("Texas Children's Hospital", None, Sector.PROVIDER),
        ("MD Anderson Cancer Center", None, Sector.PROVIDER),
        ("Hospital Universitario 12 de Octubre", None, Sector.PROVIDER),
        ("CHU de Poitiers", None, Sector.PROVIDER),
        ("Baylor College of Medicine", None, Sector.ACADEMIA),
        ("University of Houston", None, Sector.ACADEMIA),
        ("Yonsei University", None, Sector.ACADEMIA),
        ("Ministry of Health, Singapore", None, Sector.REGULATOR),
        ("Cancer Prevention & Research Institute of Texas", None, Sector.INVESTOR),
        ("National Cancer Institute (NCI)", Sector.INVESTOR, Sector.INVESTOR),
        ("Bill & Melinda Gates Foundation", None, Sector.INVESTOR),
        ("Children's Oncology Group", Sector.CONNECTOR, Sector.CONNECTOR),
        ("Texas Medical Center", Sector.PROVIDER, Sector.CONNECTOR),
        ("Merck Sharp & Dohme LLC", Sector.INDUSTRY, Sector.INDUSTRY),
        ("Akili Digital Therapeutics, Inc.", Sector.INDUSTRY, Sector.TECHNOLOGY),
        ("VA Medical Center, Houston", Sector.REGULATOR, Sector.PROVIDER),
        ("Humana Inc.", None, Sector.PAYER),
    ],
)
def test_sectors_of_organisations_that_everybody_knows(name: str, given: Sector | None, sector: Sector) -> None:
    guess = sector_of([name], [given] if given else [])
    assert guess is not None
    assert guess.sector == sector
    assert 0 < guess.confidence <= 1
    assert guess.reason


def test_no_rule_no_sector() -> None:
    assert sector_of(["Millennium"]) is None


def test_a_user_can_bring_a_table(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_text("rule,pattern,given,sector,confidence,reason\nname,^millennium$,,industry,1.0,We know them\n")
    guess = sector_of(["Millennium"], table=rules(path))
    assert guess is not None
    assert (guess.sector, guess.confidence, guess.reason) == (Sector.INDUSTRY, 1.0, "We know them")


@pytest.mark.parametrize("line", ["name,([,,industry,1.0,x", "name,a,,astrology,1,x", "guess,a,,industry,1,x", "name,a,,industry,much,x"])
def test_a_bad_rule_says_where(tmp_path: Path, line: str) -> None:
    path = tmp_path / "rules.csv"
    path.write_text(f"rule,pattern,given,sector,confidence,reason\n{line}\n")
    with pytest.raises(InputError, match="row 2"):
        rules(path)
