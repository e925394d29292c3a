"""Breadth first from 64 actors at a time: each bit of a word is one source, so that a tie is looked at once for all of them.

References
----------
Then, M. et al. (2014). The more the merrier: efficient multi-source graph traversal. Proceedings of the VLDB Endowment 8, 449-460.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def neighbours_together(indptr: NDArray[np.int64], indices: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return all actors in the order of a walk, breadth first: 64 that follow each other reach much the same actors in each ring."""
    n = indptr.shape[0] - 1
    seen = np.zeros(n, np.bool_)
    order = np.empty(n, np.int32)
    found = 0
    at = 0
    for first in range(n):
        if seen[first]:
            continue
        seen[first] = True
        order[found] = first
        found += 1
        while at < found:
            u = order[at]
            at += 1
            for k in range(indptr[u], indptr[u + 1]):
                v = indices[k]
                if not seen[v]:
                    seen[v] = True
                    order[found] = v
                    found += 1
    return order


@kernel
def _ring(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    here: NDArray[np.int32],
    seen: NDArray[np.uint64],
    front: NDArray[np.uint64],
    ahead: NDArray[np.uint64],
    there: NDArray[np.int32],
) -> int:
    """Go one hop on from the actors `here`: mark in `ahead` whom each source comes to, list them in `there` and say how many."""
    none = np.uint64(0)
    touched = 0
    for u in here:
        mask = front[u]
        front[u] = none
        for k in range(indptr[u], indptr[u + 1]):
            v = indices[k]
            if mask & ~seen[v] != none:
                if ahead[v] == none:
                    there[touched] = v
                    touched += 1
                ahead[v] |= mask
    return touched


@kernel
def sweep_rings(indptr: NDArray[np.int64], indices: NDArray[np.int32], sources: NDArray[np.int32], sums: NDArray[np.float64]) -> None:
    """Fill for each source: others reached, sum of distances, sum of their inverses, greatest, by hops.

    How many actors each source reaches in a ring is counted in words too: word p of `planes` holds bit p of the 64 counts.
    """
    n = indptr.shape[0] - 1
    one = np.uint64(1)
    none = np.uint64(0)
    seen = np.zeros(n, np.uint64)
    front = np.zeros(n, np.uint64)
    ahead = np.zeros(n, np.uint64)
    here = np.empty(n, np.int32)
    there = np.empty(n, np.int32)
    planes = np.zeros(32, np.uint64)
    for start in range(0, sources.shape[0], 64):
        stop = min(start + 64, sources.shape[0])
        seen[:] = none
        active = 0
        for s in range(start, stop):
            u = sources[s]
            if seen[u] == none:
                here[active] = u
                active += 1
            seen[u] |= one << np.uint64(s - start)
            front[u] = seen[u]
        hops = 0
        while active > 0:
            hops += 1
            touched = _ring(indptr, indices, here[:active], seen, front, ahead, there)
            planes[:] = none
            for i in range(touched):
                v = there[i]
                new = ahead[v] & ~seen[v]
                ahead[v] = none
                seen[v] |= new
                front[v] = new
                carry = new
                plane = 0
                while carry != none:
                    both = planes[plane] & carry
                    planes[plane] ^= carry
                    carry = both
                    plane += 1
            for s in range(start, stop):
                count = 0
                bit = np.uint64(s - start)
                for plane in range(31):
                    count += int((planes[plane] >> bit) & one) << plane
                if count > 0:
                    sums[s, 0] += count
                    sums[s, 1] += count * hops
                    sums[s, 2] += count / hops
                    sums[s, 3] = hops
            here, there = there, here
            active = touched


@kernel
def gain_of_tie(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    sources: NDArray[np.int32],
    to_one: NDArray[np.float64],
    targets: NDArray[np.int32],
    to_other: NDArray[np.float64],
) -> float:
    """Return how much one over the distance from the sources to the targets rises with a tie that is reached so far from each.

    `to_one` are the hops of each source to the one end of the tie, `to_other` those of each actor of the network to the other end.
    """
    n = indptr.shape[0] - 1
    one = np.uint64(1)
    none = np.uint64(0)
    wanted = np.zeros(n, np.bool_)
    for target in targets:
        wanted[target] = True
    seen = np.zeros(n, np.uint64)
    front = np.zeros(n, np.uint64)
    ahead = np.zeros(n, np.uint64)
    here = np.empty(n, np.int32)
    there = np.empty(n, np.int32)
    gain = 0.0
    for start in range(0, sources.shape[0], 64):
        stop = min(start + 64, sources.shape[0])
        seen[:] = none
        active = 0
        for s in range(start, stop):
            u = sources[s]
            here[active] = u
            active += 1
            seen[u] |= one << np.uint64(s - start)
            front[u] = seen[u]
        hops = 0
        while active > 0:
            hops += 1
            touched = _ring(indptr, indices, here[:active], seen, front, ahead, there)
            for i in range(touched):
                v = there[i]
                new = ahead[v] & ~seen[v]
                ahead[v] = none
                seen[v] |= new
                front[v] = new
                if wanted[v]:
                    for s in range(start, stop):
                        if (new >> np.uint64(s - start)) & one != none:
                            with_it = to_one[s] + 1.0 + to_other[v]
                            if with_it < hops:
                                gain += 1.0 / with_it - 1.0 / hops
            here, there = there, here
            active = touched
        for v in targets:
            for s in range(start, stop):
                if (seen[v] >> np.uint64(s - start)) & one == none:
                    gain += 1.0 / (to_one[s] + 1.0 + to_other[v])
    return gain
