"""What a partnership has changed: on the map, on how fast the initiatives it touches go, and in what both do together.

Before and after are told apart by the day on which the partnership began. A difference is no effect: other actors' partners changed in
the same time too, so the middle change of all others stands beside it, and stage times come with their interval or with the
reason why there is none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.errors import SpellError
from ecotone.estimate import Estimate
from ecotone.velocity.beside import beside, too_few
from ecotone.velocity.spells import Spells
from ecotone.velocity.survival import kaplan_meier

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

HORIZON: Final = 3650.0
"""Days to which means of stage times are restricted at most."""


@dataclass(frozen=True, slots=True)
class OnMap:
    """How the two stand in the network on two days.

    Parameters
    ----------
    measure : str
        `ties`, `reach` or `bridges`, as in `impact.EXPECTED`.
    before, after : int
        On the day before the start, and now.
    others : float or None
        Middle change of the same measure over all other actors that had a tie before; None where there were none.
    """

    measure: str
    before: int
    after: int
    others: float | None

    @property
    def change(self) -> int:
        """Return after less before."""
        return self.after - self.before


def on_map(
    ties: pl.DataFrame, sectors: Mapping[int, str | None], pair: tuple[int, int], start: dt.date, now: dt.date
) -> tuple[tuple[OnMap, ...], int]:
    """Compare partners, reach and bridges of a pair before a day and now.

    Parameters
    ----------
    ties : polars.DataFrame
        `source`, `target`, `valid_from` and `valid_to` (text, null where not known).
    sectors : mapping of int to str
        Of all actors.
    pair : tuple of int
        The two; the tie between them does not count.
    start, now : datetime.date
        The first day of the partnership, and the day of reading.

    Returns
    -------
    tuple of OnMap
        Ties, reach and bridges.
    int
        Ties without a first date, which count as there before. One without a last date counts as lasting.
    """
    one, other = pair
    inside = ~((pl.col("source").is_in(pair)) & (pl.col("target").is_in(pair)))
    dated = ties.filter(inside & (pl.col("source") != pl.col("target")))
    # The first day that a date may mean: ISO text sorts as dates do; for the last, no month has a day 99.
    began, ended = pl.col("valid_from").fill_null(""), (pl.col("valid_to") + "-99-99").str.slice(0, 10).fill_null("9999")
    old = dated.filter((began < start.isoformat()) & (ended >= (start - dt.timedelta(days=1)).isoformat()))
    new = dated.filter((began <= now.isoformat()) & (ended >= now.isoformat()))
    undated = int(dated.filter((pl.col("source").is_in(pair)) | (pl.col("target").is_in(pair)))["valid_from"].null_count())
    before, after = _neighbours(old), _neighbours(new)
    others = [actor for actor in before if actor not in pair and before[actor]]
    found = []
    for measure, count in (("ties", _ties), ("reach", _reach), ("bridges", _bridges)):
        then, since = count(before, {one, other}, sectors), count(after, {one, other}, sectors)
        changes = [count(after, {actor}, sectors) - count(before, {actor}, sectors) for actor in others]
        found.append(OnMap(measure, then, since, float(np.median(changes)) if changes else None))
    return tuple(found), undated


Neighbours = dict[int, set[int]]


def _neighbours(ties: pl.DataFrame) -> Neighbours:
    found: Neighbours = {}
    for source, target in ties.select("source", "target").iter_rows():
        found.setdefault(source, set()).add(target)
        found.setdefault(target, set()).add(source)
    return found


def _ties(around: Neighbours, who: set[int], _sectors: Mapping[int, str | None]) -> int:
    return len(set().union(*(around.get(actor, set()) for actor in who)) - who)


def _reach(around: Neighbours, who: set[int], _sectors: Mapping[int, str | None]) -> int:
    near = set().union(*(around.get(actor, set()) for actor in who)) | who
    return len(set().union(*(around.get(actor, set()) for actor in near)) - who)


def _bridges(around: Neighbours, who: set[int], sectors: Mapping[int, str | None]) -> int:
    """Count partners of a known sector other than that of whoever of the two is tied to them."""
    return len(
        {
            partner
            for actor in who
            for partner in around.get(actor, set()) - who
            if sectors.get(actor) is not None and sectors.get(partner) not in {None, sectors.get(actor)}
        }
    )


@dataclass(frozen=True, slots=True)
class OnStage:
    """How long a stage took before the partnership and since.

    Parameters
    ----------
    stage : str
        Name, with its model.
    before, after : Estimate
        Median days of stays that began before (watched until the start only) and since.
    number : tuple of int
        Stays in each.
    difference : Estimate
        Restricted mean days since, less before; below 0 it goes faster.
    """

    stage: str
    before: Estimate
    after: Estimate
    number: tuple[int, int]
    difference: Estimate


def on_stage(stage: str, stays: pl.DataFrame, items: Collection[int], start: dt.date) -> OnStage | None:
    """Compare the stays of some items that began before a day with those that began since.

    Parameters
    ----------
    stage : str
        What to call it.
    stays : polars.DataFrame
        `item`, `start`, `end` (null while it runs), `known_to`, as `velocity.read.StageSpells.stays` has them.
    items : collection of int
        The initiatives that the partnership touches.
    start : datetime.date
        The first day of the partnership.

    Returns
    -------
    OnStage or None
        None where no stay of them began on either side.
    """
    own = stays.filter(pl.col("item").is_in(list(items)))
    until = pl.coalesce("end", "known_to")
    earlier = own.filter(pl.col("start") < start).with_columns(
        pl.min_horizontal(until, pl.lit(start)).alias("last"), (pl.col("end").is_not_null() & (pl.col("end") <= start)).alias("ended")
    )
    later = own.filter(pl.col("start") >= start).with_columns(until.alias("last"), pl.col("end").is_not_null().alias("ended"))
    sides = []
    for side in (earlier, later):
        days = (side["last"] - side["start"]).dt.total_days().cast(pl.Float64).clip(0).to_numpy()
        sides.append(Spells.of(days, side["ended"].cast(pl.Int64).to_numpy()))
    if not any(len(side) for side in sides):
        return None
    medians = [_median(side) for side in sides]
    both = Spells.of(np.r_[sides[0].durations, sides[1].durations], np.r_[sides[0].outcome, sides[1].outcome])
    reason = too_few(sides[1], sides[0])
    if reason is not None:
        difference = Estimate.none(reason.replace("the group", "those since").replace("the others", "those before"))
    else:
        since = np.r_[np.zeros(len(sides[0]), bool), np.ones(len(sides[1]), bool)]
        try:
            difference = beside(both, since, until=HORIZON).difference
        except SpellError as error:
            difference = Estimate.none(error.what)
    return OnStage(stage, medians[0], medians[1], (len(sides[0]), len(sides[1])), difference)


def _median(spells: Spells) -> Estimate:
    if not len(spells):
        return Estimate.none("none began")
    found = kaplan_meier(spells).quantile(0.5)
    if found.value is not None and found.high is not None and not np.isfinite(found.high):
        return Estimate.exact(found.value, f"from {found.low:g} without an upper end: too few have ended")
    return found
