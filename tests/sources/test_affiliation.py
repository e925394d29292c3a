"""Affiliations as authors and indexes write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.sources.affiliation import LONGEST, institutions

AUTHORS = (
    ("Department of Surgery, Baylor College of Medicine, Houston, TX 77030, USA.", "Baylor College of Medicine", "Houston", "Texas"),
    (
        "School of Public Health, The University of Hong Kong (HKU), Pokfulam, Hong Kong.",
        "The University of Hong Kong (HKU)",
        "Pokfulam",
        None,
    ),
    (
        "a Department of Family Medicine , Maastricht University, CAPHRI School , MD Maastricht , The Netherlands .",
        "Maastricht University",
        None,
        None,
    ),
    ("Sanofi, Chilly-Mazarin, France.", "Sanofi", "Chilly-Mazarin", None),
    ("Jena University Hospital, Department of Pediatrics, Jena, Germany.", "Jena University Hospital", "Jena", None),
    (
        "Health Economics Centre, University of Liverpool Management School, Liverpool, L69 3BX, United Kingdom.",
        "University of Liverpool",
        "Liverpool",
        None,
    ),
    (
        "Molecular Imaging Branch, National Institute of Mental Health, Bethesda, Maryland (L.D.W., P.K.)",
        "National Institute of Mental Health",
        "Bethesda",
        "Maryland",
    ),
    ("Universidad Autonoma Occidente, Culiacan 80020, Sinaloa, Mexico", "Universidad Autonoma Occidente", "Culiacan", "Sinaloa"),
)


@pytest.mark.parametrize(("text", "name", "city", "region"), AUTHORS)
def test_the_institution_stands_among_departments(text: str, name: str, city: str | None, region: str | None) -> None:
    [found] = institutions(text)
    assert found.name.startswith(name)
    assert found.place is not None
    if city is not None:
        assert (found.place.city, found.place.region) == (city, region)


def test_indexes_write_the_institution_first() -> None:
    [found] = institutions("CNRS, Inst Nonlinear Nice, UMR 6618, F-06560 Valbonne, France.", first=True)
    assert (found.name, found.place and found.place.city, found.place and found.place.country) == ("CNRS", "Valbonne", "France")
    [old] = institutions("OAK RIDGE NATL LAB,OAK RIDGE,TN 37830.", first=True)
    assert (old.name, old.place and old.place.city, old.place and old.place.region) == ("OAK RIDGE NATL LAB", "Oak Ridge", "Tennessee")
    [new] = institutions("[Dai, Zeqi; Xu, Simin] China Acad Chinese Med Sci, Beijing, Peoples R China.", first=True)
    assert (new.name, new.place and new.place.country) == ("China Acad Chinese Med Sci", "China")


def test_several_in_one_and_an_address() -> None:
    found = institutions(
        "Dermaimage Medical Associates, Sao Paulo, Brazil; AC Camargo Cancer Center, Sao Paulo, Brazil. Electronic address: x.y@hot.com."
    )
    assert [each.name for each in found] == ["Dermaimage Medical Associates", "AC Camargo Cancer Center"]
    assert "hot.com" not in repr(found)


@pytest.mark.parametrize(
    "text", ["", "a Department of Neurosurgery.", "1234", "The affiliations are provided elsewhere.", "x" * 10_000, ";;,,."]
)
def test_a_text_that_names_nobody(text: str) -> None:
    assert institutions(text) == []


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("Univ Dept,.;()[]@0159éA-\n"), max_size=80), st.booleans())
def test_any_text_gives_names_without_line_breaks(text: str, first: bool) -> None:
    for each in institutions(text, first=first):
        assert each.name.strip()
        assert len(each.name) <= LONGEST
        assert "@" not in each.name.split()
        assert "\n" not in each.name
