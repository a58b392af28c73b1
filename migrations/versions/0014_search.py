"""Search: a document per ticket and message with a full-text index, filled by a job where there are rows already."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import UtcDateTime

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ADD = "INSERT INTO search_index(rowid, title, people, body) VALUES (new.id, new.title, new.people, new.body);"
DROP = (
    "INSERT INTO search_index(search_index, rowid, title, people, body)"
    " VALUES ('delete', old.id, old.title, old.people, old.body);"
)
SQLITE = (
    (
        "CREATE VIRTUAL TABLE search_index USING fts5(title, people, body, content='search_documents',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3')"
    ),
    f"CREATE TRIGGER search_index_added AFTER INSERT ON search_documents BEGIN {ADD} END",
    f"CREATE TRIGGER search_index_removed AFTER DELETE ON search_documents BEGIN {DROP} END",
    f"CREATE TRIGGER search_index_changed AFTER UPDATE ON search_documents BEGIN {DROP} {ADD} END",
)
POSTGRESQL = (
    (
        "CREATE INDEX search_index_words ON search_documents USING gin ("
        "(setweight(to_tsvector('simple', search_documents.people), 'A')"
        " || to_tsvector('simple', search_documents.title) || to_tsvector('simple', search_documents.body)))"
    ),
)
FILL = (
    "INSERT INTO jobs (kind, payload, run_at, attempts, created_at)"
    " SELECT 'search.fill', '{}', :at, 0, :at WHERE EXISTS (SELECT 1 FROM tickets)"
)


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    op.create_table(
        "search_documents",
        sa.Column("id", identity, autoincrement=False, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_search_documents_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
    )
    op.create_index(op.f("ix_search_documents_ticket_id"), "search_documents", ["ticket_id"])
    op.create_table(
        "search_terms",
        sa.Column("term", word, nullable=False),
        sa.Column("backwards", word, nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_terms")),
    )
    op.create_index(op.f("ix_search_terms_backwards"), "search_terms", ["backwards"])
    op.create_table(
        "search_progress",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", identity, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_progress")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
    op.execute(sa.text(FILL).bindparams(sa.bindparam("at", now(), UtcDateTime())))


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.execute("DELETE FROM jobs WHERE kind = 'search.fill'")
    op.drop_table("search_progress")
    op.drop_table("search_terms")
    op.drop_table("search_documents")
