"""The record: actors, mentions and assignments, what sources say of them, and the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "actor",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sector", sa.String(length=16), nullable=True),
        sa.Column("place", ID, nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("merged_into", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["actor.id"], name=("fk_actor_merged_into"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_actor")),
    )
    op.create_index("ix_actor_merged_into", "actor", ["merged_into"], unique=False)
    op.create_table(
        "batch",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("time", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("undoes", ID, nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["batch.id"], name=("fk_batch_undoes"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_batch")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("last", ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name=("pk_counter")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("source", ID, nullable=False),
        sa.Column("id_in_source", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=10), nullable=True),
        sa.Column("read_on", sa.String(length=10), nullable=True),
        sa.Column("own_statement", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_evidence")),
    )
    op.create_index("ix_evidence_record", "evidence", ["source", "id_in_source"], unique=True)
    op.create_table(
        "field",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_field")),
    )
    op.create_table(
        "initiative",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("source", ID, nullable=False),
        sa.Column("id_in_source", sa.Text(), nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_initiative")),
    )
    op.create_index("ix_initiative_record", "initiative", ["source", "id_in_source"], unique=True)
    op.create_table(
        "mention",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("key", ID, nullable=False),
        sa.Column("source", ID, nullable=False),
        sa.Column("id_in_source", sa.Text(), nullable=True),
        sa.Column("role", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", ID, nullable=True),
        sa.Column("sector", sa.String(length=16), nullable=True),
        sa.Column("unnamed_of", ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unnamed_of"], ["mention.id"], name=("fk_mention_unnamed_of"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_mention")),
    )
    op.create_index(("ix_mention_key"), "mention", ["key"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("key", ID, nullable=False),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(precision=53), nullable=True),
        sa.Column("longitude", sa.Float(precision=53), nullable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_place")),
    )
    op.create_index(("ix_place_key"), "place", ["key"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=("pk_setting")),
    )
    op.create_table(
        "word",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_word")),
        sa.UniqueConstraint("text"),
    )
    op.create_table(
        "appearance",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("mention", ID, nullable=True),
        sa.Column("initiative", ID, nullable=True),
        sa.Column("evidence", ID, nullable=False),
        sa.Column("known_from", sa.String(length=10), nullable=False),
        sa.Column("known_to", sa.String(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence"], ["evidence.id"], name=("fk_appearance_evidence"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["initiative"], ["initiative.id"], name=("fk_appearance_initiative"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["mention"], ["mention.id"], name=("fk_appearance_mention"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_appearance")),
    )
    op.create_index("ix_appearance_evidence", "appearance", ["evidence"], unique=False)
    op.create_index(
        "ix_appearance_initiative",
        "appearance",
        ["initiative"],
        unique=False,
        sqlite_where=sa.text("initiative IS NOT NULL"),
        postgresql_where=sa.text("initiative IS NOT NULL"),
    )
    op.create_index(
        "ix_appearance_mention",
        "appearance",
        ["mention"],
        unique=False,
        sqlite_where=sa.text("mention IS NOT NULL"),
        postgresql_where=sa.text("mention IS NOT NULL"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("probability", sa.Float(precision=53), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actor.id"], name=("fk_assignment_actor"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["id"], ["mention.id"], name=("fk_assignment_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_assignment")),
    )
    op.create_index("ix_assignment_actor", "assignment", ["actor"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("batch", ID, nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=1), nullable=False),
        sa.Column("first", ID, nullable=False),
        sa.Column("last", ID, nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["batch.id"], name=("fk_change_batch"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_change")),
    )
    op.create_index("ix_change_batch", "change", ["batch"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("mention", ID, nullable=True),
        sa.Column("initiative", ID, nullable=True),
        sa.Column("field", ID, nullable=False),
        sa.Column("type", sa.String(length=1), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("number", sa.Float(precision=53), nullable=True),
        sa.Column("unit", ID, nullable=True),
        sa.Column("valid_from", sa.String(length=10), nullable=True),
        sa.Column("valid_to", sa.String(length=10), nullable=True),
        sa.Column("as_of", sa.String(length=10), nullable=True),
        sa.Column("assessor", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=True),
        sa.Column("evidence", ID, nullable=False),
        sa.Column("known_from", sa.String(length=10), nullable=False),
        sa.Column("known_to", sa.String(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence"], ["evidence.id"], name=("fk_claim_evidence"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["initiative"], ["initiative.id"], name=("fk_claim_initiative"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["mention"], ["mention.id"], name=("fk_claim_mention"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_claim")),
    )
    op.create_index("ix_claim_evidence", "claim", ["evidence"], unique=False)
    op.create_index(
        "ix_claim_initiative",
        "claim",
        ["initiative"],
        unique=False,
        sqlite_where=sa.text("initiative IS NOT NULL"),
        postgresql_where=sa.text("initiative IS NOT NULL"),
    )
    op.create_index(
        "ix_claim_mention",
        "claim",
        ["mention"],
        unique=False,
        sqlite_where=sa.text("mention IS NOT NULL"),
        postgresql_where=sa.text("mention IS NOT NULL"),
    )
    op.create_table(
        "event",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("actual", sa.SmallInteger(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("evidence", ID, nullable=False),
        sa.Column("known_from", sa.String(length=10), nullable=False),
        sa.Column("known_to", sa.String(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence"], ["evidence.id"], name=("fk_event_evidence"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_event")),
    )
    op.create_index("ix_event_evidence", "event", ["evidence"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_on", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor"], ["actor.id"], name=("fk_note_actor"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_note")),
    )
    op.create_index("ix_note_actor", "note", ["actor"], unique=False)
    op.create_table(
        "state",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("evidence", ID, nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence"], ["evidence.id"], name=("fk_state_evidence"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_state")),
    )
    op.create_index("ix_state_evidence", "state", ["evidence"], unique=False)
    op.create_table(
        "tie",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("source", ID, nullable=False),
        sa.Column("target", ID, nullable=False),
        sa.Column("kind", ID, nullable=False),
        sa.Column("weight", sa.Float(precision=53), nullable=False),
        sa.Column("directed", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=True),
        sa.Column("valid_to", sa.String(length=10), nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("evidence", ID, nullable=False),
        sa.Column("known_from", sa.String(length=10), nullable=False),
        sa.Column("known_to", sa.String(length=10), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["evidence"], ["evidence.id"], name=("fk_tie_evidence"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["source"], ["mention.id"], name=("fk_tie_source"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["target"], ["mention.id"], name=("fk_tie_target"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_tie")),
    )
    op.create_index("ix_tie_evidence", "tie", ["evidence"], unique=False)
    op.create_index("ix_tie_source", "tie", ["source"], unique=False)
    op.create_index("ix_tie_target", "tie", ["target"], unique=False)
    op.create_table(
        "event_object",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("event", ID, nullable=False),
        sa.Column("mention", ID, nullable=True),
        sa.Column("initiative", ID, nullable=True),
        sa.Column("role", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=("fk_event_object_event"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["initiative"], ["initiative.id"], name=("fk_event_object_initiative"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["mention"], ["mention.id"], name=("fk_event_object_mention"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_event_object")),
    )
    op.create_index("ix_event_object_event", "event_object", ["event"], unique=False)
    op.create_index(
        "ix_event_object_initiative",
        "event_object",
        ["initiative"],
        unique=False,
        sqlite_where=sa.text("initiative IS NOT NULL"),
        postgresql_where=sa.text("initiative IS NOT NULL"),
    )
    op.create_index(
        "ix_event_object_mention",
        "event_object",
        ["mention"],
        unique=False,
        sqlite_where=sa.text("mention IS NOT NULL"),
        postgresql_where=sa.text("mention IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(
        "ix_event_object_mention",
        table_name="event_object",
        sqlite_where=sa.text("mention IS NOT NULL"),
        postgresql_where=sa.text("mention IS NOT NULL"),
    )
    op.drop_index(
        "ix_event_object_initiative",
        table_name="event_object",
        sqlite_where=sa.text("initiative IS NOT NULL"),
        postgresql_where=sa.text("initiative IS NOT NULL"),
    )
    op.drop_index("ix_event_object_event", table_name="event_object")
    op.drop_table("event_object")
    op.drop_index("ix_tie_target", table_name="tie")
    op.drop_index("ix_tie_source", table_name="tie")
    op.drop_index("ix_tie_evidence", table_name="tie")
    op.drop_table("tie")
    op.drop_index("ix_state_evidence", table_name="state")
    op.drop_table("state")
    op.drop_index("ix_note_actor", table_name="note")
    op.drop_table("note")
    op.drop_index("ix_event_evidence", table_name="event")
    op.drop_table("event")
    op.drop_index(
        "ix_claim_mention", table_name="claim", sqlite_where=sa.text("mention IS NOT NULL"), postgresql_where=sa.text("mention IS NOT NULL")
    )
    op.drop_index(
        "ix_claim_initiative",
        table_name="claim",
        sqlite_where=sa.text("initiative IS NOT NULL"),
        postgresql_where=sa.text("initiative IS NOT NULL"),
    )
    op.drop_index("ix_claim_evidence", table_name="claim")
    op.drop_table("claim")
    op.drop_index("ix_change_batch", table_name="change")
    op.drop_table("change")
    op.drop_index("ix_assignment_actor", table_name="assignment")
    op.drop_table("assignment")
    op.drop_index(
        "ix_appearance_mention",
        table_name="appearance",
        sqlite_where=sa.text("mention IS NOT NULL"),
        postgresql_where=sa.text("mention IS NOT NULL"),
    )
    op.drop_index(
        "ix_appearance_initiative",
        table_name="appearance",
        sqlite_where=sa.text("initiative IS NOT NULL"),
        postgresql_where=sa.text("initiative IS NOT NULL"),
    )
    op.drop_index("ix_appearance_evidence", table_name="appearance")
    op.drop_table("appearance")
    op.drop_table("word")
    op.drop_table("setting")
    op.drop_index(("ix_place_key"), table_name="place")
    op.drop_table("place")
    op.drop_index(("ix_mention_key"), table_name="mention")
    op.drop_table("mention")
    op.drop_index("ix_initiative_record", table_name="initiative")
    op.drop_table("initiative")
    op.drop_table("field")
    op.drop_index("ix_evidence_record", table_name="evidence")
    op.drop_table("evidence")
    op.drop_table("counter")
    op.drop_table("batch")
    op.drop_index("ix_actor_merged_into", table_name="actor")
    op.drop_table("actor")
