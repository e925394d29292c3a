"""What is emerging: actors, pairs of groups and ties that grew since a day more than the whole did.

The test conditions on what there was: of all ties begun in both periods, how many of an actor's (or pair's) would lie in the
later one if it had grown as all others did? That is hypergeometric (Fisher's exact test, one-sided), and as many are
tested, the false-discovery rate is kept.

References
----------
Fisher, R. A. (1935). The logic of inductive inference. JRSS 98, 39-82. Benjamini, Y. and Hochberg, Y. (1995). JRSS B 57,
289-300.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.brokerage import UNKNOWN, grouping
from ecotone.network.gaps import false_discovery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def emerging(
    graph: Graph,
    since: str,
    *,
    before: str | None = None,
    of: Literal["actors", "pairs", "groups"] = "actors",
    by: str | Sequence[Any] | NDArray[Any] = "sector",
) -> pl.DataFrame:
    """Find what grew since a day more than the whole.

    Parameters
    ----------
    graph : Graph
        One tie for each source record (`read.graph(rule="each")`) with its begin; ties without one are left out.
    since : str
        First day, month or year of the later period.
    before : str, optional
        First day of the earlier period; the first begin of any tie where not given.
    of : {'actors', 'pairs', 'groups'}
        Count the ties of each actor, of each pair of actors, or between each pair of groups.
    by : str or sequence
        The groups.

    Returns
    -------
    polars.DataFrame
        `what` (or `one` and `other`), `earlier`, `later`, `expected`, `growth` (later over expected), `p`, `q`; the least p first.
    """
    from scipy.stats import hypergeom

    begin = graph.ties["valid_from"]
    if begin.dtype != pl.String:
        raise GraphError("Emergence needs begins as ISO text", got=str(begin.dtype))
    known = begin.is_not_null() & ((begin >= before) if before is not None else pl.Series([True]).new_from_index(0, len(begin)))
    late = (begin >= since) & known
    mask, later = known.fill_null(value=False).to_numpy(), late.fill_null(value=False).to_numpy()
    proper = graph.tails != graph.heads
    mask, later = mask & proper, later & proper
    keys, names = _keys(graph, of, by)
    every, new = int(mask.sum()), int(later.sum())
    ends = 2 if of == "actors" else 1
    if of == "actors":
        tally = np.concatenate((graph.tails, graph.heads)).astype(np.int64)
        mask, later = np.tile(mask, 2), np.tile(later, 2)
    else:
        tally = keys
    usable = tally >= 0
    total = np.bincount(tally[mask & usable], minlength=len(names))
    recent = np.bincount(tally[later & usable], minlength=len(names))
    seen = np.flatnonzero(total)
    expected = total[seen] * (new / every if every else 0.0)
    # An actor's ties are drawn from all ties, whichever of its ends it is.
    p = np.minimum(hypergeom.sf(recent[seen] - 1, every, new, np.minimum(total[seen], every)), 1.0)
    frame = pl.DataFrame(
        {
            "at": seen,
            "earlier": (total - recent)[seen],
            "later": recent[seen],
            "expected": expected,
            "growth": np.divide(recent[seen], expected, out=np.zeros(len(seen)), where=expected > 0),
            "p": p,
            "q": false_discovery(p),
        }
    )
    labels = pl.DataFrame([names[at] for at in seen.tolist()], schema=["what"] if ends == 2 else ["one", "other"], orient="row")
    if labels.is_empty():
        labels = pl.DataFrame(schema={"what": pl.String} if ends == 2 else {"one": pl.String, "other": pl.String})
    return pl.concat([labels, frame], how="horizontal").sort("p", "at").drop("at")


def _keys(graph: Graph, of: str, by: str | Sequence[Any] | NDArray[Any]) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
    """Return what each tie is counted for, as a position among names; -1 for nothing."""
    labels = graph.actors["label"].cast(pl.String).to_list()
    if of == "actors":
        return np.zeros(0, np.int64), [(label,) for label in labels]
    if of == "pairs":
        low, high = np.minimum(graph.tails, graph.heads).astype(np.int64), np.maximum(graph.tails, graph.heads).astype(np.int64)
        pairs, keys = np.unique(low * len(graph) + high, return_inverse=True)
        return keys, [(labels[pair // len(graph)], labels[pair % len(graph)]) for pair in pairs.tolist()]
    if of != "groups":
        raise GraphError("Emergence is asked of actors, pairs or groups", got=of)
    group, names = grouping(graph, by)
    low, high = np.minimum(group[graph.tails], group[graph.heads]), np.maximum(group[graph.tails], group[graph.heads])
    unknown = names.index(UNKNOWN) if UNKNOWN in names else -1
    keys = low.astype(np.int64) * len(names) + high
    keys[(low == unknown) | (high == unknown)] = -1
    return keys, [(names[a], names[b]) for a in range(len(names)) for b in range(len(names))]
