"""What Twilio posts when a demo customer texts, with the signature it would make.

https://www.twilio.com/docs/messaging/guides/webhook-request
https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from helpdesk.channels.base import Place
from helpdesk.channels.sms.posted import FORM
from helpdesk.channels.sms.settings import SmsSettings, tokens_of

SINGLE, JOINED = 70, 67  # Characters in a text, and in each part of a longer one, in the alphabet that knows emojis.


@dataclass(frozen=True, kw_only=True)
class Text:
    """What somebody texts from one number to another."""

    sender: str
    to: str
    body: str
    # Twilio's own name for a message; a new one for every text, so that saying the same twice is two texts.
    sid: str = field(default_factory=lambda: f"SM{secrets.token_hex(16)}")


def fields_of(text: Text) -> dict[str, str]:
    """Return the fields of Twilio's form."""
    units = len(text.body.encode("utf-16-le")) // 2
    return {
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsMessageSid": text.sid,
        "AccountSid": f"AC{'0' * 32}",
        "From": text.sender,
        "To": text.to,
        "Body": text.body,
        "NumMedia": "0",
        "NumSegments": str(1 if units <= SINGLE else -(-units // JOINED)),
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
    }


def encoded(text: Text) -> bytes:
    """Return the form as it is posted."""
    return urlencode(fields_of(text)).encode("ascii")


def headers_for(text: Text, place: Place[SmsSettings]) -> dict[str, str]:
    """Return the headers of the post, signed with the inbox's token for its public address, if it has one."""
    token = next(iter(tokens_of(place)), None)
    signed = {"X-Twilio-Signature": signature(token, place.hook(), fields_of(text))} if token else {}
    return {"Content-Type": FORM, **signed}


def signature(token: str, url: str, fields: Mapping[str, str]) -> str:
    """Sign as Twilio does: HMAC-SHA1 over the address and, sorted by name, every field's name and value."""
    said = url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode("ascii")
