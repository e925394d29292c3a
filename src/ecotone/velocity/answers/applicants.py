"""A place's applicants beside all others: days from receipt to decision, with the test, the interval, and what speaks against both.

Supplements are no originals, and tracks differ by law: thirty days are not a hundred and eighty. So the whole is tested within
tracks as well, and each track alone; a part with too few rows is refused with the reason. With several parts, one in twenty
differs by chance at 5 %, so p is shown as corrected, too.

References
----------
Mantel (1966), Cancer Chemother. Rep. 50 (stratified log-rank). Holm (1979), Scand. J. Statist. 6 (several tests).
Lagakos, Barraj & De Gruttola (1988), Biometrika 75 (right truncation).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import NotFoundError, SpellError
from ecotone.estimate import Estimate
from ecotone.scope import Scope
from ecotone.velocity.answers.asking import frame_of, quantile
from ecotone.velocity.beside import FEWEST_CLUSTERS, beside, effective_number, standardised, too_few
from ecotone.velocity.published import Definition, compare, series
from ecotone.velocity.submissions import MARKERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.answer import ReadAt
    from ecotone.velocity.submissions import Submissions

UNTIL_DAYS: Final = 365.0
OLD_YEARS: Final = 3
"""Rows received later than so many years before the last decision are left out of one row of the table."""
SURE: Final = 0.05
"""p below which times are said to differ."""
NO_TRACK: Final = "originals"


def applicants(
    submissions: Submissions,
    places: Sequence[str],
    *,
    until: float = UNTIL_DAYS,
    route: str | None = None,
    scope: Scope | None = None,
    read_at: ReadAt | None = None,
) -> Answer:
    """Put the submissions of a place's applicants beside all others.

    Parameters
    ----------
    submissions : Submissions
        Of the group and of all others.
    places : sequence of str
        City, region or country, as the applicants wrote them.
    until : float
        Days to which the mean is restricted.
    route : str, optional
        `PMA`, `510(k)` ...: only these.
    scope : Scope, optional
        `from` and `to` bound the day of receipt.
    read_at : ReadAt, optional
        Where they were read.

    Raises
    ------
    NotFoundError
        If nobody of the place is there.
    SpellError
        If the group or the others are too few to compare.
    """
    scope = scope or Scope()
    part = submissions.narrowed(route=route, scope=scope)
    rows = part.rows
    if not places:
        raise NotFoundError(
            "Whose submissions to put beside all others was not said",
            expected="a city, region or country, such as --place Houston",
        )
    inside = part.within(places).to_numpy().astype(bool)
    name = ", ".join(places)
    if not inside.any():
        raise NotFoundError(
            "No applicant wrote this place",
            got=name,
            where=f"{rows.height:,} submissions",
            expected="a city, region or country as applicants write it, such as Houston, TX or US",
        )
    spells = part.spells()
    if (reason := too_few(spells.select(inside), spells.select(~inside))) is not None:
        raise SpellError("Too few rows to compare", where=name, got=reason, remedy="Name a larger place, or widen the years")
    tracks = np.array(_tracks(rows))
    devices = rows["original"].to_numpy().astype(str)
    last = rows["decided"].max()
    assert isinstance(last, dt.date)
    old = (rows["received"] <= last - dt.timedelta(days=365 * OLD_YEARS)).to_numpy().astype(bool)
    everything = np.ones(len(rows), dtype=bool)
    found = [_row("all rows", part, everything, inside, devices, until)]
    found.append(_row("all rows, compared within tracks", part, everything, inside, devices, until, tracks))
    found.append(
        _row(f"received {OLD_YEARS} years or more before the last decision, within tracks", part, old, inside, devices, until, tracks)
    )
    singles = [_row(track, part, tracks == track, inside, devices, until) for track in _in_order(tracks[inside])]
    for row, corrected in zip(singles, _holm([row["p"] for row in singles]), strict=True):
        row["corrected"] = corrected
    table = Table(
        f"{name} beside all others",
        frame_of([*found, *singles], ("median", "median_others", "difference")),
        _COLUMNS,
        f"Days from {MARKERS.start} to {MARKERS.end}; clock of {MARKERS.owner}. Below 0, {name} is faster.",
    )
    who = (
        rows.filter(pl.Series(inside))
        .group_by("applicant", "original")
        .agg(pl.len().alias("rows"), pl.col("kind").eq("original").sum().alias("originals"))
        .sort(["rows", "original"], descending=[True, False])
    )
    behind = Table(
        f"Who stands behind {name}",
        who,
        (
            Column("applicant", "Applicant"),
            Column("original", "Device, by its original"),
            Column("rows", "Rows", "integer"),
            Column("originals", "Originals among them", "integer"),
        ),
    )
    return Answer(
        f"Do the submissions of applicants in {name} take as long as all others?",
        _summary(name, found[1], int(inside.sum()), int((~inside).sum())),
        (table, behind, *_published(part)),
        Method(
            "log-rank; difference of restricted means",
            ecotone.__version__,
            {"until days": found[0]["until"], "route": route or "all", "tracks": "as the FDA names them"},
            None,
            "Mantel (1966); Royston & Parmar (2013)",
        ),
        scope,
        read_at,
        warnings=tuple(_warnings(part, name, inside, devices, last)),
    )


_COLUMNS: Final = (
    Column("what", "Compared"),
    Column("rows", "Rows", "integer"),
    Column("rows_others", "Rows of others", "integer"),
    Column("median", "Median", "estimate", "days"),
    Column("median_others", "Median of others", "estimate", "days"),
    Column("statistic", "Log-rank χ²", "number"),
    Column("p", "p", "number", caveat="rows are taken as independent, which rows of one device are not"),
    Column("corrected", "p, corrected for several tracks", "number"),
    Column("difference", "Difference of means, restricted", "estimate", "days"),
    Column("until", "Restricted to", "days"),
    Column("devices", "Devices in the group, effective", "number", caveat="what they would be worth if all had equally many rows"),
    Column("reason", "Why not compared"),
)


_SERIES: Final = {"PMA": "mdufa-pma-total", "510(k)": "mdufa-510k-total", "De Novo": "mdufa-de-novo-total"}


def _published(part: Submissions) -> list[Table]:
    """Return the FDA's own figures on such submissions, and why the days here are not compared with them."""
    rows = []
    for route in sorted(set(part.rows["route"].drop_nulls()) & set(_SERIES)):
        found = series(_SERIES[route])
        cohort = [name for name in found.figures if name not in found.open][-1]
        own = Definition(f"{route} submissions that were decided, as the FDA lists them", MARKERS.start, MARKERS.end, MARKERS.owner)
        reasons = compare(part.spells(), own, found, cohort).reasons
        rows.append((route, found.label, cohort, found.figures[cohort], "; ".join(reasons), found.source, str(found.as_of)))
    frame = pl.DataFrame(rows, schema=["route", "series", "cohort", "figure", "reasons", "source", "as_of"], orient="row")
    labels = ("Route", "Published", "Fiscal year", "Days", "Why it is not compared", "Source", "As of")
    columns = tuple(
        Column(name, label, "number" if name == "figure" else "text") for name, label in zip(frame.columns, labels, strict=True)
    )
    return [Table("The FDA's own figures", frame, columns)] if rows else []


