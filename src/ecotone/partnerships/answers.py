"""What users see of partnerships: every answer with its tables, evidence and what to be careful about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table

if TYPE_CHECKING:
    from ecotone.partnerships.criteria import Criteria


def scales(criteria: Criteria) -> Answer:
    """Say by what candidates are judged, and what each level means."""
    weights = criteria.default_weights()
    parts = pl.DataFrame(
        {
            "criterion": [part.criterion for part in criteria.parts],
            "id": [part.id for part in criteria.parts],
            "asks": [part.asks for part in criteria.parts],
            "found": [f"the record: {part.measure}" if part.measure else "raters" for part in criteria.parts],
            "weight": [weights[part.id] for part in criteria.parts],
        },
        schema_overrides={"weight": pl.Float64},
    )
    levels = pl.DataFrame(
        [(part.id, level, part.levels[level], part.worth(level)) for part in criteria.parts for level in sorted(part.levels)],
        schema={"id": pl.String, "level": pl.Float64, "says": pl.String, "worth": pl.Float64},
        orient="row",
    )
    tables = (
        Table(
            "Parts",
            parts,
            (
                Column("criterion", "Criterion"),
                Column("id", "Id"),
                Column("asks", "Question"),
                Column("found", "Found by"),
                Column("weight", "Weight", "percent", caveat="By default: criteria weigh alike, and so do the parts of each."),
            ),
        ),
        Table(
            "Levels",
            levels,
            (
                Column("id", "Id"),
                Column("level", "Level", "number"),
                Column("says", "What it means"),
                Column("worth", "Worth", "number", caveat="From 0 for the worst to 1 for the best level, whoever the candidates are."),
            ),
        ),
    )
    summary = (
        f"{len(criteria.parts)} parts of {len(criteria.names)} criteria; the record answers {int((parts['found'] != 'raters').sum())}."
    )
    return Answer("By what are partners judged?", summary, tables, Method("table of criteria", ecotone.__version__))
