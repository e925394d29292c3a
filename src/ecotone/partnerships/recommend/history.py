"""Who became tied to whom, when and through which project: what a model of new partnerships learns from and is tested on.

A project ties all who take part in it at once, so that one half of its pairs gives the other half away. A project
therefore belongs to the window in which its first tie began: its later pairs are set aside, neither found nor missed.
A tie without a date may have begun before or after any day: its pair is set aside too. A tie does not fade here: who has
worked together once has a tie from then on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEAR: Final = 365.25
"""Days."""

NOTHING: Final = np.zeros((0, 2), np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """One entry for each tie of a source record.

    Parameters
    ----------
    one, other : ndarray of int32
        Positions of its ends among the actors.
    day : ndarray of float64
        When it began, in days since 1970-01-01; NaN where not known.
    project : ndarray of int64
        Which project it comes from.
    funds : ndarray of bool
        Whether `one` pays `other`.
    evidence : ndarray of int64
        The source record behind it.
    """

    one: NDArray[np.int32]
    other: NDArray[np.int32]
    day: NDArray[np.float64]
    project: NDArray[np.int64]
    funds: NDArray[np.bool_]
    evidence: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """What projects are about: `counts` (texts by words), `vocabulary`, and which actor took part in which text's project from when."""

    counts: Any
    vocabulary: tuple[str, ...]
    actor: NDArray[np.int32]
    text: NDArray[np.int32]
    day: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Capabilities:
    """What actors need and offer: an entry each, with the day on which it was known, and the names of the capabilities."""

    actor: NDArray[np.int32]
    capability: NDArray[np.int32]
    offers: NDArray[np.bool_]
    day: NDArray[np.float64]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class History:
    """Actors, their dated ties, and what else is known of them.

    Parameters
    ----------
    actors : polars.DataFrame
        `id`, `label`, and where known `sector`, `city`, `region`, `country`; its order is that of all positions.
    ties : Ties
        Partnerships.
    apart : ndarray of int32, shape (m, 2)
        Pairs that are not to be recommended: one house, competitors, declared conflicts.
    texts : Texts or None
        What projects are about.
    capabilities : Capabilities or None
        Needs and offers.
    """

    actors: pl.DataFrame
    ties: Ties
    apart: NDArray[np.int32] = field(default_factory=lambda: NOTHING)
    texts: Texts | None = None
    capabilities: Capabilities | None = None

    @classmethod
    def of(
        cls,
        actors: pl.DataFrame,
        ties: pl.DataFrame,
        *,
        apart: NDArray[np.int32] = NOTHING,
        texts: Texts | None = None,
        capabilities: Capabilities | None = None,
    ) -> History:
        """Make a history of frames.

        Parameters
        ----------
        actors : polars.DataFrame
            Needs `id`; `label` is the id where absent.
        ties : polars.DataFrame
            `source`, `target` (ids) and `day`; `project` is one for each tie where absent, `funds` false, `evidence` 0. Ties of
            an actor with itself are left out.

        Raises
        ------
        DecisionError
            If a tie ends at an actor that is not there.

        Examples
        --------
        >>> actors = pl.DataFrame({"id": [1, 2, 3]})
        >>> ties = pl.DataFrame({"source": [1, 2], "target": [2, 3], "day": [0.0, 400.0]})
        >>> History.of(actors, ties).pairs_before(365).tolist()
        [[0, 1]]
        """
        if "label" not in actors.columns:
            actors = actors.with_columns(label=pl.col("id").cast(pl.String))
        place = dict(zip(actors["id"].to_list(), range(actors.height), strict=True))
        ties = ties.filter(pl.col("source") != pl.col("target"))
        try:
            one, other = (np.array([place[actor] for actor in ties[end].to_list()], np.int32) for end in ("source", "target"))
        except KeyError as error:
            raise DecisionError("A tie ends at an actor that does not exist", got=str(error.args[0])) from None
        given = set(ties.columns)
        number = ties.height
        project = ties["project"].to_numpy() if "project" in given else np.arange(number)
        funds = ties["funds"].to_numpy() if "funds" in given else np.zeros(number, bool)
        evidence = ties["evidence"].fill_null(0).to_numpy() if "evidence" in given else np.zeros(number, np.int64)
        day = ties["day"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        made = Ties(one, other, day, project.astype(np.int64), funds.astype(bool), evidence.astype(np.int64))
        return cls(actors, made, apart, texts, capabilities)

    def __len__(self) -> int:
        return self.actors.height

    @property
    def dated(self) -> NDArray[np.bool_]:
        """Tell which ties have a date."""
        return np.isfinite(self.ties.day)

    def pairs(self, which: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the pairs of some ties, each once, as rows of two positions in ascending order."""
        low, high = np.minimum(self.ties.one[which], self.ties.other[which]), np.maximum(self.ties.one[which], self.ties.other[which])
        keys = np.unique(low.astype(np.int64) * len(self) + high)
        return np.column_stack((keys // max(len(self), 1), keys % max(len(self), 1)))

    def pairs_before(self, day: float) -> NDArray[np.int64]:
        """Return the pairs that were tied before a day."""
        return self.pairs(self.ties.day < day)

    @cached_property
    def project_starts(self) -> NDArray[np.float64]:
        """Return for each tie the day on which the first dated tie of its project began; NaN where none has a date."""
        _, number = np.unique(self.ties.project, return_inverse=True)
        first = np.full(int(number.max(initial=-1)) + 1, np.inf)
        np.minimum.at(first, number[self.dated], self.ties.day[self.dated])
        return np.where(np.isfinite(first), first, np.nan)[number]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A span of time in which pairs became partners.

    Parameters
    ----------
    start, end : float
        Days; the start is within, the end is not.
    found : ndarray, shape (m, 2)
        Pairs that were not tied before, tied in it by a project of its own.
    aside : ndarray, shape (m, 2)
        Pairs that are not judged: tied in it by a project that began before, or at a time that nobody knows.
    """

    start: float
    end: float
    found: NDArray[np.int64]
    aside: NDArray[np.int64]


def window(history: History, start: float, end: float) -> Window:
    """Say who became partners from one day to another.

    Examples
    --------
    >>> actors = pl.DataFrame({"id": [0, 1, 2]})
    >>> ties = pl.DataFrame({"source": [0, 0, 1], "target": [1, 2, 2], "day": [0.0, 10.0, 11.0], "project": [7, 7, 8]})
    >>> one = window(History.of(actors, ties), 5.0, 20.0)
    >>> one.found.tolist(), one.aside.tolist()
    ([[1, 2]], [[0, 2]])
    """
    ties = history.ties
    inside = (ties.day >= start) & (ties.day < end)
    own = inside & (history.project_starts >= start)
    n = len(history)

    def keys(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        pairs = history.pairs(which)
        return pairs[:, 0] * n + pairs[:, 1]

    known, unknown = keys(ties.day < start), keys(~history.dated)
    barred = np.concatenate((known, unknown, _keys(history.apart, n)))
    found = np.setdiff1d(keys(own), barred)
    aside = np.setdiff1d(np.concatenate((keys(inside & ~own), unknown)), np.concatenate((found, known)))
    return Window(start, end, _rows(found, n), _rows(aside, n))


def _keys(pairs: NDArray[np.int32], n: int) -> NDArray[np.int64]:
    return pairs.min(axis=1).astype(np.int64) * n + pairs.max(axis=1) if len(pairs) else np.zeros(0, np.int64)


def _rows(keys: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    return np.column_stack((keys // max(n, 1), keys % max(n, 1)))
