"""What a provider or a mail system says became of a message of ours, as every channel tells it."""

from dataclasses import dataclass
from typing import Literal

ReceiptState = Literal["sent", "delivered", "seen", "deferred", "failed", "bounced"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider says became of a message to one address. `message` is the number we gave it.

    `unwanted`: it was refused because its owner wants nothing from us. `suppress`: nothing more should be sent there, a
    word of contacts/suppression.py.
    """

    message: int
    address: str
    state: ReceiptState
    words: str = ""
    unwanted: bool = False
    suppress: Literal["bounced", "complained", "unsubscribed"] | None = None


@dataclass(frozen=True, slots=True)
class Bounced:
    """The message is a report that one of ours did not arrive. `recipients` may be empty: the report did not say."""

    external_id: str
    recipients: tuple[str, ...]
    final: bool
    words: str


@dataclass(frozen=True, slots=True)
class Complained:
    """The message is a provider's report that somebody called one of ours spam. `recipients` may be empty."""

    external_id: str
    recipients: tuple[str, ...] = ()
    words: str = ""
    loop_marks: tuple[str, ...] = ()
