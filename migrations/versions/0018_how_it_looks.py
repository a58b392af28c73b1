"""How an agent's own screen looks: light or dark, much or little room."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("theme", sa.String(length=10), nullable=False, server_default="system"))
        batch_op.add_column(sa.Column("density", sa.String(length=20), nullable=False, server_default="comfortable"))
        batch_op.create_check_constraint(batch_op.f("ck_agents_theme"), "theme IN ('system', 'light', 'dark')")
        batch_op.create_check_constraint(batch_op.f("ck_agents_density"), "density IN ('comfortable', 'compact')")


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("agents", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_agents_density"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_agents_theme"), type_="check")
        batch_op.drop_column("density")
        batch_op.drop_column("theme")
