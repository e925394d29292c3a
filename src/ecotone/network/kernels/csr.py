"""Sort ties into compressed rows by two stable counting sorts, adding up parallel ties on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def compress(
    n: int, tails: NDArray[np.int32], heads: NDArray[np.int32], weights: NDArray[np.float64], add: int, both: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
    """Return row pointers, sorted columns and weights; parallel ties are added up (`add` is 1) or the least is kept.

    Where `both` is 1, each tie goes both ways, without a copy that is turned round: entry `m + e` is tie `e` from its head to its tail.
    """
    ties = tails.shape[0]
    m = 2 * ties if both == 1 else ties
    start = np.zeros(n + 1, np.int64)
    rows = np.zeros(n + 1, np.int64)
    for e in range(ties):
        start[heads[e] + 1] += 1
        rows[tails[e] + 1] += 1
    if both == 1:
        for v in range(1, n + 1):
            start[v] += rows[v]
        rows[:] = start
    for v in range(n):
        start[v + 1] += start[v]
        rows[v + 1] += rows[v]
    by_head = np.empty(m, np.uint32)  # no graph in memory has four thousand million ties
    for e in range(m):
        head = heads[e] if e < ties else tails[e - ties]
        by_head[start[head]] = e
        start[head] += 1
    fill = rows[:-1].copy()
    columns = np.empty(m, np.int32)
    values = np.empty(m, np.float64)
    for k in range(m):
        entry = np.int64(by_head[k])
        tie = entry if entry < ties else entry - ties
        tail, head = (tails[tie], heads[tie]) if entry < ties else (heads[tie], tails[tie])
        at = fill[tail]
        columns[at] = head
        values[at] = weights[tie]
        fill[tail] = at + 1
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
