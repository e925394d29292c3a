"""Loops that matter against the numbers printed in its papers."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.dynamics import Builder, Model
from ecotone.dynamics.causes import cycles
from ecotone.dynamics.district import innovation_district
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.loops import _sample, find_loops
from ecotone.dynamics.scores import link_score

BASS = """
potential = INTEG(-adoption, 999999) ~~|
adopters = INTEG(adoption, 1) ~~|
adoption = contact rate * fraction * potential * adopters / 1000000 ~~|
contact rate = 100 ~~|fraction = 0.015 ~~|
INITIAL TIME = 0 ~~|FINAL TIME = 15.5 ~~|TIME STEP = 0.0625 ~~|SAVEPER = TIME STEP ~~|
"""
LOGISTIC = """
p = INTEG(net, 5) ~~|net = r * p * (1 - p / k) ~~|r = 0.12 ~~|k = 1000 ~~|
INITIAL TIME = 0 ~~|FINAL TIME = 101 ~~|TIME STEP = 1 ~~|SAVEPER = TIME STEP ~~|
"""


def one(value: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([value])


@pytest.mark.parametrize(("moved", "step", "score"), [((10, 2, 3), 3, 5.0), ((7, 4, 3), 2, 10 / 3), ((7, 2, 5), 2, -6.0)])
def test_links_of_a_quotient(moved: tuple[float, float, float], step: float, score: float) -> None:
    def z(w: float, x: float, y: float) -> float:
        return (w + x) / y

    assert link_score(one(z(7, 2, 3)), one(z(*moved)), one(z(10, 4, 5)), one(step))[0] == pytest.approx(score, abs=0.005)


def test_flow_into_stock() -> None:
    # In 5 to 10, out 4 to 5: 1.25 and 0.25 by the formula of 2023.
    assert link_score(one(5 - 4), one(10 - 4), one(10 - 5), one(5))[0] == pytest.approx(1.25)
    assert link_score(one(5 - 4), one(5 - 5), one(10 - 5), one(1))[0] == pytest.approx(-0.25)


def test_bass_table_of_the_paper() -> None:
    found = find_loops(Model(parse_vensim(BASS)))
    reinforcing = next(loop for loop in found.loops if "adopters" in loop.variables)
    balancing = next(loop for loop in found.loops if "potential" in loop.variables)
    for time, b1, r1, relative in [(9.5, -9.958, 11.46, -0.465), (9.5625, -9358, 9806, -0.488), (9.625, -10.91, 10.41, -0.512)]:
        at = int(np.argmin(np.abs(found.time - (time + 0.0625))))
        assert balancing.score[at] == pytest.approx(b1, rel=6e-4)
        assert reinforcing.score[at] == pytest.approx(r1, rel=6e-4)
        assert balancing.relative[at] == pytest.approx(relative, abs=6e-4)
    assert balancing.score[-1] == pytest.approx(-1, abs=1e-3)


def test_logistic_growth_changes_hands_as_in_stella() -> None:
    # Stella's golden file: share of the reinforcing loop 99.4 % at first, 67.2 % at 40, 15.3 % at 60, 1.41 % at 80.
    text = LOGISTIC.replace("net = r * p * (1 - p / k)", "net = p * fractional ~~|fractional = r * (1 - p / k)")
    found = find_loops(Model(parse_vensim(text)))
    growth = next(loop for loop in found.loops if "fractional" not in loop.variables)
    for time, percent in [(40, 67.2), (60, 15.3), (80, 1.41)]:
        at = int(np.argmin(np.abs(found.time - (time + 1))))
        assert 100 * growth.relative[at] == pytest.approx(percent, abs=0.05)
    assert 100 * growth.relative[1] == pytest.approx(99.4, abs=0.05)


def test_cycles_of_a_complete_graph_are_counted_right() -> None:
    inputs = {v: [u for u in range(4) if u != v] for v in range(4)}
    rings, complete = cycles(inputs, range(4), 1000)
    assert complete
    assert len(rings) == 20  # 6 + 8 + 6
    assert len(set(rings)) == 20
    assert cycles(inputs, range(4), 5)[1] is False


def test_scores_over_an_ensemble_are_those_of_its_members() -> None:
    model = Model(parse_vensim(LOGISTIC))
    many = find_loops(model, members=2, constants={"r": [0.12, 0.2]}, engine="numpy")
    alone = find_loops(model, engine="numpy")
    np.testing.assert_array_equal(many.loops[0].score[:, 0], alone.loops[0].score)


@pytest.mark.kernel
def test_the_search_finds_the_strongest_of_the_loops_that_are_there() -> None:
    model = innovation_district(years=10).model()
    all_of_them = find_loops(model, engine="numpy")
    searched = find_loops(model, engine="numpy", limit=60)
    assert all_of_them.complete
    assert not searched.complete

    def turned(variables: tuple[str, ...]) -> tuple[str, ...]:
        at = variables.index(min(variables))
        return variables[at:] + variables[:at]

    known = {turned(loop.variables): loop for loop in all_of_them.loops}
    found = {turned(loop.variables): loop for loop in searched.loops}
    assert found.keys() <= known.keys()
    for variables, loop in found.items():
        np.testing.assert_allclose(loop.score, known[variables].score, rtol=1e-9)
    strongest = sorted(known, key=lambda variables: -float(np.abs(known[variables].relative).mean()))[:8]
    assert len(set(strongest) & found.keys()) >= 7  # a heuristic may miss one


@pytest.mark.kernel
def test_two_million_loops_are_bounded_and_it_is_said() -> None:
    # Eleven stocks that all feed each other: about ten million loops.
    names = [f"s{at}" for at in range(11)]
    builder = Builder("All to all", start=0, stop=5, step=1)
    for at, name in enumerate(names):
        builder.stock(name, 1 + at, inflows=[f"f{at}"]).flow(
            f"f{at}", " + ".join(f"{0.001 * (k + 1)} * {names[k]}" for k in range(11) if k != at)
        )
    found = find_loops(builder.model(), limit=200)
    assert not found.complete
    assert 0 < len(found.loops) <= 200


def test_loops_through_a_value_kept_from_the_start_have_scores() -> None:
    text = "p = INTEG(p * rate * INITIAL(p) / 5, 5) ~~|rate = 0.1 ~~|INITIAL TIME = 0 ~~|FINAL TIME = 4 ~~|TIME STEP = 1 ~~|SAVEPER = TIME STEP ~~|"
    found = find_loops(Model(parse_vensim(text)))
    assert found.loops[0].name == "R1"
    np.testing.assert_allclose(found.loops[0].relative, 1.0)


@pytest.mark.kernel
def test_strong_loops_of_other_members_are_searched_too_and_the_seed_says_which() -> None:
    # Two loops grow the stock; in the first member one of them is switched off, and everywhere else it rules.
    text = """
    p = INTEG(a + b, 1) ~~|a = p * left ~~|b = p * right ~~|left = 0.1 ~~|right = 0 ~~|
    INITIAL TIME = 0 ~~|FINAL TIME = 4 ~~|TIME STEP = 1 ~~|SAVEPER = TIME STEP ~~|
    """
    model = Model(parse_vensim(text))
    right = np.array([0.0] + [0.5] * 39)
    found = find_loops(model, members=40, constants={"right": right}, limit=1)
    assert (found.complete, found.searched) == (False, 16)
    assert [loop.variables for loop in found.loops] == [("p", "b")]
    again = find_loops(model, members=40, constants={"right": right}, limit=1)
    np.testing.assert_array_equal(found.loops[0].score, again.loops[0].score)
    # A member that nobody searched has its scores all the same.
    both = find_loops(model, members=40, constants={"right": right})
    assert both.searched == 0
    np.testing.assert_array_equal(found.loops[0].score, next(loop.score for loop in both.loops if "b" in loop.variables))
    assert len(set(_sample(1000, 3)) & set(_sample(1000, 4))) < 16
    assert list(_sample(3, 0)) == [0, 1, 2]
