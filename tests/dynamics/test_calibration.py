"""Calibration: constants put into noisy data are found again, and what data cannot tell is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.dynamics import Builder, Model, read_model
from ecotone.dynamics.calibration import Observations, Problem, calibrate, read_observations
from ecotone.dynamics.diffusion import technology_diffusion
from ecotone.dynamics.posterior import posterior
from ecotone.dynamics.quality import quality
from ecotone.errors import InputError, ModelError

if TYPE_CHECKING:
    from pathlib import Path

TRUTH = {
    "research productivity": 0.5,
    "translation rate": 0.02,
    "base approval": 0.35,
    "innovation coefficient": 0.03,
    "imitation coefficient": 0.38,
    "trial duration": 4.0,
}


def noisy(model: Model, outputs: list[str], seed: int, noise: float = 0.01) -> Observations:
    run = model.run(outputs=outputs)
    generator = np.random.Generator(np.random.Philox(seed))
    series = {name: run[name] * (1 + noise * generator.standard_normal(run.time.size)) for name in outputs}
    return Observations(run.time, {name: np.where(values == 0, np.nan, values) for name, values in series.items()})


def straight(points: int = 20) -> Model:
    """Make y = a + b · time: least squares is worked out by hand."""
    line = Builder("Line", start=0, stop=points - 1, step=1).aux("a", 1).aux("b", 1).aux("y", "a + b * TIME")
    return line.aux("c", 2).aux("z", "a * c * TIME").model()


@pytest.mark.corpus
def test_six_parameters_of_eco40_are_recovered(corpus: Path) -> None:
    # The benchmark does this for a hundred seeds.
    model = read_model(corpus / "sd_models" / "eco40.mdl")
    bounds = {name: (0.3 * value, 2.5 * value) for name, value in TRUTH.items()}
    inside = dict.fromkeys(TRUTH, 0)
    for seed in range(4):
        data = noisy(model, ["Knowledge", "Products", "Adopters", "Evidence"], 1000 + seed)
        found = calibrate(model, data, bounds, noise="relative", seed=seed)
        for each in found.constants:
            assert each.told
            assert each.estimate.value == pytest.approx(TRUTH[each.name], rel=0.2)
            inside[each.name] += bool(each.estimate.low <= TRUTH[each.name] <= each.estimate.high)  # type: ignore[operator]
    assert min(inside.values()) >= 3
    assert sum(inside.values()) >= 20


def test_a_straight_line_gives_the_textbook_interval() -> None:
    from scipy.stats import linregress, t

    x = np.arange(20.0)
    y = 3 + 0.5 * x + np.random.Generator(np.random.Philox(5)).standard_normal(20)
    found = calibrate(straight(), Observations(x, {"y": y}), {"a": (-10.0, 10.0), "b": (-2.0, 2.0)})
    truth = linregress(x, y)
    a, b = found.constants
    assert a.estimate.value == pytest.approx(truth.intercept, abs=1e-6)
    assert b.estimate.value == pytest.approx(truth.slope, abs=1e-6)
    half = t.ppf(0.975, 18) * truth.stderr
    # A walk ends where the fit is within 2 % of the threshold: 1 % of the half width.
    assert b.estimate.high - b.estimate.value == pytest.approx(half, rel=0.015)  # type: ignore[operator]
    assert b.estimate.value - b.estimate.low == pytest.approx(half, rel=0.015)  # type: ignore[operator]


def test_constants_that_only_their_product_tells_are_named() -> None:
    x = np.arange(20.0)
    y = 6 * x + np.random.Generator(np.random.Philox(5)).standard_normal(20)
    found = calibrate(straight(), Observations(x, {"z": y}), {"a": (0.5, 10.0), "c": (0.5, 10.0)})
    assert [each.told for each in found.constants] == [False, False]
    assert "not bounded by the data" in found.constants[0].estimate.method
    product = found.values["a"] * found.values["c"]
    assert product == pytest.approx(6, abs=0.1)


def test_a_constant_that_changes_nothing_is_not_told() -> None:
    x = np.arange(20.0)
    found = calibrate(straight(), Observations(x, {"y": 1 + x + 0.1 * np.sin(7 * x)}), {"a": (-5, 5), "c": (0, 4)})
    assert [each.told for each in found.constants] == [True, False]
    assert (found.constants[1].estimate.low, found.constants[1].estimate.high) == (0, 4)


def test_a_market_that_five_early_values_cannot_tell_is_bounded_below_only() -> None:
    run = technology_diffusion(years=4, step=0.25).model().run()
    series = run["adopters"][::4] * np.array([1.0, 1.01, 0.99, 1.0, 1.005])
    bounds = {"innovation": (0.001, 0.1), "imitation": (0.1, 0.9), "market": (100.0, 5000.0)}
    market = calibrate(
        technology_diffusion(years=4, step=0.25).model(), Observations(run.time[::4], {"adopters": series}), bounds
    ).constants[2]
    assert not market.told
    assert market.estimate.high == 5000
    # Fewer than have adopted by then it cannot be.
    assert market.estimate.low > series.max()


def test_counts_have_the_likelihood_of_poisson() -> None:
    # Of a mean that is constant, the best value is the sample mean.
    counts = np.random.Generator(np.random.Philox(2)).poisson(4.0, 20).astype(float)
    model = Builder("Counts", start=0, stop=19, step=1).aux("a", 1).aux("y", "a + 0 * TIME").model()
    found = calibrate(model, Observations(np.arange(20.0), {"y": counts}), {"a": (0.1, 20.0)}, noise="poisson")
    assert found.values["a"] == pytest.approx(counts.mean(), rel=1e-5)


def test_held_out_data_are_judged_and_not_fitted() -> None:
    x = np.arange(20.0)
    y = np.where(x <= 10, 1 + 2 * x, 100.0)
    found = calibrate(straight(), Observations(x, {"y": y}), {"a": (-5, 5), "b": (0, 4)}, hold_out=10)
    assert found.values["b"] == pytest.approx(2)
    assert found.points == 11
    assert found.held_out["y"].points == 9
    assert found.held_out["y"].rmse > 10


def test_the_posterior_agrees_with_the_profile() -> None:
    x = np.arange(20.0)
    y = 3 + 0.5 * x + np.random.Generator(np.random.Philox(5)).standard_normal(20)
    data, bounds = Observations(x, {"y": y}), {"a": (-10.0, 10.0), "b": (-2.0, 2.0)}
    fit = calibrate(straight(), data, bounds)
    drawn = posterior(straight(), data, bounds, fit, steps=600)
    again = posterior(straight(), data, bounds, fit, steps=600)
    np.testing.assert_array_equal(drawn.draws, again.draws)
    for each in fit.constants:
        theirs = drawn.estimate(each.name)
        assert theirs.value == pytest.approx(each.estimate.value, abs=0.1)
        assert theirs.high - theirs.low == pytest.approx(each.estimate.high - each.estimate.low, rel=0.2)  # type: ignore[operator]
    with pytest.raises(InputError, match="walkers"):
        posterior(straight(), data, bounds, fit, walkers=3)


@settings(max_examples=30)
@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=20), st.integers(0, 100))
def test_theils_parts_add_up(values: list[float], seed: int) -> None:
    observed = np.array(values)
    found = quality(observed + np.random.Generator(np.random.Philox(seed)).standard_normal(observed.size), observed)
    assert found.bias is not None
    assert found.variation is not None
    assert found.covariation is not None
    assert found.bias + found.variation + found.covariation == pytest.approx(1.0, abs=1e-6)


def test_theil_by_hand() -> None:
    # Simulated twice the observed around its mean: all of the error is unequal variation.
    found = quality(np.array([0.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0]))
    assert found.bias == 0.0
    assert found.covariation == pytest.approx(0.0, abs=1e-12)
    assert found.variation == pytest.approx(1.0)
    assert found.r_squared == pytest.approx(1.0)


def test_bad_input_is_one_clear_message(tmp_path: Path) -> None:
    data = Observations(np.arange(20.0), {"y": np.arange(20.0)})
    for bounds, message in (({}, "no constant"), ({"a": (2.0, 1.0)}, "must rise"), ({"none": (0.0, 1.0)}, "no such variable")):
        with pytest.raises((InputError, ModelError), match=message):
            calibrate(straight(), data, bounds)
    with pytest.raises(InputError, match="outside the run"):
        calibrate(straight(), Observations(np.array([0.0, 30.0]), {"y": np.zeros(2)}), {"a": (0.0, 1.0)})
    with pytest.raises(InputError, match="not more data"):
        calibrate(straight(), Observations(np.array([0.0]), {"y": np.zeros(1)}), {"a": (0.0, 1.0)})
    with pytest.raises(InputError, match="noise model"):
        calibrate(straight(), data, {"a": (0.0, 1.0)}, noise="loud")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="size"):
        calibrate(straight(), data, {"a": (0.0, 1.0)}, noise="relative")
    for content in ("", "time\n1\n", "time,y\nsoon,1\n", "time,y\n,1\n"):
        (tmp_path / "data.csv").write_text(content)
        with pytest.raises(InputError):
            read_observations(tmp_path / "data.csv")


def test_data_between_saved_times_are_met_on_the_line() -> None:
    problem = Problem(
        technology_diffusion(years=2, step=0.5).model(),
        Observations(np.array([0.25, 1.0]), {"adopters": np.array([1.0, 2.0])}),
        {"imitation": (0.1, 0.9)},
    )
    run = problem.model.run(constants={"imitation": 0.4})
    expected = [(run["adopters"][0] + run["adopters"][1]) / 2, run["adopters"][2]]
    np.testing.assert_allclose(problem.simulated(np.array([0.4]))[0, 0], expected)
