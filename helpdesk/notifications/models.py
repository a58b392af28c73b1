"""What an agent was told, and whether they have seen it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.db import Row, partial_index


class Kind(StrEnum):
    """Why somebody is told."""

    ASSIGNED = "assigned"
    MESSAGE = "message"
    RULE = "rule"
    MENTION = "mention"
    SURVEY = "survey"
    HELD = "held"
    UNDELIVERED = "undelivered"
    FOLLOW = "follow"
    TEAM = "team"
    BREACH = "breach"


class Notification(Row):
    """One agent should look at one ticket, because of an event. Unread there is at most one of a ticket: the newest."""

    __tablename__ = "notifications"
    __table_args__: Any = (
        UniqueConstraint("agent_id", "event_id"),
        partial_index("uq_notifications_unread", "agent_id", "ticket_id", where="read_at IS NULL", unique=True),
        {"sqlite_autoincrement": True},
    )

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(20))
    read_at: Mapped[datetime | None]
