"""What could reach whom in time: paths along ties that follow each other, and who lies on the first to arrive.

A tie can be passed at any moment while it holds, and passing takes a given time (none, where not given). A path respects
time where no tie is passed before the one ahead of it. Reachability in time is never more than in the network that forgets
time, and often much less.

References
----------
Kempe, D., Kleinberg, J. and Kumar, A. (2002). Connectivity and inference problems for temporal networks. J. Computer and System
Sciences 64, 820-842. Holme, P. and Saramäki, J. (2012). Temporal networks. Physics Reports 519, 97-125.
"""

from __future__ import annotations

import datetime as dt
import heapq
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ecotone.dates import Date
from ecotone.errors import GraphError
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

Contacts = list[list[tuple[int, float, float]]]


def contacts(graph: Graph) -> Contacts:
    """List for each actor whom it can pass to, and from when until when; in days since 1970 where times are dates.

    An open begin is minus infinity, an open end infinity. A date of a month or year counts from its first day to its last.
    """
    begin, end = _times(graph.ties["valid_from"], first=True), _times(graph.ties["valid_to"], first=False)
    start = np.where(np.isnan(begin), -np.inf, begin).tolist()
    stop = np.where(np.isnan(end), np.inf, end).tolist()
    back = (~graph.ties["directed"].to_numpy() | (not graph.directed)).tolist()
    found: Contacts = [[] for _ in range(len(graph))]
    for tail, head, low, high, both in zip(graph.tails.tolist(), graph.heads.tolist(), start, stop, back, strict=True):
        if tail == head or high < low:
            continue
        found[tail].append((head, low, high))
        if both:
            found[head].append((tail, low, high))
    return found


def _times(values: pl.Series, *, first: bool) -> NDArray[np.float64]:
    if values.dtype.is_numeric() or values.dtype == pl.Null:
        return values.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    if values.dtype != pl.String:
        raise GraphError("Times of ties are of a type that cannot be followed", got=str(values.dtype), expected="ISO text or numbers")
    epoch = dt.date(1970, 1, 1)
    known: dict[str | None, float] = {None: float("nan")}
    for text in values.unique().drop_nulls().to_list():
        date = Date(text)
        known[text] = float(((date.first if first else date.last) - epoch).days)
    return np.asarray([known[text] for text in values.to_list()], np.float64)


def arrivals(graph: Graph, source: Any, *, since: float = -np.inf, delay: float = 0.0) -> NDArray[np.float64]:
    """Compute when something that starts at an actor can first be at each other.

    Parameters
    ----------
    graph : Graph
        With times of ties.
    source : id
        Where it starts.
    since : float
        When it starts, in the unit of the times (days since 1970 for dates).
    delay : float
        How long passing a tie takes.

    Returns
    -------
    ndarray
        First arrival at each actor; infinity where there is no path in time, `since` at the source.

    Examples
    --------
    >>> ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "valid_from": [5.0, 1.0], "valid_to": [9.0, 3.0]})
    >>> from ecotone.network import Graph
    >>> graph = Graph.from_frames(ties, directed=False, weight="strength")
    >>> arrivals(graph, "a", since=0.0).tolist(), arrivals(graph, "c", since=0.0).tolist()
    ([0.0, 5.0, inf], [5.0, 1.0, 0.0])
    """
    if delay < 0:
        raise GraphError("Passing a tie takes no negative time", got=str(delay))
    return _arrivals(contacts(graph), int(graph.positions([source])[0]), since, delay)[0]


def _arrivals(around: Contacts, source: int, since: float, delay: float) -> tuple[NDArray[np.float64], list[int]]:
    """Find first arrivals, and who passed it on to each; of several at once the first by position."""
    when = np.full(len(around), np.inf)
    by = [-1] * len(around)
    when[source] = since
    heap = [(since, source)]
    done = [False] * len(around)
    while heap:
        now, actor = heapq.heappop(heap)
        if done[actor]:
            continue
        done[actor] = True
        for other, low, high in around[actor]:
            passed = max(now, low)
            if passed > high or done[other]:
                continue
            there = passed + delay
            if there < when[other] or (there == when[other] and by[other] > actor):
                when[other] = there
                by[other] = actor
                heapq.heappush(heap, (there, other))
    return when, by


def reach_in_time(graph: Graph, *, since: float = -np.inf, delay: float = 0.0, work: Work = SILENT) -> pl.DataFrame:
    """Say for each actor how many others it reaches, and is reached by, along paths in time, and on how many first paths it lies.

    Parameters
    ----------
    graph : Graph
        With times of ties.
    since, delay : float
        As for `arrivals`.

    Returns
    -------
    polars.DataFrame
        `id`, `label`, `reaches`, `reached_by` (shares of the others), `between`: of the pairs with a path in time, the share whose
        first-arriving path (one for each pair, the first by position of those that arrive together) runs through the actor.
    """
    around = contacts(graph)
    n = len(graph)
    reaches, reached, between = np.zeros(n), np.zeros(n), np.zeros(n)
    pairs = 0
    for source in range(n):
        when, by = _arrivals(around, source, since, delay)
        there = np.flatnonzero(np.isfinite(when) | (when == -np.inf))
        reaches[source] = there.shape[0] - 1
        for target in there.tolist():
            if target == source:
                continue
            pairs += 1
            reached[target] += 1
            step = by[target]
            while step not in {source, -1}:
                between[step] += 1
                step = by[step]
        if source % 64 == 0:
            work.step(source, n, "paths in time")
    others = max(n - 1, 1)
    frame = graph.actors.select("id", "label")
    return frame.with_columns(
        reaches=pl.Series(reaches / others), reached_by=pl.Series(reached / others), between=pl.Series(between / max(pairs, 1))
    )
