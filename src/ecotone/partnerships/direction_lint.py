"""Is a cost treated as a benefit? The commonest silent error of rankings, and one that turns them round.

Public code that ranks national health systems overwrites the directions of its own data file with `more is better`, and puts first the
countries with the highest mortality. This check compares the directions used with those that the data's source declares, with
what a criterion's name says, and says what difference a wrong one makes to the ranking.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecotone.errors import DecisionError
from ecotone.partnerships.problem import Direction, direction_of
from ecotone.partnerships.ranking import rank_correlation
from ecotone.partnerships.topsis import topsis

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecotone.partnerships.problem import DecisionProblem
    from ecotone.partnerships.ranking import Ranking

COST_WORDS = (
    "cost", "costs", "price", "fee", "fees", "expense", "expenses", "spending", "debt", "mortality", "death", "deaths",
    "fatality", "morbidity", "wait", "waiting", "delay", "delays", "duration", "risk", "risks", "error", "errors", "failure",
    "failures", "complaint", "complaints", "infection", "infections", "readmission", "readmissions", "complication",
    "complications", "unemployment", "poverty", "pollution", "emission", "emissions", "smoking", "obesity", "turnover",
    "attrition", "conflict", "conflicts", "distance", "burden", "losses",
)  # fmt: skip
"""Words of which less is better nearly always."""

BENEFIT_WORDS = (
    "benefit", "benefits", "revenue", "income", "profit", "survival", "satisfaction", "quality", "trust", "coverage", "access",
    "expectancy", "capability", "capabilities", "capacity", "experience", "alignment", "reach", "reputation", "effectiveness",
    "efficiency", "safety",
)  # fmt: skip
"""Words of which more is better nearly always."""

TURNING = (
    "reduction", "avoided", "averted", "saved", "savings", "prevented", "decrease", "free", "without", "absence", "low",
    "lower", "lack", "loss",
)  # fmt: skip
"""Words that turn another's direction round (`cost reduction`, `lack of trust`), so that a name with one says nothing."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A criterion whose direction is probably wrong.

    Parameters
    ----------
    criterion : str
        Its name.
    used, expected : Direction
        The direction it is ranked by, and the one it should have.
    reason : str
        Why.
    certain : bool
        Whether the data's own source says so; otherwise the name suggests it.
    """

    criterion: str
    used: Direction
    expected: Direction
    reason: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Lint:
    """What the check of directions found.

    Parameters
    ----------
    suspicions : tuple of Suspicion
        Criteria whose direction is probably wrong; empty where all seem right.
    correlation : float or None
        Spearman's correlation of the ranking with the directions used and with those expected; None where they are the same.
    best, best_expected : tuple of str
        The first of each.
    """

    suspicions: tuple[Suspicion, ...]
    correlation: float | None
    best: tuple[str, ...]
    best_expected: tuple[str, ...]

    def explain(self) -> str:
        """Say in plain words what is suspected and what difference it makes."""
        if self.correlation is None:
            return "No direction is suspected."
        compared = (
            "One of the two rankings tells no two apart."
            if math.isnan(self.correlation)
            else f"The two rankings correlate at {self.correlation:.2f} (Spearman)."
        )
        named = "; ".join(f"{one.criterion} is ranked as a {one.used}, but {one.reason}" for one in self.suspicions)
        return (
            f"{named}. As ranked, {', '.join(self.best)} is first; with the directions expected, "
            f"{', '.join(self.best_expected)}. {compared}"
        )


def lint(
    problem: DecisionProblem,
    *,
    declared: Mapping[str, Direction | int] | None = None,
    method: Callable[[DecisionProblem], Ranking] = topsis,
) -> Lint:
    """Check the direction of every criterion.

    Parameters
    ----------
    problem : DecisionProblem
        As it is ranked.
    declared : mapping of str to Direction, optional
        Directions by criterion as the source of the data declares them, as words or as 1 and -1; they outrank names.
    method : callable
        Which ranking to compare by.

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> problem = DecisionProblem.of([[9, 4], [2, 3]], criteria=["waiting days", "trust"], alternatives=["North", "South"])
    >>> print(lint(problem).suspicions[0].reason)
    its name ("waiting") says that less is better
    """
    said = dict(declared or {})
    unknown = sorted(set(said) - {criterion.name for criterion in problem.criteria})
    if unknown:
        raise DecisionError("A direction is declared for a criterion that is not there", got=", ".join(unknown))
    found = []
    for criterion in problem.criteria:
        if criterion.name in said:
            expected: Direction | None = direction_of(said[criterion.name], criterion.name)
            reason = f"the source of the data declares it a {expected}"
        else:
            word, expected = _told_by_name(criterion.name)
            reason = f'its name ("{word}") says that {"less" if expected == "cost" else "more"} is better'
        if expected is not None and expected != criterion.direction:
            found.append(Suspicion(criterion.name, criterion.direction, expected, reason, criterion.name in said))
    now = method(problem)
    if not found:
        return Lint((), None, now.best, now.best)
    turned = {one.criterion: one.expected for one in found}
    criteria = tuple(replace(criterion, direction=turned.get(criterion.name, criterion.direction)) for criterion in problem.criteria)
    then = method(replace(problem, criteria=criteria))
    return Lint(tuple(found), rank_correlation(now.scores, then.scores), now.best, then.best)


def _told_by_name(name: str) -> tuple[str, Direction | None]:
    """Return the word that tells a name's direction, and the direction; None where words are missing, contradict or are turned round."""
    words = re.findall(r"[a-z]+", name.lower())
    costs = [word for word in words if word in COST_WORDS]
    benefits = [word for word in words if word in BENEFIT_WORDS]
    if bool(costs) == bool(benefits) or any(word in TURNING for word in words):
        return "", None
    return (costs[0], "cost") if costs else (benefits[0], "benefit")
