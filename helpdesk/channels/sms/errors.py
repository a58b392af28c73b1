"""Twilio's error numbers in words an agent understands, and what each means for the next try.

https://www.twilio.com/docs/api/errors
"""

OPTED_OUT = 21610
NO_CREDENTIALS = frozenset({20003, 20005, 20006, 20008, 20404, 21603})
BUSY = frozenset({14107, 20429, 30001, 30022, 30023, 63018})

WORDS = {
    20003: "Twilio does not accept the account SID or its auth token",
    20005: "the Twilio account is not active",
    21211: "this is not a phone number",
    21212: "the sender's number is not valid",
    21214: "this number cannot be reached",
    21217: "this is not a phone number",
    21408: "sending to this country is not allowed in the Twilio account",
    21602: "the message is empty",
    21606: "the inbox's number does not belong to this Twilio account, or cannot send texts",
    21608: "a trial account can only write to numbers that were verified with Twilio",
    21610: "they asked to get no more messages (STOP)",
    21611: "too many messages wait for this sender",
    21612: "this number cannot be reached from the inbox's number",
    21614: "this is not a mobile number",
    21617: "the message is too long",
    21659: "the inbox's number does not belong to this Twilio account",
    21703: "the Messaging Service has no number that can send this",
    30001: "too many messages wait at Twilio",
    30002: "the Twilio account is suspended",
    30003: "the phone cannot be reached; it may be switched off or out of range",
    30004: "the carrier or the person blocks messages from this number",
    30005: "the number does not exist, or is no longer in use",
    30006: "this is a landline, or its carrier takes no texts",
    30007: "the carrier took it for spam",
    30008: "the carrier does not say why",
    30032: "the toll-free number is not verified yet",
    30034: "the number is not registered for messages to the USA (A2P 10DLC)",
}


def words_of(code: int | None, told: str = "") -> str:
    """Return an error as a clause with its number: what we know of it, else what Twilio says."""
    known = WORDS.get(code or 0) or told or "no reason given"
    return f"{known} (Twilio {code})" if code else known
