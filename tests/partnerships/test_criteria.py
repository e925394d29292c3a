"""The table of criteria: every level has a sentence, and a table of one's own is read or refused with the place of its fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.errors import DecisionError, InputError
from ecotone.partnerships.criteria import SHIPPED, read_criteria, shipped
from ecotone.partnerships.measured import MEASURES
from ecotone.partnerships.promethee import Preference
from ecotone.partnerships.weights import read_weights

if TYPE_CHECKING:
    from pathlib import Path

OWN = """
- criterion: Price
  means: what it costs
  weight: 3
  parts:
    - id: price
      name: Yearly cost
      asks: What does it cost a year?
      direction: cost
      levels: {0: nothing, 10: ten millions}
"""


def test_the_four_criteria_have_the_parts_that_the_instruments_ask_for() -> None:
    table = shipped()
    assert table.names == ("Strategic alignment", "Complementary capabilities", "Cultural fit", "Impact measurement")
    assert {part.measure for part in table.parts if part.measure} == set(MEASURES)
    assert all(sentence and len(part.levels) >= 2 for part in table.parts for sentence in part.levels.values())
    assert [part.id for part in table.parts if part.direction == "cost"] == ["mistrust"]
    assert list(table.default_weights().values()) == pytest.approx([1 / 16] * 8 + [1 / 24] * 6 + [1 / 16] * 4)


@given(st.sampled_from(shipped().ids), st.floats(0, 1))
def test_a_worth_turned_into_a_level_and_back_is_the_same(part: str, worth: float) -> None:
    one = shipped().part(part)
    assert one.worth(one.level(worth)) == pytest.approx(worth, abs=1e-12)
    assert one.low <= one.level(worth) <= one.high
    assert one.says(worth) in one.levels.values()


def test_parts_are_added_dropped_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    own = read_criteria(tmp_path / "own.yaml")
    both = shipped().with_parts_of(own)
    assert both.names[-1] == "Price"
    assert both.default_weights()["price"] == pytest.approx(3 / 7)
    left = both.without(["Cultural fit", "Similar mission"])
    assert "trust" not in left.ids
    assert "mission" not in left.ids
    assert left.names == ("Strategic alignment", "Complementary capabilities", "Impact measurement", "Price")
    assert read_criteria(SHIPPED) == shipped()


def test_each_part_may_have_a_preference_function_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("direction: cost", "preference: {shape: gauss, s: 0.3}"), encoding="utf-8")
    assert read_criteria(tmp_path / "own.yaml").parts[0].preference == Preference("gauss", s=0.3)


def test_nothing_may_be_left_and_strangers_are_named() -> None:
    with pytest.raises(InputError, match="No part of a criterion is left"):
        shipped().without(list(shipped().names))
    with pytest.raises(InputError, match=r"no such part of a criterion\. Got: gold"):
        shipped().without(["gold"])


@pytest.mark.parametrize("level", [0, 5.5, "NaN", "inf", "", "good", True])
def test_a_level_outside_the_scale_is_refused(level: object) -> None:
    with pytest.raises(InputError, match="A rating of trust lies on its scale"):
        shipped().part("trust").checked(level if level is not True else "True")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- criterion: [", "is no YAML"),
        ("{}", "lists no criteria"),
        ("- 3", "no table"),
        (OWN.replace("means", "meens"), "key is not known.*meens"),
        (OWN.replace("weight: 3", "weight: -1"), "no number from 0 up"),
        (OWN.replace("direction: cost", "direction: worse"), "no such direction"),
        (OWN.replace("{0: nothing, 10: ten millions}", "{0: nothing}"), "two levels or more"),
        (OWN.replace("{0: nothing, 10: ten millions}", "{0: nothing, 10: ''}"), "no sentence"),
        (OWN.replace("{0: nothing, 10: ten millions}", "{0: nothing, high: much}"), "A level is no number"),
        (OWN.replace("direction: cost", "from: tea leaves"), "no such computation.*text alignment"),
        (OWN + OWN, "Two parts have one id.*price"),
        (OWN.split("  parts", maxsplit=1)[0] + "  parts: []", "has no parts"),
        (OWN.replace("asks: What does it cost a year?", "weight: 1"), "text is missing.*asks"),
        (OWN.replace("direction: cost", "preference: {shape: bell}"), "no such preference function"),
        (OWN.replace("direction: cost", "preference: {shape: gauss}"), "The bell has no width"),
        (OWN.replace("direction: cost", "preference: {from: 1}"), "key is not known.*from"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as refused:
        read_criteria(tmp_path / "own.yaml")
    assert "own.yaml" in str(refused.value)


def test_weights_that_sum_to_0_are_refused(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("weight: 3", "weight: 0"), encoding="utf-8")
    with pytest.raises(DecisionError, match="weights sum to 0"):
        read_criteria(tmp_path / "own.yaml").default_weights()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x53\x51\xe8\x00", "no text"),
        (b"a: \x00", "no text"),
        (b"[" * 100_000, "no YAML"),
        (b"a: [1, 2", "no YAML"),
        (b"#" * 2_000_000, "too large"),
    ],
)
def test_what_is_no_file_of_a_person_is_refused_in_words(content: bytes, what: str, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_bytes(content)
    for read in (read_criteria, lambda path: read_weights(path, shipped())):
        with pytest.raises(InputError, match=what) as caught:
            read(path)
        assert "codec" not in str(caught.value)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text("trust: 3\n", encoding="utf-8-sig")
    assert read_weights(path, shipped()).judges[0].name == "the file"
