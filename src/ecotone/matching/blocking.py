"""Find the few dozen organisations of a registry that a string may mean, without comparing it with all.

Every name is filed under its rarest word, and under its second rarest where few names have that one. The words of a
string are widened first: abbreviations to what begins like them, words that are one letter off, "Jiao Tong" and
"Jiaotong" to each other. What is found is ranked by how much of the name's weight (inverse document frequency) the
string covers.

References
----------
Christen (2012), Data Matching, chapter 4 (indexing). Garbe's deletion neighbourhoods for words one letter off.
"""

from __future__ import annotations

import bisect
import math
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz.distance import OSA

from ecotone.matching.parts import region_words
from ecotone.matching.registry import SHORT, Registry
from ecotone.matching.towns import Towns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.matching.parts import Parts

KEPT: Final = 45
"""Names that are looked at closely."""
LEAST_COVERED: Final = 0.45
"""Share of a name's weight that must be in the string."""
_COMMON: Final = 1500
_USUAL: Final = 8
"""Organisations that must have a word for it to be no misspelling."""
_SHORTEST_MISSPELT: Final = 5
_SHORTEST_HALF: Final = 3
_UMLAUT: Final = re.compile(r"([aou])e")
_UNITS: Final = ("school", "college", "faculty", "institute", "laboratory", "department")
_PREFIXES: Final = 3
_SHORT_STRING: Final = 2

Widened = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Names that share rare words with a string, best covered first, and where the string has which words."""

    names: NDArray[np.int64]
    positions: dict[int, list[int]]
    quality: dict[int, float]
    heaviness: list[float]
    """Weight of every word of the string."""


class Index:
    """The words of a registry's names, filed for looking up.

    Parameters
    ----------
    registry : Registry
        What is looked up.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        weights = registry.word_weight[registry.name_words]
        self.total = weights.sum(axis=1)
        self.towns = Towns(registry)
        self.region_numbers = {registry.vocabulary[word] for word in region_words() if word in registry.vocabulary}
        self.is_short = np.isin(registry.name_kind, list(SHORT))
        self.has_unit = np.asarray(np.isin(registry.name_words, [registry.vocabulary.get(word, -1) for word in _UNITS]).any(axis=1))
        self.has_laboratory = np.asarray((registry.name_words == registry.vocabulary.get("laboratory", -1)).any(axis=1))
        first = registry.name_words[:, 0]
        alone = first[self.is_short & (registry.name_words[:, 1] == 0)]
        self.bearers = np.bincount(alone, minlength=len(registry.word_weight))[first]
        self._first, self._filed = _filed(registry, weights)
        self._words = sorted(registry.vocabulary)
        self._misspelt_keys, self._misspelt_words = _deletions(registry)
        self._covered = np.zeros(len(registry.word_weight))
        self._widened: dict[str, Widened] = {}
        self._heavy = float(np.quantile(registry.word_weight[1:], 0.5)) if len(registry.word_weight) > 1 else 1.0
        self._spelling = [""] * (len(registry.vocabulary) + 1)
        for word, number in registry.vocabulary.items():
            self._spelling[number] = word

    def find(self, found: Parts, excluded: frozenset[int] = frozenset()) -> Candidates:
        """Return the names that a string may mean.

        Parameters
        ----------
        found : Parts
            The string, taken apart.
        excluded : frozenset of int
            Numbers of organisations to leave out, as if the registry had none of them.
        """
        positions, quality, heaviness = self._look_up(found)
        registry = self.registry
        lists = [self._filed[self._first[number] : self._first[number + 1]] for number in quality]
        names = np.unique(np.concatenate(lists)) if lists else np.zeros(0, dtype=np.int64)
        if excluded:
            names = names[~np.isin(registry.name_owner[names], list(excluded))]
        numbers = np.fromiter(quality, dtype=np.int64, count=len(quality))
        self._covered[numbers] = list(quality.values())
        words = registry.name_words[names]
        matched = (self._covered[words] * registry.word_weight[words]).sum(axis=1)
        self._covered[numbers] = 0.0
        share = matched / np.maximum(self.total[names], 1e-9)
        usable = share >= LEAST_COVERED
        short = self.is_short[names]
        if short.any() and len(found.words) > _SHORT_STRING:
            capitals = {registry.vocabulary[word] for word in found.acronyms if word in registry.vocabulary}
            usable &= ~short | np.isin(words[:, 0], list(capitals)) | (words[:, 1] > 0)
        names, worth = names[usable], (matched * share**2)[usable]
        best = np.lexsort((names, -worth))[:KEPT]
        return Candidates(names[best], positions, quality, heaviness)

    def _look_up(self, found: Parts) -> tuple[dict[int, list[int]], dict[int, float], list[float]]:
        """Return where each word of the registry stands in the string, how well it is met, and the weight of each word of the string."""
        positions: dict[int, list[int]] = {}
        quality: dict[int, float] = {}
        heaviness: list[float] = []
        weight = self.registry.word_weight
        for place, word in enumerate(found.words):
            widened = self._widen(word)
            heaviness.append(float(weight[widened[0][0]]) if widened and widened[0][1] == 1.0 else self._heavy)
            for number, how_well in widened:
                positions.setdefault(number, []).append(place)
                quality[number] = max(how_well, quality.get(number, 0.0))
        for place, (one, other) in enumerate(zip(found.words, found.words[1:], strict=False)):
            joined = self.registry.vocabulary.get(one + other)
            if joined is not None and found.segments[place] == found.segments[place + 1]:
                positions.setdefault(joined, []).append(place)
                quality[joined] = 1.0
                if heaviness[place + 1] == self._heavy or found.words[place + 1] not in self.registry.vocabulary:
                    heaviness[place + 1] = 0.0  # the second half stands for nothing of its own
        return positions, quality, heaviness

    def _widen(self, word: str) -> Widened:
        """Return the registry's words that a word of a string may be, itself first."""
        known = self._widened.get(word)
        if known is None:
            known = self._widened[word] = tuple(self._other_forms(word).items())
        return known

    def _other_forms(self, word: str) -> dict[int, float]:
        vocabulary = self.registry.vocabulary
        forms: dict[int, float] = {}
        if word in vocabulary:
            forms[vocabulary[word]] = 1.0
        elif (plain := _UMLAUT.sub(r"\1", word)) in vocabulary:  # "Muenchen" is "München", which is "munchen" here
            forms[vocabulary[plain]] = 0.95
        elif len(word) >= _SHORTEST_HALF and word.isalpha():
            for number in self._beginning_with(word):
                forms[number] = 0.85
        if len(word) >= _SHORTEST_MISSPELT and word.isalpha():
            for number in () if self._is_usual(word) else self._one_letter_off(word):
                forms.setdefault(number, 0.8)
            for cut in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
                one, other = vocabulary.get(word[:cut]), vocabulary.get(word[cut:])
                if one is not None and other is not None:
                    forms.setdefault(one, 0.9)
                    forms.setdefault(other, 0.9)
        return forms

    def _is_usual(self, word: str) -> bool:
        """Tell whether several organisations have a word, so that it is no misspelling of another."""
        number = self.registry.vocabulary.get(word)
        return number is not None and self.registry.word_weight[number] < math.log((len(self.registry) + 1) / _USUAL)

    def _beginning_with(self, word: str) -> list[int]:
        """Return the most frequent words that an abbreviation may stand for."""
        first = bisect.bisect_left(self._words, word)
        last = bisect.bisect_right(self._words, word + "\uffff")
        numbers = [self.registry.vocabulary[one] for one in self._words[first : min(last, first + 500)]]
        return sorted(numbers, key=lambda number: (self.registry.word_weight[number], number))[:_PREFIXES]

    def _one_letter_off(self, word: str) -> list[int]:
        """Return the registry's words at a distance of one letter, or two neighbours exchanged."""
        forms = {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}
        keys = np.array(
            sorted({_key(form) for form in forms}), dtype=np.uint32
        )  # of the type of what is searched, or all of that is converted
        firsts = np.searchsorted(self._misspelt_keys, keys, "left").tolist()
        lasts = np.searchsorted(self._misspelt_keys, keys, "right").tolist()
        near = {number for first, last in zip(firsts, lasts, strict=True) for number in self._misspelt_words[first:last].tolist()}
        return sorted(number for number in near if OSA.distance(word, self._spelling[number], score_cutoff=1) == 1)


