"""Where something known to one actor would go: how often each other is reached, and the likeliest way there.

Who is reached follows from random cascades (`network.flow.cascade`). The way shown to each is the one whose ties pass on
with the greatest chance, all taken together; it is the likeliest of many, and knowledge may come by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone import __version__
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import NotFoundError
from ecotone.estimate import estimates
from ecotone.network import read
from ecotone.network.flow import cascade, chances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network import Graph
    from ecotone.scope import Scope
    from ecotone.server.opened import Opened

PER_STEP: Final = 1e-9
"""Of ways that are equally likely, the one with fewer steps is shown."""
COLUMNS: Final = (
    Column("id", "Id", "actor"),
    Column("label", "Actor"),
    Column("sector", "Sector"),
    Column("reached", "Reached", "percent", caveat="Share of the random cascades, at a chance that is assumed."),
    Column("steps", "Steps", "integer", caveat="Along the likeliest way; there may be shorter ones over weaker ties."),
    Column("through_id", "Through (id)", "actor"),
    Column("through", "Last through"),
)


def flow_from(opened: Opened, scope: Scope, actor: int, *, chance: float = 0.1, draws: int = 500, seed: int = 0) -> Answer:
    """Answer where something known to one actor would go.

    Parameters
    ----------
    opened : Opened
        The record.
    scope : Scope
        Which part of it.
    actor : int
        Who has it first.
    chance : float
        Chance that one unit of a tie's strength passes it on.
    draws : int
        Number of cascades.
    seed : int
        Decides them.

    Raises
    ------
    NotFoundError
        If the actor is not in the scope.
    """
    graph = read.graph(opened.frames(scope), scope)
    ids = graph.actors["id"].to_numpy()
    place = np.flatnonzero(ids == actor)
    if not place.shape[0]:
        raise NotFoundError(
            "The actor is not in this part of the record", got=f"actor {actor}", remedy="Widen the scope, or choose another"
        )
    start = int(place[0])
    name = str(graph.actors["label"][start])
    spread = cascade(graph, np.array([start], np.int32), chance=chance, draws=draws, seed=seed)
    before, steps = likeliest_ways(graph, start, chance)
    labels = graph.actors["label"]
    through = pl.Series("through_id", np.where(before >= 0, ids[before], -1)).replace(-1, None)
    every = pl.DataFrame(
        {
            "id": ids,
            "label": labels,
            "sector": graph.actors["sector"],
            "reached": spread.reached,
            "steps": steps,
            "through_id": through,
            "through": [str(labels[int(at)]) if at >= 0 else None for at in before],
        }
    ).filter(pl.col("id") != actor)
    reached = every.filter(pl.col("reached") > 0).sort("reached", "steps", "label", "id", descending=[True, False, False, False])
    by_sector = (
        every.group_by(pl.col("sector").fill_null("not known"))
        .agg(pl.len().alias("actors"), pl.col("reached").mean())
        .sort("reached", "sector", descending=[True, False])
    )
    tables = (
        Table("Whom it reaches", reached, COLUMNS, "Actors that no cascade reached are left out."),
        Table(
            "How far it gets",
            pl.DataFrame({"start": [name], "size": estimates([spread.size])}),
            (Column("start", "From"), Column("size", "Actors reached", "estimate", caveat="The one it starts from is counted.")),
        ),
        Table(
            "Reached by sector",
            by_sector,
            (Column("sector", "Sector"), Column("actors", "Actors", "integer"), Column("reached", "Share reached", "percent")),
        ),
    )
    first = ", ".join(reached["label"].head(3).to_list())
    return Answer(
        question=f"Where does knowledge from {name} go?",
        summary=f"It would reach {(spread.size.value or 1.0) - 1.0:.1f} of {len(graph) - 1:,} others on average"
        + (f"; most often {first}." if first else ": no tie leads from it."),
        tables=tables,
        method=Method(
            "independent cascade from one actor",
            __version__,
            {"chance": chance, "draws": draws, "direction": "left out of account", "ties of several records": "added up"},
            seed,
            "Kempe, Kleinberg and Tardos 2003",
        ),
        scope=scope,
        read_at=opened.read_at(scope.as_of),
        warnings=(
            "The chance to pass on is an assumption, not a finding: compare actors with it, do not forecast.",
            "A tie says that two actors worked together, not that anything was told, and not in which direction.",
        ),
    )


def likeliest_ways(graph: Graph, start: int, chance: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each actor the one before it on its likeliest way from the start (-1 where none), and the steps.

    The chances of a way multiply, so the likeliest is the shortest by the negative logarithms.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    rows = graph.out
    pass_on = chances(graph, rows, chance)
    live = pass_on > 0
    cost = -np.log(pass_on[live]) + PER_STEP
    ways = csr_array((cost, (rows.rows[live], rows.indices[live])), shape=(len(graph), len(graph)))
    _, before = dijkstra(ways, directed=True, indices=start, return_predecessors=True)
    before = np.where(before < 0, -1, before).astype(np.int64)
    steps = np.zeros(len(graph), np.int64)
    at = before.copy()
    while (at >= 0).any():
        steps += at >= 0
        at = np.where(at >= 0, before[at], -1)
    return before, steps
