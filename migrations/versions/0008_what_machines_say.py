"""Indexes of what machines said and of what left an inbox, so that counting either stays cheap."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    said, sent = sa.text("robot IS NOT NULL"), sa.text("kind = 'outbound'")
    op.create_index("ix_messages_robot", "messages", ["created_at"], sqlite_where=said, postgresql_where=said)
    op.create_index(
        "ix_messages_outbound", "messages", ["inbox_id", "created_at"], sqlite_where=sent, postgresql_where=sent
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_messages_outbound", table_name="messages")
    op.drop_index("ix_messages_robot", table_name="messages")
