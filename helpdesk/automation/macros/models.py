"""The table of macros. An archived one stays, so that history keeps its name."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.accounts.models import Agent, Team
from helpdesk.kernel.db import Row


class Scope(StrEnum):
    """Who may use a macro."""

    PERSONAL = "personal"
    TEAM = "team"
    EVERYONE = "everyone"


class Macro(Row):
    """A text to begin an answer with, actions `[{"do": key, "params": {…}}]`, or both.

    `html` is the same text with its looks, if it has any. A team's macro whose team is gone belongs to nobody until
    somebody gives it away again. `uses` counts applications.
    """

    __tablename__ = "macros"
    __table_args__: Any = (
        CheckConstraint("scope IN ('personal', 'team', 'everyone')", name="scope"),
        CheckConstraint("(scope = 'personal') = (agent_id IS NOT NULL)", name="personal"),
        CheckConstraint("scope = 'team' OR team_id IS NULL", name="team"),
        CheckConstraint("html IS NULL OR text IS NOT NULL", name="html"),
        {"sqlite_autoincrement": True},
    )

    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    actions: Mapped[list[Any]]
    scope: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"), index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"), index=True)
    uses: Mapped[int] = mapped_column(Integer, default=0)
    archived_at: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship(lazy="select")
    agent: Mapped[Agent | None] = relationship(lazy="select")
