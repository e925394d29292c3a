"""Decide anew what the actors of a record are, by a table of rules that a user can edit.

The table has one rule a line, with its confidence and reason (see `ecotone.matching.sector`). A sector that somebody set by hand
stays: it is one that the rules that come with Ecotone would not have given. What was decided is kept with its
confidence and reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ecotone.matching import SectorGuess, sector_of
from ecotone.matching.sector import rules
from ecotone.vocabulary import Sector
from ecotone.workbench.match_decisions import ROOM

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem

KIND: Final = "sector"


@dataclass(frozen=True, slots=True)
class Resorted:
    """What became of the sectors.

    Parameters
    ----------
    changed : dict of int to SectorGuess
        Actors whose sector is another now, with the rule that decided.
    by_hand : int
        Actors whose sector somebody set, which stays.
    unknown : int
        Actors of which no rule says anything.
    batch : int or None
        The batch; None where nothing changed.
    """

    changed: dict[int, SectorGuess]
    by_hand: int
    unknown: int
    batch: int | None


def resort(eco: Ecosystem, table: str | Path, *, author: str = "") -> Resorted:
    r"""Decide the sector of every actor by a user's table, as one batch.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    table : str or Path
        CSV with the columns rule, pattern, given, sector, confidence and reason.
    author : str
        Who asks.

    Raises
    ------
    InputError
        If a rule cannot be read; nothing is written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from ecotone.ecosystem import Ecosystem
    >>> with TemporaryDirectory() as folder, Ecosystem.create(Path(folder) / "x.eco") as eco:
    ...     table = Path(folder) / "rules.csv"
    ...     _ = table.write_text("rule,pattern,given,sector,confidence,reason\nname,bakery,,connector,0.9,People meet there\n")
    ...     with eco.batch("one") as batch:
    ...         bakery = batch.add_actor("Corner Bakery")
    ...     resort(eco, table).changed[bakery].reason
    'People meet there'
    """
    own = rules(table)
    names, given = _said(eco)
    changed: dict[int, SectorGuess] = {}
    by_hand = unknown = 0
    held: dict[str, dict[str, Any]] = {one.name: one.body for one in eco.kept(ROOM, KIND)}
    batch = eco.batch("Sectors by a table of rules", author)
    with batch:
        for row in eco.actors().iter_rows(named=True):
            number, now = row["id"], row["sector"]
            if not names[number]:
                continue
            before = sector_of(names[number], given[number])
            ours = {before.sector.value if before else None, held.get(str(number), {}).get("sector"), None}
            guess = sector_of(names[number], given[number], table=own)
            if now not in ours:
                by_hand += 1
            elif guess is None:
                unknown += 1
            elif guess.sector.value != now:
                batch.edit_actor(number, version=row["version"], sector=guess.sector)
                batch.keep(ROOM, KIND, str(number), {"sector": guess.sector.value, "confidence": guess.confidence, "reason": guess.reason})
                changed[number] = guess
    return Resorted(changed, by_hand, unknown, batch.id)


def _said(eco: Ecosystem) -> tuple[dict[int, list[str]], dict[int, list[Sector]]]:
    """Return the names of each actor and the sectors that its sources' own classes gave."""
    names: dict[int, list[str]] = defaultdict(list)
    given: dict[int, list[Sector]] = defaultdict(list)
    for row in eco.mentions().iter_rows(named=True):
        if row["actor"] is None or row["unnamed_of"] is not None or row["role"] == "acronym":
            continue
        names[row["actor"]].append(row["name"])
        if row["sector"] and row["source"] != "user":
            given[row["actor"]].append(Sector(row["sector"]))
    return names, given
