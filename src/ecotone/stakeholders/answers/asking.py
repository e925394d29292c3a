"""What all answers about stakeholders share: frames of rows with estimates, and how an answer is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.estimate import estimates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.stakeholders.gathered import Gathered

TYPES: Final[dict[str, Any]] = {
    "integer": pl.Int64, "actor": pl.Int64, "evidence": pl.Int64, "number": pl.Float64, "percent": pl.Float64,
}  # fmt: skip
EVIDENCE: Final = 100
"""So many ids of evidence are few enough to name."""


def table(title: str, rows: Sequence[dict[str, Any]], columns: Sequence[Column], note: str | None = None) -> Table:
    """Make a table of rows; the types follow from the columns, so that an empty one has them too."""
    made = [
        estimates((row[column.name] for row in rows), column.name)
        if column.format == "estimate"
        else pl.Series(column.name, [row[column.name] for row in rows], dtype=TYPES.get(column.format, pl.String))
        for column in columns
    ]
    return Table(title, pl.DataFrame(made), tuple(columns), note)


def answer(
    found: Gathered,
    question: str,
    summary: str,
    tables: Sequence[Table],
    method: str,
    *,
    parameters: dict[str, Any] | None = None,
    reference: str | None = None,
    evidence: Sequence[int] = (),
    warnings: Sequence[str] = (),
) -> Answer:
    """Put an answer together."""
    return Answer(
        question,
        summary,
        tuple(tables),
        Method(method, ecotone.__version__, parameters or {}, None, reference),
        found.scope,
        found.read_at,
        tuple(sorted(set(evidence)))[:EVIDENCE],
        tuple(warnings),
    )
