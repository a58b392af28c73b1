"""Custom fields of tickets and contacts, and what agents know of a contact: company, time zone, notes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; columns are added in place, because copying every ticket would take long."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.create_table(
        "custom_fields",
        sa.Column("id", identity, nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("options", json, nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("subject IN ('ticket', 'contact')", name=op.f("ck_custom_fields_subject")),
        sa.CheckConstraint(
            "type IN ('text', 'number', 'date', 'choice', 'checkbox')", name=op.f("ck_custom_fields_type")
        ),
        sa.CheckConstraint("subject = 'ticket' OR NOT required", name=op.f("ck_custom_fields_required")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_fields")),
        sa.UniqueConstraint("subject", "key", name=op.f("uq_custom_fields_subject_key")),
        sqlite_autoincrement=True,
    )
    nothing = sa.text("'{}'")
    op.add_column("tickets", sa.Column("custom", json, nullable=False, server_default=nothing))
    op.add_column("contacts", sa.Column("custom", json, nullable=False, server_default=nothing))
    op.add_column("contacts", sa.Column("company", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("contacts", sa.Column("notes", sa.Text(), nullable=False, server_default=""))
    op.add_column("contacts", sa.Column("tz", sa.String(length=60), nullable=True))


def downgrade() -> None:
    """Go back."""
    for column in ("tz", "notes", "company", "custom"):
        op.drop_column("contacts", column)
    op.drop_column("tickets", "custom")
    op.drop_table("custom_fields")
