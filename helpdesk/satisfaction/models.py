"""A question about one resolution of a ticket, and its answer if there is one."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.accounts.models import Agent
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import Row
from helpdesk.tickets.models import Message, Ticket

CSAT = "csat"
WORST, BEST = 1, 5


class Survey(Row):
    """One question, asked once for a ticket's `cycle` (its how-manieth resolution).

    `agent_id` and `team_id` are those of the moment it was resolved, so that moving the ticket later moves no credit.
    `message_id` is the message that asks. `answered_at` is when they first answered; later changes keep it.
    """

    __tablename__ = "surveys"
    __table_args__: Any = (
        UniqueConstraint("ticket_id", "cycle", "kind"),
        CheckConstraint("score IS NULL OR score BETWEEN scale_min AND scale_max", name="score"),
        CheckConstraint("(score IS NULL) = (answered_at IS NULL)", name="answered"),
        Index(None, "asked_at"),
        Index(None, "contact_id", "asked_at"),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    cycle: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20), default=CSAT)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inboxes.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    scale_min: Mapped[int] = mapped_column(Integer, default=WORST)
    scale_max: Mapped[int] = mapped_column(Integer, default=BEST)
    score: Mapped[int | None] = mapped_column(Integer)
    comment: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship(lazy="select")
    contact: Mapped[Contact] = relationship(lazy="select")
    agent: Mapped[Agent | None] = relationship(lazy="select")
    message: Mapped[Message] = relationship(lazy="select")
