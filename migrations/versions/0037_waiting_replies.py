"""The replies of a ticket that wait to leave are found without a walk through all drafts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WAITING = sa.text("release_at IS NOT NULL")


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_drafts_leaving", "drafts", ["ticket_id"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_drafts_leaving", "drafts")
