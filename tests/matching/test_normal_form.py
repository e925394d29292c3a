"""Spelling is taken away and nothing else is."""

from __future__ import annotations

import csv
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.matching import country_code, country_name, normal_form

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("M.D. Anderson Cancer Center", "MD Anderson Cancer Centre"),
        ("M D Anderson Cancer Center.", "The University of Texas Md Anderson Cancer Center"),
        ("The University of Texas MD Anderson Cancer Center /ID# 270059", "University of Texas - MD Anderson Cancer Center"),
        ("Texas Childrens Hospital", "Texas Children's Hospital"),
        ("UNIV OF TX MED BR/MED SCH AT GALVESTON", "The University of Texas Medical Branch at Galveston"),
        ("U OF TEXAS HLTH SCI CTR HOUSTON MED SCH", "University of Texas Health Science Center, Houston"),
        ("Hôpital Saint-Éloi", "HOPITAL SAINT ELOI"),
        ("Pfizer, Inc.", "PFIZER"),
        ("Novo Nordisk A/S", "Novo Nordisk"),
        ("Johnson & Johnson", "Johnson and Johnson"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fort Sam Houston", "Houston"),
        ("University of Houston", "Houston Methodist Hospital"),
        ("Baptist MD Anderson Cancer Center", "MD Anderson Cancer Center"),
        ("University of Texas Southwestern Medical Center", "University of Texas Medical Branch"),
        ("Hospital 12 de Octubre", "Hospital 11 de Octubre"),
    ],
)
def test_names_of_two(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_normal_form_is_its_own_and_is_never_lost(name: str) -> None:
    form = normal_form(name)
    assert bool(form) == bool(name.strip())
    assert normal_form(form.upper()) == normal_form(form.lower()) or not form.isascii()


@pytest.mark.parametrize("name", ["Hospital", "x" * 10_000, "Institute " * 2000, "東京大学", "—", "Inc."])
def test_names_of_every_length_and_script(name: str) -> None:
    assert 0 < len(normal_form(name)) <= 600


@pytest.mark.corpus
def test_every_country_of_the_registry_is_known(corpus: Path) -> None:
    path = corpus / "clinicaltrials" / "api_v2_single_studies" / "snapshots_01.zip"
    with zipfile.ZipFile(path) as archive:
        studies = [json.loads(archive.read(name))["protocolSection"] for name in archive.namelist()]
    names = {
        site["country"] for study in studies for site in study.get("contactsLocationsModule", {}).get("locations", ()) if "country" in site
    }
    assert {name for name in names if country_code(name) is None} == set()
    assert country_name("KR") == "South Korea"


@pytest.mark.corpus
def test_spellings_of_the_medical_schools_keep_apart(corpus: Path) -> None:
    with (corpus / "nih" / "nih_aamc_names.csv").open(encoding="utf-8") as stream:
        names = {row["nih"] for row in csv.DictReader(stream)}
    assert len({normal_form(name) for name in names}) == len(names)
