"""Needs held against offers: how far each is met, what nobody offers, and what hangs on one actor alone.

A need of level n is met by the best offer of another actor up to min(need, offer)/need, as a share. What an actor offers does not meet
its own need: else it would not need it. Where several have said how much somebody needs or offers, the median of their latest words
counts.

References
----------
Allee (2008), Value network analysis and value conversion of tangible and intangible assets. Journal of Intellectual Capital 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

State = Literal["met", "partly met", "nobody offers it"]

MET_SCHEMA: Final[dict[str, pl.DataType]] = {
    "actor": pl.Int64(),
    "capability": pl.String(),
    "need": pl.Float64(),
    "offer": pl.Float64(),
    "share": pl.Float64(),
    "offered_by": pl.List(pl.Int64),
    "tied": pl.List(pl.Int64),
    "state": pl.String(),
    "evidence": pl.List(pl.Int64),
}
CAPABILITY_SCHEMA: Final = {
    "capability": pl.String, "seekers": pl.Int64, "need": pl.Float64, "suppliers": pl.Int64, "coverage": pl.Float64, "unmet": pl.Float64,
    "only": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Needs and offers of a record held against each other.

    Parameters
    ----------
    needs : polars.DataFrame
        One row a need: `actor`, `capability`, `need`, `offer` (the best), `share` met, `offered_by` (ids, the best first), `tied` (those
        of them that the seeker has a tie with), `state`, `evidence`.
    capabilities : polars.DataFrame
        One row a capability that somebody needs: `seekers`, `need` (levels added up), `suppliers`, `coverage` (share of the levels that
        is met), `unmet`, `only` (the one actor that offers it to the others, where there is just one).
    unused : tuple of str
        Capabilities that are offered and that nobody said to need.
    """

    needs: pl.DataFrame
    capabilities: pl.DataFrame
    unused: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Return the share of all needed levels that is met, None where nobody needs anything."""
        total = float(self.needs["need"].sum())
        return float((self.needs["share"] * self.needs["need"]).sum()) / total if total else None

    @property
    def gaps(self) -> pl.DataFrame:
        """Return the needs that nobody else offers anything for."""
        return self.needs.filter(pl.col("state") == "nobody offers it")

    @property
    def single_points(self) -> pl.DataFrame:
        """Return actors on which alone some need hangs: `actor`, `capabilities`, `seekers`; those with most first."""
        alone = self.needs.filter(pl.col("offered_by").list.len() == 1).with_columns(pl.col("offered_by").list.first().alias("supplier"))
        each = alone.group_by("supplier").agg(
            pl.col("capability").unique().sort().alias("capabilities"), pl.col("actor").unique().sort().alias("seekers")
        )
        ranked = each.sort(pl.col("seekers").list.len(), pl.col("capabilities").list.len(), "supplier", descending=[True, True, False])
        return ranked.rename({"supplier": "actor"})


def matrix(said: pl.DataFrame) -> pl.DataFrame:
    """Return one row an actor and capability: `actor`, `capability`, `level` (median of what was said), `evidence`."""
    known = said.filter(pl.col("capability").is_not_null())
    return (
        known.group_by("actor", "capability")
        .agg(pl.col("level").cast(pl.Float64).median(), pl.col("evidence").drop_nulls().unique().sort())
        .sort("actor", "capability")
    )


def coverage(needs: pl.DataFrame, offers: pl.DataFrame, ties: Iterable[tuple[int, int]] = ()) -> Coverage:
    """Hold needs against offers.

    Parameters
    ----------
    needs, offers : polars.DataFrame
        As `read.needs` and `read.offers` give them: `actor`, `capability`, `level`, `evidence`. Words that are none of the
        vocabulary's are passed over.
    ties : iterable of (int, int)
        Pairs of actors that have a tie.

    Examples
    --------
    >>> def said(*rows):
    ...     names = ["actor", "capability", "level", "evidence"]
    ...     return pl.DataFrame([(*row, None) for row in rows], schema=names, orient="row")
    >>> found = coverage(said((1, "biobank", 2), (2, "biobank", 2), (1, "founders", 3)), said((2, "biobank", 1), (3, "training", 1)))
    >>> found.needs.select("actor", "share", "state").rows()
    [(1, 0.5, 'partly met'), (1, 0.0, 'nobody offers it'), (2, 0.0, 'nobody offers it')]
    >>> found.unused
    ('training',)
    """
    wanted, given = matrix(needs), matrix(offers)
    by_capability: dict[str, list[tuple[float, int, list[int]]]] = {}
    for actor, capability, level, evidence in given.iter_rows():
        by_capability.setdefault(capability, []).append((-level, actor, evidence))
    neighbours: dict[int, set[int]] = {}
    for one, other in ties:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    rows = []
    for actor, capability, need, evidence in wanted.iter_rows():
        others = sorted(each for each in by_capability.get(capability, ()) if each[1] != actor)
        best = -others[0][0] if others else 0.0
        share = min(need, best) / need
        suppliers = [each[1] for each in others]
        state: State = "nobody offers it" if not others else "met" if share >= 1 else "partly met"
        sources = sorted({*evidence, *(number for each in others for number in each[2])})
        tied = [each for each in suppliers if each in neighbours.get(actor, ())]
        rows.append((actor, capability, need, best, share, suppliers, tied, state, sources))
    met = pl.DataFrame(rows, schema=MET_SCHEMA, orient="row")
    return Coverage(met, _capabilities(met, by_capability), tuple(sorted(set(by_capability) - set(met["capability"]))))


def _capabilities(met: pl.DataFrame, offered: dict[str, list[tuple[float, int, list[int]]]]) -> pl.DataFrame:
    rows = []
    for (capability,), part in met.group_by("capability", maintain_order=True):
        need = float(part["need"].sum())
        filled = float((part["need"] * part["share"]).sum())
        suppliers = [actor for _, actor, _ in offered.get(str(capability), ())]
        only = suppliers[0] if len(suppliers) == 1 else None
        rows.append((capability, part.height, need, len(suppliers), filled / need, need - filled, only))
    return pl.DataFrame(rows, schema=CAPABILITY_SCHEMA, orient="row").sort("unmet", "capability", descending=[True, False])
