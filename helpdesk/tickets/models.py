"""Tickets and their messages. Small tables that serve one capability live beside its verbs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.accounts.models import Agent, Team
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact
from helpdesk.kernel.db import Base, BigId, Row, partial_index


class Status(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    PENDING = "pending"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How soon a ticket wants attention."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class MessageKind(StrEnum):
    """What a row of the timeline is."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    NOTE = "note"
    EVENT = "event"


def _one_of(column: str, words: type[StrEnum], name: str) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


class TicketTag(Base):
    """A tag on a ticket."""

    __tablename__ = "ticket_tags"
    __table_args__: Any = (Index(None, "tag_id", "ticket_id"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)


class Tag(Row):
    """A word that agents put on tickets."""

    __tablename__ = "tags"

    name: Mapped[str] = mapped_column(String(60), unique=True)


class Ticket(Row):
    """One matter of one contact. `snippet` and its fellows are kept beside the newest public message for the list."""

    __tablename__ = "tickets"
    __table_args__: Any = (
        _one_of("status", Status, "status"),
        _one_of("priority", Priority, "priority"),
        CheckConstraint("(status = 'snoozed') = (snoozed_until IS NOT NULL)", name="snoozed"),
        Index(None, "status", "last_message_at", "id"),
        # Every order of a list of one status walks an index of its own, those that wait for nothing included.
        Index(None, "status", "waiting_since", "id"),
        Index(None, "status", "next_due_at", "id"),
        Index(None, "status", "priority", "waiting_since", "id"),
        Index(None, "status", "team_id", "last_message_at", "id"),
        Index(None, "assignee_id", "status", "last_message_at", "id"),
        Index(None, "contact_id", "id"),
        partial_index("ix_tickets_waiting_since", "waiting_since", "id", where="waiting_since IS NOT NULL"),
        # What routing gives out, oldest waiting first.
        partial_index(
            "ix_tickets_queue", "team_id", "waiting_since", "id", where="status = 'open' AND assignee_id IS NULL"
        ),
        partial_index("ix_tickets_next_due_at", "next_due_at", "id", where="next_due_at IS NOT NULL"),
        partial_index("ix_tickets_merged_into_id", "merged_into_id", where="merged_into_id IS NOT NULL"),
        partial_index("ix_tickets_snoozed_until", "snoozed_until", where="snoozed_until IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(BigId, unique=True)
    subject: Mapped[str] = mapped_column(String(500))
    status: Mapped[str] = mapped_column(String(20), default=Status.OPEN)
    priority: Mapped[str] = mapped_column(String(20), default=Priority.NORMAL)
    needs_reply: Mapped[bool] = mapped_column(Boolean, default=False)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    inbox_id: Mapped[int] = mapped_column(ForeignKey("inboxes.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    snippet: Mapped[str] = mapped_column(String(200), default="")
    snippet_by: Mapped[str] = mapped_column(String(10), default="contact")
    last_message_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    first_replied_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    next_due_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    csat_score: Mapped[int | None] = mapped_column(Integer)
    # No foreign key: SQLite would have to write the biggest table anew to get one.
    merged_into_id: Mapped[int | None] = mapped_column(BigId)
    custom: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    updated_at: Mapped[datetime]
    cycle: Mapped[int] = mapped_column(Integer, default=0)
    link_epoch: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer)

    contact: Mapped[Contact] = relationship(lazy="select")
    inbox: Mapped[Inbox] = relationship(lazy="select")
    team: Mapped[Team | None] = relationship(lazy="select")
    assignee: Mapped[Agent | None] = relationship(lazy="select")
    tags: Mapped[list[Tag]] = relationship(secondary="ticket_tags", order_by=Tag.name, lazy="select")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling.


class Message(Row):
    """A row of a ticket's timeline: what somebody wrote, or (kind `event`) a pointer to what happened.

    `text` is what is new, `quoted_text` the folded rest, `html` the cleaned original. `verdict` says how far an
    inbound sender can be believed (pass, none, fail, ambiguous); `agents_only` keeps a message from customers' eyes.
    `redacted_by_id`: this agent blanked it; nothing of what it said is left.
    """

    __tablename__ = "messages"
    __table_args__: Any = (
        _one_of("kind", MessageKind, "kind"),
        CheckConstraint(
            "kind = 'event' OR (CASE WHEN contact_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN agent_id IS NULL THEN 0 ELSE 1 END + CASE WHEN robot IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_author",
        ),
        Index(None, "ticket_id", "id"),
        Index(None, "external_id"),
        partial_index("ix_messages_outbound", "inbox_id", "created_at", where="kind = 'outbound'"),
        partial_index("ix_messages_robot", "created_at", where="robot IS NOT NULL"),
        partial_index("uq_messages_client_key", "ticket_id", "client_key", where="client_key IS NOT NULL", unique=True),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    kind: Mapped[str] = mapped_column(String(10))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inboxes.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    robot: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text, default="")
    quoted_text: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    has_remote_images: Mapped[bool] = mapped_column(Boolean, default=False)
    external_id: Mapped[str | None] = mapped_column(String(998))
    client_key: Mapped[str | None] = mapped_column(String(64))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), unique=True)
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verdict: Mapped[str | None] = mapped_column(String(12))
    agents_only: Mapped[bool] = mapped_column(Boolean, default=False)
    sent_at: Mapped[datetime | None]
    # No foreign key: SQLite would have to write the biggest table anew to get one.
    redacted_by_id: Mapped[int | None] = mapped_column(BigId)

    ticket: Mapped[Ticket] = relationship(lazy="select")
    contact: Mapped[Contact | None] = relationship(lazy="select")
    agent: Mapped[Agent | None] = relationship(lazy="select")
    attachments: Mapped[list["Attachment"]] = relationship(
        back_populates="message", order_by="Attachment.id", lazy="select"
    )

    @property
    def personal(self) -> bool:
        """Tell whether a person who takes part wrote it: no machine, and nobody whose words are kept for agents."""
        return not self.agents_only and not (self.headers or {}).get("automatic")


class MessageReference(Base):
    """A Message-ID that a message named (In-Reply-To, References), also those we never received."""

    __tablename__ = "message_references"
    __table_args__: Any = (Index(None, "ref"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True)
    ref: Mapped[str] = mapped_column(String(998), primary_key=True)


class Attachment(Row):
    """A file of a message; without a message it is an agent's upload that waits to be sent."""

    __tablename__ = "attachments"

    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    blob_sha: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigId)
    content_id: Mapped[str | None] = mapped_column(String(998))
    inline: Mapped[bool] = mapped_column(Boolean, default=False)

    message: Mapped[Message | None] = relationship(back_populates="attachments", lazy="select")


class Participant(Base):
    """An address that takes part in a ticket; only these may add to it by mail."""

    __tablename__ = "participants"
    __table_args__: Any = (CheckConstraint("role IN ('to', 'cc', 'bcc')", name="role"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(3), default="to")


class Follower(Base):
    """An agent who wants to hear about a ticket."""

    __tablename__ = "followers"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True, index=True)
