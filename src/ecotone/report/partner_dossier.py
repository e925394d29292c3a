"""The dossier of an evaluation: one page that can be laid before a board.

Question, candidates with score and acceptability, why, where people disagree, what would change the order, what to be careful about,
and the evidence, numbered where it is used. Everything follows from the evaluation, so the same inputs give the same page, to the byte.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from typing import TYPE_CHECKING, Any, Final

import ecotone
from ecotone.answer import counted, in_percent
from ecotone.partnerships.answers import reasons
from ecotone.partnerships.groups import band
from ecotone.report.page import Link, text, web_address

if TYPE_CHECKING:
    import jinja2

    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem
    from ecotone.estimate import Estimate
    from ecotone.partnerships.evaluation import Evaluation
    from ecotone.partnerships.values import Value

MOST: Final = 8
"""Candidates that the page has room for."""
TOLD: Final = 3
"""Candidates whose reasons are told: of the first so many for and against, of each after it one less."""
LINES: Final = 5
"""Lines under one heading."""
SOURCES: Final = 18
COLOURS: Final = 6
WIDTH: Final = 300.0
"""Width of a bar in the page's drawing units."""


def partner_dossier(eco: Ecosystem, found: Evaluation, answer: Answer) -> str:
    """Write the dossier as one self-contained page.

    Parameters
    ----------
    eco : Ecosystem
        The record, for the titles and addresses of its evidence.
    found : Evaluation
        What was found.
    answer : Answer
        The same as an answer, for its question, summary, method and warnings.

    Returns
    -------
    str
        HTML that loads nothing and runs nothing.
    """
    sources = _Sources(eco, found)
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    why = _why(found, sources)
    at = answer.read_at
    known = f", as known on {at.as_of}" if at and at.as_of else ""
    where = f"Read from {at.record.rsplit('/', 1)[-1]} at batch {at.batch}{known}. " if at else ""
    parts = len(found.problem.criteria)
    left = f"; {len(found.unknown)} more are unknown" if found.unknown else ""
    page: str = (
        _environment()
        .get_template("partner_dossier.html.j2")
        .render(
            question=answer.question,
            summary=answer.summary,
            subtitle=f"{where}{len(found.candidates)} candidates, {parts} parts of {len(found.criteria.names)} criteria{left}.",
            whose=_column(found),
            rows=_rows(found),
            legend=_legend(found),
            left_out=max(0, len(found.candidates) - MOST),
            why=why,
            disagreement=_disagreement(found),
            changes=_changes(found),
            careful=_careful(found, answer),
            sources=sources.links,
            evidence_line=_evidence_line(found),
            method=_method(found, answer),
            style=style,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            version=ecotone.__version__,
        )
    )
    return page


def _column(found: Evaluation) -> str:
    judges = len(found.weights.judges)
    return "weights of the table" if not judges else counted(judges, "judge")


def _method(found: Evaluation, answer: Answer) -> str:
    draws = f"{found.own.draws or found.draws:,} draws, seed {found.seed}"
    how = f"values drawn from their intervals, weights from the judges', {draws}"
    return f"Method: {answer.method.name}; {how}. {answer.method.reference}."


class _Sources:
    """Numbers evidence in the order in which the page uses it."""

    def __init__(self, eco: Ecosystem, found: Evaluation) -> None:
        ids = {number for value in found.values for number in value.evidence}
        rows = eco.evidence().iter_rows(named=True)
        self._known = {row["id"]: row for row in rows if row["id"] in ids}
        self._numbers: dict[str, int] = {}
        self.links: list[Link] = []

    def of(self, value: Value, most: int = 3) -> list[int]:
        """Return the numbers under which a value's first evidence stands."""
        links = []
        for number in value.evidence:
            row = self._known.get(number)
            if row is not None and not row["own_statement"]:
                name = row["title"] or (row["address"] if row["source"] == "user" else None) or f"{row['source']} {row['id_in_source']}"
                links.append((str(name), row["address"]))
        links += [(address, address) for address in value.addresses]
        found = [self._number(name, address) for name, address in dict.fromkeys(links[:most])]
        return sorted({number for number in found if number})

    def _number(self, name: str, address: str | None) -> int:
        key = address or name
        if key not in self._numbers:
            if len(self.links) >= SOURCES:
                return 0
            self.links.append(Link(name, address))
            self._numbers[key] = len(self.links)
        return self._numbers[key]


