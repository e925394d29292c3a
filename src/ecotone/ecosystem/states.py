"""The states of a source record, and what each state adds to and takes from what is known.

A source record (`source`, `id_in_source`) has states, ordered by `Evidence.date`. What it says is kept as rows with
`known_from` and `known_to`: a row said by consecutive states is one row over all of them. A new state is compared with
what was known at its date: what it no longer says ends there, what it newly says begins there, what it says again
stays untouched. A state that arrives late takes its place between the states around it: a row may begin earlier, or be
parted in two. So the record after all states is the same whatever the order in which they came. Of two states with the
same date the one that came later holds.

An undated record is dated by the day on which it was read; saying the same again on a later day changes nothing.
"""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, Literal

from ecotone import dates
from ecotone.ecosystem.erased import Erased
from ecotone.errors import InputError

if TYPE_CHECKING:
    from ecotone.ecosystem.journal import Journal
    from ecotone.ecosystem.names import Names
    from ecotone.ecosystem.statements import Claim, Event, Initiative, Mention, Place, Statement, Tie

LONGEST_STATEMENT: Final = 32 * 1024 * 1024
"""Characters; a source record beyond it is no record."""

NOWHERE: Final = (None, None, None, None, None)

Outcome = Literal["new", "changed", "unchanged"]
Said = dict[str, dict[tuple[Any, ...], None]]
"""For each table, the contents that a state says, each once."""

CONTENT: Final = {
    "appearance": ("mention", "initiative"),
    "tie": ("source", "target", "kind", "weight", "directed", "valid_from", "valid_to", "fields"),
    "claim": (
        "mention", "initiative", "field", "type", "text", "number", "unit",
        "valid_from", "valid_to", "as_of", "assessor", "confidence",
    ),
    "event": ("kind", "date", "actual", "fields"),
}  # fmt: skip
"""The columns that make a row what it says; an event's objects belong to it too."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What became of a statement.

    Parameters
    ----------
    outcome : {'new', 'changed', 'unchanged'}
        Whether the source record was new, said something else than before, or the same.
    evidence : int
        Id of the evidence.
    mentions : dict of str to int
        Ids of the mentions by the statement's own keys; empty where nothing changed.
    unassigned : tuple of int
        Ids of those mentions that no actor was found for yet.
    initiative : int or None
        Id of the initiative.
    left_out : int
        How many mentions were left out, since they are of somebody who was erased from the record.
    """

    outcome: Outcome
    evidence: int
    mentions: dict[str, int] = field(default_factory=dict)
    unassigned: tuple[int, ...] = ()
    initiative: int | None = None
    left_out: int = 0


def place_values(place: Place | None) -> tuple[str | None, str | None, str | None, float | None, float | None]:
    """Return a place as plain values."""
    if place is None:
        return NOWHERE
    latitude, longitude = place.latitude, place.longitude
    if latitude is not None and not -90 <= latitude <= 90 or longitude is not None and not -180 <= longitude <= 180:  # noqa: RUF021
        raise InputError("A place lies outside the world", got=f"{latitude}, {longitude}", expected="latitude ±90, longitude ±180")
    return (
        place.city or None,
        place.region or None,
        place.country or None,
        None if latitude is None else float(latitude),
        None if longitude is None else float(longitude),
    )


def fields_text(fields: dict[str, Any]) -> str | None:
    """Return custom fields as canonical JSON, None where there are none."""
    if not fields:
        return None
    try:
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InputError("Fields must be plain JSON values", got=repr(fields), expected=str(error)) from None


def _mention(m: Mention) -> tuple[Any, ...]:
    sector = m.sector
    return (m.key, m.id_in_source, m.role, m.name, place_values(m.place), None if sector is None else sector.value, m.unnamed_of)


def _tie(t: Tie) -> tuple[Any, ...]:
    start, end = t.valid_from, t.valid_to
    weight = float(t.weight)
    if not math.isfinite(weight):
        raise InputError("The weight of a tie must be a number", got=repr(t.weight))
    return (
        t.source, t.target, t.kind,
        (
            weight, 1 if t.directed else 0, None if start is None else start.iso, None if end is None else end.iso,
            fields_text(t.fields) if t.fields else None,
        ),
    )  # fmt: skip


def claim_value(value: str | float | bool | None) -> tuple[str, str | None, float | None]:  # noqa: FBT001  the value of a claim may be a flag
    """Return type, text and number of a claim's value."""
    if value is None:
        return "0", None, None
    if isinstance(value, str):
        return "t", value, None
    if isinstance(value, bool):
        return "b", None, float(value)
    number = float(value)
    if not math.isfinite(number):
        raise InputError("The value of a claim must be a number", got=repr(value), remedy="Give None where it is not known")
    return "n", None, number


