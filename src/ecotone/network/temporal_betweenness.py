"""Who lies between others on paths in time: on those of fewest steps, those that arrive first, and those that take the least time.

A path is a sequence of ties each of which can be passed after the one before it. All best paths of a pair count alike: of fewest steps;
or that arrive first, and of these the ones with fewest steps; or that take the least time from leaving to arriving, whenever that is, and
of these the ones with fewest steps. (Without "fewest steps" best paths run in circles, and counting those that do not is beyond reach:
Buß et al. show it to be #P-hard.) Something waits at no cost where it is; with the fastest, what it waits before it leaves is no time.

References
----------
Buß, S., Molter, H., Niedermeier, R. and Rymar, M. (2020). Algorithmic aspects of temporal betweenness. Proceedings of KDD 2020, 2084-2092.
Wu, H. et al. (2014). Path problems in temporal graphs. Proceedings of the VLDB Endowment 7, 721-732 (foremost, fastest, shortest).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.temporal import contacts
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph
    from ecotone.network.temporal import Contacts

Best = Literal["shortest", "first", "fastest"]
DIGITS: Final = 9
"""Decimals of a time (in days, where times are dates) that count when two are compared."""


@dataclass(slots=True)
class _State:
    """Paths of one length to one actor that are alike in all that matters for how they can go on.

    Parameters
    ----------
    actor : int
        Where they end.
    arrival : float
        When they can be there at the earliest, whenever they left.
    departure : float
        When they can leave at the latest; infinity where leaving does not matter.
    paths : float
        How many there are.
    onward : list of _State
        Where each goes on to, once for each tie.
    part : float
        For each of its paths, the share of best paths to all ends that begin with it.
    """

    actor: int
    arrival: float
    departure: float
    paths: float = 0.0
    onward: list[_State] = field(default_factory=list)
    part: float = 0.0


def betweenness_in_time(
    graph: Graph, best: Best = "shortest", *, since: float = -np.inf, delay: float = 0.0, work: Work = SILENT
) -> NDArray[np.float64]:
    r"""Compute the share of best paths in time that run through each actor, averaged over the ordered pairs that have a path.

    .. math:: B(i) = \frac{1}{P} \sum_{s \ne i \ne t} \frac{\sigma_{st}(i)}{\sigma_{st}}

    with the P pairs that have a path in time; 0 where there is none.

    Parameters
    ----------
    graph : Graph
        With times of ties, as for `temporal.arrivals`. Parallel ties are ways of their own.
    best : {'shortest', 'first', 'fastest'}
        Fewest steps; first to arrive; least time from leaving to arriving. Of the last two, those with fewest steps.
    since : float
        Nothing leaves before this, in the unit of the times.
    delay : float
        How long passing a tie takes.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame(
    ...     {"source": list("abac"), "target": list("bdcd"), "valid_from": [1.0, 9.0, 5.0, 5.0], "valid_to": [1.0, 9.0, 5.0, 5.0]}
    ... )
    >>> graph = Graph.from_frames(ties, directed=True, weight="strength")
    >>> betweenness_in_time(graph, "shortest").tolist(), betweenness_in_time(graph, "fastest").tolist()
    ([0.0, 0.1, 0.0, 0.1], [0.0, 0.0, 0.0, 0.2])
    """
    if best not in {"shortest", "first", "fastest"}:
        raise GraphError("There are no such best paths", got=str(best), expected="shortest, first, fastest")
    if delay < 0:
        raise GraphError("Passing a tie takes no negative time", got=str(delay))
    around = contacts(graph)
    through = np.zeros(len(graph))
    pairs = 0
    for source in range(len(graph)):
        rounds = _spread(around, source, best, since, delay)
        pairs += _mark_ends(rounds, source, best, delay)
        for states in reversed(rounds):
            for state in states:
                beyond = sum(after.part for after in state.onward)
                if state.actor != source:
                    through[state.actor] += state.paths * beyond
                state.part += beyond
        if source % 16 == 0:
            work.step(source, len(graph), "paths in time")
    return through / max(pairs, 1)


def _spread(around: Contacts, source: int, best: Best, since: float, delay: float) -> list[list[_State]]:
    """Follow all paths from a source step by step, and leave out those that others surpass with fewer steps."""
    beginning = _State(source, since if best != "fastest" else -np.inf, np.inf, 1.0)
    rounds = [[beginning]]
    known: dict[int, list[tuple[float, float]]] = {}
    while rounds[-1]:
        found: dict[tuple[int, float, float], _State] = {}
        passed = len(rounds) - 1
        for state in rounds[-1]:
            for other, low, high in around[state.actor]:
                moment = max(state.arrival, low)
                latest = min(state.departure, round(high - passed * delay, DIGITS)) if best == "fastest" else np.inf
                if other == source or moment > high or latest < since:
                    continue
                arrival = round(moment + delay, DIGITS)
                # As early with fewer steps, and leaving as late: what comes after is better that way.
                if any(early <= arrival and late >= latest for early, late in known.get(other, ())):
                    continue
                after = found.setdefault((other, arrival, latest), _State(other, arrival, latest))
                after.paths += state.paths
                state.onward.append(after)
        for state in found.values():
            known.setdefault(state.actor, []).append((state.arrival, state.departure))
        rounds.append(list(found.values()))
    return rounds


def _mark_ends(rounds: list[list[_State]], source: int, best: Best, delay: float) -> int:
    """Give the best paths to each actor their shares, and return how many actors have one."""
    cost: dict[int, float] = {}
    ends: dict[int, list[_State]] = {}
    for steps, states in enumerate(rounds):
        fresh: dict[int, list[_State]] = {}
        for state in states:
            if best == "fastest":
                value = round(max(steps * delay, state.arrival - state.departure), DIGITS)
            else:
                value = float(steps) if best == "shortest" else state.arrival
            if value < cost.get(state.actor, np.inf) or (state.actor not in cost):
                cost[state.actor], fresh[state.actor] = value, [state]
            elif value == cost[state.actor] and state.actor in fresh:
                fresh[state.actor].append(state)
        ends |= fresh
    ends.pop(source, None)
    for states in ends.values():
        total = sum(state.paths for state in states)
        for state in states:
            state.part += 1.0 / total
    return len(ends)
