"""Chat: visitors, and deliveries that leave through another inbox."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "visitors",
        sa.Column("id", identity, nullable=False),
        sa.Column("inbox_id", identity, nullable=False),
        sa.Column("identity_id", identity, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("came_from", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("email_proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name=op.f("fk_visitors_inbox_id")),
        sa.ForeignKeyConstraint(["identity_id"], ["identities.id"], name=op.f("fk_visitors_identity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitors")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_visitors_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("visitors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visitors_identity_id"), ["identity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visitors_came_from_created_at"), ["came_from", "created_at"], unique=False)
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("inbox_id", identity, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_deliveries_inbox_id"), "inboxes", ["inbox_id"], ["id"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_deliveries_inbox_id"), type_="foreignkey")
        batch_op.drop_column("inbox_id")
    with op.batch_alter_table("visitors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visitors_came_from_created_at"))
        batch_op.drop_index(batch_op.f("ix_visitors_identity_id"))

    op.drop_table("visitors")
