"""Erasures remembered without the person, so that the next import of the same file does not bring them back.

What is kept of an erased person is a digest of each name that was theirs, made in two steps from the name's plain form (case,
accents, punctuation and the order of words left out): ten bits by which nearly all other names pass at once, and a slow
digest (scrypt) that decides. Both are salted with random bytes of the record's own, so that digests of two records cannot
be compared. Names cannot be read from them, but whoever holds the record can test names that they have in mind, as fast as an
import can; nothing that an import recognises could withhold that. So the digests are private: `share` leaves them out, and
`backup` takes them along. They lie in `kept`, the same in a file and in PostgreSQL.

References
----------
Percival and Josefsson (2016), The scrypt Password-Based Key Derivation Function, RFC 7914.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from dataclasses import replace
from hashlib import blake2b, scrypt
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.kept import hold
from ecotone.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ecotone.ecosystem.journal import Journal
    from ecotone.ecosystem.statements import Mention, Statement
    from ecotone.ecosystem.store import Link

ROOM: Final = "ecosystem"
KIND: Final = "erased"
SIEVE: Final = 1024
"""One name in so many that was never erased needs the slow digest."""
COST: Final = 2**14
"""Rounds of the slow digest; it takes a few hundredths of a second and 16 MiB."""
REMEMBERED: Final = 200_000
"""Names of which a batch remembers whether they were erased."""

_WORD: Final = re.compile(r"\w+")


def plain(name: str) -> str:
    """Return what stays of a name when it is written another way.

    Examples
    --------
    >>> plain("Núñez, José") == plain("JOSE NUNEZ")
    True
    """
    letters = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    return " ".join(sorted(_WORD.findall(letters))) or letters.strip()


def speaks_of(text: str, name: str) -> bool:
    """Tell whether a name stands in a text as words of its own.

    In scripts without capitals it may stand within a word, since many of them write words together.

    Examples
    --------
    >>> speaks_of("Study of Li, 2024", "Li"), speaks_of("Listed", "Li"), speaks_of("李明教授", "李明")
    (True, False, True)
    """
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        # A letter after a backslash is a sign that JSON writes so, such as the end of a line.
        before = _cased(text[at - 1 : at]) and text[at - 2 : at - 1] != "\\"
        if not (before and _cased(name[:1])) and not (_cased(text[end : end + 1]) and _cased(name[-1:])):
            return True
        at = text.find(name, at + 1)
    return False


def _cased(letter: str) -> bool:
    return letter.lower() != letter.upper()


class Erased:
    """The names that were erased from a record, as far as they can be recognised."""

    def __init__(self, link: Link) -> None:
        rows = link.rows("SELECT name, body FROM kept WHERE room = ? AND kind = ?", (ROOM, KIND))
        bodies = [json.loads(body) for _, body in rows]
        self._digests = {name for name, _ in rows}
        self._salt = bytes.fromhex(bodies[0]["salt"]) if bodies else b""
        self._sieve = {body["sieve"] for body in bodies}
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._digests)

    def knows(self, name: str) -> bool:
        """Tell whether a name is one that was erased."""
        found = self._known.get(name)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            written = plain(name)
            found = self._known[name] = sieve(written, self._salt) in self._sieve and digest(written, self._salt) in self._digests
        return found

    def without(self, said: Statement, is_known: Callable[[Mention], bool]) -> tuple[Statement, int]:
        """Return a statement without those who were erased, and how many were left out.

        Parameters
        ----------
        said : Statement
            What a source record says.
        is_known : callable
            Tells whether the record holds a mention already: then it is somebody else of the same name, who stays.

        Raises
        ------
        InputError
            If the source record speaks of nobody and nothing else, or is itself called by the name.
        """
        gone = [mention for mention in said.mentions if self.knows(mention.name) and not is_known(mention)]
        if not gone:
            return said, 0
        evidence = said.evidence
        called = f"{evidence.id_in_source} {evidence.title or ''} {evidence.address or ''}".casefold()
        keys = {mention.key for mention in gone}
        while more := {mention.key for mention in said.mentions if mention.unnamed_of in keys} - keys:
            keys |= more
        rest = tuple(mention for mention in said.mentions if mention.key not in keys)
        if any(speaks_of(called, mention.name.casefold()) for mention in gone) or not (rest or said.initiative):
            raise InputError(
                "The source record speaks of somebody who was erased from this record",
                remedy="Nothing is to be done; see docs/record.md if it is somebody else of the same name",
            )
        return (
            replace(
                said,
                mentions=rest,
                ties=tuple(tie for tie in said.ties if not {tie.source, tie.target} & keys),
                claims=tuple(claim for claim in said.claims if claim.about not in keys),
                events=tuple(
                    replace(event, objects=objects)
                    for event in said.events
                    if (objects := tuple(pair for pair in event.objects if pair[0] not in keys))
                ),
            ),
            len(gone),
        )


def sieve(written: str, salt: bytes) -> int:
    """Return ten bits of a plain name."""
    return int.from_bytes(blake2b(written.encode(errors="surrogatepass"), key=salt, digest_size=4).digest()) % SIEVE


def digest(written: str, salt: bytes) -> str:
    """Return the slow digest of a plain name."""
    return scrypt(written.encode(errors="surrogatepass"), salt=salt, n=COST, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=16).hex()


def remember(journal: Journal, names: Iterable[str]) -> None:
    """Keep the digests of names, in the transaction that erases them and without an entry in the journal."""
    link = journal.link
    held = link.rows("SELECT name, body FROM kept WHERE room = ? AND kind = ?", (ROOM, KIND))
    salt = bytes.fromhex(json.loads(held[0][1])["salt"]) if held else secrets.token_bytes(32)
    there = {name for name, _ in held}
    for written in sorted({plain(name) for name in names}):
        found = digest(written, salt)
        if found in there:
            continue
        hold(journal, ROOM, KIND, found, {"salt": salt.hex(), "sieve": sieve(written, salt)})


def key_of(link: Link, name: str) -> str:
    """Return under which name an erasure is kept.

    Raises
    ------
    NotFoundError
        If nobody of the name was erased.
    """
    rows = link.rows("SELECT name, body FROM kept WHERE room = ? AND kind = ?", (ROOM, KIND))
    found = digest(plain(name), bytes.fromhex(json.loads(rows[0][1])["salt"])) if rows else ""
    if found not in {kept for kept, _ in rows}:
        raise NotFoundError("Nobody of this name was erased", got=name, remedy="Look at the spelling")
    return found
