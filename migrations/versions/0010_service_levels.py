"""Service levels: working hours, targets, and a clock for each promise."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PERMISSION = "settings.sla"
identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
json = sa.JSON().with_variant(JSONB(), "postgresql")
instant = sa.DateTime(timezone=True)
roles = sa.table("roles", sa.column("id", identity), sa.column("name", sa.String()), sa.column("permissions", json))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "calendars",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("hours", json, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("name", name=op.f("uq_calendars_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "holidays",
        sa.Column("id", identity, nullable=False),
        sa.Column("calendar_id", identity, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["calendars.id"], name=op.f("fk_holidays_calendar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("calendar_id", "day", name=op.f("uq_holidays_calendar_id_day")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sla_policies",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("calendar_id", identity, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_sla_policies_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policies")),
        sa.UniqueConstraint("name", name=op.f("uq_sla_policies_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sla_goals",
        sa.Column("id", identity, nullable=False),
        sa.Column("policy_id", identity, nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_sla_goals_minutes")),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["sla_policies.id"], name=op.f("fk_sla_goals_policy_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_goals")),
        sa.UniqueConstraint("policy_id", "metric", "priority", name=op.f("uq_sla_goals_policy_id_metric_priority")),
        sqlite_autoincrement=True,
    )
    _clocks()
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("next_due_at", instant, nullable=True))
        batch_op.create_index(
            "ix_tickets_next_due_at",
            ["next_due_at", "id"],
            unique=False,
            sqlite_where=sa.text("next_due_at IS NOT NULL"),
            postgresql_where=sa.text("next_due_at IS NOT NULL"),
        )
    _permit(lambda words: sorted({*words, PERMISSION}))


def _clocks() -> None:
    op.create_table(
        "sla_clocks",
        sa.Column("id", identity, nullable=False),
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("policy_id", identity, nullable=False),
        sa.Column("goal_minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", instant, nullable=False),
        sa.Column("resumed_at", instant, nullable=False),
        sa.Column("due_at", instant, nullable=False),
        sa.Column("paused_at", instant, nullable=True),
        sa.Column("spent_seconds", sa.Integer(), nullable=False),
        sa.Column("stopped_at", instant, nullable=True),
        sa.Column("breached_at", instant, nullable=True),
        sa.Column("created_at", instant, nullable=False),
        sa.CheckConstraint("metric IN ('first_reply', 'resolution')", name=op.f("ck_sla_clocks_metric")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_sla_clocks_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["sla_policies.id"], name=op.f("fk_sla_clocks_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_clocks")),
        sqlite_autoincrement=True,
    )
    running = sa.text("stopped_at IS NULL")
    late = sa.text("stopped_at IS NULL AND paused_at IS NULL AND breached_at IS NULL")
    with op.batch_alter_table("sla_clocks", schema=None) as batch_op:
        batch_op.create_index(
            "uq_sla_clocks_running",
            ["ticket_id", "metric"],
            unique=True,
            sqlite_where=running,
            postgresql_where=running,
        )
        batch_op.create_index(
            "ix_sla_clocks_due_at", ["due_at"], unique=False, sqlite_where=late, postgresql_where=late
        )
        batch_op.create_index(batch_op.f("ix_sla_clocks_ticket_id_id"), ["ticket_id", "id"], unique=False)


def _permit(change):  # noqa: ANN001, ANN202 -- From words to words.
    """Change what the admins may."""
    found = op.get_bind().execute(sa.select(roles.c.id, roles.c.permissions).where(roles.c.name == "admin"))
    for role_id, words in found.all():
        op.get_bind().execute(sa.update(roles).where(roles.c.id == role_id).values(permissions=change(words)))


def downgrade() -> None:
    """Go back."""
    _permit(lambda words: [word for word in words if word != PERMISSION])
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_tickets_next_due_at",
            sqlite_where=sa.text("next_due_at IS NOT NULL"),
            postgresql_where=sa.text("next_due_at IS NOT NULL"),
        )
        batch_op.drop_column("next_due_at")
    for table in ("sla_clocks", "sla_goals", "sla_policies", "holidays", "calendars"):
        op.drop_table(table)
