"""Which communities there are, what their names could be, and how surely each actor belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ecotone.answer import Answer, Column, counted
from ecotone.network.answers.asking import WHOLE, Asked, ask, table
from ecotone.network.groups import communities
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope


def groups(
    source: Record | Graph,
    scope: Scope = WHOLE,
    *,
    resolution: float = 1.0,
    runs: int = 20,
    top: int = 20,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer which actors belong together.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    resolution : float
        Above 1 more and smaller communities.
    runs : int
        Runs with different seeds, of which the best is shown and all are compared.
    top : int
        How many communities are shown.
    seed : int
        Decides the seeds.
    """
    asked = ask(source, scope)
    graph = asked.graph
    found = communities(graph, resolution=resolution, runs=runs, seed=seed, work=work)
    sizes = np.bincount(found.group) if len(graph) else np.zeros(0, np.int64)
    real = np.flatnonzero(sizes > 1)
    rows = graph.around
    same = found.group[rows.rows] == found.group[rows.indices]
    inside = np.bincount(found.group[rows.rows[same]], minlength=sizes.shape[0]) // 2
    leaving = np.bincount(found.group[rows.rows[~same]], minlength=sizes.shape[0])
    degree = graph.degree()
    data: list[dict[str, Any]] = []
    leading: list[int] = []
    for number in real[:top].tolist():
        members = np.flatnonzero(found.group == number)
        best = members[np.lexsort((members, -degree[members]))][:3]
        leading += best.tolist()
        data.append(
            {
                "community": number + 1,
                "name": _name(asked, members, best),
                "actors": members.shape[0],
                "inside": int(inside[number]),
                "leaving": int(leaving[number]),
                "stability": float(found.stability[members].mean()),
                "leading": ", ".join(asked.labels(best)),
            }
        )
    kinds = {
        "community": pl.Int64,
        "name": pl.String,
        "actors": pl.Int64,
        "inside": pl.Int64,
        "leaving": pl.Int64,
        "stability": pl.Float64,
        "leading": pl.String,
    }
    columns = [
        Column("community", "Community", "integer"),
        Column("name", "Name", caveat="Made from its commonest sector and place and its best tied actor."),
        Column("actors", "Actors", "integer"),
        Column("inside", "Pairs tied inside", "integer"),
        Column("leaving", "Pairs tied to others", "integer"),
        Column("stability", "Stability", "percent", caveat="How often runs with other seeds put its members together."),
        Column("leading", "Best tied"),
    ]
    each = graph.actors.select("id", "label").with_columns(community=pl.Series(found.group + 1), stability=pl.Series(found.stability))
    each_columns = [
        Column("id", "Id", "actor"),
        Column("label", "Actor"),
        Column("community", "Community", "integer"),
        Column("stability", "Stability", "percent"),
    ]
    weak = int((found.stability < 0.5).sum())
    warnings = (
        [f"{counted(weak, 'actor falls', 'actors fall')} into other communities in most runs: their place is not sure."] if weak else []
    )
    summary = "There is no community of two or more actors."
    if real.shape[0]:
        summary = (
            f"{counted(real.shape[0], 'community', 'communities')} of two or more actors; runs with other seeds agree by "
            f"{found.agreement:.2f} (adjusted Rand index: 1 is the same every time, 0 no more than chance)."
        )
    return asked.answer(
        "Which actors belong together?",
        summary,
        [
            table("Communities", pl.DataFrame(data, schema=kinds), columns),
            table(
                "Actors and their community", each.sort("community", "stability", "label", descending=[False, True, False]), each_columns
            ),
        ],
        method="Leiden communities",
        parameters={"resolution": resolution, "runs": runs, "quality": "modularity"},
        seed=seed,
        reference="Traag, Waltman and van Eck 2019",
        evidence=asked.evidence(leading),
        warnings=warnings,
    )


def _name(asked: Asked, members: NDArray[np.int64], best: NDArray[np.int64]) -> str:
    """Name a community by its commonest sector and city and its best tied actor."""
    words = []
    for attribute in ("sector", "city"):
        if attribute in asked.graph.actors.columns:
            values = asked.graph.actors[attribute].cast(pl.String).gather(members).drop_nulls()
            if len(values) * 2 > members.shape[0]:
                counts = values.value_counts(sort=True).sort("count", attribute, descending=[True, False])
                if counts["count"][0] * 2 > members.shape[0]:
                    words.append(str(counts[attribute][0]))
    return f"{' · '.join(words)} around {asked.labels(best[:1])[0]}" if words else f"around {asked.labels(best[:1])[0]}"
