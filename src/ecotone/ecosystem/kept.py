"""What a capability keeps in the record beside statements: ratings, decisions, sessions, saved views.

Each thing kept is a JSON object under the name of its room, a kind and a name of its own. It is journalled and undone
like everything else, and a stale write is refused. What is private (who rated, what a survey's members answered)
stays out of a shared copy. What is said of an actor or a tie is a claim or a tie instead, so that its evidence and
history are found where they belong.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import InputError, NotFoundError, StaleWriteError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.ecosystem.journal import Journal
    from ecotone.ecosystem.store import Link

LONGEST_NAME: Final = 200
LONGEST_BODY: Final = 10_000_000
_WORD: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that a capability keeps.

    Attributes
    ----------
    room, kind, name : str
        The capability, what it is, and which one: `partnerships`, `decision`, `Imaging partner 2026`.
    body : dict
        Plain JSON values.
    version : int
        Grows with each change; a writer says which version was read.
    private : bool
        Left out of a shared copy.
    """

    room: str
    kind: str
    name: str
    body: dict[str, Any]
    version: int
    private: bool


def read(link: Link, room: str, kind: str | None, name: str | None) -> list[Kept]:
    """Return what a room keeps, ordered by kind and name."""
    wanted = {"room": room, "kind": kind, "name": name}
    given = {column: value for column, value in wanted.items() if value is not None}
    rows = link.rows(
        f"SELECT room, kind, name, body, version, private FROM kept WHERE {' AND '.join(f'{column} = ?' for column in given)}",  # noqa: S608
        tuple(given.values()),
    )
    # Ordered here and not by the database, whose collations differ.
    return sorted(
        (Kept(row[0], row[1], row[2], json.loads(row[3]), int(row[4]), bool(row[5])) for row in rows),
        key=lambda each: (each.kind, each.name),
    )


def keep(journal: Journal, room: str, kind: str, name: str, body: Mapping[str, Any], *, version: int | None, private: bool | None) -> int:
    """Write a thing that is kept, new or changed, and return its version."""
    for what, word in (("room", room), ("kind", kind)):
        if not _WORD.fullmatch(word):
            raise InputError(f"This is no name of a {what}", got=repr(word), expected="1 to 32 lower-case letters, digits, - and _")
    if not name.strip() or len(name) > LONGEST_NAME or "\x00" in name:
        raise InputError(
            "What is kept needs a name", where=f"{room} {kind}", got=repr(name[:80]), expected=f"1 to {LONGEST_NAME} characters"
        )
    text = _text(room, kind, body)
    number, now = _found(journal, room, kind, name)
    if now is None:
        if version is not None:
            raise NotFoundError(f"No {kind} of this name is kept", where=room, got=name)
        journal.insert("kept", (room, kind, name, text, 1 if private else 0))
        return 1
    _require_version(room, kind, name, now, version)
    after = {"body": text, "private": now["private"] if private is None else int(private)}
    journal.change("kept", number, now, after)
    return int(now["version"]) + int(any(now[column] != value for column, value in after.items()))


def hold(journal: Journal, room: str, kind: str, name: str, body: Mapping[str, Any]) -> None:
    """Keep a private thing that no undo takes away, in the transaction of the batch and without an entry in its journal."""
    journal.hold(room, kind, name, _text(room, kind, body))


def forget(journal: Journal, room: str, kind: str, name: str, *, version: int | None) -> None:
    """Take away a thing that is kept; undoing the batch brings it back."""
    number, now = _found(journal, room, kind, name)
    if now is None:
        raise NotFoundError(f"Nothing of this name is kept under {kind}", where=room, got=name, remedy="Look at the spelling")
    _require_version(room, kind, name, now, version)
    row = (number, room, kind, name, now["body"], now["private"], now["version"])
    journal.delete("kept", [row])


def _found(journal: Journal, room: str, kind: str, name: str) -> tuple[int, dict[str, Any] | None]:
    journal.flush("kept")
    row = journal.link.one("SELECT id, body, private, version FROM kept WHERE room = ? AND kind = ? AND name = ?", (room, kind, name))
    return (0, None) if row is None else (int(row[0]), dict(zip(("body", "private", "version"), row[1:], strict=True)))


def _require_version(room: str, kind: str, name: str, now: dict[str, Any], version: int | None) -> None:
    """Refuse a writer who read an earlier version; who names none takes the latest."""
    if version is not None and version != now["version"]:
        raise StaleWriteError(
            f"The {kind} changed since it was read",
            where=f"{room} {kind} {name!r}, version {now['version']}",
            got=f"a change of version {version}",
            expected=f"version {now['version']} to be read first",
            remedy="Look at the present values and write again",
        )


def _text(room: str, kind: str, body: Mapping[str, Any]) -> str:
    """Return the body as canonical JSON."""
    try:
        text = json.dumps(dict(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError("What is kept must be plain JSON values", where=f"{room} {kind}", got=str(error)) from None
    if len(text) > LONGEST_BODY:
        raise InputError("This is too much to keep", where=f"{room} {kind}", got=f"{len(text):,} characters", expected=f"{LONGEST_BODY:,}")
    return text
