"""What any one tie would change in a network, worked out for that tie alone: nothing is re-measured.

* Distances with a new tie u-v are min(d(x, y), d(x, u) + 1 + d(v, y), d(x, v) + 1 + d(u, y)).
* An actor whose loss would part u from v holds one part less together afterwards.
* A pair hangs on one broker where it is two steps apart and has one partner in common; only pairs that the new tie touches change.

Beyond `EXACT` actors, distances are taken from some actors drawn at random, the same for all ties.

References
----------
Latora, V. and Marchiori, M. (2001). Efficient behavior of small-world networks. Physical Review Letters 87, 198701. Tarjan, R.
(1972). Depth-first search and linear graph algorithms. SIAM Journal on Computing 1, 146-160. Burt, R. S. (1992). Structural
Holes. Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections 20, 35-38.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

EXACT: Final = 1000
PIVOTS: Final = 500
FAR: Final = np.uint8(255)
"""No path."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a tie changes: its label, whether more is better, and what it means."""

    name: str
    label: str
    better: str
    meaning: str


FIGURES: Final = (
    Figure("efficiency", "Global efficiency", "more", "mean of one over the steps between all pairs"),
    Figure("connected", "Share of pairs connected", "more", "pairs with any path between them"),
    Figure("reach", "Actors within two steps of the two", "more", "of both ends, added up"),
    Figure("effective", "Effective size of the two", "more", "partners less what they have in common (unweighted), of both ends"),
    Figure("transitivity", "Transitivity", "neither", "share of two-step paths that are closed"),
    Figure("pairs", "Sector pairs with a tie", "more", "of all pairs of sectors that have actors, a sector with itself included"),
    Figure("coverage", "Sector coverage", "more", "share of actors and sectors such that the actor has a partner in the sector"),
    Figure("one_broker", "Pairs of different sectors that hang on one broker", "less", "two steps apart with one partner in common"),
    Figure("cut", "Actors whose loss would part others", "less", "cut actors: single points of failure"),
)


