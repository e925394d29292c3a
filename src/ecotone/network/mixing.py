"""Who is tied to whom by kind: ties between sectors, assortativity, the E-I index.

Direction is left out of account unless the graph has it; loops do not count. `weighted=False` counts pairs of actors
in touch; `True` adds up strengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ecotone.network.brokerage import grouping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


@dataclass(frozen=True, slots=True, eq=False)
class Mixing:
    """Ties from each group (rows) to each group (columns); in an undirected graph a tie within a group counts twice.

    Parameters
    ----------
    ties : ndarray, shape (groups, groups)
        Number, or total strength, of entries from group to group: each undirected tie is two entries.
    groups : tuple of str
        Names.
    sizes : ndarray of int
        Number of actors in each.
    """

    ties: NDArray[np.float64]
    groups: tuple[str, ...]
    sizes: NDArray[np.int64]

    def frame(self, *, directed: bool) -> pl.DataFrame:
        """Return `source_group`, `target_group`, `ties` and `possible`, each pair once where direction does not count."""
        rows = []
        for a, one in enumerate(self.groups):
            for b, other in enumerate(self.groups):
                if directed or a <= b:
                    halved = 2 if not directed and a == b else 1
                    possible = int(self.sizes[a]) * int(self.sizes[b] - (a == b)) // halved
                    rows.append((one, other, float(self.ties[a, b]) / halved, possible))
        return pl.DataFrame(
            rows, schema={"source_group": pl.String, "target_group": pl.String, "ties": pl.Float64, "possible": pl.Int64}, orient="row"
        )


def mixing(graph: Graph, by: str | Sequence[Any] | NDArray[Any] = "sector", *, weighted: bool = False) -> Mixing:
    """Count ties between groups.

    References
    ----------
    Newman, M. E. J. (2003). Mixing patterns in networks. Physical Review E 67, 026126.
    """
    group, names = grouping(graph, by)
    rows = graph.out
    weights = rows.weights if weighted else np.ones(rows.indices.shape[0])
    pair = group[rows.rows].astype(np.int64) * len(names) + group[rows.indices]
    ties = np.bincount(pair, weights, minlength=len(names) ** 2).reshape(len(names), len(names)).astype(np.float64)
    return Mixing(ties, names, np.bincount(group, minlength=len(names)))


def assortativity(graph: Graph, by: str | Sequence[Any] | NDArray[Any] = "sector") -> float:
    """Compute how far ties stay within groups: 1 all within, 0 as by chance, below 0 they seek other groups.

    NaN where there are no ties, or all actors with ties are of one group.
    """
    ties = mixing(graph, by).ties
    total = ties.sum()
    if not total:
        return float("nan")
    share = ties / total
    chance = float(share.sum(axis=1) @ share.sum(axis=0))
    return float((np.trace(share) - chance) / (1 - chance)) if chance < 1 else float("nan")


def numeric_assortativity(graph: Graph, values: NDArray[Any]) -> float:
    """Compute the correlation of a value between the ends of ties (of the degree: degree assortativity); NaN where constant.

    References
    ----------
    Newman, M. E. J. (2002). Assortative mixing in networks. Physical Review Letters 89, 208701.
    """
    rows = graph.out
    one, other = values[rows.rows].astype(np.float64), values[rows.indices].astype(np.float64)
    if not one.shape[0] or np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


def ei_index(graph: Graph, by: str | Sequence[Any] | NDArray[Any] = "sector") -> float:
    """Compute ties to other groups less ties within, over all: -1 all within, 1 all outside; NaN without ties.

    References
    ----------
    Krackhardt, D. and Stern, R. N. (1988). Informal networks and organizational crises. Social Psychology Quarterly 51, 123-140.
    """
    ties = mixing(graph, by).ties
    total, within = float(ties.sum()), float(np.trace(ties))
    return (total - 2 * within) / total if total else float("nan")
