"""What the record itself says of a pair: one computation for each part of a criterion that needs no rater.

Each takes what is `Known` of a record and two actors, and returns a worth from 0 to 1 with its ends, the reason in words and the
evidence behind it; or says why the record cannot tell. What a record does not show may exist: where absence alone speaks (no work
together, nothing said of data by one side), the worth is an interval.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.answer import counted
from ecotone.stakeholders import CAPABILITIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.partnerships.alignment import Texts

MOST_EVIDENCE: Final = 12
"""Ids of evidence that one value carries."""
SAME_GOAL: Final = 0.5
"""Two goals are one from this cosine of their letter n-grams on."""
YEARS_APART: Final = 5.0
"""Horizons as far apart as this are worth nothing."""
TOGETHER: Final = ((7, 1.0), (4, 0.75), (2, 0.5), (1, 0.25), (0, 0.0))
"""Source records of work together, from how many on, and what that is worth."""
PARTS_OF_INDICATOR: Final = ("baseline", "target", "date", "owner", "source")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a source says of an actor: its words, a level or a year where it has one, and its evidence."""

    what: str
    evidence: int
    level: float = 0.0
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a record says that bears on partnerships; `read.known` makes it.

    Parameters
    ----------
    names, sectors : mapping of int to str
        Of the actors; a sector may be None.
    partners : mapping of int to dict of int to tuple of int
        For each actor its partners, with the evidence of their ties.
    position : mapping of int to float
        Share of the actors with a tie whose betweenness is lower, equal ones counted by half.
    needs, offers : mapping of int to tuple of Said
        `what` is the capability, `level` from 1 to 3.
    goals, texts, data_terms, sponsors : mapping of int to tuple of Said
        What actors aim at and are about, on what terms they share data (level 1 to 5), and who answers for partnerships.
    indicators : mapping of frozenset of int to tuple of str
        For each pair, what its best indicator has, of `PARTS_OF_INDICATOR`.
    corpus : Texts
        All texts of the record, by letters; goals are compared by it.
    meaning : Texts or None
        The same by the sentence model, where it was asked for: it then compares what actors are for.
    """

    names: Mapping[int, str]
    sectors: Mapping[int, str | None]
    partners: Mapping[int, Mapping[int, tuple[int, ...]]]
    position: Mapping[int, float]
    needs: Mapping[int, tuple[Said, ...]]
    offers: Mapping[int, tuple[Said, ...]]
    goals: Mapping[int, tuple[Said, ...]]
    texts: Mapping[int, tuple[Said, ...]]
    data_terms: Mapping[int, tuple[Said, ...]]
    sponsors: Mapping[int, tuple[Said, ...]]
    indicators: Mapping[frozenset[int], tuple[str, ...]]
    corpus: Texts
    meaning: Texts | None = None

    @property
    def aligned(self) -> Texts:
        """Return what compares what two actors are for."""
        return self.corpus if self.meaning is None else self.meaning


@dataclass(frozen=True, slots=True)
class Measured:
    """What the record says of one part.

    Parameters
    ----------
    worth : float or None
        From 0 to 1; None where the record cannot tell.
    reason : str
        Why, in words.
    evidence : tuple of int
        Ids in the record, at most `MOST_EVIDENCE`.
    low, high : float or None
        Ends of the worth; None where it is exact.
    """

    worth: float | None
    reason: str
    evidence: tuple[int, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Return the least and the most worth; from 0 to 1 where it is not known."""
        if self.worth is None:
            return 0.0, 1.0
        return self.worth if self.low is None else self.low, self.worth if self.high is None else self.high


Measure = Callable[[Known, int, int], Measured]


def text_alignment(known: Known, seeker: int, candidate: int) -> Measured:
    """Compare what both say they are for, or work on; see `alignment`."""
    sides = [known.texts.get(actor, ()) for actor in (seeker, candidate)]
    silent = [known.names[actor] for actor, said in zip((seeker, candidate), sides, strict=True) if not said]
    if silent:
        return Measured(None, f"the record holds no text on what {' and '.join(silent)} {'is' if len(silent) == 1 else 'are'} for")
    found = known.aligned.compare(*(" ".join(each.what for each in said) for said in sides))
    if found.share.value is None or found.share.low is None or found.share.high is None:
        return Measured(None, f"the texts cannot be compared: {found.share.reason}")
    # A chance pair exceeds half of the chance pairs: that much is worth nothing.
    worth, low, high = (max(0.0, 2 * share - 1) for share in (found.share.value, found.share.low, found.share.high))
    reason = f"{found.band}: their texts are nearer than {found.share.value:.0%} of pairs drawn by chance ({known.aligned.likeness.name})"
    return Measured(worth, reason, _ids([*sides[0][:6], *sides[1][:6]]), low, high)


