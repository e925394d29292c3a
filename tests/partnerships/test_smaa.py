"""Acceptability over all weights: exact cases worked out by geometry, sampling held to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships.smaa import smaa

LINE: list[list[float]] = [[1, 0], [0, 1], [0.6, 0.6]]
TRIANGLE: list[list[float]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0.5]]


def test_three_candidates_on_two_criteria() -> None:
    found = smaa(LINE)
    assert found.exact
    assert found.first == pytest.approx([0.4, 0.4, 0.2])
    assert found.central == pytest.approx(np.array([[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]))
    assert found.confidence.tolist() == [1, 1, 1]
    assert not found.standard_error.any()
    # The middle one is never last; the others are where they are not first or second.
    assert found.ranks[2] == pytest.approx([0.2, 0.8, 0])


def test_four_candidates_on_three_criteria() -> None:
    found = smaa(TRIANGLE)
    assert found.exact
    assert found.first == pytest.approx([0.25] * 4)
    assert found.central == pytest.approx(
        np.array([[2 / 3, 1 / 6, 1 / 6], [1 / 6, 2 / 3, 1 / 6], [1 / 6, 1 / 6, 2 / 3], [1 / 3, 1 / 3, 1 / 3]])
    )


@pytest.mark.parametrize("values", [LINE, TRIANGLE, [[0.9, 0.1, 0.4], [0.2, 0.8, 0.5], [0.5, 0.4, 0.6], [0.3, 0.6, 0.2], [0.7, 0.5, 0.1]]])
def test_sampling_comes_within_five_standard_errors_of_the_exact_shares(values: Any) -> None:
    true, drawn = smaa(values), smaa(values, exact=False, draws=20_000, seed=3)
    assert not drawn.exact
    assert drawn.draws == 20_000
    assert drawn.seed == 3
    spread = np.sqrt(true.ranks * (1 - true.ranks) / 20_000)
    assert (np.abs(drawn.ranks - true.ranks) <= 5 * spread + 1e-9).all()
    assert drawn.standard_error == pytest.approx(spread, abs=1e-3)
    reached = true.first > 0.01
    assert drawn.central[reached] == pytest.approx(true.central[reached], abs=0.03)


def test_the_same_seed_gives_the_same_shares_and_another_others() -> None:
    once, again, other = (smaa(LINE, exact=False, draws=1000, seed=seed) for seed in (5, 5, 6))
    assert np.array_equal(once.ranks, again.ranks)
    assert not np.array_equal(once.ranks, other.ranks)


@given(st.integers(2, 6), st.integers(1, 3), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_exact_shares_are_doubly_stochastic(m: int, n: int, seed: int) -> None:
    found = smaa(np.random.Generator(np.random.Philox(seed)).integers(0, 4, (m, n)) / 3)
    assert found.exact
    assert found.ranks.sum(axis=0) == pytest.approx(np.ones(m))
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(m))
    reached = found.first > 0
    assert found.central[reached].sum(axis=1) == pytest.approx(np.ones(reached.sum()))
    assert np.isnan(found.central[~reached]).all()
    # Weighted by their shares, the central weights are the centre of all weights.
    assert found.first[reached] @ found.central[reached] == pytest.approx(np.full(n, 1 / n))


@pytest.mark.parametrize("exact", [True, False])
def test_equal_candidates_share_their_ranks(exact: bool) -> None:
    found = smaa([[1, 0], [1, 0], [0, 1]], exact=exact, draws=5000)
    assert found.ranks[0].tolist() == found.ranks[1].tolist()
    assert found.first == pytest.approx([0.25, 0.25, 0.5], abs=0.05)
    assert found.confidence[:2].tolist() == [0.5, 0.5]


def test_a_dominated_candidate_is_never_first() -> None:
    found = smaa(np.array([[1.0] * 4, [0.5] * 4]), draws=500)
    assert found.first.tolist() == [1, 0]
    assert np.isnan(found.central[1]).all()
    assert np.isnan(found.confidence[1])


def test_a_cell_without_extent_has_no_share() -> None:
    from ecotone.partnerships.smaa import _size_and_centroid

    size, centre = _size_and_centroid(np.array([[1, 0, 0], [0.5, 0.5, 0], [0, 1, 0]]))
    assert size == 0
    assert centre == pytest.approx([0.5, 0.5, 0])


def test_uncertain_values_lower_the_confidence() -> None:
    # Two equally likely tables: in one the first leads on both criteria, in the other the second does.
    found = smaa([[[1, 1], [0, 0]], [[0, 0], [1, 1]], [[1, 1], [0, 0]], [[1, 1], [0, 0]]], draws=20_000)
    assert found.confidence == pytest.approx([0.75, 0.25])
    assert found.first == pytest.approx([0.75, 0.25], abs=0.02)


def test_choice_entropy_of_heparin_and_enoxaparin() -> None:
    # Van Valkenhoef's example: acceptabilities .3504 and .6496 have an entropy of .9344248; here as weights that choose so.
    weights = np.repeat([[1, 0], [0, 1]], [3504, 6496], axis=0)
    found = smaa([[1, 0], [0, 1]], weights=weights)
    assert found.first.tolist() == [0.3504, 0.6496]
    assert round(found.choice_entropy, 7) == 0.9344248
    assert smaa([[1, 1], [0, 0]]).choice_entropy == 0


def test_given_weights_are_taken_as_they_are_and_in_pairs_with_tables() -> None:
    weights = [[3, 1], [1, 3], [2, 2], [9, 1]]
    found = smaa([[1, 0], [0, 1]], weights=weights)
    assert (found.draws, found.seed) == (4, None)
    # Under the third they tie, and share it.
    assert found.first.tolist() == [0.625, 0.375]
    assert found.central.round(6).tolist() == [[0.76, 0.24], [0.333333, 0.666667]]
    paired = smaa([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], weights=[[3, 1], [1, 3]])
    assert paired.first.tolist() == [1, 0]
    assert paired.confidence[0] == 0.5


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        ([1, 2], {}, "no table"),
        ([[1, np.nan], [0, 1]], {}, "not a number"),
        ([[1, 2]], {}, "nothing to choose"),
        (LINE, {"alternatives": ["x"]}, "needs a name"),
        (np.eye(4), {"exact": True}, "cannot be computed exactly"),
        (np.eye(4), {"draws": 0}, "nothing to draw"),
        (LINE, {"weights": [1, 2]}, "weights are no table"),
        (LINE, {"weights": [[0, 0]]}, "sums to 0"),
        ([LINE, LINE], {"weights": [[1, 1]] * 3}, "do not pair"),
    ],
)
def test_what_smaa_refuses(values: Any, given: dict[str, Any], said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        smaa(values, **given)


@pytest.mark.parametrize("turned", [False, True])
def test_candidates_that_tie_under_given_weights_share_their_ranks(turned: bool) -> None:
    """Whoever is named first must not be called first in all draws."""
    values = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.5], [0.2, 0.2, 1.0]])
    if turned:
        values = values[[1, 0, 2]]
    found = smaa(values, weights=[[0.5, 0.5, 0.0], [0.6, 0.4, 0.0]])
    ahead, behind = (1, 0) if turned else (0, 1)
    assert found.ranks[ahead].tolist() == pytest.approx([0.75, 0.25, 0.0])
    assert found.ranks[behind].tolist() == pytest.approx([0.25, 0.75, 0.0])
    assert found.ranks[2].tolist() == [0.0, 0.0, 1.0]
    # 0.5 of the first weights and all of the second put the one first: (0.25 + 0.6) / 1.5 of the first criterion.
    assert found.central[ahead].tolist() == pytest.approx([0.85 / 1.5, 0.65 / 1.5, 0.0])
    assert found.central[behind].tolist() == pytest.approx([0.5, 0.5, 0.0])
