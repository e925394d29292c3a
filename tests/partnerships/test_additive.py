"""Additive value by hand, and against two other programs."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.partnerships import DecisionProblem
from ecotone.partnerships.additive import additive, contributions


@pytest.mark.filterwarnings("ignore:Alternatives with indices")  # pymcdm warns of dominance, which random tables have
def test_two_other_programs_agree() -> None:
    from pymcdm import methods as pymcdm
    from pymcdm.normalizations import minmax_normalization as pymcdm_minmax
    from pyrepo_mcda import mcda_methods as pyrepo
    from pyrepo_mcda.normalizations import minmax_normalization

    rng = np.random.Generator(np.random.Philox(4))
    for _ in range(50):
        m, n = rng.integers(3, 12), rng.integers(2, 9)
        values, signs, weights = rng.uniform(1, 100, (m, n)), rng.choice([-1, 1], n), rng.dirichlet(np.ones(n))
        ours = additive(DecisionProblem.of(values, weights=weights, directions=signs.tolist())).scores
        assert ours == pytest.approx(pymcdm.WSM(pymcdm_minmax)(values, weights, signs), abs=1e-9)
        assert ours == pytest.approx(pyrepo.SAW(normalization_method=minmax_normalization)(values, weights, signs), abs=1e-9)


def test_contributions_add_up_to_the_score() -> None:
    problem = DecisionProblem.of([[1, 30], [3, 20], [2, 10]], weights=[3, 1], directions=["benefit", "cost"])
    assert contributions(problem).tolist() == [[0, 0], [0.75, 0.125], [0.375, 0.25]]
    assert additive(problem).scores.tolist() == [0, 0.875, 0.625]
