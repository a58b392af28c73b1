"""The outbox: an agent's message gets one delivery per address, in the transaction that says it, and a job that sends.

Without a provider nothing is faked: the deliveries end as `recorded`, and the desk says so.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from helpdesk.channels.events import InboxResumed
from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, insert_into, lock
from helpdesk.kernel.events import Acts, EventRow, projects, record
from helpdesk.kernel.settings import SettingChanged
from helpdesk.mailroom.events import DeliveryChanged
from helpdesk.mailroom.models import LIVE_STATES, Delivery, DeliveryState
from helpdesk.mailroom.sending import leaves_through, queue
from helpdesk.tickets.breaker import PAUSED
from helpdesk.tickets.events import MessageSent
from helpdesk.tickets.models import Message
from helpdesk.tickets.moving_events import MessageForwarded

GIVE_UP_AFTER = timedelta(hours=24)
RETRYABLE = frozenset(
    {DeliveryState.FAILED, DeliveryState.BOUNCED, DeliveryState.UNCERTAIN, DeliveryState.RECORDED}
)  # fmt: skip
ROLES = ("to", "cc", "bcc")


@projects(MessageSent, MessageForwarded)
def address(event: MessageSent | MessageForwarded, _row: EventRow) -> None:
    """Write the deliveries of a message and have it sent. Our own inboxes never get mail from us.

    On a live channel our own pages show it: it is sent by being committed, and nobody is called.
    """
    message: Message = event.subject
    inbox = db.session.get_one(Inbox, message.inbox_id)
    channel = channel_of(inbox)
    live = channel.features.live
    message.external_id = None if live else channel.external_id(message.id, place_of(inbox))
    own = own_addresses(inbox.channel)
    rows = [
        {
            "message_id": message.id,
            "address": to,
            "role": role,
            "state": DeliveryState.SENT if live else DeliveryState.QUEUED,
            "attempts": 0,
            "possible_duplicate": False,
            "give_up_at": now() + GIVE_UP_AFTER,
            "created_at": now(),
        }
        for to, role in _addressed(message)
        if not is_own(to, own)
    ]
    if rows:
        db.session.execute(insert_into(Delivery).values(rows).on_conflict_do_nothing())
    if rows and not live:
        queue(message, None)


@projects(InboxResumed)
def release(event: InboxResumed, _row: EventRow) -> None:
    """Send what waited while the inbox was paused, oldest first."""
    waiting = (
        select(Message, Delivery.inbox_id)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(Delivery.state.in_(LIVE_STATES), leaves_through(event.subject.id))
        .distinct()
        .order_by(Message.id)
    )
    for message, via in db.session.execute(waiting):
        queue(message, via)


@projects(SettingChanged)
def let_machines_go_on(event: SettingChanged, _row: EventRow) -> None:
    """Send what machines had said when they fell silent, and what is queued since (tickets/breaker.py)."""
    if event.key != PAUSED.key or event.new:
        return
    live = select(Message, Delivery.inbox_id).join(Delivery, Delivery.message_id == Message.id).distinct()
    held = live.where(Delivery.state == DeliveryState.QUEUED, Message.robot.is_not(None))
    for message, via in db.session.execute(held.order_by(Message.id)):
        queue(message, via)


def retry_delivery(message: Message, *, by: Acts) -> int:
    """Try again to reach the addresses that a message did not reach; returns how many. None, and nothing changes.

    After an uncertain delivery that is a person's decision: the customer may get it twice, and the delivery says so.
    """
    deliveries = db.session.scalars(select(Delivery).where(Delivery.message_id == message.id)).all()
    lock(*deliveries)
    again = [one for one in deliveries if one.state in RETRYABLE]
    for delivery in again:
        delivery.possible_duplicate |= delivery.state == DeliveryState.UNCERTAIN
        delivery.state, delivery.error, delivery.changed_at = DeliveryState.QUEUED, None, now()
        delivery.give_up_at = now() + GIVE_UP_AFTER
    for via in {one.inbox_id for one in again}:
        queue(message, via)
    if again:
        record(DeliveryChanged(message, DeliveryState.QUEUED), by=by)
    return len(again)


def _addressed(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each address once, in its most visible role."""
    seen: set[str] = set()
    for role in ROLES:
        for to in message.headers.get(role, []):
            if to not in seen:
                yield to, role
            seen.add(to)
