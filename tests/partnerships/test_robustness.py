"""Weight stability against trying every weight; rank reversal as found in a published table; dominance and bounds by definition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships import DecisionProblem
from ecotone.partnerships.robustness import Reversal, dominance, rank_reversals, score_bounds, weight_stability
from ecotone.partnerships.topsis import topsis

FACILITY = DecisionProblem.of(
    [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]], weights=[0.4, 0.3, 0.1, 0.2]
)


@given(st.integers(2, 6), st.integers(1, 5), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_stability_intervals_are_those_found_by_trying_weights(m: int, n: int, seed: int) -> None:
    rng = np.random.Generator(np.random.Philox(seed))
    problem = DecisionProblem.of(rng.uniform(0, 1, (m, n)), weights=rng.dirichlet(np.ones(n)))
    values, weights = problem.normalised, problem.weights
    best = int(np.argmax(values @ weights))
    for j, found in enumerate(weight_stability(problem)):
        assert 0 <= found.low <= found.weight <= found.high <= 1
        for x in np.linspace(0, 1, 41):
            others = np.delete(weights, j)
            trial = np.insert(others / others.sum() * (1 - x), j, x) if n > 1 else np.array([1.0])
            scores = values @ trial
            if found.low + 1e-9 < x < found.high - 1e-9:
                assert scores[best] >= scores.max() - 1e-12
            elif n > 1 and (x < found.low - 1e-9 or x > found.high + 1e-9):
                assert scores[best] < scores.max()


def test_stability_names_who_takes_over() -> None:
    first, second = weight_stability(DecisionProblem.of([[10, 0], [0, 10], [6, 6]], weights=[0.5, 0.5]))
    assert (first.low, first.high) == pytest.approx((0.4, 0.6))
    assert (first.below, first.above) == ("A2", "A1")
    assert (second.below, second.above) == ("A1", "A2")


def test_all_weight_on_one_criterion_is_given_up_in_equal_parts() -> None:
    found = weight_stability(DecisionProblem.of([[1, 0, 0], [0, 1, 1]], weights=[1, 0, 0]))
    assert (found[0].low, found[0].below) == (0.5, "A2")
    assert (found[0].high, found[0].above) == (1, None)


def test_topsis_reverses_ranks_of_the_facility_table() -> None:
    assert rank_reversals(FACILITY, topsis) == (Reversal("A4", "A1", "A3"), Reversal("A6", "A1", "A3"))


def test_two_alternatives_leave_nothing_to_delete() -> None:
    with pytest.raises(DecisionError, match="three alternatives"):
        rank_reversals(DecisionProblem.of([[1, 2], [2, 1]]))


@given(st.integers(2, 6), st.integers(1, 4), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_whoever_dominates_scores_at_least_as_much_under_any_weights(m: int, n: int, seed: int) -> None:
    rng = np.random.Generator(np.random.Philox(seed))
    problem = DecisionProblem.of(rng.integers(0, 4, (m, n)), directions=rng.choice([-1, 1], n).tolist(), constant="keep")
    pairs = set(dominance(problem))
    assert not any((second, first) in pairs for first, second in pairs)
    scores = dict(zip(problem.alternatives, problem.normalised @ rng.dirichlet(np.ones(n)), strict=True))
    for first, second in pairs:
        assert scores[first] >= scores[second] - 1e-12


def test_missing_values_widen_the_score() -> None:
    gap = float("nan")
    bounds, sure = score_bounds([[0.5, 0.2], [gap, 0.6]], [[0.5, 0.4], [gap, 0.6]], [1, 1])
    assert bounds == pytest.approx(np.array([[0.35, 0.45], [0.3, 0.8]]))
    assert not sure.any()


@pytest.mark.parametrize(
    ("low", "high", "weights", "said"),
    [
        ([[0.5]], [[0.5]], [1, 1], "do not fit"),
        ([[0.5]], [[0.5]], [0], "sum to 0"),
        ([[float("nan")]], [[0.5]], [1], "one end"),
        ([[0.6]], [[0.5]], [1], "none within"),
        ([[0.6]], [[5]], [1], "none within"),
    ],
)
def test_intervals_that_are_none(low: Any, high: Any, weights: Any, said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        score_bounds(low, high, weights)
