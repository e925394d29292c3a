"""Score all pairs at distance two and keep the best in a heap of fixed size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def best_pairs(
    indptr: NDArray[np.int64], indices: NDArray[np.int32], value: NDArray[np.float64], jaccard: int, top: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the best pairs (u < v, not tied) and their scores: the sum of the values of their common neighbours.

    The heap holds the worst pair at its root; of equal scores the later pair is the worse, so that which pairs are kept
    does not depend on the order in which they come.
    """
    n = indptr.shape[0] - 1
    heap_score = np.empty(top + 1, np.float64)
    heap_key = np.empty(top + 1, np.int64)
    size = 0
    total = np.zeros(n, np.float64)
    seen = np.empty(n, np.int32)
    for u in range(n):
        met = 0
        for k in range(indptr[u], indptr[u + 1]):
            w = indices[k]
            gain = value[w]
            if gain == 0.0:
                continue
            for j in range(indptr[w + 1] - 1, indptr[w] - 1, -1):
                v = indices[j]
                if v <= u:
                    break
                if total[v] == 0.0:
                    seen[met] = v
                    met += 1
                total[v] += gain
        for k in range(indptr[u], indptr[u + 1]):
            total[indices[k]] = 0.0
        for i in range(met):
            v = seen[i]
            score = total[v]
            if score == 0.0:
                continue
            total[v] = 0.0
            if jaccard == 1:
                both = (indptr[u + 1] - indptr[u]) + (indptr[v + 1] - indptr[v]) - score
                score = score / both
            if size == top and score < heap_score[0]:
                continue
            key = np.int64(u) * n + v
            if size == top:
                if top == 0 or (score == heap_score[0] and key > heap_key[0]):
                    continue
                at = 0
                while True:
                    child = 2 * at + 1
                    if child >= size:
                        break
                    if child + 1 < size and (
                        heap_score[child + 1] < heap_score[child]
                        or (heap_score[child + 1] == heap_score[child] and heap_key[child + 1] > heap_key[child])
                    ):
                        child += 1
                    if heap_score[child] > score or (heap_score[child] == score and heap_key[child] < key):
                        break
                    heap_score[at] = heap_score[child]
                    heap_key[at] = heap_key[child]
                    at = child
            else:
                at = size
                size += 1
                while at > 0:
                    up = (at - 1) // 2
                    if heap_score[up] < score or (heap_score[up] == score and heap_key[up] > key):
                        break
                    heap_score[at] = heap_score[up]
                    heap_key[at] = heap_key[up]
                    at = up
            heap_score[at] = score
            heap_key[at] = key
    pairs = np.empty((size, 2), np.int32)
    for i in range(size):
        pairs[i, 0] = heap_key[i] // n
        pairs[i, 1] = heap_key[i] % n
    return pairs, heap_score[:size].copy()