def _rows(found: Evaluation) -> list[dict[str, Any]]:
    colours = _colours(found)
    rows = []
    for number in found.order[:MOST]:
        at = found.row(number)
        criteria: dict[str, float] = {}
        for part, amount in found.shares(number).items():
            name = found.criteria.part(part).criterion
            criteria[name] = criteria.get(name, 0.0) + amount
        pieces, x = [], 0.0
        for name, amount in criteria.items():
            width = WIDTH * amount
            pieces.append({"x": f"{x:.1f}", "width": f"{width:.1f}", "colour": colours[name]})
            x += width
        low, high = (float(end) for end in found.bounds[at])
        marks = []
        if found.problem.alternatives[at] not in found.outranking.kernel:
            marks.append("outranked (ELECTRE)")
        rows.append(
            {
                "rank": f"{found.ranking.ranks[at]:g}",
                "name": found.problem.alternatives[at],
                "marks": marks,
                "pieces": pieces,
                "alt": ", ".join(f"{name} {amount:.2f}" for name, amount in criteria.items()),
                "low_x": f"{WIDTH * low:.1f}",
                "high_x": f"{WIDTH * high:.1f}",
                "score": f"{found.ranking.scores[at]:.2f}",
                "low": f"{low:.2f}",
                "high": f"{high:.2f}",
                "own": in_percent(found.own.first[at]),
                "anyone": in_percent(found.anyone.first[at]),
            }
        )
    return rows


def _colours(found: Evaluation) -> dict[str, int]:
    return {name: at % COLOURS + 1 for at, name in enumerate(found.criteria.names)}


def _legend(found: Evaluation) -> list[dict[str, Any]]:
    weights: dict[str, float] = {}
    for criterion, share in zip(found.problem.criteria, found.problem.weights, strict=True):
        name = found.criteria.part(criterion.name).criterion
        weights[name] = weights.get(name, 0.0) + float(share)
    colours = _colours(found)
    return [{"name": name, "weight": f"weight {share:.0%}", "colour": colours[name]} for name, share in weights.items()]


def _why(found: Evaluation, sources: _Sources) -> list[dict[str, Any]]:
    told = []
    for place, number in enumerate(found.order[:TOLD]):
        lines = []
        for way, name, why, _ in reasons(found, number, TOLD - place):
            value = found.value(number, found.criteria.part(name).id)
            lines.append({"way": way, "part": name, "why": why, "opinion": value.basis == "opinion", "sources": sources.of(value)})
        told.append({"name": found.problem.alternatives[found.row(number)], "reasons": lines})
    return told


def _disagreement(found: Evaluation) -> list[str]:
    said = [found.accord]
    agreed = found.agreement
    if not agreed.raters:
        said.append("Nobody has rated: the order rests on what the record measures.")
    else:
        said.append(f"{counted(len(agreed.raters), 'rater')}; Krippendorff's alpha {_short(agreed.alpha)}.")
    if agreed.concordance is not None and agreed.concordance.w.value is not None:
        p = f", p {agreed.concordance.p:.2f}" if agreed.concordance.p is not None else ""
        said.append(f"Order by {len(agreed.whole)} raters: Kendall's W {agreed.concordance.w.value:.2f}{p}.")
    first = " and ".join(found.ranking.best)
    apart = [f"{name} would put {own} first" for name, own in found.raters_first.items() if own != first]
    said += (
        [f"{'; '.join(apart)}."] if apart else (["Every rater's own levels put the same candidate first."] if found.raters_first else [])
    )
    for candidate, part, low, high in agreed.widest[:2]:
        name = found.problem.alternatives[found.row(candidate)]
        said.append(f"Furthest apart: {found.criteria.part(part).name} of {name}, from {low:g} to {high:g}.")
    judges = found.weights.judges
    if len(judges) > 1 and found.weights.consensus is not None:
        own = [f"{name}: {best}" for name, best in found.judges_first.items() if best != first]
        other = f" Other weights would put first: {'; '.join(own)}." if own else " Each judge's own weights put the same candidate first."
        said.append(f"Weights: consensus S* {found.weights.consensus:.0%} ({band(found.weights.consensus)}).{other}")
    ratios = [f"{judge.name} {judge.consistency_ratio:.2f}" for judge in judges if judge.consistency_ratio is not None]
    if ratios:
        group = [f"the group {ratio:.2f}" for ratio in list(found.weights.group_ratios.values())[:1] if len(judges) > 1]
        said.append(f"Consistency ratio: {', '.join([*group, *ratios])} (up to 0.10 is taken as consistent; {found.weights.random_index}).")
    return said


