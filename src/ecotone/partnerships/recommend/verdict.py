"""Whether the model may recommend: only where it has beaten the plain count of partners in common, on ties it had not seen.

References
----------
Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap (paired comparison).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.estimate import Estimate
from ecotone.partnerships.recommend.accuracy import mean_over_seekers
from ecotone.partnerships.recommend.protocol import MODEL, split, trial
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.partnerships.recommend.history import History
    from ecotone.partnerships.recommend.protocol import Trial

TO_BEAT: Final = "adamic_adar"
QUICK: Final = 400
"""Seekers that decide where only the verdict is asked for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the model may recommend, why not, and the back-test where one was possible.

    Parameters
    ----------
    reason : str
        Why it is off; empty where it is on.
    gain : Estimate
        Mean average precision less that of Adamic-Adar, seeker by seeker.
    trial : Trial or None
        The back-test.
    """

    reason: str
    gain: Estimate
    trial: Trial | None

    @property
    def on(self) -> bool:
        """Tell whether the model may recommend."""
        return not self.reason


def verdict(
    history: History,
    *,
    years: float | None = None,
    until: float | None = None,
    methods: Sequence[str] | None = (TO_BEAT,),
    most: int = QUICK,
    seed: int = 0,
    work: Work = SILENT,
) -> Verdict:
    """Test the model on a history, and say whether it may recommend.

    Parameters
    ----------
    history : History
        Actors and ties.
    years, until : float, optional
        Length of the windows, and the day on which the last ends; see `protocol.split`.
    methods : sequence of str or None
        Baselines; None takes all.
    most, seed : int
        Seekers tested at most, and the seed by which they are drawn.
    """
    cut = split(history, years=years, until=until)
    if not cut.windows:
        return Verdict(cut.reason, Estimate.none(cut.reason), None)
    done = trial(history, cut, methods=methods, most=most, seed=seed, work=work)
    return judge_trial(done, seed=seed)


def judge_trial(done: Trial, *, seed: int = 0) -> Verdict:
    """Say whether a model that was tested may recommend."""
    precision = done.scores.figures[:, :, 0]
    own, other = (precision[done.scores.methods.index(name)] for name in (MODEL, TO_BEAT))
    gain = mean_over_seekers(own - other, seed=seed)
    if gain.low is None:
        return Verdict(
            f"{gain.reason or 'too few seekers'} found a new partner in the last window, too few to say what the model is worth", gain, done
        )
    if gain.low <= 0:
        return Verdict(
            f"in the last {done.split.years:g} years the model did not beat partners in common (Adamic-Adar): average precision"
            f" {own.mean():.3f} against {other.mean():.3f}, difference {gain.low:+.3f} to {gain.high:+.3f}",
            gain,
            done,
        )
    return Verdict("", gain, done)
