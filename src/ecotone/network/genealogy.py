"""Genealogies of citation: what a work descends from, what descends from it, and in which generation each stands.

Arcs go from the cited to the citing, in the direction in which knowledge goes, as for the main path; `turned` turns a network of
citing → cited round. A work that cites several descends from each in equal shares, or in the shares of the arcs' strengths; an ancestor's
share in a work is the chance to come through it when one goes back from cited to cited at random. The shares of the works that cite
nothing add up to 1: they are where the work comes from. It says where lines of citation lead, not what was taken from whom.

References
----------
Garfield, E., Sher, I. H. and Torpie, R. J. (1964). The Use of Citation Data in Writing the History of Science. de Nooy, W., Mrvar, A. and
Batagelj, V. (2018). Exploratory Social Network Analysis with Pajek, 3rd ed., ch. 11. Lacy, R. C. (1989). Analysis of founder
representation in pedigrees. Zoo Biology 8, 111-123 (shares of founders).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.network.acyclic import depth, in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

WHAT: Final = "A genealogy"
BLOCK: Final = 64 * 64
"""Works whose descendants are marked together."""


def turned(graph: Graph) -> Graph:
    """Return the graph with every arc turned round: of citing → cited makes cited → citing."""
    ties = graph.ties.with_columns(source=pl.col("target"), target=pl.col("source"))
    return replace(graph, ties=ties, tails=graph.heads, heads=graph.tails)


def generations(graph: Graph) -> pl.DataFrame:
    """Say for each work in which generation it stands, and how many it descends from and that descend from it.

    Parameters
    ----------
    graph : Graph
        Directed, cited → citing, without cycles.

    Returns
    -------
    polars.DataFrame
        `id`, `label`, `generation` (steps of the longest line back to a work that cites nothing: 0 for such a work), `younger` (of the
        longest line onwards), `parents`, `ancestors`, `children`, `descendants`.

    Raises
    ------
    GraphError
        If the graph is undirected or has a cycle.

    Examples
    --------
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "b", "b", "c"], "target": ["c", "c", "d", "d"]})
    >>> generations(Graph.from_frames(ties, directed=True, weight="strength")).select("id", "generation", "ancestors", "descendants").rows()
    [('a', 0, 0, 2), ('c', 1, 2, 1), ('b', 0, 0, 2), ('d', 2, 3, 0)]
    """
    order = in_order(graph, WHAT)
    back = turned(graph)
    return graph.actors.select("id", "label").with_columns(
        generation=pl.Series(depth(graph, order), dtype=pl.Int64),
        younger=pl.Series(depth(back, order[::-1]), dtype=pl.Int64),
        parents=pl.Series(graph.into.degrees),
        ancestors=pl.Series(_ancestors(graph, order)),
        children=pl.Series(graph.out.degrees),
        descendants=pl.Series(_ancestors(back, order[::-1])),
    )


def _ancestors(graph: Graph, order: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the ancestors of each work: a block of works at a time leaves its marks on all that descend from it."""
    into, found = graph.into, np.zeros(len(graph), np.int64)
    for start in range(0, len(graph), BLOCK):
        size = min(BLOCK, len(graph) - start)
        marks = np.zeros((len(graph), (size + 63) // 64), np.uint64)
        # Nothing that comes before the block in the order can descend from it.
        for place, v in enumerate(order[start:].tolist()):
            parents = into.indices[into.indptr[v] : into.indptr[v + 1]]
            if parents.shape[0]:
                marks[v] = np.bitwise_or.reduce(marks[parents], axis=0)
            found[v] += int(np.bitwise_count(marks[v]).sum())
            if place < size:
                marks[v, place // 64] |= np.uint64(1 << (place % 64))
    return found


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where one work comes from, and where it leads.

    Parameters
    ----------
    ancestors : polars.DataFrame
        `id`, `label`, `generation`, `nearest` and `farthest` (steps of the shortest and the longest line between the two), `lines` (how
        many lines of citation join them), `share` (of the work's descent that comes through the ancestor), `first` (whether it cites
        nothing); the greatest share first. The shares of the first ones add up to 1.
    descendants : polars.DataFrame
        The same columns but `first`, with `share`: of the descendant's descent, what comes through the work.
    generation : int
        Of the work.
    """

    ancestors: pl.DataFrame
    descendants: pl.DataFrame
    generation: int


def lineage(graph: Graph, work: Any, *, weighted: bool = False) -> Lineage:
    """Find what a work descends from, with shares, and what descends from it.

    Parameters
    ----------
    graph : Graph
        Directed, cited → citing, without cycles.
    work : id
        The work.
    weighted : bool
        Whether the works that one cites count by the strengths of their arcs instead of all alike.

    Raises
    ------
    GraphError
        If the graph is undirected or has a cycle, or there is no such work.

    Examples
    --------
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "b", "b", "c"], "target": ["c", "c", "d", "d"]})
    >>> found = lineage(Graph.from_frames(ties, directed=True, weight="strength"), "d")
    >>> found.ancestors.select("id", "nearest", "farthest", "lines", "share").rows()
    [('b', 1, 2, 2.0, 0.75), ('c', 1, 1, 1.0, 0.5), ('a', 2, 2, 1.0, 0.25)]
    """
    order = in_order(graph, WHAT)
    at = int(graph.positions([work])[0])
    share = _shares(graph, weighted=weighted)
    reverse = order[::-1]
    level = depth(graph, order)
    behind = _walk(graph.into, reverse, at)
    through = np.zeros(len(graph))
    through[at] = 1.0
    into = graph.into
    for v in reverse[int(np.flatnonzero(reverse == at)[0]) :].tolist():
        part = slice(int(into.indptr[v]), int(into.indptr[v + 1]))
        through[into.indices[part]] += through[v] * share[part]
    before = np.zeros(len(graph))
    before[at] = 1.0
    for v in order[int(np.flatnonzero(order == at)[0]) + 1 :].tolist():
        part = slice(int(into.indptr[v]), int(into.indptr[v + 1]))
        before[v] = float((before[into.indices[part]] * share[part]).sum())
    ahead = _walk(graph.out, order, at)
    older = _frame(graph, level, behind, through, at)
    older = older.join(
        graph.actors.select("id").with_columns(first=pl.Series(into.degrees == 0)), on="id", how="left", maintain_order="left"
    )
    return Lineage(older, _frame(graph, level, ahead, before, at), int(level[at]))


def _shares(graph: Graph, *, weighted: bool) -> NDArray[np.float64]:
    """Return for each entry of `graph.into` its share in the row: what a work has from each that it cites."""
    into = graph.into
    if weighted:
        graph.need_no_negative("Descent by strength")
    weights = graph.strengths_of(into) if weighted else np.ones(into.indices.shape[0])
    sums = into.row_sums(weights)[into.rows]
    return np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)


def _walk(rows: Adjacency, order: NDArray[np.int64], at: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the fewest and the most steps from a work to each other, and how many lines there are; rows are walked in `order`."""
    n = len(rows)
    nearest, farthest, lines = np.full(n, n), np.full(n, -1), np.zeros(n)
    nearest[at], farthest[at], lines[at] = 0, 0, 1.0
    for v in order[int(np.flatnonzero(order == at)[0]) :].tolist():
        if farthest[v] < 0:
            continue
        to = rows.indices[rows.indptr[v] : rows.indptr[v + 1]]
        nearest[to] = np.minimum(nearest[to], nearest[v] + 1)
        farthest[to] = np.maximum(farthest[to], farthest[v] + 1)
        lines[to] += lines[v]
    return nearest, farthest, lines


def _frame(
    graph: Graph,
    level: NDArray[np.int64],
    walked: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    share: NDArray[np.float64],
    at: int,
) -> pl.DataFrame:
    """Return the works that a walk came to, the greatest share first, then the nearest."""
    nearest, farthest, lines = walked
    related = farthest >= 0
    related[at] = False
    frame = graph.actors.select("id", "label").with_columns(
        generation=pl.Series(level),
        nearest=pl.Series(nearest),
        farthest=pl.Series(farthest),
        lines=pl.Series(lines),
        share=pl.Series(share),
    )
    # A share is a sum of products: equal ones differ by rounding, which must not decide the order.
    kept = frame.filter(pl.Series(related)).with_columns(rounded=pl.col("share").round(12))
    return kept.sort("rounded", "nearest", descending=[True, False], maintain_order=True).drop("rounded")
