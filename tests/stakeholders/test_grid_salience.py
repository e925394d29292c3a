"""Quadrants under the names of three schools, eight classes of salience, and what one point would move."""

from __future__ import annotations

import itertools

import pytest

from ecotone.errors import InputError
from ecotone.stakeholders.grid import name_of, place, quadrant
from ecotone.stakeholders.ratings import together
from ecotone.stakeholders.salience import ATTRIBUTES, salience, salience_class

HALVES = [1 + step / 2 for step in range(9)]


def test_the_quadrants_have_the_names_of_their_schools() -> None:
    # NHS: Satisfy, Manage, Monitor, Inform; NES (Turas 27433): Involve, Engage, Keep engaged, Keep informed.
    corners = {"HH": (5, 5), "HL": (5, 1), "LH": (1, 5), "LL": (1, 1)}
    assert {quadrant(*values) for values in corners.values()} == set(corners)
    assert [name_of(each, "nhs") for each in ("HL", "HH", "LL", "LH")] == ["Satisfy", "Manage", "Monitor", "Inform"]
    assert [name_of(each, "nes") for each in ("HH", "HL", "LH", "LL")] == ["Involve", "Engage", "Keep engaged", "Keep informed"]
    with pytest.raises(InputError, match="No such names of the quadrants"):
        name_of("HH", "kpmg")


@pytest.mark.parametrize(("power", "interest"), list(itertools.product(HALVES, HALVES)))
def test_a_place_is_unstable_exactly_where_one_point_on_one_axis_moves_it(power: float, interest: float) -> None:
    found = place(together([power]), together([interest]))

    def limited(value: float) -> float:
        return min(max(value, 1), 5)

    moves = {
        "power": any(quadrant(limited(power + d), interest) != found.of for d in (-1, 1)),
        "interest": any(quadrant(power, limited(interest + d)) != found.of for d in (-1, 1)),
    }
    assert found.moved_by == tuple(axis for axis, moved in moves.items() if moved)


def test_raters_on_both_sides_of_the_line_make_a_place_unstable() -> None:
    assert place(together([5]), together([5])).moved_by == ()
    assert place(together([1, 5, 5, 5]), together([5])).moved_by == ("power",)


@pytest.mark.parametrize(
    ("has", "name"),
    # Mitchell, Agle & Wood 1997: P dormant, L discretionary, U demanding, PL dominant, PU dangerous, LU dependent, PLU definitive.
    [
        ("P", "dormant"),
        ("L", "discretionary"),
        ("U", "demanding"),
        ("PL", "dominant"),
        ("PU", "dangerous"),
        ("LU", "dependent"),
        ("PLU", "definitive"),
        ("", "non-stakeholder"),
    ],
)
def test_the_eight_classes(has: str, name: str) -> None:
    assert salience_class(power="P" in has, legitimacy="L" in has, urgency="U" in has) == name
    found = salience({scale: together([5 if scale[0].upper() in has else 1]) for scale in ATTRIBUTES})
    assert found is not None
    assert (found.of, found.unstable) == (name, False)


def test_what_was_not_rated_stays_open() -> None:
    assert salience({}) is None
    assert salience({"interest": together([5])}) is None
    found = salience({"legitimacy": together([5]), "urgency": together([3.5])})
    assert found is not None
    assert found.of == "dependent or definitive"
    assert found.moved_by == ("urgency",)
