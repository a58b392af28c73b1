"""What Twilio posts: a form of texts. It is kept as its bytes, and read the same way to verify and to understand it.

https://www.twilio.com/docs/messaging/guides/webhook-request
https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

import re
from typing import BinaryIO
from urllib.parse import parse_qsl, urlsplit

from helpdesk.channels.base import Incoming, Kept, WrongShape
from helpdesk.kernel.clock import now

FORM = "application/x-www-form-urlencoded"
MAX_BYTES = 256 * 1024
MAX_FIELDS = 500
SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
STATUS = re.compile(r"[a-z_]{1,20}")
NUMBER = re.compile(r"[1-9][0-9]{0,14}")
MESSAGE_ARGUMENT = "message"
KEPT_AT = "kept_at"


class NotAForm(ValueError):
    """This is nothing that Twilio sends."""


def fields_of(body: BinaryIO) -> dict[str, list[str]]:
    """Return the fields of a form, each with its values in order. Raises `NotAForm`."""
    body.seek(0)
    raw = body.read(MAX_BYTES + 1)
    body.seek(0)
    if len(raw) > MAX_BYTES:
        raise NotAForm("too large")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError as error:  # UnicodeError is one.
        raise NotAForm("no form") from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def first(fields: dict[str, list[str]], name: str) -> str:
    """Return a field's only sensible value, or nothing; a NUL is none that a database keeps."""
    return fields.get(name, [""])[0].replace("\0", "\ufffd")


def keep_message(request: Incoming) -> Kept:
    """Keep a text under Twilio's name for it, so that however often it is posted it comes in once."""
    try:
        fields = fields_of(request.body)
    except NotAForm:
        fields = {}
    sid = first(fields, "MessageSid") or first(fields, "SmsSid")
    key = sid if SID.fullmatch(sid) else ""
    return Kept("text", request.body, FORM, {KEPT_AT: now().isoformat()}, first(fields, "From")[:40], key)


def keep_status(request: Incoming) -> Kept:
    """Keep what became of a message, once for each step. Raises `WrongShape`."""
    try:
        fields = fields_of(request.body)
    except NotAForm as error:
        raise WrongShape(str(error)) from error
    sid, status = first(fields, "MessageSid"), first(fields, "MessageStatus")
    if not (SID.fullmatch(sid) and STATUS.fullmatch(status)):
        raise WrongShape("no status of a message")
    return Kept("status", request.body, FORM, {MESSAGE_ARGUMENT: _number_in(request.url)}, "status", f"{sid}:{status}")


def _number_in(url: str) -> str:
    """Return our number of the message, which we put into the callback's address; the signature covers it."""
    named = dict(parse_qsl(urlsplit(url).query, max_num_fields=MAX_FIELDS)).get(MESSAGE_ARGUMENT, "")
    return named if NUMBER.fullmatch(named) else ""
