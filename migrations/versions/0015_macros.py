"""Macros; and the words for who may share them, tidy tags, make roles and read the audit log."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
roles = sa.table("roles", sa.column("id", identity), sa.column("name", sa.String()), sa.column("permissions", json))
SHARED = {"settings.macros", "settings.tags"}
WORDS = {"admin": SHARED | {"settings.roles", "settings.audit"}, "lead": SHARED}


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "macros",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("actions", json, nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("team_id", identity, nullable=True),
        sa.Column("agent_id", identity, nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope IN ('personal', 'team', 'everyone')", name=op.f("ck_macros_scope")),
        sa.CheckConstraint("(scope = 'personal') = (agent_id IS NOT NULL)", name=op.f("ck_macros_personal")),
        sa.CheckConstraint("scope = 'team' OR team_id IS NULL", name=op.f("ck_macros_team")),
        sa.CheckConstraint("html IS NULL OR text IS NOT NULL", name=op.f("ck_macros_html")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_macros_team_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_macros_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macros")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("macros", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_macros_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_macros_agent_id"), ["agent_id"], unique=False)
    _permit(lambda words, more: words | more)


def _permit(change: Callable[[set[str], set[str]], set[str]]) -> None:
    """Change what the built-in roles may."""
    found = op.get_bind().execute(sa.select(roles).where(roles.c.name.in_(WORDS)))
    for role_id, name, words in found.all():
        kept = sorted(change(set(words), WORDS[name]))
        op.get_bind().execute(sa.update(roles).where(roles.c.id == role_id).values(permissions=kept))


def downgrade() -> None:
    """Go back."""
    _permit(lambda words, more: words - more)
    op.drop_table("macros")
