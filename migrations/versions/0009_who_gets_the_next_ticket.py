"""Routing: how a team's tickets find their agents, who is there, how many are enough, and the queue in its order."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; agents who are there already get the usual capacity."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("availability", sa.String(length=10), nullable=False, server_default="online"))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True, server_default="20"))
        batch_op.add_column(sa.Column("here_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_agents_availability"), "availability IN ('online', 'away')")
        batch_op.create_check_constraint(batch_op.f("ck_agents_capacity"), "capacity >= 0")
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.alter_column("availability", server_default=None)
        batch_op.alter_column("capacity", server_default=None)
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assignment", sa.String(length=20), nullable=False, server_default="manual"))
        batch_op.add_column(sa.Column("last_given_id", identity, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_teams_last_given_id"), "agents", ["last_given_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_teams_assignment"), "assignment IN ('manual', 'round_robin', 'least_busy')"
        )
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.alter_column("assignment", server_default=None)
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tickets_queue"),
            ["team_id", "waiting_since", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'open' AND assignee_id IS NULL"),
            postgresql_where=sa.text("status = 'open' AND assignee_id IS NULL"),
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_queue"))
    with op.batch_alter_table("teams", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_teams_assignment"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_teams_last_given_id"), type_="foreignkey")
        batch_op.drop_column("last_given_id")
        batch_op.drop_column("assignment")
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_agents_capacity"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_agents_availability"), type_="check")
        batch_op.drop_column("here_until")
        batch_op.drop_column("capacity")
        batch_op.drop_column("availability")
