"""The posterior of a calibration by ensemble Markov chains: affine-invariant stretch moves, half of the walkers at a time.

Constants have even priors within their bounds. A move of half of the walkers is one ensemble of runs, so that nothing runs
one by one. Chains are judged by split R-hat over the walkers.

References
----------
J. Goodman, J. Weare: Ensemble samplers with affine invariance. Communications in Applied Mathematics and Computational
Science 5(1), 2010. A. Vehtari et al.: Rank-normalization, folding, and localization: an improved R-hat. Bayesian Analysis
16(2), 2021 (split R-hat).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.calibration import Fit, Noise, Observations, Problem
from ecotone.errors import InputError
from ecotone.estimate import Estimate
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecotone.dynamics.model import Model
    from ecotone.dynamics.spread import Engine
    from ecotone.work import Work

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Posterior:
    """Draws of the constants.

    Parameters
    ----------
    names : tuple of str
        Constants.
    draws : ndarray, shape (draws, constants)
        After the first half of every chain was left out.
    r_hat : dict
        Split R-hat of each constant; above 1.05 the chains have not met.
    accepted : float
        Share of the moves that were accepted.
    """

    names: tuple[str, ...]
    draws: Array
    r_hat: Mapping[str, float]
    accepted: float

    def estimate(self, name: str, *, level: float = 0.95) -> Estimate:
        """Return the median of a constant with its interval, or the reason why there is none."""
        if self.r_hat[name] > 1.2:
            return Estimate.none(f"the chains have not met (split R-hat {self.r_hat[name]:.2f})")
        low, middle, high = np.percentile(self.draws[:, self.names.index(name)], [50 * (1 - level), 50, 50 * (1 + level)])
        return Estimate(float(middle), float(low), float(high), level, "posterior, ensemble Markov chains")


def posterior(
    model: Model,
    data: Observations,
    bounds: Mapping[str, tuple[float, float]],
    fit: Fit,
    *,
    constants: Mapping[str, float] | None = None,
    walkers: int = 40,
    steps: int = 400,
    noise: Noise | None = None,
    seed: int = 0,
    engine: Engine = "auto",
    work: Work = SILENT,
) -> Posterior:
    """Draw from the posterior, starting around a fit.

    Parameters
    ----------
    model, data, bounds, constants
        As in `calibrate`.
    fit : Fit
        Where to start, and the size of the noise.
    walkers, steps : int
        How many chains (an even number, more than twice the constants), and how long.
    noise : str, optional
        The noise model; that of the fit where not given.
    """
    problem = Problem(model, data, bounds, constants or {}, noise or fit.noise, seed=seed, engine=engine)
    count = len(problem.names)
    if walkers % 2 or walkers < 2 * count + 2:
        raise InputError("Too few walkers, or an odd number", got=str(walkers), expected=f"an even number of at least {2 * count + 2}")
    variance = 1.0 if problem.noise == "poisson" else max(fit.squares / max(problem.points - count, 1), 1e-300)
    best = np.array([fit.values[name] for name in problem.names])
    widths = np.array([((e.estimate.high or 0) - (e.estimate.low or 0)) / 4 for e in fit.constants])
    generator = np.random.Generator(np.random.Philox(seed))
    inside = 1e-9 * (problem.high - problem.low)
    x = np.clip(best + widths * generator.standard_normal((walkers, count)), problem.low + inside, problem.high - inside)

    def weigh(rows: Array) -> Array:
        within = ((rows >= problem.low) & (rows <= problem.high)).all(axis=1)
        squares = (problem.residuals(np.clip(rows, problem.low, problem.high)) ** 2).sum(axis=1)
        return np.where(within, -0.5 * squares / variance, -np.inf)

    chance = weigh(x)
    half = walkers // 2
    chain = np.empty((steps, walkers, count))
    accepted = 0
    for step in range(steps):
        for first in (0, half):
            mine = slice(first, first + half)
            others = x[half - first : walkers - first]
            stretch = (generator.random(half) + 1.0) ** 2 / 2.0
            picked = others[generator.integers(0, half, half)]
            moved = picked + stretch[:, None] * (x[mine] - picked)
            wanted = weigh(moved)
            take = np.log(generator.random(half)) < (count - 1) * np.log(stretch) + wanted - chance[mine]
            x[mine] = np.where(take[:, None], moved, x[mine])
            chance[mine] = np.where(take, wanted, chance[mine])
            accepted += int(take.sum())
        chain[step] = x
        work.step(step + 1, steps, "Drawing")
    kept = chain[steps // 2 :]
    r_hat = {name: split_r_hat(kept[:, :, at]) for at, name in enumerate(problem.names)}
    return Posterior(tuple(problem.names), kept.reshape(-1, count), r_hat, accepted / (steps * walkers))


def split_r_hat(chains: Array) -> float:
    """Return split R-hat of chains, shape (steps, chains): 1 where all tell the same.

    Examples
    --------
    >>> round(split_r_hat(np.random.Generator(np.random.Philox(1)).standard_normal((400, 8))), 1)
    1.0
    """
    half = chains.shape[0] // 2
    parts = np.concatenate([chains[:half], chains[half : 2 * half]], axis=1)
    inside = float(parts.var(axis=0, ddof=1).mean())
    between = half * float(parts.mean(axis=0).var(ddof=1))
    return float(np.sqrt(((half - 1) / half * inside + between / half) / inside)) if inside > 0 else 1.0
