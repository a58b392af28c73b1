"""The proofs that our mail carries, so that an answer finds its ticket and a loop is seen. Nothing is stored."""

import re
from datetime import datetime
from typing import NamedTuple

from helpdesk.accounts.models import Agent
from helpdesk.kernel.clock import now
from helpdesk.kernel.tokens import matches, signature
from helpdesk.tickets.models import Message, Ticket

REPLY_BITS = 80
LOOP_BITS = 80
NO_REPLY = "no-reply"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
AGENT_BITS = 128
AGENT_TOKEN = re.compile(r"a-([0-9a-z]{1,13})-([0-9a-z]{1,13})-([a-z2-7]{26})")
TOKEN = re.compile(r"([0-9a-z]{1,13})-([0-9a-z]{1,13})-([a-z2-7]{16})")
MARK = re.compile(r"([0-9a-z]{1,13})-([a-z2-7]{16})")
RETURN_BITS = 128
RETURN_TOKEN = re.compile(r"b-([0-9a-z]{1,13})-([a-z2-7]{26})")
# Numbers of mails to agents lie above all messages', so that no receipt, mark or Message-ID is taken for a message's.
NUMBERS_OF_LETTERS = 2**52
TRIAL_MARK = re.compile(r"trial-([0-9a-z]{1,13})-([0-9a-z]{1,13})-([a-z2-7]{16})")


class Claim(NamedTuple):
    """What a reply token says; true only if `proves` agrees."""

    ticket_id: int
    message_id: int
    proof: str


class AgentClaim(NamedTuple):
    """What an agent's reply token says; true only if `agent_proves` agrees."""

    agent_id: int
    ticket_id: int
    proof: str


def agent_token(agent: Agent, ticket: Ticket) -> str:
    """Return what an agent's own reply address for a ticket carries; a new password or a raised epoch revokes it."""
    proof = signature("agent-reply", agent.id, agent.session_epoch, ticket.id, ticket.link_epoch, bits=AGENT_BITS)
    return f"a-{_short(agent.id)}-{_short(ticket.id)}-{proof}"


def agent_claims(addresses: tuple[str, ...]) -> list[AgentClaim]:
    """Return what the plus-addresses among these claim of agents, in their order."""
    found: dict[AgentClaim, None] = {}
    for address in addresses:
        local, plus, token = address.lower().rpartition("@")[0].partition("+")
        match = AGENT_TOKEN.fullmatch(token) if plus and local else None
        if match:
            found[AgentClaim(int(match[1], 36), int(match[2], 36), match[3])] = None
    return list(found)


def agent_proves(claim: AgentClaim, agent: Agent, ticket: Ticket) -> bool:
    """Tell whether the token was made by us, for this agent and this ticket."""
    parts = (agent.id, agent.session_epoch, ticket.id, ticket.link_epoch)
    same = (claim.agent_id, claim.ticket_id) == (agent.id, ticket.id)
    return same and matches(claim.proof, "agent-reply", *parts, bits=AGENT_BITS)


def reply_token(ticket: Ticket, message: Message) -> str:
    """Return what the reply address of a message carries; raising the ticket's link_epoch revokes it."""
    proof = signature("reply", ticket.id, message.id, ticket.link_epoch, bits=REPLY_BITS)
    return f"{_short(ticket.id)}-{_short(message.id)}-{proof}"


def claims(addresses: tuple[str, ...]) -> list[Claim]:
    """Return what the plus-addresses among these claim, each once, in their order."""
    found: dict[Claim, None] = {}
    for address in addresses:
        local, _, _domain = address.lower().rpartition("@")
        match = TOKEN.fullmatch(local.rpartition("+")[2]) if "+" in local else None
        if match:
            found[Claim(int(match[1], 36), int(match[2], 36), match[3])] = None
    return list(found)


def to_nobody(addresses: tuple[str, ...]) -> bool:
    """Tell whether a mail went to the address that mails to agents name for answers, and to no other of ours."""
    names = [address.lower().rpartition("@")[0].partition("+") for address in addresses]
    deaf = {local for local, _plus, tag in names if tag == NO_REPLY}
    return bool(deaf) and not any(local in deaf and tag != NO_REPLY for local, _plus, tag in names)


def proves(claim: Claim, ticket: Ticket) -> bool:
    """Tell whether the token was made by us for this ticket."""
    parts = (ticket.id, claim.message_id, ticket.link_epoch)
    return claim.ticket_id == ticket.id and matches(claim.proof, "reply", *parts, bits=REPLY_BITS)


def loop_mark(message_id: int) -> str:
    """Return the mark of a mail of ours."""
    return f"{_short(message_id)}-{signature('loop', message_id, bits=LOOP_BITS)}"


def is_ours(mark: str) -> bool:
    """Tell whether a loop mark was made by us; a forged one has no effect."""
    match = MARK.fullmatch(mark)
    return match is not None and matches(match[2], "loop", int(match[1], 36), bits=LOOP_BITS)


def marked(marks: tuple[str, ...]) -> int | None:
    """Return the number of the mail of ours that one of these marks proves."""
    return next((int(mark.partition("-")[0], 36) for mark in marks if is_ours(mark)), None)


def return_token(number: int) -> str:
    """Return what the return path of a mail of ours carries that belongs to no ticket."""
    return f"b-{_short(number)}-{signature('return', number, bits=RETURN_BITS)}"


def returned_number(addresses: tuple[str, ...]) -> int | None:
    """Return the number of the mail whose return path is among these addresses."""
    for address in addresses:
        match = RETURN_TOKEN.fullmatch(address.lower().rpartition("@")[0].partition("+")[2])
        if match and matches(match[2], "return", int(match[1], 36), bits=RETURN_BITS):
            return int(match[1], 36)
    return None


def trial_mark(trial_id: int, good_until: datetime) -> str:
    """Return the mark of a test of an inbox; it proves nothing after that instant."""
    until = int(good_until.timestamp())
    return f"trial-{_short(trial_id)}-{_short(until)}-{signature('trial', trial_id, until, bits=LOOP_BITS)}"


def trial_of(loop_marks: tuple[str, ...]) -> int | None:
    """Return the number of the test that one of these marks proves, if it still does."""
    for mark in loop_marks:
        match = TRIAL_MARK.fullmatch(mark)
        if match:
            trial_id, until = int(match[1], 36), int(match[2], 36)
            if matches(match[3], "trial", trial_id, until, bits=LOOP_BITS) and until >= now().timestamp():
                return trial_id
    return None


def _short(number: int) -> str:
    """Write a number in base 36: int(…, 36) reads it."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
