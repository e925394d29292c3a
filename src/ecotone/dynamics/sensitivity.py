"""Which input matters: Sobol' indices, Morris' elementary effects and partial rank correlation.

Every method draws its design, asks one function for all rows at once, and works on the answers, so that a model runs as
one ensemble. First-order indices follow Saltelli et al. (2010), total indices Jansen (1999); intervals are percentiles of
bootstrap samples of the rows.

References
----------
A. Saltelli et al.: Variance based sensitivity analysis of model output. Computer Physics Communications 181, 2010, doi
10.1016/j.cpc.2009.09.018. M. D. Morris: Factorial sampling plans for preliminary computational experiments.
Technometrics 33(2), 1991. S. Marino et al.: A methodology for performing global uncertainty and sensitivity analysis.
Journal of Theoretical Biology 254, 2008.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import ModelError
from ecotone.estimate import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.dynamics.model import Model

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Sobol:
    """First-order and total indices, one of each for an input."""

    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]


@dataclass(frozen=True)
class Morris:
    """Mean of the absolute elementary effects, and their standard deviation, in units of the output."""

    mean_absolute: NDArray[np.float64]
    deviation: NDArray[np.float64]


def final(model: Model, ranges: Mapping[str, Bounds], inputs: NDArray[np.float64], output: str) -> NDArray[np.float64]:
    """Return an output's last value for every row of inputs, one column for a constant named in `ranges`."""
    constants = {name: inputs[:, at] for at, name in enumerate(ranges)}
    run = model.run(members=inputs.shape[0], constants=constants, outputs=[output])
    return run.values[-1, 0, :]


def design(bounds: Sequence[Bounds], samples: int, *, seed: int = 0, method: str = "sobol") -> NDArray[np.float64]:
    """Return inputs that fill the box evenly: a scrambled Sobol' sequence, or a Latin hypercube.

    Examples
    --------
    >>> design([(0.0, 1.0), (10.0, 20.0)], 4, method="latin").shape
    (4, 2)
    """
    low, high = np.array(bounds, dtype=np.float64).T
    if not (low < high).all():
        raise ModelError("Every range must rise", got=str(list(bounds)))
    generator = np.random.Generator(np.random.Philox(seed))
    if method == "sobol":
        from scipy.stats import qmc

        points = qmc.Sobol(len(bounds), rng=generator).random_base2(max(int(np.ceil(np.log2(samples))), 0))[:samples]
    else:
        # One point in each of as many layers as there are points, in an order of its own for every input.
        layers = np.column_stack([generator.permutation(samples) for _ in bounds])
        points = (layers + generator.random((samples, len(bounds)))) / samples
    return np.asarray(low + points * (high - low), dtype=np.float64)


def sobol(
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    bounds: Sequence[Bounds],
    *,
    samples: int = 1024,
    seed: int = 0,
    level: float = 0.95,
    draws: int = 200,
    points: str = "sobol",
) -> Sobol:
    """Estimate first-order and total indices from `samples * (inputs + 2)` evaluations.

    Parameters
    ----------
    function : callable
        Takes rows of inputs, returns one output for each.
    bounds : sequence of (low, high)
        The box the inputs come from, evenly.
    samples : int
        Rows of the base design; a power of two fills the box best.
    level, draws : float, int
        Coverage of the intervals, and how many bootstrap samples make them.
    points : {'sobol', 'latin'}
        How the base design fills the box.
    """
    count = len(bounds)
    both = design([*bounds, *bounds], samples, seed=seed, method=points)
    a, b = both[:, :count], both[:, count:]
    rows = [a, b]
    for at in range(count):
        mixed = a.copy()
        mixed[:, at] = b[:, at]
        rows.append(mixed)
    answers = np.asarray(function(np.concatenate(rows))).reshape(count + 2, samples)
    generator = np.random.Generator(np.random.Philox(seed + 1))
    picks = generator.integers(0, samples, (draws, samples))
    first, total = _indices(answers)
    if not np.isfinite(first).all():
        none = Estimate.none("the output does not vary, or is not finite")
        return Sobol((none,) * count, (none,) * count)
    again = [_indices(answers[:, pick]) for pick in picks]
    tails = [100 * (1 - level) / 2, 100 * (1 + level) / 2]
    method = f"bootstrap over {samples:,} rows, {draws:,} draws"

    def estimates(values: NDArray[np.float64], which: int) -> tuple[Estimate, ...]:
        ends = np.percentile([item[which] for item in again], tails, axis=0)
        return tuple(Estimate(float(v), float(low), float(high), level, method) for v, low, high in zip(values, *ends, strict=True))

    return Sobol(estimates(first, 0), estimates(total, 1))


