"""Decide what the actors of a record are: by a registry's types, and by a table of rules that a user can edit.

The table has one rule a line, with its confidence and reason (see `ecotone.matching.sector`). The type that a registry gives
an organisation is what its source says of it, like the class of a sponsor in a registry of trials; how sure it is is the rule's confidence
times the probability that the actor is that organisation. A sector that somebody set by hand stays: it is one that neither the rules
that come with Ecotone nor an earlier decision would have given, or that of an actor whom only the user mentions. What was decided is
kept with its confidence and reason.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ecotone.matching import SectorGuess, sector_of
from ecotone.matching.sector import rules
from ecotone.vocabulary import Sector
from ecotone.workbench.match_decisions import MATCH, ROOM

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ecotone.ecosystem import Batch, Ecosystem

KIND: Final = "sector"


@dataclass(slots=True)
class Said:
    """What a record says of an actor that its sector follows from."""

    names: list[str] = field(default_factory=list)
    given: list[Sector] = field(default_factory=list)
    """Sectors that sources' own classes gave."""
    by_sources: bool = False
    """Whether any source mentions it, and not only the user."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a registry says of an actor.

    Parameters
    ----------
    id, name : str
        The organisation.
    sector : Sector
        What its types mean.
    probability : float
        That the actor is this organisation.
    """

    id: str
    name: str
    sector: Sector
    probability: float


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
    said = _said(eco)
    for kept in eco.kept(ROOM, MATCH):
        if kept.body["outcome"] == "matched" and kept.body.get("sector"):
            said[int(kept.name)].given.append(Sector(kept.body["sector"]))
    changed: dict[int, SectorGuess] = {}
    by_hand = unknown = 0
    held = _held(eco)
    batch = eco.batch("Sectors by a table of rules", author)
    with batch:
        for row in eco.actors().iter_rows(named=True):
            number, now, one = row["id"], row["sector"], said[row["id"]]
            if not one.names:
                continue
            guess = sector_of(one.names, one.given, table=own)
            if _by_hand(now, one, sector_of(one.names, one.given), held.get(number)):
                by_hand += 1
            elif guess is None:
                unknown += 1
            elif guess.sector.value != now:
                batch.edit_actor(number, version=row["version"], sector=guess.sector)
                batch.keep(ROOM, KIND, str(number), _body(guess))
                changed[number] = guess
    return Resorted(changed, by_hand, unknown, batch.id)


def by_registry(
    eco: Ecosystem, batch: Batch, typed: Mapping[int, Typed], merged: Iterable[tuple[int, int]] = ()
) -> dict[int, SectorGuess | None]:
    """Set sectors by the types that a registry gives to actors, inside the batch of a match; return those that are others now.

    Parameters
    ----------
    eco : Ecosystem
        The record as it was before the batch.
    batch : Batch
        The match.
    typed : mapping of int to Typed
        What the registry says of the actors that were matched.
    merged : iterable of (int, int)
        Actors that the batch merges, each with the one that it is.

    Returns
    -------
    dict of int to SectorGuess or None
        None where a sector that rested on a match no longer does, and nothing else tells it.
    """
    said, held = _said(eco), _held(eco)
    gone = set()
    for left, into in merged:
        said[into].names += said[left].names
        said[into].given += said[left].given
        said[into].by_sources |= said[left].by_sources
        gone.add(left)
    changed: dict[int, SectorGuess | None] = {}
    for row in eco.actors().iter_rows(named=True):
        number, now = row["id"], row["sector"]
        before, kept, entry = sector_of(said[number].names, said[number].given), held.get(number), typed.get(number)
        by_table = kept is not None and "registry" not in kept and kept["sector"] == now
        if number in gone or by_table or not said[number].names or _by_hand(now, said[number], before, kept):
            continue
        guess = _with_type(said[number], before, entry) if entry is not None else None
        if guess is not None and entry is not None:
            body = _body(guess) | {"registry": entry.id}
            if kept != body:
                batch.keep(ROOM, KIND, str(number), body)
        elif kept is not None and "registry" in kept:
            batch.forget(ROOM, KIND, str(number))
        else:
            continue
        wanted = guess or before
        if (wanted.sector.value if wanted else None) != now:
            batch.edit_actor(number, version=row["version"], sector=wanted.sector if wanted else None)
            changed[number] = wanted
    return changed


def _with_type(one: Said, before: SectorGuess | None, entry: Typed) -> SectorGuess | None:
    """Return what the registry's type makes of an actor, or None where its names and sources tell as much without it."""
    after = sector_of(one.names, [*one.given, entry.sector])
    if after is None or after == before:
        return None
    confidence = round(after.confidence * entry.probability, 4)
    if before is not None and confidence <= before.confidence:
        return None
    return SectorGuess(after.sector, confidence, f"{after.reason}: {entry.name} ({entry.id})")


def _by_hand(now: str | None, one: Said, before: SectorGuess | None, kept: dict[str, Any] | None) -> bool:
    """Tell whether a person set the sector that an actor has."""
    if now is None:
        return False
    ours = {before.sector.value if before else None, kept["sector"] if kept else None}
    return now not in ours or not (one.by_sources or kept)


def _body(guess: SectorGuess) -> dict[str, Any]:
    return {"sector": guess.sector.value, "confidence": guess.confidence, "reason": guess.reason}


def _held(eco: Ecosystem) -> dict[int, dict[str, Any]]:
    """Return the sectors that were decided before."""
    return {int(one.name): one.body for one in eco.kept(ROOM, KIND)}


def _said(eco: Ecosystem) -> dict[int, Said]:
    """Return the names of each actor and the sectors that its sources' own classes gave."""
    found: dict[int, Said] = defaultdict(Said)
    for row in eco.mentions().iter_rows(named=True):
        if row["actor"] is None or row["unnamed_of"] is not None or row["role"] == "acronym":
            continue
        one = found[row["actor"]]
        one.names.append(row["name"])
        if row["source"] != "user":
            one.by_sources = True
            if row["sector"]:
                one.given.append(Sector(row["sector"]))
    return found
