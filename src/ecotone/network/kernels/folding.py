"""Fold the trees that hang from a network into the actors they hang from: most of a sparse record is such trees.

References
----------
Baglioni, M., Geraci, F., Pellegrini, M. and Lastres, E. (2012). Fast exact computation of betweenness centrality in social networks.
Proceedings of ASONAM 2012, 450-456. Sarıyüce, A. E., Kaya, K., Saule, E. and Çatalyürek, Ü. V. (2017). Graph manipulations for fast
centrality computation. ACM Transactions on Knowledge Discovery from Data 11, 26.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def fold(
    indptr: NDArray[np.int64], indices: NDArray[np.int32], weight: NDArray[np.float64], squares: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Take away actors with one partner until there are none; return how many partners each has left, or -1 where it was taken.

    `weight` (comes as 1) becomes how many actors each stands for, `squares` (comes as 0) the sum of the squares of what was folded into
    it at once. Rows must hold each tie at both of its ends.
    """
    n = indptr.shape[0] - 1
    left = np.empty(n, np.int32)
    queue = np.empty(n, np.int32)
    waiting = 0
    for v in range(n):
        left[v] = indptr[v + 1] - indptr[v]
        if left[v] == 1:
            queue[waiting] = v
            waiting += 1
    at = 0
    while at < waiting:
        v = queue[at]
        at += 1
        if left[v] != 1:  # the last of a tree: its only partner was folded into it
            continue
        left[v] = -1
        for k in range(indptr[v], indptr[v + 1]):
            u = indices[k]
            if left[u] > 0:
                weight[u] += weight[v]
                squares[u] += weight[v] * weight[v]
                left[u] -= 1
                if left[u] == 1:
                    queue[waiting] = u
                    waiting += 1
    return left
