"""When nobody comes back to read: what stayed unread in a live conversation leaves by mail, once.

The timer looks at the truth when it wakes. Whoever answers that mail from the address it went to holds the address.
"""

from datetime import timedelta

from sqlalchemy import exists, select

from helpdesk.channels.base import Inbound
from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import channel_of, place_of
from helpdesk.contacts.identities import BadAddress, normalised, verify
from helpdesk.contacts.models import Identity, Visitor
from helpdesk.contacts.visitors import belonging_to
from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, insert_into
from helpdesk.kernel.events import SYSTEM, EventRow, projects
from helpdesk.kernel.jobs import job
from helpdesk.kernel.timers import wake_at
from helpdesk.mailroom.digest import unread
from helpdesk.mailroom.marks import claims, proves
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.mailroom.outbox import GIVE_UP_AFTER
from helpdesk.mailroom.sending import queue
from helpdesk.mailroom.threading import BELIEVED
from helpdesk.tickets.events import MessageSent
from helpdesk.tickets.models import Message, Participant, Ticket

MINUTES = settings.declare(
    settings.Setting(
        key="chat.fallback_minutes",
        label="Minutes until unread chat replies leave by mail",
        kind="number",
        default=10,
        least=1,
        most=24 * 60,
    )
)


@projects(MessageSent)
def look_later(event: MessageSent, _row: EventRow) -> None:
    """Wake up when an agent's message should have been seen; what a machine said waits for whoever comes back."""
    message: Message = event.subject
    if message.robot is None and channel_of(db.session.get_one(Inbox, message.inbox_id)).features.live:
        at = now() + timedelta(minutes=settings.get(MINUTES.key))
        wake_at(at, fall_back, {"message_id": message.id}, dedupe_key=f"fallback:{message.id}")


@job("mailroom.fallback")
def fall_back(message_id: int) -> None:
    """Mail what is unread, if this message still is and there is an address and a way to it."""
    message = db.session.get_one(Message, message_id)
    way, ticket = _way(message), message.ticket
    if way is None or ticket.contact.blocked_at is not None:
        return
    words = unread(ticket.id)
    address = _address_for(ticket, channel_of(way).address_kind)
    if message not in words or address is None or is_own(address, own_addresses()):
        return
    newest = words[-1]
    newest.external_id = channel_of(way).external_id(newest.id, place_of(way))
    row = {
        "message_id": newest.id,
        "address": address,
        "role": "to",
        "inbox_id": way.id,
        "state": DeliveryState.QUEUED,
        "attempts": 0,
        "possible_duplicate": False,
        "give_up_at": now() + GIVE_UP_AFTER,
        "created_at": now(),
    }
    db.session.execute(insert_into(Delivery).values(row).on_conflict_do_nothing())
    queue(newest, way.id)


def recognise(inbound: Inbound, kind: str) -> None:
    """Believe who answers unread words from the address they were mailed to; a new address becomes the contact's."""
    if inbound.verdict not in BELIEVED:
        return
    for claim in claims(inbound.arrived_at):
        ticket = db.session.get(Ticket, claim.ticket_id)
        if ticket is None or not proves(claim, ticket):
            continue
        try:
            address = normalised(kind, inbound.sender.value)
        except BadAddress:
            return
        if _mailed(claim.message_id, address):
            verify(belonging_to(ticket.contact_id, kind, address), by=SYSTEM)


def _mailed(message_id: int, address: str) -> bool:
    sent = exists().where(
        Delivery.message_id == message_id, Delivery.address == address, Delivery.inbox_id.is_not(None)
    )
    return bool(db.session.scalar(select(sent)))


def _way(message: Message) -> Inbox | None:
    """Return the inbox through which unread words leave, if an admin linked one and it is in use."""
    inbox = db.session.get_one(Inbox, message.inbox_id)
    linked = channel_of(inbox).fallback_inbox_id(place_of(inbox))
    way = db.session.get(Inbox, linked) if linked else None
    return way if way is not None and way.enabled else None


def _address_for(ticket: Ticket, kind: str) -> str | None:
    """Return the contact's proved address, else the one a visitor of this ticket gave."""
    proved = select(Identity.value).where(
        Identity.contact_id == ticket.contact_id, Identity.kind == kind, Identity.verified_at.is_not(None)
    )
    given = (
        select(Visitor.email)
        .join(Participant, Participant.identity_id == Visitor.identity_id)
        .where(Participant.ticket_id == ticket.id, Visitor.email.is_not(None))
    )
    return db.session.scalar(proved.order_by(Identity.id.desc()).limit(1)) or db.session.scalar(
        given.order_by(Visitor.id.desc()).limit(1)
    )
