"""Islands: parts that are tied more strongly inside than to their surroundings.

References
----------
De Nooy, W., Mrvar, A. and Batagelj, V. (2011). Exploratory Social Network Analysis with Pajek, 2nd ed., section 5.4.
Zaveršnik, M. and Batagelj, V. (2004). Islands. International Sunbelt Social Network Conference XXIV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.groups import numbered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def islands(graph: Graph, *, least: int = 2, most: int = 10) -> NDArray[np.int64]:
    """Find line islands: connected parts of `least` to `most` actors held by a tree of ties stronger than any tie that leaves.

    Parameters
    ----------
    graph : Graph
        Weights are heights: of strengths the greatest is the peak, of distances the smallest.
    least, most : int
        Fewest and most actors of an island.

    Returns
    -------
    ndarray of int
        Island of each actor, 0 the largest; -1 outside of all islands.
    """
    if not 1 <= least <= most:
        raise GraphError("An island's sizes must go from fewest to most", got=f"{least} to {most}", expected="1 or more, ascending")
    rows = graph.around
    n = len(rows)
    once = rows.rows < rows.indices
    tails, heads, height = rows.rows[once], rows.indices[once], rows.weights[once]
    if graph.weight == "distance":
        height = -height
    parent = np.arange(2 * n)
    members = np.ones(2 * n, np.int64)
    # The water falls: at each height the parts that are joined become one; a node of this tree is a part at its height.
    children: list[list[int]] = [[] for _ in range(2 * n)]
    port = np.full(2 * n, np.inf)
    next_part = n

    def top(v: int) -> int:
        while parent[v] != v:
            parent[v] = parent[parent[v]]
            v = int(parent[v])
        return v

    order = np.argsort(-height, kind="stable")
    for e in order.tolist():
        a, b = top(int(tails[e])), top(int(heads[e]))
        if a == b:
            continue
        # Two parts joined at the height at which one of them was made are one part: ties of equal height are no shore.
        part = next_part
        next_part += 1
        port[part] = height[e]
        for child in (a, b):
            if port[child] == height[e]:
                children[part] += children[child]
            else:
                children[part].append(child)
            parent[child] = part
        members[part] = members[a] + members[b]
    found = np.full(n, -1, np.int64)
    number = 0
    stack = [v for v in range(next_part) if parent[v] == v]
    while stack:
        part = stack.pop()
        if members[part] > most:
            stack += children[part]
        elif members[part] >= least:
            inside = [part]
            while inside:
                v = inside.pop()
                if v < n:
                    found[v] = number
                else:
                    inside += children[v]
            number += 1
    known = found >= 0
    if known.any():
        found[known] = numbered(found[known])
    return found
