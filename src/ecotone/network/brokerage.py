"""Who stands between groups: Gould and Fernandez' five roles by any partition, participation and place within the group.

A broker b joins a and c where a has a tie to b, b has one to c, and a has none to c. By whose group is whose, b is
a coordinator (all of one group), a consultant (a and c of one group, b of another; also itinerant broker), a
representative (a and b of one group), a gatekeeper (b and c of one group) or a liaison (three groups).

References
----------
Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in transaction
networks. Sociological Methodology 19, 89-126. Guimerà, R. and Amaral, L. A. N. (2005). Nature 433, 895-900.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.kernels import structure
from ecotone.network.small_paths import pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

ROLES: Final = ("coordinator", "consultant", "representative", "gatekeeper", "liaison", "total")

UNKNOWN: Final = "not known"
"""Actors whose group is not known are a group of their own; whether that makes sense is the caller's to say."""


@dataclass(frozen=True, slots=True, eq=False)
class Brokerage:
    """How often each actor brokers in each role, and how often it would by chance.

    Parameters
    ----------
    counts, expected, z : ndarray, shape (n, 6)
        Columns as `ROLES`. Expected and z under ties that fall at random with the density observed, given the groups'
        sizes; z is NaN where chance allows no variation.
    group : ndarray of int
        Group of each actor, as a row of `groups`.
    groups : tuple of str
        Names of the groups.
    """

    counts: NDArray[np.int64]
    expected: NDArray[np.float64]
    z: NDArray[np.float64]
    group: NDArray[np.int32]
    groups: tuple[str, ...]

    def frame(self, graph: Graph) -> pl.DataFrame:
        """Return `id`, `label`, `group`, and for each role its count, `…_expected` and `…_z`."""
        columns: dict[str, Any] = {"group": [self.groups[g] for g in self.group]}
        for at, role in enumerate(ROLES):
            columns |= {role: self.counts[:, at], f"{role}_expected": self.expected[:, at], f"{role}_z": self.z[:, at]}
        return pl.concat([graph.actors.select("id", "label"), pl.DataFrame(columns)], how="horizontal")


