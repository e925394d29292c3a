"""The best candidates of each seeker, found a block of seekers at a time so that all pairs of a large record fit in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from ecotone.partnerships.recommend import features
from ecotone.partnerships.recommend.protocol import symmetric
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.partnerships.recommend.history import History
    from ecotone.partnerships.recommend.landscape import Landscape


def suggest(
    history: History,
    land: Landscape,
    coefficients: NDArray[np.float64],
    seekers: NDArray[np.int64],
    *,
    intercept: float = 0.0,
    top: int = 10,
    only: NDArray[np.int64] | None = None,
    work: Work = SILENT,
) -> pl.DataFrame:
    """Rank the candidates of seekers by weighted features.

    Parameters
    ----------
    history : History
        Says which pairs are kept apart.
    land : Landscape
        What is known now.
    coefficients : ndarray, shape (8,)
        Weight of each feature.
    seekers : ndarray
        Positions of those for whom partners are looked for.
    intercept : float
        Added to every score.
    top : int
        How many candidates each gets. Who is tied already or kept apart is no candidate, nor is a pair whose weighted features are
        all 0. Equal scores stand in the order of the record.
    only : ndarray, optional
        Positions that candidates are restricted to.

    Returns
    -------
    polars.DataFrame
        `seeker`, `partner` (positions), `rank`, `score` (log odds), and a column for each feature.
    """
    closed = (land.tied + symmetric(history.apart, len(history))).tocsr()
    weighed = coefficients != 0
    parts: list[tuple[Any, ...]] = []
    for start in range(0, len(seekers), features.BLOCK):
        some = seekers[start : start + features.BLOCK]
        values = features.table(land, some)
        scores = features.weigh(values, coefficients, intercept)
        barred = closed[some]
        scores[np.repeat(np.arange(len(some)), np.diff(barred.indptr)), barred.indices] = -np.inf
        scores[np.arange(len(some)), some] = -np.inf
        if only is not None:
            outside = np.ones(len(land), bool)
            outside[only] = False
            scores[:, outside] = -np.inf
        if weighed.sum() == 1:
            scores[values[np.flatnonzero(weighed)[0]] == 0] = -np.inf
        picks = _best(scores, top)
        for at in range(len(some)):
            chosen = picks[at][np.isfinite(scores[at, picks[at]])]
            parts.append((np.full(len(chosen), some[at]), chosen, np.arange(1, len(chosen) + 1), scores[at, chosen], values[:, at, chosen]))
        work.step(start + len(some), len(seekers), "recommending")
    schema = {"seeker": pl.Int64, "partner": pl.Int64, "rank": pl.Int64, "score": pl.Float64}
    if not parts:
        return pl.DataFrame(schema={**schema, **dict.fromkeys(features.NAMES, pl.Float64)})
    columns = {name: np.concatenate([part[k] for part in parts]) for k, name in enumerate(schema)}
    values = np.concatenate([part[4] for part in parts], axis=1)
    return pl.DataFrame({**columns, **{name: values[k].astype(np.float64) for k, name in enumerate(features.NAMES)}}).cast(schema)  # type: ignore[arg-type]


def _best(scores: NDArray[np.float64], top: int) -> list[NDArray[np.int64]]:
    """Return the positions of the greatest scores of each row, of equal ones the earlier."""
    n = scores.shape[1]
    k = min(top, n)
    if not k:
        return [np.zeros(0, np.int64) for _ in scores]
    least = np.partition(scores, n - k, axis=1)[:, n - k]
    found = []
    for row, bar in zip(scores, least.tolist(), strict=True):
        above = np.flatnonzero(row >= bar) if np.isfinite(bar) else np.flatnonzero(np.isfinite(row))
        found.append(above[np.argsort(-row[above], kind="stable")][:k])
    return found
