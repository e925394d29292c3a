"""The district model: what must hold whatever its assumptions are worth."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.dynamics import find_loops
from ecotone.dynamics.district import POLICIES, innovation_district, policy
from ecotone.dynamics.interventions import Intervention
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
