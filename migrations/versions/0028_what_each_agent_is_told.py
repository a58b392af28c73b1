"""What each agent is told, in the desk and by mail: their choices, each decision with its reason, and the mails."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

json = sa.JSON().with_variant(JSONB(), "postgresql")
PENDING = "mail IN ('waiting', 'away', 'hours', 'gathered', 'limit', 'breaker')"


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "notification_choices",
        sa.Column("agent_id", identity, nullable=False),
        sa.Column("kinds", json, nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("gathers", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hears_team", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_notification_choices_agent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_notification_choices")),
    )
    op.create_table(
        "notification_letters",
        sa.Column("id", identity, nullable=False),
        sa.Column("agent_id", identity, nullable=False),
        sa.Column("inbox_id", identity, nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'failed', 'uncertain', 'recorded', 'unwanted')",
            name=op.f("ck_notification_letters_state"),
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_notification_letters_agent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name=op.f("fk_notification_letters_inbox_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_letters")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_notification_letters_agent_id_created_at"), "notification_letters", ["agent_id", "created_at"]
    )
    op.create_index(op.f("ix_notification_letters_created_at"), "notification_letters", ["created_at"])
    op.create_table(
        "tellings",
        sa.Column("id", identity, nullable=False),
        sa.Column("agent_id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("event_id", identity, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("desk", sa.String(length=10), nullable=False),
        sa.Column("mail", sa.String(length=10), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", identity, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("desk IN ('told', 'own', 'muted', 'hidden')", name=op.f("ck_tellings_desk")),
        sa.CheckConstraint(
            "mail IN ('waiting', 'away', 'hours', 'gathered', 'limit', 'breaker', 'mailed', 'collapsed', 'looking', "
            "'read', 'own', 'muted', 'hidden', 'no_inbox')",
            name=op.f("ck_tellings_mail"),
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_tellings_agent_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_tellings_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_tellings_event_id")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["notification_letters.id"], name=op.f("fk_tellings_letter_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint("agent_id", "event_id", "kind", name=op.f("uq_tellings_agent_id_event_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_tellings_ticket_id_agent_id_event_id"), "tellings", ["ticket_id", "agent_id", "event_id"])
    op.create_index(op.f("ix_tellings_letter_id"), "tellings", ["letter_id"])
    pending = sa.text(PENDING)
    op.create_index(
        "ix_tellings_pending",
        "tellings",
        ["agent_id", "ticket_id"],
        sqlite_where=pending,
        postgresql_where=pending,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("tellings")
    op.drop_table("notification_letters")
    op.drop_table("notification_choices")
