"""What would change: ties and actors added or removed, and the change of every measure.

The changed network is built and measured anew; nothing is estimated. For a network of some thousands the whole panel
takes a fraction of a second, which makes a rule for updating each measure not worth its risk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.errors import GraphError
from ecotone.network.graph import Graph
from ecotone.network.measures import MEASURES, table
from ecotone.network.whole import components, density, distances, transitivity
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Change:
    """What is added and removed, by ids.

    Parameters
    ----------
    add_ties : tuple of (source, target) or (source, target, weight)
        New ties; a pair that is tied already becomes stronger (or, of distances, nearer).
    remove_ties : tuple of (source, target)
        All ties of the pair, either way round where direction does not count.
    add_actors, remove_actors : tuple of ids
        New actors without ties of their own; actors that leave with all their ties.
    """

    add_ties: tuple[tuple[Any, ...], ...] = ()
    remove_ties: tuple[tuple[Any, Any], ...] = ()
    add_actors: tuple[Any, ...] = ()
    remove_actors: tuple[Any, ...] = field(default=())


def changed(graph: Graph, change: Change) -> Graph:
    """Return the graph with the change made.

    Raises
    ------
    GraphError
        If something to be removed does not exist, or something to be added does.
    """
    kind = graph.actors["id"].dtype
    known = set(graph.actors["id"].to_list())
    if there := [actor for actor in change.add_actors if actor in known]:
        raise GraphError("An actor that is to be added exists already", got=str(there[0]))
    graph.positions(change.remove_actors)
    ties = graph.ties
    for source, target in change.remove_ties:
        graph.positions([source, target])
        pair = (pl.col("source") == source) & (pl.col("target") == target)
        if not graph.directed:
            pair = pair | ((pl.col("source") == target) & (pl.col("target") == source))
        rest = ties.filter(~pair)
        if rest.height == ties.height:
            raise GraphError("A tie that is to be removed does not exist", got=f"{source} – {target}")
        ties = rest
    if change.add_ties:
        weights = [float(tie[2]) if len(tie) > 2 else 1.0 for tie in change.add_ties]
        new = pl.DataFrame(
            {
                "source": pl.Series([tie[0] for tie in change.add_ties], dtype=kind),
                "target": pl.Series([tie[1] for tie in change.add_ties], dtype=kind),
                "weight": weights,
                "relation": "what if",
                "directed": graph.directed,
            },
            schema_overrides={"relation": pl.String},
        )
        ties = pl.concat([ties, new], how="diagonal")
    actors = graph.actors
    if change.add_actors:
        new = pl.DataFrame({"id": pl.Series(change.add_actors, dtype=kind), "label": [str(actor) for actor in change.add_actors]})
        actors = pl.concat([actors, new], how="diagonal")
    gone = pl.Series(change.remove_actors, dtype=kind).implode()
    actors = actors.filter(~pl.col("id").is_in(gone))
    ties = ties.filter(~pl.col("source").is_in(gone) & ~pl.col("target").is_in(gone))
    return Graph.from_frames(ties, actors, directed=graph.directed, weight=graph.weight, two_mode=graph.two_mode, name=graph.name)


def whole_change(graph: Graph, after: Graph) -> pl.DataFrame:
    """Return figures of the whole network before and after: `figure`, `before`, `after`, `change`."""
    rows = [(name, one, other, other - one) for (name, one), (_, other) in zip(_whole(graph), _whole(after), strict=True)]
    return pl.DataFrame(rows, schema={"figure": pl.String, "before": pl.Float64, "after": pl.Float64, "change": pl.Float64}, orient="row")


def _whole(graph: Graph) -> list[tuple[str, float]]:
    """Return figures of the whole network."""
    far = distances(graph)
    label = components(graph)
    return [
        ("actors", float(len(graph))),
        ("ties between pairs", float(graph.around.indices.shape[0] / 2)),
        ("density", density(graph)),
        ("components", float(label.max(initial=-1) + 1)),
        ("share of actors in the largest component", float((label == 0).mean()) if len(graph) else 0.0),
        ("isolated actors", float((graph.around.degrees == 0).sum())),
        ("transitivity", transitivity(graph)),
        ("global efficiency", far.efficiency),
        ("mean distance of connected pairs", far.mean),
        ("share of pairs connected", far.connected_pairs),
    ]


def actor_changes(graph: Graph, after: Graph, names: Sequence[str] | None = None, *, work: Work = SILENT) -> pl.DataFrame:
    """Return each measure of each actor that is in both, where it changed: `id`, `label`, `measure`, `before`, `after`, `change`.

    The greatest change of each measure, in ranks of its spread, first.
    """
    asked = list(names if names is not None else MEASURES)
    one, other = table(graph, asked, work=work), table(after, asked, work=work)
    both = one.join(other, on="id", how="inner", suffix="_after", maintain_order="left")
    frames = []
    for name in asked:
        before, then = pl.col(name).cast(pl.Float64), pl.col(f"{name}_after").cast(pl.Float64)
        frame = both.select("id", "label", pl.lit(name).alias("measure"), before.alias("before"), then.alias("after"))
        # NaN (a measure that an isolated actor does not have) compares as equal to itself.
        frame = frame.with_columns(change=pl.col("after") - pl.col("before")).filter(pl.col("before").ne_missing(pl.col("after")))
        frames.append(
            frame.filter((pl.col("change").abs() > 1e-12) | pl.col("change").is_nan()).sort(
                pl.col("change").abs(), "id", descending=[True, False]
            )
        )
    return pl.concat(frames)
