"""What a page shows of a ticket: the row, its people and a page of messages, in a bounded number of statements."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import RowMapping, and_

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotFound
from helpdesk.mailroom.serialise import deliveries_of
from helpdesk.satisfaction.answering import satisfaction_of
from helpdesk.sla.serialise import clocks_of
from helpdesk.tickets.conversation import Entry, entries_of
from helpdesk.tickets.linking import linked_of
from helpdesk.tickets.models import Message, MessageKind, Ticket
from helpdesk.tickets.names import Names, names
from helpdesk.tickets.parts import Place
from helpdesk.tickets.redirecting import Merged, survivor
from helpdesk.tickets.rows import row_of
from helpdesk.tickets.serialise import message_json, ticket_json, ticket_news
from helpdesk.tickets.visibility import visible
from helpdesk.tickets.waiting_replies import leaving_of


def row_numbered(agent: Agent, number: int) -> RowMapping:
    """Return the columns of the ticket with this number if the agent may see it; raises `NotFound` or `Merged`."""
    row = row_of(and_(Ticket.number == number, visible(agent)))
    if row is None:
        raise NotFound
    if row["merged_into_id"] is not None:
        raise Merged(survivor(db.session.get_one(Ticket, row["id"])).number)
    return row


def opened(row: RowMapping, known: Names, agent: Agent) -> dict[str, Any]:
    """Return an open ticket as an agent's page shows it, with what other parts of the program know about it."""
    return ticket_json(row, known, agent=agent) | _beside(known) | {"linked": linked_of(known)}


def opened_news(row: RowMapping) -> dict[str, Any]:
    """Return an open ticket as every desk that has it open may hear of it."""
    known = names(ticket=Place(row["id"], row["contact_id"]))
    return ticket_news(row, known) | _beside(known)


def _beside(known: Names) -> dict[str, Any]:
    """Return the ticket's clocks, how satisfied the customer is, and whose replies wait to leave."""
    return {"clocks": clocks_of(known), "satisfaction": satisfaction_of(known), "leaving": leaving_of(known)}


def messages_json(entries: Sequence[Entry], number: int, known: Names) -> list[dict[str, Any]]:
    """Return messages with their deliveries, one query for all of these."""
    sent = deliveries_of([message.id for message, _event in entries if message.kind == MessageKind.OUTBOUND])
    return [
        message_json(message, number, known, event=event, delivery=sent.get(message.id)) for message, event in entries
    ]


def answer(ticket: Ticket, agent: Agent, *, message: Message | None = None) -> dict[str, Any]:
    """Return what a door answers after a verb: the ticket as it is now, and the message if one was made."""
    known = names(ticket=Place(ticket.id, ticket.contact_id), agent=agent)
    row = row_of(Ticket.id == ticket.id)
    if row is None:
        raise NotFound
    whole = opened(row, known, agent)
    if message is None:
        return {"ticket": whole}
    return {"message": messages_json(entries_of([message.id]), ticket.number, known)[0], "ticket": whole}


def some_messages(messages: Iterable[Message], number: int) -> list[dict[str, Any]]:
    """Return a few messages with everything, for an answer that refuses."""
    return messages_json(entries_of([message.id for message in messages]), number, names())
