"""PROMETHEE against published flows with every preference function, and two other programs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships import DecisionProblem
from ecotone.partnerships.promethee import Preference, promethee

# Ziemba (2019), Sustainability 11(6) 1555: twelve criteria by nine options.
ZIEMBA = [
    [38723, 34913, 25596, 34842, 22570, 39773, 19500, 34525, 16486],
    [33207, 32085, 2123, 32095, 1445, 17485, 868, 16958, 958],
    [0, 0.2, 5, 0.2, 0.2, 0.2, 99, 99, 99],
    [3375, 3127, 3547, 3115, 3090, 4135, 3160, 4295, 3653],
    [11.36, 12.78, 12.78, 12.86, 12.86, 17, 12.86, 17, 12.86],
    [-320.9, -148.4, -148.4, -9.9, -9.9, 0, -9.9, 0, -9.9],
    [203.7, 463, 356.2, 552.5, 295, 383, 264, 352, 264],
    [0, 11.7, 44.8, 11.7, 95.9, 95.9, 116.8, 116.8, 164.9],
    [0, 4.9, 10.7, 5.4, 11.2, 11.2, 11.2, 11.2, 11.2],
    [1, 1, 1, 3.5, 4, 4, 4, 4, 4],
    [21.5, 47.9, 27.7, 39.7, 1.5, 22.7, 2.7, 23.9, 1],
    [0, 3.7, 4.5, 10.3, 11.5, 11.5, 11.3, 11.3, 11.4],
]
ZIEMBA_WAYS = [-1, -1, 1, -1, 1, 1, -1, 1, 1, -1, -1, 1]
ZIEMBA_WEIGHTS = [0.3333, 0.1667, 0.1667, 0.3333, 0.25, 0.75, 1, 1, 0.4, 0.2, 0.4, 1]
ZIEMBA_P = [2100, 5000, 50, 200, 5, 20, 100, 80, 4, 2, 23, 3]
ZIEMBA_Q = [420, 1000, 10, 40, 1, 7, 50, 20, 1, 1, 4.6, 1]

# Brans, Vincke & Mareschal (1986): six power stations, a preference function of each shape.
STATIONS = [
    [80, 90, 600, 5.4, 8, 5],
    [65, 58, 200, 9.7, 1, 1],
    [83, 60, 400, 7.2, 4, 7],
    [40, 80, 1000, 7.5, 7, 10],
    [52, 72, 600, 2.0, 3, 8],
    [94, 96, 700, 3.6, 5, 6],
]
SHAPES = [
    Preference("u", q=10),
    Preference("v", p=30),
    Preference("linear", q=50, p=500),
    Preference("level", q=1, p=6),
    Preference("usual"),
    Preference("gauss", s=5),
]


def test_twelve_criteria_of_ziemba() -> None:
    problem = DecisionProblem.of(np.array(ZIEMBA).T, weights=ZIEMBA_WEIGHTS, directions=ZIEMBA_WAYS)
    flows = promethee(problem, [Preference("linear", q=q, p=p) for q, p in zip(ZIEMBA_Q, ZIEMBA_P, strict=True)])
    assert flows.net.round(4).tolist() == [-0.4143, -0.5056, -0.2317, -0.2892, 0.3313, 0.0619, 0.4296, 0.1626, 0.4554]


def test_six_shapes_of_brans() -> None:
    flows = promethee(DecisionProblem.of(STATIONS, directions=[-1, 1, -1, -1, -1, 1]), SHAPES)
    assert (5 * flows.net).round(3).tolist() == [-0.728, 0.086, -0.448, -0.100, 1.464, -0.274]
    assert flows.ranking.order == ("A5", "A2", "A4", "A6", "A3", "A1")


def test_facility_location() -> None:
    values = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    flows = promethee(DecisionProblem.of(values, weights=[0.4, 0.3, 0.1, 0.2]), Preference("linear", q=1, p=2))
    assert flows.net.round(2).tolist() == [-0.26, -0.52, -0.22, 0.36, 0.70, -0.06]


@pytest.mark.filterwarnings("ignore:Alternatives with indices")  # pymcdm warns of dominance, which random tables have
def test_two_other_programs_agree_on_two_hundred_problems() -> None:
    from pymcdm import methods as pymcdm
    from pyrepo_mcda import mcda_methods as pyrepo

    theirs = {"usual": "usual", "u": "ushape", "v": "vshape", "level": "level", "linear": "vshape_2"}
    rng = np.random.Generator(np.random.Philox(3))
    other = pyrepo.PROMETHEE_II()
    named = {
        "usual": other._usual_function,
        "u": other._ushape_function,
        "v": other._vshape_function,
        "level": other._level_function,
        "linear": other._linear_function,
    }
    for number in range(200):
        m, n = int(rng.integers(3, 9)), int(rng.integers(2, 7))
        values, signs, weights = rng.uniform(1, 100, (m, n)), rng.choice([-1, 1], n), rng.dirichlet(np.ones(n))
        q = rng.uniform(1, 20, n)
        shape: Any = list(theirs)[number % 5]
        p = q + rng.uniform(1, 40, n)
        problem = DecisionProblem.of(values, weights=weights, directions=signs.tolist())
        ours = promethee(problem, [Preference(shape, q=a, p=b) for a, b in zip(q, p, strict=True)]).net
        one = pymcdm.PROMETHEE_II(theirs[shape], p=p, q=q)
        assert ours == pytest.approx(one(values, weights, signs), abs=1e-9)
        assert ours == pytest.approx(other(values, weights, signs, [named[shape]] * n, p=p, q=q), abs=1e-9)


@given(st.integers(2, 8), st.integers(1, 5), st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_flows_are_shares_that_balance_and_blocks_change_nothing(m: int, n: int, seed: int) -> None:
    from ecotone.partnerships import promethee as module

    rng = np.random.Generator(np.random.Philox(seed))
    problem = DecisionProblem.of(rng.normal(size=(m, n)))
    flows = promethee(problem, Preference("gauss", s=0.7))
    assert flows.net.sum() == pytest.approx(0, abs=1e-12)
    assert ((flows.leaving >= 0) & (flows.leaving <= 1)).all()
    kept, module.BLOCK = module.BLOCK, 1
    try:
        assert promethee(problem, Preference("gauss", s=0.7)).net == pytest.approx(flows.net, abs=1e-12)
    finally:
        module.BLOCK = kept


def test_the_first_method_leaves_apart_what_the_second_orders() -> None:
    # By hand, differences above 4 count: A1 over A2 once and A3 once, A2 over A1 twice, A3 over A1 once.
    flows = promethee(DecisionProblem.of([[9, 4, 2], [4, 10, 7], [3, 7, 10]]), Preference("u", q=4))
    assert (6 * flows.leaving).round(9).tolist() == [2, 2, 1]
    assert (6 * flows.entering).round(9).tolist() == [3, 1, 1]
    assert flows.preferred().tolist() == [[False, False, False], [True, False, True], [False, False, False]]
    assert flows.incomparable() == [("A1", "A3")]
    assert flows.ranking.ranks.tolist() == [3, 1, 2]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"shape": "sigmoid"}, "no such preference function"),
        ({"shape": "u", "q": -1}, "no number from 0 up"),
        ({"shape": "v"}, "in full before"),
        ({"shape": "linear", "q": 2, "p": 1}, "in full before"),
        ({"shape": "gauss"}, "no width"),
        ({"shape": "gauss", "s": np.nan}, "no number"),
    ],
)
def test_preferences_that_are_none(given: dict[str, Any], said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        Preference(**given)


def test_thresholds_that_coincide_are_a_step() -> None:
    differences = np.array([-3.0, 2.0, 2.5])
    assert Preference("linear", q=2, p=2)(differences).tolist() == [0, 0, 1]
    assert Preference("level", q=2, p=2)(differences).tolist() == [0, 0, 1]


def test_every_criterion_needs_its_preference() -> None:
    with pytest.raises(DecisionError, match="one preference function"):
        promethee(DecisionProblem.of([[1, 2], [2, 1]]), [Preference()])
