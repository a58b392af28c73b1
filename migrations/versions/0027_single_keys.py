"""Agents may switch off that single keys act."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("single_keys", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.alter_column("single_keys", server_default=None)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.drop_column("single_keys")
