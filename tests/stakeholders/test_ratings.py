"""Several raters: the median, an interval with its true coverage, and raters who tell nothing apart."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from ecotone.errors import InputError
from ecotone.stakeholders.ratings import by_actor, disagreements, flat_raters, together

RATINGS = st.lists(st.sampled_from([1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]), min_size=1, max_size=30)


@given(RATINGS, st.randoms())
def test_the_interval_lies_around_the_median_between_two_ratings_in_any_order(values: list[float], chance: object) -> None:
    found = together(values)
    assert found.value is not None
    assert min(values) <= found.value <= max(values)
    if found.low is not None and found.high is not None:
        assert found.low <= found.value <= found.high
        assert {found.low, found.high} <= set(values)
    chance.shuffle(values)  # type: ignore[attr-defined]
    assert together(values) == found


@pytest.mark.parametrize("n", range(2, 40))
def test_the_level_is_that_of_the_binomial_distribution(n: int) -> None:
    # David & Nagaraja 2003, 7.1: P(X(k) <= median <= X(n+1-k)) = 1 - 2 P(B(n, 1/2) <= k - 1).
    found = together(list(range(n)))
    assert found.low is not None
    k = int(found.low) + 1
    assert found.high == n - k
    assert found.level == pytest.approx(1 - 2 * binom.cdf(k - 1, n, 0.5))
    if k > 1:
        assert found.level is not None
        assert found.level >= 0.95
        assert 1 - 2 * binom.cdf(k, n, 0.5) < 0.95


def test_one_rater_and_equal_raters_have_no_interval_and_say_why() -> None:
    assert str(together([3])) == "3 (no interval: one rater)"
    assert str(together([5, 5, 5])) == "5 (no interval: all 3 raters gave the same)"


@pytest.mark.parametrize("values", [[], [float("nan")], [1.0, float("inf")]])
def test_what_is_no_number_is_refused(values: list[float]) -> None:
    with pytest.raises(InputError, match="Ratings are numbers, and at least one"):
        together(values)


def frame(*rows: tuple[int, str, float, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["actor", "scale", "value", "rater"], orient="row")


def test_raters_who_give_always_the_same_are_named_and_wide_gaps_listed() -> None:
    ratings = frame(
        *((actor, "power", 5.0, "Ana") for actor in range(5)),
        (0, "power", 1.0, "Ben"),
        (1, "power", 4.0, "Ben"),
        (0, "interest", 3.0, "Ben"),
    )
    assert [(each.rater, each.ratings, each.value) for each in flat_raters(ratings)] == [("Ana", 5, 5.0)]
    assert disagreements(ratings).rows() == [(0, "power", 1.0, 5.0, 4.0, "Ben – Ana")]
    assert by_actor(ratings)[0]["power"].value == 3.0
    assert set(by_actor(ratings)[0]) == {"interest", "power"}
