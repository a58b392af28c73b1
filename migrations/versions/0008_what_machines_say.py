"""An index of what machines said, so that counting it stays cheap."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    said = sa.text("robot IS NOT NULL")
    op.create_index("ix_messages_robot", "messages", ["created_at"], sqlite_where=said, postgresql_where=said)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_messages_robot", table_name="messages")
