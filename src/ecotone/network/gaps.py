"""Where the gaps are: groups with fewer ties between them than chance, and the new tie that would do most.

The expectation keeps every actor's number of ties (`null.rewired`), so that a sector is not called badly tied because
its actors have few ties at all. What no source could have shown is no gap: pairs of groups that `observable` leaves
out are listed apart and not judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ecotone.network import small_paths
from ecotone.network.brokerage import UNKNOWN, grouping
from ecotone.network.kernels.paths import breadth_first
from ecotone.network.kernels.rings import gain_of_tie, neighbours_together, sweep_rings
from ecotone.network.mixing import mixing
from ecotone.network.null import rewired
from ecotone.network.small_paths import fits
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph


def thin_pairs(
    graph: Graph,
    by: str | Sequence[Any] | NDArray[Any] = "sector",
    *,
    draws: int = 200,
    seed: int = 0,
    observable: Sequence[tuple[str, str]] | None = None,
    work: Work = SILENT,
) -> pl.DataFrame:
    """Compare ties between each pair of groups with what chance gives.

    Parameters
    ----------
    graph : Graph
        Direction is left out of account.
    by : str or sequence
        An attribute, or the group of each actor. Actors whose group is not known are left out of the pairs.
    draws : int
        Number of rewired networks.
    seed : int
        Decides them.
    observable : sequence of pairs, optional
        Pairs of groups between which the sources could have shown a tie; all where not given.

    Returns
    -------
    polars.DataFrame
        `one`, `other`, `ties`, `expected`, `low`, `high`, `z`, `p` (one-sided: as few or fewer), `q` (false discovery
        rate of Benjamini and Hochberg 1995), `observable`; the thinnest first.
    """
    plain = graph.undirected() if graph.directed else graph
    group, names = grouping(plain, by)
    observed = mixing(plain, group).ties
    seen = np.empty((draws, *observed.shape))
    for number, one in enumerate(np.random.SeedSequence(seed).generate_state(draws).tolist()):
        seen[number] = mixing(rewired(plain, seed=one), group).ties
        work.step(number, draws, "random networks")
    allowed = None if observable is None else {frozenset(pair) for pair in observable}
    rows = []
    for a in range(len(names)):
        for b in range(a, len(names)):
            if UNKNOWN in {names[a], names[b]}:
                continue
            half = 2 if a == b else 1
            drawn, ties = seen[:, a, b] / half, float(observed[a, b]) / half
            mean, spread = float(drawn.mean()), float(drawn.std(ddof=1)) if draws > 1 else 0.0
            low, high = (float(q) for q in np.quantile(drawn, (0.025, 0.975)))
            z = (ties - mean) / spread if spread > 0 else None
            p = (int((drawn <= ties).sum()) + 1) / (draws + 1)
            rows.append((names[a], names[b], ties, mean, low, high, z, p, allowed is None or frozenset((names[a], names[b])) in allowed))
    kinds = [pl.String, pl.String, *[pl.Float64] * 6, pl.Boolean]
    columns = ["one", "other", "ties", "expected", "low", "high", "z", "p", "observable"]
    frame = pl.DataFrame(rows, schema=dict(zip(columns, kinds, strict=True)), orient="row")
    rates = false_discovery(frame.filter("observable")["p"].to_numpy())
    judged = frame.filter("observable").with_columns(q=pl.Series(rates, dtype=pl.Float64))
    left_out = frame.filter(~pl.col("observable")).with_columns(q=pl.lit(None, pl.Float64))
    return pl.concat([judged.sort("z", "one", "other", nulls_last=True), left_out])


def false_discovery(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each p the least false-discovery rate at which it is called a finding.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    """
    n = p.shape[0]
    order = np.argsort(p, kind="stable")
    rate = np.minimum.accumulate((p[order] * n / np.arange(1, n + 1))[::-1])[::-1]
    found = np.empty(n)
    found[order] = np.minimum(rate, 1.0)
    return found


