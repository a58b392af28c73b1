"""What a channel that fetches by itself (a mailbox) is given, and what it may ask of whoever runs it.

The channel speaks the protocol; keeping what comes, and how far it came, belongs to whoever passes a `Listening` in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far a mailbox has been read.

    `epoch` is the mailbox's own (UIDVALIDITY, RFC 9051 2.3.1.1): with another one all numbers mean something else.
    What counts up to `taken` is kept by us, up to `done` it is also marked in the mailbox. We began at `since`. Up to
    `backlog`, what was there before, only that counts which is unread, or which came after `backlog_since`.
    """

    since: datetime
    epoch: int = 0
    taken: int = 0
    done: int = 0
    backlog: int = 0
    backlog_since: datetime | None = None


class Listening(Protocol):
    """Whoever lets a channel listen."""

    def stopping(self) -> bool:
        """Tell whether to come back soon."""

    def rest(self, seconds: float) -> None:
        """Wait, but not beyond the wish to stop."""

    def bookmark(self) -> Bookmark:
        """Return how far we are."""

    def take(self, message: bytes, mark: Bookmark) -> None:
        """Keep a message and the place behind it in one transaction. Raises when nothing could be kept."""

    def move(self, mark: Bookmark) -> None:
        """Keep how far we are."""

    def looked(self) -> None:
        """Say that everything there was has been taken."""

    def remember(self, **settings: str) -> None:
        """Keep settings that the other side has changed (a new refresh token)."""