def shared_goals(known: Known, seeker: int, candidate: int) -> Measured:
    """Return the share of all goals that both have (Jaccard)."""
    own, other = known.goals.get(seeker, ()), known.goals.get(candidate, ())
    if not own or not other:
        return Measured(None, f"no goal of {known.names[candidate if own else seeker]} is in the record")
    left = list(other)
    both: list[tuple[Said, Said]] = []
    for goal in own:
        best = max(left, key=lambda each: known.corpus.cosine(goal.what, each.what), default=None)
        if best is not None and known.corpus.cosine(goal.what, best.what) >= SAME_GOAL:
            both.append((goal, best))
            left.remove(best)
    whole = len(own) + len(other) - len(both)
    named = f": {both[0][0].what}" if both else ""
    evidence = _ids([each for pair in both for each in pair] or [*own[:2], *other[:2]])
    return Measured(len(both) / whole, f"{len(both)} of {whole} goals are held by both{named}", evidence)


def horizon_match(known: Known, seeker: int, candidate: int) -> Measured:
    """Compare the dates by which each wants to reach its goals."""
    sides = [[each for each in known.goals.get(actor, ()) if each.until is not None] for actor in (seeker, candidate)]
    if not all(sides):
        return Measured(None, "the goals of one of the two have no date")
    middle = [statistics.median([each.until for each in side if each.until is not None]) for side in sides]
    gap = abs(middle[0] - middle[1])
    reason = f"their goals are due {gap:.1f} years apart" if gap >= 0.05 else "their goals are due at the same time"
    return Measured(max(0.0, 1 - gap / YEARS_APART), reason, _ids([*sides[0][:4], *sides[1][:4]]))


def executive_sponsor(known: Known, _seeker: int, candidate: int) -> Measured:
    """Look for a sponsor on the board or executive of the candidate."""
    said = known.sponsors.get(candidate, ())
    if not said:
        return Measured(None, "the record names nobody who answers for it")
    return Measured(1.0, "a sponsor is named", _ids(said))


def gaps_filled(known: Known, seeker: int, candidate: int) -> Measured:
    """Sum over the seeker's needs the lesser of need and offer, as a share of the need."""
    return _covered(known, seeker, candidate)


def resource_fit(known: Known, seeker: int, candidate: int) -> Measured:
    """Compute the same with the sides exchanged: how much of the candidate's need the seeker covers."""
    return _covered(known, candidate, seeker)


def _covered(known: Known, asks: int, gives: int) -> Measured:
    needs, offers = _levels(known.needs.get(asks, ())), _levels(known.offers.get(gives, ()))
    if not needs:
        return Measured(None, f"no need of {known.names[asks]} is in the record")
    if not offers:
        return Measured(None, f"no offer of {known.names[gives]} is in the record")
    filled = {what: min(level, offers[what][0]) for what, (level, _) in needs.items() if what in offers}
    worth = sum(filled.values()) / sum(level for level, _ in needs.values())
    named = f": {', '.join(CAPABILITIES[what].name if what in CAPABILITIES else what for what in sorted(filled))}" if filled else ""
    whole = counted(len(needs), "capability", "capabilities")
    reason = f"{known.names[gives]} covers {worth:.0%} of the need of {known.names[asks]}, {len(filled)} of {whole}{named}"
    said = [each for what in sorted(filled) for each in (*needs[what][1], *offers[what][1])]
    return Measured(worth, reason, _ids(said or [each for _, whose in needs.values() for each in whose]))


def novelty(known: Known, seeker: int, candidate: int) -> Measured:
    """Return the share of what the two offer that only one of them does: 1 less Jaccard."""
    own, other = _levels(known.offers.get(seeker, ())), _levels(known.offers.get(candidate, ()))
    if not own or not other:
        return Measured(None, f"no offer of {known.names[candidate if own else seeker]} is in the record")
    whole, both = own.keys() | other.keys(), own.keys() & other.keys()
    said = [each for what in sorted(other.keys() - own.keys()) for each in other[what][1]]
    reason = f"{len(whole) - len(both)} of {len(whole)} capabilities are offered by one of them only"
    return Measured(1 - len(both) / len(whole), reason, _ids(said or [each for _, whose in other.values() for each in whose]))


def sector_bridge(known: Known, seeker: int, candidate: int) -> Measured:
    """Tell how few of the seeker's partners are of the candidate's sector."""
    own, other = known.sectors.get(seeker), known.sectors.get(candidate)
    if own is None or other is None:
        return Measured(None, f"the sector of {known.names[seeker if own is None else candidate]} is not known")
    if own == other:
        return Measured(0.0, f"both are of the sector {own}")
    partners = {number: ids for number, ids in known.partners.get(seeker, {}).items() if number != candidate}
    if not partners:
        return Measured(1.0, f"from {own} to {other}; the seeker has no other partner yet")
    same = [number for number in partners if known.sectors.get(number) == other]
    reason = f"from {own} to {other}, of which {len(same)} of the seeker's {len(partners)} other partners are"
    return Measured(1 - len(same) / len(partners), reason, _of_ties(partners, same))