def without_path(graph: Graph, targets: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which actors have no path to any of the targets, whatever the direction of ties."""
    label = graph.components()
    with_target = np.zeros(int(label.max(initial=-1)) + 1, bool)
    with_target[label[targets]] = True
    return ~with_target[label]


def best_new_ties(graph: Graph, candidates: pl.DataFrame, *, top: int = 10, tested: int = 200) -> pl.DataFrame:
    """Rank ties that do not exist by how much nearer they would bring all actors to each other.

    The gain is exact: the rise of global efficiency (the mean of one over the distance) with that one tie added.
    Distances with a new tie (u, v) are min(d(x, y), d(x, u) + 1 + d(v, y), d(x, v) + 1 + d(u, y)).

    Parameters
    ----------
    graph : Graph
        Direction is left out of account.
    candidates : polars.DataFrame
        `source`, `target` (ids); the first `tested` are tried.
    top : int
        How many are returned.
    tested : int
        How many are tried.

    Returns
    -------
    polars.DataFrame
        `source`, `target`, `gain`, `efficiency_before`, best first.
    """
    rows = graph.around
    n = len(rows)
    tried = candidates.head(tested)
    ends = (
        np.column_stack([graph.positions(tried[end].to_list()) for end in ("source", "target")])
        if tried.height
        else np.zeros((0, 2), np.int32)
    )
    far, before = _all_distances(rows, np.unique(ends).astype(np.int32))
    place = {int(v): at for at, v in enumerate(np.unique(ends))}
    pairs = max(n * (n - 1), 1)
    gains = np.empty(ends.shape[0])
    for number, (u, v) in enumerate(ends.tolist()):
        gains[number] = _gain(rows, far[place[u]], far[place[v]]) / pairs
    found = tried.select("source", "target").with_columns(gain=pl.Series(gains, dtype=pl.Float64), efficiency_before=pl.lit(before / pairs))
    return found.with_row_index("__at__").sort("gain", "__at__", descending=[True, False]).drop("__at__").head(top)


def _all_distances(rows: Adjacency, sources: NDArray[np.int32]) -> tuple[NDArray[np.float64], float]:
    """Return hops from the sources, and the sum of one over the distance over all ordered pairs."""
    n = len(rows)
    if fits(rows):
        return small_paths.distances(rows, sources, by="hops"), float(small_paths.sweep(rows, by="hops")[:, 2].sum())
    far = np.full((sources.shape[0], n), np.inf)
    for at, source in enumerate(sources.tolist()):
        hops = np.full(n, -1, np.int32)
        breadth_first(rows.indptr, rows.indices, source, hops, np.empty(n, np.int32))
        far[at, hops >= 0] = hops[hops >= 0]
    sums = np.zeros((n, 4))
    sweep_rings(rows.indptr, rows.indices, neighbours_together(rows.indptr, rows.indices), sums)
    return far, float(sums[:, 2].sum())


def _gain(rows: Adjacency, from_u: NDArray[np.float64], from_v: NDArray[np.float64]) -> float:
    """Return how much the sum of one over the distance rises with a tie between u and v.

    Only actors whose distances to u and v differ by more than 1 can be brought nearer to anybody, and only to those
    on the other side.
    """
    # An infinite difference is of two parts that the tie would join; of two infinities it is 0.
    with np.errstate(invalid="ignore"):
        side = np.where(np.isfinite(from_u) | np.isfinite(from_v), from_u - from_v, 0.0)
    near_u, near_v = np.flatnonzero(side < -1), np.flatnonzero(side > 1)
    if not near_u.shape[0] or not near_v.shape[0]:
        return 0.0
    if near_u.shape[0] > near_v.shape[0]:
        near_u, near_v, from_u, from_v = near_v, near_u, from_v, from_u
    if not fits(rows):
        some = near_u.astype(np.int32)
        return 2.0 * gain_of_tie(rows.indptr, rows.indices, some, from_u[some], near_v.astype(np.int32), from_v)
    gain = 0.0
    for start in range(0, near_u.shape[0], 512):
        some = near_u[start : start + 512].astype(np.int32)
        old = small_paths.distances(rows, some, by="hops")[:, near_v]
        new = from_u[some][:, None] + 1.0 + from_v[near_v]
        with np.errstate(divide="ignore"):
            gain += float(np.where(new < old, 1.0 / new - 1.0 / old, 0.0).sum())
    return 2.0 * gain
