"""What comes with velocity, as answers: the stage models, the published figures, and the ladders of maturity."""

from __future__ import annotations

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.velocity import ladders as data
from ecotone.velocity.published import series
from ecotone.velocity.published import shipped as shipped_series
from ecotone.velocity.stages import shipped as shipped_models


def stages() -> Answer:
    """List the stage models: each stage with its start marker, end marker and clock owner."""
    rows = [
        {"model": model.name, "name": stage.name, "start": stage.start, "end": stage.end, "owner": stage.owner, "source": model.source}
        for model in shipped_models().values()
        for stage in model.stages
    ]
    labels = {"model": "Model", "name": "Stage", "start": "From", "end": "To", "owner": "Clock of", "source": "Markers defined by"}
    table = Table("Stage models", pl.DataFrame(rows), tuple(Column(name, label) for name, label in labels.items()))
    method = Method("read from the stage models", ecotone.__version__)
    return Answer(
        "Into which stages is the way divided?", f"{len(shipped_models()):,} stage models, {len(rows):,} stages.", (table,), method
    )


def published(name: str | None = None) -> Answer:
    """List the figures of one published series, or of all: what each counts, from which marker to which, its source and its date."""
    found = [series(name)] if name else list(shipped_series().values())
    rows = [
        {
            "series": each.name,
            "label": each.label,
            "of": each.definition.of,
            "start": each.definition.start,
            "end": each.definition.end,
            "days_of": each.definition.days_of,
            "statistic": each.statistic,
            "cohort": cohort,
            "figure": value,
            "unit": each.unit,
            "open": "yes" if cohort in each.open else "",
            "source": each.source,
            "as_of": str(each.as_of),
            "verified": "yes" if each.verified else "no",
            "address": each.address,
            "note": each.note,
        }
        for each in found
        for cohort, value in each.figures.items()
    ]
    labels = {
        "series": "Series",
        "label": "In words",
        "of": "Of",
        "start": "From",
        "end": "To",
        "days_of": "Days of",
        "statistic": "Which is a",
        "cohort": "For",
        "figure": "Figure",
        "unit": "Unit",
        "open": "Still open",
        "source": "Source",
        "as_of": "As of",
        "verified": "Checked at its source",
        "address": "Address",
        "note": "Note",
    }
    caveats = {"open": "many were pending then, so the figure leaves out the slow ones"}
    columns = tuple(Column(key, label, "number" if key == "figure" else "text", caveat=caveats.get(key)) for key, label in labels.items())
    table = Table("Published figures", pl.DataFrame(rows, infer_schema_length=None), columns)
    unchecked = sum(not each.verified for each in found)
    checked = f"{unchecked:,} series were not checked at their source" if unchecked else "all were checked at their source"
    return Answer(
        "What has been published on velocity, and what does it count?",
        f"{len(found):,} series, {len(rows):,} figures; {checked}.",
        (table,),
        Method("read from the published series", ecotone.__version__),
        warnings=("Figures whose definitions differ are not compared: see the columns From, To, Of and Days of.",),
    )


def ladders(name: str | None = None) -> Answer:
    """List the levels of one ladder, or of all: what shows that one is reached in each domain, and what it can mean on other ladders."""
    found = [data.ladder(name)] if name else list(data.shipped().values())
    rows = [
        {
            "ladder": each.name,
            "level": level.number,
            "name": level.name,
            "domain": domain,
            "reached": level.reached[domain],
            "source": each.source,
        }
        for each in found
        for level in each.levels
        for domain in each.domains
    ]
    labels = {"ladder": "Ladder", "level": "Level", "name": "Called", "domain": "Domain", "reached": "Reached when", "source": "Source"}
    crossed = [
        {"ladder": each.name, "level": level, "other": other, "low": low, "high": high}
        for each in found
        for other, spans in each.crosswalk.items()
        for level, (low, high) in spans.items()
    ]
    cross_labels = {"ladder": "Ladder", "level": "Level", "other": "On the ladder", "low": "From", "high": "To"}
    schema = {"ladder": pl.String, "level": pl.Int64, "other": pl.String, "low": pl.Int64, "high": pl.Int64}
    tables = (
        Table(
            "Levels",
            pl.DataFrame(rows),
            tuple(Column(key, label, "integer" if key == "level" else "text") for key, label in labels.items()),
        ),
        Table(
            "Crosswalks",
            pl.DataFrame(crossed, schema=schema, orient="row"),
            tuple(Column(key, label, "text" if key in {"ladder", "other"} else "integer") for key, label in cross_labels.items()),
            "Our reading, no standard.",
        ),
    )
    unchecked = [each.name for each in found if not each.verified]
    return Answer(
        "Which levels of maturity are told apart?",
        f"{len(found):,} of {len(data.shipped()):,} ladders, {sum(len(each.levels) for each in found):,} levels.",
        tables,
        Method("read from the ladders", ecotone.__version__),
        warnings=(f"Levels in our own words, not checked at their source: {', '.join(unchecked)}.",) if unchecked else (),
    )
