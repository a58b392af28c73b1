"""Saved views, and an index for lists with the most urgent first."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "saved_views",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("icon", sa.String(length=40), nullable=True),
        sa.Column("filter", json, nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("team_id", identity, nullable=True),
        sa.Column("agent_id", identity, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope IN ('all', 'team', 'agent')", name=op.f("ck_saved_views_scope")),
        sa.CheckConstraint("(scope = 'team') = (team_id IS NOT NULL)", name=op.f("ck_saved_views_team")),
        sa.CheckConstraint("(scope = 'agent') = (agent_id IS NOT NULL)", name=op.f("ck_saved_views_agent")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_saved_views_team_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_saved_views_agent_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_saved_views_team_id"), "saved_views", ["team_id"])
    op.create_index(op.f("ix_saved_views_agent_id"), "saved_views", ["agent_id"])
    waits = sa.text("waiting_since IS NOT NULL")
    op.create_index(
        "ix_tickets_priority_waiting_since",
        "tickets",
        ["priority", "waiting_since", "id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_tickets_priority_waiting_since", "tickets")
    op.drop_table("saved_views")
