"""What is emerging since a day: actors, relations between actors, and pairs of groups that grew more than the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.answer import Answer, Column
from ecotone.errors import GraphError
from ecotone.network.answers.asking import WHOLE, ask, table
from ecotone.network.emergence import emerging as kernel
from ecotone.network.moments import years

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope


def emerging(source: Record | Graph, scope: Scope = WHOLE, *, since: Date | str | None = None, by: str = "sector", top: int = 10) -> Answer:
    """Answer what has emerged since a day.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    since : Date or str, optional
        First day, month or year of the later period; the year from which on about a third of the ties begin, where not given.
    by : str
        Attribute whose groups are looked at.
    top : int
        How many are shown of each.
    """
    asked = ask(source, scope)
    graph = asked.each
    dated = graph.ties["valid_from"].drop_nulls()
    if graph.ties.schema["valid_from"] != pl.String or not len(dated):
        raise GraphError("Nothing can be said of emergence: no tie has a date", where="valid_from", remedy="Import sources with dates")
    begin = str(since) if since is not None else _third(graph)
    tables = []
    ask_of = [("actors", "Actors"), ("pairs", "Relations"), *([("groups", "Pairs of groups")] if asked.by(by) else [])]
    sure: list[str] = []
    first: list[str] = []
    for of, title in ask_of:
        found = kernel(graph, begin, of=of, by=by).filter(pl.col("later") > pl.col("expected"))  # type: ignore[arg-type]
        # A growth of some per cent can be sure and still not be worth a leader's time.
        named = found.filter((pl.col("q") < 0.05) & (pl.col("growth") >= WORTH_NAMING)).head(3)
        if of == "actors":
            first = found["what"].head(top).to_list()
        sure += [" – ".join(row) for row in named.select([c for c in ("what", "one", "other") if c in found.columns]).rows()]
        tables.append(table(title, found.head(top), _COLUMNS))
    ties = graph.ties.filter(pl.col("valid_from").is_not_null())
    new = ties.filter(pl.col("valid_from") >= begin).height
    summary = f"{new:,} of {ties.height:,} dated ties began in or after {begin}. " + (
        f"Grown above expectation: {'; '.join(sure)}."
        if sure
        else f"Nothing grew surely and by {WORTH_NAMING - 1:.0%} more than the whole."
    )
    undated = graph.tie_count - ties.height
    positions = [at for at, label in enumerate(graph.actors["label"].to_list()) if label in set(first)]
    return asked.answer(
        "What is emerging?",
        summary,
        tables,
        method="Fisher's exact test against the growth of the whole",
        parameters={"since": begin, "by": by},
        reference="Fisher 1935; Benjamini and Hochberg 1995",
        evidence=asked.evidence(positions),
        warnings=[
            *(["Nearly all dated ties lie in the later period: there is little to compare with."] if new > 0.8 * ties.height else []),
            *([f"{undated:,} ties without a begin are left out."] if undated else []),
            "A source that was read only for late years makes what it shows look new.",
        ],
    )


WORTH_NAMING: Final = 1.2
"""Least ratio to expectation that the summary names."""

_COLUMNS = (
    Column("what", "Actor"),
    Column("one", "One"),
    Column("other", "Other"),
    Column("earlier", "Ties before", "integer"),
    Column("later", "Ties since", "integer"),
    Column("expected", "Expected", "number", caveat="If it had grown as the whole did."),
    Column("growth", "Over expected", "number"),
    Column("q", "False-discovery rate", "number", caveat="Share of false alarms to expect among all that are as clear as this."),
)


def _third(graph: Graph) -> str:
    """Return the latest year from which on at least a third of the dated ties begin."""
    begins = graph.ties["valid_from"].drop_nulls()
    for year in reversed(years(graph)):
        if int((begins >= str(year)).sum()) * 3 >= len(begins):
            return str(year)
    return str(begins.min())
