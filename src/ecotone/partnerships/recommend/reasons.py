"""Why a pair is recommended, in words: the model's coefficients times what is known of the two, each with its facts.

A reason counts by how far the pair lies above the average pair, so that what all pairs have is no reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.answer import counted
from ecotone.partnerships.recommend.features import FEATURES
from ecotone.stakeholders import CAPABILITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ecotone.partnerships.recommend.history import History
    from ecotone.partnerships.recommend.landscape import Landscape

NAMED: Final = 3
"""Partners, funders and words that are named."""
SMALLEST: Final = 0.05
"""Log odds below which a reason is not worth a word."""


@dataclass(frozen=True, slots=True, eq=False)
class Reasoner:
    """Puts pairs into words.

    Parameters
    ----------
    history, land
        What is known now.
    coefficients, usual : ndarray, shape (8,)
        The model's coefficients, and the features of the average pair.
    """

    history: History
    land: Landscape
    coefficients: NDArray[np.float64]
    usual: NDArray[np.float64]

    def speak(self, one: int, other: int, values: Sequence[float]) -> tuple[str, str]:
        """Return what speaks for a pair and what against it, the weightiest first, each with its part of the log odds."""
        parts = self.coefficients * (np.asarray(values) - self.usual)
        order = sorted(range(len(FEATURES)), key=lambda k: (-abs(float(parts[k])), k))
        told = [(float(parts[k]), self.fact(k, one, other, float(values[k]))) for k in order if abs(parts[k]) >= SMALLEST]
        good, bad = ([f"{fact} ({part:+.1f})" for part, fact in told if (part > 0) is wanted] for wanted in (True, False))
        return "; ".join(good), "; ".join(bad)

    def fact(self, feature: int, one: int, other: int, value: float) -> str:
        """Say one feature of a pair in words."""
        tell: Callable[[int, int, float], str] = (
            self._partners,
            self._steps,
            self._sectors,
            self._capabilities,
            self._subjects,
            self._funders,
            self._place,
            self._activity,
        )[feature]
        return tell(one, other, value)

    def common(self, one: int, other: int) -> NDArray[np.int64]:
        """Return the partners that two have in common, those with the fewest partners first."""
        both = np.intersect1d(_row(self.land.tied, one), _row(self.land.tied, other))
        return both[np.lexsort((both, self.land.degrees[both]))]

    def _names(self, positions: Sequence[int]) -> str:
        labels = self.history.actors["label"]
        more = f" and {len(positions) - NAMED:,} more" if len(positions) > NAMED else ""
        return ", ".join(str(labels[int(at)]) for at in positions[:NAMED]) + more

    def _partners(self, one: int, other: int, _value: float) -> str:
        both = self.common(one, other).tolist()
        if not both:
            return "no partner in common"
        return f"{counted(len(both), 'partner')} in common: {self._names(both)}"

    def _steps(self, _one: int, _other: int, value: float) -> str:
        return {0.5: "two steps apart", 0.33: "three steps apart", 0.25: "four steps apart or more"}.get(
            round(value, 2), "no path between them"
        )

    def _sectors(self, one: int, other: int, value: float) -> str:
        sectors = self.history.actors["sector"]
        if value:
            return f"joins {sectors[one]} and {sectors[other]}"
        same = self.land.sectors[one] == self.land.sectors[other] >= 0
        return f"both of the sector {sectors[one]}" if same else "a sector is not known"

    def _capabilities(self, one: int, other: int, _value: float) -> str:
        if self.land.needs is None or self.history.capabilities is None:
            return "no needs and offers known"
        names = self.history.capabilities.names
        told = []
        for needing, giving in ((one, other), (other, one)):
            met = np.intersect1d(_row(self.land.needs, needing), _row(self.land.offers, giving))
            words = ", ".join(CAPABILITIES[names[k]].name if names[k] in CAPABILITIES else names[k] for k in met[:NAMED].tolist())
            if len(met):
                told.append(f"{self._names([giving])} offers {words}, which {self._names([needing])} needs")
        return "; ".join(told) or "neither offers what the other needs"

    def _subjects(self, one: int, other: int, value: float) -> str:
        if not value or self.history.texts is None:
            return "no subject in common"
        both = (self.land.words[[one]].multiply(self.land.words[[other]])).tocoo()
        order = np.lexsort((both.coords[1], -both.data))[:NAMED]
        return f"work on the same: {', '.join(self.history.texts.vocabulary[k] for k in both.coords[1][order].tolist())}"

    def _funders(self, one: int, other: int, value: float) -> str:
        if not value:
            return "no funder in common"
        return f"both funded by {self._names(np.intersect1d(_row(self.land.payers, one), _row(self.land.payers, other)).tolist())}"

    def _place(self, one: int, _other: int, value: float) -> str:
        column = {1.0: "city", 0.67: "region", 0.33: "country"}.get(round(value, 2))
        return f"both in {self.history.actors[column][one]}" if column else "not known to be in one place"

    def _activity(self, one: int, other: int, _value: float) -> str:
        return f"{self.land.activity[one]:,.0f} and {self.land.activity[other]:,.0f} ties begun in five years"


def _row(matrix: Any, at: int) -> NDArray[np.int64]:
    return np.asarray(matrix.indices[matrix.indptr[at] : matrix.indptr[at + 1]], np.int64)
