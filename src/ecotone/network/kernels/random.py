"""Swap the ends of ties at random while no pair is tied twice: a hash table of pairs, in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def _key(n: int, u: int, v: int, directed: int) -> Any:
    """Return one number for a pair."""
    if directed == 0 and u > v:
        u, v = v, u
    return np.int64(u) * np.int64(n) + np.int64(v)


@kernel
def _find(table: NDArray[np.int64], key: int) -> Any:
    """Return the slot where the key is, or the empty one where it would go."""
    mask = table.shape[0] - 1
    slot = np.int64((np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)) & mask
    while table[slot] != -1 and table[slot] != key:
        slot = (slot + 1) & mask
    return slot


@kernel
def _take_out(table: NDArray[np.int64], key: int) -> None:
    """Remove a key and close the gap behind it."""
    mask = table.shape[0] - 1
    gap = _find(table, key)
    table[gap] = -1
    slot = (gap + 1) & mask
    while table[slot] != -1:
        moved = table[slot]
        table[slot] = -1
        table[_find(table, moved)] = moved
        slot = (slot + 1) & mask


@kernel
def swap(
    n: int,
    tails: NDArray[np.int32],
    heads: NDArray[np.int32],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    flip: NDArray[np.int64],
    directed: int,
) -> None:
    """Swap ends of the ties named by `first` and `second`, in place, where neither a loop nor a second tie comes of it."""
    size = 1
    while size < 4 * tails.shape[0]:
        size *= 2
    table = np.full(size, -1, np.int64)
    for e in range(tails.shape[0]):
        key = _key(n, tails[e], heads[e], directed)
        table[_find(table, key)] = key
    for s in range(first.shape[0]):
        i = first[s]
        j = second[s]
        u = tails[i]
        v = heads[i]
        x = tails[j]
        y = heads[j]
        if directed == 0 and flip[s] == 1:
            x, y = y, x
        if i == j or u == y or x == v:
            continue
        one = _key(n, u, y, directed)
        two = _key(n, x, v, directed)
        if one == two or table[_find(table, one)] == one or table[_find(table, two)] == two:
            continue
        _take_out(table, _key(n, u, v, directed))
        _take_out(table, _key(n, x, y, directed))
        table[_find(table, one)] = one
        table[_find(table, two)] = two
        heads[i] = y
        tails[j] = x
        heads[j] = v
