"""Claim on reply: whoever answers a ticket that nobody has, has it then. Never is it taken from somebody.

A setting says so, or that the desk only offers it while one writes, or neither.
"""

from sqlalchemy import null

from helpdesk.accounts.models import Agent
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow, projects
from helpdesk.kernel.settings import Setting, SettingRow, declare
from helpdesk.tickets.assignment import assign_agent
from helpdesk.tickets.events import MessageSent
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, carried, part

CLAIM = declare(
    Setting(
        key="tickets.claim_on_reply",
        label="Who answers a ticket that nobody has: claim takes it with the reply, ask offers it, off does neither",
        kind="choice",
        choices=("claim", "ask", "off"),
        default="claim",
    )
)


@projects(MessageSent)
def take(event: MessageSent, row: EventRow) -> None:
    """Give the ticket to the agent who answered, in the same transaction; the reply holds its lock."""
    ticket = event.subject.ticket
    if ticket.assignee_id is not None or row.actor_kind != "agent" or settings.get(CLAIM.key) != "claim":
        return
    agent = db.session.get(Agent, row.actor_id)
    if agent is not None and agent.is_active:
        assign_agent(ticket, agent, by=agent)


@carried(CLAIM.key)
def _stored(asked: Asked) -> Part | None:
    if not asked.whole_page:
        return None
    return part(CLAIM.key, SettingRow.id, null(), SettingRow.value).where(SettingRow.key == CLAIM.key)


def claim_of(known: Names) -> str:
    """Return what is to happen, from what the page has read already."""
    settings.prefill(CLAIM.key, next((found.extra for found in known.beside[CLAIM.key]), None))
    return str(settings.get(CLAIM.key))
