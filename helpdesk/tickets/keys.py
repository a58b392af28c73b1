"""A client's key makes a message happen once: a double click, a retry after a lost answer."""

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.models import Message, MessageKind, Ticket

MACHINES = ":"  # What machines say has keys with it (tickets/saying.py), so that nobody can speak in their place.


class KeyUsed(Problem):
    """The key stands for something else that was said already (R-API: same key, other body)."""

    status, code, words = 422, "key_used", "This was sent already, with other words. Send it again as a new message."


def said_before(ticket: Ticket, client_key: str | None, *, kind: MessageKind, by: Agent, text: str) -> Message | None:
    """Return the message that this agent's key made before, if any.

    Raises `KeyUsed` when it says something else, and `BadInput` for a key of the kind that machines use.
    """
    if not client_key:
        return None
    if MACHINES in client_key:
        raise BadInput(_("A key is made of letters, digits and dashes."), "client_key")
    twin = select(Message).where(Message.ticket_id == ticket.id, Message.client_key == client_key)
    first = db.session.scalar(twin)
    if first is not None and (first.kind, first.agent_id, first.text) != (kind, by.id, text):
        raise KeyUsed
    return first
