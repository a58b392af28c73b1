"""Sends one message: mark it `sending` and commit, call the provider outside of any transaction, write the result.

Whoever finds `sending` on arrival knows that a process died in between and nobody can say whether the provider has it:
it is `uncertain`, waits 15 minutes for the provider's event, and then goes once more under the same Message-ID, if the
channel allows such a duplicate (SECURITY R-OUT).
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from helpdesk.channels.base import (
    Ambiguous,
    CredentialsRefused,
    PermanentFailure,
    SendingFailed,
    Sent,
    TemporaryFailure,
    Unwanted,
)
from helpdesk.channels.inboxes import pause
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.contacts.consent import opted_out
from helpdesk.contacts.suppression import suppressed
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.jobs import Again, Outcome, Outside, enqueue, job
from helpdesk.mailroom.consenting import refused_by
from helpdesk.mailroom.digest import digest_of
from helpdesk.mailroom.events import DeliveryChanged
from helpdesk.mailroom.models import LIVE_STATES, Delivery, DeliveryState
from helpdesk.mailroom.outgoing import outbound_of
from helpdesk.tickets.breaker import is_paused
from helpdesk.tickets.models import Message

UNCERTAIN_FOR = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
# The end is the delivery's own date, so the job itself has patience without end.
TRIES = 1_000_000


@job("mailroom.send", tries=TRIES, first_wait=FIRST_WAIT, longest_wait=LONGEST_WAIT)
def send(message_id: int, via: int | None = None) -> Outcome:
    """Bring a message to the addresses it has not reached yet; `via` names another inbox than its own."""
    message = db.session.get_one(Message, message_id)
    inbox = db.session.get_one(Inbox, via or message.inbox_id)
    deliveries = _live(message, via)
    _note_deaths(message, deliveries)
    due = _due(message, inbox, deliveries)
    silent = message.robot is not None and is_paused()
    if not due or silent or inbox.paused_at is not None:
        return None  # What waits for a paused inbox, or for machines to speak, is queued again when that ends.
    if inbox.send_after is not None and inbox.send_after > now():
        return Again(inbox.send_after + timedelta(seconds=random.uniform(0, 5)))  # noqa: S311 -- Jitter, not a secret.
    channel, place = channel_of(inbox), place_of(inbox)
    if not channel.ready(place):
        # What is uncertain may have been sent while there was a provider; it stays what it is.
        _end(message, [one for one in due if one.state == DeliveryState.QUEUED], DeliveryState.RECORDED)
        return None
    due = _of_use(message, channel.address_kind, _wanted(message, channel.address_kind, due))
    if not due:
        return None
    outbound = (digest_of if via else outbound_of)(message, [one.address for one in due])
    if outbound is None:
        _end(message, due, DeliveryState.SEEN)
        return None
    for delivery in due:
        delivery.possible_duplicate |= delivery.state == DeliveryState.UNCERTAIN
        delivery.state, delivery.attempts, delivery.changed_at = DeliveryState.SENDING, delivery.attempts + 1, now()
    ids = [delivery.id for delivery in due]
    return Outside(
        lambda: channel.send(outbound, place), lambda result: _result(message_id, via, ids, result), (SendingFailed,)
    )


def queue(message: Message, via: int | None) -> None:
    """Have a message sent through its own inbox, or via another."""
    enqueue(send, {"message_id": message.id} | ({"via": via} if via else {}), lane=sending_lane(message, via))


def leaves_through(inbox_id: Any) -> ColumnElement[bool]:
    """Return the condition, on a delivery joined with its message, that it leaves through this inbox."""
    leaves: ColumnElement[bool] = func.coalesce(Delivery.inbox_id, Message.inbox_id) == inbox_id
    return leaves


def sending_lane(message: Message, via: int | None = None) -> str:
    """Return the lane of a message: a ticket's replies leave in order, and a slow one holds no other ticket's."""
    return f"send:{message.ticket_id}:{via or message.inbox_id}"


def _live(message: Message, via: int | None) -> list[Delivery]:
    way = Delivery.inbox_id == via if via else Delivery.inbox_id.is_(None)
    query = select(Delivery).where(Delivery.message_id == message.id, Delivery.state.in_(LIVE_STATES), way)
    deliveries = list(db.session.scalars(query.order_by(Delivery.id)))
    lock(*deliveries)
    return deliveries


def _note_deaths(message: Message, deliveries: Sequence[Delivery]) -> None:
    died = [one for one in deliveries if one.state == DeliveryState.SENDING]
    if died:
        _doubt(message, died, "")


def _doubt(message: Message, deliveries: Sequence[Delivery], words: str) -> None:
    """Nobody knows whether it was sent: look again when the provider had time to tell us."""
    _end(message, deliveries, DeliveryState.UNCERTAIN, words)
    look_again = now() + UNCERTAIN_FOR
    # A job of its own: what the customer is told next must not wait for this.
    for via in {one.inbox_id for one in deliveries}:
        payload = {"message_id": message.id} | ({"via": via} if via else {})
        enqueue(send, payload, lane=f"{sending_lane(message, via)}:{message.id}", run_at=look_again)


def _due(message: Message, inbox: Inbox, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Return what may leave now: what is queued and not too old, and what was uncertain long enough, once."""
    queued = [one for one in deliveries if one.state == DeliveryState.QUEUED]
    tired = [one for one in queued if one.give_up_at <= now()]
    if tired:
        _end(message, tired, DeliveryState.FAILED, tired[0].error or "It could not be sent for a day.")
    due = [one for one in queued if one not in tired]
    if inbox.paused_at is None and channel_of(inbox).features.resend_when_uncertain:
        due += [one for one in deliveries if one.state == DeliveryState.UNCERTAIN and _may_go_again(one)]
    return due


