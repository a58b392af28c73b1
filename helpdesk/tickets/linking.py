"""Links: two tickets have to do with each other. Either shows the other, to whoever may see it."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, null, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Row, db, insert_into, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.packing import packed, unpacked
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.moving_events import TicketLinked, TicketUnlinked
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, carried, first, part
from helpdesk.tickets.rows import iso
from helpdesk.tickets.visibility import visible

MOST = 50
SHOWN = (Ticket.number, Ticket.subject, Ticket.status, Ticket.created_at)


class TicketLink(Row):
    """Two tickets that have to do with each other; the one with the lower id stands first."""

    __tablename__ = "ticket_links"
    __table_args__: Any = (
        CheckConstraint("ticket_id < other_id", name="order"),
        Index("uq_ticket_links_pair", "ticket_id", "other_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)


class WithItself(Problem):
    """A ticket always has to do with itself."""

    status, code, words = 422, "bad_input", "A ticket cannot be linked to itself."


def link(ticket: Ticket, other: Ticket, *, by: Acts) -> None:
    """Say that two tickets have to do with each other; twice is once. Raises `WithItself`."""
    if ticket.id == other.id:
        raise WithItself
    lock(ticket, other)
    if connect(ticket, other):
        ticket.updated_at = now()
        record(TicketLinked(ticket, other.id, other.number), by=by)


def connect(ticket: Ticket, other: Ticket) -> bool:
    """Write the link itself, for verbs that record what they do; tells whether it is new."""
    low, high = sorted((ticket.id, other.id))
    row = {"ticket_id": low, "other_id": high, "created_at": now()}
    made = insert_into(TicketLink).values(row).on_conflict_do_nothing().returning(TicketLink.id)
    return db.session.execute(made).first() is not None


def unlink(ticket: Ticket, other: Ticket, *, by: Acts) -> None:
    """Say that they have nothing to do with each other after all."""
    lock(ticket, other)
    low, high = sorted((ticket.id, other.id))
    known = db.session.scalar(select(TicketLink).where(TicketLink.ticket_id == low, TicketLink.other_id == high))
    if known is not None:
        db.session.delete(known)
        ticket.updated_at = now()
        record(TicketUnlinked(ticket, other.id, other.number), by=by)


@carried("linked")
def _linked(asked: Asked) -> Part | None:
    """Find the newest tickets linked to the shown one, of those the agent may see."""
    if asked.ticket is None or asked.agent is None:
        return None
    return first(MOST, _query(asked.ticket.ticket_id, asked.agent))


def _query(ticket_id: int, agent: Agent) -> Part:
    """Return the linked tickets; both ways are looked up by an index of their own."""
    after = select(TicketLink.other_id).where(TicketLink.ticket_id == ticket_id)
    before = select(TicketLink.ticket_id).where(TicketLink.other_id == ticket_id)
    theirs = or_(Ticket.id.in_(after), Ticket.id.in_(before))
    query = part("linked", Ticket.id, null(), packed(SHOWN)).where(theirs, visible(agent))
    return query.order_by(Ticket.id.desc())


def linked_of(known: Names) -> list[dict[str, Any]]:
    """Return the linked tickets that a page found, newest first."""
    found = sorted(known.beside["linked"], key=lambda ticket: ticket.id, reverse=True)
    tickets = (unpacked(ticket.extra, SHOWN) for ticket in found)
    return [{**one, "created_at": iso(one["created_at"])} for one in tickets]
