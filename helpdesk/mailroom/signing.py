"""What stands below a reply when it leaves: the agent's signature and the inbox's. Kept words never hold it."""

import re

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import channel_of, place_of
from helpdesk.kernel.db import db
from helpdesk.kernel.tokens import BadToken

VARIABLE = re.compile(r"\{\{\s*(agent\.name|agent\.email|inbox\.name)\s*\}\}")


def signature(agent: Agent | None, inbox: Inbox) -> str:
    """Return the lines below an agent's reply through this inbox; empty where nobody signs."""
    channel = channel_of(inbox)
    if agent is None or not channel.features.signature:
        return ""
    known = {"agent.name": agent.name, "agent.email": agent.email, "inbox.name": inbox.name}
    both = (agent.signature.strip(), channel.manners(place_of(inbox)).signature.strip())
    return VARIABLE.sub(lambda found: known[found[1]], "\n".join(part for part in both if part))


def signatures_for(agent: Agent) -> dict[str, str]:
    """Return what is signed below this agent's replies, by the id of the inbox, where anything is."""
    signed = {str(inbox.id): _signature_or_none(agent, inbox) for inbox in db.session.scalars(select(Inbox))}
    return {identity: words for identity, words in signed.items() if words}


def _signature_or_none(agent: Agent, inbox: Inbox) -> str:
    try:
        return signature(agent, inbox)
    except BadToken:  # Its secrets are sealed with another key: an admin sees that in the settings.
        return ""
