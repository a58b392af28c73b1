"""Envelopes (the journal of what arrived), mailboxes (what we fetch), deliveries (the outbox), tests of inboxes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import Row, partial_index
from helpdesk.tickets.models import Message

# What we know of an envelope beside its bytes: who sent it as its door saw it, and which door that was.
SENDER_FACT, DOOR_FACT = "helpdesk_sender", "helpdesk_door"


class EnvelopeState(StrEnum):
    """Where an envelope stands: received, then exactly one end."""

    RECEIVED = "received"
    PROCESSED = "processed"
    IGNORED = "ignored"
    SUSPENDED = "suspended"
    QUARANTINED = "quarantined"


class DeliveryState(StrEnum):
    """Where a message stands on its way to one address."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    BLOCKED = "blocked"
    RECORDED = "recorded"


class MailboxTrouble(StrEnum):
    """Why a mailbox cannot be read."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    BROKEN = "broken"


LIVE_STATES = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.UNCERTAIN)
LIVE = "state IN ('queued', 'sending', 'uncertain')"


def _one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(word)) for word in words)})", name=column)


class Envelope(Row):
    """What arrived, kept byte for byte before anyone thinks about it; parsed later and replayable.

    `form` names how the bytes are packed (a channel's own word), `facts` holds what the provider said beside them.
    `blanked_at`: its message was redacted, so its bytes are no longer kept for it (mailroom/blanking.py).
    """

    __tablename__ = "envelopes"
    __table_args__: Any = (
        _one_of("state", EnvelopeState),
        UniqueConstraint("inbox_id", "key"),
        Index(None, "state", "id"),
        {"sqlite_autoincrement": True},
    )

    inbox_id: Mapped[int] = mapped_column(ForeignKey("inboxes.id"))
    key: Mapped[str] = mapped_column(String(64))
    blob_sha: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"), index=True)
    form: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), default=EnvelopeState.RECEIVED)
    reason: Mapped[str | None] = mapped_column(String(300))
    threaded_by: Mapped[str | None] = mapped_column(String(20))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    finished_at: Mapped[datetime | None]
    blanked_at: Mapped[datetime | None]

    inbox: Mapped[Inbox] = relationship(lazy="joined", innerjoin=True)
    message: Mapped[Message | None] = relationship(lazy="select")


class Mailbox(Row):
    """How far the mailbox of an inbox has been read, and who reads it now (channels/listening.py tells of the numbers).

    `trouble`: why the last try ended, since `failing_since`; a closed word. `account` tells apart what the numbers
    belong to: another server, user or folder begins anew.
    """

    __tablename__ = "mailboxes"
    __table_args__: Any = (_one_of("trouble", MailboxTrouble), {"sqlite_autoincrement": True})

    inbox_id: Mapped[int] = mapped_column(ForeignKey("inboxes.id", ondelete="CASCADE"), unique=True)
    account: Mapped[str] = mapped_column(String(64), default="")
    since: Mapped[datetime]
    epoch: Mapped[int] = mapped_column(BigInteger, default=0)
    taken: Mapped[int] = mapped_column(BigInteger, default=0)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    backlog: Mapped[int] = mapped_column(BigInteger, default=0)
    backlog_since: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(20))
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(Integer, default=0)
    leased_by: Mapped[str | None] = mapped_column(String(40))
    leased_until: Mapped[datetime | None]

    inbox: Mapped[Inbox] = relationship(lazy="joined", innerjoin=True)


class Delivery(Row):
    """One public message on its way to one address.

    `give_up_at`: until then a temporary failure is tried again. `possible_duplicate`: it was handed over a second time
    after an uncertain first one, so the customer may have it twice. `inbox_id`: it leaves through another inbox than
    its message's, because it stayed unread there (mailroom/fallback.py). `complained_at`: its reader called it spam.
    """

    __tablename__ = "deliveries"
    __table_args__: Any = (
        _one_of("state", DeliveryState),
        CheckConstraint("role IN ('to', 'cc', 'bcc')", name="role"),
        UniqueConstraint("message_id", "address"),
        Index(None, "provider_id"),
        partial_index("ix_deliveries_live", "state", "id", where=LIVE),
        {"sqlite_autoincrement": True},
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    address: Mapped[str] = mapped_column(String(320))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inboxes.id"))
    role: Mapped[str] = mapped_column(String(3), default="to")
    state: Mapped[str] = mapped_column(String(20), default=DeliveryState.QUEUED)
    provider_id: Mapped[str | None] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    give_up_at: Mapped[datetime]
    possible_duplicate: Mapped[bool] = mapped_column(Boolean, default=False)
    changed_at: Mapped[datetime | None]
    complained_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship(lazy="select")


class Trial(Row):
    """A message that an inbox sent to itself, to see whether it comes back.

    `back_by`: by which door it came (an envelope's `BY` of intake.py). `error`: why it did not leave or was returned.
    """

    __tablename__ = "trials"
    __table_args__: Any = (Index(None, "inbox_id", "id"), {"sqlite_autoincrement": True})

    inbox_id: Mapped[int] = mapped_column(ForeignKey("inboxes.id", ondelete="CASCADE"))
    sent_at: Mapped[datetime | None]
    back_at: Mapped[datetime | None]
    back_by: Mapped[str | None] = mapped_column(String(10))
    error: Mapped[str | None] = mapped_column(String(300))
