"""What a figure would be by chance: networks rewired at random, groups handed out at random.

Rewiring keeps every actor's number of ties (out and in, where direction counts) and takes two ties at a time to swap
their ends; a swap that would make a loop or a second tie of a pair is not made, and counts as a step, so that all
networks with these degrees are equally likely in the end. Weights do not travel: a rewired network has none.

References
----------
Maslov, S. and Sneppen, K. (2002). Specificity and stability in topology of protein networks. Science 296, 910-913.
Fosdick, B. K. et al. (2018). Configuring random graph models with fixed degree sequences. SIAM Review 60, 315-355.
Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. SAGMB 9, 39.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.graph import Graph
from ecotone.network.kernels.random import swap
from ecotone.network.small_paths import fits
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ByChance:
    """A figure beside what chance gives.

    Parameters
    ----------
    observed : float
        In the network itself.
    mean, spread : float
        Over the random networks.
    low, high : float
        The middle 95 % of them.
    z : float
        How many spreads the observed lies from the mean; NaN where chance does not vary.
    p : float
        Chance of a value at least as far from the mean, two-sided, never 0.
    draws : int
        Number of random networks.
    """

    observed: float
    mean: float
    spread: float
    low: float
    high: float
    z: float
    p: float
    draws: int


def rewired(graph: Graph, *, seed: int, swaps_per_tie: int = 10) -> Graph:
    """Return a random network in which every actor has as many ties as before."""
    rows = graph.out
    tails, heads = rows.rows.copy(), rows.indices.copy()
    if not graph.directed:
        once = tails < heads
        tails, heads = tails[once], heads[once]
    rng = np.random.Generator(np.random.Philox(seed))
    steps = swaps_per_tie * tails.shape[0]
    if tails.shape[0] > 1:
        drawn = rng.integers(0, (tails.shape[0], tails.shape[0], 2), (steps, 3), dtype=np.int64)
        if fits(rows):
            _swap(tails, heads, drawn, directed=graph.directed)
        else:
            first, second, flip = np.ascontiguousarray(drawn.T)
            with np.errstate(over="ignore"):  # only plain Python notices that the hash is meant to overflow
                swap(len(graph), tails, heads, first, second, flip, int(graph.directed))
    ids = graph.actors["id"]
    none = pl.lit(None, pl.String)
    # The ends are known by their rows, so nothing has to be looked up and checked as `Graph.from_frames` does.
    ties = pl.select(
        source=ids.gather(tails),
        target=ids.gather(heads),
    ).with_columns(weight=pl.lit(1.0), relation=pl.lit(""), directed=pl.lit(graph.directed), valid_from=none, valid_to=none)
    return Graph(graph.actors, ties, graph.directed, graph.weight, two_mode=False, name=graph.name, tails=tails, heads=heads)


def _swap(tails: NDArray[np.int32], heads: NDArray[np.int32], drawn: NDArray[np.int64], *, directed: bool) -> None:
    """Do what `kernels.random.swap` does, with Python's own sets: small networks compile nothing."""
    a, b = tails.tolist(), heads.tolist()
    known = set(zip(a, b, strict=True)) if directed else {(min(p), max(p)) for p in zip(a, b, strict=True)}
    for i, j, other_way in drawn.tolist():
        u, v, x, y = a[i], b[i], a[j], b[j]
        if not directed and other_way:
            x, y = y, x
        one, two = (u, y), (x, v)
        if not directed:
            one, two = (min(one), max(one)), (min(two), max(two))
        if u == y or x == v or one in known or two in known or i == j or one == two:
            continue
        old_one, old_two = (u, v), (x, y)
        if not directed:
            old_one, old_two = (min(u, v), max(u, v)), (min(x, y), max(x, y))
        known -= {old_one, old_two}
        known |= {one, two}
        a[i], b[i], a[j], b[j] = u, y, x, v
    tails[:], heads[:] = a, b


def by_chance(
    graph: Graph,
    figure: Callable[[Graph], float],
    *,
    model: Literal["rewiring", "labels"] = "rewiring",
    label: str = "sector",
    draws: int = 200,
    seed: int = 0,
    work: Work = SILENT,
) -> ByChance:
    """Compare a figure of a network with what chance gives.

    Parameters
    ----------
    graph : Graph
        The network.
    figure : callable
        Takes a graph and returns one number.
    model : {'rewiring', 'labels'}
        Rewire ties and keep degrees; or keep ties and hand out the attribute `label` at random.
    label : str
        The attribute that is handed out.
    draws : int
        Number of random networks.
    seed : int
        Decides them.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> from ecotone.network.whole import transitivity
    >>> ties = pl.DataFrame({"source": list("aabbcd"), "target": list("bccdde")})
    >>> graph = Graph.from_frames(ties, directed=False, weight="strength")
    >>> by_chance(graph, transitivity, draws=20, seed=1).observed
    0.6
    """
    if draws < 2:
        raise GraphError("Chance needs at least two draws", got=str(draws))
    observed = figure(graph)
    seeds = np.random.SeedSequence(seed).generate_state(draws)
    values = np.empty(draws)
    for number, one in enumerate(seeds.tolist()):
        if model == "rewiring":
            drawn = rewired(graph, seed=one)
        else:
            order = np.random.Generator(np.random.Philox(one)).permutation(len(graph))
            drawn = Graph(
                graph.actors.with_columns(graph.attribute(label).gather(order).alias(label)),
                graph.ties,
                graph.directed,
                graph.weight,
                graph.two_mode,
                graph.name,
                graph.tails,
                graph.heads,
            )
        values[number] = figure(drawn)
        if number % 16 == 0:
            work.step(number, draws, "random networks")
    return summed_up(observed, values)


def summed_up(observed: float, values: NDArray[np.float64]) -> ByChance:
    """Say where an observed figure lies among those of chance."""
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    low, high = (float(q) for q in np.quantile(values, (0.025, 0.975)))
    z = (observed - mean) / spread if spread > 1e-12 * max(abs(mean), 1e-300) else float("nan")
    as_far = int((np.abs(values - mean) >= abs(observed - mean) - 1e-12).sum())
    return ByChance(observed, mean, spread, low, high, z, (as_far + 1) / (values.shape[0] + 1), values.shape[0])
