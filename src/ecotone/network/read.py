"""The door from the record to the graph: actors and ties of a scope, ties added up by a named rule.

The record keeps one tie per source record. How many of them make one tie of a graph, and how strong it is, is a
choice that changes every figure after it, so it has a name:

* `sum`: weights of all source records of a pair and kind are added up (the default: studies run together);
* `count`: the number of source records;
* `latest`: the weight in the source record whose tie began last;
* `each`: nothing is added up; parallel ties stay, each with its own time and evidence (for questions about time, and
  for resampling evidence).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import polars as pl

from ecotone.errors import GraphError
from ecotone.network.graph import Graph, WeightMeaning
from ecotone.scope import Scope

if TYPE_CHECKING:
    from pathlib import Path

Rule = Literal["sum", "count", "latest", "each"]


class Record(Protocol):
    """What this door needs of an `ecosystem.Ecosystem`."""

    @property
    def path(self) -> Path | str | None:
        """Where the record lies."""

    def actors(self, scope: Scope = ...) -> pl.DataFrame:
        """Return `id`, `name`, `sector`, place and coordinates of the actors."""

    def ties(self, scope: Scope = ...) -> pl.DataFrame:
        """Return `source`, `target`, `kind`, `weight`, `directed`, `valid_from`, `valid_to`, `evidence`, one row a source record."""


def graph(
    eco: Record,
    scope: Scope = Scope(),  # noqa: B008  frozen
    *,
    weight: WeightMeaning = "strength",
    rule: Rule = "sum",
    directed: bool = False,
) -> Graph:
    """Read a graph from a record.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    scope : Scope
        Which part of it. Actors of the scope without a tie in it are kept as isolated actors.
    weight : {'strength', 'distance'}
        What the record's weights mean.
    rule : {'sum', 'count', 'latest', 'each'}
        How the ties of several source records become one.
    directed : bool
        Whether the direction of ties counts. It rarely does in the question who works with whom, and is left out of
        account where not asked for.

    Returns
    -------
    Graph
        `actors` as the record gives them with `label`; `ties` with `records` (how many source records), `evidence` (a
        list of their ids) and the hull of their times.
    """
    actors, ties = eco.actors(scope), eco.ties(scope)
    if rule not in {"sum", "count", "latest", "each"}:
        raise GraphError("No such rule for adding up ties", got=str(rule), expected="sum, count, latest or each")
    known = actors["id"].implode()
    ties = ties.filter(pl.col("source").is_in(known) & pl.col("target").is_in(known))
    if rule != "each":
        ties = add_up(ties, rule)
    name = str(getattr(eco, "title", "") or "")
    return Graph.from_frames(ties, actors, directed=directed, weight=weight, name=name)


def add_up(ties: pl.DataFrame, rule: Literal["sum", "count", "latest"] = "sum") -> pl.DataFrame:
    """Make one tie of all that have the same ends, kind and direction.

    Examples
    --------
    >>> ties = pl.DataFrame(
    ...     {
    ...         "source": [1, 2, 1],
    ...         "target": [2, 1, 2],
    ...         "kind": ["co-authorship"] * 3,
    ...         "weight": [1.0, 2.0, 4.0],
    ...         "directed": [False] * 3,
    ...         "valid_from": ["2019", "2021-05", "2020"],
    ...         "valid_to": ["2020", None, "2021"],
    ...         "evidence": [11, 12, 13],
    ...     }
    ... )
    >>> add_up(ties, "latest").row(0, named=True)["weight"], add_up(ties).row(0, named=True)["evidence"]
    (2.0, [11, 12, 13])
    """
    low, high = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    ends = [
        pl.when("directed").then("source").otherwise(low).alias("source"),
        pl.when("directed").then("target").otherwise(high).alias("target"),
    ]
    weight = {"sum": pl.col("weight").sum(), "count": pl.len().cast(pl.Float64).alias("weight"), "latest": pl.col("weight").last()}
    columns = [
        weight[rule],
        pl.col("valid_from").min(),
        # One record that does not end makes a tie that does not end.
        pl.when(pl.col("valid_to").null_count() > 0).then(None).otherwise(pl.col("valid_to").max()).alias("valid_to"),
        pl.len().alias("records"),
    ]
    if "evidence" in ties.columns:
        evidence = pl.col("evidence").explode() if isinstance(ties.schema["evidence"], pl.List) else pl.col("evidence")
        columns.append(evidence.drop_nulls().unique().sort().alias("evidence"))
    return (
        ties.with_columns(ends)
        .sort("valid_from", nulls_last=False, maintain_order=True)
        .group_by("source", "target", "kind", "directed")
        .agg(columns)
        .sort("source", "target", "kind", "directed")
    )
