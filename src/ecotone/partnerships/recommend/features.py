"""The eight numbers of a pair that the model weighs, each of which can be said in a sentence.

All are the same whichever of the two is asked. They are computed for a block of seekers against all actors at once: sparse
products where pairs have something in common, comparisons of codes elsewhere, and steps between actors as bits, 64 seekers
in a word.

References
----------
Adamic, L. A. and Adar, E. (2003). Friends and neighbors on the web. Social Networks 25, 211-230. Boschma, R. (2005). Proximity
and innovation: a critical assessment. Regional Studies 39, 61-74.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.partnerships.recommend.landscape import Landscape

BLOCK: Final = 64
"""Seekers that are looked at together."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of a pair: its name, its label, and what it counts."""

    name: str
    label: str
    meaning: str


FEATURES: Final = (
    Feature(
        "shared_partners",
        "Partners in common",
        "logarithm of one plus the Adamic-Adar index, in which a common partner counts one over the logarithm of its degree",
    ),
    Feature("closeness", "Closeness", "one over the number of steps between them: 1/2, 1/3, 1/4 for four or more, 0 without a path"),
    Feature("sector_bridge", "Sector bridge", "1 where the two are of different known sectors"),
    Feature("complementarity", "Complementary capabilities", "share of each one's needs that the other offers, added up"),
    Feature("text", "Same subjects", "cosine of the words of their projects"),
    Feature("shared_funder", "Funders in common", "logarithm of one plus the number of funders that both have"),
    Feature("geography", "Same place", "1 for the same city, 2/3 for the region, 1/3 for the country"),
    Feature("activity", "Activity", "logarithms of one plus the ties that each began in the last five years, added up"),
)
NAMES: Final = tuple(feature.name for feature in FEATURES)
NEVER_AGAINST: Final = tuple(feature.name != "sector_bridge" for feature in FEATURES)
"""What cannot speak against a pair: all that is a likeness, a nearness, a fit or activity. Whether ties rather cross sectors or
stay within one is for the record to say."""


def available(land: Landscape) -> tuple[bool, ...]:
    """Tell of each feature whether the landscape holds what it needs; without, it is 0 for all pairs."""
    return (
        True,
        True,
        bool((land.sectors >= 0).any()),
        land.needs is not None,
        land.words is not None,
        land.payers is not None,
        bool((land.countries >= 0).any() or (land.cities >= 0).any()),
        True,
    )


def adamic_adar(land: Landscape, seekers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the Adamic-Adar index of some seekers (rows) with all actors."""
    degrees = land.degrees
    worth = np.divide(1.0, np.log(np.maximum(degrees, 2)), out=np.zeros(len(degrees)), where=degrees > 1).astype(np.float32)
    through = land.tied[seekers]
    through.data = through.data * worth[through.indices]
    return np.asarray((through @ land.tied).toarray())


def closeness(land: Landscape, seekers: NDArray[np.int64], near: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return one over the steps between seekers and all actors, `near` telling who has a partner in common."""
    connected = land.parts[seekers][:, None] == land.parts
    within = near | np.asarray(land.tied[seekers].toarray(), bool)
    within[np.arange(len(seekers)), seekers] = True
    bits = np.packbits(within, axis=0, bitorder="little")
    third = np.zeros_like(bits)
    rows = np.flatnonzero(land.degrees > 0)
    if len(rows):
        starts = land.tied.indptr[rows]
        third[:, rows] = np.bitwise_or.reduceat(bits[:, land.tied.indices], starts, axis=1)
    reached = np.unpackbits(third, axis=0, bitorder="little", count=len(seekers)).astype(bool)
    # Who is near was reached, and who was reached is connected: their sum tells the steps.
    return np.asarray(_BY_STEPS[connected.astype(np.int8) + reached + near])


_BY_STEPS: Final = np.array([0, 1 / 4, 1 / 3, 1 / 2], np.float32)


def table(land: Landscape, seekers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the eight features of some seekers with all actors, shape (8, seekers, actors)."""
    made = np.zeros((len(FEATURES), len(seekers), len(land)), np.float32)
    made[0] = np.log1p(adamic_adar(land, seekers))
    made[1] = closeness(land, seekers, made[0] > 0)
    sectors = land.sectors[seekers][:, None]
    made[2] = (sectors != land.sectors) & (sectors >= 0) & (land.sectors >= 0)
    if land.needs is not None:
        made[3] = _complementarity(land, seekers)
    if land.words is not None:
        made[4] = (land.words[seekers] @ land.words_by_word).toarray()
    if land.payers is not None:
        made[5] = np.log1p((land.payers[seekers] @ land.payers_by_payer).toarray())
    for share, mates in land.mates:
        for at, seeker in enumerate(seekers.tolist()):
            made[6, at, mates(seeker)] = share
    activity = np.log1p(land.activity).astype(np.float32)
    made[7] = activity[seekers][:, None] + activity
    return made


def _complementarity(land: Landscape, seekers: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the share of each one's needs that the other offers, both ways added up."""
    needed = np.maximum(np.asarray(land.needs.sum(axis=1)).ravel(), 1)
    one: Any = (land.needs[seekers] @ land.offers.T).toarray() / needed[seekers][:, None]
    other: Any = (land.offers[seekers] @ land.needs.T).toarray() / needed
    return np.asarray(one + other, np.float32)


def weigh(values: NDArray[np.float32], coefficients: NDArray[np.float64], intercept: float = 0.0) -> NDArray[np.float64]:
    """Add up features by their coefficients, one after the other, so that equal features give equal scores to the last bit."""
    total = np.full(values.shape[1:], intercept)
    for coefficient, value in zip(coefficients.tolist(), values, strict=True):
        if coefficient:
            total += coefficient * value
    return total
