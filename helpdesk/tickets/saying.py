"""What a machine says to a customer: a survey, a rule's answer. It keeps quiet rather than start a storm.

No machine answers a machine, somebody unverified, blocked or opted out, and nobody hears more than a few words a day
from it (SECURITY R-AR). What it says leaves as an agent's reply does, and changes nobody's turn.
"""

from datetime import timedelta

from sqlalchemy import func, select

from helpdesk.channels.own import is_own, own_addresses
from helpdesk.channels.places import channel_of
from helpdesk.contacts.models import Identity
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.breaker import silenced
from helpdesk.tickets.events import MessageSent
from helpdesk.tickets.models import Message, MessageKind, Participant, Ticket
from helpdesk.tickets.reachable import check_fits
from helpdesk.tickets.spending import refuse_spending

MOST_TO_ONE = ((timedelta(hours=1), 3), (timedelta(days=1), 10))
MOST_TO_A_DOMAIN = (timedelta(hours=1), 60)
DOUBTED = ("fail", "ambiguous")


def say(ticket: Ticket, text: str, *, by: Acts, robot: str, key: str, html: str | None = None) -> Message | None:
    """Say something to the ticket's contact, and to nobody else, without an agent; None if it is better not said.

    `robot` names who speaks ("survey", "rule"), `key` (at most 64 characters) what is said: the same key again is the
    same message. Raises `BadInput` for a text that the channel cannot carry.
    """
    lock(ticket)
    twin = select(Message).where(Message.ticket_id == ticket.id, Message.client_key == key)
    if (said := db.session.scalar(twin)) is not None:
        return said
    listener = hearing(ticket)
    if listener is None or _too_much(ticket, listener) or _costs_too_much(ticket, listener):
        return None
    features = channel_of(ticket.inbox).features
    check_fits(features, text)
    message = Message(
        ticket_id=ticket.id,
        kind=MessageKind.OUTBOUND,
        inbox_id=ticket.inbox_id,
        robot=robot,
        text=text,
        html=html if features.html else None,
        client_key=key,
        headers={"to": [listener.value]},
    )
    db.session.add(message)
    db.session.flush()
    ticket.updated_at = now()  # The list goes on showing the newest words of a person.
    record(MessageSent(message), by=by)
    return message


def hearing(ticket: Ticket) -> Identity | None:
    """Return the one address of the contact that a machine may write to, if there is one."""
    if (
        ticket.merged_into_id is not None
        or ticket.contact.blocked_at is not None
        or not ticket.inbox.enabled
        or _doubtful(ticket)
    ):
        return None
    taking_part = (
        select(Identity)
        .join(Participant, Participant.identity_id == Identity.id)
        .where(Participant.ticket_id == ticket.id, Identity.contact_id == ticket.contact_id)
        .where(Participant.role == "to", Identity.opted_out_at.is_(None), Identity.suppressed_at.is_(None))
    )
    channel = channel_of(ticket.inbox)
    if not channel.features.live:
        taking_part = taking_part.where(Identity.kind == channel.address_kind)
    identity = db.session.scalar(taking_part.order_by(Identity.id).limit(1))
    own = own_addresses()
    return None if identity is None or is_own(identity.value, own) else identity


def proved(ticket: Ticket) -> bool:
    """Tell whether whom we speak to is who they say; else none of their own words go out with a machine's (R-AR 3)."""
    listener = hearing(ticket)
    if listener is not None and listener.verified_at is not None:
        return True
    newest = select(Message.verdict).where(Message.ticket_id == ticket.id, Message.kind == MessageKind.INBOUND)
    return db.session.scalar(newest.order_by(Message.id.desc()).limit(1)) == "pass"


def _doubtful(ticket: Ticket) -> bool:
    """Tell whether the last word came from a machine, or from somebody who may not be who they say."""
    newest = (
        select(Message.verdict, Message.headers)
        .where(Message.ticket_id == ticket.id, Message.kind == MessageKind.INBOUND, Message.agents_only.is_(False))
        .order_by(Message.id.desc())
        .limit(1)
    )
    row = db.session.execute(newest).one_or_none()
    headers = (row.headers or {}) if row else {}
    # An answer to a question of ours changes as little as a machine's mail, but a person gave it.
    return row is not None and (row.verdict in DOUBTED or ("automatic" in headers and "answers" not in headers))


def _costs_too_much(ticket: Ticket, listener: Identity) -> bool:
    try:
        refuse_spending(ticket.inbox, listener, machine=True)
    except (Problem, BadInput):
        return True
    return False


def _too_much(ticket: Ticket, listener: Identity) -> bool:
    said = select(func.count()).select_from(Message).where(Message.robot.is_not(None))
    theirs = said.join(Ticket, Ticket.id == Message.ticket_id).where(Ticket.contact_id == ticket.contact_id)
    if silenced():
        return True
    if _too_much_for_the_domain(listener):
        return True
    return any(
        (db.session.scalar(theirs.where(Message.created_at > now() - span)) or 0) >= most for span, most in MOST_TO_ONE
    )


def _too_much_for_the_domain(listener: Identity) -> bool:
    domain = listener.value.rpartition("@")[2] if "@" in listener.value else ""
    span, most = MOST_TO_A_DOMAIN
    heard = (
        select(func.count(Message.id.distinct()))
        .join(Ticket, Ticket.id == Message.ticket_id)
        .join(Identity, Identity.contact_id == Ticket.contact_id)
        .where(Message.robot.is_not(None), Message.created_at > now() - span)
        .where(Identity.kind == listener.kind, Identity.value.endswith(f"@{domain}", autoescape=True))
    )
    return bool(domain) and (db.session.scalar(heard) or 0) >= most
