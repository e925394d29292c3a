"""Whose clock ran: the elapsed time of each item split among the owners of its stages, the parts adding up to the whole exactly.

Stages may overlap (ethics and contracts at once) and leave gaps. Time in which several clocks ran is theirs together
and belongs to none of them alone; time in which none ran is shown as such and blamed on nobody. Everything is counted in
whole days, so nothing is lost in rounding.

References
----------
Hanney et al. (2015), How long does biomedical research take? Health Res. Policy Syst. 13:1 (overlapping tracks).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOBODY: Final = "between stages, nobody's clock"
TOGETHER: Final = " and "


def split(spans: Iterable[tuple[int, int, str]]) -> dict[str, int]:
    """Split the time from the first start to the last end among owners.

    Parameters
    ----------
    spans : iterable of (int, int, str)
        Start and end, in days or any whole unit, and whose clock ran; the end is not counted.

    Returns
    -------
    dict of str to int
        Time by owner, by owners together, and by nobody; adds up to the whole.

    Examples
    --------
    >>> split([(0, 10, "ethics"), (4, 12, "contracts"), (15, 20, "team")])
    {'ethics': 4, 'contracts and ethics': 6, 'contracts': 2, "between stages, nobody's clock": 3, 'team': 5}
    >>> split([])
    {}
    """
    known = [(start, end, owner) for start, end, owner in spans if end > start]
    edges = sorted({edge for start, end, _ in known for edge in (start, end)})
    parts: dict[str, int] = {}
    for low, high in itertools.pairwise(edges):
        owners = sorted({owner for start, end, owner in known if start <= low and end >= high})
        name = TOGETHER.join(owners) or NOBODY
        parts[name] = parts.get(name, 0) + high - low
    return parts


def owned(stays: pl.DataFrame, owners: Mapping[str, str]) -> pl.DataFrame:
    """Split the elapsed days of each item.

    Parameters
    ----------
    stays : polars.DataFrame
        `item`, `stage`, `start`, `end` (null while it runs) and `known_to`, where what still runs is cut off.
    owners : mapping of str to str
        Whose clock each stage is.

    Returns
    -------
    polars.DataFrame
        `item`, `owner`, `days` (whole numbers), by item and owner.
    """
    dated = stays.with_columns(pl.coalesce("end", "known_to").alias("until")).select("item", "stage", "start", "until")
    rows: list[tuple[int, str, int]] = []
    for (item,), part in dated.group_by("item", maintain_order=True):
        spans = [(start.toordinal(), until.toordinal(), owners[stage]) for _, stage, start, until in part.iter_rows()]
        rows += [(item, owner, days) for owner, days in split(spans).items()]
    schema = {"item": pl.Int64, "owner": pl.String, "days": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("item", "owner")
