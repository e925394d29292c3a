"""Which two actors who are not tied yet have the most in common: scores for all pairs at distance two.

Only the best pairs are kept, block by block, so that tens of millions of pairs need little memory. Direction and
weights are left out of account.

References
----------
Liben-Nowell, D. and Kleinberg, J. (2007). The link-prediction problem for social networks. JASIST 58, 1019-1031.
Adamic, L. A. and Adar, E. (2003). Friends and neighbors on the web. Social Networks 25, 211-230. Zhou, T., Lü, L. and
Zhang, Y.-C. (2009). Predicting missing links via local information. European Physical Journal B 71, 623-630.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from ecotone.errors import GraphError
from ecotone.network.kernels.pairs import best_pairs
from ecotone.network.small_paths import pick
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from ecotone.network.graph import Graph

Score = Literal["common", "jaccard", "adamic_adar", "resource_allocation"]


def link_scores(graph: Graph, score: Score = "adamic_adar", *, top: int = 1000, work: Work = SILENT) -> pl.DataFrame:
    """Score all pairs that are not tied but have a partner in common.

    Parameters
    ----------
    graph : Graph
        Any graph.
    score : {'common', 'jaccard', 'adamic_adar', 'resource_allocation'}
        Number of common partners; over all their partners; each common partner counted by one over the logarithm of
        its degree, or by one over its degree.
    top : int
        How many pairs are kept. Ties at the end are broken by the order of the actors.

    Returns
    -------
    polars.DataFrame
        `source`, `target` (ids), `score`, best first.

    Examples
    --------
    >>> from ecotone.network import Graph
    >>> graph = Graph.from_frames(pl.DataFrame({"source": list("aab"), "target": list("bcd")}), directed=False, weight="strength")
    >>> link_scores(graph, "common").rows()
    [('a', 'd', 1.0), ('b', 'c', 1.0)]
    """
    rows = graph.around
    degrees = rows.degrees.astype(np.float64)
    if score == "adamic_adar":
        value = np.divide(1.0, np.log(np.maximum(degrees, 1)), out=np.zeros(len(rows)), where=degrees > 1)
    elif score == "resource_allocation":
        value = np.divide(1.0, degrees, out=np.zeros(len(rows)), where=degrees > 0)
    elif score in {"common", "jaccard"}:
        value = np.ones(len(rows))
    else:
        raise GraphError("No such score", got=str(score), expected="common, jaccard, adamic_adar or resource_allocation")
    work.step(0, 1, "pairs")
    pairs, scores = pick(best_pairs, rows)(rows.indptr, rows.indices, value, int(score == "jaccard"), top)
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -scores))
    pairs, scores = pairs[order], scores[order]
    ids = graph.actors["id"]
    return pl.DataFrame({"source": ids.gather(pairs[:, 0]), "target": ids.gather(pairs[:, 1]), "score": scores})
