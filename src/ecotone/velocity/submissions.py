"""Submissions to the FDA as rows to compare: who asked, where from, when received, when decided, on which track.

Read straight from the FDA's own files of any vintage, or from a record that holds them; both give the same frame. A
supplement changes a device that was approved before and is no original; both keep the number of the original, since rows
of one device are not independent of each other. Such files list what was decided, so what is under review, refused or withdrawn
is missing: of those received lately only the quick ones are there (right truncation).

References
----------
FDA, PMA database and Releasable 510(k) database: file layouts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.errors import NotFoundError, SpellError
from ecotone.problems import Problem, Problems
from ecotone.velocity.spells import Markers, Spells
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem
    from ecotone.ecosystem.statements import Statement
    from ecotone.scope import Scope
    from ecotone.work import Work

COLUMNS: Final = (
    "number",
    "original",
    "kind",
    "route",
    "track",
    "applicant",
    "city",
    "region",
    "country",
    "received",
    "decided",
)
MARKERS: Final = Markers(
    "received", "decision", "FDA and applicant, not split", "only decided submissions are in the file; nothing still runs"
)
_SCHEMA: Final = dict.fromkeys(COLUMNS, pl.String)
_EXACT: Final = 10
"""Letters of a date that is known to the day."""


@dataclass(frozen=True, slots=True, eq=False)
class Submissions:
    """Decided submissions.

    Parameters
    ----------
    rows : polars.DataFrame
        `number`, `original` (the number of the device it is about), `kind` (`original`, `supplement`), `route`, `track`,
        `applicant`, `city`, `region`, `country`, `received`, `decided` (dates), `days`; one row a submission.
    problems : Problems
        What was left out.
    """

    rows: pl.DataFrame
    problems: Problems = field(default_factory=Problems)

    def spells(self) -> Spells:
        """Return the days from receipt to decision."""
        days = self.rows["days"].to_numpy()
        return Spells.of(days, [1] * len(days), outcomes=("decided",), markers=MARKERS)

    def narrowed(self, *, route: str | None = None, scope: Scope | None = None) -> Submissions:
        """Keep one route and the years of receipt of a scope.

        Raises
        ------
        NotFoundError
            If no submission is of the route.
        """
        rows = self.rows
        if route is not None:
            known = sorted(set(rows["route"].drop_nulls()))
            wanted = next((each for each in known if each.lower() == route.lower()), None)
            if wanted is None:
                raise NotFoundError("No submission took this route", got=route, expected=", ".join(known) or "a route")
            rows = rows.filter(pl.col("route") == wanted)
        if scope is not None and scope.start is not None:
            rows = rows.filter(pl.col("received") >= scope.start.first)
        if scope is not None and scope.end is not None:
            rows = rows.filter(pl.col("received") <= scope.end.last)
        return Submissions(rows, self.problems)

    def within(self, places: Iterable[str]) -> pl.Series:
        """Tell for each row whether its applicant wrote one of these places: city, region or country, without case."""
        wanted = [place.strip().lower() for place in places]
        return self.rows.select(
            pl.any_horizontal(
                *(pl.col(name).str.to_lowercase().is_in(wanted).fill_null(value=False) for name in ("city", "region", "country"))
            )
        ).to_series()


def of_statements(statements: Iterable[Statement]) -> Submissions:
    """Take submissions from what a source says of them.

    Parameters
    ----------
    statements : iterable of Statement
        Of the source `fda`.
    """
    found = []
    for said in statements:
        if said.initiative is None or not said.mentions:
            continue
        dates = {event.kind: str(event.date) for event in said.events}
        claims = {claim.field: claim.value for claim in said.claims}
        place = said.mentions[0].place
        number = said.initiative.id_in_source
        found.append(
            (
                number,
                claims.get("supplement of", number),
                "supplement" if "supplement of" in claims else "original",
                claims.get("route"),
                claims.get("track"),
                said.mentions[0].name,
                *((place.city, place.region, place.country) if place else (None, None, None)),
                dates.get("received"),
                dates.get("decision"),
            )
        )
    return _checked(pl.DataFrame(found, schema=_SCHEMA, orient="row"))


def read_files(paths: Iterable[str | Path], *, work: Work = SILENT) -> Submissions:
    """Read submissions from the FDA's files.

    Parameters
    ----------
    paths : iterable of str or Path
        510(k), De Novo and PMA files with bars or commas, the list of AI-enabled devices; also gz, zip and folders.
    work : Work
        Takes progress.

    Raises
    ------
    SpellError
        If a file is none of these.
    """
    from ecotone.sources import open_files, recognise

    problems = Problems()

    def said() -> Iterable[Statement]:
        for opened in open_files([str(path) for path in paths], problems):
            source = recognise(opened)
            if source.name != "fda":
                raise SpellError("The file holds no submissions to the FDA", where=opened.name, got=source.label)
            yield from source.read(opened, problems, work=work)

    found = of_statements(said())
    problems.extend(found.problems)
    return Submissions(found.rows, problems)


def read_record(eco: Ecosystem, scope: Scope | None = None) -> Submissions:
    """Read the submissions that a record holds, with the places as the applicants wrote them.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    scope : Scope, optional
        Only `as_of` counts here; `narrowed` and `within` do the rest.

    Raises
    ------
    SpellError
        If there is none.
    """
    as_of = scope.as_of if scope else None
    initiatives = eco.initiatives().filter(pl.col("source") == "fda").select("id", pl.col("id_in_source").alias("number"))
    events = eco.events(as_of=as_of).filter(pl.col("kind").is_in(["received", "decision"]))
    pairs = events.filter(pl.col("initiative").is_not_null() & pl.col("actual")).select("id", "initiative", "kind", "date")
    dates = pairs.group_by("initiative").agg(
        pl.col("date").filter(pl.col("kind") == "received").min().alias("received"),
        pl.col("date").filter(pl.col("kind") == "decision").min().alias("decided"),
    )
    names = eco.mentions().select(pl.col("id").alias("mention"), pl.col("name").alias("applicant"), "city", "region", "country")
    who = (
        events.filter(pl.col("role") == "applicant")
        .join(pairs.select("id", pl.col("initiative").alias("about")).unique(), on="id")
        .sort("about", "id")
        .unique("about", keep="first", maintain_order=True)
        .select(pl.col("about").alias("initiative"), "mention")
        .join(names, on="mention", how="left")
    )
    claims = eco.claims(as_of=as_of).filter(pl.col("initiative").is_not_null() & pl.col("field").is_in(["route", "track", "supplement of"]))
    said = claims.group_by("initiative").agg(
        *(pl.col("value").filter(pl.col("field") == name).first().alias(name) for name in ("route", "track", "supplement of"))
    )
    rows = (
        initiatives.rename({"id": "initiative"})
        .join(dates, on="initiative", how="left")
        .join(who, on="initiative", how="left")
        .join(said, on="initiative", how="left")
        .with_columns(
            pl.coalesce("supplement of", "number").alias("original"),
            pl.when(pl.col("supplement of").is_null()).then(pl.lit("original")).otherwise(pl.lit("supplement")).alias("kind"),
        )
        .sort("number")
        .select(pl.col(name).cast(pl.String) for name in COLUMNS)
    )
    if not rows.height:
        raise SpellError(
            "The record holds no submission to the FDA", where=str(eco.address), remedy="Import the FDA's files, or name such a file itself"
        )
    return _checked(rows)


def _checked(rows: pl.DataFrame) -> Submissions:
    """Return one row a submission with both days; say what was left out."""
    problems = Problems()
    once = rows.unique("number", keep="first", maintain_order=True)
    for what, left in (
        ("A submission stands in several files; the first counts", rows.height - once.height),
        ("Left out: the day of receipt is not known", int(once["received"].is_null().sum())),
        ("Left out: the day of decision is not known", int((once["decided"].is_null() & once["received"].is_not_null()).sum())),
    ):
        for _ in range(left):
            problems.add(Problem(what, severity="changed"))
    known = once.drop_nulls(["received", "decided"])
    exact = (pl.col("received").str.len_chars() == _EXACT) & (pl.col("decided").str.len_chars() == _EXACT)
    for _ in range(known.filter(~exact).height):
        problems.add(Problem("Left out: a day is known to the month or year only", severity="changed"))
    dated = known.filter(exact).with_columns(pl.col("received").str.to_date(), pl.col("decided").str.to_date())
    dated = dated.with_columns((pl.col("decided") - pl.col("received")).dt.total_days().cast(pl.Float64).alias("days"))
    backwards = dated.filter(pl.col("days") < 0).height
    for _ in range(backwards):
        problems.add(Problem("Left out: decided before it was received", severity="changed"))
    return Submissions(dated.filter(pl.col("days") >= 0), problems)
