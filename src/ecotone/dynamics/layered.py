"""Places for the vertices of a directed graph: in layers, so that most links lead one way and few cross.

The method of Sugiyama, Tagawa and Toda (1981): cycles are opened at as few links as a greedy order finds, vertices are put
into layers along the remaining links, and within each layer ordered so that few links cross. The same graph always stands
the same.

References
----------
K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures. IEEE Transactions on
Systems, Man, and Cybernetics 11(2), 1981. P. Eades, X. Lin, W. Smyth: A fast and effective heuristic for the feedback arc
set problem. Information Processing Letters 47(6), 1993.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SWEEPS: Final = 12
"""How often the order within the layers is put right."""


def opened(count: int, weights: Mapping[tuple[int, int], int]) -> list[int]:
    """Order vertices so that little leads back (Eades, Lin and Smyth 1993)."""
    after: dict[int, dict[int, int]] = defaultdict(dict)
    into: dict[int, dict[int, int]] = defaultdict(dict)
    for (a, b), weight in weights.items():
        after[a][b] = weight
        into[b][a] = weight
    left = set(range(count))
    first: list[int] = []
    last: list[int] = []

    def still(ends: Mapping[int, int]) -> int:
        return sum(weight for vertex, weight in ends.items() if vertex in left)

    while left:
        sinks = sorted(v for v in left if not still(after[v]))
        sources = sorted(v for v in left if not still(into[v]) and v not in sinks)
        if sinks or sources:
            last = [*sinks, *last]
            first += sources
            left -= {*sinks, *sources}
            continue
        best = max(sorted(left), key=lambda v: still(after[v]) - still(into[v]))
        first.append(best)
        left.discard(best)
    return first + last


def layers(count: int, weights: Mapping[tuple[int, int], int]) -> tuple[list[int], dict[tuple[int, int], int]]:
    """Put each vertex one layer behind the last that leads to it, then move each where its links are short, heavy ones above all.

    Returns
    -------
    layer, forward
        The layer of each vertex, and the weights of the links from a layer to a later one; those that led back are turned.
    """
    order = {vertex: place for place, vertex in enumerate(opened(count, weights))}
    forward: dict[tuple[int, int], int] = {}
    for (a, b), weight in weights.items():
        ends = (a, b) if order[a] < order[b] else (b, a)
        forward[ends] = forward.get(ends, 0) + weight
    layer = [0] * count
    ranked = sorted(range(count), key=lambda v: order[v])
    into: dict[int, list[tuple[int, int]]] = defaultdict(list)
    after: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (a, b), weight in forward.items():
        into[b].append((a, weight))
        after[a].append((b, weight))
    for vertex in ranked:
        layer[vertex] = max((layer[a] + 1 for a, _ in into[vertex]), default=0)
    for sweep in range(SWEEPS):
        for vertex in ranked if sweep % 2 else reversed(ranked):
            low = max((layer[a] + 1 for a, _ in into[vertex]), default=None)
            high = min((layer[b] - 1 for b, _ in after[vertex]), default=None)
            if low is None and high is None:
                continue
            pull = sum(w for _, w in after[vertex]) - sum(w for _, w in into[vertex])
            # The sum of lengths falls as far as one side pulls harder than the other.
            layer[vertex] = high if pull > 0 and high is not None else low if low is not None else high or 0
    least = min(layer, default=0)
    return [each - least for each in layer], forward


def rows(layer: Sequence[int], forward: Iterable[tuple[int, int]], sizes: Sequence[float] | None = None) -> list[float]:
    """Order each layer by the middle of its neighbours, from left to right and back, and centre the layers.

    `sizes` is how much room each vertex takes; without it each takes 1.
    """
    room = sizes if sizes is not None else [1.0] * len(layer)
    near = defaultdict(list)
    for a, b in forward:
        near[a].append(b)
        near[b].append(a)
    columns = [[v for v in range(len(layer)) if layer[v] == at] for at in range(max(layer, default=-1) + 1)]
    place = {v: float(at) for column in columns for at, v in enumerate(column)}
    tallest = max((len(column) for column in columns), default=0)
    for sweep in range(SWEEPS):
        for at in range(len(columns)) if sweep % 2 == 0 else range(len(columns) - 1, -1, -1):
            # Half of the sweeps look one way only, so that layers settle beside each other; the last ones look both ways.
            side = -1 if sweep % 2 == 0 else 1
            wish = {}
            for v in columns[at]:
                seen = [place[n] for n in near[v] if sweep >= SWEEPS - 4 or (layer[n] - at) * side > 0]
                wish[v] = float(np.median(seen)) if seen else place[v]
            columns[at].sort(key=lambda v: (wish[v], v))
            taken = -1e9
            for v in columns[at]:
                place[v] = max(wish[v], taken + room[v] / 2)
                taken = place[v] + room[v] / 2
            shift = (tallest - 1) / 2 - (place[columns[at][0]] + place[columns[at][-1]]) / 2
            for v in columns[at]:
                place[v] += shift
    least = min(place.values(), default=0.0)
    return [place[v] - least for v in range(len(layer))]


def straightened(
    layer: Sequence[int], forward: Iterable[tuple[int, int]], row: Sequence[float], sizes: Sequence[float], real: int
) -> list[float]:
    """Move the vertices of each layer, in their order, as near to their neighbours as their room lets them.

    The best places for an order are found exactly, by pooling neighbours that would overlap (isotonic regression).

    Parameters
    ----------
    layer, forward, sizes
        As in `rows`.
    row : sequence of float
        Where they stand.
    real : int
        From this vertex on they are bends of links, which are straightened above all.
    """
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for a, b in forward:
        pull = 8.0 if a >= real and b >= real else 2.0 if a >= real or b >= real else 1.0
        near[a].append((b, pull))
        near[b].append((a, pull))
    place = list(row)
    columns = [sorted((v for v in range(len(layer)) if layer[v] == at), key=lambda v: row[v]) for at in range(max(layer, default=-1) + 1)]
    for sweep in range(4 * SWEEPS):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            wish: list[float] = []
            weight: list[float] = []
            offset: list[float] = []
            gone = 0.0
            for at, v in enumerate(column):
                gone += (sizes[column[at - 1]] + sizes[v]) / 2 if at else 0.0
                offset.append(gone)
                total = sum(w for _, w in near[v])
                wish.append((sum(place[n] * w for n, w in near[v]) / total if total else place[v]) - gone)
                weight.append(total or 0.1)
            for v, shift, moved in zip(column, offset, _rising(wish, weight), strict=True):
                place[v] = moved + shift
    least = min(place, default=0.0)
    return [each - least for each in place]


def _rising(wish: Sequence[float], weight: Sequence[float]) -> list[float]:
    """Return the values nearest to wishes that nowhere fall (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, heavy in zip(wish, weight, strict=True):
        pools.append((value, heavy, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, p, m), (b, q, n) = pools[-2:]
            pools[-2:] = [((a * p + b * q) / (p + q), p + q, m + n)]
    return [value for value, _, count in pools for _ in range(count)]
