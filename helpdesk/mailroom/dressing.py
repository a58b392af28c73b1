"""What a machine's message looks like when it leaves: its kept words may lack what only the customer should hold.

A survey's links are a key to its answer. They are put in while sending, so that no desk ever shows them.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from helpdesk.tickets.models import Message


class Dressed(NamedTuple):
    """The words as they leave: plain, and in HTML of our own making."""

    text: str
    html: str | None = None


Dresser = Callable[[Message], Dressed | None]
D = TypeVar("D", bound=Dresser)
_dressers: dict[str, Dresser] = {}


def dresses(robot: str) -> Callable[[D], D]:
    """Let the function word what this robot says, when it leaves; None leaves the kept words as they are."""

    def register(dresser: D) -> D:
        if robot in _dressers:
            message = f"Two functions word what {robot} says."
            raise ValueError(message)
        _dressers[robot] = dresser
        return dresser

    return register


def dressed(message: Message) -> Dressed | None:
    """Return what leaves instead of the kept words, if anything."""
    dresser = _dressers.get(message.robot or "")
    return dresser(message) if dresser else None
