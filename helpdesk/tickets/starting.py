"""An agent writes first: a ticket opened with our own message."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, func, select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import channel_of, place_of
from helpdesk.contacts.identities import BadAddress, resolve
from helpdesk.contacts.models import Identity
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.events import TicketOpened
from helpdesk.tickets.keys import KeyUsed
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.opening import open_ticket, subject_for
from helpdesk.tickets.reachable import check_fits, refuse_opted_out
from helpdesk.tickets.replying import MAX_RECIPIENTS, reply
from helpdesk.tickets.spending import refuse_spending

MOST_AN_HOUR = 5
HOUR = timedelta(hours=1)


class TooMany(Problem):
    """Nobody wants to be written to all the time, and a carrier blocks whoever does."""

    status, code = 429, "too_many"
    words = "Five conversations were started with this person within the hour. Write on one of those, or wait."


def start_ticket(
    inbox: Inbox,
    *,
    to: str,
    subject: str,
    text: str,
    by: Agent,
    cc: Sequence[str] = (),
    client_key: str | None = None,
) -> Message:
    """Open a ticket with a message of ours to somebody, known or not; the agent has it. Returns the message.

    `to` is as the agent types it: a number may lack its country. The same `client_key` again returns the first message.
    Raises `BadInput`, `OptedOut`, `TooMany`, and what `refuse_spending` raises.
    """
    features = channel_of(inbox).features
    if not (features.starts and inbox.enabled):
        raise BadInput(_("No conversation can be started from this inbox."), "inbox_id")
    if features.subject and not subject.strip():
        raise BadInput(_("Write a subject."), "subject")
    check_fits(features, text, copies=len(cc))
    if len(cc) > MAX_RECIPIENTS:
        raise BadInput(_("These are too many recipients."), "cc")
    identity, others = _identity(inbox, to, "to"), [_identity(inbox, one, "cc") for one in cc]
    refuse_opted_out([identity, *others])
    lock(identity.contact)  # Two clicks at once must not be two tickets.
    if sent := _said_before(identity, client_key, by=by, text=text):
        return sent
    _check_pace(identity)
    refuse_spending(inbox, identity)
    ticket = open_ticket(
        identity=identity,
        inbox=inbox,
        subject=subject_for(inbox, subject, text),
        by=by,
        participants=[(other, "cc") for other in others],
    )
    assign_agent(ticket, by, by=by)
    return reply(ticket, by=by, text=text, client_key=client_key)


def _identity(inbox: Inbox, written: str, field: str) -> Identity:
    channel = channel_of(inbox)
    try:
        address = channel.recipient(written, place_of(inbox))
        identity = resolve(channel.address_kind, address, source="agent")
    except BadAddress:
        raise BadInput(_("Enter a full address."), field) from None
    except ValueError as error:
        raise BadInput(str(error), field) from None
    own = own_addresses(inbox.channel)
    if is_own(identity.value, own):
        raise BadInput(_("This is one of our own addresses."), field)
    return identity


def _said_before(identity: Identity, client_key: str | None, *, by: Agent, text: str) -> Message | None:
    if not client_key:
        return None
    first = db.session.scalar(
        select(Message)
        .join(Ticket, Message.ticket_id == Ticket.id)
        .where(Ticket.contact_id == identity.contact_id, Message.client_key == client_key, Message.agent_id == by.id)
        .limit(1)
    )
    if first is not None and (first.kind, first.text) != (MessageKind.OUTBOUND, text):
        raise KeyUsed
    return first


def _check_pace(identity: Identity) -> None:
    """Count what agents started with this person within the hour (SECURITY R-SMS). Raises `TooMany`."""
    opened = and_(
        EventRow.subject_kind == TicketOpened.subject_kind,
        EventRow.subject_id == Ticket.id,
        EventRow.name == TicketOpened.name,
        EventRow.actor_kind == "agent",
    )
    ours = select(func.count()).select_from(Ticket).join(EventRow, opened)
    started = ours.where(Ticket.contact_id == identity.contact_id, Ticket.created_at > now() - HOUR)
    if (db.session.scalar(started) or 0) >= MOST_AN_HOUR:
        raise TooMany
