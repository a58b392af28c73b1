"""Agents answer by mail: with their personal address from a notification, what they write is their reply on the ticket.

All of it must hold: the token is that agent's for that ticket, the mail is from the agent's own address with the
verdict `pass`, they still work here, and they still see the ticket (SECURITY R-TH 3). Otherwise the mail is
quarantined, an event says so, and no customer gets a word of it. `#note` at the beginning of subject or text makes it a
note.
"""

from dataclasses import dataclass

from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.channels.base import Inbound, Place
from helpdesk.channels.email.compose import reply_address
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import attempt, db
from helpdesk.kernel.events import SYSTEM, record
from helpdesk.kernel.problems import Problem
from helpdesk.mailroom.events import EnvelopeQuarantined
from helpdesk.mailroom.marks import AgentClaim, agent_claims, agent_proves, agent_token
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.redirecting import survivor
from helpdesk.tickets.replying import reply
from helpdesk.tickets.uploads import MAX_FILE_BYTES, MAX_FILES, upload
from helpdesk.tickets.visibility import visible

NOTE = "#note"


@dataclass(frozen=True)
class Refused:
    """Why an agent's mail was not taken: a closed word (mailroom/gatekeepers.py says it)."""

    reason: str


def agent_reply_address(agent: Agent, ticket: Ticket, place: Place[object]) -> str:
    """Return the address that a notification about a ticket carries, for this agent alone."""
    return reply_address(place.address, agent_token(agent, ticket))


def claimed_by(inbound: Inbound) -> AgentClaim | None:
    """Return what the mail's addresses claim: that an agent answers."""
    return next(iter(agent_claims(inbound.arrived_at)), None)


def answer_of(envelope: Envelope, inbound: Inbound, claim: AgentClaim) -> Message | Refused:
    """Say on the ticket what the agent wrote, in their name; or tell why not, and what they wrote goes nowhere."""
    agent, ticket = db.session.get(Agent, claim.agent_id), db.session.get(Ticket, claim.ticket_id)
    if agent is None or ticket is None or not _is_theirs(inbound, claim, agent, ticket):
        return Refused("agent_unproved")
    ticket = survivor(ticket)
    sees = db.session.scalar(select(Ticket.id).where(Ticket.id == ticket.id, visible(agent)))
    if agent.deactivated_at is not None or sees is None or not agent.may("tickets.work"):
        return Refused("agent_may_not")
    text, is_note = _words(inbound)
    too_big = any(len(file.data) > MAX_FILE_BYTES for file in inbound.files)
    if not text or too_big or len(inbound.files) > MAX_FILES:
        return Refused("agent_unfit")
    try:
        with attempt():
            files = [upload(f.data, filename=f.filename, claimed_type=f.media_type, by=agent).id for f in inbound.files]
            key = f"mail-{envelope.id}"
            if is_note:
                return add_note(ticket, by=agent, text=text, upload_ids=files, client_key=key)
            return reply(ticket, by=agent, text=text, upload_ids=files, client_key=key)
    except (Problem, BadInput):
        return Refused("agent_unfit")


def _is_theirs(inbound: Inbound, claim: AgentClaim, agent: Agent, ticket: Ticket) -> bool:
    """Tell whether the agent wrote it, with an address that we gave them for this ticket."""
    wrote = inbound.verdict == "pass" and inbound.sender.value.lower() == agent.email.lower()
    return wrote and not inbound.automatic and agent_proves(claim, agent, ticket)


def note_refusal(envelope: Envelope) -> None:
    """Put the refusal into the audit log."""
    record(EnvelopeQuarantined(envelope), by=SYSTEM)


def _words(inbound: Inbound) -> tuple[str, bool]:
    """Return what is new in the mail, and whether it is a note."""
    text = inbound.text.strip()
    if text.lower().startswith(NOTE):
        return text[len(NOTE) :].lstrip(" :\n\t").strip(), True
    return text, inbound.subject.strip().lower().startswith(NOTE)
