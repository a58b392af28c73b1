"""How far each agent has read each ticket."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "ticket_reads",
        sa.Column("ticket_id", identity, nullable=False),
        sa.Column("agent_id", identity, nullable=False),
        sa.Column("message_id", identity, server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_reads_ticket_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_ticket_reads_agent_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id", name=op.f("pk_ticket_reads")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("ticket_reads")
