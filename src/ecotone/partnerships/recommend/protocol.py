"""The back-test: learn from what was known, then see who became partners afterwards.

Three windows of equal length lie one after the other, the last ending with the record. The model learns from the first
(what was known at its start, who became partners in it), its penalty is tuned on the second, and it is then fitted to both
and tested on the third, on which nothing of that record is decided. (What may never count against a pair, see `features`, is no
choice of a record's: it was made once, after seeing the test windows of the public data in the benchmarks.)

Only pairs without a tie at the start are judged; every other actor is a candidate, none is sampled away; figures are means
over seekers, not over pooled pairs. While learning, pairs that stayed apart are sampled with weights that make up for it, half
of them from those with a partner in common.

References
----------
Yang, Y., Lichtenwalter, R. N. and Chawla, N. V. (2015). Evaluating link prediction methods. Knowledge and Information Systems
45, 751-782. Guns, R. and Rousseau, R. (2014). Recommending research collaborations. Scientometrics 101, 1461-1473.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.partnerships.recommend import features
from ecotone.partnerships.recommend.accuracy import places
from ecotone.partnerships.recommend.history import YEAR, History, Window, window
from ecotone.partnerships.recommend.landscape import Landscape, landscape
from ecotone.partnerships.recommend.logistic import Logistic, fit
from ecotone.partnerships.recommend.scorers import BASELINES, NEED_TEXT
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

ACTORS: Final = 30
TIES: Final = 60
"""Below so many actors with a tie, or pairs with a dated one, nothing is recommended."""
ENOUGH: Final = 100
FEWEST: Final = 20
"""New pairs in each window: as many as one looks for, and as few as are accepted."""
LENGTHS: Final = (1.0, 2.0, 3.0, 5.0, 10.0)
"""Years that are tried as the length of a window, the shortest first."""
RIDGES: Final = (0.1, 1.0, 10.0, 100.0)
LEARNERS: Final = 400
SAMPLED: Final = 60
"""Seekers of a window from which the model learns, and others of each stratum that each of them gives."""
GROUPS: Final = ("two steps", "three or more", "no path", "newcomer")
"""How far from the seeker its new partner was: who had no tie at all, either of the two, is a newcomer."""


@dataclass(frozen=True, slots=True)
class Split:
    """The three windows, and how many years each lasts; or, without windows, the reason why there are none."""

    windows: tuple[Window, ...]
    years: float
    reason: str = ""


def split(history: History, *, years: float | None = None, until: float | None = None) -> Split:
    """Cut a history into the windows of the back-test.

    Parameters
    ----------
    history : History
        What is tested on.
    years : float, optional
        Length of a window; the shortest of 1, 2, 3, 5 and 10 years that gives each enough new pairs where not given.
    until : float, optional
        The day on which the last window ends; the day after the last tie where not given.
    """
    degrees = np.bincount(np.concatenate((history.ties.one, history.ties.other)), minlength=len(history))
    actors, pairs = int((degrees > 0).sum()), len(history.pairs(history.dated))
    if actors < ACTORS:
        return Split((), 0.0, f"{actors} actors have a tie, and fewer than {ACTORS} are too few to learn from")
    if pairs < TIES:
        return Split((), 0.0, f"{pairs} pairs have a dated tie, and fewer than {TIES} are too few to learn from")
    end = until if until is not None else float(np.nanmax(history.ties.day)) + 1
    made = [_windows(history, length * YEAR, end) for length in ((years,) if years is not None else LENGTHS)]
    for least in (ENOUGH, FEWEST):
        for length, windows in zip((years,) if years is not None else LENGTHS, made, strict=True):
            if all(len(one.found) >= least for one in windows) and len(history.pairs_before(windows[0].start)) >= FEWEST:
                return Split(windows, float(length or 0))
    spans = f"windows of {years:g} years" if years is not None else f"windows of {LENGTHS[0]:g} to {LENGTHS[-1]:g} years"
    return Split(
        (), 0.0, f"in {spans} before the last tie, some window has fewer than {FEWEST} new pairs, or nothing lies before the first"
    )


def _windows(history: History, days: float, end: float) -> tuple[Window, ...]:
    return tuple(window(history, end - (3 - k) * days, end - (2 - k) * days) for k in range(3))


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A window with what was known at its start and, as sparse arrays, who became partners and which pairs are not judged."""

    land: Landscape
    found: Any
    closed: Any
    seekers: NDArray[np.int64]

    def blocks(self, seekers: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]]:
        """Yield seekers a block at a time, with who became their partner and who is a candidate."""
        for start in range(0, len(seekers), features.BLOCK):
            some = seekers[start : start + features.BLOCK]
            open_ = ~self.closed[some].toarray().astype(bool)
            open_[np.arange(len(some)), some] = False
            yield some, self.found[some].toarray().astype(bool), open_