def _filed(registry: Registry, weights: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """File names under their rarest words: where the list of each word begins, and the lists."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :2]
    rarest = np.take_along_axis(registry.name_words, order, axis=1)
    frequency = np.bincount(registry.name_words.ravel(), minlength=len(registry.word_weight))
    name = np.arange(len(registry.name_words))
    second = (rarest[:, 1] > 0) & (frequency[rarest[:, 1]] <= _COMMON) & (rarest[:, 1] != rarest[:, 0])
    words = np.concatenate([rarest[:, 0], rarest[second, 1]])
    names = np.concatenate([name, name[second]])
    by_word = np.argsort(words, kind="stable")
    first = np.searchsorted(words[by_word], np.arange(len(registry.word_weight) + 1))
    return first, names[by_word]


def _deletions(registry: Registry) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """Return the keys of every longer word with one letter left out, sorted, and the words they belong to."""
    keys: list[int] = []
    words: list[int] = []
    for word, number in registry.vocabulary.items():
        if len(word) >= _SHORTEST_MISSPELT and word.isascii() and word.isalpha():
            forms = {word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))}
            keys.extend(map(_key, forms))
            words.extend([number] * len(forms))
    every = np.asarray(keys, dtype=np.uint32)
    order = np.argsort(every, kind="stable")
    return every[order], np.asarray(words, dtype=np.int32)[order]


def _key(word: str) -> int:
    return zlib.crc32(word.encode())
