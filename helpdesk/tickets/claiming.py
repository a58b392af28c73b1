"""Claim on reply: whoever answers a ticket that nobody has, has it then. Never is it taken from somebody.

A setting says so, or that the desk only offers it while one writes, or neither.
"""

from sqlalchemy import null

from helpdesk.accounts.models import Agent
from helpdesk.kernel import settings
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import record
from helpdesk.kernel.settings import Setting, SettingRow, declare
from helpdesk.tickets.assignment import Why
from helpdesk.tickets.events import AgentAssigned
from helpdesk.tickets.models import Ticket
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


def take_by_answering(ticket: Ticket, *, by: Agent) -> None:
    """Give a ticket that nobody has to the agent who is answering it; the reply holds its lock."""
    if ticket.assignee_id is not None or settings.get(CLAIM.key) != "claim":
        return
    ticket.assignee_id, ticket.updated_at = by.id, now()
    db.session.flush()
    db.session.expire(ticket, ["assignee"])
    record(AgentAssigned(ticket, None, by.id, Why.CLAIMED.value), by=by)


@carried(CLAIM.key)
def _stored(asked: Asked) -> Part | None:
    if not asked.whole_page:
        return None
    return part(CLAIM.key, SettingRow.id, null(), SettingRow.value).where(SettingRow.key == CLAIM.key)


def claim_of(known: Names) -> str:
    """Return what is to happen, from what the page has read already."""
    settings.prefill(CLAIM.key, next((found.extra for found in known.beside[CLAIM.key]), None))
    return str(settings.get(CLAIM.key))
