"""Compare a string with each organisation that it may mean, as numbers: how much of the name, how pure, where, and how the places agree.

The numbers are the input of `calibrate`, which weighs them. Coverage is by inverse document frequency. An organisation is seen
beside the others that the string may mean: a name that is part of a longer one which the string has in full ("University of
Texas" in "University of Texas MD Anderson Cancer Center") is marked, as are units that bear the name of their university,
and parents and parts that both stand in the string.

References
----------
Cohen, Ravikumar, Fienberg (2003), A comparison of string distance metrics for name-matching tasks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import fuzz

from ecotone.matching.laying import FULL, KEPT, Laid, lay
from ecotone.matching.registry import ALIAS, INITIALS, TOWN
from ecotone.matching.towns import kilometres

if TYPE_CHECKING:
    from typing import TypeAlias

    from numpy.typing import NDArray

    from ecotone.matching.blocking import Candidates, Index
    from ecotone.matching.parts import Parts
    from ecotone.matching.registry import Registry

    Bits: TypeAlias = NDArray[np.bool_]
    Numbers: TypeAlias = NDArray[np.float64]


__all__ = ["FEATURES", "KEPT", "Scored", "score"]

FEATURES: Final = (
    "covered",
    "covered in full",
    "matched weight",
    "matched weight, saturating",
    "density",
    "purity",
    "city",
    "country agrees",
    "country conflicts",
    "acronym",
    "acronym and city",
    "alias",
    "known well",
    "part of a longer name",
    "stands late",
    "shares its words",
    "child is named",
    "is a whole segment",
    "is the whole string",
    "lead over the next",
    "word before",
    "full and dense",
    "dense but for whole segments",
    "acronym as well",
    "laboratory beside an education",
    "covered but for its city",
    "made of initials",
    "university of its town",
    "care without a word for it",
    "care with a word for it",
    "teaches without a word for it",
    "other town is named",
    "rarest word",
    "rarest word missing",
    "rarest word beside",
    "spelt alike",
    "parents named",
    "acronym of many",
    "funder",
    "parts",
    "segments",
    "only one of its country",
    "longest of all",
    "in full, out of order",
    "unit of a university in its name",
    "university in a unit's name",
    "part of a body in its name",
    "body in a part's name",
    "only its place",
)
_KNOWN_WELL: Final = 4.0
_CARE: Final = frozenset({"hospital", "clinic", "universityclinic", "infirmary", "health", "healthcare", "nhs"})
_SCHOOLING: Final = frozenset({"university", "school", "college", "polytechnic", "academy", "institute", "faculty", "campus"})
_TOGETHER: Final = frozenset({"CN", "HK", "MO", "TW"})
_FAR_KM: Final = 120.0


@dataclass(frozen=True, slots=True)
class Scored:
    """Organisations that a string may mean and the features of each, one row an organisation."""

    organisations: tuple[int, ...]
    names: tuple[int, ...]
    """The name that met the string best, by its number in the registry."""
    features: Numbers


@dataclass(frozen=True, slots=True)
class _Relations:
    """How the names of all candidates lie to each other in the string; `[i, j]` says something of j, seen from i."""

    covers: Bits
    """j has all the words of i in the string."""
    longer: Bits
    """j has more words besides."""
    alike: Bits
    """j has the same words."""
    apart: Bits
    """j has none of them."""
    parent: Bits
    """j is a parent of i."""
    size: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _InPlace:
    """What only the words around a name tell, one entry a candidate."""

    purity: Numbers
    rarest_beside: Numbers
    before: Numbers
    spelt: Numbers


def score(index: Index, found: Parts, candidates: Candidates) -> Scored:
    """Compare a string with its candidates."""
    seen, also_short = lay(index, candidates, found)
    if not seen:
        return Scored((), (), np.zeros((0, len(FEATURES))))
    registry = index.registry
    numbers = [one.organisation for one in seen]
    names = [one.name for one in seen]
    towns, spots = index.towns.named(found)
    lie = _relations(seen, registry, len(found.words))
    near = _in_place(seen, found, candidates, registry, towns | found.regions)

    covered, matched, density, tidy, but_city, last = (
        _column(seen, name) for name in ("covered", "matched", "density", "tidy", "but_city", "last")
    )
    in_order = np.array([one.in_order for one in seen])
    full = covered >= FULL
    kind = registry.name_kind[names]
    short = index.is_short[names]
    teaches, cares, funds = (np.array([name in registry.kinds[one] for one in numbers]) for name in ("education", "healthcare", "funder"))
    city = np.array([_has_city(registry.cities[one], candidates.positions) for one in numbers])
    agrees, conflicts = _countries([registry.countries[one] for one in numbers], found.countries)
    bears = lie.parent & lie.covers.T & full & (density >= FULL) & np.expand_dims(full & in_order, 1)  # [i, j]: i the name of its parent j
    unit_of_university = bears & teaches & np.expand_dims(index.has_unit[names] & ~cares, 1)
    part_of_body = bears & ~teaches
    strength = matched * covered
    said = set(found.words)
    columns = (
        covered,
        full,
        matched / 10,
        1 - np.exp(-matched / 6),
        density,
        near.purity,
        city,
        agrees,
        conflicts,
        short,
        short & city,
        kind == ALIAS,
        np.minimum(registry.weight[numbers], _KNOWN_WELL),
        (lie.longer * (covered**2 * tidy * np.where(in_order, 1.0, 0.2))).max(axis=1),
        last / max(len(found.words) - 1, 1),
        np.log((lie.alike & (covered >= covered[:, None] - 0.01)).sum(axis=1)),
        (lie.parent.T & full & ~lie.covers).any(axis=1),
        full & (near.purity > FULL),
        np.minimum(1.0, matched / (sum(candidates.heaviness) or 1.0)),
        (strength - _best_other(strength)) / 10,
        near.before,
        density * full,
        tidy,
        np.array([one.organisation in also_short for one in seen]) & ~short,
        (lie.apart & (full & teaches)).any(axis=1) & ~teaches & index.has_laboratory[names],
        but_city,
        kind == INITIALS,
        kind == TOWN,
        cares & (not said & _CARE),
        cares & bool(said & _CARE),
        teaches & (not said & _SCHOOLING),
        _is_far(registry.coordinates[numbers], spots) & ~city,
        _column(seen, "rarest") / 10,
        _column(seen, "rarest_missing") / 10,
        near.rarest_beside,
        near.spelt,
        np.log1p((lie.parent & full & lie.apart).sum(axis=1)),
        short * np.log1p(index.bearers[names]),
        funds,
        registry.children[numbers] / 5,
        np.log([len(one.entered) for one in seen]),
        agrees & (agrees.sum() == 1),
        covered * (lie.size >= lie.size.max()),
        full & ~in_order,
        unit_of_university.any(axis=1),
        unit_of_university.any(axis=0),
        part_of_body.any(axis=1),
        part_of_body.any(axis=0),
        np.array([one.place_only for one in seen]) & ~full,
    )
    return Scored(tuple(numbers), tuple(names), np.stack(columns, axis=1, dtype=np.float64))


def _column(seen: list[Laid], name: str) -> Numbers:
    return np.array([getattr(one, name) for one in seen], dtype=np.float64)


def _relations(seen: list[Laid], registry: Registry, words: int) -> _Relations:
    """Compare the words that each candidate takes up in the string with those of each other."""
    taken = np.zeros((len(seen), words), dtype=np.int32)  # whole numbers: threads would cost more than they gain
    place_of = {one.organisation: place for place, one in enumerate(seen)}
    parent = np.zeros((len(seen), len(seen)), dtype=bool)
    for place, one in enumerate(seen):
        taken[place, one.places] = 1
        for each in registry.parents[one.organisation]:
            if each in place_of and place_of[each] != place:
                parent[place, place_of[each]] = True
    size = taken.sum(axis=1)
    both = taken @ taken.T
    covers = both == size[:, None]
    return _Relations(covers, covers & (size > size[:, None]), covers & (size == size[:, None]), both == 0, parent, size)


def _in_place(seen: list[Laid], found: Parts, candidates: Candidates, registry: Registry, placed: frozenset[int]) -> _InPlace:
    """Look at the words around each name; words of towns and regions (`placed`) are not beside it."""
    heaviness, segments = candidates.heaviness, found.segments
    weight_of: dict[int, float] = {}
    beside_in: dict[int, list[int]] = {}
    for place, segment in enumerate(segments):
        weight_of[segment] = weight_of.get(segment, 0.0) + heaviness[place]
        if place not in placed:
            beside_in.setdefault(segment, []).append(place)
    rows = []
    for one in seen:
        mine = set(one.places)
        beside = [heaviness[place] for segment in one.entered for place in beside_in.get(segment, ()) if place not in mine]
        text = " ".join([found.spelt[place] for place in range(one.first, one.last + 1) if segments[place] in one.entered])
        before = one.first - 1
        rows.append(
            (
                min(1.0, one.matched / max(sum(weight_of[segment] for segment in one.entered), 1e-9)),
                max(beside, default=0.0) / 10,
                heaviness[before] / 10 if before >= 0 and segments[before] == segments[one.first] else 0.0,
                fuzz.ratio(registry.spellings[one.name], text) / 100,
            )
        )
    return _InPlace(*np.array(rows, dtype=np.float64).T)


def _best_other(strength: Numbers) -> Numbers:
    """Return for each the highest value among the others."""
    if len(strength) == 1:
        return np.zeros(1)
    second, first = np.partition(strength, -2)[-2:]
    best: Numbers = np.where(strength == first, second, first)
    return best


def _is_far(coordinates: Numbers, spots: Numbers) -> Bits:
    """Tell which coordinates (in degrees) are far from every one of some spots (in radians); none is where there are no spots."""
    if not len(spots):
        return np.zeros(len(coordinates), dtype=bool)
    far: Bits = kilometres(np.radians(coordinates), spots).min(axis=1) > _FAR_KM
    return far


def _has_city(city: tuple[int, ...], positions: dict[int, list[int]]) -> bool:
    return bool(city) and all(word in positions for word in city)


def _countries(countries: list[str], named: frozenset[str]) -> tuple[Bits, Bits]:
    """Return whose country is among those that the string names, and whose conflicts with all of them."""
    agrees = np.array([country in named or (country == "PR" and "US" in named) for country in countries])
    together = named & _TOGETHER
    conflicts = np.array([bool(named and country) and not (country in _TOGETHER and together) for country in countries])
    return agrees, conflicts & ~agrees
