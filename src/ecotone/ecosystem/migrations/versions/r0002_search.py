"""The index behind searching actors by name: FTS5 in SQLite, a `tsvector` in PostgreSQL; one row an actor."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index and fill it."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE actor_search USING fts5(words, prefix='2 3', tokenize='unicode61 remove_diacritics 2')")
    else:
        op.create_table(
            "actor_search",
            sa.Column("rowid", sa.BigInteger(), primary_key=True, autoincrement=False),
            sa.Column("words", sa.Text(), nullable=False),
        )
        op.execute("CREATE INDEX ix_actor_search_words ON actor_search USING gin (to_tsvector('simple', words))")
    from ecotone.ecosystem.search import fold

    connection = op.get_bind()
    names: dict[int, list[str]] = {}
    listed = connection.execute(
        sa.text(
            "SELECT a.id, a.name FROM actor a WHERE a.merged_into IS NULL UNION"
            " SELECT s.actor, m.name FROM assignment s JOIN mention m ON m.id = s.id ORDER BY 1, 2"
        )
    )
    for actor, name in listed:
        names.setdefault(actor, []).append(name)
    rows = [{"actor": actor, "words": fold(" ".join(several))} for actor, several in names.items()]
    if rows:
        connection.execute(sa.text("INSERT INTO actor_search (rowid, words) VALUES (:actor, :words)"), rows)


def downgrade() -> None:
    """Drop the index."""
    op.execute("DROP TABLE actor_search")
