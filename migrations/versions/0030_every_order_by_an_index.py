"""Lists of one status walk an index in every order, however many tickets have that status."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ORDERS = (
    ("status", "waiting_since", "id"),
    ("status", "next_due_at", "id"),
    ("status", "priority", "waiting_since", "id"),
)


def upgrade() -> None:
    """Go forward."""
    for columns in ORDERS:
        op.create_index(op.f(f"ix_tickets_{'_'.join(columns)}"), "tickets", list(columns))
    op.drop_index("ix_tickets_priority_waiting_since", "tickets")


def downgrade() -> None:
    """Go back."""
    op.create_index(
        "ix_tickets_priority_waiting_since",
        "tickets",
        ["priority", "waiting_since", "id"],
        sqlite_where=sa.text("waiting_since IS NOT NULL"),
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )
    for columns in ORDERS:
        op.drop_index(op.f(f"ix_tickets_{'_'.join(columns)}"), "tickets")