def _wanted(message: Message, kind: str, due: Sequence[Delivery]) -> list[Delivery]:
    """Return what still may leave: whoever said STOP while it waited gets nothing, nobody what was blanked."""
    blanked = message.redacted_by_id is not None
    unwanted = {one.address for one in due} if blanked else opted_out(kind, [one.address for one in due])
    _end(message, [one for one in due if one.address in unwanted], DeliveryState.BLOCKED)
    return [one for one in due if one.address not in unwanted]


def _of_use(message: Message, kind: str, due: Sequence[Delivery]) -> list[Delivery]:
    """Return what still may leave: nothing goes where mail came back, or was complained about, while it waited."""
    useless = suppressed(kind, [one.address for one in due])
    for delivery in due:
        if delivery.address in useless:
            _end(message, [delivery], DeliveryState.BLOCKED, useless[delivery.address])
    return [one for one in due if one.address not in useless]


def _may_go_again(delivery: Delivery) -> bool:
    """Tell whether an uncertain delivery waited long enough; it goes a second time, never a third."""
    since = delivery.changed_at
    return not delivery.possible_duplicate and since is not None and since + UNCERTAIN_FOR <= now()


def _result(message_id: int, via: int | None, ids: Sequence[int], result: Sent | SendingFailed) -> Outcome:
    """Write what the provider said on the deliveries that still wait for it (an event may have been quicker)."""
    message = db.session.get_one(Message, message_id)
    inbox = db.session.get_one(Inbox, via or message.inbox_id)
    query = select(Delivery).where(Delivery.id.in_(ids), Delivery.state == DeliveryState.SENDING)
    deliveries = list(db.session.scalars(query))
    lock(*deliveries)
    match result:
        case Sent():
            _sent(message, deliveries, result)
        case TemporaryFailure():
            return _later(message, inbox, deliveries, result)
        case CredentialsRefused():
            _end(message, deliveries, DeliveryState.QUEUED, result.words)
            pause(inbox, result.words)
        case Ambiguous():
            _doubt(message, deliveries, result.words)
        case Unwanted():
            _end(message, deliveries, DeliveryState.BLOCKED, result.words)
            kind = channel_of(db.session.get_one(Inbox, message.inbox_id)).address_kind
            refused_by(kind, [one.address for one in deliveries])
        case PermanentFailure() | SendingFailed():
            _end(message, deliveries, DeliveryState.FAILED, result.words)
    return None


def _sent(message: Message, deliveries: Sequence[Delivery], sent: Sent) -> None:
    for refused in deliveries:
        if refused.address in sent.refused:
            _end(message, [refused], DeliveryState.FAILED, sent.refused[refused.address])
    taken = [one for one in deliveries if one.address not in sent.refused]
    for delivery in taken:
        delivery.provider_id = sent.provider_id
    _end(message, taken, DeliveryState.SENT)


def _later(message: Message, inbox: Inbox, deliveries: Sequence[Delivery], failure: TemporaryFailure) -> Outcome:
    """Queue again: when the provider says (nothing else of this inbox leaves before), else after a growing pause."""
    if not deliveries:
        return None
    _end(message, deliveries, DeliveryState.QUEUED, failure.words)
    at = now() + _pause(max(one.attempts for one in deliveries))
    if failure.retry_after is not None:
        at = now() + timedelta(seconds=min(failure.retry_after, LONGEST_WAIT.total_seconds()))
        inbox.send_after = at if inbox.send_after is None else max(at, inbox.send_after)
    return Again(min(at, *(one.give_up_at for one in deliveries)))


def _pause(attempts: int) -> timedelta:
    wait: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 -- Jitter, not a secret.


def _end(message: Message, deliveries: Sequence[Delivery], state: DeliveryState, words: str = "") -> None:
    """Move these deliveries to a state, whatever they were, and tell the desks."""
    at: datetime = now()
    for delivery in deliveries:
        delivery.state, delivery.error, delivery.changed_at = state, words or None, at
    if deliveries:
        record(DeliveryChanged(message, state), by=SYSTEM)
