"""Adaptive integration against exact solutions and SciPy."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.dynamics import Builder, Model
from ecotone.dynamics.formats.vensim import parse_vensim


def prey() -> Model:
    made = Builder("Prey", start=0, stop=20, step=0.5, method="rk45")
    made.stock("hares", 10, inflows=["born"], outflows=["eaten"]).stock("lynxes", 5, inflows=["grown"], outflows=["lost"])
    made.flow("born", "hares * growth").flow("eaten", "0.1 * hares * lynxes").flow("grown", "0.075 * hares * lynxes")
    return made.flow("lost", "1.5 * lynxes").aux("growth", 1.1).model()


def test_decay_is_exact_to_the_tolerance_with_a_coarse_step() -> None:
    cup = Builder("Cup", start=0, stop=10, step=2, method="rk45").stock("heat", 100, outflows=["loss"]).flow("loss", "heat / 2").model()
    run = cup.run()
    np.testing.assert_allclose(run["heat"], 100 * np.exp(-run.time / 2), rtol=1e-5)
    assert abs(cup.run(method="rk4")["heat"][-1] / run["heat"][-1] - 1) > 1e-2  # the same step, fixed


def test_hares_and_lynxes_agree_with_scipy() -> None:
    from scipy.integrate import solve_ivp

    def rates(_: float, y: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
        return [1.1 * y[0] - 0.1 * y[0] * y[1], 0.075 * y[0] * y[1] - 1.5 * y[1]]

    run = prey().run()
    truth = solve_ivp(rates, (0, 20), [10, 5], t_eval=run.time, rtol=1e-10, atol=1e-12, method="DOP853")
    np.testing.assert_allclose(run["hares"], truth.y[0], rtol=2e-4)


@pytest.mark.kernel
@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_a_member_alone_is_the_same_among_many_and_on_either_engine(engine: str) -> None:
    growth = np.array([0.9, 1.1, 2.5])
    many = prey().run(members=3, constants={"growth": growth}, engine=engine)
    for at in range(3):
        alone = prey().run(constants={"growth": growth[at]}, engine="numpy")
        np.testing.assert_array_equal(many["hares"][:, at], alone["hares"])


def test_jumps_holds_and_delays_do_not_stop_it() -> None:
    text = (
        "level = INTEG(STEP(10, 1.3) - level, 0)~~|\nlate = DELAY FIXED(level, 1, 0)~~|\nheld = SAMPLE IF TRUE(Time > 2, level, -1)~~|\n"
        "INITIAL TIME = 0~~|\nFINAL TIME = 6~~|\nTIME STEP = 0.5~~|\nSAVEPER = TIME STEP~~|\n"
    )
    run = Model(parse_vensim(text)).run(method="rk45")
    late = run.time >= 1.3  # Vensim lets STEP jump half a step early, at 1.05
    np.testing.assert_allclose(run["level"][late], 10 * (1 - np.exp(-(run.time[late] - 1.05))), atol=1e-3)
    np.testing.assert_allclose(run["late"][2:], run["level"][:-2])
