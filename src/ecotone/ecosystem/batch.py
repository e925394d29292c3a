"""One change to the record: what is written together, kept together or not at all, and undone together."""

# ruff: noqa: S608  SQL is put together from our own names and clauses; values always travel as parameters

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from ecotone import dates
from ecotone.ecosystem import fields as custom
from ecotone.ecosystem import kept, removal
from ecotone.ecosystem.journal import Journal
from ecotone.ecosystem.names import Names
from ecotone.ecosystem.schema import COLUMNS
from ecotone.ecosystem.states import Stated, States, claim_value, fields_text, place_values
from ecotone.errors import EvidenceError, InputError, NotFoundError, StaleWriteError
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from ecotone.dates import Date
    from ecotone.ecosystem.statements import Evidence, Place, Statement
    from ecotone.ecosystem.store import Link, Store

USER: Final = "user"
"""The source of what the user says."""

ACTOR_KINDS: Final = ("organisation", "unit", "community", "role", "person")
REMOVABLE: Final = ("tie", "claim", "note", "assignment")
TOLD: Final = ("name", "sector", "text", "number", "weight", "valid_from", "valid_to")
"""What of a row is told where the whole of it was to go."""
SECTORS: Final = frozenset(Sector)
LONGEST_NAME: Final = 1000


