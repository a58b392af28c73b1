"""Rules, and what became of each time one ran."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "rules",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("trigger", sa.String(length=80), nullable=False),
        sa.Column("was", sa.String(length=20), nullable=True),
        sa.Column("now", sa.String(length=20), nullable=True),
        sa.Column("filter", json, nullable=False),
        sa.Column("actions", json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stop_after", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rules")),
        sqlite_autoincrement=True,
    )
    waits = sa.text("enabled AND deleted_at IS NULL")
    op.create_index("ix_rules_trigger", "rules", ["trigger"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "rule_runs",
        sa.Column("id", identity, nullable=False),
        sa.Column("rule_id", identity, nullable=False),
        sa.Column("event_id", identity, nullable=False),
        sa.Column("root_event_id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("detail", json, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('ran', 'failed', 'stopped')", name=op.f("ck_rule_runs_outcome")),
        sa.ForeignKeyConstraint(["rule_id"], ["rules.id"], name=op.f("fk_rule_runs_rule_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_rule_runs_event_id")),
        sa.ForeignKeyConstraint(["root_event_id"], ["events.id"], name=op.f("fk_rule_runs_root_event_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_rule_runs_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_runs")),
        sa.UniqueConstraint("rule_id", "event_id", name=op.f("uq_rule_runs_rule_id_event_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("rule_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_runs_rule_id_id"), ["rule_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_runs_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_runs_root_event_id"), ["root_event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rule_runs_ticket_id"), ["ticket_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("rule_runs")
    op.drop_table("rules")
