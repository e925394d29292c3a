"""Erase a person everywhere: rows, journal, search index and free pages.

What goes: the actor, its mentions, and every tie, claim, event, appearance, note and assignment that hangs on them;
actors that were merged into it; evidence that only spoke of it, with its states; what capabilities keep that names
it; source records that are called by the person's name, with all they say; and, in the journal, every image of any of
these rows. Batches that touched such rows keep their reason and author, but lose their journal, since undoing them would
need what is gone. What stays is one batch that says that somebody was erased, not who, and a digest of each name, by which a
later import leaves the person out (`ecotone.ecosystem.erased`). Digests of what source records said with the person in them are blanked.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from ecotone import dates
from ecotone.ecosystem.erased import remember, speaks_of
from ecotone.ecosystem.journal import Journal, unpack
from ecotone.ecosystem.schema import JOURNALLED
from ecotone.ecosystem.views import resolve
from ecotone.errors import NotFoundError

if TYPE_CHECKING:
    from ecotone.ecosystem.store import Link, Store

AT_ONCE: Final = 500


def erase(store: Store, actor: int, author: str) -> None:
    """Erase an actor, who or whatever it is."""
    with store.write() as link:
        if link.one("SELECT id FROM actor WHERE id = ?", (actor,)) is None:
            raise NotFoundError("No such actor", got=str(actor))
        if link.dialect == "sqlite":
            link.run("PRAGMA secure_delete=ON")
        gone, spoke = _rows_of(link, resolve(link, actor))
        texts = _texts_of(link, gone)
        kept = link.rows("SELECT id, name, body FROM kept")
        gone["kept"] = {number for number, name, body in kept if any(speaks_of(name, text) or speaks_of(body, text) for text in texts)}
        names = _names_of(link, gone)
        _clean_journal(link, gone, texts)
        link.many("UPDATE state SET digest = ? WHERE evidence = ?", [(bytes(16), number) for number in sorted(spoke - gone["evidence"])])
        for name in reversed(list(JOURNALLED)):
            _delete(link, name, gone.get(name, set()))
        _delete(link, "actor_search", gone["actor"], column="rowid")
        journal = Journal(link)
        number = journal.new_id("batch")
        link.run(
            "INSERT INTO batch (id, time, reason, author, undoes) VALUES (?, ?, ?, ?, NULL)",
            (number, dates.now().isoformat().replace("+00:00", "Z"), "Erasure of an actor", author),
        )
        remember(journal, names)
        journal.close()
        if link.dialect == "sqlite":
            link.run("INSERT INTO actor_search(actor_search) VALUES ('rebuild')")
    store.pack()


def _rows_of(link: Link, actor: int) -> tuple[dict[str, set[int]], set[int]]:
    """Return, for each table, the ids of the rows that go, and the evidence that spoke of the actor."""

    def ids(sql: str, numbers: set[int]) -> set[int]:
        listed = sorted(numbers)
        found: set[int] = set()
        for start in range(0, len(listed), AT_ONCE):
            block = listed[start : start + AT_ONCE]
            found |= {row[0] for row in link.rows(sql.format(",".join("?" * len(block))), block)}
        return found

    actors = {actor}
    while more := ids("SELECT id FROM actor WHERE merged_into IN ({})", actors) - actors:
        actors |= more
    mentions = ids("SELECT id FROM assignment WHERE actor IN ({})", actors)
    while more := ids("SELECT id FROM mention WHERE unnamed_of IN ({})", mentions) - mentions:
        mentions |= more
    # Unnamed sites of the person, which are called after them.
    actors |= {
        part
        for part in ids("SELECT actor FROM assignment WHERE id IN ({})", mentions)
        if not _others(link, "assignment", "actor", part, mentions)
    }
    gone = {
        "actor": actors,
        "mention": mentions,
        "assignment": set(mentions),
        "note": ids("SELECT id FROM note WHERE actor IN ({})", actors),
    }
    gone["tie"] = ids("SELECT id FROM tie WHERE source IN ({})", mentions) | ids("SELECT id FROM tie WHERE target IN ({})", mentions)
    for name in ("claim", "appearance", "event_object"):
        gone[name] = ids(f"SELECT id FROM {name} WHERE mention IN ({{}})", mentions)
    events = ids("SELECT event FROM event_object WHERE id IN ({})", gone["event_object"])
    gone["event"] = {event for event in events if not _others(link, "event_object", "event", event, gone["event_object"])}
    spoke: set[int] = set()
    for name in ("tie", "claim", "appearance", "event"):
        spoke |= ids(f"SELECT evidence FROM {name} WHERE id IN ({{}})", gone[name])
    called = _called(link, spoke, _names_of(link, gone))
    for name in ("tie", "claim", "appearance", "event"):
        gone[name] |= ids(f"SELECT id FROM {name} WHERE evidence IN ({{}})", called)
    gone["event_object"] |= ids("SELECT id FROM event_object WHERE event IN ({})", gone["event"])
    gone["evidence"] = called | {
        number
        for number in spoke
        if not any(_others(link, name, "evidence", number, gone[name]) for name in ("tie", "claim", "appearance", "event"))
    }
    gone["state"] = ids("SELECT id FROM state WHERE evidence IN ({})", gone["evidence"])
    return gone, spoke


def _called(link: Link, spoke: set[int], names: set[str]) -> set[int]:
    """Return the evidence whose id, title or address is a name of the person: a row of a table that is called by its name."""
    found = set()
    for number in spoke:
        row = link.one("SELECT id_in_source, title, address FROM evidence WHERE id = ?", (number,))
        written = " ".join(str(cell or "") for cell in row or ()).casefold()
        if any(speaks_of(written, name.casefold()) for name in names):
            found.add(number)
    return found


def _names_of(link: Link, gone: dict[str, set[int]]) -> set[str]:
    """Return the names of the actor; those of unnamed parts and acronyms are others' too."""
    of_parts = "SELECT 1 FROM assignment a JOIN mention m ON m.id = a.id WHERE a.actor = ? AND m.unnamed_of IS NOT NULL"
    names = {
        link.value("SELECT name FROM actor WHERE id = ?", (number,)) for number in gone["actor"] if link.value(of_parts, (number,)) is None
    }
    names |= {
        link.value(
            "SELECT m.name FROM mention m JOIN word w ON w.id = m.role WHERE m.id = ? AND m.unnamed_of IS NULL AND w.text <> 'acronym'",
            (number,),
        )
        for number in gone["mention"]
    }
    return {str(name) for name in names if name}


