"""Proving who one is with address and password; wrong, unknown and deactivated get the same words in the same time.

The proof reads on a connection of its own: hashing takes long, and the request's unit would hold SQLite's writer.
"""

from threading import BoundedSemaphore
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.accounts import passwords, presence, throttle
from helpdesk.accounts.addresses import folded
from helpdesk.accounts.events import LoggedIn, LoggedOut
from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import aside, db
from helpdesk.kernel.events import record
from helpdesk.kernel.problems import Problem
from helpdesk.kernel.sqlite_mode import mode

# Tries that wait here are counted again when their turn comes, so a flood of parallel guesses cannot outrun the limit.
_turns = BoundedSemaphore(4)


class WrongCredentials(Problem):
    """Address and password do not belong together; which of them is wrong is nobody's business."""

    status, code, words = 401, "wrong_credentials", "The email address or the password is wrong."


class _Account(NamedTuple):
    id: int
    password_hash: str | None
    active: bool


def log_in(email: str, password: str, *, ip: str) -> Agent:
    """Return the agent with this address and password, and record it. Raises `WrongCredentials` or `TooManyTries`."""
    account = _proven(folded(email), password, ip)
    agent = db.session.get_one(Agent, account.id)
    if agent.password_hash is None or passwords.outdated(agent.password_hash):
        agent.password_hash = passwords.hash_of(password)
    agent.last_seen_at = now()
    throttle.forgive(agent.email)
    record(LoggedIn(agent), by=agent)
    presence.see(agent)
    return agent


def confirm(agent: Agent, password: str, *, ip: str) -> None:
    """Let an agent prove again who they are, before something weighty. Raises as `log_in` does; failures count."""
    _proven(agent.email, password, ip)


def log_out(agent: Agent) -> None:
    """Record that the agent left; the door forgets the session."""
    presence.leave(agent)
    record(LoggedOut(agent), by=agent)


def _proven(email: str, password: str, ip: str) -> _Account:
    with _turns:
        with mode(write=False), Session(db.engine) as look:
            throttle.check(look, email, ip)
            row = look.execute(
                select(Agent.id, Agent.password_hash, Agent.deactivated_at).where(Agent.email == email)
            ).one_or_none()
        account = _Account(row.id, row.password_hash, row.deactivated_at is None) if row else None
        right = passwords.matches(password, account.password_hash if account else None)
    if account is None or not right or not account.active:
        aside(lambda: throttle.note(email, ip))
        raise WrongCredentials
    return account
