"""SendGrid's delivery events in our words.

https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from helpdesk.channels.base import Receipt, ReceiptState

MESSAGE_ARGUMENT = "helpdesk_message"
STATES: dict[str, ReceiptState] = {
    "processed": "sent",
    "delivered": "delivered",
    "open": "seen",
    "deferred": "deferred",
    "dropped": "failed",
    "bounce": "bounced",
}
MAX_DIGITS = 15


def receipts_in(events: Iterable[Mapping[str, Any]]) -> Iterator[Receipt]:
    """Yield what concerns messages of ours; kinds we do not know and mails that are not ours are passed over."""
    for event in events:
        number, address = event.get(MESSAGE_ARGUMENT), event.get("email")
        state = STATES.get(str(event.get("event")))
        if state is None or not isinstance(address, str) or not _is_number(number):
            continue
        # A block is a refusal that may pass (a full mailbox, a grey list that gave up); it is still not delivered.
        words = str(event.get("reason") or event.get("response") or "")
        yield Receipt(int(str(number)), address.strip().lower(), state, _clean(words))


def _is_number(value: object) -> bool:
    text = str(value)
    return isinstance(value, int | str) and text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS


def _clean(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words[:1000]).split())[:300]
