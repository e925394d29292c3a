"""Policies compared: pairing, regret, boxes and levers against what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dynamics import Builder, Intervention
from ecotone.dynamics.boxes import failure_box
from ecotone.dynamics.district import NAMED, OUTPUTS, POLICIES, innovation_district, levers, loop_name, scenario
from ecotone.dynamics.effect import policy_effect
from ecotone.dynamics.levers import Lever, optimise
from ecotone.dynamics.loops import carrying_loops, find_loops
from ecotone.dynamics.policies import BASELINE, Scenario, compare, drawn, robustness
from ecotone.errors import InputError, ModelError, NotFoundError


def growth() -> Builder:
    """Make a stock that grows by what is put in, less what decays: both ends can be solved by hand."""
    shop = Builder("Shop", start=0, stop=4, step=1).stock("level", 100, inflows=["gain"], outflows=["loss"])
    return shop.flow("gain", "level * rate + lever").flow("loss", "level * decay").aux("rate", 0.5).aux("decay", 0.25).aux("lever", 0)


def test_an_intervention_grows_over_its_ramp() -> None:
    run = growth().model().run(interventions=[Intervention("lever", 8, start=1, ramp=2)])
    np.testing.assert_allclose(run["lever"], [0, 0, 4, 8, 8])
    with pytest.raises(ModelError, match="needs a start"):
        growth().model().run(interventions=[Intervention("lever", 8, ramp=2)])
    with pytest.raises(ModelError, match="ends before it starts"):
        growth().model().run(interventions=[Intervention("lever", 8, start=3, end=2)])


def test_interventions_on_one_variable_follow_each_other() -> None:
    both = [Intervention("lever", 8, start=1), Intervention("lever", "#own * 2", start=3)]
    np.testing.assert_allclose(growth().model().run(interventions=both)["lever"], [0, 8, 8, 16, 16])


def test_a_constant_with_an_intervention_can_still_be_set() -> None:
    run = growth().model().run(constants={"lever": 3}, interventions=[Intervention("lever", 0, end=2)])
    np.testing.assert_allclose(run["lever"], [0, 0, 3, 3, 3])


def test_differences_are_paired_by_draw() -> None:
    more = Scenario("more", interventions=(Intervention("lever", 10.0, start=2),), cost_a_time=10, start=2)
    found = compare(growth().model(), [more], ["level"], ranges={"rate": (0.25, 0.75)}, members=50)
    # By hand: 10 put in at 2 grows once, 10 at 3 not at all; the net rate is the draw's own.
    np.testing.assert_allclose(found.difference("more", "level")[-1], 10 * (1 + found.draws["rate"] - 0.25) + 10)
    assert found.holds("more", "level") == 1.0
    assert more.cost(0, 4) == 20
    alone = growth().model().run(constants={"rate": found.draws["rate"][7]})
    np.testing.assert_array_equal(found.of(BASELINE, "level")[:, 7], alone["level"])
    with pytest.raises(NotFoundError, match="no such scenario"):
        found.of("less", "level")


def test_regret_and_satisficing_by_hand() -> None:
    plans = [Scenario("safe", {"lever": 30.0, "decay": 0.5}), Scenario("bold", {"decay": 0.1})]
    found = compare(growth().model(), plans, ["level"], ranges={"rate": (0.2, 0.6)}, members=40)
    ends = {name: found.of(name, "level")[-1] for name in (BASELINE, "safe", "bold")}
    best = np.max(list(ends.values()), axis=0)
    for each in robustness(found, "level", wanted=300):
        assert each.most_regret == pytest.approx((best - ends[each.scenario]).max())
        assert each.satisfied == pytest.approx((ends[each.scenario] >= 300).mean())
    worst = {each.scenario: each for each in robustness(found, "level", less=True)}
    assert worst["bold"].most_regret > worst[BASELINE].most_regret


@given(st.integers(2, 40), st.integers(0, 5))
def test_a_latin_hypercube_has_one_draw_in_each_layer(members: int, seed: int) -> None:
    found = drawn({"a": (0.0, 1.0), "b": (2.0, 4.0)}, members, seed=seed)
    assert sorted((found["a"] * members).astype(int)) == list(range(members))
    assert sorted(((found["b"] - 2) / 2 * members).astype(int)) == list(range(members))


def test_a_box_finds_the_corner_where_failures_were_put() -> None:
    x = np.random.Generator(np.random.Philox(3)).random((4, 4000))
    draws = {name: x[at] for at, name in enumerate("abcd")}
    box = failure_box(draws, (x[0] > 0.7) & (x[1] < 0.4))
    assert box is not None
    assert {bound.name for bound in box.bounds} == {"a", "b"}
    assert box.density >= 0.8
    assert box.coverage > 0.8
    assert failure_box(draws, np.zeros(4000, dtype=bool)) is None


def test_levers_go_where_they_pay_most() -> None:
    # Both levers do the same, so the cheap one takes the whole budget.
    shop = Builder("Shop", start=0, stop=4, step=1).stock("level", 0, inflows=["gain"]).flow("gain", "cheap + dear")
    model = shop.aux("cheap", 0).aux("dear", 0).model()
    plan = optimise(model, [Lever("cheap", 100, 1.0), Lever("dear", 100, 3.0)], "level", budget=6, members=1)
    assert plan.cost <= 6 + 1e-9
    assert plan.value == pytest.approx(24, rel=0.01)  # six units in each of four steps
    assert next(value for lever, value in plan.levers if lever.variable == "cheap") == pytest.approx(6, rel=0.01)
    with pytest.raises(InputError, match="nothing to choose"):
        optimise(model, [], "level", budget=6)


def test_loops_that_carry_a_difference_share_it_as_their_rates_do() -> None:
    # Put more in: what the stock gains and loses of the difference is as rate to decay, 0.5 to 0.25.
    found = carrying_loops(growth().model(), [Intervention("lever", 10, start=0)])
    shares = {loop.variables[-1] if loop.variables[0] == "level" else loop.variables[0]: loop.relative[-1] for loop in found.loops}
    assert abs(shares["gain"]) / abs(shares["loss"]) == pytest.approx(2.0)
    assert shares["gain"] > 0 > shares["loss"]
    late = carrying_loops(growth().model(), [Intervention("lever", 10, start=2)])
    assert all(loop.score[late.time <= 2].sum() == 0 for loop in late.loops)


def test_dominance_says_how_sure_it_is() -> None:
    model = growth().model()
    found = find_loops(model, members=4, constants={"rate": [0.5, 0.5, 0.5, 0.1]}, engine="numpy")
    # The stronger rate is the stronger loop: gain in three of four members, loss in one.
    gain = next(loop for loop in found.loops if "gain" in loop.variables)
    assert [(name, sure) for _, _, name, sure in found.strongest()] == [(gain.name, 0.75)]


def test_the_district_has_eight_named_loops_and_more() -> None:
    found = find_loops(innovation_district().model(), engine="numpy")
    names = {loop_name(loop.variables) for loop in found.loops} - {""}
    assert len(names) >= 8
    assert names <= {name for name, _, _ in NAMED}


@pytest.mark.parametrize("name", list(POLICIES))
def test_the_same_question_has_the_same_answer(name: str) -> None:
    model = innovation_district(years=8, step=0.5).model()
    spans = {"trust at start": (0.2, 0.5), "venture share": (0.05, 0.2), "seed years": (2.0, 2.0)}
    first, again = (policy_effect(model, scenario(name, start=2), OUTPUTS, ranges=spans, members=30, name_of=loop_name) for _ in range(2))
    assert [answer.to_json() for answer in first.answers()] == [answer.to_json() for answer in again.answers()]
    assert {each.name for each in first.weights} == {"trust at start", "venture share"}
    assert sum(each.share.value or 0 for each in first.carriers) <= 1.0 + 1e-9


def test_policies_can_be_paid_for() -> None:
    assert all(lever.cost > 0 and lever.most > 0 for lever in levers())
    assert scenario("accelerator", start=2).cost(0, 20) == pytest.approx(36)
