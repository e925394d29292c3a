"""Where something known to one actor would go: how often each other is reached, and the likeliest way there.

Who is reached follows from random cascades (`network.flow.cascade`). The way shown to each is the one whose ties pass on
with the greatest chance, all taken together; it is the likeliest of many, and knowledge may come by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.answer import Answer, Column
from ecotone.errors import NotFoundError
from ecotone.estimate import estimates
from ecotone.network.answers.asking import WHOLE, ask, table
from ecotone.network.flow import cascade, likeliest_ways

if TYPE_CHECKING:
    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope

COLUMNS: Final = (
    Column("id", "Id", "actor"),
    Column("label", "Actor"),
    Column("sector", "Sector"),
    Column("reached", "Reached", "percent", caveat="Share of the random cascades, at a chance that is assumed."),
    Column("steps", "Steps", "integer", caveat="Along the likeliest way; there may be shorter ones over weaker ties."),
    Column("through_id", "Through (id)", "actor"),
    Column("through", "Last through"),
)


def flow_from(source: Record | Graph, actor: Any, scope: Scope = WHOLE, *, chance: float = 0.1, draws: int = 500, seed: int = 0) -> Answer:
    """Answer where something known to one actor would go.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    actor : id
        Who has it first.
    scope : Scope
        Which part of a record.
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
    asked = ask(source, scope)
    graph = asked.graph
    ids, labels = graph.actors["id"], graph.actors["label"]
    place = (ids == actor).arg_true()
    if place.is_empty():
        raise NotFoundError(
            "The actor is not in this part of the record", got=f"actor {actor}", remedy="Widen the scope, or choose another"
        )
    start = int(place[0])
    name = str(labels[start])
    spread = cascade(graph, np.array([start], np.int32), chance=chance, draws=draws, seed=seed)
    before, steps = likeliest_ways(graph, start, chance)
    through = pl.Series(before).replace(-1, None)
    every = pl.DataFrame(
        {
            "id": ids,
            "label": labels,
            **({"sector": graph.actors["sector"]} if "sector" in graph.actors.columns else {}),
            "reached": spread.reached,
            "steps": steps,
            "through_id": ids.gather(through),
            "through": labels.gather(through),
        }
    ).filter(pl.col("id") != actor)
    reached = every.filter(pl.col("reached") > 0).sort("reached", "steps", "label", "id", descending=[True, False, False, False])
    tables = [
        table("Whom it reaches", reached, COLUMNS, "Actors that no cascade reached are left out."),
        table(
            "How far it gets",
            pl.DataFrame({"start": [name], "size": estimates([spread.size])}),
            (Column("start", "From"), Column("size", "Actors reached", "estimate", caveat="The one it starts from is counted.")),
        ),
    ]
    if "sector" in every.columns:
        by_sector = (
            every.group_by(pl.col("sector").fill_null("not known"))
            .agg(pl.len().alias("actors"), pl.col("reached").mean())
            .sort("reached", "sector", descending=[True, False])
        )
        columns = (Column("sector", "Sector"), Column("actors", "Actors", "integer"), Column("reached", "Share reached", "percent"))
        tables.append(table("Reached by sector", by_sector, columns))
    first = ", ".join(reached["label"].head(3).to_list())
    return asked.answer(
        f"Where does knowledge from {name} go?",
        f"It would reach {(spread.size.value or 1.0) - 1.0:.1f} of {len(graph) - 1:,} others on average"
        + (f"; most often {first}." if first else ": no tie leads from it."),
        tables,
        method="independent cascade from one actor",
        parameters={"chance": chance, "draws": draws},
        seed=seed,
        reference="Kempe, Kleinberg and Tardos 2003",
        warnings=(
            "The chance to pass on is an assumption, not a finding: compare actors with it, do not forecast.",
            "A tie says that two actors worked together, not that anything was told, and not in which direction.",
        ),
    )
