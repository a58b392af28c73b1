"""What a provider says became of a message, as every channel tells it."""

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