def judge(history: History, one: Window) -> Judged:
    """Put a window beside what was known at its start."""
    land = landscape(history, one.start)
    n = len(history)
    found = symmetric(one.found, n)
    closed = (land.tied + symmetric(one.aside, n) + symmetric(history.apart, n)).tocsr()
    return Judged(land, found, closed, np.flatnonzero(np.diff(found.indptr) > 0))


def symmetric(pairs: NDArray[Any], n: int) -> Any:
    """Return a sparse array with 1 for pairs, both ways."""
    from scipy.sparse import csr_array

    rows, columns = (np.concatenate((pairs[:, a], pairs[:, 1 - a])) for a in (0, 1))
    made = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=(n, n))
    made.sum_duplicates()
    return made


def some_of(seekers: NDArray[np.int64], most: int, seed: int) -> NDArray[np.int64]:
    """Return so many seekers at most, drawn at random, in their order."""
    if len(seekers) <= most:
        return seekers
    return np.sort(np.random.Generator(np.random.Philox(seed)).choice(seekers, most, replace=False))


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """Rows to learn from: features, what became of each, and for how many rows each stands."""

    rows: NDArray[np.float64]
    found: NDArray[np.float64]
    weights: NDArray[np.float64]


def lessons(judged: Judged, *, seed: int = 0) -> Lessons:
    """Take all new pairs of a window, and a sample of those that stayed apart."""
    generator = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 1])))
    rows, became, weights = [], [], []
    for some, found, candidates in judged.blocks(some_of(judged.seekers, LEARNERS, seed)):
        values = features.table(judged.land, some)
        for at in range(len(some)):
            apart = candidates[at] & ~found[at]
            near = values[0, at] > 0
            picks, stands = [np.flatnonzero(found[at])], [np.ones(int(found[at].sum()))]
            for stratum in (np.flatnonzero(apart & near), np.flatnonzero(apart & ~near)):
                taken = generator.choice(stratum, min(SAMPLED, len(stratum)), replace=False) if len(stratum) else stratum
                picks.append(taken)
                stands.append(np.full(len(taken), len(stratum) / max(len(taken), 1)))
            chosen = np.concatenate(picks)
            rows.append(values[:, at, chosen].T)
            became.append(found[at, chosen])
            weights.append(np.concatenate(stands))
    return Lessons(np.concatenate(rows).astype(np.float64), np.concatenate(became).astype(np.float64), np.concatenate(weights))


