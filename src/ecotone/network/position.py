"""Who is central: measures of an actor's position.

Wasserman and Faust (1994) is the source for degree and strength; each other measure names its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

Direction = Literal["all", "out", "in"]


def rows_of(graph: Graph, direction: Direction) -> Adjacency:
    """Return an actor's ties in a direction."""
    return graph.around if direction == "all" else graph.out if direction == "out" else graph.into


def degree(graph: Graph, direction: Direction = "all") -> NDArray[np.int64]:
    """Count the other actors that each actor has a tie with.

    Parallel ties count once and a loop does not count: the degree says how many others an actor is in touch with.

    Parameters
    ----------
    graph : Graph
        Any graph.
    direction : {'all', 'out', 'in'}
        Ties going out, coming in, or either.

    References
    ----------
    Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1, 215-239.
    """
    return rows_of(graph, direction).degrees


def strength(graph: Graph, direction: Direction = "all") -> NDArray[np.float64]:
    """Add up the weights of each actor's ties with others.

    Parameters
    ----------
    graph : Graph
        Any graph; the sum of distances is rarely of use but is given.
    direction : {'all', 'out', 'in'}
        Ties going out, coming in, or either.

    References
    ----------
    Barrat, A. et al. (2004). The architecture of complex weighted networks. PNAS 101, 3747-3752.
    """
    return rows_of(graph, direction).row_sums()
