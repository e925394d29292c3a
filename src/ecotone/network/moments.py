"""Which ties held when: an interval of the network, snapshots, and what is new since a day.

Times are compared as their type is: ISO texts of any precision as texts (a month lies before its days), numbers as
numbers. A tie that ended in a month counts through that month; one without a start or an end is open there. A graph
with `spells` (several times a tie held) is looked up by them.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.network.graph import Graph

Moment = str | float | int


def _holds(start: pl.Expr, end: pl.Expr, low: Moment | None, high: Moment | None, kind: Any) -> pl.Expr:
    """Say whether [start, end) meets [low, high): an imprecise end text counts through its month or year."""
    if kind == pl.String:
        after = pl.lit(value=True) if low is None else end.is_null() | _through(end, str(low))
        before = pl.lit(value=True) if high is None else start.is_null() | (start < pl.lit(str(high)))
    elif kind.is_numeric():
        after = pl.lit(value=True) if low is None else end.is_null() | (end > float(low))
        before = pl.lit(value=True) if high is None else start.is_null() | (start < float(high))
    else:
        raise GraphError("Times of ties are of a type that cannot be compared with a moment", got=str(kind), expected="text or numbers")
    return after & before


def _through(end: pl.Expr, low: str) -> pl.Expr:
    """Say whether a time that ends at `end` reaches beyond the beginning of `low`."""
    # To the day the end is excluded; a month or year counts through, so `low` may lie inside it.
    return (
        pl.when(end.str.len_chars() >= 10)
        .then(end > pl.lit(low))
        .otherwise((end > pl.lit(low)) | (end == pl.lit(low).str.slice(0, end.str.len_chars())))
    )


def alive(graph: Graph, start: Moment | None = None, end: Moment | None = None) -> Graph:
    """Return the graph with the ties that held at some time in `[start, end)`; None is open. All actors stay.

    Examples
    --------
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "valid_from": ["2019", "2021-05"], "valid_to": ["2020", None]})
    >>> graph = Graph.from_frames(ties, directed=False, weight="strength")
    >>> [alive(graph, year, str(int(year) + 1)).tie_count for year in ("2018", "2020", "2021", "2030")]
    [0, 1, 1, 1]
    """
    if "spells" in graph.ties.columns:
        spells = graph.ties.schema["spells"]
        if not isinstance(spells, pl.List) or not isinstance(spells.inner, pl.Struct):
            raise GraphError("Spells are a list of start and end", where="ties, column spells", got=str(spells))
        kind = spells.inner.to_schema()["start"]
        element = pl.element().struct
        inside = _holds(element.field("start"), element.field("end"), start, end, kind)
        own = _holds(pl.col("valid_from"), pl.col("valid_to"), start, end, graph.ties.schema["valid_from"])
        return graph.keep_ties(pl.when(pl.col("spells").list.len() > 0).then(pl.col("spells").list.eval(inside).list.any()).otherwise(own))
    kinds = {graph.ties.schema["valid_from"], graph.ties.schema["valid_to"]}
    return (
        graph.keep_ties(_holds(pl.col("valid_from"), pl.col("valid_to"), start, end, graph.ties.schema["valid_from"]))
        if len(kinds) == 1
        else _mixed()
    )


def _mixed() -> Graph:
    """Refuse start and end of different types."""
    raise GraphError("Ties begin and end in times of different types", expected="both text or both numbers")


def snapshots(graph: Graph, bounds: Sequence[Moment], *, cumulative: bool = False) -> list[Graph]:
    """Return the graph in each interval between two bounds; cumulative: of all that began before each interval's end."""
    pairs = itertools.pairwise(bounds)
    return [alive(graph, None if cumulative else low, high) for low, high in pairs]


def years(graph: Graph) -> list[int]:
    """Return the years in which ties begin, ascending, from ISO texts."""
    if graph.ties.schema["valid_from"] != pl.String:
        raise GraphError("Years need times as ISO text", got=str(graph.ties.schema["valid_from"]))
    found: list[Any] = (
        graph.ties["valid_from"].drop_nulls().str.slice(0, 4).cast(pl.Int32, strict=False).drop_nulls().unique().sort().to_list()
    )
    return found
