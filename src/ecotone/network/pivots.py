"""Hop distances to a few actors spread over the whole graph, each the farthest from those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.network import small_paths
from ecotone.network.kernels.paths import breadth_first

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency


def pivot_distances(rows: Adjacency, count: int) -> NDArray[np.float64]:
    """Return the hops from each actor (rows) to each pivot (columns).

    The first pivot is the best connected actor; ties go to the earlier one. An actor without a path to a pivot is as
    far from it as the farthest one with a path, and one hop more.
    """
    n = len(rows)
    far = np.empty((n, count))
    nearest = np.full(n, np.inf)
    pivot = int(np.argmax(rows.degrees))
    for column in range(count):
        hops = _hops(rows, pivot)
        reached = hops >= 0
        far[:, column] = np.where(reached, hops, hops.max() + 1)
        nearest = np.minimum(nearest, far[:, column])
        pivot = int(np.argmax(nearest))
    return far


def _hops(rows: Adjacency, source: int) -> NDArray[np.float64]:
    """Return the hops from one actor to each, -1 where there is no path."""
    if small_paths.fits(rows):
        far = small_paths.distances(rows, np.array([source], np.int32), by="hops")[0]
        return np.where(np.isfinite(far), far, -1.0)
    hops = np.full(len(rows), -1, np.int32)
    breadth_first(rows.indptr, rows.indices, source, hops, np.empty(len(rows), np.int32))
    return hops.astype(np.float64)
