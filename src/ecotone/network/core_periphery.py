"""Core and periphery: a dense middle that all others are tied to, and who hardly have ties among themselves.

The discrete model of Borgatti and Everett, with the ties between core and periphery left out of account, has an exact
solution: the errors are k(k - 1)/2 + m less the sum of the core's degrees, so for each size the best core is made of
the best connected actors (Lip). No search is needed, and no start.

References
----------
Borgatti, S. P. and Everett, M. G. (2000). Models of core/periphery structures. Social Networks 21, 375-395.
Lip, S. Z. W. (2011). A fast algorithm for the discrete core/periphery bipartitioning problem. arXiv:1102.5511.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


@dataclass(frozen=True, slots=True, eq=False)
class CorePeriphery:
    """Who is in the core.

    Parameters
    ----------
    core : ndarray of bool
        Whether each actor is.
    errors : int
        Pairs in the core without a tie, and pairs in the periphery with one.
    pairs : int
        Pairs within the core or within the periphery, of which `errors` go against the model.
    """

    core: NDArray[np.bool_]
    errors: int
    pairs: int


def core_periphery(graph: Graph) -> CorePeriphery:
    """Find the core with the fewest errors; of several the smallest, and among alike degrees the earlier actors.

    Direction and weights are left out of account.
    """
    degrees = graph.around.degrees
    n, ties = len(graph), int(degrees.sum()) // 2
    order = np.argsort(-degrees, kind="stable")
    size = np.arange(n + 1)
    errors = size * (size - 1) // 2 + ties - np.concatenate(([0], np.cumsum(degrees[order])))
    best = int(np.argmin(errors))
    core = np.zeros(n, np.bool_)
    core[order[:best]] = True
    outside = n - best
    return CorePeriphery(core, int(errors[best]), (best * (best - 1) + outside * (outside - 1)) // 2)
