"""Which agent a session belongs to. A session names an id and an epoch; raising the agent's epoch ends all of them."""

import re

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db

NAME = re.compile(r"([1-9][0-9]{0,17})\.([0-9]{1,9})", re.ASCII)


def agent_of(session_name: object) -> Agent | None:
    """Return the agent a session names, if they are active and the session was not ended meanwhile."""
    found = NAME.fullmatch(session_name) if isinstance(session_name, str) else None
    if found is None:
        return None
    agent = db.session.get(Agent, int(found[1]))
    if agent is None or not agent.is_active or agent.session_epoch != int(found[2]):
        return None
    return agent


def end_sessions(agent: Agent) -> None:
    """End every session of the agent, on every device, with the commit."""
    agent.session_epoch += 1