def data_sharing(known: Known, seeker: int, candidate: int) -> Measured:
    """Take the terms of the more careful side."""
    own, other = known.data_terms.get(seeker, ()), known.data_terms.get(candidate, ())
    if not other:
        return Measured(None, f"the record does not say on what terms {known.names[candidate]} shares data")
    theirs = (other[-1].level - 1) / 4
    if not own:
        reason = f"{known.names[candidate]} shares data on these terms: {other[-1].what}; nothing is said of {known.names[seeker]}"
        return Measured(theirs, reason, _ids(other), 0.0, theirs)
    ours = (own[-1].level - 1) / 4
    return Measured(min(ours, theirs), f"seeker: {own[-1].what}; candidate: {other[-1].what}", _ids([*own, *other]))


def past_collaboration(known: Known, seeker: int, candidate: int) -> Measured:
    """Count the source records that tie the two."""
    evidence = known.partners.get(seeker, {}).get(candidate, ())
    worth = next(value for least, value in TOGETHER if len(evidence) >= least)
    if not evidence:
        return Measured(0.0, "no source record here ties them; work elsewhere would not be seen", (), 0.0, 0.25)
    many = "source record ties" if len(evidence) == 1 else "source records tie"
    return Measured(worth, f"{len(evidence)} {many} them", tuple(evidence[:MOST_EVIDENCE]))


def indicator(known: Known, seeker: int, candidate: int) -> Measured:
    """Count what the best indicator of the partnership has of baseline, target, date, owner and source."""
    has = known.indicators.get(frozenset({seeker, candidate}))
    if has is None:
        return Measured(None, "no impact record of the two names an indicator")
    lacking = [each for each in PARTS_OF_INDICATOR if each not in has]
    return Measured(len(has) / 5, f"the best indicator lacks {', '.join(lacking)}" if lacking else "an indicator has all five")


def new_contacts(known: Known, seeker: int, candidate: int) -> Measured:
    """Return the share of the candidate's partners that the seeker does not work with."""
    theirs = {number: ids for number, ids in known.partners.get(candidate, {}).items() if number != seeker}
    if not theirs:
        return Measured(None, f"{known.names[candidate]} has no other partner in the record")
    new = [number for number in theirs if number not in known.partners.get(seeker, {})]
    reason = f"{len(new):,} of its {len(theirs):,} other partners are new to the seeker"
    return Measured(len(new) / len(theirs), reason, _of_ties(theirs, new))


def network_position(known: Known, _seeker: int, candidate: int) -> Measured:
    """Return the share of the actors that lie less often on shortest ways."""
    share = known.position.get(candidate)
    if share is None:
        return Measured(None, f"{known.names[candidate]} has no tie in the record")
    theirs = known.partners.get(candidate, {})
    return Measured(share, f"its betweenness is above that of {share:.0%} of the actors with a tie", _of_ties(theirs, list(theirs)))


MEASURES: Final[Mapping[str, Measure]] = {
    "text alignment": text_alignment,
    "shared goals": shared_goals,
    "horizon match": horizon_match,
    "executive sponsor": executive_sponsor,
    "gaps filled": gaps_filled,
    "novelty": novelty,
    "resource fit": resource_fit,
    "sector bridge": sector_bridge,
    "data sharing": data_sharing,
    "past collaboration": past_collaboration,
    "indicator": indicator,
    "new contacts": new_contacts,
    "network position": network_position,
}
"""Every computation by the name under which a table of criteria asks for it."""


def shares_below(values: Mapping[int, float]) -> dict[int, float]:
    """Return for each the share of the others that are lower, equal ones counted by half.

    Examples
    --------
    >>> shares_below({1: 0.0, 2: 0.0, 3: 5.0})
    {1: 0.25, 2: 0.25, 3: 1.0}
    """
    if len(values) < 2:
        return dict.fromkeys(values, 0.5)
    ordered = np.sort(np.array(list(values.values())))
    found = {}
    for number, value in values.items():
        low, high = np.searchsorted(ordered, value, "left"), np.searchsorted(ordered, value, "right")
        found[number] = float((low + (high - low - 1) / 2) / (len(ordered) - 1))
    return found


def _levels(said: Sequence[Said]) -> dict[str, tuple[float, list[Said]]]:
    """Return the level of each capability: the highest that anybody said, with all who said it."""
    found: dict[str, tuple[float, list[Said]]] = {}
    for each in said:
        level, whose = found.get(each.what, (0.0, []))
        found[each.what] = (max(level, each.level), [*whose, each])
    return found


def _ids(said: Sequence[Said]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(each.evidence for each in said))[:MOST_EVIDENCE]


def _of_ties(partners: Mapping[int, tuple[int, ...]], which: Sequence[int]) -> tuple[int, ...]:
    """Return evidence of the ties with some partners: one source record each."""
    return tuple(dict.fromkeys(each for number in sorted(which) for each in partners[number][:1]))[:MOST_EVIDENCE]
