"""Two figures of a whole network that mean something only beside chance: the rich club, and the small world.

References
----------
Colizza, V., Flammini, A., Serrano, M. A. and Vespignani, A. (2006). Detecting rich-club ordering in complex networks. Nature
Physics 2, 110-115. Humphries, M. D. and Gurney, K. (2008). Network 'small-world-ness'. PLoS ONE 3, e0002051.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network import null
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph
    from ecotone.network.null import ByChance


def rich_club(graph: Graph) -> NDArray[np.float64]:
    r"""Compute the density among actors with more than k partners, for each k from 0.

    .. math:: \phi(k) = \frac{2 E_{>k}}{N_{>k} (N_{>k} - 1)}

    Direction and weights are left out of account; NaN where fewer than two actors have more than k partners.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": list("aaabc"), "target": list("bcdcd")})
    >>> rich_club(Graph.from_frames(ties, directed=False, weight="strength")).tolist()[:3]
    [0.8333333333333334, 0.8333333333333334, 1.0]
    """
    rows = graph.around
    degree = rows.degrees
    most = int(degree.max(initial=0))
    ends = np.minimum(degree[rows.rows], degree[rows.indices])
    among = np.bincount(ends, minlength=most + 1)[::-1].cumsum()[::-1] / 2
    members = np.bincount(degree, minlength=most + 1)[::-1].cumsum()[::-1]
    ties = np.append(among[1:], 0.0)
    count = np.append(members[1:], 0).astype(np.float64)
    possible = count * (count - 1) / 2
    density = np.divide(ties, possible, out=np.full(possible.shape[0], np.nan), where=possible > 0)
    return density[:most] if most else np.zeros(0)


def rich_club_by_chance(graph: Graph, *, draws: int = 100, seed: int = 0, work: Work = SILENT) -> pl.DataFrame:
    """Compare the rich club with networks in which every actor has as many partners, tied at random.

    Returns
    -------
    polars.DataFrame
        `k`, `actors` (with more than k partners), `density`, `expected`, `low`, `high`, `ratio`, `z`, `p`; one row for each k.
    """
    if draws < 2:
        raise GraphError("Chance needs at least two draws", got=str(draws))
    own = rich_club(graph)
    drawn = np.full((draws, own.shape[0]), np.nan)
    for number, one in enumerate(np.random.SeedSequence(seed).generate_state(draws).tolist()):
        found = rich_club(null.rewired(graph.undirected() if graph.directed else graph, seed=one))
        drawn[number, : found.shape[0]] = found[: own.shape[0]]
        work.step(number, draws, "rich club by chance")
    degree = graph.around.degrees
    rows = []
    for k, value in enumerate(own.tolist()):
        values = drawn[np.isfinite(drawn[:, k]), k]
        if not np.isfinite(value) or values.shape[0] < 2:
            continue
        chance = null.summed_up(value, values)
        ratio = value / chance.mean if chance.mean else float("nan")
        rows.append((k, int((degree > k).sum()), value, chance.mean, chance.low, chance.high, ratio, chance.z, chance.p))
    names = ["k", "actors", "density", "expected", "low", "high", "ratio", "z", "p"]
    return pl.DataFrame(rows, schema=dict.fromkeys(names[:2], pl.Int64) | dict.fromkeys(names[2:], pl.Float64), orient="row")


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """How far a network is a small world.

    Attributes
    ----------
    clustering, distance : ByChance
        Transitivity and mean distance beside those of random networks with the same degrees.
    """

    clustering: ByChance
    distance: ByChance

    @property
    def sigma(self) -> float:
        """Return clustering over chance, divided by distance over chance: above 1 a small world; NaN where chance has no triangles."""
        if not self.clustering.mean or not self.distance.observed or not np.isfinite(self.distance.mean) or not self.distance.mean:
            return float("nan")
        return (self.clustering.observed / self.clustering.mean) / (self.distance.observed / self.distance.mean)


def small_world(graph: Graph, *, draws: int = 50, seed: int = 0, work: Work = SILENT) -> SmallWorld:
    r"""Compare clustering and distances with chance.

    .. math:: \sigma = \frac{C / \bar C_r}{L / \bar L_r}

    Distances are means over the pairs with a path, in hops; direction is left out of account. The random networks keep every
    actor's number of partners, which is a stricter comparison than with networks of the same size alone.

    Raises
    ------
    GraphError
        If there is no triangle in any random network, so that there is nothing to divide by.
    """
    from ecotone.network.whole import distances, transitivity

    plain = graph.undirected() if graph.directed else graph
    clustering = null.by_chance(plain, transitivity, draws=draws, seed=seed, work=work)
    distance = null.by_chance(plain, lambda drawn: distances(drawn).mean, draws=draws, seed=seed, work=work)
    found = SmallWorld(clustering, distance)
    if not np.isfinite(found.sigma):
        raise GraphError(
            "Nothing can be said of a small world: random networks with these degrees have no triangles, or there are no paths",
            got=f"{len(graph):,} actors, {graph.tie_count:,} ties",
        )
    return found
