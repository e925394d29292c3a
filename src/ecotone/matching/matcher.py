"""Which organisation of a registry is this string? One answer with a probability, its reasons, and what to do about it.

The way of a string: `parts` takes it apart, `blocking` finds the names that it may mean, `scoring` compares them,
`calibrate` weighs the comparison. Three outcomes: matched (sure enough to be taken), new (most likely no organisation
of the registry), review (a person should look).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ecotone.errors import InputError
from ecotone.matching.blocking import Index
from ecotone.matching.calibrate import Weights, evidence, probability, reasons, shares, weights
from ecotone.matching.normal_form import is_generic, normal_form
from ecotone.matching.parts import parts
from ecotone.matching.scoring import score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecotone.matching.registry import Registry

METHOD: Final = "match with a registry"
"""How decisions of the matcher are signed."""
Outcome = Literal["matched", "new", "review"]
MATCHED_FROM: Final = 0.8
NEW_BELOW: Final = 0.4
_TELLING: Final = 2
"""Spaces in a name of usual words from which on it may mean one organisation after all, such as "National Cancer Institute"."""
REMEMBERED: Final = 100_000
"""Strings whose answer is kept, since sources repeat themselves."""


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one string.

    Parameters
    ----------
    id, name : str or None
        The most likely organisation of the registry, also where it is unlikely; None where there is no candidate.
    probability : float
        That this organisation is the right one.
    outcome : {'matched', 'new', 'review'}
        What to do about it.
    reasons : tuple of str
        What spoke most for (+) and against (-).
    """

    id: str | None
    name: str | None
    probability: float
    outcome: Outcome
    reasons: tuple[str, ...]


class Matcher:
    """Match strings with a registry.

    Parameters
    ----------
    registry : Registry
        What is matched with.
    matched_from, new_below : float
        Probabilities from which an answer is taken, and below which the string is taken for a new organisation.
    given : Weights, optional
        Other weights than those that come with Ecotone.

    Examples
    --------
    >>> from ecotone.matching.registry import LABEL, Organisation, Registry
    >>> names = ("Rice University", "Tsinghua University", "Baylor College of Medicine")
    >>> registry = Registry.build(
    ...     Organisation(f"r{n}", name, ((name, LABEL),), frozenset({"education"}), "active", "", "", (), 3) for n, name in enumerate(names)
    ... )
    >>> Matcher(registry).match("Dept. of Biomed. Eng., Tsinghua Univ., Beijing, China").name
    'Tsinghua University'
    >>> Matcher(registry).match("University").outcome
    'new'
    """

    def __init__(
        self, registry: Registry, *, matched_from: float = MATCHED_FROM, new_below: float = NEW_BELOW, given: Weights | None = None
    ) -> None:
        if not 0 <= new_below <= matched_from <= 1:
            raise InputError(
                "The limits of the outcomes are out of order",
                got=f"new below {new_below}, matched from {matched_from}",
                expected="0 <= new <= matched <= 1",
            )
        self.registry = registry
        self.index = Index(registry)
        self._given = weights() if given is None else given
        self._limits = (new_below, matched_from)
        self._known: dict[str, Match] = {}

    def match(self, text: str) -> Match:
        """Return the organisation that a string most likely means."""
        known = self._known.get(text)
        if known is None:
            known = self._match(text, frozenset())
            if len(self._known) < REMEMBERED:
                self._known[text] = known
        return known

    def match_without(self, text: str, excluded: frozenset[int]) -> Match:
        """Match as if the registry had none of some organisations, given by number: how honest negatives are made."""
        return self._match(text, excluded)

    def match_all(self, texts: Iterable[str]) -> Iterator[Match]:
        """Match strings one after the other, in their order."""
        return map(self.match, texts)

    def _match(self, text: str, excluded: frozenset[int]) -> Match:
        if not text.strip():
            return Match(None, None, 0.0, "new", ("there is no name",))
        form = normal_form(text)
        generic = is_generic(form)
        if generic and form.count(" ") < _TELLING:
            return Match(None, None, 0.0, "new", ("a name that hundreds share says nothing without a place",))
        found = parts(text)
        scored = score(self.index, found, self.index.find(found, excluded))
        if not scored.organisations:
            return Match(None, None, 0.0, "new", ("no name of the registry shares its rare words",))
        share = shares(scored.features, self._given)
        best, own, related = evidence(scored, share, self.registry)
        likely = probability(own, related, self._given)
        number = scored.organisations[best]
        outcome, why = self._outcome(likely), reasons(scored.features[best], self._given)
        if outcome == "matched" and self.index.towns.are_all(found):
            outcome, why = "review", ("- a place and nothing else", *why)
        if generic and outcome == "matched":
            outcome, why = "review", ("- a name that several share, without a place", *why)
        return Match(self.registry.ids[number], self.registry.names[number], likely, outcome, why)

    def _outcome(self, likely: float) -> Outcome:
        new_below, matched_from = self._limits
        if likely >= matched_from:
            return "matched"
        return "new" if likely < new_below else "review"
