"""From a record to a model: the district's initial values and rates, each with its evidence, the rest marked as assumption.

Rules. An actor counts where its place is known and a tie of it is stated by a source record; the range goes up to all
actors of the sector with a known place. A young firm is one established at most ten years before the day of reading. A
rate of entry is counted over the days from the first to the last award. Times and shares of trials come from the spells of
`velocity`, which count what still runs. Trust is read from repeated partnerships, as Gulati (1995) does. What the record
cannot show stays the model's own assumption with its own range, and where a number of the record stands for something it is
not quite, that is said.

References
----------
R. Gulati: Does familiarity breed trust? The implications of repeated ties for contractual choice in alliances. Academy of
Management Journal 38(1), 1995.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, ReadAt, Table, counted
from ecotone.dates import Date
from ecotone.dynamics.district import assumptions
from ecotone.dynamics.parts import ASSUMPTION
from ecotone.errors import SpellError
from ecotone.estimate import wilson
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.dynamics.parts import Assumption
    from ecotone.ecosystem import Ecosystem

YOUNG: Final = 10
"""Years after its establishment for which a firm counts as young."""
AWARDS: Final = 10
"""Fewest awards from which a rate and a mean are taken."""
FEWEST_PARTNERSHIPS: Final = 10
"""Fewest partnerships across sectors from which trust is read."""
DAYS: Final = 365.25
STANDING: Final = ("part-of", "relation")
"""Ties that are no joint work: one belongs to the other."""
FIRMS: Final = ("industry", "technology")


@dataclass(frozen=True, slots=True)
class Binding:
    """A number of the model: from the record with its evidence, or an assumption.

    Parameters
    ----------
    name, units, meaning : str
        The constant.
    value, low, high : float
        Its value, and the range in which it may lie.
    basis : {'record', 'assumption'}
        Where it comes from.
    source : str
        How it was read from the record, or what the assumption rests on and why the record does not tell.
    evidence : tuple of int
        Ids of the source records behind it.
    """

    name: str
    units: str
    meaning: str
    value: float
    low: float
    high: float
    basis: Literal["record", "assumption"]
    source: str
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """All numbers of the district model for a record."""

    bindings: tuple[Binding, ...]
    scope: Scope
    read_at: ReadAt | None
    read_on: Date | None

    @property
    def values(self) -> dict[str, float]:
        """Return the constants by name."""
        return {each.name: each.value for each in self.bindings}

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """Return the ranges of the constants by name."""
        return {each.name: (each.low, each.high) for each in self.bindings}

    @property
    def evidence(self) -> tuple[int, ...]:
        """Return the ids of all source records behind the bindings."""
        return tuple(sorted({number for each in self.bindings for number in each.evidence}))

    def answer(self) -> Answer:
        """Say what the record tells of the model's numbers, and what is assumed."""
        told = [each for each in self.bindings if each.basis == "record"]
        guessed = [each for each in self.bindings if each.basis != "record"]
        tables = tuple(
            _listed(title, part, note)
            for title, part, note in (
                ("From the record", told, None),
                ("Assumptions", guessed, "The truth may lie anywhere in the range; replace it by what you know with --set or --vary."),
            )
            if part
        )
        warning = "Most of the model's numbers are assumptions; its results are what they lead to, not a forecast."
        return Answer(
            question="What does the record say of the district model's numbers?",
            summary=f"{len(told)} of {len(self.bindings)} numbers come from the record, behind them {len(self.evidence):,} source records.",
            tables=tables,
            method=Method("bound to the record", ecotone.__version__, {"young firm, years": YOUNG}),
            scope=self.scope,
            read_at=self.read_at,
            evidence=self.evidence,
            warnings=(warning,) if len(told) < len(guessed) else (),
        )


