"""What became of ties and communities over the years, and who could reach whom in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.answer import Answer, Column
from ecotone.dates import Date
from ecotone.errors import GraphError
from ecotone.network.answers.asking import WHOLE, ask, table
from ecotone.network.moments import alive, years
from ecotone.network.temporal import reach_in_time
from ecotone.network.temporal_betweenness import betweenness_in_time
from ecotone.network.tracking import tracked, turnover
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope

FOLLOWED: Final = 300
"""Actors up to which paths of fewest steps and of least time are followed too."""
LARGEST: Final = 3_000
"""Actors up to which paths in time are followed from each."""


def periods(
    source: Record | Graph,
    scope: Scope = WHOLE,
    *,
    bounds: Sequence[str] | None = None,
    cumulative: bool = True,
    top: int = 20,
    runs: int = 10,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer what became of ties and communities from period to period.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    bounds : sequence of str, optional
        First days, months or years of the periods, and the end of the last; four periods of about as many new ties each, where not given.
    cumulative : bool
        Each period holds all that began before its end, or only what held in it.
    top : int
        How many communities and actors are shown.
    runs, seed : int
        Runs of the search for communities, and what decides them.
    """
    asked = ask(source, scope)
    graph = asked.each
    begins = graph.ties["valid_from"].drop_nulls()
    if graph.ties.schema["valid_from"] != pl.String or not len(begins):
        raise GraphError("Nothing can be said of periods: no tie has a date", where="valid_from", remedy="Import sources with dates")
    cuts = [Date(str(bound)).iso for bound in bounds] if bounds else _quarters(graph)
    if cuts != sorted(set(cuts)) or len(cuts) < 3:
        raise GraphError("Periods follow each other", got=", ".join(cuts), expected="three bounds or more, each later than the one before")
    ties = turnover(graph, cuts, cumulative=cumulative)
    fates = tracked(graph, cuts, cumulative=cumulative, runs=runs, seed=seed, work=work)
    counts = fates.group_by("period", "fate").len().sort("period", "fate")
    told = "; ".join(
        f"{period}: " + ", ".join(f"{count} {fate}" for _, fate, count in counts.filter(pl.col("period") == period).rows())
        for period in cuts[1:-1]
    )
    shown = (
        fates.filter(pl.col("period") != cuts[0])
        .sort("period", "actors", descending=[True, True])
        .with_columns(pl.col("from").list.eval(pl.element().cast(pl.String)).list.join(", "))
        .head(top)
    )
    new = set(graph.ties.filter(pl.col("valid_from") >= cuts[-2]).select("source", "target").unpivot()["value"].to_list())
    tables = [table("Ties from period to period", ties, _TIES), table("Communities and what became of them", shown, _FATES)]
    warnings = []
    undated = graph.ties["valid_from"].null_count()
    if undated:
        warnings.append(f"{undated:,} ties without a begin count in every period.")
    if len(graph) <= LARGEST:
        held = alive(graph, None, cuts[-1])
        reach = reach_in_time(held, work=work)
        if len(graph) <= FOLLOWED:
            ways = {best: pl.Series(betweenness_in_time(held, best, work=work)) for best in ("shortest", "fastest")}
            reach = reach.with_columns(**ways)
        reach = reach.sort("between", "label", descending=[True, False]).head(top)
        tables.append(table("Who could pass on what reached them in time", reach, _REACH))
    else:
        warnings.append(f"Paths in time are followed up to {LARGEST:,} actors; give a scope to see them.")
    return asked.answer(
        "What became of ties and communities?",
        f"Between {cuts[0]} and {cuts[-1]}, of communities: {told or 'none with two actors'}.",
        tables,
        method="periods, communities by Leiden, matched by likeness",
        parameters={"bounds": ", ".join(cuts), "cumulative": cumulative, "runs": runs},
        seed=seed,
        evidence=asked.evidence([at for at, number in enumerate(asked.graph.actors["id"].to_list()) if number in new]),
        reference="Palla, Barabási and Vicsek 2007; Greene, Doyle and Cunningham 2010; Holme and Saramäki 2012",
        warnings=[*warnings, "A community is followed by its members; that two have members in common does not make them one in purpose."],
    )


def _quarters(graph: Graph) -> list[str]:
    """Cut the years so that each of four periods has about as many new ties, as far as there are so many years."""
    begins = graph.ties["valid_from"].drop_nulls().str.slice(0, 4).cast(pl.Int32, strict=False).drop_nulls()
    every = years(graph)
    cuts = [every[0]]
    for part in (1, 2, 3):
        wanted = next((year for year in every if int((begins < year).sum()) * 4 >= len(begins) * part), every[-1])
        cuts.append(max(wanted, cuts[-1] + 1))
    return [str(year) for year in [*cuts, max(every[-1] + 1, cuts[-1] + 1)]]


_TIES = (
    Column("earlier", "From period"),
    Column("later", "To period"),
    Column("before", "Pairs tied before", "integer"),
    Column("after", "After", "integer"),
    Column("kept", "Kept", "integer"),
    Column("formed", "Newly tied", "integer"),
    Column("ended", "Came apart", "integer"),
    Column("jaccard", "Kept of all", "percent"),
)
_FATES = (
    Column("period", "Period"),
    Column("community", "Community", "integer"),
    Column("actors", "Actors", "integer"),
    Column("fate", "What became of it"),
    Column("from", "Came from"),
    Column("alike", "Likeness", "percent", caveat="Members in common over all members of both."),
    Column("dies", "Ends here", caveat="Nothing of the next period is like it; empty in the last."),
)
_REACH = (
    Column("id", "Id", "actor"),
    Column("label", "Actor"),
    Column("reaches", "Reaches", "percent", caveat="Share of the others along ties in the order of time."),
    Column("reached_by", "Reached by", "percent"),
    Column("between", "Passes on", "percent", caveat="Share of all first-arriving paths that run through the actor."),
    Column("shortest", "With fewest steps", "percent", caveat="The same of the paths in time with fewest steps."),
    Column("fastest", "In the least time", "percent", caveat="The same of the paths that take the least time from leaving to arriving."),
)
