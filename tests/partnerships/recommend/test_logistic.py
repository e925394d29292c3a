"""The logistic model: known fits, a second implementation, and inputs that allow none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from ecotone.errors import DecisionError
from ecotone.partnerships.recommend.logistic import fit


def pairs(seed: int, n: int = 300, k: int = 4) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.Generator(np.random.Philox(seed))
    rows = random.normal(size=(n, k)) * np.array([1.0, 10.0, 0.1, 3.0][:k]) + 5
    odds = (rows - 5) @ np.array([1.0, -0.1, 5.0, 0.0][:k]) - 0.5
    return rows, (random.random(n) < 1 / (1 + np.exp(-odds))).astype(float)


@pytest.mark.parametrize("ridge", [0.0, 1.0, 50.0])
def test_a_general_minimiser_finds_the_same(ridge: float) -> None:
    rows, found = pairs(1)
    model = fit(rows, found, ridge=ridge)
    scale = rows.std(axis=0)
    scaled = (rows - rows.mean(axis=0)) / scale

    def loss(at: np.ndarray) -> float:
        odds = scaled @ at[1:] + at[0]
        return float((np.logaddexp(0, odds) - found * odds).sum() + ridge / 2 * (at[1:] ** 2).sum())

    other = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-7}).x
    assert model.coefficients * scale == pytest.approx(other[1:], abs=1e-4)


def test_a_weight_is_so_many_equal_rows() -> None:
    rows, found = pairs(2, 60)
    times = np.arange(60) % 3 + 1
    one = fit(rows, found, weights=times.astype(float))
    other = fit(np.repeat(rows, times, axis=0), np.repeat(found, times))
    assert one.coefficients == pytest.approx(other.coefficients, rel=1e-7)
    assert one.intercept == pytest.approx(other.intercept, rel=1e-7)


@settings(deadline=None)
@given(factor=st.floats(0.01, 100), shift=st.floats(-10, 10))
def test_units_change_nothing(factor: float, shift: float) -> None:
    rows, found = pairs(3, 80)
    one, other = fit(rows, found), fit(rows * factor + shift, found)
    assert other.log_odds(rows * factor + shift) == pytest.approx(one.log_odds(rows), abs=1e-6)


def test_a_column_that_never_varies_is_worth_nothing() -> None:
    rows, found = pairs(4, 80)
    model = fit(np.column_stack([rows, np.full(80, 3.0)]), found)
    assert model.coefficients[-1] == model.spread[-1] == 0
    assert model.coefficients[:-1] == pytest.approx(fit(rows, found).coefficients)


def test_the_same_rows_give_the_same_bytes() -> None:
    rows, found = pairs(5)
    assert fit(rows, found).coefficients.tobytes() == fit(rows, found).coefficients.tobytes()


@pytest.mark.parametrize(
    ("rows", "found", "ridge", "message"),
    [
        ([[1.0], [2.0]], [1, 1], 1.0, "pairs that became partners and pairs that did not"),
        ([[1.0], [2.0]], [0, 0], 1.0, "pairs that became partners and pairs that did not"),
        ([[np.nan], [2.0]], [0, 1], 1.0, "no number"),
        ([[1.0], [2.0]], [0, 1], -1.0, "penalty cannot be negative"),
    ],
)
def test_what_allows_no_model_is_said(rows: list[list[float]], found: list[float], ridge: float, message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        fit(np.array(rows), np.array(found, float), ridge=ridge)


def test_a_column_that_separates_needs_a_penalty() -> None:
    rows, found = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1.0])
    assert np.isfinite(fit(rows, found, ridge=1.0).coefficients).all()


@pytest.mark.parametrize("seed", range(8))
def test_columns_that_may_not_count_against_are_those_of_a_bounded_minimiser(seed: int) -> None:
    random = np.random.Generator(np.random.Philox(seed))
    rows = random.normal(size=(200, 5))
    rows[:, 1] += 0.8 * rows[:, 0]
    rows[:, 2] -= 0.5 * rows[:, 1]
    found = (random.random(200) < 1 / (1 + np.exp(-rows @ np.array([1.0, -0.6, 0.3, -0.4, 0.0])))).astype(float)
    bound = (True, True, True, True, False)
    model = fit(rows, found, ridge=2.0, never_against=bound)
    scaled = (rows - rows.mean(axis=0)) / rows.std(axis=0)

    def loss(at: np.ndarray) -> float:
        odds = scaled @ at[1:] + at[0]
        return float((np.logaddexp(0, odds) - found * odds).sum() + (at[1:] ** 2).sum())

    ends = [(None, None), *[(0, None) if one else (None, None) for one in bound]]
    other = minimize(loss, np.zeros(6), method="L-BFGS-B", bounds=ends, options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000}).x
    assert model.coefficients * rows.std(axis=0) == pytest.approx(other[1:], abs=1e-3)
    assert (model.coefficients[:4] >= 0).all()
