"""Weights from what a judge chose between two partial profiles: of criteria, of the parts of one criterion, or of parts of several.

A choice between criteria weighs those. A choice between parts of one criterion weighs them within it, whatever the criterion
itself weighs, so both may be asked of one judge; what was not asked about keeps the table's weights. Where a choice is between parts of
different criteria, all the judge's choices are of parts, and parts that no choice names weigh nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from ecotone.errors import DecisionError, InputError
from ecotone.partnerships.tradeoffs import Choice, tradeoffs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.tradeoffs import Tradeoffs

CRITERIA: Final = "criteria"
"""The group of choices that are between criteria; those between the parts of one bear its name."""
ACROSS: Final = ""
"""The group of choices between parts of different criteria."""
WORTHS: Final = {"worst": 0.0, "middle": 0.5, "best": 1.0}


@dataclass(frozen=True, slots=True)
class Group:
    """Choices about the same items.

    Parameters
    ----------
    items : tuple of str
        Criteria, or ids of parts.
    choices : tuple of Choice
        What the judge said of them.
    """

    items: tuple[str, ...]
    choices: tuple[Choice, ...]


def members_of(group: str, criteria: Criteria) -> tuple[str, ...]:
    """Return what is compared in a group: the criteria, or the parts of the one that it names."""
    return criteria.names if group == CRITERIA else tuple(part.id for part in criteria.parts if part.criterion == group)


def grouped(told: Any, criteria: Criteria, name: str) -> dict[str, Group]:
    """Sort choices into those of criteria and those of the parts of one criterion.

    Raises
    ------
    InputError, DecisionError
        If something is no choice, or its items do not compare; the message names the judge.

    Examples
    --------
    >>> from ecotone.partnerships.criteria import shipped
    >>> first, second = {"trust": "best", "mistrust": "worst"}, {"trust": "worst", "mistrust": "best"}
    >>> found = grouped([{"first": first, "second": second, "prefers": "first"}], shipped(), "Ada")
    >>> list(found), len(found["Cultural fit"].items)
    (['Cultural fit'], 6)
    """
    if not isinstance(told, list):
        raise InputError("Choices are a list", where=name, got=str(told)[:80])
    by_name = {criterion.casefold(): criterion for criterion in criteria.names}
    found: dict[str, list[Choice]] = {}
    for each in told:
        if not isinstance(each, dict) or not all(isinstance(each.get(side), dict) and each[side] for side in ("first", "second")):
            raise InputError("A choice has two profiles", where=name, got=str(each)[:80], expected="first, second and prefers")
        named = dict.fromkeys(str(text) for side in ("first", "second") for text in each[side])
        whole = [text.casefold() in by_name for text in named]
        if any(whole) and not all(whole):
            raise InputError("A criterion is not weighed against a part", where=name, got=", ".join(named))
        homes = {CRITERIA} if all(whole) else {criteria.part(text).criterion for text in named}
        group = homes.pop() if len(homes) == 1 else ACROSS
        sides = [
            {
                by_name[str(text).casefold()] if all(whole) else criteria.part(str(text)).id: _worth(
                    value, str(text), criteria, name, group
                )
                for text, value in each[side].items()
            }
            for side in ("first", "second")
        ]
        found.setdefault(group, []).append(Choice(sides[0], sides[1], cast("Any", str(each.get("prefers", "")))))
    if ACROSS not in found:
        return {group: Group(members_of(group, criteria), tuple(choices)) for group, choices in found.items()}
    if CRITERIA in found:
        raise InputError(
            "Choices between parts of different criteria stand alone", where=name, got="choices between criteria too",
            remedy="Choose between criteria and between the parts of one, or between parts throughout",
        )  # fmt: skip
    together = [choice for choices in found.values() for choice in choices]
    asked = {item for choice in together for item in choice.first}
    return {ACROSS: Group(tuple(part for part in criteria.ids if part in asked), tuple(together))}


def _worth(value: object, text: str, criteria: Criteria, name: str, group: str) -> float:
    """Read a level of a profile: a level of a part's scale, or `worst`, `middle` and `best`."""
    said = str(value).strip().casefold()
    if said in WORTHS:
        return WORTHS[said]
    if group == CRITERIA:
        raise InputError("A profile of a criterion is its worst, middle or best", where=f"{name}, {text}", got=str(value))
    part = criteria.part(text)
    return part.worth(part.checked(value, f"{name}, {text}"))


def weighed(group: Group, name: str, seed: int = 0) -> Tradeoffs:
    """Derive the weights of a group's items; a contradiction names the judge."""
    try:
        return tradeoffs(group.items, group.choices, seed=seed)
    except DecisionError as error:
        raise DecisionError(error.what, where=name, got=error.got, expected=error.expected, remedy=error.remedy) from None


def from_choices(told: Any, criteria: Criteria, name: str, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a judge's weights of all parts, and equally likely draws of them.

    Examples
    --------
    >>> from ecotone.partnerships.criteria import shipped
    >>> first, second = {"trust": "best", "mistrust": "worst"}, {"trust": "worst", "mistrust": "best"}
    >>> shares, draws = from_choices([{"first": first, "second": second, "prefers": "first"}], shipped(), "Ada")
    >>> float(shares.sum().round(6)), draws.shape
    (1.0, (4000, 18))
    """
    groups = grouped(told, criteria, name)
    # Each group draws by itself: what is left open of one says nothing of another.
    made = {group: weighed(each, name, seed + at) for at, (group, each) in enumerate(groups.items())}
    means = {group: found.weights[None] for group, found in made.items()}
    return _of_parts(means, groups, criteria)[0], _of_parts({group: found.draws for group, found in made.items()}, groups, criteria)


def _of_parts(values: Mapping[str, NDArray[np.float64]], groups: Mapping[str, Group], criteria: Criteria) -> NDArray[np.float64]:
    """Turn weights of groups into weights of all parts, row by row."""
    many = max(len(each) for each in values.values())
    place = {part.id: at for at, part in enumerate(criteria.parts)}
    if ACROSS in values:
        found = np.zeros((many, len(place)))
        found[:, [place[item] for item in groups[ACROSS].items]] = values[ACROSS]
        return found
    within = np.tile([part.weight for part in criteria.parts], (many, 1)).astype(float)
    for group, drawn in values.items():
        if group != CRITERIA:
            within[:, [place[item] for item in groups[group].items]] = drawn
    upper = values.get(CRITERIA, np.array([[criteria.weights[each] for each in criteria.names]], dtype=float))
    found = np.zeros((many, len(place)))
    for at, name in enumerate(criteria.names):
        own = [place[part.id] for part in criteria.parts if part.criterion == name]
        whole = within[:, own].sum(axis=1, keepdims=True)
        found[:, own] = upper[:, at : at + 1] * np.divide(within[:, own], whole, out=np.zeros_like(within[:, own]), where=whole > 0)
    return np.asarray(found / found.sum(axis=1, keepdims=True))
