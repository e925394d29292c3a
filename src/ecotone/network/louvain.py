"""Other ways to communities, for comparison with Leiden's: Louvain's method and label propagation, both seeded.

Louvain's communities may hang together badly (Traag et al. 2019), and label propagation optimises nothing; they stand here
because people know them from elsewhere and want to see the same. `groups.communities` is the method to trust.

References
----------
Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech. P10008. Raghavan, U. N., Albert, R.
and Kumara, S. (2007). Near linear time algorithm to detect community structures. Physical Review E 76, 036106.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.groups import numbered, strengths

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def louvain(graph: Graph, *, resolution: float = 1.0, seed: int = 0) -> NDArray[np.int64]:
    """Find communities by Louvain's method: move actors while modularity grows, join communities to one actor, again.

    Parameters
    ----------
    graph : Graph
        Any graph without negative weights.
    resolution : float
        Above 1 more and smaller communities.
    seed : int
        Decides the order in which actors are looked at.

    Returns
    -------
    ndarray of int
        Community of each actor, 0 the largest.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": list("aabddec"), "target": list("bccefffd"[:2] + "ceffd"[:5])})
    >>> graph = Graph.from_frames(ties, directed=False, weight="strength")
    >>> [len(set(louvain(graph)[graph.positions(list(part))].tolist())) for part in ("abc", "def")]
    [1, 1]
    """
    if resolution <= 0:
        raise GraphError("A resolution lies above 0", got=str(resolution))
    from scipy.sparse import csr_array

    matrix = csr_array(strengths(graph).matrix())
    rng = np.random.Generator(np.random.Philox(seed))
    group = np.arange(len(graph), dtype=np.int64)
    while matrix.shape[0]:
        moved = _move(matrix, resolution, rng)
        count = int(moved.max()) + 1
        group = moved[group]
        if count == matrix.shape[0]:
            break
        choose = csr_array((np.ones(moved.shape[0]), (np.arange(moved.shape[0]), moved)), shape=(moved.shape[0], count))
        matrix = csr_array(choose.T @ matrix @ choose)
    return numbered(group)


def _move(matrix: object, resolution: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Move actors between communities, each to the neighbouring one with the greatest gain, until none gains."""
    from scipy.sparse import csr_array

    rows = csr_array(matrix)
    n = int(rows.shape[0])
    indptr, indices, weights = rows.indptr.tolist(), rows.indices.tolist(), rows.data.tolist()
    strength = np.asarray(rows.sum(axis=1)).ravel().tolist()
    total = sum(strength)
    group = list(range(n))
    inside = list(strength)
    changed = total > 0
    while changed:
        changed = False
        for actor in rng.permutation(n).tolist():
            links: dict[int, float] = {}
            for at in range(indptr[actor], indptr[actor + 1]):
                if indices[at] != actor:
                    links[group[indices[at]]] = links.get(group[indices[at]], 0.0) + weights[at]
            own = group[actor]
            inside[own] -= strength[actor]
            scale = resolution * strength[actor] / total
            best, gain = own, links.get(own, 0.0) - scale * inside[own]
            for other, weight in sorted(links.items()):
                better = weight - scale * inside[other]
                if better > gain + 1e-12 * total:
                    best, gain = other, better
            inside[best] += strength[actor]
            if best != own:
                group[actor] = best
                changed = True
    return np.unique(np.asarray(group, np.int64), return_inverse=True)[1].astype(np.int64)


def label_propagation(graph: Graph, *, seed: int = 0, rounds: int = 100) -> NDArray[np.int64]:
    """Find communities by label propagation: each actor takes the label that most of its ties' strength has, in random order.

    Parameters
    ----------
    graph : Graph
        Any graph without negative weights.
    seed : int
        Decides the order, and between labels that are equally strong.
    rounds : int
        Stop after so many rounds, should no rest be reached.

    Returns
    -------
    ndarray of int
        Community of each actor, 0 the largest. At rest each actor has a label that no other beats among its ties.
    """
    rows = strengths(graph)
    rng = np.random.Generator(np.random.Philox(seed))
    label = list(range(len(rows)))
    indptr, indices, weights = rows.indptr.tolist(), rows.indices.tolist(), rows.weights.tolist()
    for _ in range(rounds):
        rest = True
        for actor in rng.permutation(len(rows)).tolist():
            votes: dict[int, float] = {}
            for at in range(indptr[actor], indptr[actor + 1]):
                votes[label[indices[at]]] = votes.get(label[indices[at]], 0.0) + weights[at]
            if not votes:
                continue
            most = max(votes.values())
            best = sorted(one for one, weight in votes.items() if weight >= most * (1 - 1e-12))
            if label[actor] not in best:
                label[actor] = best[int(rng.integers(len(best)))]
                rest = False
        if rest:
            break
    return numbered(np.asarray(label, np.int64))
