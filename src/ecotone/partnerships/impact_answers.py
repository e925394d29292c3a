"""What users see of a partnership that was decided on: the decision, what is due, and its effect against what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table, counted
from ecotone.partnerships.impact import EXPECTED
from ecotone.velocity.answers.asking import frame_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.answer import ReadAt
    from ecotone.dates import Date
    from ecotone.partnerships.following import Followed
    from ecotone.partnerships.impact import Impact
    from ecotone.partnerships.instruments import Answers, Score

LESS: Mapping[str, int] = {"days": -1}
"""What is expected to fall."""


def decided(found: Sequence[tuple[str, dict[str, Any], list[dict[str, str]]]], read_at: ReadAt | None = None) -> Answer:
    """Show decisions: what was asked, who was chosen, why, who dissented and how the candidates stood then."""
    rows = [
        {
            "name": name,
            "date": body.get("date"),
            "question": body.get("question"),
            "chosen": body.get("chosen_name") or "none of them",
            "reasons": body.get("reasons"),
            "by": body.get("by") or None,
            "dissent": "; ".join(f"{each['who']}: {each['says']}" for each in dissent) or None,
        }
        for name, body, dissent in found
    ]
    names = ("name", "date", "question", "chosen", "reasons", "by", "dissent")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
    columns = (
        Column("name", "Decision"),
        Column("date", "Date", "date"),
        Column("question", "Question"),
        Column("chosen", "Chosen"),
        Column("reasons", "Reasons"),
        Column("by", "By"),
        Column("dissent", "Dissent"),
    )
    stood = [
        (name, float(each["rank"]), each["candidate"], float(each["score"]), float(each["first"]))
        for name, body, _ in found
        for each in body.get("ranking", [])
    ]
    schema = {"name": pl.String, "rank": pl.Float64, "candidate": pl.String, "score": pl.Float64, "first": pl.Float64}
    ranking = Table(
        "How the candidates stood then",
        pl.DataFrame(stood, schema=schema, orient="row"),
        (
            Column("name", "Decision"),
            Column("rank", "Rank", "number"),
            Column("candidate", "Candidate"),
            Column("score", "Score", "number"),
            Column("first", "First in", "percent"),
        ),
    )
    summary = f"{counted(len(rows), 'decision')} kept." if rows else "No decision is kept yet."
    method = Method("decisions as kept", ecotone.__version__)
    return Answer("What was decided?", summary, (Table("Decisions", frame, columns), ranking), method, read_at=read_at)


def listed(known: Sequence[tuple[Impact, int]], names: Mapping[int, str], on: Date, read_at: ReadAt | None = None) -> Answer:
    """List impact records with their state, what is due, and how their indicators stand."""
    rows, due = [], 0
    for each, version in known:
        states = [one.state(on.last, each.start.first) for one in each.indicators]
        late = each.due is not None and each.due.first <= on.last
        due += late
        rows.append(
            (
                each.name, names.get(each.seeker), names.get(each.partner), each.start.iso, each.state,
                each.due.iso if each.due else None, "due" if late else "",
                len(each.indicators), sum(state in {"reached", "on track"} for state in states),
                sum(state in {"behind", "missed"} for state in states), version,
            )
        )  # fmt: skip
    schema = {
        "name": pl.String, "seeker": pl.String, "partner": pl.String, "start": pl.String, "state": pl.String, "review": pl.String,
        "late": pl.String, "indicators": pl.Int64, "good": pl.Int64, "bad": pl.Int64, "version": pl.Int64,
    }  # fmt: skip
    columns = (
        Column("name", "Partnership"),
        Column("seeker", "Seeker"),
        Column("partner", "Partner"),
        Column("start", "Since", "date"),
        Column("state", "State"),
        Column("review", "Next review", "date"),
        Column("late", "Due"),
        Column("indicators", "Indicators", "integer"),
        Column("good", "Reached or on track", "integer"),
        Column("bad", "Behind or missed", "integer"),
    )
    summary = f"{counted(len(rows), 'impact record')}; {counted(due, 'review')} due on {on}."
    table = Table("Partnerships", pl.DataFrame(rows, schema=schema, orient="row"), columns)
    return Answer(
        "Which partnerships are followed, and what is due?",
        summary,
        (table,),
        Method("impact records as kept", ecotone.__version__),
        read_at=read_at,
    )


def effect(found: Followed, read_at: ReadAt | None = None) -> Answer:
    """Say what a partnership has changed, against what was expected when it began."""
    impact = found.impact
    tables = (_against(found), _indicators(found), _map(found), _stages(found), _reviews(found))
    reached = sum(one.state(found.on.last, impact.start.first) == "reached" for one in impact.indicators)
    held = sum(row["held"] == "yes" for row in _expectations(found))
    summary = (
        f"{found.names[impact.seeker]} and {found.names[impact.partner]}, {impact.state} since {impact.start}: "
        f"{held} of {len(impact.expected)} expectations are met and {reached} of {len(impact.indicators)} indicators reached on {found.on}."
    )
    warnings = ["Before and after is no proof of cause: the middle change of all other actors stands beside the two's."]
    if found.undated:
        warnings.append(f"{found.undated:,} ties of the two have no date and count as there before.")
    lacking = [f"{one.name} lacks {', '.join(one.lacks)}" for one in impact.indicators if one.lacks]
    if lacking:
        warnings.append(f"Indicators are incomplete: {'; '.join(lacking)}.")
    if not impact.indicators:
        warnings.append("No indicator is kept, so nobody can tell whether it worked.")
    elif not any(one.about == "patients" for one in impact.indicators):
        warnings.append("No indicator is about patients.")
    if impact.due is not None and impact.due.first <= found.on.last:
        warnings.append(f"A review has been due since {impact.due}.")
    method = Method(
        "before and since the start",
        ecotone.__version__,
        {"start": str(impact.start), "on": str(found.on)},
        reference="Kaplan & Meier (1958)",
    )
    return Answer(f"What has the partnership {impact.name} changed?", summary, tables, method, read_at=read_at, warnings=tuple(warnings))


def _expectations(found: Followed) -> list[dict[str, Any]]:
    """Hold what was expected against what is found."""
    changes: dict[str, float | None] = {one.measure: float(one.change) for one in found.on_map}
    changes["technologies"] = float(found.together_since)
    medians = [(one, one.before.value, one.after.value) for one in found.on_stage]
    told = [(one.number[0] + one.number[1], after - before) for one, before, after in medians if before is not None and after is not None]
    # Of several stages the one that most stays went through speaks.
    changes["days"] = max(told)[1] if told else None
    rows = []
    for name in (each for each in EXPECTED if each in found.impact.expected):
        expected = found.impact.expected[name]
        actual = changes.get(name)
        held = "not known" if actual is None else "yes" if (actual - expected) * LESS.get(name, 1) >= -1e-9 else "no"
        rows.append({"what": EXPECTED[name], "expected": float(expected), "found": actual, "held": held})
    return rows


def _against(found: Followed) -> Table:
    columns = (
        Column("what", "What"),
        Column("expected", "Expected", "number"),
        Column("found", "Found", "number"),
        Column("held", "Met"),
    )
    schema = {"what": pl.String, "expected": pl.Float64, "found": pl.Float64, "held": pl.String}
    kinds = ", ".join(f"{number} of kind {kind}" for kind, number in found.kinds.items())
    note = f"Expected as written at the start. Initiatives of both: {found.together_before} began before, {found.together_since} since"
    return Table(
        "Expected and found", pl.DataFrame(_expectations(found), schema=schema), columns, f"{note}{f' ({kinds})' if kinds else ''}."
    )


def _indicators(found: Followed) -> Table:
    rows = [
        (
            one.name, one.about, one.unit or None, one.baseline, None if one.latest is None else one.latest.value, one.target, one.share,
            one.state(found.on.last, found.impact.start.first), None if one.latest is None else one.latest.date.iso,
            None if one.date is None else one.date.iso, one.owner or None,
            (one.latest.source if one.latest and one.latest.source else one.source) or None,
        )
        for one in found.impact.indicators
    ]  # fmt: skip
    schema = {
        "name": pl.String, "about": pl.String, "unit": pl.String, "baseline": pl.Float64, "latest": pl.Float64, "target": pl.Float64,
        "share": pl.Float64, "state": pl.String, "read": pl.String, "date": pl.String, "owner": pl.String, "source": pl.String,
    }  # fmt: skip
    columns = (
        Column("name", "Indicator"),
        Column("about", "About"),
        Column("unit", "Unit"),
        Column("baseline", "Baseline", "number"),
        Column("latest", "Latest", "number"),
        Column("target", "Target", "number"),
        Column("share", "Of the way", "percent"),
        Column("state", "State"),
        Column("read", "Read on", "date"),
        Column("date", "By", "date"),
        Column("owner", "Owner"),
        Column("source", "Source"),
    )
    return Table("Indicators", pl.DataFrame(rows, schema=schema, orient="row"), columns)


def _map(found: Followed) -> Table:
    words = {"ties": "partners of the two", "reach": "actors within two steps", "bridges": "partners of another sector"}
    rows = [(words[one.measure], one.before, one.after, one.change, one.others) for one in found.on_map]
    schema = {"what": pl.String, "before": pl.Int64, "after": pl.Int64, "change": pl.Int64, "others": pl.Float64}
    columns = (
        Column("what", "What"),
        Column("before", "Before", "integer"),
        Column("after", "Now", "integer"),
        Column("change", "Change", "integer"),
        Column(
            "others", "Others, middle change", "number", caveat="Over all other single actors that had a tie before; the two count as one."
        ),
    )
    return Table("On the map", pl.DataFrame(rows, schema=schema, orient="row"), columns)


def _stages(found: Followed) -> Table:
    columns = (
        Column("stage", "Stage"),
        Column("number", "Began before / since"),
        Column("before", "Median before", "estimate", "days"),
        Column("after", "Median since", "estimate", "days"),
        Column("difference", "Mean since less before", "estimate", "days"),
    )
    rows = [
        {
            "stage": one.stage, "number": f"{one.number[0]} / {one.number[1]}", "before": one.before, "after": one.after,
            "difference": one.difference,
        }
        for one in found.on_stage
    ]  # fmt: skip
    note = "Initiatives in which either takes part. Stays that began before the start are watched until the start only."
    if not rows:
        return Table("Velocity", pl.DataFrame(schema=dict.fromkeys((each.name for each in columns), pl.String)), columns, note)
    return Table("Velocity", frame_of(rows, ("before", "after", "difference")), columns, note)


def _reviews(found: Followed) -> Table:
    rows = [(each.date.iso, each.by or None, each.note or None) for each in found.impact.reviews]
    schema = {"date": pl.String, "by": pl.String, "note": pl.String}
    due = f"The next is due on {found.impact.due}." if found.impact.due else "The partnership has ended."
    columns = (Column("date", "Date", "date"), Column("by", "By"), Column("note", "Note"))
    return Table("Reviews", pl.DataFrame(rows, schema=schema, orient="row"), columns, due)


def instrument(answers: Answers, found: Score, read_at: ReadAt | None = None) -> Answer:
    """Say what answers to an instrument come to, and what that means under its own version and range."""
    columns = (
        Column("instrument", "Instrument"),
        Column("version", "Version"),
        Column("range", "Range"),
        Column("people", "Answered everything", "integer"),
        Column("items", "Items", "integer"),
        Column("score", "Score", "estimate"),
        Column("alpha", "Cronbach's alpha", "estimate"),
        Column("band", "In its words"),
        Column("caveat", "Careful"),
    )
    row = {
        "instrument": answers.instrument,
        "version": answers.version,
        "range": f"{answers.low:g} to {answers.high:g}",
        "people": found.people,
        "items": found.items,
        "score": found.score,
        "alpha": found.alpha,
        "band": found.band,
        "caveat": found.caveat,
    }
    value = "not shown" if found.score.value is None else f"{found.score.value:.4g}"
    summary = f"{answers.instrument}: {value}{f', {found.band}' if found.band else ''}."
    table = Table("Score", frame_of([row], ("score", "alpha")), columns)
    method = Method("score of an instrument", ecotone.__version__, reference="Cronbach (1951)")
    return Answer("How does the partnership work, by those in it?", summary, (table,), method, read_at=read_at)
