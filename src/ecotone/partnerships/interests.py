"""Raters with an interest of their own: what they declare, and the rule by which their ratings are set apart.

A rater declares to have an interest in an actor (shares, a seat on its board, a relative there) or to belong to it; or to have none.
What is declared is kept privately, journalled and can be undone. The rule is the same for everybody:

* Who has an interest in a candidate, or belongs to it, does not rate it: such a rating is refused when it is to be kept. In a
  comparison in which that candidate stands, all ratings of this rater are set apart, for a rival marked down is as good as a
  friend marked up.
* Who belongs to the seeker, or has an interest in it, speaks for one side. Their ratings count, but where somebody independent
  has rated the same of the same candidate, they are set apart beside that word, as opinion is beside evidence.

A unit and its house are one: who belongs to a department belongs to its hospital. Nothing set apart is lost: the answer lists it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.partnerships.recommend.read import ONE_HOUSE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.rated import Rating
    from ecotone.partnerships.weights import Weights

ROOM: Final = "partnerships"
INTEREST: Final = "interest"
"""Kind of what is kept, under the rater's name."""
BELONGS: Final = "belongs"
OTHER: Final = "interest"
"""Ways in which a rater is no stranger to an actor."""


@dataclass(frozen=True, slots=True)
class Interest:
    """What a rater has declared of one actor.

    Parameters
    ----------
    rater : str
        Who declares it.
    actor : int
        In whom.
    way : str
        `belongs` or `interest`.
    what : str
        In the rater's words; may be empty.
    """

    rater: str
    actor: int
    way: str
    what: str = ""

    def told(self, name: str) -> str:
        """Say it in words.

        Examples
        --------
        >>> Interest("Ada", 7, "interest", "sits on its board").told("Alpha")
        'Ada has an interest in Alpha (sits on its board)'
        """
        said = f" ({self.what})" if self.what else ""
        return f"{self.rater} {'belongs to' if self.way == BELONGS else 'has an interest in'} {name}{said}"


@dataclass(frozen=True, slots=True)
class Apart:
    """A rating that does not count, and why."""

    rating: Rating
    why: str


Declared = dict[str, tuple[Interest, ...]]
"""By rater in lower case; a rater who has declared to have none stands there with nothing."""


def declared(eco: Ecosystem) -> Declared:
    """Read what raters have declared, each actor as what it is since mergers."""
    found: Declared = {}
    for kept in eco.kept(ROOM, INTEREST):
        rater = str(kept.body.get("rater", kept.name))
        rows = kept.body.get("interests", ())
        found[rater.casefold()] = tuple(
            Interest(rater, actor, str(row["way"]), str(row.get("what", "")))
            for row in rows
            if (actor := eco.standing(int(row["actor"]))) is not None  # an erased actor is compared with nobody
        )
    return found


def houses(eco: Ecosystem, actors: Sequence[int]) -> dict[int, frozenset[int]]:
    """Return for each actor all that are one house with it, itself included."""
    ties = eco.ties().filter(pl.col("kind").is_in(list(ONE_HOUSE)))
    near: dict[int, set[int]] = {}
    for source, target in ties.select("source", "target").iter_rows():
        near.setdefault(source, set()).add(target)
        near.setdefault(target, set()).add(source)
    found = {}
    for actor in actors:
        seen, open_ = {actor}, [actor]
        while open_:
            new = near.get(open_.pop(), set()) - seen
            seen |= new
            open_ += new
        found[actor] = frozenset(seen)
    return found


def barred(told: Declared, rater: str, candidate: int, house: Mapping[int, frozenset[int]]) -> Interest | None:
    """Return why a rater does not rate a candidate, None where nothing stands against it."""
    mine = told.get(rater.casefold(), ())
    return next((each for each in mine if each.actor in house.get(candidate, frozenset({candidate}))), None)


def set_apart(
    told: Declared, ratings: Sequence[Rating], seeker: int, candidates: Sequence[int], names: Mapping[int, str],
    house: Mapping[int, frozenset[int]],
) -> tuple[list[Rating], list[Apart]]:  # fmt: skip
    """Part the ratings that count from those that the rule sets apart; their order is kept."""
    side: dict[str, Interest] = {}
    against: dict[str, str] = {}
    for rater in dict.fromkeys(each.rater for each in ratings):
        for candidate in candidates:
            found = barred(told, rater, candidate, house)
            if found is not None:
                against.setdefault(rater, found.told(names[candidate]))
        own = barred(told, rater, seeker, house)
        if own is not None:
            side[rater] = own
    independent = {(each.candidate, each.part) for each in ratings if each.rater not in against and each.rater not in side}
    counted, apart = [], []
    for each in ratings:
        if each.rater in against:
            apart.append(Apart(each, against[each.rater]))
        elif each.rater in side and (each.candidate, each.part) in independent:
            apart.append(Apart(each, f"{side[each.rater].told(names[seeker])}; somebody independent has rated the same"))
        else:
            counted.append(each)
    return counted, apart


def notes(
    told: Declared, ratings: Sequence[Rating], apart: Sequence[Apart], seeker: int, candidates: Sequence[int], names: Mapping[int, str],
    house: Mapping[int, frozenset[int]], weights: Weights,
) -> list[str]:  # fmt: skip
    """Say what a reader should know of the interests of raters and judges."""
    said = []
    for why in dict.fromkeys(each.why for each in apart):
        number = sum(each.why == why for each in apart)
        said.append(f"{why}: {number} rating{'s are' if number > 1 else ' is'} set apart.")
    gone = {id(each.rating) for each in apart}
    for rater in dict.fromkeys(each.rater for each in ratings if id(each) not in gone):
        own = barred(told, rater, seeker, house)
        if own is not None:
            said.append(f"{own.told(names[seeker])}: what nobody independent has rated rests on that side's word.")
    for judge in weights.judges:
        found = next((one for candidate in candidates if (one := barred(told, judge.name, candidate, house))), None)
        if found is not None:
            name = next(names[candidate] for candidate in candidates if found.actor in house[candidate])
            said.append(f"{found.told(name)}, and the weights of {judge.name} count; ask somebody else, or leave them out.")
    silent = sorted({each.rater for each in ratings if each.rater.casefold() not in told})
    if told and silent:
        said.append(
            f"{', '.join(silent)} {'have' if len(silent) > 1 else 'has'} not declared whether there is an interest in any candidate."
        )
    return said
