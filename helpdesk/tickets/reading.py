"""Who has seen what of a ticket: unread is an agent's own matter, needing a reply is the ticket's.

A ticket is unread for an agent while a customer's message or a colleague's note is newer than what that agent saw.
Nothing else makes it unread: no tag, no status, no answer of ours.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import Base, BigId, db, insert_into
from helpdesk.kernel.events import EventRow, projects, record
from helpdesk.tickets.events import MessageSent, NoteAdded, TicketSeen
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.rows import HEARD
from helpdesk.tickets.visibility import visible


class TicketRead(Base):
    """How far an agent has seen a ticket. `message_id` orders only: the message may have moved to another ticket."""

    __tablename__ = "ticket_reads"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId, server_default=text("0"))


def with_seen(query: Select[*tuple[Any, ...]], agent: Agent) -> Select[*tuple[Any, ...]]:
    """Add to a query of list rows how far the agent has seen each (`seen_id`, null: nothing)."""
    own = and_(TicketRead.ticket_id == Ticket.id, TicketRead.agent_id == agent.id)
    return query.outerjoin(TicketRead, own).add_columns(TicketRead.message_id.label("seen_id"))


def seen_of(agent: Agent, numbers: Sequence[int]) -> dict[int, int]:
    """Return the id of the newest message seen, 0 for nothing, for those of these tickets that the agent may see."""
    query = with_seen(select(Ticket.number), agent).where(Ticket.number.in_(numbers), visible(agent))
    return {number: seen or 0 for number, seen in db.session.execute(query)}


def mark_seen(ticket: Ticket, *, by: Agent, up_to: int) -> None:
    """Say that the agent has seen the ticket up to a message of it; less than was seen before changes nothing."""
    newest = _newest(ticket, Message.id <= up_to)
    if newest:
        _write(ticket, by, newest, only_forward=True)


def mark_unseen(ticket: Ticket, *, by: Agent) -> None:
    """Make the ticket unread again for the agent, by the newest thing somebody said to us."""
    newest = _newest(ticket, Message.kind.in_(HEARD))
    if newest:
        _write(ticket, by, newest - 1, only_forward=False)


def _newest(ticket: Ticket, condition: ColumnElement[bool]) -> int | None:
    return db.session.scalar(select(func.max(Message.id)).where(Message.ticket_id == ticket.id, condition))


def _write(ticket: Ticket, agent: Agent, message_id: int, *, only_forward: bool) -> None:
    new = insert_into(TicketRead).values(ticket_id=ticket.id, agent_id=agent.id, message_id=message_id)
    known, wanted = TicketRead.message_id, new.excluded.message_id
    changed = db.session.execute(
        new.on_conflict_do_update(
            index_elements=["ticket_id", "agent_id"],
            set_={"message_id": wanted},
            where=known < wanted if only_forward else known != wanted,
        ).returning(TicketRead.message_id)
    ).first()
    if changed:
        record(TicketSeen(agent, ticket.id, ticket.number, message_id), by=agent)


@projects(NoteAdded, MessageSent)
def own_words(event: NoteAdded | MessageSent, row: EventRow) -> None:
    """Who wrote a note or an answer has seen the ticket up to it, also by mail or through a program."""
    message = event.subject
    if row.actor_kind == "agent" and row.actor_id == message.agent_id:
        agent, ticket = db.session.get_one(Agent, message.agent_id), db.session.get_one(Ticket, message.ticket_id)
        heard = _newest(ticket, and_(Message.kind.in_(HEARD), Message.id <= message.id))
        if heard:
            _write(ticket, agent, heard, only_forward=True)
