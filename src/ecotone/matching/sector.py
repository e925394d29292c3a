"""What an actor is in the ecosystem, from what its sources say and from its name, with confidence and reason.

The rules stand in `sector_rules.csv`, which a user can copy, edit and pass in. A rule of kind `given` says how far a
sector that a source's own class gave is to be trusted; a rule of kind `name` is a regular expression on the name,
which may hold for one given sector only. The rule with the highest confidence wins, and of equals the first.
"""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ecotone.errors import InputError
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    given: Sector | None
    pattern: re.Pattern[str] | None
    sector: Sector
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class SectorGuess:
    """A sector, how sure it is, and why."""

    sector: Sector
    confidence: float
    reason: str


@functools.cache
def rules(path: str | Path | None = None) -> tuple[Rule, ...]:
    """Read the table of rules: the one that comes with Ecotone, or a user's.

    Raises
    ------
    InputError
        If a line of the table cannot be read.
    """
    source = Path(path) if path else resources.files("ecotone.matching").joinpath("sector_rules.csv")
    found = []
    for number, row in enumerate(csv.DictReader(source.read_text(encoding="utf-8").splitlines()), start=2):
        try:
            is_name = {"name": True, "given": False}[row["rule"]]
            pattern = re.compile(row["pattern"], re.IGNORECASE) if is_name else None
            given = row["given"] if is_name else row["pattern"]
            found.append(Rule(Sector(given) if given else None, pattern, Sector(row["sector"]), float(row["confidence"]), row["reason"]))
        except (KeyError, ValueError, TypeError, re.error) as error:
            raise InputError("A rule for sectors cannot be read", where=f"{source}, row {number}", got=str(error)) from None
    return tuple(found)


def sector_of(names: Iterable[str], given: Iterable[Sector] = (), *, table: tuple[Rule, ...] | None = None) -> SectorGuess | None:
    """Decide what an actor is.

    Parameters
    ----------
    names : iterable of str
        Its names as written.
    given : iterable of Sector
        Sectors that sources' own classes gave.
    table : tuple of Rule, optional
        Rules other than Ecotone's own; see `rules`.

    Returns
    -------
    SectorGuess or None
        None where no rule says anything.

    Examples
    --------
    >>> sector_of(["Texas Children's Hospital"]).sector, sector_of(["Rice University"]).sector
    (<Sector.PROVIDER: 'provider'>, <Sector.ACADEMIA: 'academia'>)
    >>> sector_of(["Millennium"]) is None
    True
    """
    said = set(given)
    written = list(names)
    best: SectorGuess | None = None
    for rule in table if table is not None else rules():
        if best is not None and rule.confidence <= best.confidence:
            continue
        if rule.pattern is None:
            applies = rule.given in said
        else:
            applies = (rule.given is None or rule.given in said) and any(rule.pattern.search(name[:500]) for name in written)
        if applies:
            best = SectorGuess(rule.sector, rule.confidence, rule.reason)
    return best
