"""What all questions share: the graph they are asked of, where it was read, the evidence and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, ReadAt, Table
from ecotone.errors import GraphError
from ecotone.network import read
from ecotone.network.graph import Graph
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ecotone.network.read import Record, Rule

EVIDENCE: Final = 100
"""So many ids of evidence are few enough to name."""

WHOLE: Final = Scope()


@dataclass(frozen=True)
class Asked:
    """A graph and where it comes from."""

    graph: Graph
    scope: Scope
    record: Record | None
    read_at: ReadAt | None

    @cached_property
    def each(self) -> Graph:
        """Return the graph with one tie for each source record, where there is a record."""
        return self.graph if self.record is None else read.graph(self.record, self.scope, rule="each", directed=self.graph.directed)

    @property
    def of_file(self) -> bool:
        """Tell whether the question is about a file and not about a record."""
        return self.record is None

    def labels(self, positions: Iterable[int]) -> list[str]:
        """Return the names of actors."""
        names = self.graph.actors["label"]
        return [str(names[int(at)]) for at in positions]

    def partners(self, position: int, most: int = 3) -> str:
        """Name the partners with whom an actor has its strongest ties."""
        rows = self.graph.around
        own = slice(int(rows.indptr[position]), int(rows.indptr[position + 1]))
        heads, weights = rows.indices[own], rows.weights[own]
        order = np.lexsort((heads, -weights if self.graph.weight == "strength" else weights))[:most]
        names = self.labels(heads[order])
        return ", ".join(f"{name} ({weight:g})" for name, weight in zip(names, weights[order].tolist(), strict=True))

    def evidence(self, positions: Iterable[int]) -> tuple[int, ...]:
        """Return the ids of the evidence behind the ties of some actors, the strongest ties first, at most a hundred."""
        ties = self.graph.ties
        if "evidence" not in ties.columns:
            return ()
        asked = np.zeros(len(self.graph), bool)
        asked[list(positions)] = True
        mine = ties.filter(pl.Series(asked[self.graph.tails] | asked[self.graph.heads])).sort(
            "weight", descending=True, maintain_order=True
        )
        ids = mine["evidence"].explode() if isinstance(mine.schema["evidence"], pl.List) else mine["evidence"]
        return tuple(ids.drop_nulls().unique(maintain_order=True).head(EVIDENCE).sort().to_list())

    def by(self, name: str) -> str | None:
        """Return the attribute to group by, or None where the actors have no value of it.

        Raises
        ------
        GraphError
            If no actor could have it: a name that is neither a column nor a record's sector is a slip of the pen.
        """
        if name not in self.graph.actors.columns and name != "sector":
            raise GraphError("The actors have no such attribute", got=name, expected=", ".join(sorted(self.graph.actors.columns)))
        return name if name in self.graph.actors.columns and self.graph.actors[name].null_count() < len(self.graph) else None

    def groups_known(self, name: str) -> list[str]:
        """Warn of actors whose group is not known."""
        unknown = self.graph.actors[name].null_count()
        return (
            [f"The {name} of {unknown:,} of {len(self.graph):,} actors is not known; they are left out or shown as a group of their own."]
            if unknown
            else []
        )

    def answer(
        self,
        question: str,
        summary: str,
        tables: Sequence[Table],
        *,
        method: str,
        parameters: dict[str, Any] | None = None,
        seed: int | None = None,
        reference: str | None = None,
        evidence: tuple[int, ...] = (),
        warnings: Sequence[str] = (),
    ) -> Answer:
        """Put an answer together."""
        shown = {
            "weights mean": self.graph.weight,
            "direction": "counts" if self.graph.directed else "left out of account",
            **(parameters or {}),
        }
        if not self.of_file:
            shown["ties of several records"] = "added up"
        return Answer(
            question,
            summary,
            tuple(tables),
            Method(method, ecotone.__version__, shown, seed, reference),
            self.scope,
            self.read_at,
            evidence,
            (*warnings, *(() if self.graph.tie_count else ("The network has no ties.",))),
        )


def ask(source: Record | Graph, scope: Scope = WHOLE, *, rule: Rule = "sum", directed: bool = False) -> Asked:
    """Take a graph as it is, or read one from a record.

    Raises
    ------
    GraphError
        If a scope is asked of a graph: a file has no sectors and evidence to filter by.
    """
    if isinstance(source, Graph):
        if scope:
            raise GraphError("A scope filters a record, not a network file", got=str(scope), remedy="Import the file into a record first")
        return Asked(source, scope, None, None)
    graph = read.graph(source, scope, rule=rule, directed=directed)
    history = getattr(source, "history", None)
    latest = history(1) if history else pl.DataFrame()
    batch = int(latest["batch"].to_list()[0]) if latest.height else 0
    return Asked(graph, scope, source, ReadAt(Path(source.path).name if source.path else graph.name, batch, scope.as_of))


def table(title: str, frame: pl.DataFrame, columns: Sequence[Column], note: str | None = None) -> Table:
    """Make a table of the columns that the frame has; what is not a number becomes empty, for JSON knows no NaN."""
    frame = frame.with_columns(pl.col(pl.Float64).fill_nan(None))
    return Table(title, frame, tuple(column for column in columns if column.name in frame.columns), note)


def ranked(values: NDArray[np.float64], top: int) -> NDArray[np.int64]:
    """Return the positions of the greatest values, NaN last; of equal values the earlier actor first."""
    return np.argsort(-np.nan_to_num(values, nan=-np.inf), kind="stable")[:top]


def percentiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each value the share of actors whose value is lower."""
    ordered = np.sort(values)
    return np.asarray(np.searchsorted(ordered, values, side="left") / max(values.shape[0], 1))
