"""When will it be done? Monte-Carlo from what has been observed, with the coverage of its own back-test.

Two questions. An item in a stage, of an age: its remaining time is drawn from the stage's Kaplan–Meier curve, given that it
has lasted so long, then the times of the later stages are added. A number of items still to come out: past throughput is
drawn again, week by week, until they have. A curve that does not come down to zero leaves draws that do not end: they
count as later than anything that can be said, so the 95 % date may honestly be missing.

References
----------
Efron (1979), Bootstrap methods. Annals of Statistics 7.
Magennis (2015), Forecasting and simulating software development projects (throughput resampling).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import SpellError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ecotone.velocity.survival import Curve

SHARES: Final = (0.5, 0.85, 0.95)
DRAWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """When something will be done.

    Parameters
    ----------
    days : tuple of (float or None)
        Days from now by which it is done in a share of draws; None where too many draws do not end.
    shares : tuple of float
        The shares, 0.5, 0.85, 0.95 by default.
    unending : float
        Share of draws that do not end within what was observed.
    draws, seed : int
        Of the simulation.
    """

    days: tuple[float | None, ...]
    shares: tuple[float, ...]
    unending: float
    draws: int
    seed: int


def _generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(seed))


def _drawn(curve: Curve, random: NDArray[np.float64], age: float) -> NDArray[np.float64]:
    """Return durations drawn from a curve, given that they are longer than an age; infinite where the curve does not come down."""
    still = curve.at(age)
    if still <= 0:  # older than all that was observed: nothing is known of such
        return np.full(len(random), np.inf)
    level = random * still
    place = np.searchsorted(-curve.survival, -level, side="left")
    return np.append(curve.times, np.inf)[place]


def item_forecast(
    stages: Sequence[Curve], ages: ArrayLike, *, shares: tuple[float, ...] = SHARES, draws: int = DRAWS, seed: int = 0
) -> list[Forecast]:
    """Forecast when items leave the last of the stages.

    Parameters
    ----------
    stages : sequence of Curve
        The stage that the items are in, then those still ahead.
    ages : array of float, shape (n,)
        Days that each item has been in its stage.
    shares : tuple of float
        Of draws.
    draws, seed : int
        Of the simulation; the same seed gives the same days.

    Returns
    -------
    list of Forecast
        One for each item.

    Raises
    ------
    SpellError
        If an age is negative, or no stage is given.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> from ecotone.velocity.survival import kaplan_meier
    >>> curve = kaplan_meier(Spells.of([10, 20, 30, 40], [1, 1, 1, 1]))
    >>> item_forecast([curve], [25.0])[0].days
    (5.0, 15.0, 15.0)
    """
    waited = np.asarray(ages, dtype=np.float64)
    if not len(stages) or (waited < 0).any() or not np.isfinite(waited).all():
        raise SpellError(
            "A forecast needs a stage and ages of 0 or more", got=f"{len(stages)} stages, ages {waited.min() if len(waited) else ''}"
        )
    random = _generator(seed)
    ahead = np.zeros(draws)
    for curve in stages[1:]:
        ahead += _drawn(curve, random.random(draws), 0.0)
    found = []
    for age in waited:
        total = _drawn(stages[0], random.random(draws), float(age)) - age + ahead
        found.append(_summary(total, shares, draws, seed))
    return found


def throughput_forecast(
    finished: ArrayLike, remaining: int, *, period_days: float = 7.0, shares: tuple[float, ...] = SHARES, draws: int = DRAWS, seed: int = 0
) -> Forecast:
    """Forecast when a number of items has come out, by drawing past periods again.

    Parameters
    ----------
    finished : array of int, shape (n,)
        Items that came out in each past period, all periods of one length, zeros included.
    remaining : int
        Items still to come out.
    period_days : float
        Length of a period.
    shares, draws, seed
        As in `item_forecast`.

    Raises
    ------
    SpellError
        If nothing ever came out.
    """
    past = np.asarray(finished, dtype=np.int64)
    if not len(past) or (past < 0).any() or not past.any():
        raise SpellError("Nothing has come out yet, so there is no rate to go by", got=f"{len(past)} periods")
    if remaining <= 0:
        raise SpellError("There is nothing left to come out", got=str(remaining))
    random = _generator(seed)
    left = np.full(draws, remaining, dtype=np.int64)
    periods = np.zeros(draws)
    limit = int(np.ceil(20 * remaining / past.mean())) + 100
    for _ in range(limit):
        going = left > 0
        if not going.any():
            break
        left[going] -= random.choice(past, int(going.sum()))
        periods[going] += 1
    days = np.where(left > 0, np.inf, periods * period_days)
    return _summary(days, shares, draws, seed)


def _summary(days: NDArray[np.float64], shares: tuple[float, ...], draws: int, seed: int) -> Forecast:
    """Return the days by which each share of draws is done: an order statistic, no interpolation."""
    ranks = [min(draws - 1, int(np.ceil(share * draws)) - 1) for share in shares]
    ordered = np.partition(days, sorted(set(ranks)))
    values = [float(ordered[rank]) for rank in ranks]
    return Forecast(tuple(value if np.isfinite(value) else None for value in values), shares, float(np.isinf(days).mean()), draws, seed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often forecasts came true.

    Parameters
    ----------
    shares : tuple of float
        What was promised.
    kept : tuple of float
        Share of the back-tested items that were done by then.
    items : int
        Back-tested.
    """

    shares: tuple[float, ...]
    kept: tuple[float, ...]
    items: int


def backtest(forecasts: Sequence[Forecast], actual_days: ArrayLike) -> Coverage:
    """Hold forecasts, made from what was known then, against what came of them.

    Parameters
    ----------
    forecasts : sequence of Forecast
        All with the same shares.
    actual_days : array of float, shape (n,)
        Days that each item in fact still took.

    Examples
    --------
    >>> backtest([Forecast((5.0, 9.0), (0.5, 0.85), 0.0, 10, 0), Forecast((5.0, None), (0.5, 0.85), 0.3, 10, 0)], [7.0, 4.0]).kept
    (0.5, 1.0)
    """
    actual = np.asarray(actual_days, dtype=np.float64)
    if not forecasts or len(forecasts) != len(actual) or len({each.shares for each in forecasts}) != 1:
        raise SpellError("A back-test needs forecasts of the same shares and what came of each", got=f"{len(forecasts)}, {len(actual)}")
    shares = forecasts[0].shares
    promised = np.array([[np.inf if day is None else day for day in each.days] for each in forecasts])
    kept = (actual[:, None] <= promised).mean(axis=0)
    return Coverage(shares, tuple(float(value) for value in kept), len(actual))
