"""Lay each name that a string may mean over the string: which of its words are there, where, and how closely together.

Of an organisation the name that meets the string best is kept.

References
----------
Cohen, Ravikumar, Fienberg (2003), A comparison of string distance metrics for name-matching tasks.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.matching.registry import ACRONYM, SHORT, TOWN

if TYPE_CHECKING:
    from ecotone.matching.blocking import Candidates, Index
    from ecotone.matching.parts import Parts

FULL: Final = 0.995
"""Share of a name from which on it counts as there in full."""
KEPT: Final = 24
"""Organisations that are weighed against each other."""
_STARTS: Final = 3
_MOST_WORTH: Final = 1.5
"""Times its matched and covered weight that a name can be worth: where it stands in one piece."""


@dataclass(slots=True)
class Laid:
    """How one name meets the string."""

    organisation: int
    name: int
    covered: float
    matched: float
    missing: float
    places: list[int]
    density: float
    in_order: bool
    tidy: float
    but_city: float
    misspelt: float
    first: int
    last: int
    words: int
    short: bool
    place_only: bool
    """What the string has of the name is its city or a region, which hundreds share, and no word of its own."""
    entered: set[int]
    """Segments of the string that it stands in."""
    rarest: float
    """Weight of the rarest word that is there."""
    rarest_missing: float
    """Weight of the rarest word, its city and regions aside, that is not."""

    @property
    def worth(self) -> float:
        """Return how much speaks for the name at first sight."""
        return self.matched * self.covered**2 * (0.5 + self.density)

    @property
    def preference(self) -> float:
        """Return the worth beside other names of the same organisation: an acronym tells less than a name, a city less still."""
        scattered = self.tidy * (1.0 if self.in_order else 0.6) * 0.85 ** (len(self.entered) - 1)
        return self.worth * scattered * (0.5 if self.short else 0.2 if self.place_only and self.covered < FULL else 1.0)


def lay(index: Index, candidates: Candidates, found: Parts) -> tuple[list[Laid], set[int]]:
    """Return for each organisation the name that meets the string best, best first; and the organisations whose acronym meets it."""
    short: set[int] = set()
    registry = index.registry
    best: dict[int, Laid] = {}
    owners = registry.name_owner[candidates.names].tolist()
    rows = registry.name_words[candidates.names].tolist()
    weights = registry.word_weight[registry.name_words[candidates.names]].tolist()
    kinds = registry.name_kind[candidates.names].tolist()
    for name, owner, words, heavy, kind in zip(candidates.names.tolist(), owners, rows, weights, kinds, strict=True):
        mine = best.get(owner)
        least = 0.0 if mine is None or kind == ACRONYM else mine.preference
        one = _meet(owner, name, words, heavy, candidates, found, index, least, short=kind in SHORT)
        if one is None or (kind == TOWN and not (one.covered >= FULL and one.density >= FULL and len(one.entered) == 1)):
            continue
        if kind == ACRONYM:
            short.add(owner)
        if mine is None or one.preference > mine.preference:
            best[owner] = one
    return sorted(best.values(), key=lambda one: (-one.worth, one.organisation))[:KEPT], short


def _meet(
    owner: int,
    name: int,
    words: list[int],
    heavy: list[float],
    candidates: Candidates,
    found: Parts,
    index: Index,
    least: float,
    *,
    short: bool,
) -> Laid | None:
    """Lay a name over the string, each word at the place nearest to the one before; None where its preference is surely below `least`."""
    city = index.registry.cities[owner]
    matched = total = misspelt = absent_city = rarest = rarest_missing = 0.0
    count = 0
    met: list[list[int]] = []
    for word, weight in zip(words, heavy, strict=True):
        if not word:
            break
        count += 1
        total += weight
        where = candidates.positions.get(word)
        if where is None:
            if word in city:
                absent_city += weight
            elif weight > rarest_missing and word not in index.region_numbers:
                rarest_missing = weight
            continue
        quality = candidates.quality[word]
        matched += weight * quality
        misspelt += weight * (1 - quality)
        rarest = max(rarest, weight)
        met.append(where)
    if not met or total <= 0 or matched * (matched / total) ** 2 * _MOST_WORTH < least:
        return None
    places = _laid(met)
    first, last = min(places), max(places)
    window = sum(candidates.heaviness[first : last + 1])
    entered = {found.segments[place] for place in places}
    near = sum(candidates.heaviness[place] for place in range(first, last + 1) if found.segments[place] in entered)
    in_city = {place for word in city for place in candidates.positions.get(word, ())}
    return Laid(
        owner, name, matched / total, matched, total - matched - misspelt, places, min(1.0, matched / max(window, 1e-9)),
        all(a <= b for a, b in itertools.pairwise(places)), min(1.0, matched / max(near, 1e-9)),
        matched / max(total - absent_city, 1e-9), misspelt / total, first, last, count, short,
        all(place in in_city or place in found.regions for place in places), entered, rarest, rarest_missing,
    )  # fmt: skip


def _laid(met: list[list[int]]) -> list[int]:
    """Choose a place for each word of a name, so that they stand as near to each other as the string allows."""
    best: list[int] = []
    for start in met[0][:_STARTS]:
        places = [start]
        for where in met[1:]:
            before = places[-1]
            free = [place for place in where if place not in places] or where
            places.append(free[0] if len(free) == 1 else min(free, key=lambda place: (abs(place - before - 1), place)))
        if not best or max(places) - min(places) < max(best) - min(best):
            best = places
    return best
