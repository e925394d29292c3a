"""The tables of a record, the same on SQLite and PostgreSQL.

Everything a source says hangs on mentions (names as written), never on actors: an assignment says which actor a
mention is, so matching, un-matching and merging touch assignments only. What a source record says carries two
clocks: `valid_from`/`valid_to` (when it held) and `known_from`/`known_to` (the date of the state of the source record
that first said so, and of the later state that no longer did). Dates are ISO texts whose length is their precision.

Words that repeat (sources, roles, kinds, field names, units) and places are kept once and pointed to. They are only
ever added, so they are not part of the journal. Flags are 0 or 1. Every other row has an id that is never given
twice, and a `version` that grows with each change of the row.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, SmallInteger, String, Table, Text

metadata: Final = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
)

ID: Final = BigInteger().with_variant(Integer, "sqlite")  # SQLite's row number must be declared INTEGER


def _id() -> Column[int]:
    return Column("id", ID, primary_key=True, autoincrement=False)


def _to(name: str, table: str, *, nullable: bool = False) -> Column[int]:
    """Point to a row of another table; checked when the transaction ends, so that undo may restore in any order."""
    return Column(name, ID, ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED"), nullable=nullable)


def _word(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, ID, nullable=nullable)


def _day(name: str, *, nullable: bool = True) -> Column[str]:
    return Column(name, String(10), nullable=nullable)


def _version() -> Column[int]:
    return Column("version", Integer, nullable=False)


setting = Table("setting", metadata, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False))
counter = Table("counter", metadata, Column("name", String(64), primary_key=True), Column("last", ID, nullable=False))
word = Table("word", metadata, _id(), Column("text", Text, nullable=False, unique=True))
place = Table(
    "place",
    metadata,
    _id(),
    Column("key", ID, nullable=False, index=True),
    Column("city", Text),
    Column("region", Text),
    Column("country", Text),
    Column("latitude", Float(53)),
    Column("longitude", Float(53)),
)

batch = Table(
    "batch",
    metadata,
    _id(),
    Column("time", String(32), nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    _to("undoes", "batch", nullable=True),
)
change = Table(
    "change",
    metadata,
    _id(),
    _to("batch", "batch"),
    Column("name", String(32), nullable=False),
    Column("kind", String(1), nullable=False),
    Column("first", ID, nullable=False),
    Column("last", ID, nullable=False),
    Column("before", LargeBinary),
    Index("ix_change_batch", "batch"),
)

actor = Table(
    "actor",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sector", String(16)),
    Column("place", ID),
    Column("fields", Text),
    _to("merged_into", "actor", nullable=True),
    _version(),
    Index("ix_actor_merged_into", "merged_into"),
)
field = Table(
    "field",
    metadata,
    _id(),
    Column("name", String(64), nullable=False),
    Column("about", String(16), nullable=False),
    Column("type", String(16), nullable=False),
    Column("label", Text, nullable=False),
    Column("unit", Text),
    Column("choices", Text),
    _version(),
)
note = Table(
    "note",
    metadata,
    _id(),
    _to("actor", "actor"),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    _day("written_on", nullable=False),
    _version(),
    Index("ix_note_actor", "actor"),
)
evidence = Table(
    "evidence",
    metadata,
    _id(),
    _word("source"),
    Column("id_in_source", Text, nullable=False),
    Column("address", Text),
    Column("title", Text),
    _day("date"),
    _day("read_on"),
    Column("own_statement", SmallInteger, nullable=False),
    _version(),
    Index("ix_evidence_record", "source", "id_in_source", unique=True),
)
state = Table(
    "state",
    metadata,
    _id(),
    _to("evidence", "evidence"),
    _day("date", nullable=False),
    Column("digest", LargeBinary, nullable=False),
    _version(),
    Index("ix_state_evidence", "evidence"),
)
mention = Table(
    "mention",
    metadata,
    _id(),
    Column("key", ID, nullable=False, index=True),
    _word("source"),
    Column("id_in_source", Text),
    _word("role"),
    Column("name", Text, nullable=False),
    Column("place", ID),
    Column("sector", String(16)),
    _to("unnamed_of", "mention", nullable=True),
    _version(),
)
assignment = Table(
    "assignment",
    metadata,
    # The id of the mention: a mention is at most one actor.
    Column("id", ID, ForeignKey("mention.id", deferrable=True, initially="DEFERRED"), primary_key=True, autoincrement=False),
    _to("actor", "actor"),
    Column("probability", Float(53), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    _version(),
    Index("ix_assignment_actor", "actor"),
)
initiative = Table(
    "initiative",
    metadata,
    _id(),
    _word("source"),
    Column("id_in_source", Text, nullable=False),
    _word("kind"),
    Column("title", Text, nullable=False),
    _day("dated", nullable=False),
    _version(),
    Index("ix_initiative_record", "source", "id_in_source", unique=True),
)


def _said() -> tuple[Column[int], Column[str], Column[str], Column[int]]:
    """Return what every row that a source record says ends with: its evidence and the second clock."""
    return _to("evidence", "evidence"), _day("known_from", nullable=False), _day("known_to"), _version()


def _present(table: str, column: str) -> Index:
    """Index a pointer where there is one."""
    return Index(f"ix_{table}_{column}", column, sqlite_where=_not_null(column), postgresql_where=_not_null(column))


def _not_null(column: str) -> object:
    from sqlalchemy import text

    return text(f"{column} IS NOT NULL")


appearance = Table(
    "appearance",
    metadata,
    _id(),
    _to("mention", "mention", nullable=True),
    _to("initiative", "initiative", nullable=True),
    *_said(),
    Index("ix_appearance_evidence", "evidence"),
    _present("appearance", "mention"),
    _present("appearance", "initiative"),
)
tie = Table(
    "tie",
    metadata,
    _id(),
    _to("source", "mention"),
    _to("target", "mention"),
    _word("kind"),
    Column("weight", Float(53), nullable=False),
    Column("directed", SmallInteger, nullable=False),
    _day("valid_from"),
    _day("valid_to"),
    Column("fields", Text),
    *_said(),
    Index("ix_tie_source", "source"),
    Index("ix_tie_target", "target"),
    Index("ix_tie_evidence", "evidence"),
)
claim = Table(
    "claim",
    metadata,
    _id(),
    _to("mention", "mention", nullable=True),
    _to("initiative", "initiative", nullable=True),
    _word("field"),
    Column("type", String(1), nullable=False),
    Column("text", Text),
    Column("number", Float(53)),
    _word("unit", nullable=True),
    _day("valid_from"),
    _day("valid_to"),
    _day("as_of"),
    Column("assessor", Text),
    Column("confidence", Float(53)),
    *_said(),
    Index("ix_claim_evidence", "evidence"),
    _present("claim", "mention"),
    _present("claim", "initiative"),
)
event = Table(
    "event",
    metadata,
    _id(),
    _word("kind"),
    _day("date", nullable=False),
    Column("actual", SmallInteger, nullable=False),
    Column("fields", Text),
    *_said(),
    Index("ix_event_evidence", "evidence"),
)
event_object = Table(
    "event_object",
    metadata,
    _id(),
    _to("event", "event"),
    _to("mention", "mention", nullable=True),
    _to("initiative", "initiative", nullable=True),
    _word("role"),
    _version(),
    Index("ix_event_object_event", "event"),
    _present("event_object", "mention"),
    _present("event_object", "initiative"),
)

kept = Table(
    "kept",
    metadata,
    _id(),
    Column("room", String(32), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("private", SmallInteger, nullable=False),
    _version(),
    Index("ix_kept_name", "room", "kind", "name", unique=True),
)

JOURNALLED: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        actor, field, note, evidence, state, mention, assignment, initiative, appearance, tie, claim, event, event_object, kept,
    )
}  # fmt: skip
"""The tables whose changes are journalled and undone, parents before children."""

COLUMNS: Final[dict[str, tuple[str, ...]]] = {name: tuple(column.name for column in table.columns) for name, table in JOURNALLED.items()}

REFERENCES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    parent: tuple(
        (name, column.name)
        for name, table in JOURNALLED.items()
        for column in table.columns
        if any(key.column.table.name == parent for key in column.foreign_keys)
    )
    for parent in JOURNALLED
}
"""For each table, the columns elsewhere that point to it."""
