"""What became of a message: the provider's events and bounces, written on its deliveries. Never backwards."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, tuple_

from helpdesk.channels.base import Inbound, Receipt
from helpdesk.contacts.identities import EMAIL
from helpdesk.contacts.suppression import Why
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.mailroom.consenting import suppress_address
from helpdesk.mailroom.events import DeliveryChanged
from helpdesk.mailroom.marks import marked
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.mailroom.sending import leaves_through
from helpdesk.mailroom.threading import BELIEVED
from helpdesk.tickets.models import Message, MessageKind

# A provider's events come in any order; the furthest one is the truth. A bounce may follow an acceptance.
RANK = {
    DeliveryState.RECORDED: 0,
    DeliveryState.QUEUED: 0,
    DeliveryState.SENDING: 1,
    DeliveryState.UNCERTAIN: 1,
    DeliveryState.BLOCKED: 1,
    DeliveryState.SENT: 2,
    DeliveryState.FAILED: 3,
    DeliveryState.DELIVERED: 4,
    DeliveryState.SEEN: 5,
    DeliveryState.BOUNCED: 6,
}
SAID = 300
DEAD = "5.1."  # RFC 3463: it is the address that is wrong, not the mail or the day.


def apply(receipts: Sequence[Receipt], *, inbox_id: int) -> list[Receipt]:
    """Write a provider's news on the deliveries of this inbox, and return it; what is unknown is passed over."""
    known: list[Receipt] = []
    keys = {(one.message, one.address) for one in receipts}
    found = _deliveries(keys, inbox_id)
    for receipt in receipts:
        delivery = found.get((receipt.message, receipt.address))
        if delivery is None:
            continue
        known.append(receipt)
        if receipt.suppress == "complained":
            _complain([delivery])
        if receipt.state == "deferred":  # The provider keeps trying: nothing moved, but an agent may want to know.
            if RANK[DeliveryState(delivery.state)] <= RANK[DeliveryState.SENT]:
                delivery.error = receipt.words or None
            continue
        move([delivery], DeliveryState(receipt.state), receipt.words)
    return known


def apply_bounce(inbound: Inbound, message_id: int | None) -> int | None:
    """Write a bounce on the deliveries it is about, and return the message; None if it is about none of ours.

    A report that names no recipient counts for all only when there was one. A temporary one is only noted.
    """
    bounced, message = inbound.bounced, db.session.get(Message, message_id) if message_id else None
    if bounced is None or message is None or message.kind != MessageKind.OUTBOUND:
        return None
    deliveries = list(db.session.scalars(select(Delivery).where(Delivery.message_id == message.id)))
    failed = {address.lower() for address in bounced.recipients}
    hit = [one for one in deliveries if one.address in failed] or (deliveries if len(deliveries) == 1 else [])
    if bounced.final:
        move(hit, DeliveryState.BOUNCED, bounced.words)
        # Only one mail system has seen the Message-ID that this report names, if the mail went to one address alone:
        # so nobody can take another's address away (R-AR 3).
        if len(deliveries) == 1 and hit and inbound.verdict in BELIEVED and bounced.words.startswith(DEAD):
            suppress_address(EMAIL, hit[0].address, Why.BOUNCED, bounced.words)
    else:
        for delivery in hit:
            delivery.error = bounced.words[:SAID] or None
    return message.id


def apply_complaint(inbound: Inbound, message_id: int | None) -> int | None:
    """Write a complaint on the deliveries it is about, and return the message; None if it is about none of ours.

    Without a Message-ID the mark that our mail carries names it. What suppresses is as narrow as with bounces.
    """
    told = inbound.complained
    message_id = message_id or (marked(told.loop_marks) if told else None)
    message = db.session.get(Message, message_id) if message_id else None
    if told is None or message is None or message.kind != MessageKind.OUTBOUND:
        return None
    deliveries = list(db.session.scalars(select(Delivery).where(Delivery.message_id == message.id)))
    lock(*deliveries)
    who = {address.lower() for address in told.recipients}
    hit = [one for one in deliveries if one.address in who] or (deliveries if len(deliveries) == 1 else [])
    _complain(hit)
    if len(deliveries) == 1 and inbound.verdict in BELIEVED:
        suppress_address(EMAIL, deliveries[0].address, Why.COMPLAINED, told.words)
    return message.id


def _complain(deliveries: Iterable[Delivery]) -> None:
    """Note who called it spam; they had it, so it was delivered. Desks hear of it."""
    for delivery in deliveries:
        if delivery.complained_at is None:
            delivery.complained_at = now()
            if RANK[DeliveryState(delivery.state)] < RANK[DeliveryState.DELIVERED]:
                delivery.state, delivery.changed_at, delivery.error = DeliveryState.DELIVERED, now(), None
            record(DeliveryChanged(delivery.message, DeliveryState(delivery.state)), by=SYSTEM)


def move(deliveries: Iterable[Delivery], state: DeliveryState, words: str = "") -> None:
    """Move deliveries forward to a state; those that are further already stay. Desks hear of it."""
    moved: dict[int, Message] = {}
    for delivery in deliveries:
        if RANK[DeliveryState(delivery.state)] < RANK[state]:
            delivery.state, delivery.changed_at = state, now()
            delivery.error = words[:SAID] or None
            moved[delivery.message_id] = delivery.message
    for message in moved.values():
        record(DeliveryChanged(message, state), by=SYSTEM)


def _deliveries(keys: set[tuple[int, str]], inbox_id: int) -> dict[tuple[int, str], Delivery]:
    if not keys:
        return {}
    query = (
        select(Delivery)
        .join(Message, Delivery.message_id == Message.id)
        .where(tuple_(Delivery.message_id, Delivery.address).in_(sorted(keys)), leaves_through(inbox_id))
    )
    deliveries = list(db.session.scalars(query))
    lock(*deliveries)
    return {(one.message_id, one.address): one for one in deliveries}