def _claim(c: Claim) -> tuple[Any, ...]:
    start, end, as_of = c.valid_from, c.valid_to, c.as_of
    return (
        c.about, c.field, *claim_value(c.value), c.unit, None if start is None else start.iso,
        None if end is None else end.iso, None if as_of is None else as_of.iso, c.assessor, c.confidence,
    )  # fmt: skip


def _event(e: Event) -> tuple[Any, ...]:
    return e.kind, e.date.iso, 1 if e.actual else 0, fields_text(e.fields) if e.fields else None, e.objects


class States:
    """Take statements into one batch."""

    def __init__(self, journal: Journal, names: Names) -> None:
        self._journal = journal
        self._names = names
        self._today = dates.today().iso
        self._fresh: set[int] = set()
        # Records seen in this batch but perhaps not sent yet; None where the database must be asked.
        self._new: dict[tuple[int, str], int] = {}
        self._any = journal.link.value("SELECT 1 FROM evidence LIMIT 1") is not None
        self._any_initiative = journal.link.value("SELECT 1 FROM initiative LIMIT 1") is not None
        self._initiatives: dict[tuple[int, str], tuple[int, str]] = {}
        self._erased = Erased(journal.link)

    def take(self, said: Statement) -> Stated:
        """Take what a source record says in one of its states, without those who were erased from the record."""
        if not self._erased:
            return self._take(said)
        rest, left_out = self._erased.without(said, lambda mention: self._names.holds(said.evidence.source, _mention(mention)))
        return replace(self._take(rest), left_out=left_out)

    def _take(self, said: Statement) -> Stated:
        evidence = said.evidence
        mentions = [_mention(m) for m in said.mentions]
        ties = [_tie(t) for t in said.ties]
        claims = [_claim(c) for c in said.claims]
        events = [_event(e) for e in said.events]
        begun = said.initiative
        whole = repr(
            (
                evidence.address, evidence.title, evidence.own_statement, mentions, ties, claims, events,
                None if begun is None else (begun.key, begun.id_in_source, begun.kind, begun.title),
            )
        )  # fmt: skip
        digest = _digest(whole, said)
        source = self._journal.word(evidence.source)
        day = (evidence.date.iso if evidence.date else evidence.read_on.iso if evidence.read_on else None) or self._today
        number = self._find(source, evidence.id_in_source)
        states: list[tuple[str, bytes]] = []
        if number is not None:
            rows = self._journal.link.rows("SELECT date, digest FROM state WHERE evidence = ? ORDER BY id", (number,))
            states = [(date, bytes(kept)) for date, kept in rows]
            before = [kept for date, kept in states if date <= day]
            if (day, digest) in states or (evidence.date is None and before and _latest(states, day) == digest):
                return Stated("unchanged", number)
        ids = self._mention_ids(source, mentions)
        about = self._initiative(source, begun, day) if begun else None
        contents = self._contents(ids, key=begun.key if begun else None, initiative=about, ties=ties, claims=claims, events=events)
        waiting = self._names.unassigned
        unassigned = tuple(dict.fromkeys(i for i in ids.values() if i in waiting)) if waiting else ()
        if number is None:
            number = self._insert_new(said, source, day, digest, contents)
            return Stated("new", number, ids, unassigned, about)
        changed = self._slot(number, day, sorted({date for date, _ in states}), contents)
        changed |= self._update_evidence(number, said, day, max(date for date, _ in states))
        if not changed and (evidence.date is None or any(date == day for date, _ in states)):
            return Stated("unchanged", number, ids, unassigned, about)
        self._journal.insert("state", (number, day, digest))
        self._journal.flush("state")
        return Stated("changed", number, ids, unassigned, about)

    def _find(self, source: int, id_in_source: str) -> int | None:
        """Return the evidence of a source record that is known already."""
        number = self._new.get((source, id_in_source))
        if number is not None:
            self._journal.flush()
            return number
        if not self._any:
            return None
        found = self._journal.link.value("SELECT id FROM evidence WHERE source = ? AND id_in_source = ?", (source, id_in_source))
        return None if found is None else int(found)

    def _mention_ids(self, source: int, mentions: list[tuple[Any, ...]]) -> dict[str, int]:
        """Find or add the mentions; the unnamed parts after those that they are parts of."""
        ids: dict[str, int] = {}
        named = self._names.mention
        later: list[tuple[Any, ...]] = []
        for mention in mentions:
            key, own, role, name, place, sector, unnamed_of = mention
            if unnamed_of is not None:
                later.append(mention)
                continue
            ids[key] = named((source, own, role, name, place, sector, None))
        while later:
            ready = [mention for mention in later if mention[6] in ids]
            if not ready:
                raise InputError("Unnamed parts are parts of each other", got=", ".join(mention[3] for mention in later))
            for key, own, role, name, place, sector, unnamed_of in ready:
                ids[key] = named((source, own, role, name, place, sector, ids[unnamed_of]))
            later = [mention for mention in later if mention[0] not in ids]
        return ids

    def _initiative(self, source: int, begun: Initiative, day: str) -> int:
        """Find or add the initiative; the latest state of a record that names it gives kind and title."""
        journal = self._journal
        key = (source, begun.id_in_source)
        known = self._initiatives.get(key)
        if known is None and self._any_initiative:
            row = journal.link.one("SELECT id, dated FROM initiative WHERE source = ? AND id_in_source = ?", key)
            known = (int(row[0]), str(row[1])) if row else None
        if known is None:
            number = journal.insert("initiative", (source, begun.id_in_source, journal.word(begun.kind), begun.title, day))
            self._remember_initiative(key, (number, day))
            return number
        number, dated = known
        if day >= dated:
            after = {"kind": journal.word(begun.kind), "title": begun.title, "dated": day}
            before = journal.current("initiative", number, tuple(after))
            assert before is not None
            journal.change("initiative", number, before, after)
            self._remember_initiative(key, (number, day))
        return number

    def _remember_initiative(self, key: tuple[int, str], value: tuple[int, str]) -> None:
        if len(self._initiatives) >= 100_000:
            self._journal.flush()
            self._initiatives.clear()
            self._any_initiative = True
        self._initiatives[key] = value

    def _contents(
        self,
        ids: dict[str, int],
        *,
        key: str | None,
        initiative: int | None,
        ties: list[tuple[Any, ...]],
        claims: list[tuple[Any, ...]],
        events: list[tuple[Any, ...]],
    ) -> Said:
        """Turn what is said into contents of rows, pointing to mentions and the initiative by id."""
        word = self._journal.word
        appearances: dict[tuple[Any, ...], None] = dict.fromkeys([(number, None) for number in ids.values()])
        if initiative is not None:
            appearances[(None, initiative)] = None
        return {
            "appearance": appearances,
            "tie": {(ids[a], ids[b], word(kind), *rest): None for a, b, kind, rest in ties},
            "claim": {
                (
                    *((None, initiative) if about == key else (ids[about], None)),
                    word(name), kind, text, number, None if unit is None else word(unit), *rest,
                ): None
                for about, name, kind, text, number, unit, *rest in claims
            },
            "event": {
                (
                    word(kind), date, actual, fields,
                    tuple((None, initiative, word(role)) if k == key else (ids[k], None, word(role)) for k, role in dict.fromkeys(objects)),
                ): None
                for kind, date, actual, fields, objects in events
            },
        }  # fmt: skip

    def _insert_new(self, said: Statement, source: int, day: str, digest: bytes, contents: Said) -> int:
        """Insert a source record that was not known."""
        journal, evidence = self._journal, said.evidence
        number = journal.insert(
            "evidence",
            (
                source,
                evidence.id_in_source,
                evidence.address,
                evidence.title,
                evidence.date.iso if evidence.date else None,
                evidence.read_on.iso if evidence.read_on else None,
                1 if evidence.own_statement else 0,
            ),
        )
        if len(self._new) >= 200_000:
            journal.flush()
            self._new.clear()
            self._any = True
        self._new[(source, evidence.id_in_source)] = number
        journal.insert("state", (number, day, digest))
        tail = (number, day, None)
        for table, rows in contents.items():
            if table != "event":
                journal.insert_all(table, rows, tail)
            elif rows:
                first = journal.insert_all("event", [content[:-1] for content in rows], tail)
                objects = [(event, *position) for event, content in enumerate(rows, first) for position in content[-1]]
                journal.insert_all("event_object", objects, ())
        return number

    def _insert(self, table: str, content: tuple[Any, ...], evidence: int, known_from: str, known_to: str | None) -> int:
        if table != "event":
            return self._journal.insert(table, (*content, evidence, known_from, known_to))
        *columns, objects = content
        number = self._journal.insert("event", (*columns, evidence, known_from, known_to))
        for position in objects:
            self._journal.insert("event_object", (number, *position))
        return number

    def _slot(self, evidence: int, day: str, days: list[str], contents: Said) -> bool:
        """Put a state among the states that are known; return whether any row changed."""
        following = next((date for date in days if date > day), None)
        changed = False
        for table, said in contents.items():
            changed |= self._slot_table(table, evidence, day, following, said)
        return changed

    def _slot_table(self, table: str, evidence: int, day: str, following: str | None, said: dict[tuple[Any, ...], None]) -> bool:
        journal = self._journal
        rows = self._rows(table, evidence)
        alive = {content: row for row in rows if row[1] <= day and (row[2] is None or day < row[2]) for content in (row[3],)}
        begins = {content: row for row in rows if row[1] == following for content in (row[3],)} if following else {}
        ends = {row[3]: row for row in rows if row[2] == day and row[1] < day}
        changed = False
        for content, (number, _, known_to, _) in alive.items():
            if content in said:
                continue
            changed = True
            journal.change(table, number, {"known_to": known_to}, {"known_to": day})
            if following is not None and (known_to is None or known_to > following):
                self._insert(table, content, evidence, following, known_to)
        for content in said:
            if content in alive:
                continue
            changed = True
            later, earlier = begins.get(content), ends.get(content)
            if earlier:  # only where a state of the same day is corrected back
                until = later[2] if later else following
                journal.change(table, earlier[0], {"known_to": day}, {"known_to": until})
                if later:
                    self._delete(table, later[0])
            elif later:
                journal.change(table, later[0], {"known_from": later[1]}, {"known_from": day})
            else:
                self._insert(table, content, evidence, day, following)
        return changed

    def _delete(self, table: str, number: int) -> None:
        link = self._journal.link
        if table == "event":
            self._journal.delete("event_object", link.rows("SELECT * FROM event_object WHERE event = ? ORDER BY id", (number,)))
        self._journal.delete(table, link.rows(f"SELECT * FROM {table} WHERE id = ?", (number,)))

    def _rows(self, table: str, evidence: int) -> list[tuple[int, str, str | None, tuple[Any, ...]]]:
        """Return the rows of a source record: id, the second clock, content."""
        self._journal.flush()
        link = self._journal.link
        columns = ", ".join(CONTENT[table])
        rows = link.rows(f"SELECT id, known_from, known_to, {columns} FROM {table} WHERE evidence = ? ORDER BY id", (evidence,))
        if table != "event":
            return [(row[0], row[1], row[2], tuple(row[3:])) for row in rows]
        objects: dict[int, list[tuple[Any, ...]]] = {}
        for event, *position in link.rows(
            "SELECT o.event, o.mention, o.initiative, o.role FROM event_object o JOIN event e ON e.id = o.event"
            " WHERE e.evidence = ? ORDER BY o.id",
            (evidence,),
        ):
            objects.setdefault(event, []).append(tuple(position))
        return [(row[0], row[1], row[2], (*row[3:], tuple(objects.get(row[0], ())))) for row in rows]

    def _update_evidence(self, number: int, said: Statement, day: str, latest: str) -> bool:
        """Let the evidence show its latest state."""
        if day < latest:
            return False
        evidence = said.evidence
        after: dict[str, Any] = {"address": evidence.address, "title": evidence.title}
        if evidence.date:
            after["date"] = evidence.date.iso
        before = self._journal.current("evidence", number, tuple(after))
        assert before is not None
        self._journal.change("evidence", number, before, after)
        return before != after