def _others(link: Link, name: str, column: str, number: int, gone: set[int]) -> bool:
    """Tell whether other rows than those that go point to something."""
    return any(row not in gone for (row,) in link.rows(f"SELECT id FROM {name} WHERE {column} = ?", (number,)))


def _texts_of(link: Link, gone: dict[str, set[int]]) -> set[str]:
    """Return the names that the journal must not hold either."""
    names = {link.value("SELECT name FROM actor WHERE id = ?", (number,)) for number in gone["actor"]}
    names |= {link.value("SELECT name FROM mention WHERE id = ?", (number,)) for number in gone["mention"]}
    texts = {str(name) for name in names if name}
    # In JSON, and in JSON inside a journal's image, quotation marks and backslashes are escaped, once or twice.
    for _ in range(2):
        texts |= {json.dumps(text, ensure_ascii=False)[1:-1] for text in texts}
    return texts


def _clean_journal(link: Link, gone: dict[str, set[int]], texts: set[str]) -> None:
    """Take the journal from batches that touched rows that go, or whose images name the person."""
    batches: set[int] = set()
    for number, name, first, last, before in link.rows("SELECT batch, name, first, last, before FROM change"):
        if number in batches:
            continue
        numbers = gone.get(name, set())
        touched = (
            any(row in numbers for row in range(first, last + 1))
            if last - first < len(numbers)
            else any(first <= row <= last for row in numbers)
        )
        if touched or (before is not None and _holds(before, texts)):
            batches.add(number)
    link.many("DELETE FROM change WHERE batch = ?", [(number,) for number in sorted(batches)])
    for number, reason in link.rows("SELECT id, reason FROM batch"):
        if any(speaks_of(reason, text) for text in texts):
            link.run("UPDATE batch SET reason = ? WHERE id = ?", ("(erased)", number))


def _holds(image: bytes, texts: set[str]) -> bool:
    """Tell whether a journal's image names the person."""
    written = json.dumps(unpack(image), ensure_ascii=False)
    return any(speaks_of(written, text) for text in texts)


def _delete(link: Link, name: str, numbers: set[int], column: str = "id") -> None:
    link.many(f"DELETE FROM {name} WHERE {column} = ?", [(number,) for number in sorted(numbers)])
