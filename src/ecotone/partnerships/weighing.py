"""A judge's answers so far: the weights they give, how consistent or how sure, and what to ask next.

It serves whoever asks one question at a time: pairs of criteria (or of one criterion's parts), of which some may be left out, or
choices between two partial profiles of either. Nothing is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import NotFoundError
from ecotone.partnerships.ahp import AtOdds, at_odds, priorities
from ecotone.partnerships.choosing import CRITERIA, Group, grouped, members_of, weighed
from ecotone.partnerships.tradeoffs import next_question
from ecotone.partnerships.weights import compared, judgements_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.estimate import Estimate
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.tradeoffs import Question

WORDS: Final = {0.0: "worst", 0.5: "middle", 1.0: "best"}
"""What the levels of a partial profile are called."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """What comparisons of one group give.

    Parameters
    ----------
    weights : dict of str to float
        By item; empty while items are not linked by comparisons.
    ratio : float or None
        Consistency ratio.
    at_odds : AtOdds or None
        The comparison that the others contradict most.
    waiting : tuple of pair of str
        Pairs that were not compared, in the order in which to ask: those that link what is not linked yet come first.
    """

    weights: Mapping[str, float]
    ratio: float | None
    at_odds: AtOdds | None
    waiting: tuple[tuple[str, str], ...]


def pairs(comparisons: Mapping[str, float], group: str, criteria: Criteria) -> Pairs:
    """Weigh the items of a group by what was compared of it.

    Parameters
    ----------
    comparisons : mapping of str to float
        How many times the first outweighs the second, by `first > second`; those of other groups are passed over.
    group : str
        `criteria`, or a criterion whose parts are compared.
    criteria : Criteria
        The table.

    Examples
    --------
    >>> from ecotone.partnerships.criteria import shipped
    >>> found = pairs({"Strategic alignment > Cultural fit": 3}, "criteria", shipped())
    >>> dict(found.weights), len(found.waiting), found.waiting[0]
    ({}, 5, ('Strategic alignment', 'Complementary capabilities'))
    """
    items = _items(group, criteria)
    given = compared(comparisons, criteria, "what you said").get(group, {}) if comparisons else {}
    open_ = [(a, b) for at, a in enumerate(items) for b in items[at + 1 :] if (a, b) not in given and (b, a) not in given]
    linked = _linked(items, given)
    # Neighbours of a chain link all items with the fewest questions.
    waiting = sorted(open_, key=lambda pair: (linked[pair[0]] == linked[pair[1]], items.index(pair[1]) - items.index(pair[0])))
    if len(set(linked.values())) > 1:
        return Pairs({}, None, None, tuple(waiting))
    judged = judgements_of(given, group, criteria, "what you said")
    found = priorities(judged)
    weights = {item: float(weight) for item, weight in zip(found.items, found.weights, strict=True)}
    return Pairs(weights, found.consistency_ratio, at_odds(judged, found), tuple(waiting))


def _linked(items: Sequence[str], given: Mapping[tuple[str, str], float]) -> dict[str, int]:
    """Return for each item the number of the part to which comparisons join it."""
    part = {item: at for at, item in enumerate(items)}
    for one, other in given:
        old, new = part[one], part[other]
        part = {item: new if at == old else at for item, at in part.items()}
    return part


@dataclass(frozen=True, slots=True)
class Choices:
    """What choices between profiles give: each item's weight with its interval, and what to ask next, None when all is decided."""

    weights: Mapping[str, Estimate]
    question: Question | None


def choices(told: Sequence[Mapping[str, Any]], criteria: Criteria, group: str = CRITERIA) -> Choices:
    """Weigh the items of a group by the choices made so far; without any, all weights are still open.

    Parameters
    ----------
    told : sequence of mapping
        `first`, `second` and `prefers`; choices of other groups are passed over.
    criteria : Criteria
        The table.
    group : str
        `criteria`, or a criterion whose parts are weighed.

    Raises
    ------
    DecisionError
        If no weights satisfy all choices; the message names those that contradict each other.

    Examples
    --------
    >>> from ecotone.partnerships.criteria import shipped
    >>> found = choices([], shipped())
    >>> {name: round(weight.value, 1) for name, weight in found.weights.items()}["Cultural fit"], found.question is None
    (0.2, False)
    >>> list(choices([], shipped(), "Impact measurement").weights)[:2]
    ['indicator', 'expected-value']
    """
    items = _items(group, criteria)
    given = grouped(list(told), criteria, "what you said").get(group, Group(items, ())) if told else Group(items, ())
    made = weighed(given, "what you said")
    return Choices(made.estimates(), next_question(made))


def _items(group: str, criteria: Criteria) -> tuple[str, ...]:
    items = members_of(group, criteria)
    if len(items) < 2:
        raise NotFoundError("There is nothing to compare under this name", got=group, expected=", ".join([CRITERIA, *criteria.names]))
    return items
