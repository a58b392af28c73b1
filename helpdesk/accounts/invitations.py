"""Invitations: a link, good once and for three days, with which an agent chooses a password. Only its hash is kept."""

from datetime import timedelta

from sqlalchemy import select

from helpdesk.accounts import passwords
from helpdesk.accounts.events import AgentInvited, InvitationAccepted
from helpdesk.accounts.models import Agent
from helpdesk.accounts.sessions import end_sessions
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import Acts, record
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.tokens import BadToken, hashed, new_token

GOOD_FOR = timedelta(days=3)


class NoInvitation(Problem):
    """The link is unknown, used, replaced or too old; the answers are the same."""

    status, code, words = 404, "no_invitation", "This invitation is not valid any more. Ask an admin for a new one."


class Deactivated(Problem):
    """Somebody who may not come in cannot be invited."""

    code, words = "deactivated", "This account is deactivated. Reactivate it first."


def invite(agent: Agent, *, by: Acts) -> str:
    """Return a new invitation token for the agent, shown once; an older one dies. Raises `Deactivated`."""
    lock(agent)
    if agent.deactivated_at is not None:
        raise Deactivated
    token = new_token()
    agent.invitation_hash, agent.invited_until = hashed(token), now() + GOOD_FOR
    record(AgentInvited(agent), by=by)
    return token


def invited(token: object) -> Agent:
    """Return whom a token invites; asking does not use it up. Raises `NoInvitation`."""
    try:
        kept = hashed(token)
    except BadToken as error:
        raise NoInvitation from error
    agent = db.session.scalar(select(Agent).where(Agent.invitation_hash == kept))
    return _valid(agent)


def accept(token: object, *, password: str) -> Agent:
    """Set the invited agent's password and use the token up. Raises `NoInvitation` or `PasswordRefused`."""
    agent = invited(token)
    kept = agent.invitation_hash
    lock(agent)
    if agent.invitation_hash != kept:  # Somebody used it while we waited for the row.
        raise NoInvitation
    agent.password_hash = passwords.hash_of(passwords.fitting(password))
    agent.invitation_hash = agent.invited_until = None
    end_sessions(agent)
    record(InvitationAccepted(agent), by=agent)
    return agent


def _valid(agent: Agent | None) -> Agent:
    if agent is None or not agent.is_active or agent.invited_until is None or agent.invited_until <= now():
        raise NoInvitation
    return agent
