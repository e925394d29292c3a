"""What users see of partnerships: every answer with its tables, evidence and what to be careful about."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table, counted
from ecotone.partnerships.ahp import ACCEPTABLE
from ecotone.partnerships.groups import band
from ecotone.partnerships.interest_answers import set_apart
from ecotone.partnerships.told import summary, warnings, whose

if TYPE_CHECKING:
    from ecotone.answer import ReadAt
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.evaluation import Evaluation
    from ecotone.partnerships.weights import Weights

EQUAL: Final = 0.005
"""A lead of less than this on a part is not worth telling."""


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
    answered = sum(part.measure is not None for part in criteria.parts)
    summary = f"{len(criteria.parts)} parts of {len(criteria.names)} criteria; the record answers {answered}."
    return Answer("By what are partners judged?", summary, tables, Method("table of criteria", ecotone.__version__))


def evaluated(found: Evaluation, read_at: ReadAt | None = None, notes: tuple[str, ...] = ()) -> Answer:
    """Say who comes first, why, how sure that is, and what would change it."""
    tables = (
        _ranking(found),
        _reasons(found),
        _values(found),
        _methods(found),
        _backers(found),
        _weights(found),
        _voices(found),
        _differences(found),
        _turns(found),
        _drop_outs(found),
        *set_apart(found),
    )
    evidence = tuple(sorted({number for value in found.values for number in value.evidence}))
    parameters = {
        "aggregation": found.weights.aggregation,
        "draws": f"{found.own.draws or found.draws:,}",
        "values": "drawn evenly from their intervals",
        "PROMETHEE": _preferences(found),
        "VIKOR": "v 0.5",
        "ELECTRE": "concordance 0.65, discordance 0.35",
    }
    if found.texts:
        parameters["texts"] = f"{found.texts}, beside pairs drawn by chance"
    reference = "Keeney & Raiffa (1976); Lahdelma & Salminen (2001)"
    method = Method("additive value on anchored scales", ecotone.__version__, parameters, found.seed, reference)
    question = f"Whom should {found.names[found.seeker]} partner with?"
    return Answer(question, summary(found), tables, method, read_at=read_at, evidence=evidence, warnings=warnings(found, notes))


def _preferences(found: Evaluation) -> str:
    """Say by which preference functions PROMETHEE ranked."""
    used = Counter(found.criteria.part(each.name).preference for each in found.problem.criteria)
    told = {f"{one.shape}, q {one.q:g}, p {one.p:g}" + (f", s {one.s:g}" if one.s else ""): number for one, number in used.items()}
    return "; ".join(f"{text} ({counted(number, 'part')})" for text, number in told.items()) + " of the scale"


def _ranking(found: Evaluation) -> Table:
    ranks = found.ranking.ranks
    rows = []
    for number in found.order:
        row = found.row(number)
        rows.append(
            {
                "rank": float(ranks[row]),
                "id": number,
                "candidate": found.problem.alternatives[row],
                "score": float(found.ranking.scores[row]),
                "low": float(found.bounds[row, 0]),
                "high": float(found.bounds[row, 1]),
                "own": float(found.own.first[row]),
                "anyone": float(found.anyone.first[row]),
                "confidence": _finite(found.own.confidence[row]),
                "kernel": found.problem.alternatives[row] in found.outranking.kernel,
            }
        )
    columns = (
        Column("rank", "Rank", "number"),
        Column("candidate", "Candidate"),
        Column(
            "score", "Score", "number", caveat="Weighted mean of what it is worth on each part, 0 to 1; unknown values at their middle."
        ),
        Column("low", "At least", "number"),
        Column("high", "At most", "number", caveat="With every uncertain value at its worst, and at its best."),
        Column("own", "First", "percent", caveat=f"Share of draws of uncertain values, under {whose(found)}, in which it comes first."),
        Column("anyone", "First, any weights", "percent", caveat="The same with all weights equally likely: what the weights decide."),
    )
    return Table("Ranking", pl.DataFrame(rows, schema_overrides={"confidence": pl.Float64}), columns, found.accord)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _reasons(found: Evaluation) -> Table:
    rows = [
        (found.problem.alternatives[found.row(number)], way, name, text, amount)
        for number in found.order
        for way, name, text, amount in reasons(found, number)
    ]
    schema = {"candidate": pl.String, "way": pl.String, "part": pl.String, "why": pl.String, "adds": pl.Float64}
    columns = (
        Column("candidate", "Candidate"),
        Column("way", "Speaks"),
        Column("part", "Part"),
        Column("why", "Why"),
        Column(
            "adds", "Beside the others", "number", caveat="What the part adds to the score, less what it adds to the others' on average."
        ),
    )
    return Table("Reasons", pl.DataFrame(rows, schema=schema, orient="row"), columns)


def reasons(found: Evaluation, candidate: int, most: int = 3) -> list[tuple[str, str, str, float]]:
    """Return what speaks most for and against a candidate beside the others: way, part, why, amount.

    Parameters
    ----------
    found : Evaluation
        The evaluation.
    candidate : int
        Whom to tell of.
    most : int
        How many of each.
    """
    own = {part: amount for part, amount in found.shares(candidate).items() if found.value(candidate, part).worth is not None}
    others = [found.shares(other) for other in found.candidates if other != candidate]
    lead = {part: amount - sum(each[part] for each in others) / len(others) for part, amount in own.items()}
    ordered = sorted(lead, key=lambda part: (-lead[part], found.criteria.ids.index(part)))
    told = [("for", part) for part in ordered[:most] if lead[part] > EQUAL]
    told += [("against", part) for part in ordered[::-1][:most] if lead[part] < -EQUAL]
    return [(way, found.criteria.part(part).name, explained(found, candidate, part), lead[part]) for way, part in told]


def explained(found: Evaluation, candidate: int, part: str) -> str:
    """Say what a value means and where it comes from."""
    value = found.value(candidate, part)
    if value.worth is None:
        return f"not known: {value.reason}"
    sentence = found.criteria.part(part).says(value.worth)
    return f"{sentence} ({value.reason})" if value.basis != "record" else value.reason


def _values(found: Evaluation) -> Table:
    rows = []
    for value in found.values:
        part = found.criteria.part(value.part)
        low, high = sorted((part.level(value.low), part.level(value.high)))
        rows.append(
            {
                "candidate": found.problem.alternatives[found.row(value.candidate)],
                "criterion": part.criterion,
                "part": part.id,
                "level": None if value.worth is None else part.level(value.worth),
                "low": low,
                "high": high,
                "means": "" if value.worth is None else part.says(value.worth),
                "basis": value.basis,
                "why": value.reason,
                "evidence": list(value.evidence),
                "addresses": list(value.addresses),
            }
        )
    frame = pl.DataFrame(rows, schema_overrides={"level": pl.Float64, "evidence": pl.List(pl.Int64), "addresses": pl.List(pl.String)})
    columns = (
        Column("candidate", "Candidate"),
        Column("criterion", "Criterion"),
        Column("part", "Part"),
        Column("level", "Level", "number"),
        Column("low", "From", "number"),
        Column("high", "To", "number"),
        Column("means", "What it means"),
        Column("basis", "Told by"),
        Column("why", "Why"),
        Column("evidence", "Evidence", "list"),
        Column("addresses", "Addresses", "list"),
    )
    return Table("Values", frame, columns)


def _methods(found: Evaluation) -> Table:
    named = list(found.rankings)
    frame = pl.DataFrame(
        {
            "candidate": [found.problem.alternatives[found.row(number)] for number in found.order],
            **{name: [float(found.rankings[name].ranks[found.row(number)]) for number in found.order] for name in named},
            "compromise": [found.problem.alternatives[found.row(number)] in found.compromise.chosen for number in found.order],
            "kernel": [found.problem.alternatives[found.row(number)] in found.outranking.kernel for number in found.order],
        }
    )
    apart = found.flows.incomparable()
    note = f"{found.accord} PROMETHEE I leaves {counted(len(apart), 'pair')} apart that cannot be compared."
    columns = (
        Column("candidate", "Candidate"),
        *(Column(name, f"{name[:1].upper()}{name[1:]}", "number") for name in named),
        Column("compromise", "In VIKOR's compromise"),
        Column("kernel", "In ELECTRE's kernel"),
    )
    return Table("Ranks by method", frame, columns, note)


def _backers(found: Evaluation) -> Table:
    """Show the typical weights of whoever would put each candidate first, by criterion."""
    names = [
        name for name in found.criteria.names if any(found.criteria.part(one.name).criterion == name for one in found.problem.criteria)
    ]
    masks = np.array([[found.criteria.part(one.name).criterion == name for one in found.problem.criteria] for name in names])
    rows = []
    for number in found.order:
        at = found.row(number)
        central = masks @ found.anyone.central[at]
        row: dict[str, object] = {
            "candidate": found.problem.alternatives[at],
            "first": float(found.anyone.first[at]),
            "error": float(found.anyone.standard_error[at, 0]),
            "confidence": _finite(found.anyone.confidence[at]),
        }
        rows.append(row | {name: _finite(share) for name, share in zip(names, central, strict=True)})
    columns = (
        Column("candidate", "Candidate"),
        Column("first", "First, any weights", "percent"),
        Column("error", "Standard error", "percent"),
        Column("confidence", "Confidence", "percent", caveat="How often it is first under those weights, over the uncertain values."),
        *(Column(name, name, "percent") for name in names),
    )
    frame = pl.DataFrame(rows, schema_overrides=dict.fromkeys((*names, "confidence"), pl.Float64))
    note = "Central weights: the mean of all weights that put the candidate first; who weighs like that would choose it."
    return Table("Whose choice each would be", frame, columns, note)


def _weights(found: Evaluation) -> Table:
    """Show every weight with how far it may move before another comes first."""
    rows: list[tuple[str, str, float | None, float | None, float | None, str | None, str | None]]
    rows = [("criterion", each.criterion, each.weight, each.low, each.high, each.below, each.above) for each in found.criteria_stability]
    rows += [("part", each.criterion, each.weight, each.low, each.high, each.below, each.above) for each in found.stability]
    rows += [("part, unknown of all", part, None, None, None, None, None) for part in found.unknown]
    schema = {
        "what": pl.String, "name": pl.String, "weight": pl.Float64, "low": pl.Float64, "high": pl.Float64, "below": pl.String,
        "above": pl.String,
    }  # fmt: skip
    columns = (
        Column("what", "What"),
        Column("name", "Name"),
        Column("weight", "Weight", "percent"),
        Column("low", "Stable from", "percent"),
        Column("high", "to", "percent", caveat="While its weight stays within, the others in proportion, the same candidate is first."),
        Column("below", "First below"),
        Column("above", "First above"),
    )
    return Table("Weights", pl.DataFrame(rows, schema=schema, orient="row"), columns)


def _voices(found: Evaluation) -> Table:
    """Show each judge's and each rater's own view."""
    rows = [
        (judge.name, f"weights, {judge.way}", judge.consistency_ratio, found.judges_first[judge.name], "") for judge in found.weights.judges
    ]
    given = {rater: sum(each.rater == rater for value in found.values for each in value.ratings) for rater in found.agreement.raters}
    rows += [
        (rater, counted(given[rater], "rating"), None, first, "all alike" if rater in found.agreement.flat else "")
        for rater, first in found.raters_first.items()
    ]
    said = [f"Raters, Krippendorff's alpha: {found.agreement.alpha}."] if found.agreement.raters else ["Nobody has rated."]
    if found.agreement.concordance is not None:
        w = found.agreement.concordance
        chance = f", p {w.p:.3f}" if w.p is not None else ""
        said.append(f"Kendall's W of {len(found.agreement.whole)} raters on the order: {w.w}{chance}.")
    if found.weights.consensus is not None:
        said.append(f"Judges, consensus on weights S*: {found.weights.consensus:.0%} ({band(found.weights.consensus)}).")
    if found.weights.group_ratios and len(found.weights.judges) > 1:
        said.append(
            "Consistency ratio of the group: "
            + ", ".join(f"{group} {ratio:.3f}" for group, ratio in found.weights.group_ratios.items())
            + f" ({found.weights.random_index})."
        )
    schema = {"who": pl.String, "gave": pl.String, "ratio": pl.Float64, "first": pl.String, "note": pl.String}
    columns = (
        Column("who", "Who"),
        Column("gave", "Gave"),
        Column("ratio", "Consistency ratio", "number", caveat="The worst of the judge's comparisons; above 0.10 ask again."),
        Column("first", "Would put first"),
        Column("note", "Note"),
    )
    return Table("Judges and raters", pl.DataFrame(rows, schema=schema, orient="row"), columns, " ".join(said))


def _differences(found: Evaluation) -> Table:
    rows = [
        (found.problem.alternatives[found.row(candidate)], found.criteria.part(part).name, low, high)
        for candidate, part, low, high in found.agreement.widest
    ]
    schema = {"candidate": pl.String, "part": pl.String, "low": pl.Float64, "high": pl.Float64}
    columns = (
        Column("candidate", "Candidate"),
        Column("part", "Part"),
        Column("low", "Lowest", "number"),
        Column("high", "Highest", "number"),
    )
    return Table("Where raters differ", pl.DataFrame(rows, schema=schema, orient="row"), columns)


def _turns(found: Evaluation) -> Table:
    rows = [
        (
            found.problem.alternatives[found.row(each.candidate)],
            found.criteria.part(each.part).name,
            each.from_level,
            each.to_level,
            each.low_level,
            each.high_level,
            found.problem.alternatives[found.row(each.then)],
        )
        for each in found.turns
    ]
    schema = {
        "candidate": pl.String, "part": pl.String, "now": pl.Float64, "turn": pl.Float64, "low": pl.Float64, "high": pl.Float64,
        "then": pl.String,
    }  # fmt: skip
    columns = (
        Column("candidate", "Candidate"),
        Column("part", "Part"),
        Column("now", "Level now", "number"),
        Column("turn", "Turns at", "number"),
        Column("low", "May be from", "number"),
        Column("high", "to", "number"),
        Column("then", "First would be"),
    )
    note = "Single values that are uncertain enough to turn the order alone: find these out before deciding."
    return Table("What would change it", pl.DataFrame(rows, schema=schema, orient="row"), columns, note)


def _drop_outs(found: Evaluation) -> Table:
    rows = [(method, each.deleted, each.overtakes, each.overtaken) for method, several in found.reversals.items() for each in several]
    schema = {"method": pl.String, "without": pl.String, "overtakes": pl.String, "overtaken": pl.String}
    columns = (
        Column("method", "By"),
        Column("without", "Without"),
        Column("overtakes", "This one overtakes"),
        Column("overtaken", "that one"),
    )
    better = "; ".join(f"{one} is at least as good as {other} on every part" for one, other in found.dominance)
    note = f"{better}." if better else "Nobody is at least as good as another on every part."
    return Table("If a candidate drops out", pl.DataFrame(rows, schema=schema, orient="row"), columns, note)


def weighed(weights: Weights, criteria: Criteria, read_at: ReadAt | None = None) -> Answer:
    """Show whose weights there are, how consistent each judge is and how far they agree."""
    rows: list[dict[str, object]] = []
    for at, part in enumerate(criteria.parts):
        row: dict[str, object] = {"criterion": part.criterion, "part": part.id, "group": float(weights.shares[at])}
        row |= {f"judge {number}": float(judge.shares[at]) for number, judge in enumerate(weights.judges)}
        rows.append(row)
    columns = (
        Column("criterion", "Criterion"),
        Column("part", "Part"),
        Column("group", "Weight", "percent"),
        *(Column(f"judge {number}", judge.name, "percent") for number, judge in enumerate(weights.judges)),
    )
    judges = pl.DataFrame(
        [(judge.name, judge.way, judge.consistency_ratio) for judge in weights.judges],
        schema={"judge": pl.String, "way": pl.String, "ratio": pl.Float64},
        orient="row",
    )
    asked = (Column("judge", "Judge"), Column("way", "Asked by"), Column("ratio", "Consistency ratio", "number"))
    group = "; ".join(f"{name} {ratio:.3f}" for name, ratio in weights.group_ratios.items())
    note = f"Consistency ratio of the group: {group}. " if group and len(weights.judges) > 1 else ""
    note += f"Random index: {weights.random_index}. " if weights.random_index else ""
    said = [
        f"{judge.name} contradicts themselves: consistency ratio {judge.consistency_ratio:.3f}, above 0.10."
        for judge in weights.judges
        if judge.consistency_ratio is not None and judge.consistency_ratio > ACCEPTABLE
    ]
    if weights.consensus is None:
        summary = f"Weights: {weights.aggregation}."
    else:
        summary = f"{len(weights.judges)} judges, {weights.aggregation}; consensus S* {weights.consensus:.0%}, {band(weights.consensus)}."
    tables = (Table("Weights", pl.DataFrame(rows), columns), Table("Judges", judges, asked, note.strip() or None))
    method = Method("weights of judges", ecotone.__version__, {"aggregation": weights.aggregation}, reference="Goepel (2013)")
    return Answer("What weighs how much?", summary, tables, method, read_at=read_at, warnings=tuple(said))
