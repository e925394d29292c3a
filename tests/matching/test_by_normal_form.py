"""Who is who by ids, normal form and place, whatever the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.ecosystem.statements import Place
from ecotone.matching import Named, group

if TYPE_CHECKING:
    import random

HOUSTON = Place("Houston", "Texas", "United States")
MADRID = Place("Madrid", None, "Spain")


def _sets(*named: Named) -> set[frozenset[int]]:
    return {frozenset(one.mention for one in each.mentions) for each in group(named) if each.mentions}


def test_one_name_in_two_cities_is_two_and_without_a_place_a_third() -> None:
    name = "MD Anderson Cancer Center"
    assert _sets(
        Named(1, name, "site", "c", place=HOUSTON), Named(2, name, "site", "c", place=MADRID), Named(3, name, "lead sponsor", "c")
    ) == {
        frozenset({1}),
        frozenset({2}),
        frozenset({3}),
    }


def test_a_name_without_a_place_is_the_only_one_of_that_name() -> None:
    assert _sets(
        Named(1, "M.D. Anderson Cancer Center", "lead sponsor", "c"), Named(2, "MD Anderson Cancer Center", "site", "c", place=HOUSTON)
    ) == {frozenset({1, 2})}


def test_countries_are_the_same_by_name_and_code() -> None:
    assert (
        len(
            _sets(
                Named(1, "Rice University", "site", "c", place=HOUSTON),
                Named(2, "Rice University", "x", "r", "1", Place("HOUSTON", None, "US")),
            )
        )
        == 1
    )


@pytest.mark.parametrize("name", ["Hospital", "National Cancer Center", "Cancer Institute"])
def test_a_name_that_hundreds_share_needs_a_place(name: str) -> None:
    assert len(_sets(Named(1, name, "lead sponsor", "c"), Named(2, name, "site", "c", place=HOUSTON))) == 2


def test_two_registry_records_with_one_name_stay_two_and_a_bare_name_is_neither() -> None:
    one = Named(1, "St. Mary's Hospital", "organisation", "ror", "a", HOUSTON)
    other = Named(2, "St Marys Hospital", "organisation", "ror", "b", HOUSTON)
    site = Named(3, "St. Mary's Hospital", "site", "c", place=HOUSTON)
    assert _sets(one, other, site) == {frozenset({1}), frozenset({2}), frozenset({3})}


def test_an_alias_of_the_registry_joins_what_other_sources_write() -> None:
    known = [
        Named(1, "Houston Methodist", "organisation", "ror", "a", HOUSTON),
        Named(2, "Methodist Hospital", "also known as", "ror", "a", HOUSTON),
    ]
    assert _sets(*known, Named(3, "The Methodist Hospital", "site", "c", place=HOUSTON)) == {frozenset({1, 2, 3})}


def test_an_acronym_joins_nothing() -> None:
    known = [Named(1, "Baylor College of Medicine", "organisation", "ror", "a", HOUSTON), Named(2, "BCM", "acronym", "ror", "a", HOUSTON)]
    assert _sets(*known, Named(3, "BCM", "collaborator", "c")) == {frozenset({1, 2}), frozenset({3})}


def test_ids_of_two_sources_meet_in_a_name() -> None:
    assert _sets(
        Named(1, "Baylor College of Medicine", "organisation", "ror", "a", HOUSTON),
        Named(2, "BAYLOR COLLEGE OF MEDICINE", "grantee", "nih", "481201", HOUSTON),
    ) == {frozenset({1, 2})}


def test_known_actors_are_joined_and_never_with_each_other() -> None:
    known = [Named(1, "Rice University", "site", "c", place=HOUSTON, actor=7), Named(2, "Rice University", "lead sponsor", "c", actor=8)]
    [each] = group([*known, Named(3, "Rice Univ", "site", "d", place=HOUSTON)])
    assert (each.actor, [one.mention for one in each.mentions]) == (7, [3])


def test_unnamed_sites_belong_to_their_sponsors_and_to_nobody_else() -> None:
    sponsors = [Named(1, "AstraZeneca", "lead sponsor", "c"), Named(2, "Sanofi", "lead sponsor", "c")]
    sites = [Named(10 + n, "Research Site", "site", "c", place=HOUSTON, unnamed_of=1 + n % 2) for n in range(6)]
    groups = group([*sponsors, *sites])
    unnamed = {
        groups[each.unnamed_of].mentions[0].name: {one.mention for one in each.mentions} for each in groups if each.unnamed_of is not None
    }
    assert unnamed == {"AstraZeneca": {10, 12, 14}, "Sanofi": {11, 13, 15}}


def test_new_unnamed_sites_of_a_known_sponsor() -> None:
    named = [
        Named(1, "AstraZeneca", "lead sponsor", "c", actor=5),
        Named(2, "Research Site", "site", "c", place=HOUSTON, unnamed_of=1, actor=6),
        Named(3, "Research Site", "site", "c", place=MADRID, unnamed_of=1),
    ]
    groups = group(named)
    assert [(each.actor, [one.mention for one in each.mentions]) for each in groups if each.mentions] == [(6, [3])]


_NAMES = st.sampled_from(["Rice University", "RICE UNIV", "Hospital", "Methodist Hospital", "Pfizer", "Pfizer, Inc."])
_PLACES = st.sampled_from([None, HOUSTON, MADRID])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(_NAMES, _PLACES, st.sampled_from([None, "a", "b"])), max_size=12), st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_nobody_is_lost(rows: list[tuple[str, Place | None, str | None]], shuffled: random.Random) -> None:
    named = [Named(number, name, "organisation", "s", own_id, place) for number, (name, place, own_id) in enumerate(rows)]
    found = _sets(*named)
    other = list(named)
    shuffled.shuffle(other)
    assert _sets(*other) == found
    assert sorted(number for each in found for number in each) == list(range(len(rows)))
    for each in found:
        assert len({rows[number][2] for number in each} - {None}) <= 1
