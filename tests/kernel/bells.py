"""Events of a bell, so that the kernel's tests need no ticket.

Their names come from bases that are no events: an event counts as the program's own, and needs a sentence for people,
when its class itself has a name.
"""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from helpdesk.kernel.events import Event


class _OfABell:
    name = "bell.rang"
    subject_kind = "bell"


class _OfACrack(_OfABell):
    name = "bell.cracked"


@dataclass(frozen=True)
class Rang(_OfABell, Event):
    """A bell rang."""

    times: int = 1
    at: datetime | None = None


@dataclass(frozen=True)
class Cracked(_OfACrack, Event):
    """A bell broke."""


def a_bell(number: int = 7, *, ticket: int | None = None) -> SimpleNamespace:
    """Something with an id, of a ticket perhaps."""
    return SimpleNamespace(id=number, ticket_id=ticket)
