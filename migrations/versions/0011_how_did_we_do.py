"""Surveys, and the newest score beside its ticket."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("tickets", sa.Column("csat_score", sa.Integer(), nullable=True))
    op.create_table(
        "surveys",
        sa.Column("id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("contact_id", identity, nullable=False),
        sa.Column("agent_id", identity, nullable=True),
        sa.Column("team_id", identity, nullable=True),
        sa.Column("inbox_id", identity, nullable=False),
        sa.Column("message_id", identity, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scale_min", sa.Integer(), nullable=False),
        sa.Column("scale_max", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score IS NULL OR score BETWEEN scale_min AND scale_max", name=op.f("ck_surveys_score")),
        sa.CheckConstraint("(score IS NULL) = (answered_at IS NULL)", name=op.f("ck_surveys_answered")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_surveys_ticket_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_surveys_contact_id")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_surveys_agent_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_surveys_team_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name=op.f("fk_surveys_inbox_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_surveys_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("ticket_id", "cycle", "kind", name=op.f("uq_surveys_ticket_id_cycle_kind")),
        sa.UniqueConstraint("message_id", name=op.f("uq_surveys_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_surveys_asked_at"), "surveys", ["asked_at"])
    op.create_index(op.f("ix_surveys_contact_id_asked_at"), "surveys", ["contact_id", "asked_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("surveys")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_column("csat_score")
