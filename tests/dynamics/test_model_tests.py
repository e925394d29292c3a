"""The tests that a model is put to, against what they must find."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ecotone.dynamics import Builder, Model
from ecotone.dynamics.calibration import Observations
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.model_tests import extreme_conditions, integration_error, reproduction

TAIL = "\nINITIAL TIME = 0~~|\nFINAL TIME = 4~~|\nTIME STEP = 0.5~~|\nSAVEPER = {save}~~|\n"


def cup(method: str = "euler") -> Builder:
    made = Builder("Cup", start=0, stop=4, step=0.5, method=method)  # type: ignore[arg-type]
    return made.stock("heat", 100, outflows=["loss"]).flow("loss", "heat * rate").aux("rate", 0.5)


def test_halving_the_step_by_hand() -> None:
    found = integration_error(cup().model())
    coarse = 100 * 0.75 ** np.arange(9)
    fine = 100 * 0.875 ** (2 * np.arange(9))
    assert found.share == pytest.approx(np.abs(coarse - fine).max() / np.ptp(fine))
    better = integration_error(cup("rk4").model())
    assert better.share is not None
    assert better.share < 1e-3


@pytest.mark.parametrize("save", ["TIME STEP", "1"])
def test_a_vensim_model_is_halved_alike(save: str) -> None:
    text = "heat = INTEG(-heat * rate, 100)~~|\nrate = 0.5~~|" + TAIL.replace("{save}", save)
    found = integration_error(Model(parse_vensim(text)))
    times = np.arange(9) if save == "TIME STEP" else np.arange(0, 9, 2)
    coarse, fine = 100 * 0.75**times, 100 * 0.875 ** (2 * times)
    assert found.share == pytest.approx(np.abs(coarse - fine).max() / np.ptp(fine))


def test_what_cannot_be_halved_says_why() -> None:
    noisy = Model(parse_vensim("a = RANDOM UNIFORM(0, 1, 1)~~|" + TAIL.replace("{save}", "TIME STEP")))
    assert "random" in integration_error(noisy).reason
    late = Model(parse_vensim("a = DELAY FIXED(Time, 1, 0)~~|" + TAIL.replace("{save}", "TIME STEP")))
    assert "fixed delay" in integration_error(late).reason


def test_extreme_conditions_find_a_stock_that_is_overdrawn() -> None:
    shop = Builder("Shop", start=0, stop=9, step=1).stock("goods", 20, outflows=["sales"]).flow("sales", "demand / wait")
    found = list(extreme_conditions(shop.aux("demand", 1).aux("wait", 1).model()))
    assert [problem.what for problem in found] == [
        "A stock becomes negative under an extreme condition",
        "With these constants at 0 the model cannot be computed",
    ]
    assert found[0].got == "-10 at time 3, with demand = 10"
    assert found[1].got == "wait"
    safe = Builder("Shop", start=0, stop=9, step=1).stock("goods", 20, outflows=["sales"]).flow("sales", "MIN(demand, goods)")
    assert len(extreme_conditions(safe.aux("demand", 1).model())) == 0


def test_reproduction_tells_bias_from_noise() -> None:
    run = cup().model().run()
    found = reproduction(cup().model(), Observations(run.time, {"heat": run["heat"] - 5}))["heat"]
    assert found.bias == pytest.approx(1.0)
    assert found.rmse == pytest.approx(5.0)
    assert math.isclose(found.r_squared or 0, 1.0)
