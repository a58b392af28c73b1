"""What the sidebar counts is read from indexes alone, also for agents who may not see everything."""

from collections.abc import Sequence

from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEFORE = (
    ("status", "waiting_since", "id"),
    ("assignee_id", "status", "last_message_at", "id"),
)
AFTER = (
    ("status", "waiting_since", "id", "team_id", "assignee_id"),
    ("assignee_id", "status", "last_message_at", "id", "team_id"),
)


def upgrade() -> None:
    """Go forward."""
    _change(BEFORE, AFTER)


def downgrade() -> None:
    """Go back."""
    _change(AFTER, BEFORE)


def _change(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> None:
    for columns in after:
        op.create_index(op.f(f"ix_tickets_{'_'.join(columns)}"), "tickets", list(columns))
    for columns in before:
        op.drop_index(op.f(f"ix_tickets_{'_'.join(columns)}"), "tickets")
