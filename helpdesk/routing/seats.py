"""Who of a team could take a ticket now, held until the unit ends so that nobody is overfilled.

Locks are taken agents first, in the order of their ids, then the team: as kernel.db.lock would. They are the weaker
kind (FOR NO KEY UPDATE), because who answers a ticket or opens one only needs these rows to go on existing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import lazyload

from helpdesk.accounts.models import Agent, Team, TeamMember
from helpdesk.accounts.presence import available
from helpdesk.kernel.db import db
from helpdesk.tickets.models import Status, Ticket


@dataclass
class Seat:
    """An available member with what they have to do; `capacity` None is no limit."""

    agent: Agent
    open_tickets: int
    capacity: int | None

    @property
    def free(self) -> bool:
        """Tell whether there is room for one more."""
        return self.capacity is None or self.open_tickets < self.capacity


def held(team_id: int) -> tuple[Team | None, list[Seat]]:
    """Hold a team and its available members; returns them in the order of the agents' ids, full ones too."""
    members = select(Agent).join(TeamMember, TeamMember.agent_id == Agent.id).where(TeamMember.team_id == team_id)
    members = members.where(available()).order_by(Agent.id).options(lazyload(Agent.role))
    held_ones = members.with_for_update(of=Agent, key_share=True).execution_options(populate_existing=True)
    agents = db.session.scalars(held_ones).all()
    if not agents:
        return None, []
    held_team = select(Team).where(Team.id == team_id).with_for_update(of=Team, key_share=True)
    team = db.session.scalar(held_team.execution_options(populate_existing=True))
    return (team, _seats(team_id, agents)) if team else (None, [])


def _seats(team_id: int, agents: Sequence[Agent]) -> list[Seat]:
    """Count after everybody is held; who left the team while we waited is not counted in."""
    theirs = and_(Ticket.assignee_id == TeamMember.agent_id, Ticket.status == Status.OPEN)
    counted = (
        select(TeamMember.agent_id, func.count(Ticket.id))
        .outerjoin(Ticket, theirs)
        .where(TeamMember.team_id == team_id, TeamMember.agent_id.in_([agent.id for agent in agents]))
        .group_by(TeamMember.agent_id)
    )
    loads: dict[int, int] = dict(db.session.execute(counted).all())
    return [Seat(agent, loads[agent.id], agent.capacity) for agent in agents if agent.id in loads]
