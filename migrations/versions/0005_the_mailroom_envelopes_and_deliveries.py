"""The mailroom: envelopes and deliveries."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.String(length=200), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("possible_duplicate", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('to', 'cc', 'bcc')", name=op.f("ck_deliveries_role")),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'delivered', 'seen', 'failed', 'bounced', 'uncertain', 'blocked', 'recorded')",
            name=op.f("ck_deliveries_state"),
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_deliveries_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("message_id", "address", name=op.f("uq_deliveries_message_id_address")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deliveries_live",
            ["state", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'sending', 'uncertain')"),
            postgresql_where=sa.text("state IN ('queued', 'sending', 'uncertain')"),
        )
        batch_op.create_index(batch_op.f("ix_deliveries_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "envelopes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("inbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("blob_sha", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("threaded_by", sa.String(length=20), nullable=True),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'processed', 'ignored', 'suspended', 'quarantined')", name=op.f("ck_envelopes_state")
        ),
        sa.ForeignKeyConstraint(["blob_sha"], ["blobs.sha256"], name=op.f("fk_envelopes_blob_sha")),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name=op.f("fk_envelopes_inbox_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_envelopes_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envelopes")),
        sa.UniqueConstraint("inbox_id", "key", name=op.f("uq_envelopes_inbox_id_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("envelopes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_envelopes_blob_sha"), ["blob_sha"], unique=False)
        batch_op.create_index(batch_op.f("ix_envelopes_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_envelopes_state_id"), ["state", "id"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("envelopes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_envelopes_state_id"))
        batch_op.drop_index(batch_op.f("ix_envelopes_message_id"))
        batch_op.drop_index(batch_op.f("ix_envelopes_blob_sha"))

    op.drop_table("envelopes")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deliveries_provider_id"))
        batch_op.drop_index(
            "ix_deliveries_live",
            sqlite_where=sa.text("state IN ('queued', 'sending', 'uncertain')"),
            postgresql_where=sa.text("state IN ('queued', 'sending', 'uncertain')"),
        )

    op.drop_table("deliveries")
