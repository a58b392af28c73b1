"""What a demo customer finds in their mailbox: the mails we sent them, or would have sent, and what they wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from helpdesk.channels.base import Outbound
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Contact, Identity
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotFound
from helpdesk.mailroom.digest import digest_of
from helpdesk.mailroom.models import SENDER_FACT, Delivery, DeliveryState, Envelope
from helpdesk.mailroom.outgoing import outbound_of
from helpdesk.tickets.models import Message, Ticket

ARRIVED = (DeliveryState.RECORDED, DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.SEEN)
PEOPLE = 60
MAILS = 40


@dataclass(frozen=True)
class Resident:
    """Somebody with a mailbox here."""

    name: str
    address: str
    tickets: int
    newest: datetime


@dataclass(frozen=True)
class Mail:
    """One mail as its reader's program shows it."""

    delivery: Delivery
    inbox: Inbox
    outbound: Outbound


def residents() -> list[Resident]:
    """Return the customers who wrote, the most recent first."""
    newest = func.max(Ticket.last_message_at).label("newest")
    query = (
        select(Contact.name, func.min(Identity.value), func.count(Ticket.id.distinct()), newest)
        .join(Identity, Identity.contact_id == Contact.id)
        .join(Ticket, Ticket.contact_id == Contact.id)
        .where(Identity.kind == "email")
        .group_by(Contact.id, Contact.name)
        .order_by(newest.desc())
        .limit(PEOPLE)
    )
    return [Resident(name or address, address, count, at) for name, address, count, at in db.session.execute(query)]


def name_of(address: str) -> str:
    """Return what the person behind an address is called, or nothing if nobody is."""
    query = select(Contact.name).join(Identity, Identity.contact_id == Contact.id)
    return db.session.scalar(query.where(Identity.kind == "email", Identity.value == address)) or ""


def received(address: str) -> Sequence[Delivery]:
    """Return what came to an address, newest first."""
    query = _arrived(address).order_by(Delivery.id.desc()).limit(MAILS)
    return db.session.scalars(query).all()


def sent(address: str) -> Sequence[Envelope]:
    """Return what an address sent us, newest first, with what became of it."""
    query = select(Envelope).where(Envelope.facts[SENDER_FACT].as_string() == address)
    related = joinedload(Envelope.message).joinedload(Message.ticket)
    return db.session.scalars(query.options(related).order_by(Envelope.id.desc()).limit(MAILS)).all()


def mail(address: str, message_id: int) -> Mail:
    """Return one mail as it was sent, or would have been. Raises `NotFound`."""
    delivery = db.session.scalar(_arrived(address).where(Delivery.message_id == message_id))
    if delivery is None:
        raise NotFound
    message, way = delivery.message, delivery.inbox_id
    # What stayed unread in a chat comes by another inbox; once it was read there, the mail is only its last words.
    outbound = (digest_of(message, [address]) if way else None) or outbound_of(message, [address])
    return Mail(delivery, db.session.get_one(Inbox, way or message.inbox_id), outbound)


def inboxes() -> Sequence[Inbox]:
    """Return the addresses one can write to."""
    return db.session.scalars(select(Inbox).where(Inbox.channel == "email", Inbox.enabled).order_by(Inbox.id)).all()


def inbox_numbered(identity: int | None) -> Inbox:
    """Return one of them. Raises `NotFound`."""
    found = next((inbox for inbox in inboxes() if inbox.id == identity), None)
    if found is None:
        raise NotFound
    return found


def _arrived(address: str) -> Select[Delivery]:
    related = joinedload(Delivery.message)
    return (
        select(Delivery)
        .where(Delivery.address == address, Delivery.state.in_(ARRIVED))
        .options(related.joinedload(Message.agent), related.joinedload(Message.ticket))
    )
