"""Networks of two kinds of actors (organisations and projects, people and events): projections and cores.

A projection ties two actors of one mode by what they share in the other. Counted plainly, a project with a hundred
members makes 4,950 ties of full weight; Newman's weights share each project out among its members, so that an actor's
strength is the number of its projects with others.

References
----------
Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132. Cerinšek, M. and
Batagelj, V. (2015). Generalized two-mode cores. Social Networks 42, 80-87.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.graph import Graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

Sharing = Literal["plain", "newman"]


def projection(graph: Graph, mode: int = 0, *, sharing: Sharing = "plain") -> Graph:
    """Return the actors of one mode, tied where they share a partner in the other.

    Parameters
    ----------
    graph : Graph
        A two-mode graph; weights and parallel ties do not count.
    mode : {0, 1}
        Whose ties are asked for.
    sharing : {'plain', 'newman'}
        Weight of a tie: the number of shared partners, or the sum of 1/(d - 1) over them, d being a partner's degree.

    Examples
    --------
    >>> ties = pl.DataFrame({"source": ["a", "b", "c"], "target": ["x", "x", "x"]})
    >>> actors = pl.DataFrame({"id": ["a", "b", "c", "x"], "mode": [0, 0, 0, 1]})
    >>> graph = Graph.from_frames(ties, actors, directed=False, weight="strength", two_mode=True)
    >>> projection(graph, sharing="newman").ties["weight"].to_list()
    [0.5, 0.5, 0.5]
    """
    modes = _modes(graph)
    if mode not in {0, 1} or sharing not in {"plain", "newman"}:
        raise GraphError("No such projection", got=f"mode {mode}, sharing {sharing}", expected="mode 0 or 1, sharing plain or newman")
    rows = graph.around
    share = np.ones(len(rows))
    if sharing == "newman":
        share = np.divide(1.0, rows.degrees - 1.0, out=np.zeros(len(rows)), where=rows.degrees > 1)
    own = np.flatnonzero(modes == mode)
    half: Any = rows.ones()[own]
    shared = (half @ rows.matrix(share[rows.rows])[:, own]).tocoo()
    once = shared.row < shared.col
    ids = graph.actors["id"].gather(own)
    ties = pl.DataFrame({"source": ids.gather(shared.row[once]), "target": ids.gather(shared.col[once]), "weight": shared.data[once]})
    order = np.lexsort((shared.col[once], shared.row[once]))
    actors = graph.actors[own].drop("mode")
    return Graph.from_frames(ties[order], actors, directed=False, weight="strength", name=graph.name)


def core(graph: Graph, first: int, second: int) -> NDArray[np.bool_]:
    """Tell who is in the (p, q)-core: the largest part in which mode 0 has p partners each, and mode 1 has q.

    Parameters
    ----------
    graph : Graph
        A two-mode graph.
    first, second : int
        Least number of partners within the core of an actor of mode 0, and of mode 1.
    """
    need = np.where(_modes(graph) == 0, first, second)
    rows = graph.around
    inside = np.ones(len(rows), np.bool_)
    while True:
        partners = np.bincount(rows.rows[inside[rows.indices]], minlength=len(rows))
        stays = inside & (partners >= need)
        if stays.sum() == inside.sum():
            return inside
        inside = stays


def _modes(graph: Graph) -> NDArray[np.int64]:
    """Return the mode of each actor."""
    if not graph.two_mode:
        raise GraphError("The graph has one mode", remedy="Make it with two_mode=True and a column mode of 0 and 1 in actors")
    return graph.attribute("mode").cast(pl.Int64).to_numpy()
