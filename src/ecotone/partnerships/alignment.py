"""How alike two texts are, without a model from outside: n-grams of letters, weighted, and a band that says what a cosine means.

A text becomes the 3-, 4- and 5-grams of the letters of its words (`^lung$`), each counting by one plus the logarithm of how often it
stands there and by how few texts have it; two texts are compared by their cosine. A raw cosine means nothing to a reader: it
depends on how long the texts are and what all of them are about. So it is held against the cosines of pairs drawn by chance from the
same record, and the answer is the share of those that it exceeds, with the interval that their number leaves.

References
----------
Cavnar & Trenkle (1994), N-gram-based text categorization. SDAIR-94.
Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval. Information Processing and Management 24.
Wilson (1927), Probable inference, the law of succession, and statistical inference. JASA 22.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.estimate import Estimate, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SIZES: Final = (3, 4, 5)
LONGEST: Final = 5_000
"""Characters of one text that are read."""
FEWEST: Final = 20
"""Texts below which chance cannot be told: there is no band."""
MOST: Final = 1_000
"""Texts that weights and chance are taken from; more are drawn from."""
PAIRS: Final = 2_000
"""Pairs drawn by chance."""
METHOD: Final = "letter 3- to 5-grams, TF-IDF, cosine; share of chance pairs below"
BANDS: Final = ((0.80, "no more alike than chance"), (0.95, "somewhat alike"), (0.99, "alike"), (math.inf, "very much alike"))
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Aligned:
    """How alike two texts are.

    Parameters
    ----------
    share : Estimate
        Share of the pairs drawn by chance that are less alike.
    band : str or None
        That share in words; None where it could not be told.
    cosine : float
        The raw cosine, which means nothing by itself.
    """

    share: Estimate
    band: str | None
    cosine: float


def plain(text: str, longest: int) -> str:
    """Return the beginning of a text without case and accents.

    Examples
    --------
    >>> plain("Épilepsie", 4)
    'epil'
    """
    return "".join(c for c in unicodedata.normalize("NFKD", text[:longest].casefold()) if not unicodedata.combining(c))


def grams(text: str) -> Counter[str]:
    """Count the letter n-grams of a text, without case and accents, within words.

    Examples
    --------
    >>> sorted(grams("Été"))
    ['^et', '^ete', '^ete$', 'ete', 'ete$', 'te$']
    """
    found: Counter[str] = Counter()
    for match in _LETTERS.finditer(plain(text, LONGEST)):
        word = f"^{match[0]}$"
        for size in SIZES:
            found.update(word[at : at + size] for at in range(len(word) - size + 1))
    return found


class Texts:
    """The texts of a record, against which any two are compared.

    Parameters
    ----------
    texts : sequence of str
        One for each actor that has any; empty ones are left out of account.
    seed : int
        For the texts and pairs that are drawn.

    Examples
    --------
    >>> about = ["cell therapy of leukaemia", "gene and cell therapies", "payment of hospital stays"] * 10
    >>> known = Texts(about)
    >>> known.compare(about[0], about[1]).share.value > known.compare(about[0], about[2]).share.value
    True
    """

    def __init__(self, texts: Sequence[str], seed: int = 0) -> None:
        held = [counted for counted in (grams(text) for text in texts) if counted]
        generator = np.random.Generator(np.random.Philox(seed))
        if len(held) > MOST:
            held = [held[at] for at in np.sort(generator.choice(len(held), MOST, replace=False))]
        self.size = len(held)
        having: Counter[str] = Counter()
        for counted in held:
            having.update(counted.keys())
        self._weight = {gram: math.log((1 + self.size) / (1 + number)) + 1.0 for gram, number in having.items()}
        self._rare = math.log(1 + self.size) + 1.0
        self._chance = self._draw(held, generator) if self.size >= FEWEST else None

    def _draw(self, held: Sequence[Counter[str]], generator: np.random.Generator) -> NDArray[np.float64]:
        """Return the cosines of pairs drawn by chance, in order."""
        table = self._table(held)
        first = generator.integers(0, len(held), PAIRS)
        # Any other than the first, each as likely.
        second = (first + generator.integers(1, len(held), PAIRS)) % len(held)
        return np.sort(np.asarray(table[first].multiply(table[second]).sum(axis=1)).ravel())

    def _table(self, held: Sequence[Counter[str]]) -> Any:
        from scipy.sparse import csr_array

        place: dict[str, int] = {}
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for counted in held:
            vector = self._vector(counted)
            columns += [place.setdefault(gram, len(place)) for gram in vector]
            values += list(vector.values())
            ends.append(len(columns))
        return csr_array((np.array(values), np.array(columns, np.int64), np.array(ends)), shape=(len(held), len(place)))

    def _vector(self, counted: Counter[str]) -> dict[str, float]:
        weights = {gram: (1.0 + math.log(number)) * self._weight.get(gram, self._rare) for gram, number in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()}

    def cosine(self, one: str, other: str) -> float:
        """Return the cosine of two texts; 0 where one has no letters."""
        first, second = grams(one), grams(other)
        if not first or not second:
            return 0.0
        a, b = self._vector(first), self._vector(second)
        return min(1.0, math.fsum(weight * b[gram] for gram, weight in a.items() if gram in b))

    def compare(self, one: str, other: str) -> Aligned:
        """Say how alike two texts are."""
        found = self.cosine(one, other)
        if not grams(one) or not grams(other):
            return Aligned(Estimate.none("one of the two has no text"), None, found)
        if self._chance is None:
            return Aligned(Estimate.none(f"{self.size} actors have texts; {FEWEST} are needed to know what chance gives"), None, found)
        below = int(np.searchsorted(self._chance, found - 1e-12))
        share = below / PAIRS
        low, high = wilson(share, PAIRS)
        said = Estimate(share, low, high, level=0.95, method=f"{METHOD}; Wilson, {PAIRS:,} pairs of {self.size:,} texts")
        return Aligned(said, band(share), found)


def band(share: float) -> str:
    """Say in words how alike two texts are that exceed this share of chance pairs.

    Examples
    --------
    >>> band(0.5), band(0.97)
    ('no more alike than chance', 'alike')
    """
    return next(word for end, word in BANDS if share < end)
