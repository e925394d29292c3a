"""What a decision problem refuses, and what it keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ecotone.errors import DecisionError
from ecotone.partnerships import Criterion, DecisionProblem


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        ([[1, 2], [2, 1]], {"weights": [0, 0]}, "weights sum to 0"),
        ([[1, 2], [2, 1]], {"weights": [1, -1]}, r"no number from 0 up \(C2\). Got: -1"),
        ([[1, 2], [2, 1]], {"weights": [1, np.nan]}, "no number from 0 up"),
        ([[1, 2]], {}, "nothing to choose between. Got: 1 alternative"),
        (np.ones((2, 0)), {}, "nothing to judge by"),
        ([[1, 2], [np.nan, 1]], {}, "not a number .alternative A2, criterion C1"),
        ([[1, 2], [np.inf, 1]], {}, "not a number"),
        ([[1, 2], [1, 1]], {"criteria": ["trust", "cost"]}, r"equal on a criterion, so it decides nothing \(trust\)"),
        ([1, 2], {}, "no table"),
        ([[1, 2], [2, 1]], {"weights": [1]}, "one name, one weight and one direction"),
        ([[1, 2], [2, 1]], {"directions": [1, 0]}, "no such direction"),
        ([[1, 2], [2, 1]], {"alternatives": ["A", "A"]}, "Two of one name .alternative"),
        ([[1, 2], [2, 1]], {"criteria": ["C", "C"]}, "Two of one name .criterion"),
        ([[1, 2], [2, 1]], {"alternatives": ["A"]}, "do not fit"),
    ],
)
def test_what_cannot_be_decided_is_refused(values: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        DecisionProblem.of(values, **given)


def test_a_criterion_says_its_direction() -> None:
    with pytest.raises(DecisionError, match="benefit or cost"):
        Criterion("trust", "up")  # type: ignore[arg-type]


def test_a_constant_criterion_may_be_kept_and_then_adds_nothing() -> None:
    kept = DecisionProblem.of([[1, 2], [1, 1]], constant="keep")
    assert kept.normalised.tolist() == [[0, 1], [0, 0]]


def test_weights_are_shares_and_can_be_replaced() -> None:
    problem = DecisionProblem.of([[1, 2], [2, 1]], weights=[2, 6], directions=["benefit", "cost"])
    assert problem.weights.tolist() == [0.25, 0.75]
    assert problem.with_weights([1, 1]).weights.tolist() == [0.5, 0.5]
    assert problem.with_weights([1, 1]).signs.tolist() == [1, -1]
    with pytest.raises(DecisionError, match="one weight"):
        problem.with_weights([1])


def test_deleting_an_alternative_keeps_a_criterion_that_then_decides_nothing() -> None:
    problem = DecisionProblem.of([[1, 2], [1, 3], [2, 1]])
    left = problem.without(2)
    assert left.alternatives == ("A1", "A2")
    assert left.values.tolist() == [[1, 2], [1, 3]]
    with pytest.raises(DecisionError, match="nothing to choose between"):
        left.without(0)


def test_a_value_beyond_all_scales_is_refused() -> None:
    with pytest.raises(DecisionError, match=r"too large.*alternative A1, criterion C1.*1e\+150"):
        DecisionProblem.of([[-1.5e308, 1], [1.5e308, 2]])
