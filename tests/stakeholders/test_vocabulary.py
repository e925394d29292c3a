"""The vocabulary of capabilities, the nine Cs, scales and instruments."""

from __future__ import annotations

import re

import pytest

from ecotone.errors import InputError
from ecotone.stakeholders.capabilities import CAPABILITIES, FAMILIES, capability
from ecotone.stakeholders.categories import CATEGORIES, category_of, completeness
from ecotone.stakeholders.instruments import RELATIONAL, Questionnaire, level
from ecotone.stakeholders.scales import SCALES, scale
from ecotone.vocabulary import SECTORS, Sector


def test_about_seventy_capabilities_stand_in_eight_families() -> None:
    assert list(FAMILIES) == ["clinical access", "data", "regulatory", "evidence", "engineering", "manufacturing", "capital", "talent"]
    assert 65 <= len(CAPABILITIES) <= 75
    for each in CAPABILITIES.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", each.id)
        assert each.means.endswith(".")
        assert each.edam is None or re.fullmatch(r"topic_\d{4}", each.edam)
        assert each.mesh is None or re.fullmatch(r"D\d{6,9}", each.mesh)
        assert each.esco is None or re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each.esco)
    given = [each.esco for each in CAPABILITIES.values() if each.esco]
    assert len(given) == len(set(given)) == 36
    # As ESCO publishes them: machine learning, apply for research funding, promote the transfer of knowledge.
    assert CAPABILITIES["machine-learning"].addresses[-1] == "http://data.europa.eu/esco/skill/3a2d5b45-56e4-4f5a-a55a-4a4a65afdc43"
    assert CAPABILITIES["grant-writing"].esco == "5f0082ab-2131-49b5-94d6-a1821daf57d6"
    assert CAPABILITIES["technology-transfer"].esco == "988f4ac3-a37c-4b0a-a40f-4e0e56b5919e"


@pytest.mark.parametrize("each", CAPABILITIES.values(), ids=lambda each: each.id)
def test_a_capability_is_found_by_id_name_and_every_other_word(each: object) -> None:
    for word in (each.id, each.name.upper(), *each.also):  # type: ignore[attr-defined]
        assert capability(word) is each


def test_the_nine_cs_and_what_no_source_could_have_shown() -> None:
    # NHS Institute: commissioners, customers, collaborators, contributors, channels, commentators, consumers, champions, competitors.
    assert list(CATEGORIES) == [
        "commissioners",
        "customers",
        "collaborators",
        "contributors",
        "channels",
        "commentators",
        "consumers",
        "champions",
        "competitors",
    ]
    assert category_of("regulator", {"competitors", "channels"}) == ("channels", "competitors")
    counts = {
        (each.scheme, each.name): each.status
        for each in completeness({"provider": 3, "payer": 1}, {"customers": 3}, {Sector.PROVIDER, Sector.ACADEMIA})
    }
    assert counts["sectors", "provider"] == "there"
    assert counts["sectors", "academia"] == "empty"
    assert counts["sectors", "payer"] == "there", "one that somebody entered is not called thin where no source could have shown more"
    assert counts["sectors", "patients"] == "not observable"
    assert counts["MIT REAP", "university"] == "empty"
    assert counts["quadruple helix", "society"] == "there"
    assert counts["nine Cs", "competitors"] == "not observable"
    named = completeness({}, {}, set(), {"competitors"})
    assert [each.status for each in named if each.name == "competitors"] == ["empty"]
    assert len(counts) == len(SECTORS) + 5 + 4 + 9


def test_every_level_of_a_scale_is_anchored_by_a_sentence() -> None:
    for each in SCALES.values():
        assert list(each.levels) == list(range(each.low, each.high + 1))
        assert len(set(each.levels.values())) == len(each.levels)
    assert scale("Engagement-Wanted") is SCALES["engagement wanted"]
    with pytest.raises(InputError, match="There is no such scale"):
        scale("charm")


@pytest.mark.parametrize(
    ("name", "version", "span", "lacks"),
    [
        ("PSAT", None, "1-5", "no version"),
        ("PSAT", "2002", None, "no range"),
        ("PSAT", " ", "", "no version and no range"),
        (None, "1", "1-5", "no name"),
    ],
)
def test_an_instrument_without_its_version_and_range_is_refused(
    name: str | None, version: str | None, span: str | None, lacks: str
) -> None:
    with pytest.raises(InputError, match=f"An instrument needs its name, version and range. Got: {lacks}"):
        Questionnaire.of(name, version, span)


@pytest.mark.parametrize("span", ["5", "5-1", "0-1000", "a-b", "-1-4"])
def test_a_range_that_is_none_is_refused(span: str) -> None:
    with pytest.raises(InputError, match="This is no range of answers"):
        Questionnaire.of("VicHealth", "2011", span)


@pytest.mark.parametrize("value", [0, 5, "7", 2.5, float("nan"), "often", None])
def test_an_answer_outside_the_scale_is_refused_and_not_moved(value: object) -> None:
    with pytest.raises(InputError, match=r"An answer lies outside the scale .* Expected: a whole number from 1 to 4"):
        RELATIONAL.checked(value)


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), (None, 0), ("none", 0), ("0", 0), ("3", 3), ("3.0", 3), ("Integration", 4), ("2 cooperation", 2), ("2 (cooperation)", 2)],
)
def test_levels_of_working_together_are_read_as_people_write_them(text: object, number: int) -> None:
    assert level(text) == number


@pytest.mark.parametrize("text", ["5", "-1", "friends", "1.5", "2 much"])
def test_what_is_no_level_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="This is no level of working together"):
        level(text)
