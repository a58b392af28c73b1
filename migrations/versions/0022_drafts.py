"""Drafts: what agents have begun to write, and replies that can still be taken back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "drafts",
        sa.Column("id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("agent_id", identity, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("recipients", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=True),
        sa.Column("seen_message_id", identity, nullable=True),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scheduled", sa.Boolean(), nullable=False),
        sa.Column("held", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('reply', 'note')", name=op.f("ck_drafts_kind")),
        sa.CheckConstraint("release_at IS NULL OR kind = 'reply'", name=op.f("ck_drafts_leaving")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_drafts_ticket_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_drafts_agent_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_drafts_agent_id_ticket_id"), "drafts", ["agent_id", "ticket_id"], unique=False)
    written = sa.text("release_at IS NULL")
    op.create_index(
        "uq_drafts_written",
        "drafts",
        ["ticket_id", "agent_id", "kind"],
        unique=True,
        sqlite_where=written,
        postgresql_where=written,
    )
    op.create_table(
        "draft_files",
        sa.Column("draft_id", identity, nullable=False),
        sa.Column("attachment_id", identity, nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_draft_files_draft_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_draft_files_attachment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft_id", "attachment_id", name=op.f("pk_draft_files")),
    )
    op.create_index(op.f("ix_draft_files_attachment_id"), "draft_files", ["attachment_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("draft_files")
    op.drop_table("drafts")
