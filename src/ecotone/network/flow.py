"""How knowledge flows: cascades from seeds, the best seeds, exposure and thresholds of adopters.

Independent cascade: who has it passes it on once along each tie, with a chance of its own. Linear threshold: an actor
takes it up when the weight of those who have it passes a threshold drawn at random; it is drawn as each actor
listening to one of its ties (Kempe, Kleinberg and Tardos show that this is the same).

References
----------
Kempe, D., Kleinberg, J. and Tardos, É. (2003). Maximizing the spread of influence through a social network. KDD '03.
Borgs, C. et al. (2014). Maximizing social influence in nearly optimal time. SODA '14. Valente, T. W. (1996). Social
network thresholds in the diffusion of innovations. Social Networks 18, 69-89.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.errors import GraphError
from ecotone.estimate import Estimate
from ecotone.network.kernels.spread import cascades, reverse_sets
from ecotone.network.small_paths import fits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

Model = Literal["cascade", "threshold"]

PER_STEP: Final = 1e-9
"""Of ways that are equally likely, the one with fewer steps is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What comes of a start.

    Parameters
    ----------
    size : Estimate
        Mean number of actors reached, seeds included, with the 95 % interval of the mean over draws.
    sizes : ndarray of int
        Number reached in each draw.
    reached : ndarray
        For each actor the share of draws in which it was reached.
    """

    size: Estimate
    sizes: NDArray[np.int64]
    reached: NDArray[np.float64]


def chances(graph: Graph, rows: Adjacency, chance: float) -> NDArray[np.float64]:
    """Return for each entry the chance that it passes on: 1 - (1 - chance)^strength, as strength counts occasions."""
    if not 0 <= chance <= 1:
        raise GraphError("A chance lies between 0 and 1", got=str(chance))
    graph.need_no_negative("Spreading")
    return np.asarray(1.0 - (1.0 - chance) ** graph.strengths_of(rows))


def cascade(graph: Graph, seeds: NDArray[np.int32], *, chance: float = 0.1, draws: int = 500, seed: int = 0) -> Spread:
    """Draw independent cascades from seeds.

    Parameters
    ----------
    graph : Graph
        Things go along ties in their direction.
    seeds : ndarray of int
        Positions of the actors where it starts.
    chance : float
        Chance that one unit of strength passes it on.
    draws : int
        Number of draws.
    seed : int
        Decides them. The same seed on a network with other ties compares like with like as far as rows are the same.
    """
    rows = graph.out
    if draws < 2:
        raise GraphError("A spread needs at least two draws", got=str(draws))
    pass_on = chances(graph, rows, chance)
    generator = np.random.Generator(np.random.Philox(seed))
    reached = np.zeros(len(rows), np.int64)
    sizes = []
    block = max(1, 4_000_000 // max(rows.indices.shape[0], 1))
    run = cascades.function if fits(rows) else cascades
    for start in range(0, draws, block):
        numbers = generator.random((min(block, draws - start), rows.indices.shape[0]))
        sizes.append(run(rows.indptr, rows.indices, pass_on, seeds.astype(np.int32), numbers, reached))
    every = np.concatenate(sizes)
    mean, error = float(every.mean()), float(every.std(ddof=1)) / np.sqrt(draws)
    size = Estimate(mean, mean - 1.96 * error, mean + 1.96 * error, level=0.95, method=f"normal, {draws:,} cascades")
    return Spread(size, every, reached / draws)


@dataclass(frozen=True, slots=True)
class Seeds:
    """A choice of seeds.

    Parameters
    ----------
    chosen : tuple of int
        Positions, the best first.
    spread : tuple of float
        Actors reached on average by the first, the first two, and so on.
    sets : int
        Number of drawn sets that this rests on.
    """

    chosen: tuple[int, ...]
    spread: tuple[float, ...]
    sets: int


def likeliest_ways(graph: Graph, start: int, chance: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each actor the one before it on its likeliest way from the start (-1 where none), and the steps.

    The chances of a way multiply, so the likeliest is the shortest by the negative logarithms.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    rows = graph.out
    pass_on = chances(graph, rows, chance)
    live = pass_on > 0
    cost = -np.log(pass_on[live]) + PER_STEP
    ways = csr_array((cost, (rows.rows[live], rows.indices[live])), shape=(len(graph), len(graph)))
    _, before = dijkstra(ways, directed=True, indices=start, return_predecessors=True)
    before = np.where(before < 0, -1, before).astype(np.int64)
    steps = np.zeros(len(graph), np.int64)
    at = before.copy()
    while (at >= 0).any():
        steps += at >= 0
        at = np.where(at >= 0, before[at], -1)
    return before, steps


def best_seeds(graph: Graph, count: int, *, model: Model = "cascade", chance: float = 0.1, sets: int = 20_000, seed: int = 0) -> Seeds:
    """Choose the actors from which most is reached: greedy, at least 1 - 1/e of the best choice on the sets drawn.

    Parameters
    ----------
    graph : Graph
        Things go along ties in their direction.
    count : int
        Number of seeds.
    model : {'cascade', 'threshold'}
        How it spreads; thresholds weigh ties by their strength and know no chance.
    chance : float
        As in `cascade`.
    sets : int
        For each of so many actors drawn, who would have reached it is drawn.
    seed : int
        Decides them.
    """
    bounds, members = drawn_sets(graph, model=model, chance=chance, sets=sets, seed=seed)
    n = len(graph)
    owner = np.repeat(np.arange(sets), np.diff(bounds))
    by_actor = np.argsort(members, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(members, minlength=n))))
    gain = np.diff(starts).astype(np.int64)
    open_ = np.ones(sets, bool)
    chosen: list[int] = []
    spread: list[float] = []
    covered = 0
    for _ in range(min(count, n)):
        best = int(np.argmax(gain))
        mine = owner[by_actor[starts[best] : starts[best + 1]]]
        newly = mine[open_[mine]]
        covered += newly.shape[0]
        open_[newly] = False
        for one in newly.tolist():
            gain[members[bounds[one] : bounds[one + 1]]] -= 1
        gain[best] = -1
        chosen.append(best)
        spread.append(n * covered / sets)
    return Seeds(tuple(chosen), tuple(spread), sets)


def drawn_sets(graph: Graph, *, model: Model, chance: float, sets: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Draw for each of many actors who would have reached it, as bounds and members."""
    rows = graph.into
    if not len(rows):
        raise GraphError("There is nobody to choose from", got="an empty network")
    if model == "threshold":
        sums = rows.row_sums()[rows.rows]
        listen = np.divide(rows.weights, sums, out=np.zeros_like(rows.weights), where=sums > 0)
    else:
        listen = chances(graph, rows, chance)
    generator = np.random.Generator(np.random.Philox(seed))
    targets = generator.integers(0, len(rows), sets).astype(np.int32)
    states = generator.integers(0, 2**63, sets).astype(np.uint64)
    if fits(rows) and sets <= 50_000:
        return _sets_by_numpy(rows, listen, targets, generator, threshold=model == "threshold")
    # Only plain Python notices that a generator's state is meant to overflow.
    with np.errstate(over="ignore"):
        return reverse_sets(rows.indptr, rows.indices, listen, targets, states, int(model == "threshold"))


