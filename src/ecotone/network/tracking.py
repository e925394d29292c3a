"""What becomes of ties and communities from one period to the next: turnover, and births, deaths, merges and splits.

References
----------
Palla, G., Barabási, A.-L. and Vicsek, T. (2007). Quantifying social group evolution. Nature 446, 664-667. Greene, D., Doyle, D. and
Cunningham, P. (2010). Tracking the evolution of communities in dynamic social networks. ASONAM 2010.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.groups import communities
from ecotone.network.moments import Moment, snapshots
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

ALIKE: Final = 0.3
"""Least Jaccard index of two communities that are taken for one and the same."""
CHIP: Final = 0.7
"""A community that is more like the earlier one than this has not split: the rest was a chip off it."""


def turnover(graph: Graph, bounds: Sequence[Moment], *, cumulative: bool = False) -> pl.DataFrame:
    """Say for each two periods that follow each other how many pairs stayed tied, were newly tied and came apart.

    Parameters
    ----------
    graph : Graph
        With times of ties.
    bounds : sequence
        Bounds of the periods; n bounds make n - 1 periods.
    cumulative : bool
        Each period holds all that began before its end.

    Returns
    -------
    polars.DataFrame
        `earlier`, `later` (begins of the two periods), `before`, `after` (pairs tied), `kept`, `formed`, `ended`, and
        `jaccard` (kept over all).
    """
    if len(bounds) < 3:
        raise GraphError("Turnover needs two periods", got=f"{len(bounds)} bounds", expected="three or more")
    pairs = [_pairs(each) for each in snapshots(graph, bounds, cumulative=cumulative)]
    rows = []
    for number, (one, other) in enumerate(itertools.pairwise(pairs)):
        kept = int(np.intersect1d(one, other, assume_unique=True).shape[0])
        every = one.shape[0] + other.shape[0] - kept
        rows.append(
            {
                "earlier": str(bounds[number]),
                "later": str(bounds[number + 1]),
                "before": one.shape[0],
                "after": other.shape[0],
                "kept": kept,
                "formed": other.shape[0] - kept,
                "ended": one.shape[0] - kept,
                "jaccard": kept / every if every else float("nan"),
            }
        )
    return pl.DataFrame(rows)


def _pairs(graph: Graph) -> NDArray[np.int64]:
    rows = graph.around
    once = rows.rows < rows.indices
    return np.unique(rows.rows[once].astype(np.int64) * len(graph) + rows.indices[once])


def tracked(
    graph: Graph,
    bounds: Sequence[Moment],
    *,
    cumulative: bool = True,
    alike: float = ALIKE,
    runs: int = 10,
    seed: int = 0,
    work: Work = SILENT,
) -> pl.DataFrame:
    """Find communities in each period and say what became of each.

    Parameters
    ----------
    graph : Graph
        With times of ties.
    bounds : sequence
        Bounds of the periods.
    cumulative : bool
        Each period holds all that began before its end (a map that grows), or only what held in it.
    alike : float
        Least share of members in common (Jaccard index) of two communities that are the same one.
    runs, seed : int
        As for `groups.communities`.

    Returns
    -------
    polars.DataFrame
        One row a community and period: `period`, `community`, `actors`, `from` (communities of the period before that it came
        from), `alike` (with the likest of them), `fate` (`born`, `continued`, `grown`, `shrunk`, `merged`, `split`), and `dies`
        (nothing of the next period is like it; null in the last). Communities have two actors or more.
    """
    if len(bounds) < 3:
        raise GraphError("Tracking needs two periods", got=f"{len(bounds)} bounds", expected="three or more")
    if not 0 < alike <= 1:
        raise GraphError("A likeness lies between 0 and 1", got=str(alike))
    found = []
    for number, each in enumerate(snapshots(graph, bounds, cumulative=cumulative)):
        group = communities(each, runs=runs, seed=seed).group
        found.append(_members(group))
        work.step(number, len(bounds) - 1, "communities of each period")
    return fates(found, [str(bound) for bound in bounds[:-1]], alike)


def _members(group: NDArray[np.int64]) -> list[frozenset[int]]:
    order = np.argsort(group, kind="stable")
    cuts = np.flatnonzero(np.diff(group[order])) + 1
    return [frozenset(part.tolist()) for part in np.split(order, cuts) if part.shape[0] > 1]


def fates(periods: Sequence[Sequence[frozenset[int]]], names: Sequence[str], alike: float = ALIKE) -> pl.DataFrame:
    """Say what became of communities, given as sets of actors for each period; see `tracked`.

    A community *merged* where two or more of the period before went mostly into it. It is one of several that *split* where one
    of the period before went to it and to others that lie mostly in that one.

    Examples
    --------
    >>> one, other = frozenset({1, 2, 3}), frozenset({4, 5, 6})
    >>> fates([[one, other], [one | other], [one, other]], ["2000", "2010", "2020"])["fate"].to_list()
    ['born', 'born', 'merged', 'split', 'split']
    """
    number = itertools.count(1)
    ids = [[next(number) for _ in period] for period in periods]
    rows: list[dict[str, Any]] = []
    for at, period in enumerate(periods):
        before = periods[at - 1] if at else ()
        after = periods[at + 1] if at + 1 < len(periods) else None
        for place, members in enumerate(period):
            sources = [k for k, old in enumerate(before) if _mostly(old, members)]
            wholes = [k for k, old in enumerate(before) if _mostly(members, old)]
            best = max(((_jaccard(old, members), -k) for k, old in enumerate(before)), default=(0.0, 0))
            siblings = [new for new in period if wholes and _mostly(new, before[wholes[0]])]
            if len(sources) > 1:
                fate, origin = "merged", sources
            elif wholes and len(siblings) > 1 and best[0] <= CHIP:
                fate, origin = "split", wholes
            elif best[0] >= alike:
                origin = [-best[1]]
                change = len(members) / len(before[origin[0]])
                fate = "grown" if change > 1.1 else "shrunk" if change < 0.9 else "continued"
            else:
                fate, origin = "born", []
            dies = None if after is None else not any(_jaccard(members, new) >= alike or _mostly(members, new) for new in after)
            rows.append(
                {
                    "period": names[at],
                    "community": ids[at][place],
                    "actors": len(members),
                    "from": [ids[at - 1][k] for k in origin],
                    "alike": best[0],
                    "fate": fate,
                    "dies": dies,
                }
            )
    return pl.DataFrame(
        rows,
        schema={
            "period": pl.String,
            "community": pl.Int64,
            "actors": pl.Int64,
            "from": pl.List(pl.Int64),
            "alike": pl.Float64,
            "fate": pl.String,
            "dies": pl.Boolean,
        },
    )


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _mostly(one: frozenset[int], other: frozenset[int]) -> bool:
    """Tell whether more than half of the one lies in the other."""
    return 2 * len(one & other) > len(one)
