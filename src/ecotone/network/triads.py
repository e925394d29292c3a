"""Triad census: how often each of the sixteen kinds of three actors occurs, beside what chance gives.

References
----------
Holland, P. W. and Leinhardt, S. (1970). A method for detecting structure in sociometric data. American Journal of
Sociology 76, 492-513. Moody, J. (1998). Matrix methods for calculating the triad census. Social Networks 20, 291-299.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from ecotone.network.graph import Graph

KINDS: Final = ("003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U", "120C", "210", "300")

_EXAMPLES: Final = {
    "003": (),
    "012": ((0, 1),),
    "102": ((0, 1), (1, 0)),
    "021D": ((1, 0), (1, 2)),
    "021U": ((0, 1), (2, 1)),
    "021C": ((0, 1), (1, 2)),
    "111D": ((0, 1), (1, 0), (2, 1)),
    "111U": ((0, 1), (1, 0), (1, 2)),
    "030T": ((0, 1), (1, 2), (0, 2)),
    "030C": ((0, 1), (1, 2), (2, 0)),
    "201": ((0, 1), (1, 0), (1, 2), (2, 1)),
    "120D": ((1, 0), (1, 2), (0, 2), (2, 0)),
    "120U": ((0, 1), (2, 1), (0, 2), (2, 0)),
    "120C": ((0, 1), (1, 2), (0, 2), (2, 0)),
    "210": ((0, 1), (1, 2), (2, 1), (0, 2), (2, 0)),
    "300": ((0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)),
}
_PAIRS: Final = ((0, 1), (0, 2), (1, 2))


def _code(arcs: set[tuple[int, int]]) -> int:
    """Return one number for the three dyads: 0 none, 1 up, 2 down, 3 both, in base four."""
    return sum(((a, b) in arcs) * 4**at + ((b, a) in arcs) * 2 * 4**at for at, (a, b) in enumerate(_PAIRS))


def _kinds() -> dict[int, int]:
    """Return the kind of each of the 64 ways in which three actors can be tied."""
    found = {}
    for number, kind in enumerate(KINDS):
        for order in permutations(range(3)):
            found[_code({(order[a], order[b]) for a, b in _EXAMPLES[kind]})] = number
    return found


def triad_census(graph: Graph) -> dict[str, int]:
    """Count the kinds of triads; weights and loops do not count, and an undirected tie goes both ways.

    Only triads with a tie are looked at; the empty ones are what is left of all.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> cycle = Graph.from_frames(pl.DataFrame({"source": [0, 1, 2], "target": [1, 2, 0]}), directed=True, weight="strength")
    >>> {kind: count for kind, count in triad_census(cycle).items() if count}
    {'030C': 1}
    """
    kind = _kinds()
    n, around = len(graph), graph.around
    out = [set(graph.out.indices[a:b].tolist()) for a, b in zip(graph.out.indptr[:-1], graph.out.indptr[1:], strict=True)]
    near = [set(around.indices[a:b].tolist()) for a, b in zip(around.indptr[:-1], around.indptr[1:], strict=True)]
    count = np.zeros(16, np.int64)
    for u in range(n):
        for v in near[u]:
            if v <= u:
                continue
            union = (near[u] | near[v]) - {u, v}
            dyad = (v in out[u]) + 2 * (u in out[v])
            count[1 if dyad < 3 else 2] += n - len(union) - 2
            for w in union:
                # A triad is counted from its first tied pair only.
                if v < w or (u < w < v and w not in near[u]):
                    code = dyad + 4 * ((w in out[u]) + 2 * (u in out[w])) + 16 * ((w in out[v]) + 2 * (v in out[w]))
                    count[kind[code]] += 1
    count[0] = n * (n - 1) * (n - 2) // 6 - int(count[1:].sum())
    return dict(zip(KINDS, count.tolist(), strict=True))