def grouping(graph: Graph, by: str | Sequence[Any] | NDArray[Any]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return the group of each actor and the groups' names, from an attribute's name or one value an actor.

    Raises
    ------
    GraphError
        If there is no such attribute, or not one value for each actor.
    """
    values = graph.attribute(by) if isinstance(by, str) else pl.Series("group", list(by))
    if len(values) != len(graph):
        raise GraphError("A partition needs one group for each actor", got=f"{len(values):,}", expected=f"{len(graph):,}")
    text = values.cast(pl.String).fill_null(UNKNOWN)
    names = text.unique().sort().to_list()
    if values.dtype.is_integer():
        names.sort(key=lambda name: (name == UNKNOWN, int(name) if name != UNKNOWN else 0))
    return text.cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int32), tuple(names)


def brokerage(graph: Graph, by: str | Sequence[Any] | NDArray[Any] = "sector") -> Brokerage:
    """Count brokerage roles by a partition of the actors.

    In a graph without direction each tie goes both ways, so that representative and gatekeeper are equal and each
    unordered pair counts twice, as in R's `sna`. Weights do not count.

    Parameters
    ----------
    graph : Graph
        Any graph; loops do not count.
    by : str or sequence
        An attribute, or the group of each actor.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    >>> graph = Graph.from_frames(ties, directed=True, weight="strength")
    >>> brokerage(graph, ["x", "y", "z"]).counts[1].tolist()
    [0, 0, 0, 0, 1, 1]
    """
    group, names = grouping(graph, by)
    out, into = graph.out, graph.into
    counted = pick(structure.roles, out)(out.indptr, out.indices, into.indptr, into.indices, group, len(names))
    counts = np.column_stack((counted, counted.sum(axis=1)))
    expected, spread = _by_chance(out.indices.shape[0], group, len(names))
    z = np.full(counts.shape, np.nan)
    np.divide(counts - expected, spread, out=z, where=spread > 0)
    return Brokerage(counts, expected, z, group, names)


def _by_chance(arcs: int, group: NDArray[np.int32], groups: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and standard deviation of each role's count if ties fell at random with the same density.

    With density d a pair is brokered with the chance p = d²(1-d). Two pairs of one broker that share an end share a
    tie, and are brokered together with the chance d³(1-d)²; all other pairs are independent.
    """
    n = group.shape[0]
    size = np.bincount(group, minlength=groups).astype(np.float64)
    d = arcs / (n * (n - 1)) if n > 1 else 0.0
    p, together = d * d * (1 - d), d**3 * (1 - d) ** 2
    own, rest = size - 1, n - size
    # For each group of the broker: number of pairs (a, c), and of ordered pairs of pairs that share a, or share c.
    same, same_sharing = (size * (size - 1)).sum() - size * (size - 1), 0.0
    triple = size * (size - 1) * (size - 2)
    same_sharing = 2 * (triple.sum() - triple)
    third = n - size[:, None] - size[None, :]
    np.fill_diagonal(third, 0.0)
    of = np.broadcast_to(size, (groups, groups)).copy()
    np.fill_diagonal(of, 0.0)
    pairs = np.column_stack(
        (own * (own - 1), same, own * rest, own * rest, (of * third).sum(axis=1), np.full(groups, (n - 1.0) * (n - 2.0)))
    )
    mixed = own * rest * (rest - 1) + rest * own * (own - 1)
    sharing = np.column_stack(
        (
            2 * own * (own - 1) * (own - 2),
            same_sharing,
            mixed,
            mixed,
            2 * (of * third * (third - 1)).sum(axis=1),
            np.full(groups, 2 * (n - 1.0) * (n - 2.0) * (n - 3.0)),
        )
    )
    variance = pairs * p * (1 - p) + sharing * (together - p * p)
    return (pairs * p)[group], np.sqrt(np.maximum(variance, 0.0))[group]


def participation(graph: Graph, by: str | Sequence[Any] | NDArray[Any] = "sector", *, weighted: bool = False) -> NDArray[np.float64]:
    r"""Compute how evenly an actor's ties are spread over the groups: 0 all in one, near 1 in many.

    .. math:: P_i = 1 - \sum_g (k_{ig} / k_i)^2

    0 for an actor without ties.
    """
    group, names = grouping(graph, by)
    rows = graph.around
    weights = rows.weights if weighted else np.ones(rows.indices.shape[0])
    each = np.bincount(rows.rows.astype(np.int64) * len(names) + group[rows.indices], weights, minlength=len(rows) * len(names))
    each = each.reshape(len(rows), len(names)).astype(np.float64)
    total = each.sum(axis=1)
    share = np.divide(each, total[:, None], out=np.zeros_like(each), where=total[:, None] > 0)
    return np.where(total > 0, 1.0 - (share**2).sum(axis=1), 0.0)


def within_group_z(graph: Graph, by: str | Sequence[Any] | NDArray[Any] = "sector") -> NDArray[np.float64]:
    """Compute how much better an actor is tied within its group than the group's mean, in standard deviations.

    0 where all of a group are tied alike.
    """
    group, names = grouping(graph, by)
    rows = graph.around
    inside = group[rows.rows] == group[rows.indices]
    ties = np.bincount(rows.rows[inside], minlength=len(rows)).astype(np.float64)
    size = np.maximum(np.bincount(group, minlength=len(names)), 1)
    mean = np.bincount(group, ties, minlength=len(names)) / size
    spread = np.sqrt(np.maximum(np.bincount(group, (ties - mean[group]) ** 2, minlength=len(names)) / size, 0.0))
    return np.divide(ties - mean[group], spread[group], out=np.zeros(len(rows)), where=spread[group] > 0)
