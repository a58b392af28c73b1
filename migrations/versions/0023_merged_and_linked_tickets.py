"""Merged tickets lead to their survivor, with a journal of what moved; linked tickets know each other."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    kept = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("tickets", sa.Column("merged_into_id", identity, nullable=True))
    merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        "ix_tickets_merged_into_id", "tickets", ["merged_into_id"], sqlite_where=merged, postgresql_where=merged
    )
    op.create_table(
        "ticket_merges",
        sa.Column("id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("into_id", identity, nullable=False),
        sa.Column("moved", kept, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_merges_ticket_id")),
        sa.ForeignKeyConstraint(["into_id"], ["tickets.id"], name=op.f("fk_ticket_merges_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_merges")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ticket_merges_into_id"), "ticket_merges", ["into_id"])
    standing = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_ticket_merges_standing",
        "ticket_merges",
        ["ticket_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_table(
        "ticket_links",
        sa.Column("id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("other_id", identity, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ticket_id < other_id", name=op.f("ck_ticket_links_order")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_links_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["tickets.id"], name=op.f("fk_ticket_links_other_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_links")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ticket_links_other_id"), "ticket_links", ["other_id"])
    op.create_index("uq_ticket_links_pair", "ticket_links", ["ticket_id", "other_id"], unique=True)


def downgrade() -> None:
    """Go back; merged tickets stay closed, and their messages where they were moved."""
    op.drop_table("ticket_links")
    op.drop_table("ticket_merges")
    op.drop_index("ix_tickets_merged_into_id", table_name="tickets")
    op.drop_column("tickets", "merged_into_id")
