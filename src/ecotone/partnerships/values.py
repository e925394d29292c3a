"""One value for each candidate and part: from the record where it can tell, from raters otherwise, and how sure it is.

Where the record measures a part and raters rated it too, the record stands (or the raters, if asked for), and a difference of more
than a level is told. Every value is an interval: between the lowest and the highest rater, half a level to both sides where only
one or all alike rated, a whole level where it is opinion, and from worst to best where nobody knows. The rating carries its
evidence; opinion is marked wherever it is shown.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ecotone.partnerships.measured import MEASURES, MOST_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.partnerships.criteria import Criteria, Part
    from ecotone.partnerships.measured import Known, Measured
    from ecotone.partnerships.rated import Rating

Basis = Literal["record", "raters", "opinion", "unknown"]
"""Where a value comes from; `unknown` where neither record nor raters tell."""
Prefer = Literal["record", "raters"]

NARROW: Final = 0.5
"""Levels to both sides of a rating that nobody differs from."""
WIDE: Final = 1.0
"""Levels to both sides of an opinion."""


@dataclass(frozen=True, slots=True)
class Value:
    """What one candidate is worth on one part.

    Parameters
    ----------
    candidate : int
        The actor.
    part : str
        Id of the part.
    worth : float or None
        From 0 to 1; None where unknown.
    low, high : float
        Ends of the worth.
    basis : Basis
        Where it comes from.
    reason : str
        Why, in words.
    evidence : tuple of int
        Ids in the record.
    addresses : tuple of str
        Web addresses that raters gave in a file.
    ratings : tuple of Rating
        All ratings of it, used or not.
    differs : str
        What to say where record and raters differ by more than a level, else empty.
    """

    candidate: int
    part: str
    worth: float | None
    low: float
    high: float
    basis: Basis
    reason: str
    evidence: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    ratings: tuple[Rating, ...] = ()
    differs: str = ""

    @property
    def middle(self) -> float:
        """Return the worth, or the middle of what it may be."""
        return (self.low + self.high) / 2 if self.worth is None else self.worth


def values(
    known: Known, seeker: int, candidates: Sequence[int], criteria: Criteria, ratings: Sequence[Rating], *, prefer: Prefer = "record"
) -> tuple[Value, ...]:
    """Return every value, candidates in order, and of each its parts in order."""
    found = []
    for candidate in candidates:
        for part in criteria.parts:
            measured = MEASURES[part.measure](known, seeker, candidate) if part.measure else None
            own = tuple(each for each in ratings if each.candidate == candidate and each.part == part.id)
            found.append(value(part, candidate, measured, own, prefer=prefer))
    return tuple(found)


def value(part: Part, candidate: int, measured: Measured | None, ratings: Sequence[Rating], *, prefer: Prefer = "record") -> Value:
    """Put together what the record and the raters say of one part of one candidate.

    Examples
    --------
    >>> from ecotone.partnerships.criteria import shipped
    >>> from ecotone.partnerships.rated import Rating
    >>> trust = shipped().part("trust")
    >>> said = [Rating(7, "trust", "Ada", 3, address="https://a.example"), Rating(7, "trust", "Bo", 5, opinion=True)]
    >>> found = value(trust, 7, None, said)
    >>> found.worth, found.low, found.high, found.basis, found.reason
    (0.5, 0.375, 0.625, 'raters', 'Ada 3; set aside as opinion beside evidence: Bo 5')
    """
    told = measured is not None and measured.worth is not None
    rated = _rated(part, candidate, ratings)
    if measured is None or not told or (prefer == "raters" and rated is not None):
        if rated is not None:
            return rated
        reason = measured.reason if measured is not None else "nobody has rated it"
        return Value(candidate, part.id, None, 0.0, 1.0, "unknown", reason)
    assert measured.worth is not None
    low, high = measured.ends
    differs = ""
    if rated is not None and rated.worth is not None and abs(rated.worth - measured.worth) > 1 / (part.high - part.low) + 1e-9:
        differs = f"raters say {part.level(rated.worth):.1f}, the record {part.level(measured.worth):.1f}"
    return Value(candidate, part.id, measured.worth, low, high, "record", measured.reason, measured.evidence, (), tuple(ratings), differs)


def _rated(part: Part, candidate: int, ratings: Sequence[Rating]) -> Value | None:
    """Return what raters say: those with evidence where there are any, opinions otherwise."""
    if not ratings:
        return None
    firm = [each for each in ratings if not each.opinion]
    used = firm or list(ratings)
    worths = [part.worth(each.level) for each in used]
    mean = statistics.fmean(worths)
    reach = (NARROW if firm else WIDE) / (part.high - part.low)
    low, high = min([mean - reach, *worths]), max([mean + reach, *worths])
    reason = ", ".join(f"{each.rater} {each.level:g}" for each in used)
    if not firm:
        reason = f"opinion: {reason}"
    elif len(firm) < len(ratings):
        left = ", ".join(f"{each.rater} {each.level:g}" for each in ratings if each.opinion)
        reason += f"; set aside as opinion beside evidence: {left}"
    said = "; ".join(f"{each.rater}: {each.reason}" for each in used if each.reason)
    return Value(
        candidate, part.id, mean, max(0.0, low), min(1.0, high), "raters" if firm else "opinion", f"{reason}. {said}" if said else reason,
        tuple(dict.fromkeys(each.evidence for each in firm if each.evidence is not None))[:MOST_EVIDENCE],
        tuple(dict.fromkeys(each.address for each in firm if each.address is not None and each.evidence is None))[:MOST_EVIDENCE],
        tuple(ratings),
    )  # fmt: skip
