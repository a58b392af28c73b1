"""Acknowledgement: whoever opens a ticket by mail is told once that it arrived, where an admin wants that.

What keeps it from loops and storms is `tickets/saying.py` (R-AR); what keeps a stranger's words out of it,
`outgoing.outbound_of`. It is no reply: clocks and turns go on as they were.
"""

import re

from sqlalchemy import select

from helpdesk.accounts.workspace import workspace_name
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, EventRow, reacts
from helpdesk.tickets.events import TicketOpened
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.saying import say

ROBOT = "acknowledgement"
AFTER_THE_RULES = 40  # A rule may have resolved it, or said something better; both is still one too many.
VARIABLE = re.compile(r"\{\{\s*(ticket\.number|inbox\.name|workspace\.name)\s*\}\}")


def acknowledges(inbox: Inbox) -> str:
    """Return the text an inbox answers with, with its variables; empty where it keeps quiet."""
    return channel_of(inbox).acknowledgement(place_of(inbox)).strip()


def _is_asked(event: TicketOpened) -> bool:
    ticket: Ticket = event.subject
    return bool(acknowledges(ticket.inbox))


@reacts(TicketOpened, order=AFTER_THE_RULES, when=_is_asked)
def acknowledge(row: EventRow) -> None:
    """Tell the contact that their message arrived, unless an agent opened the ticket or a machine wrote."""
    ticket = db.session.get_one(Ticket, row.ticket_id)
    text = acknowledges(ticket.inbox)
    if row.actor_kind != "contact" or not text or not _by_a_person(ticket):
        return
    known = {
        "ticket.number": str(ticket.number), "inbox.name": ticket.inbox.name, "workspace.name": workspace_name(),
    }  # fmt: skip
    say(ticket, VARIABLE.sub(lambda found: known[found[1]], text), by=SYSTEM, robot=ROBOT, key=ROBOT)


def _by_a_person(ticket: Ticket) -> bool:
    theirs = select(Message).where(Message.ticket_id == ticket.id, Message.kind == MessageKind.INBOUND)
    message = db.session.scalar(theirs.order_by(Message.id).limit(1))
    return message is not None and message.personal
