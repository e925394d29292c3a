"""Who stands in the same place in the network, and what there is between the places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from ecotone.answer import Answer, Column, counted
from ecotone.network import blockmodel as direct
from ecotone.network.answers.asking import WHOLE, ask, table
from ecotone.network.equivalence import positions
from ecotone.network.stochastic import stochastic
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.answers.asking import Asked
    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope

How = Literal["structural", "regular", "stochastic", "tree"]


def places(
    source: Record | Graph, scope: Scope = WHOLE, *, count: int = 3, how: How = "tree", seed: int = 0, work: Work = SILENT
) -> Answer:
    """Answer who stands in the same place.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    count : int
        Number of places.
    how : {'tree', 'structural', 'regular', 'stochastic'}
        By joining the most alike step by step (up to 5,000 actors); by the direct search for blocks of all or nothing, or of a
        tie in every row and column (both up to 300 actors); or by the likeliest groups with degrees accounted for.
    seed : int
        Decides the starts of a search.
    """
    asked = ask(source, scope)
    graph = asked.graph
    warnings: list[str] = []
    if count > max(len(graph), 1):
        count = max(len(graph), 1)
        warnings.append(
            f"There are only {counted(len(graph), 'actor')}, so there are no more places." if len(graph) else "There is no actor."
        )
    if not len(graph):
        place, fit = np.zeros(0, np.int64), "nobody is there"
    elif how == "tree":
        place = positions(graph, count)
        fit = "complete linkage of Batagelj's corrected distance"
    elif how == "stochastic":
        found = stochastic(graph, count, seed=seed, work=work)
        place, fit = found.group, f"log-likelihood {found.log_likelihood:,.1f}"
        if found.agreement < 0.5:
            warnings.append(f"Other starts find other groups (mean adjusted Rand index {found.agreement:.2f}): there is no clear answer.")
    else:
        kinds: tuple[direct.Block, ...] = ("null", "complete") if how == "structural" else ("null", "regular")
        fitted = direct.blockmodel(graph, count, allowed=kinds, seed=seed, work=work)
        place, fit = fitted.position, f"{fitted.errors:g} inconsistencies, found from {fitted.found} of 30 starts"
    blocks = _blocks(asked, place, count)
    each = graph.actors.select("id", "label").with_columns(place=pl.Series(place + 1)).sort("place", "label")
    return asked.answer(
        "Who stands in the same place?",
        f"{counted(count, 'place')} of {', '.join(f'{size:,}' for size in np.bincount(place, minlength=count).tolist())} actors; {fit}.",
        [
            table("Between places", blocks, _BLOCKS),
            table(
                "Actors and their place", each, (Column("id", "Id", "actor"), Column("label", "Actor"), Column("place", "Place", "integer"))
            ),
        ],
        method=f"places, {how}",
        parameters={"count": count},
        seed=None if how == "tree" else seed,
        reference="Doreian, Batagelj and Ferligoj 2005; Karrer and Newman 2011",
        warnings=[*warnings, "The number of places is yours to choose: compare the fit of several."],
    )


def _blocks(asked: Asked, place: NDArray[np.int64], count: int) -> pl.DataFrame:
    """Say how dense the ties from each place to each are, and who leads there."""
    rows = asked.graph.out
    ties = np.bincount(place[rows.rows] * count + place[rows.indices], minlength=count * count).reshape(count, count)
    size = np.bincount(place, minlength=count)
    possible = np.outer(size, size) - np.diag(size)
    density = np.divide(ties, possible, out=np.zeros((count, count)), where=possible > 0)
    degree = asked.graph.degree()
    data: list[dict[str, Any]] = []
    for one in range(count):
        members = np.flatnonzero(place == one)
        best = members[np.lexsort((members, -degree[members]))][:3]
        data += [
            {
                "place": one + 1,
                "leading": ", ".join(asked.labels(best)),
                "to": other + 1,
                "ties": int(ties[one, other]),
                "density": float(density[one, other]),
            }
            for other in range(count)
        ]
    return pl.DataFrame(data)


_BLOCKS = (
    Column("place", "From place", "integer"),
    Column("leading", "Best tied there"),
    Column("to", "To place", "integer"),
    Column("ties", "Pairs tied", "integer"),
    Column("density", "Of all possible", "percent"),
)
