"""Contacts and their identities: one person, many addresses, each address one person."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.kernel.db import BigId, Row, partial_index
from helpdesk.kernel.events import Actor


class Contact(Row):
    """Somebody we serve. `custom` holds the values of their custom fields by key; `notes` are for agents only."""

    __tablename__ = "contacts"

    name: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str | None] = mapped_column(String(12))
    tz: Mapped[str | None] = mapped_column(String(60))
    company: Mapped[str] = mapped_column(String(200), default="", server_default="")
    notes: Mapped[str] = mapped_column(Text, default="", server_default="")
    custom: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    blocked_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(BigId)  # Without a foreign key, as on tickets.

    identities: Mapped[list["Identity"]] = relationship(back_populates="contact", order_by="Identity.id", lazy="select")

    def as_actor(self) -> Actor:
        """Return who this is in an event."""
        return Actor("contact", self.id)


class Identity(Row):
    """An address of a contact, normalised so that a plain UNIQUE says "one person".

    `verified_at` is set only by proof (a link, a code, authenticated mail); otherwise the address is only claimed.
    `opted_out_at`: its owner asked to get no more messages there (contacts/consent.py). `suppressed_at`: mail there is
    no use or no welcome (contacts/suppression.py).
    """

    __tablename__ = "identities"
    __table_args__: Any = (
        UniqueConstraint("kind", "value"),
        CheckConstraint("suppressed_why IN ('bounced', 'complained', 'unsubscribed')", name="suppressed_why"),
        CheckConstraint("(suppressed_at IS NULL) = (suppressed_why IS NULL)", name="suppressed"),
        partial_index("ix_identities_suppressed", "suppressed_at", "id", where="suppressed_at IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(320))
    verified_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]
    suppressed_at: Mapped[datetime | None]
    suppressed_why: Mapped[str | None] = mapped_column(String(20))
    suppressed_words: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(20))

    contact: Mapped[Contact] = relationship(back_populates="identities", lazy="select")


class Visitor(Row):
    """A browser that chats with one inbox. Its token is kept only as a hash; `came_from` stands for an IP address.

    `email` is where the visitor wants to hear from us: merely claimed, so it is no identity and merges nothing, unless
    the site vouched for it (`email_proved_at`).
    """

    __tablename__ = "visitors"
    __table_args__: Any = (Index(None, "came_from", "created_at"), {"sqlite_autoincrement": True})

    inbox_id: Mapped[int] = mapped_column(ForeignKey("inboxes.id"))
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    came_from: Mapped[str] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(320))
    email_proved_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    identity: Mapped[Identity] = relationship(lazy="select")
