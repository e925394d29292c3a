"""Ladders of maturity as data: levels, domains that climb side by side, crosswalks, and the alarm when one runs ahead of the others.

A level is a dated claim about an initiative (`clinical level` = 3, as of a day, by an assessor), so it has evidence and
history like any other claim. From successive claims follow the days spent at each level. The commonest way to fail
is technology far ahead of need, market and rules; the alarm says so as soon as the highest domain is two levels above the lowest.

References
----------
Mankins (1995), Technology readiness levels: a white paper. NASA.
Blumberg et al. (2012), Unraveling the autoimmune translational research process layer by layer. Nature Medicine 18 (T0 to T4).
CIMIT and GAITS, Healthcare innovation cycle (ten levels in four domains; the wording here is our own). https://www.gaits.org/foundation
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import yaml

from ecotone.errors import InputError, NotFoundError
from ecotone.problems import Problem, Problems
from ecotone.velocity.spells import Markers, Spells

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

SHIPPED: Final = Path(__file__).with_name("ladders.yaml")
ALARM: Final = 2
"""Levels between the highest and the lowest domain from which the imbalance is an alarm."""


@dataclass(frozen=True, slots=True)
class Level:
    """A rung.

    Parameters
    ----------
    number : int
        From the bottom; ladders may begin at 0.
    name : str
        Short.
    reached : mapping of str to str
        For each domain, how one knows that it is reached.
    """

    number: int
    name: str
    reached: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder of levels.

    Parameters
    ----------
    name, label : str
        Short and in words.
    domains : tuple of str
        What climbs side by side; one for a plain ladder.
    levels : tuple of Level
        Rising.
    source : str
        Whose ladder it is.
    verified : bool
        Whether the levels were checked at their source.
    crosswalk : mapping of str to mapping of int to (int, int)
        To another ladder: for each level the lowest and highest that it can mean there.
    address : str or None
        Of the source.
    """

    name: str
    label: str
    domains: tuple[str, ...]
    levels: tuple[Level, ...]
    source: str
    verified: bool
    crosswalk: Mapping[str, Mapping[int, tuple[int, int]]]
    address: str | None = None

    def field(self, domain: str) -> str:
        """Return the name of the claim that says the level in a domain.

        Examples
        --------
        >>> ladder("cycle").field("clinical"), ladder("trl").field("technology")
        ('clinical level', 'trl level')
        """
        return f"{domain} level" if len(self.domains) > 1 else f"{self.name} level"

    def across(self, level: int, other: str) -> tuple[int, int]:
        """Return the lowest and highest level of another ladder that a level can mean.

        Raises
        ------
        NotFoundError
            If there is no crosswalk, or it leaves the level out.

        Examples
        --------
        >>> ladder("cycle").across(6, "trl")
        (6, 7)
        """
        if other not in self.crosswalk:
            raise NotFoundError("There is no crosswalk", where=self.name, got=other, expected=", ".join(self.crosswalk) or "none")
        if level not in self.crosswalk[other]:
            raise NotFoundError("The crosswalk leaves this level out", where=f"{self.name} to {other}", got=str(level))
        return self.crosswalk[other][level]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an initiative stands on a ladder.

    Parameters
    ----------
    item : int
        The initiative.
    levels : mapping of str to int
        Present level by domain; a domain that nobody rated is missing.
    gap : int
        Levels between the highest and the lowest rated domain.
    alarm : str or None
        Which domain runs ahead of which, where that is an alarm.
    unrated : tuple of str
        Domains without a level.
    """

    item: int
    levels: Mapping[str, int]
    gap: int
    alarm: str | None
    unrated: tuple[str, ...]


def read_ladders(path: Path) -> dict[str, Ladder]:
    """Read ladders from a YAML file.

    Parameters
    ----------
    path : Path
        Of the shape of `ladders.yaml`.

    Raises
    ------
    InputError
        If a ladder lacks a part, or its levels do not rise by one.
    """
    if not path.is_file():
        raise NotFoundError("No such file of ladders", got=str(path))
    try:
        tables = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError("The ladders are no YAML", where=path.name, got=str(error)) from None
    if not isinstance(tables, dict):
        raise InputError("The ladders are no table", where=path.name, expected="name: {label, levels …}")
    return {str(name): _ladder(str(name), table, path.name) for name, table in tables.items()}


def _ladder(name: str, table: Any, where: str) -> Ladder:
    """Make a ladder of its table, and check it."""
    try:
        domains = tuple(map(str, table.get("domains", ["technology"])))
        levels = tuple(
            Level(int(level["level"]), str(level["name"]), {domain: str(level[domain]) for domain in domains}) for level in table["levels"]
        )
        crosswalk = {
            str(other): {int(level): (int(span[0]), int(span[-1])) for level, span in spans.items()}
            for other, spans in table.get("crosswalk", {}).items()
        }
        made = Ladder(
            name, str(table["label"]), domains, levels, str(table["source"]), bool(table["verified"]), crosswalk, table.get("address")
        )
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise InputError(
            "A ladder lacks a part",
            where=f"{where}, {name}",
            got=str(error),
            expected="label, source, verified; levels with level, name and a sentence for each domain",
        ) from None
    numbers = [level.number for level in levels]
    if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise InputError("The levels of a ladder rise by one", where=f"{where}, {name}", got=", ".join(map(str, numbers)))
    return made


@functools.cache
def shipped() -> dict[str, Ladder]:
    """Return the ladders that come with Ecotone."""
    return read_ladders(SHIPPED)


def ladder(name: str) -> Ladder:
    """Return a ladder by its name, or the only one of a YAML file.

    Raises
    ------
    NotFoundError
        If there is none such.
    """
    if name.endswith((".yaml", ".yml")):
        found = read_ladders(Path(name))
        if len(found) != 1:
            raise NotFoundError("The file must hold one ladder", where=name, got=", ".join(found) or "none")
        return next(iter(found.values()))
    if name not in shipped():
        raise NotFoundError("No such ladder", got=name, expected=f"{', '.join(shipped())}, or a file that ends in .yaml")
    return shipped()[name]


def readings(claims: pl.DataFrame, of: Ladder, problems: Problems) -> pl.DataFrame:
    """Return the dated levels of initiatives, each domain by date.

    Parameters
    ----------
    claims : polars.DataFrame
        `initiative`, `field`, `number`, `as_of`.
    of : Ladder
        Whose levels to read.
    problems : Problems
        Takes levels that are none, and undated ones.

    Returns
    -------
    polars.DataFrame
        `item`, `domain`, `level`, `day`.
    """
    fields = {of.field(domain): domain for domain in of.domains}
    known = {level.number for level in of.levels}
    rows = []
    said = claims.filter(pl.col("initiative").is_not_null() & pl.col("field").is_in(list(fields)))
    for row in said.iter_rows(named=True):
        if row["number"] not in known:
            what = "The level is none of the ladder's"
            problems.add(Problem(what, column=row["field"], got=str(row["value"]), expected=f"{min(known)} to {max(known)}"))
        elif row["as_of"] is None:
            problems.add(Problem("The level has no date", column=row["field"], got=str(row["value"]), remedy="Say as of which day it held"))
        else:
            rows.append((row["initiative"], fields[row["field"]], int(row["number"]), _day(row["as_of"])))
    schema = {"item": pl.Int64, "domain": pl.String, "level": pl.Int64, "day": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("item", "domain", "day", "level")


def standing(levels: pl.DataFrame, of: Ladder) -> list[Standing]:
    """Return where each initiative stands, the largest imbalance first.

    Parameters
    ----------
    levels : polars.DataFrame
        Of `readings`.
    of : Ladder
        The ladder.
    """
    found = []
    for (item,), part in levels.group_by("item", maintain_order=True):
        last = dict(part.group_by("domain", maintain_order=True).agg(pl.col("level").last()).iter_rows())
        ordered = {domain: last[domain] for domain in of.domains if domain in last}
        high, low = max(ordered.values()), min(ordered.values())
        ahead = [domain for domain, level in ordered.items() if level == high]
        behind = [domain for domain, level in ordered.items() if level == low]
        alarm = f"{' and '.join(ahead)} at {high}, {' and '.join(behind)} at {low}" if high - low >= ALARM else None
        unrated = tuple(domain for domain in of.domains if domain not in last)
        found.append(Standing(int(str(item)), ordered, high - low, alarm, unrated))
    return sorted(found, key=lambda each: (-each.gap, each.item))


def level_spells(levels: pl.DataFrame, of: Ladder, domain: str, read_on: dt.date, problems: Problems) -> dict[int, Spells]:
    """Return for each level of a domain the days that initiatives spent at it.

    Parameters
    ----------
    levels : polars.DataFrame
        Of `readings`.
    of : Ladder
        The ladder.
    domain : str
        Which of its domains.
    read_on : datetime.date
        Cuts off the level at which an initiative stands.
    problems : Problems
        Takes levels that were skipped or fell back, both of which are told and change nothing else.

    Notes
    -----
    A level starts with the first reading that reaches it and ends with the first above it. A level that was jumped over has no spell.
    """
    lasted: dict[int, list[tuple[float, int]]] = {level.number: [] for level in of.levels}
    for (_,), part in levels.filter(pl.col("domain") == domain).group_by("item", maintain_order=True):
        reached: list[tuple[int, dt.date]] = []
        for level, day in part.select("level", "day").iter_rows():
            if reached and level < reached[-1][0]:
                problems.add(Problem("A level fell back; the days of the higher one run on", column=of.field(domain), severity="noted"))
            elif not reached or level > reached[-1][0]:
                if reached and level > reached[-1][0] + 1:
                    problems.add(Problem("A level was skipped; it has no days of its own", column=of.field(domain), severity="noted"))
                reached.append((level, day))
        for place, (level, day) in enumerate(reached):
            ended = place + 1 < len(reached)
            until = reached[place + 1][1] if ended else max(read_on, day)
            lasted[level].append((float((until - day).days), int(ended)))
    return {
        level.number: Spells.of(
            [days for days, _ in lasted[level.number]],
            [ended for _, ended in lasted[level.number]],
            outcomes=("rose",),
            markers=Markers(f"{domain} level {level.number} reached", f"a higher {domain} level reached", "team"),
        )
        for level in of.levels
    }


def _day(text: str) -> dt.date:
    from ecotone.dates import Date

    date = Date(str(text)[:10])
    return date.first if date.precision == "day" else date.first.replace(day=15)
