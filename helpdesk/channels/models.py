"""Inboxes: one address on one channel, with its settings and sealed secrets."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.accounts.models import Team
from helpdesk.kernel.db import Row


class Inbox(Row):
    """Where messages of one channel arrive and leave.

    `channel` is a plug-in's key, so it is text and no closed word. `hook_secret` and `secrets` are sealed
    (kernel/tokens.py). `paused_at`: the provider refused our credentials; nothing is lost, sending waits for a person.
    `send_after`: the provider asked to be left alone until then.
    """

    __tablename__ = "inboxes"
    __table_args__: Any = (UniqueConstraint("channel", "address"), {"sqlite_autoincrement": True})

    channel: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(320))
    public_id: Mapped[str] = mapped_column(String(40), unique=True)
    hook_secret: Mapped[str] = mapped_column(Text)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    settings: Mapped[dict[str, Any]]
    secrets: Mapped[str | None] = mapped_column(Text)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str | None] = mapped_column(String(200))
    send_after: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship(lazy="select")
