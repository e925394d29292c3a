"""What the model has to beat: rankings of candidates by one idea each.

Every scorer takes a landscape and some seekers and returns a score for each actor, higher first. None learns anything, and
none looks at what happened afterwards.

References
----------
Liben-Nowell, D. and Kleinberg, J. (2007). The link-prediction problem for social networks. JASIST 58, 1019-1031.
Katz, L. (1953). A new status index. Psychometrika 18, 39-43. Zhou, T., Lü, L. and Zhang, Y.-C. (2009). Predicting missing links
via local information. European Physical Journal B 71, 623-630. Page, L. et al. (1999). The PageRank citation ranking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from ecotone.partnerships.recommend import features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.partnerships.recommend.landscape import Landscape

KATZ: Final = 0.005
KATZ_STEPS: Final = 5
RESTART: Final = 0.15
WALKS: Final = 20


class Scorer(Protocol):
    """Score all actors for some seekers."""

    def __call__(self, land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
        """Return scores, shape (seekers, actors)."""


def chance(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score at random; each seeker has its own draws, whoever else is asked for."""
    return np.stack([np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, seeker]))).random(len(land)) for seeker in seekers])


def degree_product(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score by the product of both numbers of partners: the more, the more (preferential attachment)."""
    del seed
    return np.outer(land.degrees[seekers], land.degrees).astype(np.float64)


def adamic_adar(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score by partners in common, each counting one over the logarithm of its degree."""
    del seed
    return features.adamic_adar(land, seekers).astype(np.float64)


def resource_allocation(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score by partners in common, each counting one over its degree."""
    del seed
    through = land.tied[seekers].astype(np.float64)
    through.data = through.data / land.degrees[through.indices]
    return np.asarray((through @ land.tied).toarray())


def katz(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score by walks of two to five steps, each step counting 0.005 of the one before."""
    del seed
    step = _start(land, seekers)
    total = np.zeros_like(step)
    for length in range(KATZ_STEPS):
        step = KATZ * (land.tied @ step)
        if length:
            total += step
    return np.asarray(total.T)


def personalised_pagerank(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score by how often a walk from the seeker passes, returning to it with a chance of 0.15 at each step."""
    del seed
    start = _start(land, seekers)
    share: NDArray[np.float64] = np.divide(1.0, land.degrees, out=np.zeros(len(land)), where=land.degrees > 0)
    at = start
    for _ in range(WALKS):
        at = RESTART * start + (1 - RESTART) * (land.tied @ (share[:, None] * at))
    return np.asarray(at.T)


def text(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score by the cosine of the words of both's projects."""
    del seed
    return np.asarray((land.words[seekers] @ land.words_by_word).toarray(), np.float64)


def text_and_adamic_adar(land: Landscape, seekers: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
    """Score by text and partners in common, each over the seeker's highest."""
    both = (text(land, seekers, seed=seed), adamic_adar(land, seekers, seed=seed))
    total = np.zeros_like(both[0])
    for scores in both:
        scores[np.arange(len(seekers)), seekers] = 0.0
        top = scores.max(axis=1, keepdims=True)
        total += scores / np.where(top > 0, top, 1.0)
    return total


def _start(land: Landscape, seekers: NDArray[np.int64]) -> Any:
    start = np.zeros((len(land), len(seekers)))
    start[seekers, np.arange(len(seekers))] = 1.0
    return start


BASELINES: Final[dict[str, tuple[str, Scorer]]] = {
    "random": ("Random", chance),
    "degree_product": ("Degree product", degree_product),
    "adamic_adar": ("Adamic-Adar", adamic_adar),
    "resource_allocation": ("Resource allocation", resource_allocation),
    "katz": ("Katz", katz),
    "personalised_pagerank": ("Personalised PageRank", personalised_pagerank),
    "text": ("Text", text),
    "text_adamic_adar": ("Text and Adamic-Adar", text_and_adamic_adar),
}
"""Name, label and scorer, in the order in which they are reported."""
NEED_TEXT: Final = frozenset({"text", "text_adamic_adar"})
