"""Replies that did not leave, or did not arrive: their author is told, whoever has the ticket now."""

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Actor, EventRow, reacts
from helpdesk.mailroom.events import DeliveryChanged
from helpdesk.mailroom.failing import is_definite
from helpdesk.notifications.choosing import AFTER_RULES_AND_ROUTING
from helpdesk.notifications.models import Kind
from helpdesk.notifications.telling import tell
from helpdesk.tickets.events import DraftHeld
from helpdesk.tickets.models import Message, Ticket


@reacts(DraftHeld, order=AFTER_RULES_AND_ROUTING)
def tell_whose_reply_waits(row: EventRow) -> None:
    """Tell the author that their words are a draft again, and why."""
    author = db.session.get_one(Agent, row.data["agent_id"])
    ticket = db.session.get_one(Ticket, row.ticket_id)
    tell([author], ticket, kind=Kind.HELD, event_id=row.id, by=Actor(row.actor_kind, row.actor_id))


@reacts(DeliveryChanged, order=AFTER_RULES_AND_ROUTING, when=is_definite)
def tell_whose_reply_failed(row: EventRow) -> None:
    """Tell the author that somebody did not get their reply."""
    message = db.session.get_one(Message, row.subject_id)
    if is_definite(DeliveryChanged(message, row.data["state"])) and message.agent is not None:
        by = Actor(row.actor_kind, row.actor_id)
        tell([message.agent], message.ticket, kind=Kind.UNDELIVERED, event_id=row.id, by=by)