class Batch:
    """Write to a record; made by `Ecosystem.batch` and used in a `with` block.

    When the block ends well, everything is committed as one batch; if it raises, nothing is.
    A batch that wrote nothing leaves no trace. After the block `id` is the batch's id, or None.
    """

    def __init__(self, store: Store, reason: str, author: str = "") -> None:
        if not reason.strip():
            raise InputError("A batch needs a reason", remedy="Say in a few words why the record changes")
        self.reason = reason
        self.author = author
        self.id: int | None = None
        self._transaction = store.write()
        self._added: set[int] = set()

    def __enter__(self) -> Self:
        self._link: Link = self._transaction.__enter__()
        try:
            self._journal = Journal(self._link)
            self._names = Names(self._journal)
            self._states = States(self._journal, self._names)
        except BaseException as error:
            self._transaction.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            try:
                for actor in sorted(self._added):
                    self._own_mention(actor)
                number = self._journal.finish(self.reason, self.author)
            except BaseException as failed:
                self._transaction.__exit__(type(failed), failed, failed.__traceback__)
                raise
            self._transaction.__exit__(None, None, None)
            self.id = number
        else:
            self._transaction.__exit__(kind, error, trace)

    # What sources say

    def state(self, said: Statement) -> Stated:
        """Take what a source record says in one of its states; see `ecotone.ecosystem.states`.

        Raises
        ------
        InputError
            If a value cannot be kept: a weight that is no number, a place outside the world, a text that is no Unicode.
        """
        return self._states.take(said)

    def assign(self, mention: int, actor: int, *, probability: float = 1.0, reason: str, decided_by: str) -> None:
        """Decide which actor a mention is, or decide anew."""
        if not 0 <= probability <= 1:
            raise InputError("A probability lies between 0 and 1", got=repr(probability))
        after = {"actor": actor, "probability": float(probability), "reason": reason, "decided_by": decided_by}
        self._added.discard(actor)
        self._journal.touched.add(actor)
        if mention in self._names.unassigned:
            self._names.unassigned.discard(mention)
            self._journal.insert_given("assignment", (mention, actor, float(probability), reason, decided_by, 1))
            return
        before = self._journal.current("assignment", mention, tuple(after))
        if before is None:
            if self._journal.current("mention", mention, ("id",)) is None:
                raise NotFoundError("No such mention", got=str(mention))
            self._journal.insert_given("assignment", (mention, actor, float(probability), reason, decided_by, 1))
        else:
            self._journal.change("assignment", mention, before, after)

    def unassign(self, mention: int) -> None:
        """Take back which actor a mention is; it waits for a decision again."""
        self._delete("assignment", mention)
        self._names.unassigned.add(mention)

    # What the user says

    def add_actor(
        self,
        name: str,
        *,
        sector: Sector | str | None = None,
        place: Place | None = None,
        kind: str = "organisation",
        fields: Mapping[str, Any] | None = None,
    ) -> int:
        """Add an actor; one that no mention is assigned to in this batch gets a mention of the user's own."""
        values = self._actor_values({"name": name, "sector": sector, "kind": kind, "place": place, "fields": dict(fields or {})})
        number = self._journal.insert("actor", (*(values[c] for c in ("name", "kind", "sector", "place", "fields")), None))
        self._added.add(number)
        return number

    def edit_actor(self, actor: int, *, version: int, **values: Any) -> int:
        """Change `name`, `sector`, `kind`, `place` or `fields` of an actor and return its new version.

        `fields` are merged into those that the actor has; a field set to None is taken away.

        Raises
        ------
        StaleWriteError
            If the actor changed since `version` was read; both values are in the message.
        """
        columns = ("version", "name", "kind", "sector", "place", "fields")
        before = self._journal.current("actor", actor, columns)
        if before is None:
            raise NotFoundError("No such actor", got=str(actor))
        if "fields" in values:
            merged = {**custom.loaded(before["fields"]), **dict(values["fields"] or {})}
            values["fields"] = {key: value for key, value in merged.items() if value is not None}
        after = self._actor_values(values)
        self._require_version("actor", actor, version, before, after)
        self._journal.change("actor", actor, {column: before[column] for column in after}, after)
        return version + any(before[column] != after[column] for column in after)

    def merge(self, actor: int, into: int) -> None:
        """Say that an actor is another one: all its mentions move, and the actor stays as a pointer to the other."""
        if actor == into:
            raise InputError("An actor cannot be merged into itself", got=str(actor))
        rows = {number: self._journal.current("actor", number, ("merged_into",)) for number in (actor, into)}
        for number, row in rows.items():
            if row is None:
                raise NotFoundError("No such actor", got=str(number))
            if row["merged_into"] is not None:
                raise InputError("The actor was merged away before", got=str(number), expected=f"actor {row['merged_into']}")
        self._journal.flush()
        if actor in self._added:
            self._own_mention(actor)
            self._journal.flush()
            self._added.discard(actor)
        for (mention,) in self._link.rows("SELECT id FROM assignment WHERE actor = ? ORDER BY id", (actor,)):
            self._journal.change("assignment", mention, {"actor": actor}, {"actor": into})
        self._journal.change("actor", actor, {"merged_into": None}, {"merged_into": into})
        self._added.discard(into)

    def add_tie(
        self,
        source: int,
        target: int,
        kind: str,
        *,
        weight: float = 1.0,
        directed: bool = True,
        valid_from: Date | None = None,
        valid_to: Date | None = None,
        fields: Mapping[str, Any] | None = None,
        evidence: Evidence | None = None,
        own_statement: bool = False,
    ) -> int:
        """Add a tie between two actors, with evidence or as the user's own statement."""
        number, day = self._own_evidence(evidence, own_statement=own_statement)
        ends = self._own_mention(source), self._own_mention(target)
        dates.Interval(valid_from, valid_to)
        content = (
            *ends, self._journal.word(kind), float(weight), 1 if directed else 0, valid_from.iso if valid_from else None,
            valid_to.iso if valid_to else None, fields_text(dict(fields or {})), number, day, None,
        )  # fmt: skip
        return self._journal.insert("tie", content)

    def add_claim(
        self,
        field: str,
        value: str | float | bool | None,  # noqa: FBT001  the value of a claim may be a flag
        *,
        actor: int | None = None,
        initiative: int | None = None,
        unit: str | None = None,
        valid_from: Date | None = None,
        valid_to: Date | None = None,
        as_of: Date | None = None,
        assessor: str | None = None,
        confidence: float | None = None,
        evidence: Evidence | None = None,
        own_statement: bool = False,
    ) -> int:
        """Add a claim about an actor or an initiative, with evidence or as the user's own statement."""
        if (actor is None) == (initiative is None):
            raise InputError("A claim is about one actor or one initiative", got=f"actor {actor}, initiative {initiative}")
        if initiative is not None and self._journal.current("initiative", initiative, ("id",)) is None:
            raise NotFoundError("No such initiative", got=str(initiative))
        number, day = self._own_evidence(evidence, own_statement=own_statement)
        dates.Interval(valid_from, valid_to)
        content = (
            None if actor is None else self._own_mention(actor), initiative, self._journal.word(field), *claim_value(value),
            None if unit is None else self._journal.word(unit), valid_from.iso if valid_from else None,
            valid_to.iso if valid_to else None, as_of.iso if as_of else None, assessor, confidence, number, day, None,
        )  # fmt: skip
        return self._journal.insert("claim", content)

    def add_note(self, actor: int, text: str) -> int:
        """Add a note of the user's about an actor; notes never leave in a shared copy."""
        if self._journal.current("actor", actor, ("id",)) is None:
            raise NotFoundError("No such actor", got=str(actor))
        return self._journal.insert("note", (actor, text, self.author, dates.today().iso))

    def add_field(
        self, name: str, kind: custom.FieldType, *, label: str = "", unit: str | None = None, choices: tuple[str, ...] = ()
    ) -> int:
        """Register a custom field of actors: its type is checked wherever a value is written."""
        self._journal.flush("field")
        values = custom.registered(self._link, name, kind, label, unit, choices)
        return self._journal.insert("field", values)

    def keep(
        self, room: str, kind: str, name: str, body: Mapping[str, Any], *, version: int | None = None, private: bool | None = None
    ) -> int:
        """Keep a thing of a capability's own (a decision, a session, a saved view), new or changed, and return its version.

        Parameters
        ----------
        room, kind, name : str
            The capability, what it is, and which one.
        body : mapping
            Plain JSON values.
        version : int, optional
            The version that was read; without it the latest is overwritten.
        private : bool, optional
            Leave it out of a shared copy; where not given, as it was, and not private when new.

        Raises
        ------
        StaleWriteError
            If it changed since `version` was read.
        """
        return kept.keep(self._journal, room, kind, name, body, version=version, private=private)

    def hold(self, room: str, kind: str, name: str, body: Mapping[str, Any]) -> None:
        """Keep a private thing for good, such as that somebody has seen something: no undo takes it away."""
        kept.hold(self._journal, room, kind, name, body)

    def forget(self, room: str, kind: str, name: str, *, version: int | None = None) -> None:
        """Take away a thing that a capability keeps."""
        kept.forget(self._journal, room, kind, name, version=version)

    def remove(self, table: str, number: int, *, version: int | None = None) -> None:
        """Remove a tie or claim of the user's own, a note, or an assignment.

        What a source says cannot be removed, only be said otherwise by a later state of the source.
        """
        if table not in REMOVABLE:
            raise InputError("Rows of this table cannot be removed", got=table, expected=", ".join(REMOVABLE))
        if table in {"tie", "claim"}:
            self._require_own(table, number, "removed")
        self._delete(table, number, version)

    def end(self, table: str, number: int, on: Date, *, version: int | None = None) -> None:
        """Say until when a tie or claim of the user's own held; it stays in the record with that date.

        Raises
        ------
        StaleWriteError
            If it changed since `version` was read.
        """
        if table not in {"tie", "claim"}:
            raise InputError("Only ties and claims end", got=table, expected="tie or claim")
        self._require_own(table, number, "ended")
        before = self._journal.current(table, number, ("version", "valid_from", "valid_to"))
        if before is None:
            raise NotFoundError(f"No such {table}", got=str(number), remedy="Somebody may have removed it meanwhile")
        after = {"valid_to": on.iso}
        if version is not None:
            self._require_version(table, number, version, before, after)
        dates.Interval(dates.Date(before["valid_from"]) if before["valid_from"] else None, on)
        self._journal.change(table, number, {"valid_to": before["valid_to"]}, after)

    def remove_actor(self, actor: int, *, version: int) -> None:
        """Take an actor out with what the user said of it; see `ecotone.ecosystem.removal`.

        Raises
        ------
        StaleWriteError
            If the actor changed since `version` was read.
        """
        before = self._journal.current("actor", actor, ("version", "name", "sector"))
        if before is None:
            raise NotFoundError("No such actor", got=str(actor))
        self._require_version("actor", actor, version, before, {})
        self._added.discard(actor)
        removal.remove(self._journal, actor)

    # Inside

    def _require_own(self, table: str, number: int, what: str) -> None:
        """Refuse to change what a source says."""
        self._journal.flush()
        source = self._link.value(
            f"SELECT w.text FROM {table} t JOIN evidence e ON e.id = t.evidence JOIN word w ON w.id = e.source WHERE t.id = ?",
            (number,),
        )
        if source is not None and source != USER:
            raise InputError(
                f"What a source says cannot be {what} ({table} {number})",
                got=source,
                remedy="Add what you know as a statement of your own; both stay visible",
            )

    def _delete(self, table: str, number: int, version: int | None = None) -> None:
        self._journal.flush(table)
        row = self._link.one(f"SELECT {', '.join(COLUMNS[table])} FROM {table} WHERE id = ?", (number,))
        if row is None:
            raise NotFoundError(f"No such {table}", got=str(number))
        if version is not None:
            self._require_version(table, number, version, dict(zip(COLUMNS[table], row, strict=True)), {})
        self._journal.delete(table, [row])

    def _require_version(self, table: str, number: int, version: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        if before["version"] != version:
            shown = after or [name for name in TOLD if before.get(name) is not None]
            stored = ", ".join(f"{name} {self._told(name, before[name])}" for name in shown)
            given = ", ".join(f"{name} {self._told(name, value)}" for name, value in after.items()) or "removal"
            raise StaleWriteError(
                f"The {table} changed since it was read",
                where=f"{table} {number}, version {before['version']}",
                got=f"{given} (on version {version})",
                expected=f"{stored} (version {before['version']}) to be read first",
                remedy="Look at the present values and write again",
            )

    def _told(self, name: str, value: Any) -> str:
        """Return a value as a message shows it: a place by its words, not by its number."""
        if name != "place":
            return repr(value)
        return repr(", ".join(str(part) for part in self._names.place_values(value)[:3] if part))

    def _actor_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Check what is written to an actor and return it as columns."""
        checked: dict[str, Any] = {}
        for name, value in values.items():
            if name == "name":
                if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME or "\x00" in value:
                    raise InputError("An actor needs a name", got=repr(value), expected=f"1 to {LONGEST_NAME} characters")
                checked[name] = value
            elif name == "sector":
                if value is not None and value not in SECTORS:
                    raise InputError("No such sector", got=str(value), expected=", ".join(Sector))
                checked[name] = None if value is None else Sector(value).value
            elif name == "kind":
                if value not in ACTOR_KINDS:
                    raise InputError("No such kind of actor", got=str(value), expected=", ".join(ACTOR_KINDS))
                checked[name] = value
            elif name == "place":
                checked[name] = self._names.place(place_values(value))
            elif name == "fields":
                if value:
                    self._journal.flush("field")
                checked[name] = fields_text(custom.checked(self._link, value)) if value else None
            else:
                raise InputError("An actor has no such value", got=name, expected="name, sector, kind, place, fields")
        return checked

    def _own_evidence(self, evidence: Evidence | None, *, own_statement: bool) -> tuple[int, str]:
        """Return the evidence of something that the user says, and the day it was learnt."""
        today = dates.today().iso
        journal = self._journal
        source = journal.word(USER)
        if evidence is None:
            if not own_statement:
                raise EvidenceError("A statement needs evidence", remedy="Give the source, or mark it as your own statement")
            number = journal.new_id("evidence")
            journal.insert_given("evidence", (number, source, f"statement {number}", None, None, None, today, 1, 1))
            return number, today
        # Kept apart from the record cited, whose next state would otherwise seem to have dropped what the user said.
        cited = f"{evidence.source} {evidence.id_in_source}"
        day = (evidence.date.iso if evidence.date else None) or today
        journal.flush("evidence")
        found = self._link.value("SELECT id FROM evidence WHERE source = ? AND id_in_source = ?", (source, cited))
        if found is not None:
            return int(found), day
        values = (
            source, cited, evidence.address, evidence.title, evidence.date.iso if evidence.date else None,
            (evidence.read_on or dates.today()).iso, 1 if own_statement or evidence.own_statement else 0,
        )  # fmt: skip
        return journal.insert("evidence", values), day

    def _own_mention(self, actor: int) -> int:
        """Return the user's mention of an actor, adding it where there is none."""
        journal = self._journal
        before = journal.current("actor", actor, ("name", "sector", "place", "merged_into"))
        if before is None:
            raise NotFoundError("No such actor", got=str(actor))
        if before["merged_into"] is not None:
            raise InputError("The actor was merged away", got=str(actor), expected=f"actor {before['merged_into']}")
        source, role = journal.word(USER), journal.word("actor")
        journal.flush()
        found = self._link.value(
            "SELECT m.id FROM assignment s JOIN mention m ON m.id = s.id WHERE s.actor = ? AND m.source = ? AND m.role = ? ORDER BY m.id",
            (actor, source, role),
        )
        if found is not None:
            return int(found)
        place = self._names.place_values(before["place"])
        number = self._names.mention((source, f"actor {actor}", "actor", before["name"], place, before["sector"], None))
        self.assign(number, actor, reason="entered by the user", decided_by=USER)
        evidence, day = self._own_evidence(None, own_statement=True)
        journal.insert("appearance", (number, None, evidence, day, None))
        return number