def _latest(states: list[tuple[str, bytes]], day: str) -> bytes | None:
    """Return the digest of the state that holds on a day: the last date, and of that the last to come."""
    held = [(date, position, digest) for position, (date, digest) in enumerate(states) if date <= day]
    return max(held)[2] if held else None


def _digest(whole: str, said: Statement) -> bytes:
    where = f"{said.evidence.source} {said.evidence.id_in_source}"
    if len(whole) > LONGEST_STATEMENT:
        raise InputError(
            "A source record is too long", where=where, got=f"{len(whole):,} characters", expected=f"at most {LONGEST_STATEMENT:,}"
        )
    if "\\x00" in whole and "\x00" in "".join(_texts(said)):
        raise InputError("A text holds a NUL character", where=where, remedy="Drop it where the source is read")
    try:
        data = whole.encode()
    except UnicodeEncodeError:
        raise InputError("A text is no valid Unicode", where=where, remedy="Check the encoding of the file") from None
    if "\\ud" in whole:
        _require_unicode(said, where)
    return blake2b(data, digest_size=16).digest()


def _texts(said: object) -> list[str]:
    """Return every text inside a statement."""
    if isinstance(said, str):
        return [said]
    if isinstance(said, dict):
        return [text for pair in said.items() for part in pair for text in _texts(part)]
    if isinstance(said, (list, tuple)):
        return [text for part in said for text in _texts(part)]
    slots = getattr(type(said), "__slots__", ())
    return [text for name in slots if hasattr(said, name) for text in _texts(getattr(said, name))] if slots and not callable(said) else []


def _require_unicode(said: Statement, where: str) -> None:
    """Refuse half of a surrogate pair, which no database stores."""
    for text in _texts(said):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise InputError("A text is no valid Unicode", where=where, remedy="Check the encoding of the file") from None
