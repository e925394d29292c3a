"""How alike two texts are, and a band that says what a cosine means; by default by n-grams of letters, without a model from outside.

A text becomes the 3-, 4- and 5-grams of the letters of its words (`^lung$`), each counting by one plus the logarithm of how often it
stands there and by how few texts have it; two texts are compared by their cosine. A raw cosine means nothing to a reader: it
depends on how long the texts are and what all of them are about. So it is held against the cosines of pairs drawn by chance from the
same record, and the answer is the share of those that it exceeds, with the interval that their number leaves. The same is done for
whatever else says how alike texts are, such as the sentence model of `sentences`.

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
from typing import TYPE_CHECKING, Any, Final, Protocol

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


def lettered(text: str) -> bool:
    """Tell whether a text has any letters.

    Examples
    --------
    >>> lettered("2024 – 17"), lettered("stroke")
    (False, True)
    """
    return _LETTERS.search(plain(text, LONGEST)) is not None


class Likeness(Protocol):
    """What says how alike two texts are: letters here, or the sentence model of `sentences`."""

    @property
    def name(self) -> str:
        """Return what it is called in a sentence."""

    @property
    def method(self) -> str:
        """Return what it does, for an estimate."""

    @property
    def most(self) -> int:
        """Return from how many texts chance is taken; of more so many are drawn."""

    def cosine(self, one: str, other: str) -> float:
        """Return the cosine of two texts, 0 where one has no words."""

    def cosines(self, texts: Sequence[str], first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the cosines of many pairs of texts, given by their places."""


class Letters:
    """Likeness by letter n-grams, each weighted by how few of some texts have it.

    Parameters
    ----------
    texts : sequence of str
        From which the weights are taken.
    """

    name: Final = "letter n-grams"
    method: Final = METHOD
    most: Final = MOST

    def __init__(self, texts: Sequence[str]) -> None:
        having: Counter[str] = Counter()
        self._held = {text: grams(text) for text in texts}
        for text in texts:
            having.update(self._held[text].keys())
        self._weight = {gram: math.log((1 + len(texts)) / (1 + number)) + 1.0 for gram, number in having.items()}
        self._rare = math.log(1 + len(texts)) + 1.0

    def _vector(self, text: str) -> dict[str, float]:
        counted = self._held.get(text)
        weights = {
            gram: (1.0 + math.log(number)) * self._weight.get(gram, self._rare)
            for gram, number in (grams(text) if counted is None else counted).items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()}

    def cosine(self, one: str, other: str) -> float:
        """Return the cosine of two texts; 0 where one has no letters."""
        a, b = self._vector(one), self._vector(other)
        return min(1.0, math.fsum(weight * b[gram] for gram, weight in a.items() if gram in b))

    def cosines(self, texts: Sequence[str], first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the cosines of pairs of texts, given by their places."""
        from scipy.sparse import csr_array

        place: dict[str, int] = {}
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for text in texts:
            vector = self._vector(text)
            columns += [place.setdefault(gram, len(place)) for gram in vector]
            values += list(vector.values())
            ends.append(len(columns))
        table: Any = csr_array((np.array(values), np.array(columns, np.int64), np.array(ends)), shape=(len(texts), len(place)))
        return np.asarray(table[first].multiply(table[second]).sum(axis=1), np.float64).ravel()


class Texts:
    """The texts of a record, against which any two are compared.

    Parameters
    ----------
    texts : sequence of str
        One for each actor that has any; empty ones are left out of account.
    seed : int
        For the texts and pairs that are drawn.
    model : Likeness, optional
        What says how alike two texts are; letters where not given.

    Examples
    --------
    >>> about = ["cell therapy of leukaemia", "gene and cell therapies", "payment of hospital stays"] * 10
    >>> known = Texts(about)
    >>> known.compare(about[0], about[1]).share.value > known.compare(about[0], about[2]).share.value
    True
    """

    def __init__(self, texts: Sequence[str], seed: int = 0, model: Likeness | None = None) -> None:
        held = [text for text in texts if lettered(text)]
        generator = np.random.Generator(np.random.Philox(seed))
        most = MOST if model is None else model.most
        if len(held) > most:
            held = [held[at] for at in np.sort(generator.choice(len(held), most, replace=False))]
        self.size = len(held)
        self.likeness: Likeness = Letters(held) if model is None else model
        self._chance = self._draw(held, generator) if self.size >= FEWEST else None

    def _draw(self, held: Sequence[str], generator: np.random.Generator) -> NDArray[np.float64]:
        """Return the cosines of pairs drawn by chance, in order."""
        first = generator.integers(0, len(held), PAIRS)
        # Any other than the first, each as likely.
        second = (first + generator.integers(1, len(held), PAIRS)) % len(held)
        return np.sort(self.likeness.cosines(held, first, second))

    def cosine(self, one: str, other: str) -> float:
        """Return the cosine of two texts; 0 where one has no letters."""
        return self.likeness.cosine(one, other)

    def compare(self, one: str, other: str) -> Aligned:
        """Say how alike two texts are."""
        if not lettered(one) or not lettered(other):
            return Aligned(Estimate.none("one of the two has no text"), None, 0.0)
        found = self.cosine(one, other)
        if self._chance is None:
            return Aligned(Estimate.none(f"{self.size} actors have texts; {FEWEST} are needed to know what chance gives"), None, found)
        below = int(np.searchsorted(self._chance, found - 1e-12))
        share = below / PAIRS
        low, high = wilson(share, PAIRS)
        said = Estimate(share, low, high, level=0.95, method=f"{self.likeness.method}; Wilson, {PAIRS:,} pairs of {self.size:,} texts")
        return Aligned(said, band(share), found)


def band(share: float) -> str:
    """Say in words how alike two texts are that exceed this share of chance pairs.

    Examples
    --------
    >>> band(0.5), band(0.97)
    ('no more alike than chance', 'alike')
    """
    return next(word for end, word in BANDS if share < end)
