"""Which tickets an agent may see: the one policy behind page, socket, news and search."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, or_, select, true, union_all

from helpdesk.accounts.models import Agent, TeamMember
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotFound
from helpdesk.tickets.models import Follower, Ticket
from helpdesk.tickets.redirecting import refuse_merged


def visible(agent: Agent) -> ColumnElement[bool]:
    """Return the condition on Ticket: all for who may see all; else own teams', unrouted, own and followed ones."""
    if agent.may("tickets.see_all"):
        return true()
    return or_(
        Ticket.team_id.is_(None),
        Ticket.team_id.in_(select(TeamMember.team_id).where(TeamMember.agent_id == agent.id)),
        Ticket.assignee_id == agent.id,
        exists().where(Follower.ticket_id == Ticket.id, Follower.agent_id == agent.id),
    )


def ticket_numbered(agent: Agent, number: int) -> Ticket:
    """Return the ticket with this number if the agent may see it; raises `NotFound` alike for unknown and foreign.

    Raises `Merged` for one that is part of another now: nothing can be done with it but taking it out again.
    """
    ticket = seen_numbered(agent, number)
    refuse_merged(ticket)
    return ticket


def seen_numbered(agent: Agent, number: int) -> Ticket:
    """Return the ticket with this number, merged or not; raises `NotFound` alike for unknown and foreign."""
    if not 0 < number < 2**53:
        raise NotFound
    ticket = db.session.scalar(select(Ticket).where(Ticket.number == number, visible(agent)))
    if ticket is None:
        raise NotFound
    return ticket


def seeing(ticket: Ticket, agents: Iterable[Agent]) -> list[Agent]:
    """Return those of the agents who may see the ticket: `visible`, asked the other way round in one statement."""
    given = list(agents)
    if ticket.team_id is None:
        return given
    certain = {agent.id for agent in given if agent.may("tickets.see_all") or agent.id == ticket.assignee_id}
    doubtful = {agent.id for agent in given} - certain
    if doubtful:
        members = select(TeamMember.agent_id).where(TeamMember.team_id == ticket.team_id)
        followers = select(Follower.agent_id).where(Follower.ticket_id == ticket.id)
        both = union_all(
            members.where(TeamMember.agent_id.in_(doubtful)), followers.where(Follower.agent_id.in_(doubtful))
        )
        certain.update(db.session.scalars(both))
    return [agent for agent in given if agent.id in certain]


def rooms_of(agent: Agent, team_ids: Iterable[int]) -> list[str]:
    """Return the live rooms in which an agent hears of every ticket they may see."""
    own = f"desk:agent:{agent.id}"
    if agent.may("tickets.see_all"):
        return ["desk:all", own]
    return ["desk:unrouted", *(f"desk:team:{team_id}" for team_id in team_ids), own]


def rooms_for(team_id: int | None, assignee_id: int | None, follower_ids: Iterable[int]) -> set[str]:
    """Return the rooms that may hear of a ticket in this place; the mirror image of `visible`."""
    place = f"desk:team:{team_id}" if team_id else "desk:unrouted"
    people = {f"desk:agent:{agent_id}" for agent_id in {assignee_id, *follower_ids} if agent_id}
    return {"desk:all", place} | people
