"""VIKOR against Opricovic and Tzeng's dams under four sets of weights, a second table, and two other programs."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.errors import DecisionError
from ecotone.partnerships import DecisionProblem
from ecotone.partnerships.ranking import accord
from ecotone.partnerships.topsis import topsis
from ecotone.partnerships.vikor import vikor

# Opricovic & Tzeng (2007), EJOR 178(2) 514-529.
DAMS = [
    [4184.3, 2914.0, 407.2, 251.0, 195, 244, 15, 2.41],
    [5211.9, 3630.0, 501.7, 308.3, 282, 346, 21, 1.41],
    [5021.3, 3920.5, 504.0, 278.6, 12, 56, 3, 4.42],
    [5566.1, 3957.9, 559.5, 335.3, 167, 268, 16, 3.36],
    [5060.5, 3293.5, 514.1, 284.2, 69, 90, 7, 4.04],
    [4317.9, 2925.9, 432.8, 239.3, 12, 55, 3, 4.36],
]
WAYS = [1, -1, 1, 1, -1, -1, -1, 1]


def dams(weights: list[float]) -> DecisionProblem:
    return DecisionProblem.of(DAMS, weights=weights, directions=WAYS)


def test_dams_under_equal_weights() -> None:
    found = vikor(dams([1] * 8))
    assert found.utility.round(3).tolist() == [0.692, 0.700, 0.290, 0.423, 0.280, 0.346]
    assert found.regret.round(3).tolist() == [0.125, 0.125, 0.121, 0.125, 0.067, 0.125]
    assert found.quotient.round(3).tolist() == [0.991, 1, 0.473, 0.670, 0, 0.578]
    assert found.chosen == ("A5",)
    assert found.advantage
    assert found.stable


@pytest.mark.parametrize(
    ("weights", "quotient", "chosen"),
    [
        ([2, 2, 2, 2, 1, 1, 1, 1], [1, 0.533, 0.552, 0.563, 0, 0.686], {"A5"}),
        ([1, 1, 1, 1, 2, 2, 2, 2], [0.684, 1, 0.147, 0.554, 0.041, 0.191], {"A3", "A5", "A6"}),
        ([1, 1, 1, 1, 3.2, 3.2, 3.2, 3.2], [0.668, 1, 0.051, 0.588, 0.058, 0.078], {"A3", "A5", "A6"}),
    ],
)
def test_dams_under_other_weights(weights: list[float], quotient: list[float], chosen: set[str]) -> None:
    found = vikor(dams(weights))
    assert found.quotient.round(3).tolist() == quotient
    assert set(found.chosen) == chosen


def test_topsis_disagrees_on_the_dams_and_the_line_says_so() -> None:
    problem = dams([1] * 8)
    by_closeness = topsis(problem)
    assert by_closeness.best == ("A3",)
    assert round(float(by_closeness.scores[2]), 3) == 0.877
    line = accord({"VIKOR": vikor(problem).ranking, "TOPSIS": by_closeness})
    assert line.startswith("The methods disagree on the best: VIKOR A5; TOPSIS A3")


def test_facility_location() -> None:
    values = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    found = vikor(DecisionProblem.of(values, weights=[0.4, 0.3, 0.1, 0.2]), strategy=0.625)
    assert found.quotient.round(3).tolist() == [0.640, 1, 0.693, 0.271, 0, 0.694]


@pytest.mark.filterwarnings("ignore:Alternatives with indices")  # pymcdm warns of dominance, which random tables have
def test_two_other_programs_agree_on_two_hundred_problems() -> None:
    from pymcdm import methods as pymcdm
    from pyrepo_mcda import mcda_methods as pyrepo

    rng = np.random.Generator(np.random.Philox(2))
    for _ in range(200):
        m, n, v = rng.integers(3, 12), rng.integers(2, 9), float(rng.uniform(0, 1))
        values, signs, weights = rng.uniform(1, 100, (m, n)), rng.choice([-1, 1], n), rng.dirichlet(np.ones(n))
        ours = vikor(DecisionProblem.of(values, weights=weights, directions=signs.tolist()), strategy=v).quotient
        assert ours == pytest.approx(pymcdm.VIKOR(v=v)(values, weights, signs), abs=1e-9)
        assert ours == pytest.approx(pyrepo.VIKOR(v=v)(values, weights, signs), abs=1e-9)


def test_the_best_that_leads_but_is_best_by_neither_sum_nor_regret_brings_its_second_along() -> None:
    # Ten criteria of equal weight, given as distance from the best: B has the least sum (.1), C the least regret (.03),
    # and A (sum .107, regret .035) is near the best by both. With v = .6, Q is .6·.035 + .4/14 = .05 for A, .4 for B, .6 for C.
    a, b, c = [0.35] + [0.08] * 9, [1.0] + [0.0] * 9, [0.3] * 10
    others = np.full((9, 10), 0.1)
    others[np.arange(9), np.arange(1, 10)] = 1
    others[0, 0] = 0
    found = vikor(DecisionProblem.of(np.vstack([a, b, c, others]), directions=[-1] * 10), strategy=0.6)
    assert found.quotient[:3].round(4).tolist() == [0.0496, 0.4, 0.6]
    assert found.advantage
    assert not found.stable
    assert found.chosen == ("A1", "A2")


def test_equal_alternatives_are_all_in_the_set() -> None:
    assert vikor(DecisionProblem.of([[1, 2], [1, 2], [1, 2]], constant="keep")).chosen == ("A1", "A2", "A3")


def test_a_strategy_that_is_no_share_is_refused() -> None:
    with pytest.raises(DecisionError, match="no share"):
        vikor(dams([1] * 8), strategy=1.5)
