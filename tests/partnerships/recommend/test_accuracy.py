"""Precision at the top with equal scores: worked cases, a count over all orders, and chance."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships.recommend.accuracy import area_under_curve, gini, mean_over_seekers, places

CASES = st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=6).filter(lambda rows: any(found for _, found in rows))


def arrays(rows: list[tuple[int, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([score for score, _ in rows], float), np.array([found for _, found in rows])


@settings(deadline=None)
@given(rows=CASES, k=st.integers(1, 6))
def test_hits_are_the_mean_over_all_orders_of_equal_scores(rows: list[tuple[int, bool]], k: int) -> None:
    scores, found = arrays(rows)
    orders = [order for order in itertools.permutations(range(len(rows))) if (np.diff(scores[list(order)]) <= 0).all()]
    mean = np.mean([found[list(order)][:k].sum() for order in orders])
    assert places(scores, found).hits_at(k) == pytest.approx(mean)


@settings(deadline=None)
@given(rows=CASES, seed=st.integers(0, 5))
def test_the_order_of_the_file_decides_nothing(rows: list[tuple[int, bool]], seed: int) -> None:
    scores, found = arrays(rows)
    mixed = np.random.Generator(np.random.Philox(seed)).permutation(len(rows))
    one, other = places(scores, found), places(scores[mixed], found[mixed])
    assert other.average_precision() == pytest.approx(one.average_precision())
    assert other.hits_at(2) == pytest.approx(one.hits_at(2))


def test_a_constant_score_is_worth_chance() -> None:
    found = np.arange(40) < 4
    assert places(np.zeros(40), found).average_precision() == pytest.approx(0.1)
    assert places(np.zeros(40), found).hits_at(20) == pytest.approx(2.0)
    assert area_under_curve(np.zeros(40), found) == 0.5


def test_nothing_to_find_is_said() -> None:
    with pytest.raises(DecisionError, match="No candidate became a partner"):
        places(np.zeros(3), np.zeros(3, bool))


def test_few_seekers_have_no_interval() -> None:
    assert mean_over_seekers(np.zeros(0)).value is None
    assert mean_over_seekers(np.array([0.5, 0.7])).low is None
    many = mean_over_seekers(np.linspace(0, 1, 50), seed=3)
    assert many.low is not None
    assert many.high is not None
    assert many.low < 0.5 < many.high
    assert many == mean_over_seekers(np.linspace(0, 1, 50), seed=3)


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_gini_is_a_share(counts: list[float]) -> None:
    assert 0 <= gini(np.array(counts)) < 1