def _tracks(rows: pl.DataFrame) -> list[str]:
    """Return the track of each row; originals have none, and a supplement without one is named so."""
    given = pl.when(pl.col("kind") == "original").then(pl.lit(NO_TRACK)).otherwise(pl.lit("supplement, track not given"))
    return rows.select(pl.coalesce("track", given)).to_series().to_list()


def _in_order(tracks: NDArray[np.str_]) -> list[str]:
    """Return the tracks of the group, most rows first."""
    names, counts = np.unique(tracks, return_counts=True)
    return [str(names[place]) for place in np.lexsort((names, -counts))]


def _row(
    what: str,
    part: Submissions,
    which: NDArray[np.bool_],
    inside: NDArray[np.bool_],
    devices: NDArray[np.str_],
    until: float,
    strata: NDArray[np.str_] | None = None,
) -> dict[str, Any]:
    """Compare one part of the rows, or say why not."""
    spells = part.spells().select(which)
    mine = inside[which]
    group, others = spells.select(mine), spells.select(~mine)
    row: dict[str, Any] = {
        "what": what,
        "rows": len(group),
        "rows_others": len(others),
        "median": quantile(group, 0.5),
        "median_others": quantile(others, 0.5),
        "statistic": None,
        "p": None,
        "corrected": None,
        "difference": Estimate.none("not compared"),
        "until": None,
        "devices": effective_number(devices[which][mine]) if len(group) else 0.0,
        "reason": too_few(group, others) or "",
    }
    if row["reason"]:
        return row
    found = beside(spells, mine, until=until, clusters=devices[which], strata=None if strata is None else strata[which])
    difference = found.difference
    if strata is not None:
        difference = standardised(spells, mine, strata[which], until=until, clusters=devices[which])
    return {**row, "statistic": found.test.statistic, "p": found.test.p, "difference": difference, "until": found.until}


def _holm(values: Sequence[float | None]) -> list[float | None]:
    """Return p corrected by Holm's rule, None where nothing was tested.

    Examples
    --------
    >>> _holm([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    known = sorted((value, place) for place, value in enumerate(values) if value is not None)
    found: list[float | None] = [None] * len(values)
    largest = 0.0
    for rank, (value, place) in enumerate(known):
        largest = max(largest, min(1.0, value * (len(known) - rank)))
        found[place] = largest
    return found


def _summary(name: str, row: dict[str, Any], number: int, others: int) -> str:
    """Say what the comparison within tracks found."""
    told = "differ" if row["p"] < SURE else "do not differ"
    difference = row["difference"]
    days = (
        f"mean, restricted to {row['until']:,.0f} days, {difference.value:+.1f} days ({difference.low:+.1f} to {difference.high:+.1f})"
        if difference.value is not None
        else f"no difference of means: {difference.reason}"
    )
    test = f"log-rank p = {row['p']:.2g}"
    return f"{number:,} submissions from {name} beside {others:,} others: within tracks the times {told} ({test}; {days})."


def _warnings(part: Submissions, name: str, inside: NDArray[np.bool_], devices: NDArray[np.str_], last: dt.date) -> list[str]:
    """Say what speaks against the comparison."""
    effective = effective_number(devices[inside])
    rows = part.rows.filter(pl.Series(inside))
    originals = int((rows["kind"] == "original").sum())
    told = []
    if effective < FEWEST_CLUSTERS:
        most = rows.group_by("original", "applicant").len().sort(["len", "original"], descending=[True, False]).row(0, named=True)
        told.append(
            f"{most['len']:,} of the {rows.height:,} rows of {name} are about one device ({most['original']}, {most['applicant']}): the "
            f"interval and p are about these very rows, not about applicants of {name} in general."
        )
    if originals < rows.height:
        told.append(f"Only {originals:,} of the {rows.height:,} rows are originals, the rest are supplements to devices approved before.")
    told.append(
        f"The file lists decided submissions only, to {last}: what was refused, withdrawn or is under review is missing, and of "
        f"those received lately only the quick ones are there; see the row of those received {OLD_YEARS} years or more before."
    )
    told += [f"{what}: {count:,}." for what, count in part.problems.by_kind().items()]
    return told
