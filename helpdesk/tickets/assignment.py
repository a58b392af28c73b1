"""Who has a ticket: an agent, a team, both or nobody."""

from sqlalchemy import select

from helpdesk.accounts.events import TeamDeleted
from helpdesk.accounts.models import Agent, Team
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Actor, Acts, EventRow, projects, record
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.events import AgentAssigned, TeamAssigned
from helpdesk.tickets.models import Ticket


class CannotWork(Problem):
    """A deactivated agent gets no tickets."""

    status, code, words = 422, "bad_input", "This agent does not work here any more."


def assign_agent(ticket: Ticket, agent: Agent | None, *, by: Acts) -> None:
    """Give the ticket to an agent, or to nobody. Raises `CannotWork` for a deactivated one."""
    if agent is not None and agent.deactivated_at is not None:
        raise CannotWork
    lock(ticket)
    was, ticket.assignee = ticket.assignee_id, agent
    ticket.assignee_id = agent.id if agent else None
    if was != ticket.assignee_id:
        ticket.updated_at = now()
        record(AgentAssigned(ticket, was, ticket.assignee_id), by=by)


def assign_team(ticket: Ticket, team: Team | None, *, by: Acts) -> None:
    """Move the ticket to a team's queue, or to none."""
    lock(ticket)
    was, ticket.team = ticket.team_id, team
    ticket.team_id = team.id if team else None
    if was != ticket.team_id:
        ticket.updated_at = now()
        record(TeamAssigned(ticket, was, ticket.team_id), by=by)


@projects(TeamDeleted)
def let_go(event: TeamDeleted, row: EventRow) -> None:
    """Take a dissolved team's tickets out of its queue, each by its own event, so that every desk sees them move."""
    by = Actor(row.actor_kind, row.actor_id)
    for ticket in db.session.scalars(select(Ticket).where(Ticket.team_id == event.subject.id)):
        assign_team(ticket, None, by=by)