def _indices(answers: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # The mean cancels only in expectation; left in, an output far from zero drowns its own variance.
    centred = answers - answers[:2].mean()
    a, b, mixed = centred[0], centred[1], centred[2:]
    with np.errstate(all="ignore"):
        variance = np.var(answers[:2])
        first = np.mean(b * (mixed - a), axis=1) / variance
        total = 0.5 * np.mean((a - mixed) ** 2, axis=1) / variance
    return first, total


def morris(
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    bounds: Sequence[Bounds],
    *,
    paths: int = 20,
    levels: int = 4,
    seed: int = 0,
) -> Morris:
    """Estimate elementary effects over the whole range of each input from `paths * (inputs + 1)` evaluations."""
    count = len(bounds)
    low, high = np.array(bounds, dtype=np.float64).T
    generator = np.random.Generator(np.random.Philox(seed))
    jump = levels / (2 * (levels - 1))
    start = generator.integers(0, levels // 2, (paths, count)) / (levels - 1)
    order = np.argsort(generator.random((paths, count)), axis=1)
    points = np.repeat(start[:, None, :], count + 1, axis=1)
    for path in range(paths):
        for step, at in enumerate(order[path]):
            points[path, step + 1 :, at] += jump
    answers = np.asarray(function((low + points * (high - low)).reshape(-1, count))).reshape(paths, count + 1)
    effects = np.empty((paths, count))
    for path in range(paths):
        effects[path, order[path]] = np.diff(answers[path]) / jump
    return Morris(np.abs(effects).mean(axis=0), effects.std(axis=0, ddof=1))


@dataclass(frozen=True)
class Swings:
    """The output with each input at the low and at the high end of its range, the others held; and with none moved."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    middle: float


def one_at_a_time(
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]], bounds: Sequence[Bounds], middle: Sequence[float]
) -> Swings:
    """Move each input from one end of its range to the other, the others held: what a tornado diagram shows.

    Examples
    --------
    >>> found = one_at_a_time(lambda x: 3 * x[:, 0] - x[:, 1], [(0, 1), (2, 4)], [0.5, 3])
    >>> found.low.tolist(), found.high.tolist(), found.middle
    ([-3.0, -0.5], [0.0, -2.5], -1.5)
    """
    count = len(bounds)
    rows = np.tile(np.asarray(middle, dtype=np.float64), (2 * count + 1, 1))
    for at, (low, high) in enumerate(bounds):
        rows[at, at], rows[count + at, at] = low, high
    answers = np.asarray(function(rows))
    return Swings(answers[:count], answers[count:-1], float(answers[-1]))


def rank_correlation(inputs: NDArray[np.float64], outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each input's rank correlation with the output (Spearman 1904); 0 where one of both does not vary.

    Examples
    --------
    >>> x = np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]])
    >>> rank_correlation(x, np.array([1.0, 8.0, 27.0])).round(9).tolist()
    [1.0, -1.0]
    """
    from scipy.stats import rankdata

    ranks, answer = rankdata(inputs, axis=0), rankdata(outputs)
    ranks, answer = ranks - ranks.mean(axis=0), answer - answer.mean()
    spread = np.sqrt((ranks**2).sum(axis=0) * (answer**2).sum())
    found: NDArray[np.float64] = np.divide(answer @ ranks, spread, out=np.zeros(ranks.shape[1]), where=spread > 0)
    return found


def prcc(inputs: NDArray[np.float64], outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each input's partial rank correlation with the output, the other inputs held.

    Examples
    --------
    >>> x = design([(0.0, 1.0)] * 2, 64)
    >>> [round(float(r), 2) for r in prcc(x, x[:, 0] ** 3)]
    [1.0, 0.0]
    """
    from scipy.stats import rankdata

    ranks = rankdata(inputs, axis=0)
    answer = rankdata(outputs)
    found = np.empty(ranks.shape[1])
    for at in range(ranks.shape[1]):
        # What the other inputs explain is taken out of both, and the rest compared.
        others = np.column_stack([np.ones(answer.size), np.delete(ranks, at, axis=1)])
        both = np.column_stack([ranks[:, at], answer])
        rest = both - others @ np.linalg.lstsq(others, both, rcond=None)[0]
        spread = np.sqrt((rest**2).sum(axis=0))
        small = 1e-9 * answer.size
        found[at] = (rest[:, 0] @ rest[:, 1]) / (spread[0] * spread[1]) if (spread > small).all() else 0.0
    return found
