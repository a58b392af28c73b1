"""Who is there, and with how much to do: what the settings of teams and agents show."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from helpdesk.accounts.models import Agent, Availability, Team
from helpdesk.accounts.presence import is_here
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Status, Ticket


@dataclass(frozen=True)
class Member:
    """An agent's state in one word: available, full, away or absent (no page open), and their open tickets."""

    agent: Agent
    state: str
    open_tickets: int


def crew_of(agents: Collection[Agent]) -> list[Member]:
    """Return these agents as members, in their order; one statement for all."""
    loads = _loads([agent.id for agent in agents])
    return [Member(agent, _state(agent, loads.get(agent.id, 0)), loads.get(agent.id, 0)) for agent in agents]


def crews(teams: Collection[Team]) -> dict[int, list[Member]]:
    """Return the active members of teams by the team's id; one statement for all."""
    known = {member.agent.id: member for member in crew_of({a.id: a for team in teams for a in team.agents}.values())}
    return {team.id: [known[agent.id] for agent in team.agents if agent.is_active] for team in teams}


def _loads(agent_ids: Collection[int]) -> dict[int, int]:
    if not agent_ids:
        return {}
    theirs = select(Ticket.assignee_id, func.count()).where(
        Ticket.assignee_id.in_(agent_ids), Ticket.status == Status.OPEN
    )
    return {agent_id or 0: count for agent_id, count in db.session.execute(theirs.group_by(Ticket.assignee_id))}


def _state(agent: Agent, open_tickets: int) -> str:
    if agent.availability != Availability.ONLINE:
        return "away"
    if not is_here(agent):
        return "absent"
    return "available" if agent.capacity is None or open_tickets < agent.capacity else "full"