def _listed(title: str, part: Sequence[Binding], note: str | None) -> Table:
    """List numbers with their ranges, and where each comes from or what it means."""
    shared: dict[str, Any] = {"constant": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "units": pl.String}
    schema = {**shared, "records": pl.Int64, "source": pl.String}
    rows = [(each.name, each.value, each.low, each.high, each.units, len(each.evidence), _told(each)) for each in part]
    columns = [
        Column("constant", "Constant"),
        Column("value", "Value", "number"),
        Column("low", "From", "number"),
        Column("high", "To", "number"),
        Column("units", "Unit"),
        Column("source", "Where it comes from" if part[0].basis == "record" else "What it is"),
    ]
    if part[0].basis == "record":
        columns.insert(5, Column("records", "Records", "integer"))
    return Table(title, pl.DataFrame(rows, schema=schema, orient="row"), tuple(columns), note)


def _told(each: Binding) -> str:
    if each.basis == "record":
        return each.source
    more = each.source.removeprefix(ASSUMPTION).lstrip(";. ")
    return f"{each.meaning}. {more[:1].upper()}{more[1:]}" if more else each.meaning


@dataclass(frozen=True, slots=True)
class _Found:
    """What the record says of one constant, or (without value) why it says nothing."""

    source: str
    value: float | None = None
    low: float = 0.0
    high: float = 0.0
    evidence: tuple[int, ...] = ()


def district(eco: Ecosystem, scope: Scope | None = None) -> Bound:
    """Fill the numbers of the district model from a record.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    scope : Scope, optional
        Which part of it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ecotone.ecosystem import Ecosystem
    >>> with TemporaryDirectory() as folder, Ecosystem.create(f"{folder}/x.eco") as eco:
    ...     {each.basis for each in district(eco).bindings}
    {'assumption'}
    """
    asked = scope or Scope()
    evidence = eco.evidence()
    days = [str(day)[:10] for day in evidence["date"].drop_nulls().to_list()]
    read_on = Date(max(days)) if days else None
    found = {**_actors(eco, asked, read_on), **_trust(eco, asked), **_awards(eco, asked), **_trials(eco, asked)}
    return Bound(tuple(_binding(each, found.get(each.name)) for each in assumptions()), asked, eco.read_at(asked.as_of), read_on)


def assumed() -> Bound:
    """Return the numbers of the district model where there is no record: assumptions all of them.

    Examples
    --------
    >>> len(assumed().evidence)
    0
    """
    return Bound(tuple(_binding(each, None) for each in assumptions()), Scope(), None, None)


def _binding(guess: Assumption, found: _Found | None) -> Binding:
    """Put what the record says in the place of an assumption."""
    if found is None or found.value is None:
        source = guess.source + (f". The record does not tell: {found.source}" if found else "")
        basis: Literal["record", "assumption"] = "assumption"
        return Binding(guess.name, guess.units, guess.meaning, guess.value, guess.low, guess.high, basis, source)
    ends = min(found.low, found.value), max(found.high, found.value)
    return Binding(guess.name, guess.units, guess.meaning, found.value, *ends, "record", found.source, found.evidence)


def _ids(evidence: pl.Series) -> tuple[int, ...]:
    """Return evidence ids, each once."""
    flat = evidence.explode() if isinstance(evidence.dtype, pl.List) else evidence
    return tuple(sorted({int(number) for number in flat.drop_nulls().to_list()}))


