"""Addresses that get nothing from us: since when, why, and what the provider said."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHY = "suppressed_why IN ('bounced', 'complained', 'unsubscribed')"
BOTH = "(suppressed_at IS NULL) = (suppressed_why IS NULL)"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("identities") as table:
        table.add_column(sa.Column("suppressed_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("suppressed_why", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("suppressed_words", sa.String(length=300), nullable=True))
        table.create_check_constraint(op.f("ck_identities_suppressed_why"), WHY)
        table.create_check_constraint(op.f("ck_identities_suppressed"), BOTH)
    op.create_index(
        "ix_identities_suppressed",
        "identities",
        ["suppressed_at", "id"],
        postgresql_where=sa.text("suppressed_at IS NOT NULL"),
        sqlite_where=sa.text("suppressed_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_identities_suppressed", table_name="identities")
    with op.batch_alter_table("identities") as table:
        table.drop_constraint(op.f("ck_identities_suppressed"), type_="check")
        table.drop_constraint(op.f("ck_identities_suppressed_why"), type_="check")
        table.drop_column("suppressed_words")
        table.drop_column("suppressed_why")
        table.drop_column("suppressed_at")
