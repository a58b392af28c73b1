"""Who works here and in which role. There is always an active admin left, or nobody could let anybody in."""

from collections.abc import Sequence

from sqlalchemy import select

from helpdesk.accounts import passwords
from helpdesk.accounts.addresses import agent_address
from helpdesk.accounts.events import AgentCreated, AgentDeactivated, AgentReactivated, RoleChanged
from helpdesk.accounts.models import Agent, Role, Team
from helpdesk.accounts.permissions import ADMIN, AGENT
from helpdesk.accounts.profiles import fitting_name
from helpdesk.accounts.roles import builtin_roles, role_named
from helpdesk.accounts.sessions import end_sessions
from helpdesk.accounts.teams import join
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import SYSTEM, Acts, record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound, Problem


class LastAdmin(Problem):
    """This would leave nobody who may invite agents."""

    code, words = "last_admin", "This is the last active admin. Make somebody else an admin first."


def create_agent(
    *, email: str, name: str, by: Acts, role: str = AGENT, password: str | None = None, teams: Sequence[Team] = ()
) -> Agent:
    """Make an account. Without a password nobody can log in to it until an invitation is accepted.

    Raises `BadInput` (email, name, password, role), also when the address has an account already.
    """
    address = agent_address(email)
    if db.session.scalar(select(Agent.id).where(Agent.email == address)) is not None:
        raise BadInput(_("There is an account with this address already."), "email")
    agent = Agent(
        email=address,
        name=fitting_name(name),
        role=role_named(role),
        password_hash=passwords.hash_of(passwords.fitting(password)) if password is not None else None,
        signature="",
        session_epoch=0,
    )
    db.session.add(agent)
    db.session.flush()
    record(AgentCreated(agent, role), by=by)
    for team in teams:
        join(team, agent, by=by)
    return agent


def first_admin(*, email: str, name: str, password: str) -> Agent:
    """Make the first account of all. Raises `NotFound` when there is one: then set-up is over, for everybody."""
    builtin_roles()  # Holds the roles' rows, so of two first admins at the same moment one sees the other.
    if anybody():
        raise NotFound
    return create_agent(email=email, name=name, password=password, role=ADMIN, by=SYSTEM)


def anybody() -> bool:
    """Tell whether there is any account yet."""
    return db.session.scalar(select(Agent.id).limit(1)) is not None


def change_role(agent: Agent, role: str, *, by: Acts) -> None:
    """Give an agent another role; it counts from the next request on, and their sessions end. Raises `LastAdmin`."""
    new = role_named(role)
    _hold(agent)
    old = agent.role
    if new is old:
        return
    if old.name == ADMIN:
        _keep_an_admin(agent)
    agent.role = new
    end_sessions(agent)
    record(RoleChanged(agent, old.name, new.name), by=by)


def deactivate(agent: Agent, *, by: Acts) -> None:
    """Shut an agent out at once; what they did stays. Raises `LastAdmin`."""
    _hold(agent)
    if agent.deactivated_at is not None:
        return
    if agent.role.name == ADMIN:
        _keep_an_admin(agent)
    agent.deactivated_at = now()
    agent.invitation_hash = agent.invited_until = None
    end_sessions(agent)
    record(AgentDeactivated(agent), by=by)


def reactivate(agent: Agent, *, by: Acts) -> None:
    """Let an agent in again, with the password they had."""
    lock(agent)
    if agent.deactivated_at is None:
        return
    agent.deactivated_at = None
    record(AgentReactivated(agent), by=by)


def _hold(agent: Agent) -> None:
    """Hold the agent and, through the role's row, every other change that could take the last admin away."""
    lock(agent, role_named(ADMIN))


def _keep_an_admin(agent: Agent) -> None:
    others = select(Agent.id).join(Role).where(Role.name == ADMIN, Agent.deactivated_at.is_(None), Agent.id != agent.id)
    if agent.deactivated_at is None and db.session.scalar(others.limit(1)) is None:
        raise LastAdmin
