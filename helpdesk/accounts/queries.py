"""Reads of agents and teams, ready to show: teams of agents and members of teams come along in one query each."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from helpdesk.accounts.events import TeamCreated, TeamDeleted, TeamModeChanged
from helpdesk.accounts.models import Agent, Assignment, Team
from helpdesk.kernel.db import db
from helpdesk.kernel.problems import NotFound
from helpdesk.kernel.remembered import Remembered


def all_agents() -> list[Agent]:
    """Return every agent with role and teams: active ones first, then by name."""
    order = (Agent.deactivated_at.is_not(None), func.lower(Agent.name), Agent.id)
    return list(db.session.scalars(select(Agent).options(selectinload(Agent.teams)).order_by(*order)))


def active_agents() -> list[Agent]:
    """Return the agents who may come in, by name."""
    return [agent for agent in all_agents() if agent.is_active]


def agent_with_id(identity: int) -> Agent:
    """Return an agent with role and teams. Raises `NotFound`."""
    found = db.session.get(Agent, identity, options=[selectinload(Agent.teams)])
    if found is None:
        raise NotFound
    return found


def all_teams() -> list[Team]:
    """Return every team with its members, by name."""
    return list(db.session.scalars(select(Team).options(selectinload(Team.agents)).order_by(func.lower(Team.name))))


def team_with_id(identity: int) -> Team:
    """Return a team with its members. Raises `NotFound`."""
    found = db.session.get(Team, identity, options=[selectinload(Team.agents)])
    if found is None:
        raise NotFound
    return found


def teams_with_ids(identities: Collection[int]) -> list[Team]:
    """Return these teams; ids of teams that are gone meanwhile are left out."""
    return list(db.session.scalars(select(Team).where(Team.id.in_(identities)).order_by(Team.id)))


def agents_with_ids(identities: Collection[int]) -> list[Agent]:
    """Return these agents, active ones only."""
    wanted = select(Agent).where(Agent.id.in_(identities), Agent.deactivated_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Agent.id)))


def _automatic_teams() -> frozenset[int]:
    return frozenset(db.session.scalars(select(Team.id).where(Team.assignment != Assignment.MANUAL)))


# The ids of the teams whose tickets routing gives out.
automatic_teams = Remembered("accounts.automatic_teams", _automatic_teams, TeamCreated, TeamModeChanged, TeamDeleted)
