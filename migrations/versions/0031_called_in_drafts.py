"""A draft of a note remembers whom it is going to call."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    listed = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("drafts", sa.Column("mentions", listed, server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    """Go back."""
    op.drop_column("drafts", "mentions")
