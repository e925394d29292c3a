"""What all answers about stakeholders share: frames of rows with estimates, and how an answer is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.answer import Format
    from ecotone.estimate import Estimate
    from ecotone.stakeholders.gathered import Gathered

ESTIMATE: Final = pl.Struct(
    {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "level": pl.Float64, "method": pl.String, "reason": pl.String}
)
TYPES: Final[dict[str, Any]] = {
    "integer": pl.Int64, "actor": pl.Int64, "evidence": pl.Int64, "number": pl.Float64, "percent": pl.Float64, "estimate": ESTIMATE,
}  # fmt: skip
EVIDENCE: Final = 100
"""So many ids of evidence are few enough to name."""


def table(title: str, rows: Sequence[dict[str, Any]], columns: Sequence[Column], note: str | None = None) -> Table:
    """Make a table of rows; the types follow from the columns, so that an empty one has them too."""
    made = [
        pl.Series(column.name, [_plain(row[column.name], column.format) for row in rows], dtype=_type(column.format)) for column in columns
    ]
    return Table(title, pl.DataFrame(made), tuple(columns), note)


def _type(form: Format) -> Any:
    return TYPES.get(form, pl.String)


def _plain(value: Estimate | Any, form: Format) -> Any:
    if form == "estimate":
        return None if value is None else {field.name: value.as_dict().get(field.name) for field in ESTIMATE.fields}
    return value


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


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "need"), counted(2, "need"), counted(0, "category", "categories")
    ('1 need', '2 needs', '0 categories')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
