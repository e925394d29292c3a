"""From features to a probability: weights fitted on a development split, held in `weights.json` beside this file.

A conditional logit sets the candidates of a string against each other and against "none of them"; a logistic curve
(Platt) then turns the share of the winner, and that of its relatives, into the probability that the answer is right.
`benchmarks/matching_fit.py` fits both and writes the file. Every probability comes with the features that spoke most for and
against it.

References
----------
McFadden (1974), Conditional logit analysis of qualitative choice behavior. Platt (1999), Probabilistic outputs for
support vector machines.
"""

from __future__ import annotations

import csv
import functools
import json
import math
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.matching.scoring import FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.matching.registry import Registry
    from ecotone.matching.scoring import Scored

_REASONS: Final = 3
_LEAST_SAID: Final = 0.4
_EDGE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted.

    Parameters
    ----------
    none : float
        How strong a candidate must be to be better than none.
    features : array
        Weight of each of `FEATURES`.
    average : array
        What each feature is among winners that are right, to tell what is remarkable of one.
    curve : tuple of float
        Constant, weight of the winner's share (as a logit) and of that of the winner with its relatives.
    """

    none: float
    features: NDArray[np.float64]
    average: NDArray[np.float64]
    curve: tuple[float, float, float]


@functools.cache
def weights() -> Weights:
    """Return the weights that come with Ecotone."""
    held = json.loads(resources.files("ecotone.matching").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(
        held["none"],
        np.array([held["features"][name] for name in FEATURES]),
        np.array([held["average"][name] for name in FEATURES]),
        (held["curve"][0], held["curve"][1], held["curve"][2]),
    )


def shares(features: NDArray[np.float64], given: Weights) -> NDArray[np.float64]:
    """Return the share of each candidate, which with that of "none of them" add up to 1."""
    strength = features @ given.features - given.none
    top = max(0.0, float(strength.max(initial=0.0)))
    raised = np.exp(strength - top)
    shared: NDArray[np.float64] = raised / (math.exp(-top) + raised.sum())
    return shared


def evidence(scored: Scored, share: NDArray[np.float64], registry: Registry) -> tuple[int, float, float]:
    """Return the place of the winner, and the logits of its share and of that of it with its parents and children."""
    best = int(share.argmax())
    winner = scored.organisations[best]
    parents = registry.parents[winner]
    related = sum(
        float(one)
        for one, other in zip(share, scored.organisations, strict=True)
        if other == winner or other in parents or winner in registry.parents[other]
    )
    return best, _logit(float(share[best])), _logit(related)


def probability(own: float, related: float, given: Weights) -> float:
    """Return the probability that the winner is right."""
    constant, first, second = given.curve
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, constant + first * own + second * related))))


def reasons(features: NDArray[np.float64], given: Weights) -> tuple[str, ...]:
    """Say what is most remarkable, for (+) and against (-), in words of `phrases.csv`."""
    apart = features - given.average
    spoken = apart * given.features
    order = sorted(range(len(FEATURES)), key=lambda place: (-abs(spoken[place]), place))
    told = [
        f"{'+' if spoken[place] > 0 else '-'} {phrases()[FEATURES[place]][0 if apart[place] > 0 else 1]}"
        for place in order
        if abs(spoken[place]) > _LEAST_SAID
    ]
    return tuple(dict.fromkeys(told))[:_REASONS]


@functools.cache
def phrases() -> dict[str, tuple[str, str]]:
    """Return what to say of each feature where there is more of it than usual, and where there is less."""
    text = resources.files("ecotone.matching").joinpath("phrases.csv").read_text(encoding="utf-8")
    return {row["feature"]: (row["more"], row["less"]) for row in csv.DictReader(text.splitlines())}


def _logit(share: float) -> float:
    share = min(1 - _EDGE, max(_EDGE, share))
    return math.log(share / (1 - share))
