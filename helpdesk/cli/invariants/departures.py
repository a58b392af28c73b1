"""I2: every public message of an agent has exactly one delivery per address, and each of them gets to an end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own
from helpdesk.cli.invariants.check import Check, asked, found
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.jobs import Job
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.mailroom.sending import leaves_through, send
from helpdesk.notifications.letters import Letter, LetterState
from helpdesk.notifications.sending import send as send_letter
from helpdesk.tickets.breaker import is_paused
from helpdesk.tickets.models import Message, MessageKind

MOVING = (DeliveryState.QUEUED, DeliveryState.SENDING)
GRACE = timedelta(hours=1)


def departures() -> Iterator[Check]:
    """Yield the checks of what goes out, in the caller's unit."""
    messages = _messages()
    yield found("I2 a reply has one delivery per address", len(messages), _unlike(messages))
    moving = select(Delivery.id).join(Message).join(Inbox, leaves_through(Inbox.id))
    moving = moving.where(Delivery.state.in_(MOVING), Inbox.paused_at.is_(None))
    if is_paused():  # What machines said waits until a person lets them speak.
        moving = moving.where(Message.robot.is_(None))
    yield asked("I2 a delivery that waits has its job", moving, moving.where(~_has_job()))
    late = Delivery.give_up_at < now() - GRACE
    yield asked("I2 a delivery ends within a day", select(Delivery.id), moving.where(late))


def letters() -> Iterator[Check]:
    """Yield the checks of mails to agents, in the caller's unit."""
    moving = select(Letter.id).where(Letter.state.in_((LetterState.QUEUED, LetterState.SENDING)))
    about: Any = Job.payload["letter_id"].as_integer()
    has_job = exists().where(Job.kind == send_letter.name, Job.failed_at.is_(None), about == Letter.id)
    yield asked("I2 a mail to an agent that waits has its job", moving, moving.where(~has_job))
    late = Letter.give_up_at < now() - GRACE
    yield asked("I2 a mail to an agent ends in time", select(Letter.id), moving.where(late))


def _messages() -> dict[int, set[str]]:
    """Return the addresses each reply was meant for, by message; our own inboxes never get mail from us."""
    own: dict[str, frozenset[str]] = {}
    for channel, address in db.session.execute(select(Inbox.channel, Inbox.address)):
        own[channel] = own.get(channel, frozenset()) | {address}
    query = (
        select(Message.id, Message.headers, Inbox.channel)
        .join(Inbox, Message.inbox_id == Inbox.id)
        .where(Message.kind == MessageKind.OUTBOUND, Message.agent_id.is_not(None), Message.agents_only.is_(False))
    )
    return {
        identity: {to for role in ("to", "cc", "bcc") for to in headers.get(role, []) if not is_own(to, own[channel])}
        for identity, headers, channel in db.session.execute(query)
    }


def _unlike(messages: dict[int, set[str]]) -> Iterator[str]:
    """Name the messages whose deliveries are not exactly those; twice to one address is forbidden by the table."""
    written: dict[int, set[str]] = {}
    own_way = select(Delivery.message_id, Delivery.address).where(Delivery.inbox_id.is_(None))
    for identity, address in db.session.execute(own_way):
        written.setdefault(identity, set()).add(address)
    for identity, meant in messages.items():
        if written.get(identity, set()) != meant:
            yield f"message {identity}"


def _has_job() -> ColumnElement[bool]:
    about: Any = Job.payload["message_id"].as_integer()
    return exists().where(Job.kind == send.name, Job.failed_at.is_(None), about == Delivery.message_id)
