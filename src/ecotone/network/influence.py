"""Who drives and who depends, direct and through others: MICMAC's cross-impact analysis.

Direct influence is the strength of an actor's ties out, dependence that of its ties in. Indirect ones follow from powers of the
matrix of influences: what goes along chains of k ties. The power is raised until the order of the actors no longer changes.

References
----------
Duperrin, J. C. and Godet, M. (1973). Méthode de hiérarchisation des éléments d'un système. CEA-R-4541. Godet, M. (1994). From
Anticipation to Action, ch. 5. UNESCO.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

HIGHEST_POWER: Final = 12


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """Influence and dependence of each actor, each adding up to 1.

    Attributes
    ----------
    direct_influence, direct_dependence : ndarray
        Share of all strength out, and in.
    influence, dependence : ndarray
        Share of all chains of `power` ties that begin, and end, with the actor.
    power : int
        Length of the chains.
    settled : bool
        Whether both orders no longer change with the power.
    """

    direct_influence: NDArray[np.float64]
    direct_dependence: NDArray[np.float64]
    influence: NDArray[np.float64]
    dependence: NDArray[np.float64]
    power: int
    settled: bool

    def quadrant(self) -> list[str]:
        """Name each actor's place: `driving`, `relay`, `dependent` or `autonomous`, by the mean of each axis."""
        names = {(True, False): "driving", (True, True): "relay", (False, True): "dependent", (False, False): "autonomous"}
        high = self.influence > self.influence.mean(), self.dependence > self.dependence.mean()
        return [names[bool(drives), bool(depends)] for drives, depends in zip(*high, strict=True)]


def micmac(graph: Graph) -> Influence:
    """Compute influence and dependence, direct and indirect.

    Parameters
    ----------
    graph : Graph
        A tie from i to j says that i influences j by its strength; without direction, each the other.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "a", "b"], "target": ["b", "c", "c"]})
    >>> found = micmac(Graph.from_frames(ties, directed=True, weight="strength"))
    >>> found.direct_influence.round(2).tolist(), found.quadrant()
    ([0.67, 0.33, 0.0], ['driving', 'autonomous', 'dependent'])
    """
    graph.need_no_negative("Influence")
    rows = graph.out
    matrix = rows.matrix(graph.strengths_of(rows))
    out, into = np.ones(len(rows)), np.ones(len(rows))
    shares: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    orders: tuple[list[int], list[int]] | None = None
    settled = False
    for _ in range(HIGHEST_POWER):
        out, into = _shares(matrix @ out), _shares(matrix.T @ into)
        if not (out.any() and into.any()):
            break  # no chain is longer
        shares.append((out, into))
        now = _order(out), _order(into)
        if now == orders:
            settled = True
            break
        orders = now
    direct = shares[0] if shares else (np.zeros(len(rows)), np.zeros(len(rows)))
    last = shares[-1] if shares else direct
    return Influence(*direct, *last, power=len(shares), settled=settled)


def _shares(values: NDArray[np.float64]) -> NDArray[np.float64]:
    total = float(values.sum())
    return np.asarray(values / total) if total else np.zeros_like(values)


def _order(values: NDArray[np.float64]) -> list[int]:
    """Rank actors; shares that differ by rounding alone are equal."""
    rounded = np.round(values, 12)
    return [int(at) for at in np.lexsort((np.arange(values.shape[0]), -rounded))]
