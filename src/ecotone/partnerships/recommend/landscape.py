"""What was known on a day: who was tied to whom, what each works on, needs and offers, who pays, where and how active each is.

A landscape holds nothing that became known later, so that features of it may be held against what happened then.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.partnerships.recommend.history import YEAR
from ecotone.partnerships.recommend.text import weighted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecotone.partnerships.recommend.history import History

RECENT: Final = 5 * YEAR
"""What counts as recent: ties begun in the five years before."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """What was known on a day.

    Parameters
    ----------
    tied : sparse array, shape (n, n)
        1 where two actors had a tie.
    sectors, cities, regions, countries : ndarray of int32, shape (n,)
        A number for each sector and place, -1 where not known. Places are of their country.
    words : sparse array or None
        What each works on, as vectors of length 1.
    needs, offers : sparse arrays or None
        1 where an actor needs or offers a capability.
    payers : sparse array or None
        1 where an actor (row) was paid by another (column).
    activity : ndarray, shape (n,)
        Ties begun in the five years before, of all source records.
    """

    tied: Any
    sectors: NDArray[np.int32]
    cities: NDArray[np.int32]
    regions: NDArray[np.int32]
    countries: NDArray[np.int32]
    words: Any
    needs: Any
    offers: Any
    payers: Any
    activity: NDArray[np.float64]

    def __len__(self) -> int:
        return int(self.tied.shape[0])

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """Count the partners of each actor."""
        return np.asarray(np.diff(self.tied.indptr), np.int64)

    @cached_property
    def words_by_word(self) -> Any:
        """Return the words with a row for each, ready to be multiplied."""
        return self.words.T.tocsr()

    @cached_property
    def payers_by_payer(self) -> Any:
        """Return who was paid with a row for each payer, ready to be multiplied."""
        return self.payers.T.tocsr()

    @cached_property
    def mates(self) -> tuple[tuple[float, Callable[[int], NDArray[np.int64]]], ...]:
        """Return, from the country to the city, what a common place counts and who is in the same one as an actor."""
        return (1 / 3, _mates(self.countries)), (2 / 3, _mates(self.regions)), (1.0, _mates(self.cities))

    @cached_property
    def parts(self) -> NDArray[np.int32]:
        """Return which connected part of the network each actor is in."""
        from scipy.sparse.csgraph import connected_components

        return np.asarray(connected_components(self.tied, directed=False)[1])


def landscape(history: History, day: float | None = None) -> Landscape:
    """Take a history as it was known on a day, or as it is now (undated ties and all needs and offers included).

    Parameters
    ----------
    history : History
        Actors and ties.
    day : float, optional
        Days since 1970-01-01; what began on it or later is not known.
    """
    n = len(history)
    ties = history.ties
    before = np.ones(len(ties.day), bool) if day is None else ties.day < day
    pairs = history.pairs(before)
    last = float(np.nanmax(ties.day, initial=-np.inf)) + 1 if day is None else day
    recent = before & (ties.day >= last - RECENT) & (ties.day < last)
    activity = np.bincount(ties.one[recent], minlength=n) + np.bincount(ties.other[recent], minlength=n)
    funds = before & ties.funds
    needs, offers = _capabilities(history, day)
    return Landscape(
        tied=_ones(np.concatenate((pairs[:, 0], pairs[:, 1])), np.concatenate((pairs[:, 1], pairs[:, 0])), (n, n)),
        sectors=_codes(history.actors, "sector"),
        cities=_codes(history.actors, "city", "country"),
        regions=_codes(history.actors, "region", "country"),
        countries=_codes(history.actors, "country"),
        words=_words(history, day),
        needs=needs,
        offers=offers,
        payers=_ones(ties.other[funds], ties.one[funds], (n, n)) if funds.any() else None,
        activity=activity.astype(np.float64),
    )


def _mates(codes: NDArray[np.int32]) -> Callable[[int], NDArray[np.int64]]:
    """Return a function that lists the actors of the same code as one; none where its code is not known."""
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(int(codes.max(initial=-1)) + 2))

    def mates(actor: int) -> NDArray[np.int64]:
        code = int(codes[actor])
        return order[:0] if code < 0 else order[starts[code] : starts[code + 1]]

    return mates


def _ones(rows: NDArray[Any], columns: NDArray[Any], shape: tuple[int, int]) -> Any:
    """Return a sparse array with 1 at the places named, however often."""
    from scipy.sparse import csr_array

    made = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    made.sum_duplicates()
    made.data[:] = 1.0
    return made


def _codes(actors: pl.DataFrame, *columns: str) -> NDArray[np.int32]:
    """Give a number to each value of a column, or of a column within another; -1 where the first is not known."""
    if columns[0] not in actors.columns or actors.is_empty():
        return np.full(actors.height, -1, np.int32)
    there = [pl.col(column).cast(pl.String).str.to_lowercase().fill_null("") for column in columns if column in actors.columns]
    joined = actors.select(pl.concat_str(there, separator="\n").alias("value"))["value"]
    codes = joined.rank("dense").cast(pl.Int32).to_numpy().copy()
    codes[actors[columns[0]].is_null().to_numpy()] = -1
    return np.asarray(codes, np.int32)


def _words(history: History, day: float | None) -> Any:
    """Add up the words of the projects in which each actor took part before."""
    texts = history.texts
    if texts is None:
        return None
    known = np.ones(len(texts.day), bool) if day is None else texts.day < day
    part = _ones(texts.actor[known], texts.text[known], (len(history), texts.counts.shape[0]))
    made = weighted((part @ texts.counts).tocsr())
    return made.astype(np.float32) if made.nnz else None


def _capabilities(history: History, day: float | None) -> tuple[Any, Any]:
    """Return what each needs and offers, as known before the day."""
    known = history.capabilities
    if known is None:
        return None, None
    shape = (len(history), len(known.names))
    before = np.ones(len(known.day), bool) if day is None else known.day < day
    sides = [before & ~known.offers, before & known.offers]
    if not any(side.any() for side in sides):
        return None, None
    needs, offers = (_ones(known.actor[side], known.capability[side], shape) for side in sides)
    return needs, offers
