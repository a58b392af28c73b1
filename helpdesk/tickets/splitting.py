"""Splitting: what was said from one message on is a matter of its own, with a ticket of its own, linked to the old one.

Answers to those messages find the new ticket by themselves: what a mail names is looked up where it lies today.
"""

from typing import Any

from sqlalchemy import select, update

from helpdesk.contacts.models import Identity
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.gathering import add_people
from helpdesk.tickets.linking import connect
from helpdesk.tickets.models import Message, MessageKind, Participant, Ticket
from helpdesk.tickets.moving_events import TicketSplit
from helpdesk.tickets.opening import MAX_SUBJECT, open_ticket
from helpdesk.tickets.standing import stand


class NothingLeft(Problem):
    """Splitting at the first message would only rename the ticket."""

    code, words = "nothing_left", "There is nothing before this message. Split at a later one."


def split(message: Message, *, subject: str, by: Acts) -> Ticket:
    """Move a message and all that was said after it to a new ticket of the same contact; returns that ticket.

    Raises `NothingLeft`, and `BadInput` for a message that is an event or was moved meanwhile, or a subject that is
    empty or too long.
    """
    ticket = message.ticket
    lock(ticket, message)
    if message.ticket_id != ticket.id:  # Two clicks at once: the first one moved it.
        raise BadInput(_("There is no such message on this ticket."), "message_id")
    if message.kind == MessageKind.EVENT:
        raise BadInput(_("A ticket is split at a message."), "message_id")
    subject = " ".join(subject.split())
    if not subject or len(subject) > MAX_SUBJECT:
        raise BadInput(_("Write a subject."), "subject")
    said = (Message.ticket_id == ticket.id, Message.kind != MessageKind.EVENT)
    if db.session.scalar(select(Message.id).where(*said, Message.id < message.id).limit(1)) is None:
        raise NothingLeft
    new = _open(ticket, subject, by=by)
    db.session.execute(update(Message).where(*said, Message.id >= message.id).values(ticket_id=new.id))
    for one in (ticket, new):
        stand(one)
    connect(ticket, new)
    ticket.updated_at = new.updated_at = now()
    db.session.flush()
    record(TicketSplit(ticket, new.id, new.number), by=by)
    return new


def _open(ticket: Ticket, subject: str, *, by: Acts) -> Ticket:
    query: Any = select(Identity, Participant.role).join(Participant, Participant.identity_id == Identity.id)
    people = [
        (identity, role)
        for identity, role in db.session.execute(query.where(Participant.ticket_id == ticket.id).order_by(Identity.id))
    ]
    own = [identity for identity, _role in people if identity.contact_id == ticket.contact_id]
    first = own[0] if own else ticket.contact.identities[0]
    new = open_ticket(identity=first, inbox=ticket.inbox, subject=subject, by=by, team_id=ticket.team_id)
    new.contact_id = ticket.contact_id
    add_people(new, [(identity, role) for identity, role in people if identity.id != first.id])
    return new
