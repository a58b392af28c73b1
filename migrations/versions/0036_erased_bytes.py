"""Bytes can be erased for good: a blob says when, an envelope since when none are kept for it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = (("blobs", "erased_at"), ("envelopes", "blanked_at"))


def upgrade() -> None:
    """Go forward."""
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
