"""The demo holds what is known of Houston, from its genuine records, and nothing that may not travel."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ecotone.errors import EcotoneError
from ecotone.workbench import demo
from ecotone.workbench.demo import cut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem


@pytest.fixture(scope="module")
def houston(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ecosystem]:
    with demo.build(tmp_path_factory.mktemp("demo") / "houston.eco") as eco:
        yield eco


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("The University of Texas MD Anderson Cancer Center", "provider"),
        ("Baylor College of Medicine", "academia"),
        ("The University of Texas Health Science Center at Houston", "academia"),
        ("Texas Children's Hospital", "provider"),
        ("Houston Methodist", "provider"),
        ("Rice University", "academia"),
        ("Texas Medical Center", "connector"),
        ("National Cancer Institute", "investor"),
    ],
)
def test_who_is_known_is_there_once(houston: Ecosystem, name: str, sector: str) -> None:
    assert houston.actors().filter(pl.col("name") == name)["sector"].to_list() == [sector]


def test_all_spellings_of_md_anderson_are_one(houston: Ecosystem) -> None:
    names = houston.mentions().filter(pl.col("name").str.contains(r"(?i)anderson") & ~pl.col("name").str.contains("Baptist"))
    assert names["name"].n_unique() > 6
    assert names["actor"].n_unique() == 1


def test_counts_are_those_of_the_provenance_file(houston: Ecosystem) -> None:
    text = (demo.FOLDER / "PROVENANCE.md").read_text(encoding="utf-8")
    counts = dict(houston.evidence().group_by("source").len().iter_rows())
    assert counts == {"clinicaltrials": 51, "nih": 430, "ror": 71}
    assert all(f"| {number} " in text for number in counts.values())
    assert houston.check() == []
    assert houston.stats()["unassigned"] == 0


def test_it_is_small_and_holds_no_prose_and_nobodys_name() -> None:
    assert sum(path.stat().st_size for path in demo.FOLDER.iterdir() if path.is_file()) < 1_500_000
    studies = json.loads((demo.FOLDER / demo.FILES["clinicaltrials"]).read_text(encoding="utf-8"))
    text = json.dumps(studies)
    for word in ("Title", "Summary", "description", "contacts", "@", "phone", "overallOfficials"):
        assert word not in text.replace('"contactsLocationsModule"', "")
    header = (demo.FOLDER / demo.FILES["nih"]).read_text(encoding="utf-8").split("\n", 1)[0]
    assert "PI NAME" not in header
    assert "TITLE" not in header


@pytest.mark.corpus
def test_cutting_again_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    cut.cut(corpus, tmp_path)
    for name in demo.FILES.values():
        assert (tmp_path / name).read_bytes() == (demo.FOLDER / name).read_bytes()


def test_it_says_what_it_cannot_show() -> None:
    text = demo.explain()
    assert text.count("It cannot show") == 3
    assert "patients" in text


@pytest.mark.usefixtures("still_clock")
def test_building_twice_gives_the_same_record(tmp_path: Path) -> None:
    with demo.build(tmp_path / "a.eco") as one, demo.build(tmp_path / "b.eco") as other:
        assert one.export() == other.export()


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.eco"
    path.write_text("mine")
    with pytest.raises(EcotoneError):
        demo.build(path)
    assert path.read_text() == "mine"