def _actors(eco: Ecosystem, scope: Scope, read_on: Date | None) -> dict[str, _Found]:
    """Count actors by sector: those with a place and a tie at least, those with a place at most."""
    actors, ties = eco.actors(scope), eco.ties(scope)
    placed = actors.filter(pl.col("city").is_not_null() | pl.col("region").is_not_null() | pl.col("country").is_not_null())
    claims = eco.claims(as_of=scope.as_of).filter((pl.col("field") == "established") & pl.col("number").is_not_null())
    since = claims.filter(pl.col("actor").is_not_null()).group_by("actor").agg(pl.col("number").max(), pl.col("evidence").first())
    year = read_on.first.year if read_on else None
    young = since.filter(pl.col("number") > year - YOUNG)["actor"].to_list() if year is not None else []

    def tied(ids: list[int]) -> pl.DataFrame:
        return ties.filter((pl.col("source") != pl.col("target")) & (pl.col("source").is_in(ids) | pl.col("target").is_in(ids)))

    def those(name: str, sectors: tuple[str, ...], without: list[int]) -> _Found:
        here = placed.filter(pl.col("sector").is_in(sectors) & ~pl.col("id").is_in(without))["id"].to_list()
        theirs = tied(here)
        takes_part = [number for number in here if number in set(theirs["source"]) | set(theirs["target"])]
        elsewhere = actors.filter(pl.col("sector").is_in(sectors)).height - len(here) - len(set(without) & set(actors["id"]))
        if not takes_part:
            return _Found(f"no {name} with a known place has a tie")
        text = f"{len(takes_part):,} of {len(here):,} {name} with a known place have a tie; the range goes up to all of them"
        if elsewhere > 0:
            text += f"; {elsewhere:,} without a known place are not counted"
        return _Found(text, len(takes_part), len(takes_part), len(here), _ids(tied(takes_part)["evidence"]))

    found = {
        "connectors": those("actors of the sector connector", ("connector",), []),
        "investors": those("actors of the sector investor", ("investor",), []),
        "firms at start": those("firms", FIRMS, young),
    }
    fresh = placed.filter(pl.col("sector").is_in(FIRMS) & pl.col("id").is_in(young))["id"].to_list()
    if fresh:
        unknown = placed.filter(pl.col("sector").is_in(FIRMS) & ~pl.col("id").is_in(since["actor"].to_list())).height
        records = _ids(since.filter(pl.col("actor").is_in(fresh))["evidence"])
        text = f"{counted(len(fresh), 'firm')} with a known place established at most {YOUNG} years before {read_on}"
        text += f"; the range adds {unknown:,} whose year is not known"
        found["seed at start"] = _Found(text, len(fresh), len(fresh), len(fresh) + unknown, records)
    else:
        found["seed at start"] = _Found(f"no firm with a known place is known to be younger than {YOUNG} years")
    return found


def across_sectors(eco: Ecosystem, scope: Scope) -> tuple[dict[tuple[int, int], int], list[int]]:
    """Count the source records of every partnership between two known sectors, and return their evidence."""
    sector = dict(eco.actors(scope).select("id", "sector").iter_rows())
    ties = eco.ties(scope).filter(~pl.col("kind").is_in(STANDING))
    across: dict[tuple[int, int], int] = {}
    records = []
    for source, target, evidence in ties.select("source", "target", "evidence").iter_rows():
        if sector.get(source) and sector.get(target) and sector[source] != sector[target]:
            pair = (min(source, target), max(source, target))
            across[pair] = across.get(pair, 0) + 1
            records.append(evidence)
    return across, records


def _trust(eco: Ecosystem, scope: Scope) -> dict[str, _Found]:
    """Let the share of partnerships across sectors that were repeated stand for trust at the start (Gulati 1995)."""
    across, records = across_sectors(eco, scope)
    if len(across) < FEWEST_PARTNERSHIPS:
        return {"trust at start": _Found(f"fewer than {FEWEST_PARTNERSHIPS} partnerships between known sectors")}
    again = sum(count > 1 for count in across.values())
    low, high = wilson(again / len(across), len(across))
    text = f"{again:,} of {len(across):,} partnerships across sectors were repeated; trust is not observed, the share stands for it"
    return {"trust at start": _Found(text, again / len(across), low, high, _ids(pl.Series(records)))}


