"""Policies compared: scenarios run on the same draws of what is not known, member by member beside the baseline.

Every constant that is not known is drawn from its range by a Latin hypercube; every scenario runs with the same draws and
the same noise, so that a difference is the scenario's and not chance's. An interval over draws says what the assumptions
leave open; it is no confidence interval of a sample.

References
----------
R. J. Lempert et al.: A general, analytic method for generating robust strategies and narrative scenarios. Management
Science 52(4), 2006 (regret over deep uncertainty). J. P. C. Kleijnen: Design and analysis of simulation experiments.
Springer 2015 (common random numbers).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.sensitivity import design
from ecotone.errors import InputError, NotFoundError
from ecotone.estimate import Estimate
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.dynamics.interventions import Intervention
    from ecotone.dynamics.model import Model
    from ecotone.work import Work

    Array = NDArray[np.float64]

BASELINE = "baseline"


@dataclass(frozen=True)
class Scenario:
    """A set of changes with what they cost.

    Parameters
    ----------
    name : str
        What it is called.
    constants : mapping
        Constants that have another value.
    interventions : tuple of Intervention
        What is different from a time on.
    cost_once, cost_a_time : float
        What it costs at its start, and for each unit of time that it runs.
    start, end : float or None
        When the running cost starts and ends; None is the model's own.
    """

    name: str
    constants: Mapping[str, float] = field(default_factory=dict)
    interventions: tuple[Intervention, ...] = ()
    cost_once: float = 0.0
    cost_a_time: float = 0.0
    start: float | None = None
    end: float | None = None

    def cost(self, first: float, last: float) -> float:
        """Return what the scenario costs from one time to another.

        Examples
        --------
        >>> Scenario("platform", cost_once=5, cost_a_time=2, start=2).cost(0, 10)
        21.0
        """
        begin = max(first, first if self.start is None else self.start)
        stop = min(last, last if self.end is None else self.end)
        return float(self.cost_once * (begin <= last) + self.cost_a_time * max(0.0, stop - begin))


@dataclass(frozen=True)
class Comparison:
    """What scenarios lead to, member by member.

    Parameters
    ----------
    time : ndarray, shape (saves,)
        When.
    scenarios : tuple of Scenario
        The baseline first.
    outputs : tuple of str
        Variables.
    values : ndarray, shape (scenarios, saves, outputs, members)
        What.
    draws : dict
        Constant to its value in every member.
    """

    time: Array
    scenarios: tuple[Scenario, ...]
    outputs: tuple[str, ...]
    values: Array
    draws: Mapping[str, Array]

    @property
    def members(self) -> int:
        """Return how many draws there are."""
        return int(self.values.shape[3])

    def of(self, scenario: str, output: str) -> Array:
        """Return a scenario's values of an output, shape (saves, members)."""
        names = [each.name for each in self.scenarios]
        if scenario not in names:
            raise NotFoundError("There is no such scenario", got=scenario, expected=", ".join(names))
        if output not in self.outputs:
            raise NotFoundError("There is no such output", got=output, expected=", ".join(self.outputs))
        found: Array = self.values[names.index(scenario), :, self.outputs.index(output), :]
        return found

    def difference(self, scenario: str, output: str) -> Array:
        """Return what a scenario adds to the baseline in the same draw, shape (saves, members)."""
        return self.of(scenario, output) - self.of(self.scenarios[0].name, output)

    def band(self, scenario: str, output: str, shares: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> Array:
        """Return percentiles over the draws at every time, shape (shares, saves)."""
        return np.percentile(self.of(scenario, output), [100 * share for share in shares], axis=1)

    def last(self, scenario: str, output: str, *, level: float = 0.9) -> Estimate:
        """Return the median of an output at the end, with the range that holds `level` of the draws."""
        return self._estimate(self.of(scenario, output)[-1], level, "")

    def effect(self, scenario: str, output: str, *, level: float = 0.9) -> Estimate:
        """Return the median of what a scenario adds at the end, paired by draw, with the range of `level` of the draws."""
        return self._estimate(self.difference(scenario, output)[-1], level, ", paired")

    def holds(self, scenario: str, output: str) -> float:
        """Return the share of draws in which a scenario ends above the baseline."""
        return float((self.difference(scenario, output)[-1] > 0).mean())

    def _estimate(self, values: Array, level: float, how: str) -> Estimate:
        if not np.isfinite(values).all():
            return Estimate.none(f"not finite in {int((~np.isfinite(values)).sum()):,} of {self.members:,} draws")
        if self.members < 20:
            return Estimate.exact(float(np.median(values)), "fewer than 20 draws")
        low, middle, high = np.percentile(values, [50 * (1 - level), 50, 50 * (1 + level)])
        return Estimate(float(middle), float(low), float(high), level, f"range over {self.members:,} draws{how}")


def drawn(ranges: Mapping[str, tuple[float, float]], members: int, *, seed: int = 0) -> dict[str, Array]:
    """Draw members from ranges by a Latin hypercube; a range of one value stays that value.

    Examples
    --------
    >>> found = drawn({"a": (0.0, 1.0), "b": (3.0, 3.0)}, 4)
    >>> sorted((found["a"] * 4).astype(int).tolist()), set(found["b"].tolist())
    ([0, 1, 2, 3], {3.0})
    """
    for name, (low, high) in ranges.items():
        if not low <= high:
            raise InputError("A range must rise", where=name, got=f"{low:g} to {high:g}")
    open_ = {name: ends for name, ends in ranges.items() if ends[0] < ends[1]}
    points = design(list(open_.values()), members, seed=seed, method="latin") if open_ else np.zeros((members, 0))
    columns = {name: points[:, at] for at, name in enumerate(open_)}
    return {name: columns.get(name, np.full(members, low)) for name, (low, _) in ranges.items()}


def compare(
    model: Model,
    scenarios: Sequence[Scenario],
    outputs: Sequence[str],
    *,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    constants: Mapping[str, float] | None = None,
    members: int = 200,
    seed: int = 0,
    work: Work = SILENT,
) -> Comparison:
    """Run a baseline and scenarios on the same draws.

    Parameters
    ----------
    model : Model
        The model.
    scenarios : sequence of Scenario
        What is compared; the baseline, the model as it stands, is put before them.
    outputs : sequence of str
        Variables that count.
    ranges : mapping, optional
        Constant to the range that it is drawn from; without any there is one run of each.
    constants : mapping, optional
        Constants that have another value in every scenario, the baseline too.
    members, seed : int
        How many draws, and their seed.

    Examples
    --------
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> push = Scenario("push", {"innovation": 0.06})
    >>> model = technology_diffusion(years=5, step=0.25).model()
    >>> found = compare(model, [push], ["adopters"], ranges={"imitation": (0.2, 0.5)}, members=40)
    >>> found.holds("push", "adopters")
    1.0
    """
    draws = drawn(ranges or {}, members, seed=seed)
    count = members if draws else 1
    every = (Scenario(BASELINE), *scenarios)
    values = []
    for at, scenario in enumerate(every):
        work.step(at, len(every), f"Running {scenario.name}")
        given: dict[str, Array | float] = {**(constants or {}), **draws, **scenario.constants}
        run = model.run(members=count, constants=given, outputs=outputs, interventions=scenario.interventions, seed=seed)
        values.append(run.values)
    return Comparison(run.time, every, run.columns, np.stack(values), draws)


@dataclass(frozen=True)
class Robustness:
    """How a scenario stands over all draws.

    Parameters
    ----------
    scenario : str
        Its name.
    mean, worst : float
        Mean over the draws, and the value that 19 of 20 draws reach.
    regret, most_regret : float
        By how much the best scenario of each draw is better: at most in 9 of 10 draws, and at most.
    satisfied : float or None
        Share of draws in which the wanted value is reached.
    cost : float
        What it costs over the run.
    """

    scenario: str
    mean: float
    worst: float
    regret: float
    most_regret: float
    satisfied: float | None
    cost: float


def robustness(comparison: Comparison, output: str, *, wanted: float | None = None, less: bool = False) -> tuple[Robustness, ...]:
    """Say of each scenario how it stands where nobody knows which draw is true, least regret first.

    Parameters
    ----------
    comparison : Comparison
        The runs.
    output : str
        What counts, at the end of the run.
    wanted : float, optional
        A value that is good enough.
    less : bool
        Whether less is better.

    Examples
    --------
    >>> values = np.array([[[[1.0, 5.0]]], [[[3.0, 4.0]]]])
    >>> both = Comparison(np.zeros(1), (Scenario("a"), Scenario("b")), ("y",), values, {})
    >>> [(each.scenario, each.most_regret) for each in robustness(both, "y")]
    [('b', 1.0), ('a', 2.0)]
    """
    sign = -1.0 if less else 1.0
    last = np.stack([sign * comparison.of(each.name, output)[-1] for each in comparison.scenarios])
    regrets = last.max(axis=0) - last
    first, until = float(comparison.time[0]), float(comparison.time[-1])
    found = []
    for at, scenario in enumerate(comparison.scenarios):
        satisfied = None if wanted is None else float((last[at] >= sign * wanted).mean())
        regret, most = float(np.percentile(regrets[at], 90)), float(regrets[at].max())
        mean, worst = sign * float(last[at].mean()), sign * float(np.percentile(last[at], 5))
        found.append(Robustness(scenario.name, mean, worst, regret, most, satisfied, scenario.cost(first, until)))
    return tuple(sorted(found, key=lambda each: (each.regret, each.most_regret, each.scenario)))
