"""A draft remembers through which other inbox it is going to leave."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("inbox_id", identity, nullable=True))
        drafts.create_foreign_key(op.f("fk_drafts_inbox_id"), "inboxes", ["inbox_id"], ["id"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_constraint(op.f("fk_drafts_inbox_id"), type_="foreignkey")
        drafts.drop_column("inbox_id")
