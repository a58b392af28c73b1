"""Whoever waits for a certain answer may take it before it becomes an ordinary message: a number after a question.

What is taken is kept on its ticket like everything that arrives, but opens no ticket, and none again.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from helpdesk.channels.base import Inbound
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity
from helpdesk.tickets.models import Message


class Claimed(NamedTuple):
    """The message it was kept as, and the closed word that says why (gatekeepers.words)."""

    message: Message
    reason: str


Claim = Callable[[Inbound, Identity, Inbox], Claimed | None]
C = TypeVar("C", bound=Claim)
_claims: list[Claim] = []


def claims(claim: C) -> C:
    """Ask the function about every message of a welcome sender; it keeps what it takes, or returns None."""
    _claims.append(claim)
    return claim


def claimed(inbound: Inbound, identity: Identity, inbox: Inbox) -> Claimed | None:
    """Return what the first function that wants the message made of it."""
    return next((taken for claim in _claims if (taken := claim(inbound, identity, inbox))), None)
