"""Forecasts agree with what can be computed by hand, and say when they cannot."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.errors import SpellError
from ecotone.velocity.forecast import Forecast, backtest, item_forecast, throughput_forecast
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import kaplan_meier


def test_remaining_time_of_an_exponential_stage_does_not_depend_on_age() -> None:
    random = np.random.Generator(np.random.Philox(1))
    curve = kaplan_meier(Spells.of(random.exponential(100, 20_000), np.ones(20_000)))
    young, old = item_forecast([curve], [0, 150])
    for share, first, second in zip((0.5, 0.85, 0.95), young.days, old.days, strict=True):
        truth = -100 * np.log(1 - share)
        assert first == pytest.approx(truth, rel=0.06)
        assert second == pytest.approx(truth, rel=0.10)


def test_stages_add_up() -> None:
    sure = kaplan_meier(Spells.of([10.0] * 6, [1] * 6))
    assert item_forecast([sure, sure, sure], [4.0])[0].days == (26.0, 26.0, 26.0)


def test_what_never_ends_has_no_date() -> None:
    curve = kaplan_meier(Spells.of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1] * 6 + [0] * 4))
    found = item_forecast([curve], [0])[0]
    assert found.days[0] is not None
    assert found.days[1:] == (None, None)
    assert found.unending == pytest.approx(0.4, abs=0.02)
    assert item_forecast([kaplan_meier(Spells.of([1, 2], [1, 1]))], [5])[0].days == (None, None, None)


def test_throughput_of_one_a_week_is_certain() -> None:
    assert throughput_forecast([1, 1, 1], 4).days == (28.0, 28.0, 28.0)


def test_throughput_agrees_with_the_negative_binomial() -> None:
    """With 0 or 1 a week, equally likely, the weeks for 10 items are negative binomial."""
    from scipy.stats import nbinom

    found = throughput_forecast([0, 1], 10, period_days=1, draws=40_000)
    for share, days in zip(found.shares, found.days, strict=True):
        assert days is not None
        assert abs(days - (10 + nbinom.ppf(share, 10, 0.5))) <= 1


def test_same_seed_same_days_other_seed_other_draws() -> None:
    curve = kaplan_meier(Spells.of(np.arange(1, 200), np.ones(199)))
    assert item_forecast([curve], [3.0], seed=5) == item_forecast([curve], [3.0], seed=5)
    assert item_forecast([curve], [3.0], draws=50, seed=5) != item_forecast([curve], [3.0], draws=50, seed=6)


def test_backtest_of_a_right_model_keeps_its_promises() -> None:
    random = np.random.Generator(np.random.Philox(2))
    curve = kaplan_meier(Spells.of(random.gamma(2, 30, 4000), np.ones(4000)))
    actual = random.gamma(2, 30, 1000)
    coverage = backtest(item_forecast([curve], np.zeros(1000), draws=2000), actual)
    for promised, kept in zip(coverage.shares, coverage.kept, strict=True):
        assert abs(promised - kept) < 0.05


def test_questions_without_an_answer_are_refused() -> None:
    curve = kaplan_meier(Spells.of([1], [1]))
    for stages, ages in (([], [1.0]), ([curve], [-1.0]), ([curve], [float("nan")])):
        with pytest.raises(SpellError, match="needs a stage"):
            item_forecast(stages, ages)
    with pytest.raises(SpellError, match="no rate"):
        throughput_forecast([0, 0], 1)
    with pytest.raises(SpellError, match="nothing left"):
        throughput_forecast([1], 0)
    with pytest.raises(SpellError, match="same shares"):
        backtest([Forecast((1.0,), (0.5,), 0.0, 1, 0)], [1.0, 2.0])