def _awards(eco: Ecosystem, scope: Scope) -> dict[str, _Found]:
    """Take research projects a year, and what one is paid, from awards."""
    events = eco.events(as_of=scope.as_of).filter((pl.col("kind") == "awarded") & pl.col("actual"))
    if scope.sectors or scope.places:
        inside = eco.actors(Scope(sectors=scope.sectors, places=scope.places, as_of=scope.as_of))["id"].to_list()
        events = events.filter(pl.col("id").is_in(events.filter(pl.col("actor").is_in(inside))["id"].to_list()))
    awards = events.filter(pl.col("initiative").is_not_null()).unique("initiative", keep="first", maintain_order=True)
    none = _Found(f"fewer than {AWARDS} dated awards")
    if awards.height < AWARDS:
        return {"projects per year": none, "cost per idea": none}
    days = sorted(Date(str(day)).first for day in awards["date"].drop_nulls().to_list())
    years = max(1.0, ((days[-1] - days[0]).days + 1) / DAYS)
    root = math.sqrt(awards.height)
    low, high = (root - 0.98) ** 2 / years, (root + 0.98) ** 2 / years
    text = f"{awards.height:,} awards from {days[0]} to {days[-1]}; the range is Poisson's"
    records = _ids(awards["evidence"])
    found = {"projects per year": _Found(text, awards.height / years, low, high, records), "cost per idea": none}
    claims = eco.claims(as_of=scope.as_of).filter(
        (pl.col("field") == "amount") & pl.col("number").is_not_null() & pl.col("initiative").is_in(awards["initiative"].to_list())
    )
    if claims.height >= AWARDS:
        currency = claims.group_by("unit").len().sort(["len", "unit"], descending=[True, False])["unit"][0]
        paid = claims.filter(pl.col("unit") == currency)
        amounts = paid["number"].to_numpy() / 1e6
        picks = np.random.Generator(np.random.Philox(0)).integers(0, amounts.size, (1000, amounts.size))
        ends = np.percentile(amounts[picks].mean(axis=1), [2.5, 97.5])
        text = f"mean of {amounts.size:,} awards in million {currency}, of the year in which they were read; the range is a bootstrap's"
        found["cost per idea"] = _Found(text, float(amounts.mean()), float(ends[0]), float(ends[1]), _ids(paid["evidence"]))
    return found


def _trials(eco: Ecosystem, scope: Scope) -> dict[str, _Found]:
    """Take trials under way, their years and how many end as planned from the spells of clinical studies."""
    from ecotone.velocity.competing import aalen_johansen
    from ecotone.velocity.read import ways
    from ecotone.velocity.stages import stage_model
    from ecotone.velocity.survival import kaplan_meier

    names = ("trials at start", "trial years", "trial completion")
    try:
        found = ways(eco, stage_model("trials"), scope)
        conduct = next(each for each in found.stages if each.stage.name == "conduct")
        curve, became = kaplan_meier(conduct.spells), aalen_johansen(conduct.spells)
    except SpellError as error:
        return dict.fromkeys(names, _Found(error.what[:1].lower() + error.what[1:]))
    items = conduct.stays["item"].to_list()
    events = eco.events(as_of=scope.as_of).filter(pl.col("initiative").is_in(items))
    records = _ids(events["evidence"])
    running = conduct.stays.filter(pl.col("end").is_null())
    theirs = _ids(events.filter(pl.col("initiative").is_in(running["item"].to_list()))["evidence"])
    out = dict.fromkeys(names, _Found("too few studies have ended"))
    if running.height:
        text = (
            f"{running.height:,} studies under way on {found.read_on} by the record, {found.silent:,} of them without news for a year; "
            "a study stands for a venture in trials"
        )
        out["trials at start"] = _Found(text, running.height, max(running.height - found.silent, 1), running.height, theirs)
    mean = curve.restricted_mean(curve.last)
    if mean.value is not None and mean.low is not None and mean.high is not None and mean.low > 0:
        text = f"mean from start to primary completion of {len(items):,} studies, running ones counted, up to {curve.last / DAYS:.1f} years"
        out["trial years"] = _Found(text, mean.value / DAYS, mean.low / DAYS, mean.high / DAYS, records)
    # Of a study whose register lost sight of it nobody knows how it ended: it counts neither way.
    ways_out = [became.outcomes.index(name) + 1 for name in ("advanced", "stopped", "withdrawn")]
    counts = dict(conduct.stays.group_by("outcome").len().iter_rows())
    planned, *early = (counts.get(way, 0) for way in ways_out)
    ended = planned + sum(early)
    shares = [became.at(became.last, became.outcomes[way - 1]).value or 0.0 for way in ways_out]
    if ended >= AWARDS and sum(shares) > 0:
        low, high = wilson(planned / ended, ended)
        text = f"of {ended:,} studies that have ended {sum(early):,} were stopped or withdrawn; Aalen–Johansen, range by Wilson"
        out["trial completion"] = _Found(text, shares[0] / sum(shares), low, high, records)
    return out
