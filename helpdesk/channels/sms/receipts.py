"""Twilio's status callbacks in our words. They come in any order; who writes them down knows the ranks.

https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

from collections.abc import Mapping

from helpdesk.channels.base import Receipt, ReceiptState
from helpdesk.channels.sms.errors import OPTED_OUT, words_of
from helpdesk.channels.sms.posted import MESSAGE_ARGUMENT, first

STATES: dict[str, ReceiptState] = {
    "accepted": "sent",
    "scheduled": "sent",
    "queued": "sent",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "seen",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}


def receipts_in(fields: dict[str, list[str]], facts: Mapping[str, object]) -> list[Receipt]:
    """Return what a callback says about a message of ours; what is not ours or unknown says nothing."""
    number, state = str(facts.get(MESSAGE_ARGUMENT) or ""), STATES.get(first(fields, "MessageStatus"))
    if state is None or not number:
        return []
    written = first(fields, "ErrorCode")
    code = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else None  # noqa: PLR2004
    words = words_of(code) if state == "failed" else ""
    return [Receipt(int(number), first(fields, "To"), state, words, unwanted=code == OPTED_OUT)]
