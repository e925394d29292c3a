"""The search for strong loops: at every step, from every stock, along the strongest links, pruned where a stronger way was seen.

A heuristic: a loop whose parts are all reached on stronger ways may be missed.

References
----------
R. Eberlein, W. Schoenberg: Finding the Loops that Matter. Proceedings of the International System Dynamics Conference 2020.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def strongest(
    starts: NDArray[np.int64],
    first: NDArray[np.int64],
    target: NDArray[np.int64],
    scores: NDArray[np.float64],
    marks: NDArray[np.int64],
    most: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find loops along the strongest links.

    Parameters
    ----------
    starts : ndarray
        Vertices to start from: the stocks.
    first, target : ndarray
        Links by the vertex that they leave: those of `v` are `first[v]` to `first[v + 1]`.
    scores : ndarray, shape (steps, links)
        Sizes of the link scores.
    marks : ndarray, shape (links,)
        A random number of each link; a loop is known by their sum.
    most : int
        How many loops are found at most.

    Returns
    -------
    links, ends : ndarray
        The links of all loops, and where each loop ends in them.
    """
    vertices = first.size - 1
    links = np.empty(max(most, 1) * 8, dtype=np.int64)
    ends = np.empty(most, dtype=np.int64)
    count, used = 0, 0
    size = 1
    while size < 4 * most + 16:
        size *= 2
    table = np.zeros(size, dtype=np.int64)
    best = np.zeros(vertices)
    on_path = np.zeros(vertices, dtype=np.bool_)
    path = np.empty(vertices + 1, dtype=np.int64)
    ways = np.empty(vertices + 1, dtype=np.int64)
    place = np.empty(vertices + 1, dtype=np.int64)
    value = np.empty(vertices + 1)
    order = np.empty(target.size, dtype=np.int64)
    for step in range(scores.shape[0]):
        row = scores[step]
        for v in range(vertices):
            # Strongest first; there are few links at one vertex.
            for i in range(first[v], first[v + 1]):
                j = i - 1
                while j >= first[v] and row[order[j]] < row[i]:
                    order[j + 1] = order[j]
                    j -= 1
                order[j + 1] = i
        for begin in starts:
            best[:] = 0.0
            depth = 0
            path[0] = begin
            place[0] = first[begin]
            value[0] = 1.0
            on_path[begin] = True
            while depth >= 0:
                v = path[depth]
                if place[depth] >= first[v + 1]:
                    on_path[v] = False
                    depth -= 1
                    continue
                link = order[place[depth]]
                place[depth] += 1
                score = value[depth] * row[link]
                if not score > 0.0:
                    place[depth] = first[v + 1]  # the others are weaker still
                    continue
                w = target[link]
                ways[depth] = link
                if w == begin:
                    mark = 0
                    for k in range(depth + 1):
                        mark += marks[ways[k]]
                    if mark == 0:
                        mark = 1
                    at = mark & (size - 1)
                    while table[at] != 0 and table[at] != mark:
                        at = (at + 1) & (size - 1)
                    if table[at] == 0:
                        if count >= most:
                            return links[:used], ends[:count]
                        table[at] = mark
                        while used + depth + 1 > links.size:
                            grown = np.empty(2 * links.size, dtype=np.int64)
                            grown[:used] = links[:used]
                            links = grown
                        for k in range(depth + 1):
                            links[used] = ways[k]
                            used += 1
                        ends[count] = used
                        count += 1
                elif not on_path[w] and score >= best[w] and score > 0.0:
                    best[w] = score
                    depth += 1
                    path[depth] = w
                    place[depth] = first[w]
                    value[depth] = score
                    on_path[w] = True
    return links[:used], ends[:count]
