"""Take an actor out of the record, so that undo brings it back.

What the user said of it goes with it: own names, ties, claims and notes. What sources say stays: their names of the actor
wait without an actor, and what hangs on them is left out until they have one again. Actors that were merged into it go
too, for they are nothing but pointers to it. Where a person must be gone for good, `ecotone.ecosystem.erase` is the way.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.schema import COLUMNS
from ecotone.ecosystem.views import resolve
from ecotone.errors import InputError

if TYPE_CHECKING:
    from ecotone.ecosystem.journal import Journal
    from ecotone.ecosystem.store import Link

_OWN: Final = (
    "SELECT m.id FROM assignment s JOIN mention m ON m.id = s.id JOIN word w ON w.id = m.source JOIN word r ON r.id = m.role"
    " WHERE s.actor = ? AND w.text = 'user' AND r.text = 'actor'"
)
"""The user's own mentions of an actor: what the user says of it hangs on them."""
_TIED: Final = "(t.source IN (SELECT id FROM assignment WHERE actor = ?) OR t.target IN (SELECT id FROM assignment WHERE actor = ?))"


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes with an actor, and what is left of it.

    Parameters
    ----------
    ties, claims, notes : int
        The user's own, which go.
    merged : int
        Actors that were merged into it, which go.
    waiting : int
        Names in sources that then have no actor.
    stated : int
        Ties that sources state, which stay in the record and are left out of maps.
    """

    ties: int
    claims: int
    notes: int
    merged: int
    waiting: int
    stated: int


def removal(link: Link, actor: int) -> Removal:
    """Say what removing an actor takes along."""
    actor = resolve(link, actor)

    def number(sql: str, *values: int) -> int:
        return int(link.value(sql, values) or 0)

    own = number(f"SELECT count(*) FROM tie t WHERE t.source IN ({_OWN}) OR t.target IN ({_OWN})", actor, actor)
    names = number("SELECT count(*) FROM assignment WHERE actor = ?", actor)
    return Removal(
        ties=own,
        claims=number(f"SELECT count(*) FROM claim WHERE mention IN ({_OWN})", actor),
        notes=number("SELECT count(*) FROM note WHERE actor = ?", actor),
        merged=len(_with_merged(link, actor)) - 1,
        waiting=names - number(f"SELECT count(*) FROM ({_OWN}) own", actor),
        stated=number(f"SELECT count(*) FROM tie t WHERE t.known_to IS NULL AND {_TIED}", actor, actor) - own,
    )


def remove(journal: Journal, actor: int) -> None:
    """Take an actor out, with what the user said of it."""
    link = journal.link
    journal.flush()
    if resolve(link, actor) != actor:
        raise InputError("The actor was merged away", got=str(actor), expected=f"actor {resolve(link, actor)}")
    own = [row[0] for row in link.rows(f"{_OWN} ORDER BY m.id", (actor,))]
    evidence: set[int] = set()
    for mention in own:
        for name, column in (
            ("tie", "source"),
            ("tie", "target"),
            ("claim", "mention"),
            ("event_object", "mention"),
            ("appearance", "mention"),
        ):
            rows = _rows(link, name, column, mention)
            if name != "event_object":
                evidence |= {row[COLUMNS[name].index("evidence")] for row in rows}
            journal.delete(name, rows)
    actors = _with_merged(link, actor)
    for one in actors:
        journal.delete("note", _rows(link, "note", "actor", one))
    journal.delete("assignment", _rows(link, "assignment", "actor", actor))
    for mention in own:
        journal.delete("mention", _rows(link, "mention", "id", mention))
    for number in sorted(evidence):
        used = (f"SELECT 1 FROM {name} WHERE evidence = {number} LIMIT 1" for name in ("tie", "claim", "event", "appearance", "state"))
        if not any(link.value(sql) for sql in used):
            journal.delete("evidence", _rows(link, "evidence", "id", number))
    for one in actors:
        journal.delete("actor", _rows(link, "actor", "id", one))


def _rows(link: Link, name: str, column: str, number: int) -> list[tuple[Any, ...]]:
    return link.rows(f"SELECT {', '.join(COLUMNS[name])} FROM {name} WHERE {column} = ? ORDER BY id", (number,))


def _with_merged(link: Link, actor: int) -> list[int]:
    """Return an actor and those that were merged into it, and into those."""
    found = [actor]
    for one in found:  # grows while it is gone through
        found += [row[0] for row in link.rows("SELECT id FROM actor WHERE merged_into = ? ORDER BY id", (one,)) if row[0] not in found]
    return sorted(found)
