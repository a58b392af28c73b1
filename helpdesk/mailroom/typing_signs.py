"""Somebody is typing: a hint for open pages, never stored, lost without harm."""

from collections.abc import Iterable

from sqlalchemy import select

from helpdesk.contacts.models import Visitor
from helpdesk.contacts.visitors import room_of
from helpdesk.kernel import live
from helpdesk.kernel.db import db
from helpdesk.mailroom.chatting import tickets_of
from helpdesk.tickets.models import Participant, Status, Ticket


def rooms_of_visitors(ticket_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the rooms in which the visitors of these tickets listen, by ticket id, in one query."""
    query = (
        select(Ticket.id, Visitor.token_hash)
        .join(Participant, Participant.ticket_id == Ticket.id)
        .join(Visitor, (Visitor.identity_id == Participant.identity_id) & (Visitor.inbox_id == Ticket.inbox_id))
        .where(Ticket.id.in_(list(ticket_ids)), Visitor.revoked_at.is_(None))
        .order_by(Visitor.id)
    )
    rooms: dict[int, list[str]] = {}
    for ticket_id, token_hash in db.session.execute(query):
        rooms.setdefault(ticket_id, []).append(room_of(token_hash))
    return rooms


def agent_types(ticket_id: int, name: str) -> None:
    """Let the visitors of a ticket know that this agent writes to them."""
    rooms = rooms_of_visitors([ticket_id]).get(ticket_id, [])
    live.whisper(rooms, "typing", {"name": name})


def visitor_types(visitor: Visitor) -> None:
    """Let the desks that have the visitor's ticket open know that they write."""
    number = db.session.scalar(
        tickets_of(visitor).where(Ticket.status != Status.CLOSED).with_only_columns(Ticket.number).limit(1)
    )
    if number is not None:
        name = visitor.identity.contact.name
        live.whisper([f"desk:ticket:{number}"], "typing", {"number": number, "name": name})
