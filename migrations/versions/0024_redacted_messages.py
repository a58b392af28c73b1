"""Redacted messages: who blanked what."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("messages", sa.Column("redacted_by_id", identity, nullable=True))


def downgrade() -> None:
    """Go back; what was blanked stays blank."""
    op.drop_column("messages", "redacted_by_id")
