"""Notifications: whom we told to look at a ticket, and what of it is unread."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "notifications",
        sa.Column("id", identity, nullable=False),
        sa.Column("agent_id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("event_id", identity, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_notifications_agent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_notifications_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_notifications_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("agent_id", "event_id", name=op.f("uq_notifications_agent_id_event_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notifications", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notifications_ticket_id"), ["ticket_id"], unique=False)
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "uq_notifications_unread",
        "notifications",
        ["agent_id", "ticket_id"],
        unique=True,
        sqlite_where=unread,
        postgresql_where=unread,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("notifications")
