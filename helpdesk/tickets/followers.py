"""Agents who want to hear about a ticket that is not theirs."""

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.tickets.events import Followed, Unfollowed
from helpdesk.tickets.models import Follower, Ticket


def follow(ticket: Ticket, agent: Agent, *, by: Acts) -> None:
    """Let an agent follow a ticket; twice is once."""
    lock(ticket)
    if db.session.get(Follower, (ticket.id, agent.id)) is None:
        db.session.add(Follower(ticket_id=ticket.id, agent_id=agent.id))
        ticket.updated_at = now()
        record(Followed(ticket, agent.id), by=by)


def unfollow(ticket: Ticket, agent: Agent, *, by: Acts) -> None:
    """End following."""
    lock(ticket)
    follower = db.session.get(Follower, (ticket.id, agent.id))
    if follower is not None:
        db.session.delete(follower)
        db.session.flush()  # Until then the session would find it again.
        ticket.updated_at = now()
        record(Unfollowed(ticket, agent.id), by=by)
