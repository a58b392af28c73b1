"""Who has a ticket: an agent, a team, both or nobody. Every assignment keeps its reason."""

from enum import StrEnum

from sqlalchemy import select, update

from helpdesk.accounts.events import TeamDeleted
from helpdesk.accounts.models import Agent, Team
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, Actor, Acts, EventRow, projects, record
from helpdesk.kernel.problems import Problem
from helpdesk.tickets.events import AgentAssigned, TeamAssigned
from helpdesk.tickets.models import Status, Ticket


class Why(StrEnum):
    """Why somebody has a ticket now, or nobody: a person gave or took it, a rule, routing; or its agent left us."""

    ASKED = "asked"
    CLAIMED = "claimed"
    RULE = "rule"
    ROUND_ROBIN = "round_robin"
    LEAST_BUSY = "least_busy"
    LEFT = "left"


class CannotWork(Problem):
    """A deactivated agent gets no tickets."""

    status, code, words = 422, "bad_input", "This agent does not work here any more."


def assign_agent(ticket: Ticket, agent: Agent | None, *, by: Acts, why: Why | None = None) -> None:
    """Give the ticket to an agent, or to nobody. Raises `CannotWork` for a deactivated one.

    Without `why` it follows from who asks: `claimed` for oneself, `rule` by a rule, else `asked`.
    """
    if agent is not None and agent.deactivated_at is not None:
        raise CannotWork
    lock(ticket)
    was, ticket.assignee = ticket.assignee_id, agent
    ticket.assignee_id = agent.id if agent else None
    if was != ticket.assignee_id:
        ticket.updated_at = now()
        reason = why or _why(by.as_actor(), ticket.assignee_id)
        record(AgentAssigned(ticket, was, ticket.assignee_id, reason.value), by=by)


def _why(by: Actor, agent_id: int | None) -> Why:
    if by.kind == "rule":
        return Why.RULE
    return Why.CLAIMED if agent_id and by == Actor("agent", agent_id) else Why.ASKED


def claim(
    ticket_id: int, agent: Agent, *, team_id: int, why: Why, open_tickets: int, capacity: int | None
) -> Ticket | None:
    """Give a waiting ticket of a team to an agent unless somebody was quicker; then None, and nothing happened.

    One conditional UPDATE decides, so two processes never both succeed. The numbers become the reason that is shown.
    """
    waiting = (Ticket.id == ticket_id, Ticket.assignee_id.is_(None), Ticket.team_id == team_id)
    db.session.flush()
    taken = (
        update(Ticket)
        .where(*waiting, Ticket.status == Status.OPEN)
        .values(assignee_id=agent.id, updated_at=now(), version=Ticket.version + 1)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(taken).first() is None:
        return None
    fresh = select(Ticket).where(Ticket.id == ticket_id).execution_options(populate_existing=True)
    ticket = db.session.scalars(fresh).one()
    record(AgentAssigned(ticket, None, agent.id, why.value, team_id, open_tickets, capacity), by=SYSTEM)
    return ticket


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
    for ticket in db.session.scalars(select(Ticket).where(Ticket.team_id == event.subject.id).order_by(Ticket.id)):
        assign_team(ticket, None, by=by)
