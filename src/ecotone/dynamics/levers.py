"""Levers under a budget: how much of each policy is best, where nobody knows which draw of the assumptions is true.

Differential evolution (Storn and Price 1997, SciPy) over the levers; a generation's candidates times all draws run as one
ensemble. A candidate that costs more than the budget is scaled down to it, so that every answer can be paid.

References
----------
R. Storn, K. Price: Differential evolution. Journal of Global Optimization 11, 1997.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.dynamics.interventions import Intervention
from ecotone.dynamics.policies import Comparison, Scenario, compare, drawn
from ecotone.errors import InputError
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.dynamics.model import Model
    from ecotone.work import Work

    Array = NDArray[np.float64]

Aim = Literal["mean", "median", "worst"]


@dataclass(frozen=True, slots=True)
class Lever:
    """A constant that can be moved from what it is up to `most`, at a cost a time for each unit."""

    variable: str
    most: float
    cost: float


@dataclass(frozen=True)
class Plan:
    """The best levers found.

    Parameters
    ----------
    levers : tuple of (Lever, float)
        How far each is moved.
    cost : float
        What that costs a time.
    value : float
        What is reached: the aim's value of the output over the draws.
    runs : int
        How many runs it took.
    comparison : Comparison
        Baseline and plan, on draws of their own that the search has not seen.
    """

    levers: tuple[tuple[Lever, float], ...]
    cost: float
    value: float
    runs: int
    comparison: Comparison


def optimise(
    model: Model,
    levers: Sequence[Lever],
    output: str,
    *,
    budget: float,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    constants: Mapping[str, float] | None = None,
    start: float | None = None,
    aim: Aim = "mean",
    draws: int = 32,
    rounds: int = 40,
    seed: int = 0,
    members: int = 200,
    work: Work = SILENT,
) -> Plan:
    """Find the levers that make most of an output's last value within a budget.

    Parameters
    ----------
    model : Model
        The model.
    levers : sequence of Lever
        What can be moved, and what it costs.
    output : str
        What is wanted, at the end of the run.
    budget : float
        Most that all levers together may cost a time.
    ranges, constants
        Constants that are not known, and those that have another value.
    start : float, optional
        When the levers start to work.
    aim : {'mean', 'median', 'worst'}
        What is made most of: mean, median, or what 9 of 10 draws reach.
    draws, rounds, seed : int
        Draws in the search, generations, seed.
    members : int
        Draws on which the plan is judged afterwards.
    """
    from scipy.optimize import differential_evolution

    if not levers or not budget > 0:
        raise InputError("There is nothing to choose from", got=f"{len(levers)} levers, budget {budget:g}")
    costs = np.array([lever.cost for lever in levers])
    late = [Intervention(lever.variable, 0.0, None, start) for lever in levers] if start is not None else []
    sample = drawn(ranges or {}, draws, seed=seed + 1)
    count = draws if sample else 1
    runs, generation = 0, 0

    def payable(x: Array) -> Array:
        price = costs @ x
        return x * np.minimum(1.0, budget / np.where(price > 0, price, 1.0))

    def negative(x: Array) -> Array:
        nonlocal runs, generation
        moved = payable(x.reshape(len(levers), -1))
        candidates = moved.shape[1]
        runs += candidates * count
        generation += 1
        work.step(min(generation, rounds + 1), rounds + 1, "Searching")
        given: dict[str, Array | float] = {**(constants or {}), **{name: np.tile(values, candidates) for name, values in sample.items()}}
        given |= {lever.variable: np.repeat(moved[at], count) for at, lever in enumerate(levers)}
        run = model.run(members=candidates * count, constants=given, outputs=[output], interventions=late, seed=seed)
        last = run.values[-1, 0].reshape(candidates, count)
        found = {"mean": last.mean(axis=1), "median": np.median(last, axis=1), "worst": np.percentile(last, 10, axis=1)}[aim]
        return np.where(np.isfinite(found), -found, np.inf)

    result = differential_evolution(
        negative,
        [(0.0, lever.most) for lever in levers],
        vectorized=True,
        updating="deferred",
        maxiter=rounds,
        popsize=8,
        polish=False,
        init="sobol",
        rng=np.random.Generator(np.random.Philox(seed)),
    )
    best = payable(np.asarray(result.x).reshape(-1, 1))[:, 0]
    chosen = tuple(zip(levers, (float(value) for value in best), strict=True))
    scenario = Scenario(
        "plan", {lever.variable: value for lever, value in chosen}, tuple(late), cost_a_time=float(costs @ best), start=start
    )
    judged = compare(model, [scenario], [output], ranges=ranges, constants=constants, members=members, seed=seed, work=work)
    return Plan(chosen, float(costs @ best), -float(result.fun), runs, judged)
