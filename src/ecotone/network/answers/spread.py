"""How far knowledge gets: from whom, to whom, and who should have it first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ecotone.answer import Answer, Column, counted
from ecotone.estimate import estimates
from ecotone.network.answers.asking import WHOLE, ask, table
from ecotone.network.flow import best_seeds, cascade
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope


def flow(
    source: Record | Graph,
    scope: Scope = WHOLE,
    *,
    seeds: Sequence[Any] = (),
    count: int = 5,
    chance: float = 0.1,
    draws: int = 500,
    by: str = "sector",
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer how far something known to a few would get.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    seeds : sequence of ids, optional
        Who has it first; the best `count` where not given.
    count : int
        How many seeds are proposed.
    chance : float
        Chance that one unit of strength passes it on.
    draws : int
        Number of cascades.
    by : str
        Attribute whose groups are reported.
    seed : int
        Decides the draws.
    """
    asked = ask(source, scope)
    graph = asked.graph
    work.step(0, 2, "seeds")
    chosen = best_seeds(graph, count, chance=chance, seed=seed) if len(graph) else None
    proposed = np.array(chosen.chosen if chosen else (), np.int32)
    start = graph.positions(seeds) if seeds else proposed
    spread = cascade(graph, start, chance=chance, draws=draws, seed=seed)
    work.step(1, 2, "cascades")
    tables = []
    if chosen:
        frame = pl.DataFrame(
            {
                "id": graph.actors["id"].gather(proposed),
                "label": graph.actors["label"].gather(proposed),
                "reached": chosen.spread,
                "ties": [asked.partners(v) for v in proposed.tolist()],
            }
        )
        columns = (
            Column("id", "Id", "actor"),
            Column("label", "Actor"),
            Column(
                "reached", "Reached together", "number", unit="actors", caveat="With all those above it; at least 63 % of the best choice."
            ),
            Column("ties", "Strongest ties"),
        )
        tables.append(table("Who should have it first", frame, columns))
    tables.append(
        table(
            "How far it gets",
            pl.DataFrame({"start": ["; ".join(asked.labels(start.tolist()))], "size": estimates([spread.size])}),
            (Column("start", "From"), Column("size", "Actors reached", "estimate")),
        )
    )
    attribute = asked.by(by)
    if attribute:
        reached = (
            pl.DataFrame({"group": graph.attribute(attribute).cast(pl.String).fill_null("not known"), "share": spread.reached})
            .group_by("group")
            .agg(pl.len().alias("actors"), pl.col("share").mean())
            .sort("group")
        )
        tables.append(
            table(
                f"Reached by {by}",
                reached,
                (Column("group", by.capitalize()), Column("actors", "Actors", "integer"), Column("share", "Share reached", "percent")),
            )
        )
    names = "; ".join(asked.labels(start[:5].tolist()))
    value = spread.size.value or 0.0
    return asked.answer(
        "How far would knowledge get?",
        f"From {names} it would reach {value:.1f} of {counted(len(graph), 'actor')} on average." if names else "There is no actor.",
        tables,
        method="independent cascade",
        parameters={"chance": chance, "draws": draws},
        seed=seed,
        reference="Kempe, Kleinberg and Tardos 2003; Borgs et al. 2014",
        evidence=asked.evidence(start.tolist()),
        warnings=["The chance to pass on is an assumption, not a finding: compare choices with it, do not forecast."],
    )
