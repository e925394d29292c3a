"""The shortest independent loop set: few short loops from which the feedback of a model can be told, found from its links alone.

A geodetic cycle goes from one variable to another on a shortest way and comes back on a shortest way. Of these, one is taken
after the other: always the one that brings the fewest links that no loop before it had (the shortest of such, then the first by
its variables), until every link of the partition is in a loop. Each loop taken has a link of its own, so none is a sum of the
others. A strongly connected partition of N variables and E links has E − N + 1 independent loops; where variables feed each other
very densely the geodetic cycles are fewer, and the set falls short of that number.

References
----------
R. Oliva: Model structure analysis through graph theory: partition heuristics and feedback structure decomposition. System
Dynamics Review 20(4), 2004, doi 10.1002/sdr.298. C. Kampmann: Feedback loop gains and system behavior (1996). System Dynamics
Review 28(4), 2012, doi 10.1002/sdr.1483. J. Huang, E. Howley, J. Duggan: Observations on the shortest independent loop set
algorithm. System Dynamics Review 28(3), 2012 (on sets that fall short, and on equally short ways).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ecotone.dynamics.causes import Vertex

MOST_WAYS: Final = 50
"""Equally short ways between two variables that are followed."""

Ring = tuple[int, ...]


def independent_loops(inputs: Mapping[Vertex, Sequence[Vertex]], component: Sequence[Vertex]) -> tuple[list[Ring], int]:
    """Return the shortest independent loop set of a partition, and how many independent loops there are in all, E − N + 1.

    Parameters
    ----------
    inputs : mapping
        What each variable reads.
    component : sequence of int
        A strongly connected part of them.

    Examples
    --------
    Prey 0 and predator 1 with births 2, 4 and deaths 3, 5 (Lotka and Volterra); predation joins them:

    >>> reads = {0: [2, 3], 1: [4, 5], 2: [0], 3: [0, 1], 4: [0, 1], 5: [1]}
    >>> independent_loops(reads, range(6))
    ([(0, 2), (0, 3), (1, 4), (1, 5), (0, 4, 1, 3)], 5)
    """
    inside = set(component)
    after: dict[Vertex, list[Vertex]] = {vertex: [] for vertex in sorted(component)}
    for vertex in sorted(component):
        for source in inputs[vertex]:
            if source in inside:
                after[source].append(vertex)
    links = sum(len(set(targets)) for targets in after.values())
    cycles = sorted(geodetic_cycles(after), key=lambda ring: (len(ring), ring))
    return _fewest_new_links(cycles), links - len(after) + 1


def geodetic_cycles(after: Mapping[Vertex, Sequence[Vertex]]) -> set[Ring]:
    """Return the cycles made of a shortest way there and a shortest way back, each from its first vertex."""
    before = {start: _ways_back(after, start) for start in after}
    found: set[Ring] = {(vertex,) for vertex in after if vertex in after[vertex]}
    for one, other in combinations(after, 2):
        there = list(_ways(before[one], one, other))
        back = list(_ways(before[other], other, one))
        for first in there:
            taken = set(first)
            for second in back:
                if taken.isdisjoint(second[1:-1]):
                    ring = first + second[1:-1]
                    least = ring.index(min(ring))
                    found.add(ring[least:] + ring[:least])
    return found


def _ways_back(after: Mapping[Vertex, Sequence[Vertex]], start: Vertex) -> dict[Vertex, list[Vertex]]:
    """Return from where each vertex is reached on the shortest ways from a start."""
    far = {start: 0}
    before: dict[Vertex, list[Vertex]] = {start: []}
    front = [start]
    while front:
        reached = []
        for vertex in front:
            for target in dict.fromkeys(after[vertex]):
                if target not in far:
                    far[target] = far[vertex] + 1
                    before[target] = []
                    reached.append(target)
                if far[target] == far[vertex] + 1:
                    before[target].append(vertex)
        front = reached
    return before


def _ways(before: Mapping[Vertex, Sequence[Vertex]], start: Vertex, end: Vertex) -> Iterator[Ring]:
    """Yield the shortest ways from the start to a vertex, up to `MOST_WAYS`."""
    stack: list[Ring] = [(end,)]
    count = 0
    while stack and count < MOST_WAYS:
        way = stack.pop()
        if way[0] == start:
            count += 1
            yield way
        else:
            stack += [(vertex, *way) for vertex in reversed(before[way[0]])]


def _fewest_new_links(cycles: Sequence[Ring]) -> list[Ring]:
    """Take cycles, shortest first, always one that brings the fewest new links, until none brings any."""
    fresh = [set(zip(ring, (*ring[1:], ring[0]), strict=True)) for ring in cycles]
    holding: dict[tuple[Vertex, Vertex], list[int]] = defaultdict(list)
    for at, links in enumerate(fresh):
        for link in links:
            holding[link].append(at)
    waiting = [(len(links), at) for at, links in enumerate(fresh)]
    heapq.heapify(waiting)
    taken = []
    while waiting:
        count, at = heapq.heappop(waiting)
        if count != len(fresh[at]) or not count:  # out of date, or brings nothing
            continue
        taken.append(cycles[at])
        for link in list(fresh[at]):
            for other in holding[link]:
                fresh[other].discard(link)
                if fresh[other]:
                    heapq.heappush(waiting, (len(fresh[other]), other))
    return taken
