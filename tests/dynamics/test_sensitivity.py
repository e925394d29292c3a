"""Sensitivity measures on functions whose indices are known, and beside SALib."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.dynamics.diffusion import technology_diffusion
from ecotone.dynamics.sensitivity import design, final, morris, prcc, sobol

BOX = [(-np.pi, np.pi)] * 3


def ishigami(x: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def test_sobol_indices_of_the_ishigami_function() -> None:
    # Ishigami and Homma 1990 with a 7, b 0.1: first .3139 .4424 0, total .5576 .4424 .2437.
    found = sobol(ishigami, BOX, samples=8192)
    assert [e.value for e in found.first] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert [e.value for e in found.total] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    for estimate, truth in zip(found.total, [0.5576, 0.4424, 0.2437], strict=True):
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low - 0.005 <= truth <= estimate.high + 0.005


def test_morris_effects_of_a_linear_function_are_its_coefficients() -> None:
    found = morris(lambda x: 3 * x[:, 0] - 2 * x[:, 1], [(0, 1), (0, 1)])
    assert found.mean_absolute.tolist() == pytest.approx([3, 2])
    assert found.deviation.tolist() == pytest.approx([0, 0], abs=1e-12)


def test_partial_rank_correlation_sees_through_monotone_curves() -> None:
    x = design([(0, 1)] * 3, 512)
    found = prcc(x, np.exp(3 * x[:, 0]) - 5 * x[:, 1])
    assert found[0] > 0.9
    assert found[1] < -0.5
    assert abs(found[2]) < 0.15


def test_a_constant_output_has_no_indices() -> None:
    found = sobol(lambda x: np.ones(x.shape[0]), [(0, 1)], samples=16)
    assert found.first[0].value is None


def test_a_model_answers_for_all_rows_at_once() -> None:
    ranges = {"innovation": (0.01, 0.05), "imitation": (0.2, 0.6)}
    x = design(list(ranges.values()), 8)
    answers = final(technology_diffusion(years=5, step=0.25).model(), ranges, x, "adopters")
    assert answers.shape == (8,)
    assert prcc(x, answers)[0] > 0.5
