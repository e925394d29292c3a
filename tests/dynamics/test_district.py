"""The district model: what must hold whatever its assumptions are worth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ecotone.dynamics import check_units, find_loops, startups, talent, trust
from ecotone.dynamics.district import NAMED, POLICIES, innovation_district, policy
from ecotone.dynamics.interventions import Intervention
from ecotone.dynamics.parts import Part, as_markdown, build, rows
from ecotone.errors import NotFoundError


def test_nothing_turns_negative_or_infinite() -> None:
    run = innovation_district(years=40).model().run()
    assert np.isfinite(run.values).all()
    assert (run.values >= 0).all()


def test_start_ups_are_conserved() -> None:
    run = innovation_district().model().run()
    step = float(run.time[1] - run.time[0])
    stock = sum(run[name] for name in ("start-ups in seed", "start-ups in trials", "firms in practice"))
    flow = run["idea starts"] - run["seed failures"] - run["trial failures"] - run["firm exits"]
    np.testing.assert_allclose(np.diff(stock), step * flow[:-1], atol=1e-9)


@pytest.mark.parametrize("name", list(POLICIES))
def test_a_policy_changes_nothing_before_it_starts_and_something_after(name: str) -> None:
    model = innovation_district().model()
    before, after = model.run(), model.run(interventions=policy(name, start=5.0))
    early = before.time < 5.0
    np.testing.assert_array_equal(before["firms in practice"][early], after["firms in practice"][early])
    assert after["firms in practice"][-1] != before["firms in practice"][-1]


def test_without_ideas_the_district_dies() -> None:
    # An extreme condition: no talent left to have ideas, none trained, no grants.
    run = innovation_district(years=60).model().run(interventions=[Intervention("new ideas", 0.0)])
    assert run["approvals"][-1] == pytest.approx(0, abs=1e-3)


def test_it_has_loops_of_both_kinds() -> None:
    found = find_loops(innovation_district().model(), engine="numpy", limit=400)
    kinds = {loop.name[0] for loop in found.loops}
    assert {"R", "B"} <= kinds
    assert len(found.loops) >= 8


def test_an_unknown_policy_is_refused_with_the_list() -> None:
    with pytest.raises(NotFoundError, match="talent programme"):
        policy("tax cut", start=1)


def test_the_page_tells_every_equation_number_and_loop() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "district-model.md"
    text = page.read_text(encoding="utf-8")
    for part in (startups.PART, talent.PART, trust.PART):
        assert as_markdown([part]) in text
    for name, holds, _ in NAMED:
        assert f"| {name} | {holds} |" in text
    for name in POLICIES:
        assert f"| {name} |" in text


@pytest.mark.parametrize("part", [startups.PART, talent.PART, trust.PART], ids=lambda part: part.title)
def test_each_part_runs_on_its_own_and_its_units_fit(part: Part) -> None:
    model = build(part.title, [part], years=20, step=0.125).model()
    run = model.run()
    assert np.isfinite(run.values).all()
    assert (run.values >= 0).all()
    assert list(check_units(model)) == []
    constants = [row for row in rows([part]) if row.kind == "constant"]
    assert all(row.source and row.meaning and row.units for row in constants)
    assert all(row.low is None or row.low <= float(row.formula) <= (row.high or 0) for row in constants)


def test_talent_settles_where_it_is_worked_out_to_settle() -> None:
    # Without firms and ventures nobody is needed and crowding is talent over talent at the start; what is trained leaves.
    nothing = {"start-ups in seed": 0, "start-ups in trials": 0, "firms in practice": 0}
    run = talent.talent_pipeline(years=200).model().run(constants=nothing)
    trained = 0.08 * 600 * 0.8
    assert run["talent"][-1] == pytest.approx((trained * 8 * 600) ** 0.5, rel=1e-3)


def test_trust_settles_where_gain_and_loss_meet() -> None:
    run = trust.trust_and_knowledge(years=300).model().run()
    level = float(run["trust"][-1])
    joint = min(3.0, 5 / (2 * 5) * (0.5 + level))
    assert 0.25 * joint * (1 - level) == pytest.approx(level / 5 * (1 + 0.4), rel=1e-6)


def test_a_stage_that_is_fed_steadily_holds_rate_times_years() -> None:
    # Little's law, in the part of the model that is a pipeline.
    run = startups.accelerator_and_startups(years=200).model().run(constants={"mentoring effect": 0})
    assert run["start-ups in seed"][-1] == pytest.approx(run["idea starts"][-1] * 2, rel=1e-3)
