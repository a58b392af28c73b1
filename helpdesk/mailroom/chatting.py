"""A visitor talks: what they say joins their ticket or opens one, and what they have seen is written on deliveries.

Our own page sends it and our own door has read it, so nothing has to be understood first: no envelope, no job.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select

from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity, Visitor
from helpdesk.contacts.visitors import ANONYMOUS, vouch
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.problems import NotAllowed, NotFound, Problem
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.mailroom.receipts import move
from helpdesk.tickets.keys import KeyUsed
from helpdesk.tickets.models import Message, MessageKind, Participant, Status, Ticket
from helpdesk.tickets.opening import join, open_with
from helpdesk.tickets.receiving import Received, receive

PUBLIC = (MessageKind.INBOUND, MessageKind.OUTBOUND)
PER_MINUTE = 30
MINUTE = timedelta(minutes=1)
SUBJECT = 80


class ChatClosed(NotAllowed):
    """The inbox is switched off or the contact is blocked; the visitor is told so instead of being heard."""

    code, words = "chat_closed", "This chat is closed at the moment. What you wrote was not sent."


class TooFast(Problem):
    """A visitor says more than anybody can read."""

    status, code, words = 429, "too_fast", "That is too fast. Please wait a little and try again."

    def extra(self) -> dict[str, int]:
        """Return the wait in seconds; it becomes Retry-After."""
        return {"retry_after": 20}


def say(visitor: Visitor, text: str, *, inbox: Inbox, client_key: str) -> Message:
    """Add what the visitor says to their ticket, or open one with it; the same `client_key` again is the same message.

    Raises `ChatClosed`, `TooFast`, and `KeyUsed` when the key stands for other words.
    """
    lock(visitor)  # Two first messages at once must not open two tickets.
    if (twin := _said_before(visitor, client_key)) is not None:
        if twin.kind != MessageKind.INBOUND or twin.text != text:
            raise KeyUsed
        return twin
    contact = visitor.identity.contact
    if not inbox.enabled or contact.blocked_at is not None:
        raise ChatClosed
    if _said_lately(visitor) >= PER_MINUTE:
        raise TooFast
    # The token proves that it is the same visitor as before, whoever that is.
    received = Received(text=text, verdict="pass", client_key=client_key)
    if (ticket := _going_on(visitor)) is not None:
        return receive(ticket, visitor.identity, received, by=contact)
    subject = " ".join(text.split())
    subject = subject if len(subject) <= SUBJECT else f"{subject[: SUBJECT - 1]}…"
    return open_with(received, identity=visitor.identity, inbox=inbox, subject=subject, by=contact)


def tickets_of(visitor: Visitor) -> Select[*tuple[Any, ...]]:
    """Return the query of the tickets this visitor takes part in through the inbox, newest first."""
    mine = select(Participant.ticket_id).where(Participant.identity_id == visitor.identity_id)
    return select(Ticket).where(Ticket.id.in_(mine), Ticket.inbox_id == visitor.inbox_id).order_by(Ticket.id.desc())


def messages_of(visitor: Visitor) -> Select[*tuple[Any, ...]]:
    """Return the query of the messages this visitor may read: never a note, never what is kept for agents."""
    mine = tickets_of(visitor).with_only_columns(Ticket.id).order_by(None)
    kept = (Message.agents_only.is_(False), Message.redacted_by_id.is_(None))
    public = select(Message).where(Message.kind.in_(PUBLIC), *kept)
    # What came by another way lies on the ticket since it was merged; the proof of this browser is not for that.
    return public.where(Message.ticket_id.in_(mine), Message.inbox_id == visitor.inbox_id)


def see(visitor: Visitor, message_id: int) -> None:
    """Note that the visitor has seen everything up to a message of theirs. Raises `NotFound` for any other."""
    if db.session.scalar(messages_of(visitor).where(Message.id == message_id)) is None:
        raise NotFound
    seen = messages_of(visitor).with_only_columns(Message.id).where(Message.id <= message_id)
    waiting = select(Delivery).where(
        Delivery.message_id.in_(seen), Delivery.inbox_id.is_(None), Delivery.state == DeliveryState.SENT
    )
    deliveries = list(db.session.scalars(waiting.order_by(Delivery.id)))
    lock(*deliveries)
    move(deliveries, DeliveryState.SEEN)


def introduce(visitor: Visitor, *, value: str, email: str | None) -> None:
    """Take the site's word for who a visitor is; what they said before stays in front of them."""
    earlier = list(db.session.scalars(tickets_of(visitor)))
    before = vouch(visitor, value=value, email=email)
    if before.id == visitor.identity_id or not before.value.startswith(ANONYMOUS):
        return
    for ticket in earlier:
        join(ticket, [(visitor.identity, "to")])
        _leave(ticket, before)


def _leave(ticket: Ticket, identity: Identity) -> None:
    own = Participant.ticket_id == ticket.id, Participant.identity_id == identity.id
    db.session.execute(delete(Participant).where(*own))


def _going_on(visitor: Visitor) -> Ticket | None:
    """Return the visitor's newest ticket that is not closed, locked: closing or merging may have come between."""
    going_on = tickets_of(visitor).where(Ticket.status != Status.CLOSED).limit(1)
    ticket: Ticket | None = db.session.scalar(going_on)
    while ticket is not None:
        lock(ticket)
        if ticket.status != Status.CLOSED:
            break
        ticket = db.session.scalar(going_on)
    return ticket


def _said_before(visitor: Visitor, client_key: str) -> Message | None:
    mine = tickets_of(visitor).with_only_columns(Ticket.id).order_by(None)
    twin = select(Message).where(Message.ticket_id.in_(mine), Message.client_key == client_key)
    return db.session.scalar(twin)


def _said_lately(visitor: Visitor) -> int:
    lately = messages_of(visitor).where(Message.kind == MessageKind.INBOUND, Message.created_at > now() - MINUTE)
    return db.session.scalar(lately.with_only_columns(func.count())) or 0