def learn(parts: Sequence[Lessons], ridge: float) -> Logistic:
    """Fit the model to the rows of one window or more."""
    rows, found, weights = (np.concatenate([getattr(one, name) for one in parts]) for name in ("rows", "found", "weights"))
    return fit(rows, found, ridge=ridge, weights=weights, never_against=features.NEVER_AGAINST)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What each scorer made of each seeker.

    Parameters
    ----------
    methods : tuple of str
        Scorers.
    seekers : ndarray
        Positions.
    warm : ndarray of bool
        Whether a seeker had a tie before.
    figures : ndarray, shape (methods, seekers, 4)
        Average precision, precision at 5 and at 10, recall at 10.
    group : ndarray
        Of each new partner, how far it was; a number into `GROUPS`.
    reached : ndarray, shape (methods, new partners)
        Its chance to be among the first ten.
    recommended : ndarray, shape (methods, actors)
        To how many seekers each actor was recommended among the first ten.
    candidates : float
        Mean number of candidates of a seeker.
    """

    methods: tuple[str, ...]
    seekers: NDArray[np.int64]
    warm: NDArray[np.bool_]
    figures: NDArray[np.float64]
    group: NDArray[np.int64]
    reached: NDArray[np.float64]
    recommended: NDArray[np.int64]
    candidates: float


MODEL: Final = "model"


def examine(judged: Judged, model: Logistic, methods: Sequence[str], *, most: int = 2000, seed: int = 0, work: Work = SILENT) -> Scores:
    """Score the candidates of seekers by the model and by baselines, and see where their new partners came."""
    seekers = some_of(judged.seekers, most, seed)
    land, n = judged.land, len(judged.land)
    shuffled = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 2]))).permutation(n)
    figures = np.zeros((len(methods), len(seekers), 4))
    recommended = np.zeros((len(methods), n), np.int64)
    groups, reached, number, done = [], [], 0, 0
    for some, found, candidates in judged.blocks(seekers):
        values = features.table(land, some)
        now = []
        for m, name in enumerate(methods):
            scores = features.weigh(values, model.coefficients) if name == MODEL else BASELINES[name][1](land, some, seed=seed)
            chances = []
            for at in range(len(some)):
                inside = np.flatnonzero(candidates[at])
                own, hit = scores[at, inside], found[at, inside]
                where = places(own, hit)
                hits = where.hits_at(5), where.hits_at(10)
                figures[m, done + at] = where.average_precision(), hits[0] / 5, hits[1] / 10, hits[1] / len(where.above)
                chances.append(where.chance_among(10))
                # Equal scores in an order drawn once, so that nobody is recommended for standing first in the record.
                best = np.flatnonzero(own >= np.partition(own, max(len(own) - 10, 0))[max(len(own) - 10, 0)])
                recommended[m, inside[best[np.lexsort((shuffled[inside[best]], -own[best]))[:10]]]] += 1
            now.append(np.concatenate(chances))
        reached.append(np.stack(now))
        rows, columns = np.nonzero(found & candidates)
        near, connected = values[0, rows, columns] > 0, values[1, rows, columns] > 0
        new = (land.degrees[some[rows]] == 0) | (land.degrees[columns] == 0)
        groups.append(np.select([new, near, connected], [3, 0, 1], 2))
        number += int(candidates.sum())
        done += len(some)
        work.step(done, len(seekers), "testing")
    return Scores(
        tuple(methods),
        seekers,
        land.degrees[seekers] > 0,
        figures,
        np.concatenate(groups),
        np.concatenate(reached, axis=1),
        recommended,
        number / max(len(seekers), 1),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A back-test: the windows, the model that was tested, and what came of it."""

    split: Split
    model: Logistic
    known: tuple[bool, ...]
    scores: Scores
    lessons: tuple[Lessons, ...]


def trial(
    history: History,
    cut: Split,
    *,
    methods: Sequence[str] | None = None,
    most: int = 2000,
    seed: int = 0,
    work: Work = SILENT,
) -> Trial:
    """Run the back-test of a history that has been cut into windows.

    Parameters
    ----------
    history : History
        Actors and ties.
    cut : Split
        Its three windows.
    methods : sequence of str, optional
        Baselines beside the model; all that the record allows where not given.
    most : int
        Seekers that are tested at most, drawn at random.
    seed : int
        For the draws.
    """
    work.step(0, 3, "learning")
    first, second, last = (judge(history, one) for one in cut.windows)
    taught = [lessons(first, seed=seed)]
    model = learn(taught, _tuned(taught, second, seed))
    work.step(1, 3, "learning")
    taught.append(lessons(second, seed=seed))
    model = learn(taught, model.ridge)
    names = [name for name in (methods or BASELINES) if last.land.words is not None or name not in NEED_TEXT]
    scores = examine(last, model, (MODEL, *names), most=most, seed=seed, work=work)
    return Trial(cut, model, features.available(last.land), scores, tuple(taught))


def _tuned(taught: Sequence[Lessons], judged: Judged, seed: int) -> float:
    """Choose the penalty whose model ranks the new partners of the next window best."""
    models = [learn(taught, ridge) for ridge in RIDGES]
    total = np.zeros(len(models))
    for some, found, candidates in judged.blocks(some_of(judged.seekers, LEARNERS // 2, seed)):
        values = features.table(judged.land, some)
        for m, model in enumerate(models):
            scores = features.weigh(values, model.coefficients)
            total[m] += sum(places(scores[at][candidates[at]], found[at][candidates[at]]).average_precision() for at in range(len(some)))
    return RIDGES[int(np.argmax(total))]
