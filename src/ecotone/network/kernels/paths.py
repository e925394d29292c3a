"""Shortest paths from many sources: distances, sums over them, and the share of paths that run through each actor.

Brandes' accumulation in three steps: distances (breadth first, or Dijkstra's algorithm with a binary heap), then the
number of shortest paths in the order of distance, then dependencies backwards. Whether an entry of a row lies on a
shortest path is asked of the finished distances, within a relative tolerance, never of sums on the way: 1/2 + 1/3 + 1/6
is not 1 in floating point, and comparing exactly there loses paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def breadth_first(
    indptr: NDArray[np.int64], indices: NDArray[np.int32], source: int, hops: NDArray[np.int32], order: NDArray[np.int32]
) -> int:
    """Fill `hops` (must come as -1) and the order of discovery; return how many actors were reached."""
    hops[source] = 0
    order[0] = source
    found = 1
    at = 0
    while at < found:
        u = order[at]
        at += 1
        for k in range(indptr[u], indptr[u + 1]):
            v = indices[k]
            if hops[v] < 0:
                hops[v] = hops[u] + 1
                order[found] = v
                found += 1
    return found


@kernel
def dijkstra(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    lengths: NDArray[np.float64],
    source: int,
    far: NDArray[np.float64],
    order: NDArray[np.int32],
    heap: NDArray[np.int32],
    place: NDArray[np.int32],
) -> int:
    """Fill `far` (must come as infinity) and the order of settling; return how many actors were reached.

    `heap` and `place` are room to work in; `place` must come as -1 and leaves as it came.
    """
    far[source] = 0.0
    heap[0] = source
    place[source] = 0
    size = 1
    found = 0
    while size > 0:
        u = heap[0]
        place[u] = -1
        size -= 1
        if size > 0:
            last = heap[size]
            hole = 0
            while True:
                child = 2 * hole + 1
                if child >= size:
                    break
                if child + 1 < size and far[heap[child + 1]] < far[heap[child]]:
                    child += 1
                if far[heap[child]] >= far[last]:
                    break
                heap[hole] = heap[child]
                place[heap[hole]] = hole
                hole = child
            heap[hole] = last
            place[last] = hole
        order[found] = u
        found += 1
        for k in range(indptr[u], indptr[u + 1]):
            v = indices[k]
            length = far[u] + lengths[k]
            if length < far[v]:
                hole = place[v]
                if hole < 0:
                    if far[v] < np.inf:
                        continue
                    hole = size
                    size += 1
                far[v] = length
                while hole > 0:
                    parent = (hole - 1) // 2
                    if far[heap[parent]] <= length:
                        break
                    heap[hole] = heap[parent]
                    place[heap[hole]] = hole
                    hole = parent
                heap[hole] = v
                place[v] = hole
    return found


@kernel
def between_hops(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    sources: NDArray[np.int32],
    weight: NDArray[np.float64],
    through: NDArray[np.float64],
    along: NDArray[np.float64],
) -> None:
    """Add each source's dependencies to actors (`through`) and, where it has the rows' length, to ties (`along`).

    An actor counts as many times as its `weight` says, as the beginning and as the end of paths.
    """
    n = indptr.shape[0] - 1
    hops = np.full(n, -1, np.int32)
    order = np.empty(n, np.int32)
    paths = np.zeros(n, np.float64)
    share = np.zeros(n, np.float64)
    ties = along.shape[0] == indices.shape[0]
    # Entries that lead one ring outwards, in the order of discovery: the way back looks at these and no others.
    outward = np.empty(indices.shape[0], np.int32)
    until = np.empty(n, np.int64)
    for source in sources:
        hops[source] = 0
        paths[source] = 1.0
        order[0] = source
        found = 1
        at = 0
        kept = 0
        while at < found:
            u = order[at]
            next_ring = hops[u] + 1
            ways = paths[u]
            for k in range(indptr[u], indptr[u + 1]):
                v = indices[k]
                if hops[v] < 0:
                    hops[v] = next_ring
                    paths[v] = ways
                    order[found] = v
                    found += 1
                    outward[kept] = k
                    kept += 1
                elif hops[v] == next_ring:
                    paths[v] += ways
                    outward[kept] = k
                    kept += 1
            until[at] = kept
            at += 1
        for i in range(found - 1, -1, -1):
            u = order[i]
            ways = paths[u]
            total = 0.0
            for j in range(until[i - 1] if i > 0 else 0, until[i]):
                k = outward[j]
                v = indices[k]
                total += share[v]
                if ties:
                    along[k] += ways * share[v]
            total *= ways
            if u != source:
                through[u] += weight[source] * total
            share[u] = (weight[u] + total) / ways
        for i in range(found):
            u = order[i]
            hops[u] = -1
            paths[u] = 0.0


@kernel
def between_lengths(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    lengths: NDArray[np.float64],
    sources: NDArray[np.int32],
    tolerance: float,
    through: NDArray[np.float64],
    along: NDArray[np.float64],
) -> None:
    """Do what `between_hops` does where ties have lengths; two paths tie within the relative tolerance."""
    n = indptr.shape[0] - 1
    far = np.full(n, np.inf)
    order = np.empty(n, np.int32)
    heap = np.empty(n, np.int32)
    place = np.full(n, -1, np.int32)
    paths = np.zeros(n, np.float64)
    share = np.zeros(n, np.float64)
    ties = along.shape[0] == indices.shape[0]
    for source in sources:
        found = dijkstra(indptr, indices, lengths, source, far, order, heap, place)
        paths[source] = 1.0
        for i in range(found):
            u = order[i]
            for k in range(indptr[u], indptr[u + 1]):
                v = indices[k]
                if far[u] + lengths[k] <= far[v] * (1.0 + tolerance):
                    paths[v] += paths[u]
        for i in range(found - 1, -1, -1):
            u = order[i]
            total = 0.0
            for k in range(indptr[u], indptr[u + 1]):
                v = indices[k]
                if far[u] + lengths[k] <= far[v] * (1.0 + tolerance):
                    part = paths[u] * share[v]
                    total += part
                    if ties:
                        along[k] += part
            if u != source:
                through[u] += total
            share[u] = (1.0 + total) / paths[u]
        for i in range(found):
            u = order[i]
            far[u] = np.inf
            paths[u] = 0.0


@kernel
def sweep_lengths(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    lengths: NDArray[np.float64],
    sources: NDArray[np.int32],
    sums: NDArray[np.float64],
) -> None:
    """Fill for each source: others reached, sum of distances, sum of their inverses, greatest, where ties have lengths."""
    n = indptr.shape[0] - 1
    far = np.full(n, np.inf)
    order = np.empty(n, np.int32)
    heap = np.empty(n, np.int32)
    place = np.full(n, -1, np.int32)
    for s in range(sources.shape[0]):
        found = dijkstra(indptr, indices, lengths, sources[s], far, order, heap, place)
        total = 0.0
        near = 0.0
        for i in range(1, found):
            d = far[order[i]]
            total += d
            near += 1.0 / d
        sums[s, 0] = found - 1
        sums[s, 1] = total
        sums[s, 2] = near
        sums[s, 3] = far[order[found - 1]]
        for i in range(found):
            far[order[i]] = np.inf


@kernel
def sample_paths(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    back_indptr: NDArray[np.int64],
    back_indices: NDArray[np.int32],
    pairs: NDArray[np.int32],
    seeds: NDArray[np.uint64],
    hits: NDArray[np.float64],
) -> int:
    """Draw one shortest path for each pair, all its paths equally likely, and count the actors inside it.

    A breadth-first search from both ends, always on the side whose next ring has fewer ties, meets in the middle
    (Borassi and Natale 2019). Returns how many pairs had a path at all.
    """
    n = indptr.shape[0] - 1
    hops = np.full((2, n), -1, np.int32)
    paths = np.zeros((2, n), np.float64)
    queue = np.empty((2, n), np.int32)
    ring = np.zeros((2, 2), np.int64)
    met_u = np.empty(n, np.int32)
    met_v = np.empty(n, np.int32)
    met_share = np.empty(n, np.float64)
    connected = 0
    for p in range(pairs.shape[0]):
        state = seeds[p]
        work = np.zeros(2, np.int64)
        for side in range(2):
            end = pairs[p, side]
            hops[side, end] = 0
            paths[side, end] = 1.0
            queue[side, 0] = end
            ring[side, 0] = 0
            ring[side, 1] = 1
        work[0] = indptr[pairs[p, 0] + 1] - indptr[pairs[p, 0]]
        work[1] = back_indptr[pairs[p, 1] + 1] - back_indptr[pairs[p, 1]]
        met = 0
        total = 0.0
        while met == 0 and ring[0, 0] < ring[0, 1] and ring[1, 0] < ring[1, 1]:
            side = 0 if work[0] <= work[1] else 1
            other = 1 - side
            stop = ring[side, 1]
            tail = stop
            work[side] = 0
            for i in range(ring[side, 0], stop):
                u = queue[side, i]
                first = indptr[u] if side == 0 else back_indptr[u]
                last = indptr[u + 1] if side == 0 else back_indptr[u + 1]
                for k in range(first, last):
                    v = indices[k] if side == 0 else back_indices[k]
                    if hops[other, v] >= 0:
                        # On the other side's outermost ring or inside it: inside cannot happen before the rings touch.
                        if met < n:
                            met_u[met] = u
                            met_v[met] = v
                            met_share[met] = paths[side, u] * paths[other, v]
                            total += met_share[met]
                            met += 1
                    elif hops[side, v] < 0:
                        hops[side, v] = hops[side, u] + 1
                        paths[side, v] = paths[side, u]
                        queue[side, tail] = v
                        tail += 1
                        work[side] += indptr[v + 1] - indptr[v] if side == 0 else back_indptr[v + 1] - back_indptr[v]
                    elif hops[side, v] == hops[side, u] + 1:
                        paths[side, v] += paths[side, u]
            ring[side, 0] = stop
            ring[side, 1] = tail
        if met > 0:
            connected += 1
            state, draw = _uniform(state)
            left = draw * total
            pick = 0
            while pick < met - 1 and left >= met_share[pick]:
                left -= met_share[pick]
                pick += 1
            for part in range(2):
                # `side` grew last: its end of the meeting tie is met_u, the other side's is met_v.
                walk = side if part == 0 else other
                u = met_u[pick] if part == 0 else met_v[pick]
                while hops[walk, u] > 0:
                    hits[u] += 1.0
                    first = back_indptr[u] if walk == 0 else indptr[u]
                    last = back_indptr[u + 1] if walk == 0 else indptr[u + 1]
                    state, draw = _uniform(state)
                    left = draw * paths[walk, u]
                    chosen = -1
                    for k in range(first, last):
                        v = back_indices[k] if walk == 0 else indices[k]
                        if hops[walk, v] == hops[walk, u] - 1:
                            chosen = v
                            left -= paths[walk, v]
                            if left < 0.0:
                                break
                    u = chosen
        for side in range(2):
            for i in range(ring[side, 1]):
                v = queue[side, i]
                hops[side, v] = -1
                paths[side, v] = 0.0
    return connected


@kernel
def _uniform(state: np.uint64) -> tuple[np.uint64, float]:
    """Step a splitmix64 generator and return its new state and a number in [0, 1)."""
    state = state + np.uint64(0x9E3779B97F4A7C15)
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return state, (z >> np.uint64(11)) * (1.0 / 9007199254740992.0)