def _short(estimate: Estimate) -> str:
    if estimate.value is None:
        return f"not estimated: {estimate.reason}"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f} (no interval: {estimate.reason})"
    return f"{estimate.value:.2f} ({estimate.low:.2f} to {estimate.high:.2f})"


def _changes(found: Evaluation) -> list[str]:
    names = found.problem.alternatives
    said = []
    for turn in found.turns[:3]:
        part = found.criteria.part(turn.part)
        value = found.value(turn.candidate, turn.part)
        now = "unknown" if value.worth is None else f"taken as {turn.from_level:.1f}"
        said.append(
            f"{part.name} of {names[found.row(turn.candidate)]} ({now}, may be {turn.low_level:.1f} to {turn.high_level:.1f}): "
            f"at {turn.to_level:.1f} {names[found.row(turn.then)]} would be first."
        )
    if not found.turns:
        said.append("No single uncertain value can change who is first.")
    ends = []
    for each in found.criteria_stability:
        if each.below is not None:
            ends.append((each.weight - each.low, f"{each.criterion} below {each.low:.0%} (now {each.weight:.0%}): {each.below}"))
        if each.above is not None:
            ends.append((each.high - each.weight, f"{each.criterion} above {each.high:.0%} (now {each.weight:.0%}): {each.above}"))
    ends.sort()
    said += [f"Weight of {line} would be first." for _, line in ends[:2]]
    if not ends:
        said.append("No weight of a single criterion changes who is first, the others keeping their proportions.")
    turned = [(method, drop) for method, several in found.reversals.items() for drop in several]
    if turned:
        method, drop = turned[0]
        more = f" ({len(turned) - 1} more such)" if len(turned) > 1 else ""
        said.append(f"By {method}, without {drop.deleted} {drop.overtakes} would overtake {drop.overtaken}{more}.")
    elif len(found.candidates) > 2:
        said.append("No candidate's dropping out turns the order of the others.")
    over = [f"{one} is at least as good as {other} on every part" for one, other in found.dominance[:2]]
    return [*said, *([f"Whatever the weights: {'; '.join(over)}."] if over else [])]


def _careful(found: Evaluation, answer: Answer) -> list[str]:
    said = [warning for warning in answer.warnings if warning != found.accord]  # that stands under what is disagreed on
    if len(said) > LINES:
        more = len(said) - LINES
        said = [*said[:LINES], f"{more} more remarks stand with the answer." if more > 1 else "One more remark stands with the answer."]
    return said or ["A score compares these candidates on these parts; it is no forecast of success."]


def _evidence_line(found: Evaluation) -> str:
    counts = {basis: sum(value.basis == basis for value in found.values) for basis in ("record", "raters", "opinion", "unknown")}
    used = len({number for value in found.values for number in value.evidence})
    links = len({address for value in found.values for address in value.addresses})
    return (
        f"Of {len(found.values)} values {counts['record']} are measured from the record, {counts['raters']} rated with evidence, "
        f"{counts['opinion']} are opinion and {counts['unknown']} unknown. They rest on {counted(used, 'source record')} "
        f"and {counted(links, 'address', 'addresses')} that raters gave; those behind the reasons above:"
    )


@functools.cache
def _environment() -> jinja2.Environment:
    """Return the templates, escaping everything."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("ecotone.report", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.filters.update(text=_whole, web_address=web_address)
    return made


def _whole(value: object) -> str:
    """Write a text from outside with control characters visible, and long enough for a reason."""
    from ecotone.errors import shorten

    return shorten(str(value), 400) if len(str(value)) > 160 else text(value)


@functools.cache
def _style() -> str:
    from importlib.resources import files

    return files("ecotone.report").joinpath("partner_dossier.css").read_text(encoding="utf-8")
