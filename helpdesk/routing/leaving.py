"""Whoever leaves us leaves their tickets: what is not done yet goes back to the queues, for people or routing."""

from sqlalchemy import select

from helpdesk.accounts.events import AgentDeactivated
from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, Actor, EventRow, reacts
from helpdesk.tickets.assignment import Why, assign_agent
from helpdesk.tickets.events import StatusChanged
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.status import DONE


@reacts(AgentDeactivated)
def give_back(row: EventRow) -> None:
    """Unassign what a deactivated agent has to do; who was let in again meanwhile keeps it.

    Not in the transaction of the deactivation: that holds the agent, and whoever answers one of these tickets right
    now holds the ticket.
    """
    agent = db.session.get_one(Agent, row.subject_id)
    if agent.is_active:
        return
    theirs = select(Ticket).where(Ticket.assignee_id == agent.id, Ticket.status.not_in(DONE)).order_by(Ticket.id)
    for ticket in db.session.scalars(theirs).all():
        assign_agent(ticket, None, by=Actor(row.actor_kind, row.actor_id), why=Why.LEFT)


def _opens_for_nobody(event: StatusChanged) -> bool:
    back = event.was in DONE and event.now == Status.OPEN
    return back and _has_left(event.subject)


def _has_left(ticket: Ticket) -> bool:
    return ticket.assignee is not None and not ticket.assignee.is_active


@reacts(StatusChanged, when=_opens_for_nobody)
def take_back(row: EventRow) -> None:
    """Unassign a ticket that opened again after its agent had left; what is done keeps its agent's name."""
    ticket = db.session.get_one(Ticket, row.ticket_id)
    if ticket.status == Status.OPEN and _has_left(ticket):
        assign_agent(ticket, None, by=SYSTEM, why=Why.LEFT)
