"""Mentions and places, each kept once: what is asked a hundred thousand times in an import.

A mention is the same mention when source, the organisation's id there, role, name, place, sector and (for an unnamed
part) the mention it is a part of are the same. It never changes, so that matching decides about it once. Places are
shared the same way. Both are found through a 64-bit digest of their values and then compared in full, so two values
with the same digest stay two.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ecotone.ecosystem.journal import Journal

REMEMBERED: Final = 200_000
"""How many mentions and places a batch remembers; it forgets all at once and asks the record again."""

PlaceValues = tuple[str | None, str | None, str | None, float | None, float | None]
NOWHERE: Final[PlaceValues] = (None, None, None, None, None)
MentionValues = tuple[int, str | None, str, str, PlaceValues, str | None, int | None]
"""Source, the organisation's id there, role, name, place, sector, and the mention that this is an unnamed part of."""


def digest_key(values: tuple[Any, ...]) -> int:
    """Return a 64-bit digest of plain values."""
    return int.from_bytes(blake2b(repr(values).encode(), digest_size=8).digest(), signed=True)


class Names:
    """Find or add mentions and places in one batch."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._places: dict[PlaceValues, int] = {}
        self._mentions: dict[MentionValues, int] = {}
        self.unassigned: set[int] = set()
        # A record without mentions has none to look for; the first import is spared a question a mention.
        self._any_mentions = journal.link.value("SELECT 1 FROM mention LIMIT 1") is not None
        self._any_places = journal.link.value("SELECT 1 FROM place LIMIT 1") is not None

    def place(self, values: PlaceValues) -> int | None:
        """Return the id of a place; None for nowhere."""
        number = self._places.get(values)
        if number is not None:
            return number
        if values == NOWHERE:
            return None
        link = self._journal.link
        key = digest_key(values)
        if self._any_places:
            for row in link.rows("SELECT id, city, region, country, latitude, longitude FROM place WHERE key = ?", (key,)):
                if row[1:] == values:
                    number = int(row[0])
        if number is None:
            number = self._journal.new_id("place")
            link.run(
                "INSERT INTO place (id, key, city, region, country, latitude, longitude) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, key, *values),
            )
        if len(self._places) >= REMEMBERED:
            self._places.clear()
            self._any_places = True
        self._places[values] = number
        return number

    def place_values(self, number: int | None) -> PlaceValues:
        """Return a place by its id."""
        found = self._journal.link.one("SELECT city, region, country, latitude, longitude FROM place WHERE id = ?", (number,))
        return NOWHERE if found is None else (found[0], found[1], found[2], found[3], found[4])

    def mention(self, values: MentionValues) -> int:
        """Return the id of a mention, and note whether it has no actor yet."""
        number = self._mentions.get(values)
        if number is not None:
            return number
        journal = self._journal
        source, own, role, name, place, sector, part = values
        stored = (source, own, journal.word(role), name, self.place(place), sector, part)
        key = digest_key(stored)
        if self._any_mentions:
            for row in journal.link.rows(
                "SELECT m.id, a.id, m.source, m.id_in_source, m.role, m.name, m.place, m.sector, m.unnamed_of"
                " FROM mention m LEFT JOIN assignment a ON a.id = m.id WHERE m.key = ? ORDER BY m.id DESC",
                (key,),
            ):
                if row[2:] == stored:
                    number = int(row[0])
                    if row[1] is None:
                        self.unassigned.add(number)
        if number is None:
            number = journal.insert("mention", (key, *stored))
            self.unassigned.add(number)
        if len(self._mentions) >= REMEMBERED:
            self.forget()
        self._mentions[values] = number
        return number

    def holds(self, source: str, said: tuple[Any, ...]) -> bool:
        """Tell whether the record has a mention of a source already, given as statements write it; nothing is added."""
        _, own, role, name, place, sector, _ = said
        self._journal.flush("mention")
        rows = self._journal.link.rows(
            "SELECT m.id_in_source, r.text, m.sector, p.city, p.region, p.country, p.latitude, p.longitude FROM mention m"
            " JOIN word s ON s.id = m.source JOIN word r ON r.id = m.role LEFT JOIN place p ON p.id = m.place"
            " WHERE m.name = ? AND s.text = ?",
            (name, source),
        )
        return (own, role, sector, *place) in {tuple(row) for row in rows}

    def forget(self) -> None:
        """Forget what was looked up; the record is asked again."""
        self._journal.flush()
        self._mentions.clear()
        self.unassigned.clear()
        self._any_mentions = True