def _sets_by_numpy(
    rows: Adjacency, listen: NDArray[np.float64], targets: NDArray[np.int32], generator: np.random.Generator, *, threshold: bool
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Draw the sets of all targets together, ring by ring: small networks compile nothing."""
    n, number = len(rows), targets.shape[0]
    total = np.concatenate(([0.0], np.cumsum(listen)))
    seen = np.zeros((number, n), bool)
    which, actor = np.arange(number), targets.astype(np.int64)
    while which.shape[0]:
        seen[which, actor] = True
        degree = rows.degrees[actor]
        if threshold:
            aim = total[rows.indptr[actor]] + generator.random(which.shape[0])
            entry = np.searchsorted(total, aim, side="right") - 1
            live = entry < rows.indptr[actor + 1]
            which, head = which[live], rows.indices[entry[live]]
        else:
            source = np.repeat(np.arange(which.shape[0]), degree)
            first = np.cumsum(degree) - degree
            entry = rows.indptr[actor][source] + np.arange(source.shape[0]) - first[source]
            live = generator.random(entry.shape[0]) < listen[entry]
            which, head = which[source[live]], rows.indices[entry[live]]
        fresh = ~seen[which, head]
        code = np.unique(which[fresh] * n + head[fresh])
        which, actor = code // n, code % n
    sets, members = np.nonzero(seen)
    return np.concatenate(([0], np.cumsum(np.bincount(sets, minlength=number)))), members.astype(np.int32)


def exposure(graph: Graph, adopted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Compute the share of an actor's ties out, by strength, that go to adopters; NaN without ties out."""
    rows = graph.out
    weights = rows.weights
    total = rows.row_sums()
    have = rows.row_sums(weights * adopted[rows.indices])
    return np.asarray(np.divide(have, total, out=np.full(len(rows), np.nan), where=total > 0))


def thresholds(graph: Graph, adopted_at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute each adopter's threshold: its exposure in the period in which it adopted, to those who had adopted before.

    Parameters
    ----------
    graph : Graph
        Ties go from who asks to whom it asks.
    adopted_at : ndarray
        Period of adoption; NaN for who never adopted, and has no threshold.
    """
    found = np.full(len(graph), np.nan)
    for period in np.unique(adopted_at[np.isfinite(adopted_at)]):
        now = adopted_at == period
        found[now] = exposure(graph, adopted_at < period)[now]
    return found
