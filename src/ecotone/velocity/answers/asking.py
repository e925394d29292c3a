"""What all answers of velocity share: the columns that say what a stage is, frames with estimates, definitions and warnings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import SpellError
from ecotone.estimate import Estimate
from ecotone.estimate import estimates as column
from ecotone.velocity.survival import kaplan_meier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.velocity.read import StageSpells, Ways
    from ecotone.velocity.spells import Spells

QUANTILES: Final = {"p15": 0.15, "p50": 0.5, "p85": 0.85}
EMPTY: Final = "nothing entered this stage"
MARKED: Final = (
    Column("stage", "Stage"),
    Column("start", "From"),
    Column("end", "To"),
)


def quantile(spells: Spells, share: float) -> Estimate:
    """Return a quantile whose interval, where it has no upper end, says so in words: JSON knows no infinity."""
    if not len(spells):
        return Estimate.none(EMPTY)
    found = kaplan_meier(spells).quantile(share)
    if found.value is not None and found.high is not None and math.isinf(found.high):
        return Estimate.exact(found.value, f"from {found.low:g} without an upper end: too few have ended")
    return found


def markers(each: StageSpells) -> dict[str, Any]:
    """Return the columns that say what a stage is."""
    return {"stage": each.stage.name, "start": each.stage.start, "end": each.stage.end, "owner": each.stage.owner}


def frame_of(rows: Sequence[dict[str, Any]], estimates: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return rows as a frame, estimates as structs."""
    plain = pl.DataFrame([{name: value for name, value in row.items() if name not in estimates} for row in rows])
    return plain.with_columns(column((row[name] for row in rows), name) for name in estimates)


def in_progress(heard: int, silent: int) -> str:
    """Count what is in progress in one way for all answers: what was not heard of for a year stands apart.

    Examples
    --------
    >>> in_progress(25, 12)
    '25 items are in progress, and 12 more may be, of which nothing was heard for a year'
    """
    more = f", and {silent:,} more may be, of which nothing was heard for a year" if silent else ""
    return f"{heard:,} {'item is' if heard == 1 else 'items are'} in progress{more}"


def answer(
    ways: Ways,
    question: str,
    summary: str,
    tables: Sequence[Table],
    method: str,
    reference: str | None,
    warnings: Sequence[str] = (),
    parameters: dict[str, Any] | None = None,
    seed: int | None = None,
) -> Answer:
    """Put an answer together, with the definitions and what was left out."""
    if not any(len(each.spells) for each in ways.stages):
        raise SpellError("Nothing was in any of these stages in that time", where=ways.scope.explain(), remedy="Widen the filter")
    told = {
        "stages": f"{ways.model.name}: {ways.model.label}",
        "read on": str(ways.read_on),
        "what still runs": f"is cut off on {ways.read_on}, or a year after it was last heard of, and counts as longer",
        "dates known to the month": "count as the 15th",
        **({"under observation from": str(ways.first)} if ways.scope.start else {}),
        **(parameters or {}),
    }
    caveat = [f"{ways.model.caveat}."] if ways.model.caveat else []
    left = [f"{what}: {number:,}." for what, number in ways.problems.by_kind().items()]
    if ways.silent:
        what = "items in progress were not heard of in the year before; they count to a year after their record was last renewed"
        left.append(f"{ways.silent:,} {what}.")
    planned = [f"{ways.planned:,} planned dates are not counted as actual."] if ways.planned else []
    return Answer(
        question,
        summary,
        tuple(tables),
        Method(method, ecotone.__version__, told, seed, reference),
        ways.scope,
        ways.read_at,
        warnings=(*warnings, *caveat, *left, *planned),
    )
