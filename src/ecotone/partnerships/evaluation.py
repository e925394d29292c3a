"""An evaluation: candidates by parts, ranked by every method, with what the ranking rests on and what would change it.

The additive value ranks, since each part's share of a score can be told. Beside it stand TOPSIS, VIKOR, PROMETHEE, ELECTRE and fuzzy
TOPSIS; where they disagree that is said first. Values are drawn from their intervals and weights from those of the judges, and how
often a candidate comes first then is its acceptability; the same over all weights tells how much the judges' weights decide.

References
----------
Keeney & Raiffa (1976), Decisions with Multiple Objectives. Wiley.
Lahdelma & Salminen (2001), SMAA-2: stochastic multicriteria acceptability analysis for group decision making. Oper. Res. 49.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import DecisionError
from ecotone.partnerships import robustness
from ecotone.partnerships.additive import additive, contributions
from ecotone.partnerships.direction_lint import lint
from ecotone.partnerships.electre import electre
from ecotone.partnerships.fuzzy_topsis import fuzzy_topsis
from ecotone.partnerships.problem import Criterion, DecisionProblem
from ecotone.partnerships.promethee import promethee
from ecotone.partnerships.ranking import Ranking, accord
from ecotone.partnerships.rated import Agreement, agreement
from ecotone.partnerships.smaa import smaa
from ecotone.partnerships.topsis import topsis
from ecotone.partnerships.vikor import vikor
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.direction_lint import Lint
    from ecotone.partnerships.electre import Outranking
    from ecotone.partnerships.interests import Apart
    from ecotone.partnerships.promethee import Flows
    from ecotone.partnerships.rated import Rating
    from ecotone.partnerships.robustness import Reversal, StabilityInterval
    from ecotone.partnerships.smaa import Acceptability
    from ecotone.partnerships.values import Value
    from ecotone.partnerships.vikor import Compromise
    from ecotone.partnerships.weights import Weights
    from ecotone.work import Work

DRAWS: Final = 20_000
BLOCK: Final = 4_000
"""Draws of values held at a time for weights that nobody gave."""
CELLS: Final = 20_000_000
"""Drawn values held at a time: many candidates are drawn less often, which the standard error tells."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A value that, were it other, would put another candidate first.

    Parameters
    ----------
    candidate : int
        Whose value.
    part : str
        Which part.
    from_level, to_level : float
        What it is taken for now, and where the order turns.
    low_level, high_level : float
        What it may be.
    then : int
        Who would be first.
    """

    candidate: int
    part: str
    from_level: float
    to_level: float
    low_level: float
    high_level: float
    then: int


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Candidates ranked, and what the ranking is worth.

    Parameters
    ----------
    seeker : int
        Who looks for a partner.
    candidates : tuple of int
        In the order given.
    names : mapping of int to str
        Of all of them.
    criteria : Criteria
        By which they were judged.
    weights : Weights
        Of all parts.
    values : tuple of Value
        Candidate by candidate, part by part.
    unknown : tuple of str
        Ids of parts that nobody knows of any candidate: left out, their weight shared by the others.
    flat : tuple of str
        Ids of parts on which all candidates are equal.
    problem : DecisionProblem
        What was ranked: the worths of the parts that are left, from 0 to 1.
    ranking : Ranking
        By additive value.
    rankings : mapping of str to Ranking
        By every method that orders.
    compromise, flows, outranking
        What VIKOR, PROMETHEE and ELECTRE say beyond an order.
    accord : str
        Whether the methods agree.
    own : Acceptability
        Over the values' intervals and the judges' weights.
    anyone : Acceptability
        Over the values' intervals and all weights there are.
    bounds : ndarray, shape (m, 2)
        Least and most additive score.
    sure : ndarray of bool, shape (m, m)
        Whether the row's candidate scores more than the column's whatever the values are.
    stability, criteria_stability : tuple of StabilityInterval
        Of each part's weight, and of each criterion's.
    reversals : mapping of str to tuple of Reversal
        By method: who changes places when another drops out.
    dominance : tuple of (str, str)
        Who is at least as good as whom on every part, whatever the uncertain values are.
    lint : Lint
        Directions that are probably wrong.
    agreement : Agreement
        Of the raters.
    raters_first, judges_first : mapping of str to str
        Whom each rater's own levels, and each judge's own weights, put first.
    turns : tuple of Turn
        Which single values would change who is first, the nearest first.
    seed, draws : int
        Of the draws.
    texts : str
        What compared texts, where any were.
    apart : tuple of Apart
        Ratings that do not count because of an interest of their rater.
    """

    seeker: int
    candidates: tuple[int, ...]
    names: Mapping[int, str]
    criteria: Criteria
    weights: Weights
    values: tuple[Value, ...]
    unknown: tuple[str, ...]
    flat: tuple[str, ...]
    problem: DecisionProblem
    ranking: Ranking
    rankings: Mapping[str, Ranking]
    compromise: Compromise
    flows: Flows
    outranking: Outranking
    accord: str
    own: Acceptability
    anyone: Acceptability
    bounds: NDArray[np.float64]
    sure: NDArray[np.bool_]
    stability: tuple[StabilityInterval, ...]
    criteria_stability: tuple[StabilityInterval, ...]
    reversals: Mapping[str, tuple[Reversal, ...]]
    dominance: tuple[tuple[str, str], ...]
    lint: Lint
    agreement: Agreement
    raters_first: Mapping[str, str]
    judges_first: Mapping[str, str]
    turns: tuple[Turn, ...]
    seed: int
    draws: int
    texts: str = ""
    apart: tuple[Apart, ...] = ()

    @property
    def order(self) -> tuple[int, ...]:
        """Return the candidates, best first; ties in the order given."""
        return tuple(self.candidates[at] for at in np.argsort(self.ranking.ranks, kind="stable"))

    def row(self, candidate: int) -> int:
        """Return the candidate's row in every table."""
        return self.candidates.index(candidate)

    def value(self, candidate: int, part: str) -> Value:
        """Return one value."""
        return self.values[self.row(candidate) * len(self.criteria.parts) + self.criteria.ids.index(part)]

    def shares(self, candidate: int) -> dict[str, float]:
        """Return what each part that was ranked by adds to a candidate's score."""
        added = contributions(self.problem)[self.row(candidate)]
        return {criterion.name: float(amount) for criterion, amount in zip(self.problem.criteria, added, strict=True)}


