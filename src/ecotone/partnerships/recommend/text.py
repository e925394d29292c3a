"""What actors work on, as weighted words, so that two can be held side by side without a model from outside.

A word counts by how often the actor's own projects say it (one plus the logarithm) and by how few actors have it
(logarithm of the inverse share); vectors have length 1, so that the product of two is their cosine. Words of more than
`COMMON` of all actors tell nothing apart and are left out; numbers and identifiers are no words.

Words and not the letter n-grams of `alignment`: here thousands of actors are held against each other at several points in time, each with
the titles of hundreds of projects, and words keep those products sparse; there two short statements of aims are compared, which seldom
share a whole word.

References
----------
Salton, G. and Buckley, C. (1988). Term-weighting approaches in automatic text retrieval. Information Processing and
Management 24, 513-523.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.partnerships.alignment import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

COMMON: Final = 0.5
LONGEST: Final = 20_000
"""Characters of one text that are read."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_EMPTY: Final = frozenset(
    (  # noqa: SIM905  a list of words reads best as words
        "the and for with from into without their its that this are was not than between among after before under over using use "
        "study trial project disease diseases disorder disorders patients patient other unspecified related"
    ).split()
)


def words(text: str) -> list[str]:
    """Return the words of a text that tell something, without case and accents, a plural's s taken off.

    Examples
    --------
    >>> words("Tumours of the Lung, stage 3 (NCT01234567)")
    ['tumour', 'lung', 'stage']
    """
    # A word that touches a digit is a part of an identifier.
    return [_singular(word[0]) for word in _WORD.finditer(re.sub(r"\w*\d\w*", " ", plain(text, LONGEST))) if word[0] not in _EMPTY]


def _singular(word: str) -> str:
    """Take a plural's s off."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def counts(texts: Sequence[str]) -> tuple[Any, list[str]]:
    """Count words: a sparse array of texts by words, and the words in the order of their first appearance."""
    from scipy.sparse import csr_array

    place: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for text in texts:
        columns += [place.setdefault(word, len(place)) for word in words(text)]
        ends.append(len(columns))
    made = csr_array((np.ones(len(columns)), np.array(columns, np.int32), np.array(ends)), shape=(len(texts), len(place)))
    made.sum_duplicates()
    return made, list(place)


def weighted(counted: Any) -> Any:
    """Turn counts of actors by words into vectors of length 1; an actor without words has the length 0."""
    from scipy.sparse import csr_array

    n = counted.shape[0]
    having = np.bincount(counted.indices, minlength=counted.shape[1])
    rarity: NDArray[np.float64] = np.log(np.maximum(n, 1) / np.maximum(having, 1))
    rarity[having > COMMON * n] = 0.0
    values = (1.0 + np.log(np.maximum(counted.data, 1.0))) * rarity[counted.indices]
    made = csr_array((values, counted.indices.copy(), counted.indptr.copy()), shape=counted.shape)
    made.eliminate_zeros()
    length = np.sqrt(np.bincount(np.repeat(np.arange(n), np.diff(made.indptr)), made.data**2, minlength=n))
    made.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(made.indptr))
    return made
