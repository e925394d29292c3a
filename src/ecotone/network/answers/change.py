"""What would happen if ties or actors came or went."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.answer import Answer, Column, counted
from ecotone.estimate import Estimate, estimates
from ecotone.network.answers.asking import WHOLE, ask, table
from ecotone.network.flow import best_seeds, cascade
from ecotone.network.measures import MEASURES
from ecotone.network.whatif import Change, actor_changes, changed, whole_change
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope

PANEL: Final = ("degree", "strength", "betweenness", "closeness", "constraint", "effective_size", "core", "cut", "reach")


def what_if(
    source: Record | Graph,
    change: Change,
    scope: Scope = WHOLE,
    *,
    measures: Sequence[str] = PANEL,
    top: int = 20,
    chance: float = 0.1,
    draws: int = 500,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer what a change of ties and actors would change, for the whole and for each actor.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked; it is not changed.
    change : Change
        What is added and removed, by ids.
    scope : Scope
        Which part of a record.
    measures : sequence of str
        Measures of actors that are compared.
    top : int
        How many changes of actors are shown.
    chance, draws, seed : optional
        As for `flow`: how far knowledge gets, from the same five actors before and after.
    """
    asked = ask(source, scope)
    before, after = asked.graph, changed(asked.graph, change)
    whole = whole_change(before, after)
    each = actor_changes(before, after, measures, work=work)
    labels = pl.DataFrame({"measure": list(MEASURES), "measure_label": [m.label for m in MEASURES.values()]})
    scale = each.with_columns(size=pl.col("change").abs() / pl.max_horizontal(pl.col("before").abs(), pl.col("after").abs(), pl.lit(1e-12)))
    shown = (
        scale.sort("size", "measure", "id", descending=[True, False, False], nulls_last=True)
        .head(top)
        .join(labels, on="measure", how="left", maintain_order="left")
    )
    tables = [
        table(
            "The whole",
            whole.with_columns(pl.col("before", "after", "change").fill_nan(None)),
            (
                Column("figure", "Figure"),
                Column("before", "Before", "number"),
                Column("after", "After", "number"),
                Column("change", "Change", "number"),
            ),
        ),
        table(
            "Actors whose place changes most",
            shown.with_columns(pl.col("before", "after", "change").fill_nan(None)),
            (
                Column("id", "Id", "actor"),
                Column("label", "Actor"),
                Column("measure_label", "Measure"),
                Column("before", "Before", "number"),
                Column("after", "After", "number"),
                Column("change", "Change", "number"),
            ),
        ),
    ]
    if len(before) and not before.signed and not after.signed:
        stay = set(after.actors["id"].to_list())
        ids = [before.actors["id"][at] for at in best_seeds(before, 5, chance=chance, seed=seed).chosen]
        ids = [one for one in ids if one in stay]
        spreads = [cascade(graph, graph.positions(ids), chance=chance, draws=draws, seed=seed).size for graph in (before, after)]
        gain = (spreads[1].value or 0.0) - (spreads[0].value or 0.0)
        half = [((s.high or 0.0) - (s.low or 0.0)) / 2 for s in spreads]
        width = math.hypot(*half)
        spreads.append(Estimate(gain, gain - width, gain + width, level=0.95, method=f"normal, {draws:,} cascades each"))
        tables.append(
            table(
                "How far knowledge gets",
                pl.DataFrame({"when": ["before", "after", "change"], "reached": estimates(spreads)}),
                (Column("when", ""), Column("reached", "Actors reached", "estimate")),
                f"From {', '.join(asked.labels(before.positions(ids).tolist()))}; chance {chance:g} a unit of strength.",
            )
        )
    efficiency = dict(zip(whole["figure"], whole["change"], strict=True))["global efficiency"]
    parts = (
        (change.add_ties, "tie added", "ties added"),
        (change.remove_ties, "pair parted", "pairs parted"),
        (change.add_actors, "actor added", "actors added"),
        (change.remove_actors, "actor gone", "actors gone"),
    )
    words = [counted(len(part), one, many) for part, one, many in parts if part]
    return asked.answer(
        "What would change?",
        f"With {', '.join(words) or 'nothing changed'}, global efficiency changes by {efficiency:+.4f}.",
        tables,
        method="measured before and after",
        parameters={"chance": chance, "draws": draws},
        seed=seed,
        evidence=asked.evidence(before.positions(list(change.remove_actors)).tolist()),
        warnings=["Everything else is taken to stay as it is: nobody seeks new partners."],
    )
