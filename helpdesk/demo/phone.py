"""What is on a demo customer's phone: what they texted us, what we sent them, or would have sent, in one thread."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from helpdesk.channels.models import Inbox
from helpdesk.channels.registry import all_channels
from helpdesk.channels.sms.posted import NotAForm, fields_of, first
from helpdesk.contacts.models import Contact, Identity
from helpdesk.demo.mailbox import ARRIVED
from helpdesk.kernel.blobs import BlobMissing, StorageUnavailable, open_blob
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import SENDER_FACT, Delivery, Envelope
from helpdesk.tickets.models import Message, Ticket

PHONE = "phone"
PHONES = 60
TEXTS = 60
PAUSE = timedelta(hours=1)
NOBODYS = "+447700900"  # Ofcom keeps 07700 900000 to 900999 free for stories.


@dataclass(frozen=True)
class Owner:
    """Somebody with a phone here."""

    name: str
    number: str
    tickets: int
    newest: datetime


@dataclass(frozen=True)
class Bubble:
    """One text in the thread. `state` is the delivery's or, of what the phone's owner wrote, the envelope's.

    `after_pause`: nobody wrote for a while before, so the phone shows when this came.
    """

    mine: bool
    text: str
    at: datetime
    state: str
    after_pause: bool = False


def inboxes() -> Sequence[Inbox]:
    """Return the numbers one can text to."""
    keys = [channel.key for channel in all_channels().values() if channel.address_kind == PHONE]
    return db.session.scalars(select(Inbox).where(Inbox.channel.in_(keys), Inbox.enabled).order_by(Inbox.id)).all()


def owners() -> list[Owner]:
    """Return who has a phone and wrote, the most recent first; a person's other tickets count too."""
    newest = func.max(Ticket.last_message_at).label("newest")
    query = (
        select(Contact.name, Identity.value, func.count(Ticket.id.distinct()), newest)
        .join(Identity, Identity.contact_id == Contact.id)
        .join(Ticket, Ticket.contact_id == Contact.id)
        .where(Identity.kind == PHONE)
        .group_by(Contact.id, Contact.name, Identity.value)
        .order_by(newest.desc())
        .limit(PHONES)
    )
    return [Owner(name, number, count, at) for name, number, count, at in db.session.execute(query)]


def owner_of(number: str) -> tuple[str, bool]:
    """Return what a number's owner is called, or nothing, and whether they asked for no more messages."""
    query = select(Contact.name, Identity.opted_out_at).join(Identity, Identity.contact_id == Contact.id)
    found = db.session.execute(query.where(Identity.kind == PHONE, Identity.value == number)).first()
    return (found.name, found.opted_out_at is not None) if found else ("", False)


def fresh_number() -> str:
    """Return a number that nobody has used here."""
    used = set(db.session.scalars(select(Identity.value).where(Identity.value.startswith(NOBODYS))))
    free = [number for end in range(1000) if (number := f"{NOBODYS}{end:03}") not in used]
    return secrets.choice(free or [f"{NOBODYS}000"])


def thread(number: str, inbox: Inbox) -> list[Bubble]:
    """Return the newest texts between a number and an inbox, in the order in which they came."""
    texts = sorted([*_received(number, inbox), *_sent(number, inbox)], key=lambda bubble: bubble.at)[-TEXTS:]
    before = [None, *(bubble.at for bubble in texts)]
    return [
        replace(bubble, after_pause=last is None or bubble.at - last > PAUSE)
        for bubble, last in zip(texts, before, strict=False)
    ]


def _received(number: str, inbox: Inbox) -> Iterator[Bubble]:
    query = (
        select(Delivery)
        .join(Delivery.message)
        .where(Delivery.address == number, Delivery.state.in_(ARRIVED))
        .where(func.coalesce(Delivery.inbox_id, Message.inbox_id) == inbox.id)
        .options(joinedload(Delivery.message))
        .order_by(Delivery.id.desc())
        .limit(TEXTS)
    )
    for delivery in db.session.scalars(query):
        # The channel sends the words without what surrounds them.
        yield Bubble(False, delivery.message.text.strip(), delivery.message.created_at, delivery.state)


def _sent(number: str, inbox: Inbox) -> Iterator[Bubble]:
    query = (
        select(Envelope)
        .where(Envelope.facts[SENDER_FACT].as_string() == number, Envelope.inbox_id == inbox.id)
        .options(joinedload(Envelope.message))
        .order_by(Envelope.id.desc())
        .limit(TEXTS)
    )
    for envelope in db.session.scalars(query):
        text = envelope.message.text if envelope.message else _posted(envelope)
        yield Bubble(True, text, envelope.created_at, envelope.state)


def _posted(envelope: Envelope) -> str:
    """Return the words of a text that became no message, or not yet: they are in the bytes that we keep."""
    try:
        with open_blob(envelope.blob_sha) as kept:
            return first(fields_of(kept), "Body")
    except (BlobMissing, StorageUnavailable, NotAForm):
        return ""
