"""Agreement against Krippendorff's canonical table and Siegel and Castellan's rankings; abstaining where nothing varies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships.agreement import kendall, krippendorff

GAP = np.nan
# Krippendorff (2011): four observers, twelve units.
CANONICAL = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
]


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)])
def test_krippendorff_canonical(level: Any, alpha: float) -> None:
    found = krippendorff(CANONICAL, level=level)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert round(found.value, 3) == alpha
    assert found.low < found.value < found.high <= 1
    assert found.method == "bootstrap over 11 units, 1,000 draws"
    assert found == krippendorff(CANONICAL, level=level)
    assert found.low != krippendorff(CANONICAL, level=level, seed=1).low


def test_siegel_and_castellan() -> None:
    found = kendall([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    assert found.w.value is not None
    assert round(found.w.value, 3) == 0.162
    assert found.flat == ()
    # W has the variance of Friedman's test.
    from scipy.stats import friedmanchisquare

    other = friedmanchisquare(*np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]).T)
    assert found.chi_square == pytest.approx(other.statistic)
    assert found.p == pytest.approx(other.pvalue)


@given(st.integers(2, 6), st.integers(3, 8), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_ties_are_corrected_as_in_friedman(m: int, n: int, seed: int) -> None:
    from scipy.stats import friedmanchisquare

    ratings = np.random.Generator(np.random.Philox(seed)).integers(1, 4, (m, n))
    ratings[0, :2] = [1, 3]
    assert kendall(ratings).chi_square == pytest.approx(friedmanchisquare(*ratings.T).statistic)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_bootstrap_draws_are_alphas_of_resampled_tables(level: Any) -> None:
    from ecotone.partnerships.agreement import _alpha, _counts

    table = np.array(CANONICAL)[:, :11]
    counts, values = _counts(table)
    often = np.array([2, 0, 1, 0, 3, 1, 0, 1, 1, 1, 1])
    again = krippendorff(np.repeat(table, often, axis=1), level=level, draws=2).value
    assert _alpha(counts, values, often[None, :].astype(float), level)[0] == pytest.approx(again)


def test_all_ratings_equal_abstain() -> None:
    assert krippendorff(np.full((3, 4), 5)).reason == "all ratings are equal, so there is no variation to agree on"
    found = kendall(np.full((3, 4), 5))
    assert found.w.value is None
    assert found.w.reason == "all ratings are equal, so there is no variation to agree on"
    assert found.p is None
    assert kendall([[1, 1], [2, 2]]).w.reason == "no rater tells any two items apart"


def test_a_rater_who_rates_everything_five_is_named() -> None:
    found = kendall([[1, 2, 3], [1, 2, 3], [5, 5, 5]])
    assert found.flat == (2,)
    assert found.w.value == pytest.approx(2 / 3)


def test_perfect_agreement_and_chance() -> None:
    assert krippendorff([[1, 2, 3, 4], [1, 2, 3, 4]], level="interval").value == 1
    assert kendall([[1, 2, 3], [10, 20, 30]]).w.value == 1
    # Two raters who never agree on a yes or no: by Krippendorff's formula 1 - (8 - 1)·8 / (2·4·4).
    assert krippendorff([[0, 1, 0, 1], [1, 0, 1, 0]], level="nominal").value == pytest.approx(1 - 7 * 8 / 32)


def test_too_little_to_bootstrap_is_said() -> None:
    assert krippendorff(np.array([[1, GAP], [GAP, 2]])).reason == "no unit was rated twice"
    assert krippendorff(np.array([[1, GAP], [2, 2]])).reason == "a single unit was rated twice"
    # Only the last of ten units varies: a draw without it says nothing, is left out and counted.
    scarce = np.array([[1.0] * 9 + [1], [1.0] * 9 + [2]])
    found = krippendorff(scarce, draws=200)
    without = sum((draw[9] == 0) for draw in np.random.Generator(np.random.Philox(0)).multinomial(10, np.full(10, 0.1), size=200))
    assert found.method == f"bootstrap over 10 units, 200 draws, {without} without variation left out"


def test_a_bootstrap_that_says_nothing_is_no_interval() -> None:
    # Two units with a value each: half of all draws hold one unit twice, so nothing varies; this seed's only draw is such.
    seed = next(s for s in range(99) if 2 in np.random.Generator(np.random.Philox(s)).multinomial(2, [0.5, 0.5]))
    found = krippendorff([[1, 2], [1, 2]], draws=1, seed=seed)
    assert found.value == 1
    assert found.reason == "in most draws of the bootstrap nothing varied"


@pytest.mark.parametrize(
    ("ratings", "given", "said"),
    [
        ([[1, 2]], {}, "two raters"),
        ([[1, 2], [2, 1]], {"level": "metric"}, "level of measurement"),
        ([[1, -2], [2, 1]], {"level": "ratio"}, "below 0"),
        ([[1, np.inf], [2, 1]], {}, "no number"),
    ],
)
def test_what_alpha_refuses(ratings: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        krippendorff(ratings, **given)


def test_what_w_refuses() -> None:
    with pytest.raises(DecisionError, match="two raters and two items"):
        kendall(np.array([[1], [2]]))
    with pytest.raises(DecisionError, match="missing"):
        kendall(np.array([[1, GAP], [1, 2]]))


def test_a_rating_beyond_all_scales_is_refused() -> None:
    with pytest.raises(DecisionError, match="too large"):
        krippendorff([[1e300, 2e300, 3e300], [1e300, 2e300, 2e300]], level="interval")
