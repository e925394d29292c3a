"""Draw how something spreads along ties, forwards from seeds and backwards from a drawn actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def cascades(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    chance: NDArray[np.float64],
    seeds: NDArray[np.int32],
    draws: NDArray[np.float64],
    reached: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return how many actors each draw reaches, and count in `reached` how often each actor is.

    An entry passes on if its draw lies below its chance: row d of `draws` holds a number for each entry, so that two
    networks compared on the same draws differ by their ties alone.
    """
    n = indptr.shape[0] - 1
    size = np.zeros(draws.shape[0], np.int64)
    mark = np.full(n, -1, np.int64)
    queue = np.empty(n, np.int32)
    for d in range(draws.shape[0]):
        found = 0
        for s in seeds:
            if mark[s] != d:
                mark[s] = d
                queue[found] = s
                found += 1
        at = 0
        while at < found:
            u = queue[at]
            at += 1
            for k in range(indptr[u], indptr[u + 1]):
                v = indices[k]
                if mark[v] != d and draws[d, k] < chance[k]:
                    mark[v] = d
                    queue[found] = v
                    found += 1
        for i in range(found):
            reached[queue[i]] += 1
        size[d] = found
    return size


@kernel
def reverse_sets(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    chance: NDArray[np.float64],
    targets: NDArray[np.int32],
    states: NDArray[np.uint64],
    threshold: int,
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return for each target who would have reached it (Borgs et al. 2014), as bounds and members.

    Rows hold the ties *into* each actor. With `threshold` 1 an actor listens to at most one of them, entry k with the
    chance `chance[k]` (linear threshold); with 0 each passes on by itself (independent cascade).
    """
    n = indptr.shape[0] - 1
    bounds = np.zeros(targets.shape[0] + 1, np.int64)
    members = np.empty(max(16, 4 * targets.shape[0]), np.int32)
    mark = np.full(n, -1, np.int64)
    used = 0
    for t in range(targets.shape[0]):
        state = states[t]
        first = used
        if used + n > members.shape[0]:
            larger = np.empty(2 * members.shape[0] + n, np.int32)
            larger[:used] = members[:used]
            members = larger
        mark[targets[t]] = t
        members[used] = targets[t]
        used += 1
        at = first
        while at < used:
            u = members[at]
            at += 1
            left = 0.0
            if threshold == 1:
                state = state + np.uint64(0x9E3779B97F4A7C15)
                left = _draw(state)
            for k in range(indptr[u], indptr[u + 1]):
                v = indices[k]
                if threshold == 1:
                    left -= chance[k]
                    live = left < 0.0
                else:
                    state = state + np.uint64(0x9E3779B97F4A7C15)
                    live = _draw(state) < chance[k]
                if live and mark[v] != t:
                    mark[v] = t
                    members[used] = v
                    used += 1
                if live and threshold == 1:
                    break
        bounds[t + 1] = used
    return bounds, members[:used].copy()


@kernel
def _draw(state: np.uint64) -> float:
    """Return the number in [0, 1) of a splitmix64 state."""
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(11)) * (1.0 / 9007199254740992.0)
