"""Graph B: a degree-corrected planted partition, the same bytes for the same seed.

Actors have a power-law propensity and one of several groups; both ends of a tie are drawn by propensity, the second
from the first's group with a chance of 0.7, else from all. Pairs are kept once; weights are 1 to 5.
"""

from __future__ import annotations

import numpy as np
import polars as pl


def ties(actors: int = 100_000, number: int = 1_000_000, groups: int = 60, seed: int = 1) -> tuple[pl.DataFrame, np.ndarray]:
    """Return `number` distinct ties as a frame, and the group of each actor."""
    rng = np.random.Generator(np.random.Philox(seed))
    propensity = rng.pareto(1.6, actors) + 0.3
    propensity = np.minimum(propensity, np.quantile(propensity, 0.9995))
    group = rng.integers(0, groups, actors).astype(np.int32)
    order = np.argsort(group, kind="stable")
    within = np.cumsum(propensity[order])
    start = np.searchsorted(group[order], np.arange(groups + 1))
    base = np.concatenate(([0.0], within))[start]
    total = np.cumsum(propensity)
    found = np.zeros(0, np.int64)
    while found.shape[0] < number:
        size = int((number - found.shape[0]) * 1.3) + 1000
        u = np.searchsorted(total, rng.random(size) * total[-1]).astype(np.int64)
        g = group[u]
        inside = order[np.minimum(np.searchsorted(within, base[g] + rng.random(size) * (base[g + 1] - base[g])), actors - 1)]
        v = np.where(rng.random(size) < 0.7, inside, np.searchsorted(total, rng.random(size) * total[-1]))
        low, high = np.minimum(u, v), np.maximum(u, v)
        found = np.unique(np.concatenate((found, (low * actors + high)[low != high])))
    kept = np.sort(rng.permutation(found)[:number])
    frame = pl.DataFrame({"source": kept // actors, "target": kept % actors, "weight": rng.integers(1, 6, number).astype(np.float64)})
    return frame, group
