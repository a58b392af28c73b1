"""Tests of an inbox: a message to itself, when it left, and when and how it came back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "trials",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("inbox_id", ID, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("back_at", INSTANT, nullable=True),
        sa.Column("back_by", sa.String(length=10), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name=op.f("fk_trials_inbox_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trials")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_trials_inbox_id_id"), "trials", ["inbox_id", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_trials_inbox_id_id"), table_name="trials")
    op.drop_table("trials")
