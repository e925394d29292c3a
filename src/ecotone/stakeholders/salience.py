"""Salience: whose claim deserves attention first, from power, legitimacy and urgency.

Each attribute is there where its rating lies above the middle of the scale. Three attributes make eight classes. Where an attribute
was not rated, the classes that remain possible are named instead of one.

References
----------
Mitchell, Agle & Wood (1997), Toward a theory of stakeholder identification and salience. Academy of Management Review 22, 853-886.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from ecotone.stakeholders.grid import Place, high, moved_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.estimate import Estimate

ATTRIBUTES: Final = ("power", "legitimacy", "urgency")

CLASSES: Final[dict[tuple[bool, bool, bool], str]] = {
    (True, True, True): "definitive",
    (True, True, False): "dominant",
    (True, False, True): "dangerous",
    (False, True, True): "dependent",
    (True, False, False): "dormant",
    (False, True, False): "discretionary",
    (False, False, True): "demanding",
    (False, False, False): "non-stakeholder",
}
"""The eight classes by power, legitimacy and urgency."""

ATTRIBUTES_OF: Final = {name: sum(has) for has, name in CLASSES.items()}
"""How many attributes each class has: the more, the more salient."""


def salience_class(*, power: bool, legitimacy: bool, urgency: bool) -> str:
    """Return the class of somebody who has these attributes.

    Examples
    --------
    >>> salience_class(power=True, legitimacy=False, urgency=True)
    'dangerous'
    """
    return CLASSES[power, legitimacy, urgency]


def salience(estimates: Mapping[str, Estimate]) -> Place | None:
    """Return the class of an actor, or None where none of the three attributes was rated.

    Parameters
    ----------
    estimates : mapping of str to Estimate
        Ratings by scale; others than power, legitimacy and urgency are passed over.

    Returns
    -------
    Place or None
        With an attribute that was not rated, the class is of the form `dominant or definitive`.

    Examples
    --------
    >>> from ecotone.stakeholders.ratings import together
    >>> salience({"power": together([5]), "legitimacy": together([5])}).of
    'dominant or definitive'
    """
    known = {name: estimates[name] for name in ATTRIBUTES if name in estimates and estimates[name].value is not None}
    return moved_by(known, _possible) if known else None


def _possible(values: Mapping[str, float]) -> str:
    """Name the classes that values allow, the least salient first."""
    options = [(high(values[name]),) if name in values else (False, True) for name in ATTRIBUTES]
    names = {CLASSES[power, legitimacy, urgency] for power, legitimacy, urgency in product(*options)}
    return " or ".join(sorted(names, key=lambda name: (ATTRIBUTES_OF[name], list(ATTRIBUTES_OF).index(name))))
