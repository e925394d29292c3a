"""Ranks with ties, rank correlation against SciPy, and the line that says whether methods agree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships.ranking import Ranking, accord, rank_correlation, ranks


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=20))
@settings(max_examples=50, deadline=None)
def test_ranks_and_their_correlation_are_those_of_scipy(scores: list[int]) -> None:
    from scipy.stats import rankdata, spearmanr

    assert ranks(scores).tolist() == rankdata([-score for score in scores]).tolist()
    if len(set(scores)) > 1:
        other = list(range(len(scores)))
        assert rank_correlation(scores, other) == pytest.approx(spearmanr(scores, other).statistic)


def test_all_ties_have_no_correlation() -> None:
    assert np.isnan(rank_correlation([1, 1], [1, 2]))


def test_the_line_says_agreement_and_disagreement() -> None:
    def made(*scores: float) -> Ranking:
        return Ranking("", ("A", "B", "C"), np.array(scores))

    assert (
        accord({"x": made(3, 2, 1), "y": made(3, 1, 2)}) == "Both methods put A first; their orders correlate at 0.50 or more (Spearman)."
    )
    assert accord({"x": made(3, 2, 1), "y": made(1, 2, 2)}).startswith(
        "The methods disagree on the best: x A; y B, C; their orders correlate"
    )
    with pytest.raises(DecisionError, match="two rankings"):
        accord({"x": made(3, 2, 1)})
    with pytest.raises(DecisionError, match="different alternatives"):
        accord({"x": made(3, 2, 1), "y": Ranking("", ("A",), np.array([1.0]))})


def test_an_order_that_tells_nothing_apart_is_compared_with_none() -> None:
    said = accord({"one": Ranking("one", ("A", "B"), np.array([1.0, 1.0])), "two": Ranking("two", ("A", "B"), np.array([1.0, 0.0]))})
    assert said == "The methods disagree on the best: one A, B; two A; one tells no two apart."
    three = Ranking("three", ("A", "B"), np.array([3.0, 2.0]))
    assert "; one tells no two apart; the orders of the others are the same." in accord(
        {"one": Ranking("one", ("A", "B"), np.array([1.0, 1.0])), "two": three, "three": three}
    )
