"""Mail of ours that belongs to no ticket, and what became of it: whoever sent it hears of it by its number.

The number comes back in a return path that only we can make, or in a signed event of the provider.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from helpdesk.channels.base import Receipt
from helpdesk.mailroom.marks import NUMBERS_OF_LETTERS

LOST = frozenset({"failed", "bounced"})
# Told the number, the inbox, and the words of who returned it; says whether the mail was one of its own.
Hears = Callable[[int, int, str], bool]
H = TypeVar("H", bound=Hears)
_hearing: list[Hears] = []


def hears(function: H) -> H:
    """Tell the function of each mail that came back for good."""
    _hearing.append(function)
    return function


def tell(number: int, inbox_id: int, words: str) -> bool:
    """Tell whose mail it was that it came back; False when it was nobody's."""
    return any(function(number, inbox_id, words) for function in _hearing)


def tell_of_receipts(receipts: Sequence[Receipt], inbox_id: int) -> None:
    """Tell of those among a provider's news that are about such mails, and say that one did not arrive."""
    for receipt in receipts:
        if receipt.message >= NUMBERS_OF_LETTERS and receipt.state in LOST:
            tell(receipt.message, inbox_id, receipt.words)
