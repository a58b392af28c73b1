"""Merged contacts lead to their survivor, with a journal of what moved."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    kept = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("contacts", sa.Column("merged_into_id", identity, nullable=True))
    op.create_table(
        "contact_merges",
        sa.Column("id", identity, nullable=False),
        sa.Column("contact_id", identity, nullable=False),
        sa.Column("into_id", identity, nullable=False),
        sa.Column("moved", kept, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_merges_contact_id")),
        sa.ForeignKeyConstraint(["into_id"], ["contacts.id"], name=op.f("fk_contact_merges_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_merges")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contact_merges_into_id"), "contact_merges", ["into_id"])
    standing = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_contact_merges_standing",
        "contact_merges",
        ["contact_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def downgrade() -> None:
    """Go back; what was moved stays where it is."""
    op.drop_table("contact_merges")
    op.drop_column("contacts", "merged_into_id")
