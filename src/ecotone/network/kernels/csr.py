"""Sort ties into compressed rows by two stable counting sorts, adding up parallel ties on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def compress(
    n: int, tails: NDArray[np.int32], heads: NDArray[np.int32], weights: NDArray[np.float64], add: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
    """Return row pointers, sorted columns and weights; parallel ties are added up (`add` is 1) or the least is kept."""
    m = tails.shape[0]
    start = np.zeros(n + 1, np.int64)
    for e in range(m):
        start[heads[e] + 1] += 1
    for v in range(n):
        start[v + 1] += start[v]
    by_head = np.empty(m, np.uint32)  # no graph in memory has four thousand million ties
    for e in range(m):
        at = start[heads[e]]
        by_head[at] = e
        start[heads[e]] = at + 1
    rows = np.zeros(n + 1, np.int64)
    for e in range(m):
        rows[tails[e] + 1] += 1
    for v in range(n):
        rows[v + 1] += rows[v]
    fill = rows[:-1].copy()
    columns = np.empty(m, np.int32)
    values = np.empty(m, np.float64)
    for k in range(m):
        e = by_head[k]
        at = fill[tails[e]]
        columns[at] = heads[e]
        values[at] = weights[e]
        fill[tails[e]] = at + 1
    indptr = np.zeros(n + 1, np.int64)
    kept = 0
    for v in range(n):
        last = -1
        for k in range(rows[v], rows[v + 1]):
            if columns[k] == last:
                if add == 1:
                    values[kept - 1] += values[k]
                elif values[k] < values[kept - 1]:
                    values[kept - 1] = values[k]
            else:
                last = columns[k]
                columns[kept] = columns[k]
                values[kept] = values[k]
                kept += 1
        indptr[v + 1] = kept
    if kept == m:
        return indptr, columns, values
    return indptr, columns[:kept].copy(), values[:kept].copy()
