"""Cliques: groups in which everybody is tied to everybody, as large as they can be.

References
----------
Eppstein, D., Löffler, M. and Strash, D. (2010). Listing all maximal cliques in sparse graphs in near-optimal time.
ISAAC 2010. Tomita, E., Tanaka, A. and Takahashi, H. (2006). Theoretical Computer Science 363, 28-42 (the pivot).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.cohesion import core_number

if TYPE_CHECKING:
    from ecotone.network.graph import Graph


def cliques(graph: Graph, *, least: int = 3, most: int = 1_000_000) -> list[tuple[int, ...]]:
    """List the maximal cliques as positions of their members, the largest first.

    Parameters
    ----------
    graph : Graph
        Any graph; direction and weights are left out of account.
    least : int
        Smallest clique listed.
    most : int
        Refuse to list more: a network can have exponentially many.

    Raises
    ------
    GraphError
        If there are more than `most`.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "b", "c", "c"], "target": ["b", "c", "a", "d"]})
    >>> cliques(Graph.from_frames(ties, directed=False, weight="strength"))
    [(0, 1, 2)]
    """
    rows = graph.around
    near = [set(rows.indices[a:b].tolist()) for a, b in zip(rows.indptr[:-1].tolist(), rows.indptr[1:].tolist(), strict=True)]
    # Any order of ascending core numbers that takes ties in one way keeps the candidates of each actor few.
    order = np.lexsort((np.arange(len(rows)), rows.degrees, core_number(graph))).tolist()
    rank = {v: at for at, v in enumerate(order)}
    found: list[tuple[int, ...]] = []
    for v in order:
        later = {u for u in near[v] if rank[u] > rank[v]}
        stack: list[tuple[list[int], set[int], set[int]]] = [([v], later, near[v] - later)]
        while stack:
            members, open_, done = stack.pop()
            if not open_:
                if not done and len(members) >= least:
                    found.append(tuple(sorted(members)))
                    if len(found) > most:
                        raise GraphError("There are too many cliques to list", got=f"more than {most:,}", remedy="Raise least= or most=")
                continue
            if len(members) + len(open_) < least:
                continue
            pivot = max(open_ | done, key=lambda u: (len(near[u] & open_), -u))
            for u in sorted(open_ - near[pivot]):
                stack.append(([*members, u], open_ & near[u], done & near[u]))
                open_ = open_ - {u}
                done = done | {u}
    return sorted(found, key=lambda clique: (-len(clique), clique))
