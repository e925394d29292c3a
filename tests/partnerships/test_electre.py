"""ELECTRE I against a published table; the kernel against its definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships import DecisionProblem
from ecotone.partnerships.electre import electre

# Cebrián (2009), six sites A to G by five criteria, the third a cost.
SITES = [[6, 5, 28, 5, 5], [4, 2, 25, 10, 9], [5, 7, 35, 9, 6], [6, 1, 27, 6, 7], [6, 8, 30, 7, 9], [5, 6, 26, 4, 8]]


def cebrian() -> DecisionProblem:
    return DecisionProblem.of(SITES, weights=[0.25, 0.25, 0.1, 0.2, 0.2], directions=[1, 1, -1, 1, 1])


def test_cebrian() -> None:
    found = electre(cebrian(), concordance=0.65, discordance=0.35, scaling="sum")
    assert found.concordance[0, 1:].round(2).tolist() == [0.50, 0.35, 0.50, 0.35, 0.45]
    assert found.concordance[4, [0, 1, 2, 3, 5]].round(2).tolist() == [0.90, 0.70, 0.80, 0.90, 0.90]
    assert found.discordance[0, 1:].round(4).tolist() == [0.5052, 0.4042, 0.1883, 0.4286, 0.2825]
    assert found.discordance[4, [0, 1, 2, 3, 5]].round(4).tolist() == [0.0485, 0.3031, 0.2021, 0.0727, 0.0969]
    assert found.kernel == ("A5",)


def test_the_scale_is_part_of_the_method() -> None:
    assert electre(cebrian(), scaling="none").kernel != electre(cebrian(), scaling="sum").kernel


@given(st.integers(2, 8), st.integers(0, 10**6), st.sampled_from(["range", "sum", "none"]))
@settings(max_examples=40, deadline=None)
def test_outside_the_kernel_everybody_is_reached_from_it_and_inside_nobody_outranks_but_in_a_circle(
    m: int, seed: int, scaling: str
) -> None:
    rng = np.random.Generator(np.random.Philox(seed))
    found = electre(DecisionProblem.of(rng.uniform(1, 2, (m, 3))), concordance=0.6, discordance=0.7, scaling=scaling)  # type: ignore[arg-type]
    inside = np.array([name in found.kernel for name in found.alternatives])
    reach = found.outranks.copy()
    for _ in range(m):
        reach |= (reach.astype(int) @ reach.astype(int)) > 0
    assert inside.any()
    assert (reach[inside].any(axis=0) | inside).all()
    within = found.outranks[np.ix_(inside, inside)]
    assert not (within & ~reach[np.ix_(inside, inside)].T).any()


def test_a_circle_counts_as_one() -> None:
    # Condorcet's circle: each beats the next on two criteria of three.
    found = electre(DecisionProblem.of([[3, 1, 2], [2, 3, 1], [1, 2, 3]]), concordance=0.6, discordance=1)
    assert found.outranks.sum() == 3
    assert found.kernel == ("A1", "A2", "A3")


def test_a_kernel_skips_over_the_outranked() -> None:
    # 1 outranks 2, 2 outranks 3, 1 does not outrank 3 (discordance): the kernel is 1 and 3.
    found = electre(DecisionProblem.of([[10, 10, 0], [9, 9, 4], [8, 8, 8]]), concordance=0.6, discordance=0.5, scaling="none")
    assert found.outranks.tolist() == [[False, True, False], [False, False, True], [False, False, False]]
    assert found.kernel == ("A1", "A3")


def test_what_electre_refuses() -> None:
    with pytest.raises(DecisionError, match="no share"):
        electre(cebrian(), concordance=65)
    with pytest.raises(DecisionError, match="divided by its sum"):
        electre(DecisionProblem.of([[-1, 1], [-2, 2]]), scaling="sum")
    with pytest.raises(DecisionError, match="no such scaling"):
        electre(cebrian(), scaling="vector")  # type: ignore[arg-type]