@dataclass(frozen=True, eq=False)
class Ground:
    """A network with what is needed to say what any one tie would change in it.

    Parameters
    ----------
    indptr, indices : ndarray
        Partners of each actor as compressed rows, ascending.
    sectors : ndarray of int, shape (n,)
        A number for each sector, -1 where not known.
    pivots : ndarray of int
        Actors from which distances are taken.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    sectors: NDArray[np.int64]
    pivots: NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.indptr.shape[0]) - 1

    def partners(self, actor: int) -> NDArray[np.int32]:
        """Return the partners of an actor."""
        return self.indices[self.indptr[actor] : self.indptr[actor + 1]]

    def tied(self, one: int, other: int) -> bool:
        """Tell whether two actors are partners."""
        return bool((self.partners(one) == other).any())

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """Count the partners of each actor."""
        return np.diff(self.indptr)

    def hops(self, sources: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the steps from some actors (rows) to all, `FAR` where there is no path; 64 actors go in one word."""
        n = len(self)
        far = np.full((len(sources), n), FAR)
        rows = np.flatnonzero(self.degrees > 0)
        starts = self.indptr[rows]
        for begin in range(0, len(sources), 64):
            some = sources[begin : begin + 64]
            seen = np.zeros(n, np.uint64)
            np.bitwise_or.at(seen, some, np.uint64(1) << np.arange(len(some), dtype=np.uint64))
            ring, steps = seen.copy(), 0
            while ring.any() and steps < int(FAR):
                bits = np.unpackbits(ring.view(np.uint8).reshape(n, 8), axis=1, bitorder="little")[:, : len(some)].T
                far[begin : begin + 64][bits.astype(bool)] = steps
                spread = np.zeros(n, np.uint64)
                if len(rows):
                    spread[rows] = np.bitwise_or.reduceat(ring[self.indices], starts)
                ring = spread & ~seen
                seen |= ring
                steps += 1
        return far

    @cached_property
    def far(self) -> NDArray[np.uint8]:
        """Return the steps from the pivots to all actors."""
        return self.hops(self.pivots)

    @cached_property
    def parts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the connected part of each actor, and how many actors each part has."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        matrix = csr_array((np.ones(len(self.indices)), self.indices, self.indptr), shape=(len(self), len(self)))
        label = np.asarray(connected_components(matrix, directed=False)[1], np.int64)
        return label, np.bincount(label)

    def common(self, actor: int) -> NDArray[np.int64]:
        """Count the partners in common of an actor with all."""
        near = self.partners(actor)
        reached = np.concatenate([self.partners(int(each)) for each in near]) if len(near) else np.zeros(0, np.int32)
        return np.bincount(reached, minlength=len(self))

    @cached_property
    def triangles(self) -> NDArray[np.int64]:
        """Count how many pairs of each actor's partners are tied."""
        found = np.zeros(len(self), np.int64)
        for actor in range(len(self)):
            found[actor] = self.common(actor)[self.partners(actor)].sum() // 2
        return found

    @cached_property
    def sector_partners(self) -> NDArray[np.int64]:
        """Count the partners of each actor (rows) in each sector (columns)."""
        kinds = int(self.sectors.max(initial=-1)) + 1
        counted = np.zeros((len(self), kinds), np.int64)
        tails = np.repeat(np.arange(len(self)), self.degrees)
        heads = self.sectors[self.indices]
        np.add.at(counted, (tails[heads >= 0], heads[heads >= 0]), 1)
        return counted

    @cached_property
    def sector_ties(self) -> NDArray[np.int64]:
        """Count the ties between each two sectors (both ways in a sector's own cell)."""
        kinds = self.sector_partners.shape[1]
        ties = np.zeros((kinds, kinds), np.int64)
        known = self.sectors >= 0
        np.add.at(ties, self.sectors[known], self.sector_partners[known])
        return ties

    def across(self, one: int, others: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell which actors are of another known sector than one is."""
        return np.asarray((self.sectors[one] >= 0) & (self.sectors[others] >= 0) & (self.sectors[others] != self.sectors[one]))

    @cached_property
    def failing(self) -> Failing:
        """Return what is needed to say whose loss parts whom."""
        return Failing.of(self.indptr, self.indices)


@dataclass(frozen=True, slots=True, eq=False)
class Failing:
    """Whose loss parts whom, from one depth-first search.

    Parameters
    ----------
    enter, leave : ndarray of int
        When the search came to an actor and when it had seen all below it.
    parent : ndarray of int
        From where it came; -1 at a root.
    sealed : ndarray of int
        The nearest actor, itself or above, whose branch hangs on its parent alone; -1 where there is none.
    holds : ndarray of int
        Into how many more parts the network would fall without the actor.
    """

    enter: NDArray[np.int64]
    leave: NDArray[np.int64]
    parent: NDArray[np.int64]
    sealed: NDArray[np.int64]
    holds: NDArray[np.int64]

    @classmethod
    def of(cls, indptr: NDArray[np.int64], indices: NDArray[np.int32]) -> Failing:
        """Search a network.

        Examples
        --------
        >>> path = Failing.of(np.array([0, 1, 3, 4]), np.array([1, 0, 2, 1], np.int32))
        >>> path.holds.tolist(), path.between(0, 2)
        ([0, 1, 0], {1})
        """
        n = len(indptr) - 1
        enter, leave, low = (np.full(n, -1, np.int64) for _ in range(3))
        parent, order = np.full(n, -1, np.int64), []
        at, heads = indptr[:-1].tolist(), indices.tolist()
        clock = 0
        for root in range(n):
            if enter[root] >= 0:
                continue
            stack = [root]
            enter[root] = low[root] = clock
            clock += 1
            order.append(root)
            while stack:
                u = stack[-1]
                if at[u] < indptr[u + 1]:
                    v = heads[at[u]]
                    at[u] += 1
                    if enter[v] < 0:
                        parent[v] = u
                        enter[v] = low[v] = clock
                        clock += 1
                        order.append(v)
                        stack.append(v)
                    elif v != parent[u]:
                        low[u] = min(low[u], enter[v])
                    continue
                stack.pop()
                leave[u] = clock
                if stack:
                    low[stack[-1]] = min(low[stack[-1]], low[u])
        sealed, holds = np.full(n, -1, np.int64), np.zeros(n, np.int64)
        for v in order:
            u = parent[v]
            if u < 0:
                holds[v] -= 1
                continue
            own = low[v] >= enter[u]
            holds[u] += own
            sealed[v] = v if own else sealed[u]
        return cls(enter, leave, parent, sealed, np.maximum(holds, 0))

    def between(self, one: int, other: int) -> set[int]:
        """Return the actors whose loss parts two actors of one connected part."""
        found = set()
        for actor, away in ((one, other), (other, one)):
            branch = int(self.sealed[actor])
            while branch >= 0 and not self.enter[branch] <= self.enter[away] < self.leave[branch]:
                above = int(self.parent[branch])
                if above != away:
                    found.add(above)
                branch = int(self.sealed[above])
        return found


def ground(graph: Graph, *, seed: int = 0) -> Ground:
    """Take what is needed from a graph; direction and strength are left out of account."""
    rows = graph.around
    n = len(rows)
    sector = graph.actors["sector"].cast(pl.String) if "sector" in graph.actors.columns else pl.Series([None] * n, dtype=pl.String)
    codes = sector.rank("dense").fill_null(0).cast(pl.Int64).to_numpy() - 1
    pivots = np.arange(n)
    if n > EXACT:
        pivots = np.sort(np.random.Generator(np.random.Philox(seed)).choice(n, PIVOTS, replace=False))
    return Ground(rows.indptr, rows.indices, codes, pivots)


def standing(land: Ground) -> NDArray[np.float64]:
    """Return the figures of the network as it is, those of the two ends left at NaN: they differ from tie to tie."""
    n = max(len(land), 2)
    with np.errstate(divide="ignore"):
        near = np.where((land.far == FAR) | (land.far == 0), 0.0, 1.0 / land.far)
    sizes = land.parts[1].astype(np.float64)
    paths = float((land.degrees * (land.degrees - 1)).sum()) / 2
    kinds = land.sector_ties.shape[0]
    one_broker = 0
    for actor in range(len(land)):
        shared = np.flatnonzero(land.common(actor) == 1)
        shared = shared[(shared > actor) & land.across(actor, shared)]
        one_broker += len(np.setdiff1d(shared, land.partners(actor)))
    return np.array(
        [
            near.sum() / (max(len(land.pivots), 1) * (n - 1)),
            float((sizes * (sizes - 1)).sum()) / (n * (n - 1)),
            np.nan,
            np.nan,
            float(land.triangles.sum()) / paths if paths else 0.0,
            float((np.triu(land.sector_ties) > 0).sum()),
            float((land.sector_partners > 0).sum()) / (len(land) * kinds) if kinds and len(land) else 0.0,
            float(one_broker),
            float((land.failing.holds > 0).sum()),
        ]
    )


def changes(land: Ground, pairs: NDArray[np.int64], *, work: Work = SILENT) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each tie alone would change in each figure, and the figures of its two ends before.

    Parameters
    ----------
    land : Ground
        The network.
    pairs : ndarray of int, shape (m, 2)
        Pairs that are not tied.

    Returns
    -------
    tuple of ndarray, each of shape (m, figures)
        Changes; and the figures before, NaN but for those of the ends.
    """
    ends, where = np.unique(pairs, return_inverse=True)
    far = land.hops(ends)
    where = where.reshape(pairs.shape)
    made, before = np.zeros((len(pairs), len(FIGURES))), np.full((len(pairs), len(FIGURES)), np.nan)
    for at, (one, other) in enumerate(pairs.tolist()):
        own, theirs = far[where[at, 0]], far[where[at, 1]]
        made[at, 0] = _nearer(land, own, theirs)
        made[at, 1] = _joined(land, one, other)
        reach = int((own <= 2).sum() + (theirs <= 2).sum()) - 2
        then = int(((own <= 2) | (theirs <= 1)).sum() + ((theirs <= 2) | (own <= 1)).sum()) - 2
        before[at, 2], made[at, 2] = reach, then - reach
        both = land.common(one)
        before[at, 3], made[at, 3] = _effective(land, one, other, int(both[other]))
        made[at, 4] = _closed(land, one, other, int(both[other]))
        made[at, 5:7] = _covered(land, one, other)
        made[at, 7] = _brokered(land, one, other, both, land.common(other))
        made[at, 8] = _failing(land, one, other)
        if at % 50 == 0:
            work.step(at, len(pairs), "ties")
    return made, before


def _nearer(land: Ground, own: NDArray[np.uint8], theirs: NDArray[np.uint8]) -> float:
    """Return the rise of global efficiency: only who is nearer to one end by more than a step gets nearer to the other's side."""
    one, other = own.astype(np.float64), theirs.astype(np.float64)
    one[own == FAR], other[theirs == FAR] = np.inf, np.inf
    with np.errstate(invalid="ignore"):
        side = np.where(np.isfinite(one) | np.isfinite(other), one - other, 0.0)
    gain = 0.0
    for near, away, sign in ((one, other, -1), (other, one, 1)):
        sources = np.flatnonzero(sign * side[land.pivots] > 1)
        targets = np.flatnonzero(-sign * side > 1)
        if not len(sources) or not len(targets):
            continue
        old = land.far[np.ix_(sources, targets)].astype(np.float64)
        old[old == float(FAR)] = np.inf
        new = near[land.pivots[sources]][:, None] + 1.0 + away[targets]
        gain += float(np.where(new < old, 1.0 / new - 1.0 / old, 0.0).sum())
    return gain / (len(land.pivots) * max(len(land) - 1, 1))


def _joined(land: Ground, one: int, other: int) -> float:
    label, sizes = land.parts
    if label[one] == label[other]:
        return 0.0
    return 2.0 * float(sizes[label[one]] * sizes[label[other]]) / (len(land) * (len(land) - 1))


def _effective(land: Ground, one: int, other: int, both: int) -> tuple[float, float]:
    """Return effective size of both ends, added up, before, and its change (Borgatti's n - 2t/n)."""
    before = after = 0.0
    for end in (one, other):
        n, t = int(land.degrees[end]), int(land.triangles[end])
        before += n - 2 * t / n if n else 0.0
        after += n + 1 - 2 * (t + both) / (n + 1)
    return before, after - before


def _closed(land: Ground, one: int, other: int, both: int) -> float:
    """Return the change of transitivity."""
    closed, paths = float(land.triangles.sum()), float((land.degrees * (land.degrees - 1)).sum()) / 2
    then = (closed + 3 * both) / max(paths + float(land.degrees[one] + land.degrees[other]), 1.0)
    return then - (closed / paths if paths else 0.0)


def _covered(land: Ground, one: int, other: int) -> tuple[float, float]:
    """Return the change of the number of sector pairs with a tie, and of the share of actors and sectors that are covered."""
    first, second = int(land.sectors[one]), int(land.sectors[other])
    kinds = land.sector_partners.shape[1]
    pairs = float(first >= 0 and second >= 0 and land.sector_ties[first, second] == 0)
    new = int(second >= 0 and land.sector_partners[one, second] == 0) + int(first >= 0 and land.sector_partners[other, first] == 0)
    return pairs, new / (len(land) * kinds) if kinds else 0.0


def _brokered(land: Ground, one: int, other: int, own: NDArray[np.int64], theirs: NDArray[np.int64]) -> float:
    """Return the change of the number of pairs of different sectors that hang on one broker."""
    change = -int(own[other] == 1 and bool(land.across(one, np.array([other]))[0]))
    for end, shared, beyond in ((one, own, other), (other, theirs, one)):
        new = np.setdiff1d(land.partners(beyond), np.append(land.partners(end), end))
        new = new[land.across(end, new)]
        change += int((shared[new] == 0).sum()) - int((shared[new] == 1).sum())
    return float(change)


def _failing(land: Ground, one: int, other: int) -> float:
    """Return the change of the number of actors whose loss would part others."""
    label, _ = land.parts
    holds = land.failing.holds
    if label[one] != label[other]:
        return float(sum(int(land.degrees[end] > 0 and holds[end] == 0) for end in (one, other)))
    return -float(sum(int(holds[actor] == 1) for actor in land.failing.between(one, other)))


def of_its_kind(land: Ground, one: int, other: int, draws: int, *, seed: int = 0) -> NDArray[np.int64]:
    """Draw ties that do not exist between the same two sectors (the unknown count as one); all of them where they are few.

    Returns
    -------
    ndarray of int, shape (m, 2)
        Pairs, in ascending order of positions; the tie itself may be among them.
    """
    first, second = (np.flatnonzero(land.sectors == land.sectors[end]) for end in (one, other))
    if len(first) * len(second) <= 4 * draws:
        rows, columns = (grid.ravel() for grid in np.meshgrid(first, second, indexing="ij"))
        keys = np.unique(np.minimum(rows, columns) * len(land) + np.maximum(rows, columns))
        pairs = np.column_stack((keys // len(land), keys % len(land)))
        pairs = np.array([pair for pair in pairs.tolist() if pair[0] != pair[1] and not land.tied(*pair)], np.int64).reshape(-1, 2)
        if len(pairs) <= draws:
            return pairs
        return pairs[np.sort(np.random.Generator(np.random.Philox(seed)).choice(len(pairs), draws, replace=False))]
    generator = np.random.Generator(np.random.Philox(seed))
    found: list[tuple[int, int]] = []
    for _ in range(100):
        for a, b in zip(generator.choice(first, draws).tolist(), generator.choice(second, draws).tolist(), strict=True):
            if len(found) < draws and a != b and not land.tied(a, b):
                found.append((min(a, b), max(a, b)))
        if len(found) >= draws:
            break
    return np.array(found, np.int64).reshape(-1, 2)
