"""Contacts and their identities: one person, many addresses, each address one person."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.kernel.db import Row
from helpdesk.kernel.events import Actor


class Contact(Row):
    """Somebody we serve."""

    __tablename__ = "contacts"

    name: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str | None] = mapped_column(String(12))
    blocked_at: Mapped[datetime | None]

    identities: Mapped[list["Identity"]] = relationship(back_populates="contact", order_by="Identity.id", lazy="select")

    def as_actor(self) -> Actor:
        """Return who this is in an event."""
        return Actor("contact", self.id)


class Identity(Row):
    """An address of a contact, normalised so that a plain UNIQUE says "one person".

    `verified_at` is set only by proof (a link, a code, authenticated mail); otherwise the address is only claimed.
    `opted_out_at`: its owner asked to get no more messages there (contacts/consent.py).
    """

    __tablename__ = "identities"
    __table_args__: Any = (UniqueConstraint("kind", "value"), {"sqlite_autoincrement": True})

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(320))
    verified_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(20))

    contact: Mapped[Contact] = relationship(back_populates="identities", lazy="select")
