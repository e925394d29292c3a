"""Compare a string with each name that it may mean, as numbers: how much of the name, how pure, where, and how the places agree.

The numbers are the input of `calibrate`, which weighs them. Coverage is by inverse document frequency; a name that is part
of a longer name which the string has in full ("University of Texas" in "University of Texas MD Anderson Cancer Center")
is marked, as are an organisation and its parent that both stand in the string.

References
----------
Cohen, Ravikumar, Fienberg (2003), A comparison of string distance metrics for name-matching tasks.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.matching.registry import ACRONYM, ALIAS, INITIALS, SHORT, TOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.matching.blocking import Candidates, Index
    from ecotone.matching.parts import Parts

FEATURES: Final = (
    "covered",
    "covered in full",
    "missing weight",
    "matched weight",
    "matched weight, saturating",
    "density",
    "purity",
    "in order",
    "city",
    "country agrees",
    "country conflicts",
    "acronym",
    "acronym and city",
    "acronym and country",
    "alias",
    "known well",
    "active",
    "part of a longer name",
    "misspelt",
    "stands late",
    "education",
    "healthcare",
    "company",
    "facility",
    "government",
    "nonprofit",
    "shares its words",
    "parent is named",
    "child is named",
    "one word",
    "is a whole segment",
    "is the whole string",
    "lead over the next",
    "word before",
    "word after",
    "full and city",
    "full and dense",
    "dense but for whole segments",
    "longer name is a part of it",
    "shorter name is its parent's",
    "acronym as well",
    "facility beside an education",
    "healthcare beside an education",
    "laboratory beside an education",
    "all of one segment, in part",
    "first of those in full",
    "covered but for its city",
    "in full but for its city",
    "school of a university that is named",
    "university of a school that is named",
    "umbrella beside another",
    "only its place",
    "made of initials",
    "university of its town",
    "care without a word for it",
    "care with a word for it",
    "company with a word for it",
    "teaches without a word for it",
    "other of the same kind is longer",
)
KEPT: Final = 24
"""Organisations that are weighed against each other."""
_STARTS: Final = 3
_FULL: Final = 0.995
_KNOWN_WELL: Final = 4.0
_CARE: Final = frozenset({"hospital", "clinic", "universityclinic", "infirmary", "health", "healthcare", "nhs"})
_TRADE: Final = frozenset(
    {"inc", "ltd", "llc", "gmbh", "corporation", "company", "co", "ag", "plc", "limited", "sa", "spa", "pharmaceuticals"}
)
_SCHOOLING: Final = frozenset({"university", "school", "college", "polytechnic", "academy", "institute", "faculty", "campus"})
_TEACHES: Final = frozenset({"education"})
_TOGETHER: Final = frozenset({"CN", "HK", "MO", "TW"})


@dataclass(slots=True)
class _Seen:
    """How one name meets the string."""

    organisation: int
    name: int
    covered: float
    matched: float
    missing: float
    mask: int
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

    @property
    def worth(self) -> float:
        """Return how much speaks for the name at first sight."""
        return self.matched * self.covered**2 * (0.5 + self.density)

    @property
    def preference(self) -> float:
        """Return the worth beside other names of the same organisation: an acronym tells less than a name, a city less still."""
        return self.worth * (0.5 if self.short else 0.2 if self.place_only and self.covered < _FULL else 1.0)


@dataclass(frozen=True, slots=True)
class Scored:
    """Organisations that a string may mean and the features of each, one row an organisation."""

    organisations: tuple[int, ...]
    names: tuple[int, ...]
    """The name that met the string best, by its number in the registry."""
    features: NDArray[np.float64]


def score(index: Index, found: Parts, candidates: Candidates) -> Scored:
    """Compare a string with its candidates."""
    seen, every = _best_names(index, candidates, found)
    if not seen:
        return Scored((), (), np.zeros((0, len(FEATURES))))
    registry = index.registry
    also_short = {one.organisation for one in every if registry.name_kind[one.name] == ACRONYM}
    educations = [one.mask for one in seen if one.covered >= _FULL and "education" in registry.kinds[one.organisation]]
    school = registry.vocabulary.get("school", -1)
    laboratory = registry.vocabulary.get("laboratory", -1)
    full = {one.organisation: one.mask for one in seen if one.covered >= _FULL}
    segment_weight: dict[int, float] = {}
    for heavy, segment in zip(candidates.heaviness, found.segments, strict=True):
        segment_weight[segment] = segment_weight.get(segment, 0.0) + heavy
    whole = sum(candidates.heaviness) or 1.0
    first_full = min((one.first for one in seen if one.covered >= _FULL), default=-1)
    said = set(found.words)
    rows = []
    for one in seen:
        number = one.organisation
        is_full = one.covered >= _FULL
        city = _has_city(registry.cities[number], candidates.positions)
        country = registry.countries[number]
        agrees, conflicts = _country(country, found.countries)
        short = float(registry.name_kind[one.name] in SHORT)
        kinds = registry.kinds[number]
        touched = {found.segments[place] for place in range(one.first, one.last + 1) if one.mask >> place & 1}
        purity = min(1.0, one.matched / max(sum(segment_weight[segment] for segment in touched), 1e-9))
        mask = one.mask
        longer = [other for other in seen if other.mask != mask and other.mask & mask == mask]
        longest = max((other.covered**2 * other.tidy * (1.0 if other.in_order else 0.2) for other in longer), default=0.0)
        parts_of_it = [other for other in longer if other.covered >= _FULL and number in registry.parents[other.organisation]]
        school_of_it = "education" in kinds and any(school in registry.name_words[other.name] for other in parts_of_it)
        shorter_is_parent = any(
            other.organisation in registry.parents[number] and other.covered >= _FULL and other.mask & mask == other.mask for other in seen
        )
        same = sum(1 for other in seen if other is not one and other.mask == mask and other.covered >= one.covered - 0.01)
        beside = any(not other & mask for other in educations) and "education" not in kinds
        whole_segment = max(one.matched / segment_weight[segment] for segment in touched)
        rival = max((other.matched * other.covered for other in seen if other is not one), default=0.0)
        before = _next_to(found, candidates, one.first - 1, one.first)
        after = _next_to(found, candidates, one.last + 1, one.last)
        parent_named = any(parent in full and not full[parent] & one.mask for parent in registry.parents[number])
        rows.append(
            (
                one.covered,
                float(is_full),
                one.missing / 10,
                one.matched / 10,
                1 - math.exp(-one.matched / 6),
                one.density,
                purity,
                float(one.in_order),
                float(city),
                float(agrees),
                float(conflicts),
                short,
                short * city,
                short * agrees,
                float(registry.name_kind[one.name] == ALIAS),
                min(float(registry.weight[number]), _KNOWN_WELL),
                float(registry.active[number]),
                longest,
                one.misspelt,
                one.last / max(len(found.words) - 1, 1),
                float("education" in kinds),
                float("healthcare" in kinds),
                float("company" in kinds),
                float("facility" in kinds),
                float("government" in kinds),
                float("nonprofit" in kinds),
                math.log1p(same),
                float(parent_named),
                float(any(number in registry.parents[child] and not at & mask for child, at in full.items())),
                float(one.words == 1),
                float(is_full and purity > _FULL),
                min(1.0, one.matched / whole),
                (one.matched * one.covered - rival) / 10,
                before,
                after,
                float(is_full and city),
                one.density * is_full,
                one.tidy,
                float(bool(parts_of_it) and not school_of_it),
                float(shorter_is_parent),
                float(not one.short and number in also_short),
                float(beside and "facility" in kinds),
                float(beside and "healthcare" in kinds),
                float(beside and laboratory in registry.name_words[one.name]),
                min(1.0, whole_segment),
                float(is_full and one.first == first_full),
                one.but_city,
                float(one.but_city >= _FULL),
                float(shorter_is_parent and "education" in kinds and school in registry.name_words[one.name]),
                float(school_of_it),
                float(registry.children[number]) if any(not at & mask and other != number for other, at in full.items()) else 0.0,
                float(one.place_only and not is_full),
                float(registry.name_kind[one.name] == INITIALS),
                float(registry.name_kind[one.name] == TOWN),
                float("healthcare" in kinds and not said & _CARE),
                float("healthcare" in kinds and bool(said & _CARE)),
                float("company" in kinds and bool(said & _TRADE)),
                float("education" in kinds and not said & _SCHOOLING),
                float(
                    any(
                        kinds & registry.kinds[other.organisation] & _TEACHES
                        for other in longer
                        if other.covered >= _FULL and other.in_order
                    )
                ),
            )
        )
    return Scored(tuple(one.organisation for one in seen), tuple(one.name for one in seen), np.array(rows, dtype=np.float64))


def _best_names(index: Index, candidates: Candidates, found: Parts) -> tuple[list[_Seen], list[_Seen]]:
    """Return for each organisation the name that meets the string best, best first; and every name that meets it."""
    every: list[_Seen] = []
    registry = index.registry
    best: dict[int, _Seen] = {}
    owners = registry.name_owner[candidates.names].tolist()
    rows = registry.name_words[candidates.names].tolist()
    weights = registry.word_weight[registry.name_words[candidates.names]].tolist()
    kinds = registry.name_kind[candidates.names].tolist()
    for name, owner, words, heavy, kind in zip(candidates.names.tolist(), owners, rows, weights, kinds, strict=True):
        one = _meet(owner, name, words, heavy, candidates, found, registry.cities[owner], short=kind in SHORT)
        if one is not None and kind == TOWN and not (one.covered >= _FULL and one.density >= _FULL and len(one.entered) == 1):
            continue
        if one is not None:
            every.append(one)
        if one is not None and (owner not in best or one.preference > best[owner].preference):
            best[owner] = one
    return sorted(best.values(), key=lambda one: (-one.worth, one.organisation))[:KEPT], every


def _meet(
    owner: int,
    name: int,
    words: list[int],
    heavy: list[float],
    candidates: Candidates,
    found: Parts,
    city: tuple[int, ...],
    *,
    short: bool,
) -> _Seen | None:
    """Lay a name over the string: each of its words at the place nearest to the one before."""
    matched = total = misspelt = absent_city = 0.0
    count = 0
    met: list[list[int]] = []
    for word, weight in zip(words, heavy, strict=True):
        if not word:
            break
        count += 1
        total += weight
        where = candidates.positions.get(word)
        if where is None:
            absent_city += weight if word in city else 0.0
            continue
        quality = candidates.quality[word]
        matched += weight * quality
        misspelt += weight * (1 - quality)
        met.append(where)
    places = _laid(met)
    mask = 0
    for place in places:
        mask |= 1 << place
    if not places or total <= 0:
        return None
    first, last = min(places), max(places)
    window = sum(candidates.heaviness[first : last + 1])
    in_order = all(a <= b for a, b in itertools.pairwise(places))
    entered = {found.segments[place] for place in places}
    near = sum(candidates.heaviness[place] for place in range(first, last + 1) if found.segments[place] in entered)
    in_city = {place for word in city for place in candidates.positions.get(word, ())}
    return _Seen(
        owner, name, matched / total, matched, total - matched - misspelt, mask, min(1.0, matched / max(window, 1e-9)), in_order,
        min(1.0, matched / max(near, 1e-9)), matched / max(total - absent_city, 1e-9), misspelt / total, first, last, count, short,
        all(place in in_city or place in found.regions for place in places), entered,
    )  # fmt: skip


def _laid(met: list[list[int]]) -> list[int]:
    """Choose a place for each word of a name, so that they stand as near to each other as the string allows."""
    if not met:
        return []
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


def _has_city(city: tuple[int, ...], positions: dict[int, list[int]]) -> bool:
    return bool(city) and all(word in positions for word in city)


def _country(country: str, named: frozenset[str]) -> tuple[bool, bool]:
    """Return whether the country agrees with those that the string names, and whether it conflicts with all of them."""
    if not named or not country:
        return False, False
    if country in named or (country == "PR" and "US" in named):
        return True, False
    return False, not (country in _TOGETHER and named & _TOGETHER)


def _next_to(found: Parts, candidates: Candidates, place: int, edge: int) -> float:
    """Return the weight of the word beside a name in the same segment, in tens."""
    if 0 <= place < len(found.words) and found.segments[place] == found.segments[edge]:
        return candidates.heaviness[place] / 10
    return 0.0