def evaluation(
    seeker: int,
    candidates: Sequence[int],
    names: Mapping[int, str],
    criteria: Criteria,
    weights: Weights,
    values: Sequence[Value],
    ratings: Sequence[Rating],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    work: Work = SILENT,
) -> Evaluation:
    """Rank candidates and say what the ranking is worth.

    Parameters
    ----------
    seeker, candidates, names
        Who is asked of.
    criteria, weights
        By what.
    values : sequence of Value
        Candidate by candidate, part by part, as `values.values` gives them.
    ratings : sequence of Rating
        What raters said, for their agreement.
    draws, seed : int
        Of values and weights.

    Raises
    ------
    DecisionError
        If nothing is known of any candidate, or all weight lies on what nobody knows.
    """
    n = len(criteria.parts)
    rows = [values[at * n : at * n + n] for at in range(len(candidates))]
    unknown = tuple(part.id for j, part in enumerate(criteria.parts) if all(row[j].worth is None for row in rows))
    kept = [j for j, part in enumerate(criteria.parts) if part.id not in unknown]
    if not kept:
        raise DecisionError(
            "Nothing is known of any candidate",
            got=f"{n} parts, all unknown",
            remedy="Rate the candidates, or import what the record can measure: see `ecotone partners criteria`",
        )
    if not weights.shares[kept].sum() > 0:
        raise DecisionError(
            "All weight lies on parts that nobody knows of any candidate",
            got=", ".join(criteria.parts[j].id for j in range(n) if weights.shares[j] > 0),
            remedy="Rate them, or weigh parts that are known",
        )
    called = tuple(_label(names, candidates, number) for number in candidates)
    middle = np.array([[row[j].middle for j in kept] for row in rows])
    low, high = np.array([[row[j].low for j in kept] for row in rows]), np.array([[row[j].high for j in kept] for row in rows])
    parts = [criteria.parts[j] for j in kept]
    made = tuple(Criterion(part.id, "benefit", float(weights.shares[j])) for part, j in zip(parts, kept, strict=True))
    problem = DecisionProblem(called, made, middle, "keep", np.array([np.zeros(len(kept)), np.ones(len(kept))]))
    flat = tuple(part.id for j, part in enumerate(parts) if np.ptp(middle[:, j]) == 0)
    ranking = additive(problem)
    work.step(1, 4, "Ranking")
    preferences = [part.preference for part in parts]
    compromise, flows, outranking = vikor(problem), promethee(problem, preferences), electre(problem, scaling="none")
    rankings = {"additive": ranking, "TOPSIS": topsis(problem), "VIKOR": compromise.ranking, "PROMETHEE II": flows.ranking}
    if (fuzzy := _fuzzy(problem, low, middle, high, weights, kept)) is not None:
        rankings["fuzzy TOPSIS"] = fuzzy
    work.step(2, 4, "Drawing values and weights")
    draws = max(1_000, min(draws, CELLS // low.size)) if draws > 1_000 else draws
    own, anyone = _acceptability(low, high, called, weights, kept, draws, seed)
    work.step(3, 4, "Looking for what would change the order")
    bounds, sure = robustness.score_bounds(low, high, problem.weights)
    several = {"TOPSIS": topsis, "VIKOR": _vikor, "PROMETHEE II": lambda left: promethee(left, preferences).ranking}
    reversals = {name: robustness.rank_reversals(problem, method) for name, method in several.items()} if len(candidates) > 2 else {}
    levels = np.array([[part.level(worth) for part, worth in zip(parts, row, strict=True)] for row in middle])
    directed = tuple(Criterion(part.name, part.direction, one.weight) for part, one in zip(parts, made, strict=True))
    try:
        directions = lint(DecisionProblem(called, directed, levels, "keep"))
    except DecisionError:  # two parts of one name
        directions = lint(problem)
    agreed = agreement(ratings, criteria, candidates, seed=seed)
    first = {name: ", ".join(additive(_rated_by(name, problem, rows, kept, criteria)).best) for name in agreed.raters}
    return Evaluation(
        seeker=seeker, candidates=tuple(candidates), names=dict(names), criteria=criteria, weights=weights, values=tuple(values),
        unknown=unknown, flat=flat, problem=problem, ranking=ranking, rankings=rankings, compromise=compromise, flows=flows,
        outranking=outranking, accord=accord(rankings), own=own, anyone=anyone, bounds=bounds, sure=sure,
        stability=robustness.weight_stability(problem), criteria_stability=_by_criterion(problem, parts), reversals=reversals,
        dominance=robustness.dominance(problem, low, high), lint=directions, agreement=agreed, raters_first=first,
        judges_first={judge.name: ", ".join(_best(problem, judge.shares[kept])) for judge in weights.judges},
        turns=_turns(problem, rows, kept, candidates, criteria), seed=seed, draws=draws,
    )  # fmt: skip


def _label(names: Mapping[int, str], candidates: Sequence[int], number: int) -> str:
    """Return a candidate's name, with its id where two share it."""
    same = sum(names[other] == names[number] for other in candidates)
    return names[number] if same == 1 else f"{names[number]} ({number})"


def _vikor(problem: DecisionProblem) -> Ranking:
    return vikor(problem).ranking


def _best(problem: DecisionProblem, shares: NDArray[np.float64]) -> tuple[str, ...]:
    """Return who is first under other weights; nobody where all of them lie on what is unknown."""
    return additive(problem.with_weights(shares)).best if shares.sum() > 0 else ("nobody: all weight is on what is unknown",)


def _fuzzy(
    problem: DecisionProblem,
    low: NDArray[np.float64],
    middle: NDArray[np.float64],
    high: NDArray[np.float64],
    weights: Weights,
    kept: list[int],
) -> Ranking | None:
    """Rank by fuzzy TOPSIS: values from low to high, weights from the least judge's to the most; parts worth nothing are left out."""
    each = np.array([judge.shares[kept] for judge in weights.judges] or [problem.weights])
    triangle = np.stack([each.min(axis=0), problem.weights, each.max(axis=0)], axis=1)
    triangle = np.sort(triangle / triangle.max(), axis=1)
    there = (high.max(axis=0) > 0) & (triangle[:, 2] > 0)
    if not there.any():
        return None
    ratings = np.sort(np.stack([low, middle, high], axis=2), axis=2)[:, there]
    return fuzzy_topsis(ratings, triangle[there], alternatives=problem.alternatives)


def _acceptability(
    low: NDArray[np.float64], high: NDArray[np.float64], names: tuple[str, ...], weights: Weights, kept: list[int], draws: int, seed: int
) -> tuple[Acceptability, Acceptability]:
    """Draw values from their intervals, with the judges' weights and with any."""
    streams = np.random.Generator(np.random.Philox(seed)).spawn(2)
    given = weights.draw(draws, streams[0])[:, kept]
    # A judge may have put all weight on what turned out to be unknown.
    given = given[given.sum(axis=1) > 0]
    exact = bool((low == high).all())
    drawn = low + (high - low) * streams[1].random((len(given), *low.shape))
    own = smaa(low if exact else drawn, weights=given, alternatives=names)
    anyone = smaa(low if exact else drawn[:BLOCK], alternatives=names, draws=draws, seed=seed)
    return own, anyone


def _by_criterion(problem: DecisionProblem, parts: Sequence[object]) -> tuple[StabilityInterval, ...]:
    """Return the stability of whole criteria: each is worth the weighted mean of its parts."""
    of = [getattr(part, "criterion") for part in parts]  # noqa: B009  parts are told by their shape alone
    names = [name for name in dict.fromkeys(of) if problem.weights[[each == name for each in of]].sum() > 0]
    if len(names) < 2:
        return ()
    masks = [np.array([each == name for each in of]) for name in names]
    worth = np.column_stack([problem.values[:, mask] @ (problem.weights[mask] / problem.weights[mask].sum()) for mask in masks])
    whole = tuple(Criterion(name, "benefit", float(problem.weights[mask].sum())) for name, mask in zip(names, masks, strict=True))
    ends = np.array([np.zeros(len(names)), np.ones(len(names))])
    return robustness.weight_stability(DecisionProblem(problem.alternatives, whole, worth, "keep", ends))


def _rated_by(
    rater: str, problem: DecisionProblem, rows: Sequence[Sequence[Value]], kept: list[int], criteria: Criteria
) -> DecisionProblem:
    """Return the problem as one rater sees it: own levels where given, what is known otherwise."""
    table = problem.values.copy()
    for i, row in enumerate(rows):
        for at, j in enumerate(kept):
            if row[j].basis == "record":
                continue
            for each in row[j].ratings:
                if each.rater == rater:
                    table[i, at] = criteria.parts[j].worth(each.level)
    return replace(problem, values=table)


def _turns(
    problem: DecisionProblem, rows: Sequence[Sequence[Value]], kept: list[int], candidates: Sequence[int], criteria: Criteria
) -> tuple[Turn, ...]:
    """Find values of the first or of another that alone would turn the order, within what they may be."""
    scores, shares = additive(problem).scores, problem.weights
    best = int(np.argmax(scores))
    found: list[tuple[float, Turn]] = []

    def add(row: int, at: int, needed: float, then: int) -> None:
        value, part = rows[row][kept[at]], criteria.parts[kept[at]]
        low, high = sorted((part.level(value.low), part.level(value.high)))
        turn = Turn(candidates[row], part.id, part.level(value.middle), part.level(needed), low, high, candidates[then])
        found.append((abs(needed - value.middle), turn))

    for at, j in enumerate(kept):
        if shares[at] <= 0:
            continue
        others = [(float(scores[best] - scores[i]), i) for i in range(len(rows)) if i != best]
        lead, second = min(others)
        needed = rows[best][j].middle - lead / shares[at]
        if needed >= rows[best][j].low - 1e-12 and lead > 0:
            add(best, at, max(needed, 0.0), second)
        for lead, i in others:
            needed = rows[i][j].middle + lead / shares[at]
            if needed <= rows[i][j].high + 1e-12 and lead > 0:
                add(i, at, min(needed, 1.0), i)
    found.sort(key=lambda each: (each[0], each[1].candidate, each[1].part))
    return tuple(turn for _, turn in found)
