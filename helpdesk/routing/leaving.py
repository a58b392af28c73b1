"""Whoever leaves us leaves their tickets: what is not done yet goes back to the queues, for people or routing."""

from sqlalchemy import select

from helpdesk.accounts.events import AgentDeactivated
from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.kernel.events import Actor, EventRow, reacts
from helpdesk.tickets.assignment import Why, assign_agent
from helpdesk.tickets.models import Ticket
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
