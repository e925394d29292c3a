"""How sure a figure is: the same figure on resampled ties.

What is resampled is the source records behind the ties where a graph carries one tie for each (`read.graph(rule="each")`),
and the ties themselves where not. It answers how far the figure hangs on the particular records that happen to be there;
it does not know of whole sources that are missing.

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Snijders, T. A. B. and Borgatti, S. P. (1999).
Non-parametric standard errors and tests for network statistics. Connections 22, 161-170.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ecotone.estimate import Estimate
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def resampled(graph: Graph, *, seed: int) -> Graph:
    """Return the graph with as many ties as before, drawn from its own with replacement."""
    rng = np.random.Generator(np.random.Philox(seed))
    drawn = np.sort(rng.integers(0, graph.tie_count, graph.tie_count)) if graph.tie_count else np.zeros(0, np.int64)
    return replace(graph, ties=graph.ties[drawn], tails=graph.tails[drawn], heads=graph.heads[drawn])


def bootstrap(
    graph: Graph, figures: Callable[[Graph], NDArray[np.float64]], *, draws: int = 100, seed: int = 0, work: Work = SILENT
) -> NDArray[np.float64]:
    """Return the figures of each resampled graph, one row a draw."""
    seeds = np.random.SeedSequence(seed).generate_state(draws).tolist()
    rows = []
    for number, one in enumerate(seeds):
        rows.append(figures(resampled(graph, seed=one)))
        work.step(number + 1, draws, "resampling ties")
    return np.array(rows, np.float64)


def interval(value: float, draws: NDArray[np.float64], *, level: float = 0.95, what: str = "ties") -> Estimate:
    """Return a figure with the middle of its draws, widened to hold the figure itself."""
    if draws.shape[0] < 20:
        return Estimate.exact(value, f"only {draws.shape[0]} draws")
    low, high = (float(q) for q in np.nanquantile(draws, ((1 - level) / 2, (1 + level) / 2)))
    return Estimate(value, min(low, value), max(high, value), level=level, method=f"bootstrap over {what}, {draws.shape[0]:,} draws")


def top_share(draws: NDArray[np.float64], top: int) -> NDArray[np.float64]:
    """Return how often each column was among the `top` greatest of its row; of equal values the earlier column is first."""
    order = np.argsort(-draws, axis=1, kind="stable")[:, :top]
    return np.asarray(np.bincount(order.ravel(), minlength=draws.shape[1]) / max(draws.shape[0], 1))
