"""Letter n-grams held to a cosine worked by hand, and the band to what chance gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.partnerships.alignment import FEWEST, Texts, band, grams

WORDS = "stroke rehabilitation imaging sepsis insulin vaccine oncology robotics nursing genomics dialysis hearing".split()  # noqa: SIM905


def texts(number: int = 60, seed: int = 1) -> list[str]:
    random = np.random.Generator(np.random.Philox(seed))
    return [" ".join(random.choice(WORDS, 3, replace=False)) for _ in range(number)]


def test_a_cosine_by_hand() -> None:
    # "ab" has one gram of 3 (^ab), one (ab$) and one of 4 (^ab$); "ac" has none of them. "ab ab" counts each twice: the same direction.
    known = Texts([])
    assert known.cosine("ab", "ac") == 0
    assert known.cosine("ab", "ab ab") == pytest.approx(1)
    # "ab ac": two words of three grams each, all of one weight; half of the squares are those of "ab".
    assert known.cosine("ab", "ab ac") == pytest.approx(math.sqrt(1 / 2))


def test_case_accents_numbers_and_marks_do_not_count() -> None:
    assert grams("Épilepsie, 2024!") == grams("epilepsie")
    assert not grams("2024 — 17")


def test_the_band_says_what_chance_gives() -> None:
    known = Texts(texts())
    same = known.compare("stroke rehabilitation robotics", "robotic rehabilitation after stroke")
    other = known.compare("stroke rehabilitation robotics", "insulin dialysis")
    assert same.share.value is not None
    assert other.share.value is not None
    assert same.share.value > 0.95
    assert same.band in {"alike", "very much alike"}
    assert other.band == "no more alike than chance"
    assert same.share.low is not None
    assert same.share.low <= same.share.value
    assert "2,000 pairs" in same.share.method


def test_chance_pairs_spread_evenly_over_their_own_shares() -> None:
    # Calibrated: pairs drawn by chance exceed u of the chance pairs with probability about 1 - u.
    drawn = texts(200, 7)
    known = Texts(drawn)
    random = np.random.Generator(np.random.Philox(9))
    shares = []
    for _ in range(300):
        i, j = random.choice(len(drawn), 2, replace=False)
        shares.append(known.compare(drawn[i], drawn[j]).share.value or 0.0)
    assert abs(float(np.mean(np.array(shares) >= 0.9)) - 0.1) < 0.06


def test_too_few_texts_abstain_with_the_reason() -> None:
    found = Texts(texts(FEWEST - 1)).compare("stroke", "stroke")
    assert found.share.value is None
    assert f"{FEWEST} are needed" in str(found.share)
    assert Texts(texts()).compare("stroke", "17").band is None


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_cosine_is_symmetric_and_a_share(one: str, other: str) -> None:
    known = Texts(texts(10))
    found = known.cosine(one, other)
    assert 0 <= found <= 1
    assert found == pytest.approx(known.cosine(other, one))


def test_the_same_texts_and_seed_give_the_same_share() -> None:
    assert Texts(texts(), 3).compare("stroke", "robotics") == Texts(texts(), 3).compare("stroke", "robotics")
    assert [band(share) for share in (0.0, 0.8, 0.95, 0.99, 1.0)] == [
        "no more alike than chance",
        "somewhat alike",
        "alike",
        "very much alike",
        "very much alike",
    ]
