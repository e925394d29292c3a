"""Former names, other spellings and the towns around a name lead to the right organisation."""

from __future__ import annotations

import csv
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.matching.calibrate import phrases, weights
from ecotone.matching.matcher import Matcher
from ecotone.matching.parts import parts, words_of
from ecotone.matching.registry import LABEL, Organisation, Registry, organisations
from ecotone.matching.scoring import FEATURES
from ecotone.matching.towns import Towns, kilometres
from ecotone.problems import Problems

if TYPE_CHECKING:
    from pathlib import Path


def _organisation(name: str, city: str, country: str, latitude: float, longitude: float, parents: tuple[str, ...] = ()) -> Organisation:
    return Organisation(name, name, ((name, LABEL),), frozenset({"education"}), "active", city, country, parents, 3, latitude, longitude)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.build(
        (
            _organisation("Texas A&M University", "College Station", "US", 30.6, -96.3),
            _organisation("Universität München", "Munich", "DE", 48.1, 11.6),
            _organisation("Rice University", "Houston", "US", 29.8, -95.4),
            _organisation("Indiana University", "Bloomington", "US", 39.2, -86.5),
            _organisation("Indiana University School of Medicine", "Indianapolis", "US", 39.8, -86.2, ("Indiana University",)),
            _organisation("Paris University", "Paris", "FR", 48.9, 2.4),
            _organisation("Paris Junior College", "Paris", "US", 33.7, -95.6),
        )
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dept. of Physics, Texas A & M Univ., College Station, TX", "Texas A&M University"),
        ("Texas A&amp;M University", "Texas A&M University"),
        ("Universitaet Muenchen", "Universität München"),
        ("Department ofChemistry, RiceUniversity, Houston", "Rice University"),
    ],
)
def test_other_spellings_are_the_same_name(registry: Registry, text: str, name: str) -> None:
    assert Matcher(registry).match(text).id == name


@pytest.mark.parametrize("text", ["Houston", "Houston, Texas, USA"])
def test_a_town_alone_is_never_taken(registry: Registry, text: str) -> None:
    assert Matcher(registry, matched_from=0.0, new_below=0.0).match(text).outcome != "matched"


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("Rice University, Houston, TX 77005", 1),
        ("Rice University Houston TX USA", 1),
        ("Institute of Things, Paris, France", 1),
        ("Institute of Things, Paris", 2),
        ("Houston Methodist, somewhere", 0),
    ],
)
def test_towns_are_read_between_commas_and_before_a_state_or_country(registry: Registry, text: str, spots: int) -> None:
    assert len(Towns(registry).named(parts(text))[1]) == spots


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=2, max_size=4))
def test_distances_are_symmetric_and_no_more_than_half_the_globe(places: list[tuple[float, float]]) -> None:
    spots = np.radians(np.array(places))
    distance = kilometres(spots, spots)
    assert np.allclose(distance, distance.T)
    assert np.allclose(np.diag(distance), 0)
    assert (distance <= np.pi * 6371 + 1).all()


def test_every_feature_has_a_weight_and_words_and_nothing_else_has() -> None:
    assert set(phrases()) == set(FEATURES)
    assert len(weights().features) == len(FEATURES) == len(set(FEATURES))


@pytest.mark.corpus
def test_names_that_the_registry_does_not_list_belong_to_an_organisation_of_it_and_to_no_other(corpus: Path) -> None:
    text = resources.files("ecotone.matching").joinpath("also_known.csv").read_text(encoding="utf-8")
    table = list(csv.DictReader(text.splitlines()))
    owners: dict[tuple[str, ...], set[str]] = {}
    shown = {}
    for each in organisations(corpus / "ror" / "registry_51k.jsonl.gz", Problems()):
        shown[each.id] = each.name
        for name, _ in each.names:
            owners.setdefault(words_of(name), set()).add(each.id)
    assert {row["id"]: row["name"] for row in table} == {row["id"]: shown.get(row["id"]) for row in table}
    assert [row["also"] for row in table if owners[words_of(row["also"])] != {row["id"]}] == []
