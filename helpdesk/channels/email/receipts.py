"""SendGrid's delivery events in our words.

https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from helpdesk.channels.base import Receipt, ReceiptState

Suppress = Literal["bounced", "complained", "unsubscribed"]
MESSAGE_ARGUMENT = "helpdesk_message"
STATES: dict[str, ReceiptState] = {
    "processed": "sent",
    "delivered": "delivered",
    "open": "seen",
    "deferred": "deferred",
    "dropped": "failed",
    "bounce": "bounced",
    # Whoever complains or unsubscribes got it.
    "spamreport": "delivered",
    "unsubscribe": "delivered",
    "group_unsubscribe": "delivered",
}
SUPPRESSING: dict[str, Suppress] = {
    "spamreport": "complained",
    "unsubscribe": "unsubscribed",
    "group_unsubscribe": "unsubscribed",
}
# Why SendGrid itself did not even try.
DROPPED: dict[str, Suppress] = {
    "bounced address": "bounced",
    "invalid": "bounced",
    "spam reporting address": "complained",
    "unsubscribed address": "unsubscribed",
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
        to = address.strip().lower()
        yield Receipt(int(str(number)), to, state, _clean(words), suppress=_suppress(event, words))


def _suppress(event: Mapping[str, Any], words: str) -> Suppress | None:
    """Return why nothing more should be sent there: a hard bounce (a "blocked" one may pass), a complaint, a wish."""
    kind = str(event.get("event"))
    if kind == "bounce":
        return "bounced" if event.get("type") == "bounce" else None
    if kind == "dropped":
        return DROPPED.get(words.strip().lower())
    return SUPPRESSING.get(kind)


def _is_number(value: object) -> bool:
    text = str(value)
    return isinstance(value, int | str) and text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS


def _clean(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words[:1000]).split())[:300]
