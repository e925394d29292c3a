"""TOPSIS against three published tables and two other programs."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.errors import DecisionError
from ecotone.partnerships import DecisionProblem
from ecotone.partnerships.topsis import topsis


def test_tzeng_and_huang() -> None:
    problem = DecisionProblem.of([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], weights=[0.3, 0.4, 0.3])
    assert topsis(problem).scores.round(4).tolist() == [0.5037, 0.6581, 0.7482, 0.3340]


def test_hwang_and_yoon_fighter() -> None:
    values = [[2.0, 1500, 20000, 5.5, 5, 9], [2.5, 2700, 18000, 6.5, 3, 5], [1.8, 2000, 21000, 4.5, 7, 7], [2.2, 1800, 20000, 5, 5, 5]]
    problem = DecisionProblem.of(values, weights=[0.2, 0.1, 0.1, 0.1, 0.2, 0.3], directions=[1, 1, 1, -1, 1, 1])
    found = topsis(problem).scores
    assert found.round(3)[[0, 1, 3]].tolist() == [0.643, 0.268, 0.312]
    # The book carries four digits from step to step and prints .613; in full precision it is .61354.
    assert found[2] == pytest.approx(0.613, abs=0.001)


def test_hodgett_cars() -> None:
    values = [[5490, 51.4, 8.5, 285], [6500, 70.6, 7, 288], [6489, 54.3, 7.5, 290]]
    problem = DecisionProblem.of(values, weights=[0.35, 0.25, 0.25, 0.15], directions=["cost", "benefit", "benefit", "benefit"])
    found = topsis(problem)
    assert found.scores.round(4).tolist() == [0.4817, 0.5182, 0.1780]
    assert found.order == ("A2", "A1", "A3")


def test_facility_location() -> None:
    values = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    found = topsis(DecisionProblem.of(values, weights=[0.4, 0.3, 0.1, 0.2]))
    assert found.scores.round(3)[[0, 1, 2, 3, 5]].tolist() == [0.387, 0.327, 0.391, 0.615, 0.493]
    # Given as .869, that is .8685 rounded once more; in full precision it is .868495.
    assert found.scores[4] == pytest.approx(0.8685, abs=5e-5)
    assert found.order == ("A5", "A4", "A6", "A3", "A1", "A2")


@pytest.mark.filterwarnings("ignore:Alternatives with indices")  # pymcdm warns of dominance, which random tables have
@pytest.mark.parametrize("scaling", ["vector", "minmax"])
def test_two_other_programs_agree_on_two_hundred_problems(scaling: str) -> None:
    from pymcdm import methods as pymcdm
    from pymcdm.normalizations import minmax_normalization as pymcdm_minmax
    from pymcdm.normalizations import vector_normalization as pymcdm_vector
    from pyrepo_mcda import mcda_methods as pyrepo
    from pyrepo_mcda.normalizations import minmax_normalization as pyrepo_minmax
    from pyrepo_mcda.normalizations import vector_normalization as pyrepo_vector

    one = pymcdm.TOPSIS(pymcdm_vector if scaling == "vector" else pymcdm_minmax)
    other = pyrepo.TOPSIS(normalization_method=pyrepo_vector if scaling == "vector" else pyrepo_minmax)
    rng = np.random.Generator(np.random.Philox(1))
    for _ in range(200):
        m, n = rng.integers(3, 12), rng.integers(2, 9)
        values, signs = rng.uniform(1, 100, (m, n)), rng.choice([-1, 1], n)
        weights = rng.dirichlet(np.ones(n))
        ours = topsis(DecisionProblem.of(values, weights=weights, directions=signs.tolist()), scaling=scaling).scores  # type: ignore[arg-type]
        assert ours == pytest.approx(one(values, weights, signs), abs=1e-9)
        assert ours == pytest.approx(other(values, weights, signs), abs=1e-9)


def test_equal_alternatives_are_all_one_half_and_tie() -> None:
    found = topsis(DecisionProblem.of([[1, 2], [1, 2]], constant="keep"))
    assert found.scores.tolist() == [0.5, 0.5]
    assert found.best == ("A1", "A2")


def test_an_unknown_scaling_is_refused() -> None:
    with pytest.raises(DecisionError, match="no such scaling"):
        topsis(DecisionProblem.of([[1, 2], [2, 1]]), scaling="sum")  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", [1e-200, 1e100])
def test_the_unit_of_a_criterion_changes_nothing(scale: float) -> None:
    values = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
    weights = [0.3, 0.4, 0.3]
    expected = topsis(DecisionProblem.of(values, weights=weights)).scores
    assert expected.tolist() == pytest.approx(topsis(DecisionProblem.of(values * scale, weights=weights)).scores.tolist())
