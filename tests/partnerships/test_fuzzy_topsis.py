"""Fuzzy TOPSIS against Chen's example, and against the crisp case worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from ecotone.errors import DecisionError
from ecotone.partnerships.fuzzy_topsis import fuzzy_topsis

# Chen (2000): three candidates by five criteria.
RATINGS = [
    [(5.7, 7.7, 9.3), (5, 7, 9), (5.7, 7.7, 9), (8.33, 9.67, 10), (3, 5, 7)],
    [(6.3, 8.3, 9.7), (9, 10, 10), (8.3, 9.7, 10), (9, 10, 10), (7, 9, 10)],
    [(6.3, 8, 9), (7, 9, 10), (7, 9, 10), (7, 9, 10), (6.3, 8.3, 9.7)],
]
WEIGHTS = [(0.7, 0.9, 1), (0.9, 1, 1), (0.77, 0.93, 1), (0.9, 1, 1), (0.43, 0.63, 0.83)]


def test_chen() -> None:
    found = fuzzy_topsis(RATINGS, WEIGHTS)
    assert found.order == ("A2", "A3", "A1")
    assert found.scores[1:].round(3).tolist() == [0.766, 0.707]


def test_crisp_numbers_and_a_cost_by_hand() -> None:
    # Benefit 4 and 8 -> .5 and 1; cost 2 and 4 -> 1 and .5; each weighs 1.
    found = fuzzy_topsis(
        [[(4, 4, 4), (2, 2, 2)], [(8, 8, 8), (4, 4, 4)]], [(1, 1, 1), (1, 1, 1)], costs=[False, True], alternatives=["x", "y"]
    )
    assert found.scores == pytest.approx([0.75, 0.75])
    assert found.best == ("x", "y")


@pytest.mark.parametrize(
    ("ratings", "weights", "given", "said"),
    [
        ([[1, 2]], [1, 2], {}, "triangular numbers"),
        ([[(1, 2, 3)]], [(1, 1, 1)], {}, "nothing to choose"),
        ([[(3, 2, 1)], [(1, 2, 3)]], [(1, 1, 1)], {}, "A rating is no triangular"),
        ([[(1, 2, float("nan"))], [(1, 2, 3)]], [(1, 1, 1)], {}, "A rating is no triangular"),
        ([[(1, 2, 3)], [(1, 2, 3)]], [(1, 0, 1)], {}, "A weight is no triangular"),
        ([[(1, 2, 3)], [(1, 2, 3)]], [(0, 0, 0)], {}, "weights sum to 0"),
        ([[(0, 0, 0)], [(0, 0, 0)]], [(1, 1, 1)], {}, "cannot be scaled"),
        ([[(0, 1, 2)], [(1, 2, 3)]], [(1, 1, 1)], {"costs": [True]}, "cannot be scaled"),
        ([[(1, 2, 3)], [(1, 2, 3)]], [(1, 1, 1)], {"alternatives": ["x"]}, "needs a name"),
    ],
)
def test_what_it_refuses(ratings: Any, weights: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        fuzzy_topsis(ratings, weights, **given)
