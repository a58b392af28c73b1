"""What Twilio posts, and its signature computed from the documentation's words, not by Twilio's own code.

https://www.twilio.com/docs/usage/webhooks/webhooks-security: HMAC-SHA1 over the full address and, sorted by name, each
field's name and value without anything between.
"""

import base64
import hashlib
import hmac
from itertools import count
from typing import Any
from urllib.parse import urlencode

NUMBER = "+15005550001"
PAT = "+4915112345678"
_serial = count(1)


def signature(token: str, url: str, fields: dict[str, str]) -> str:
    """Sign a post as Twilio does."""
    said = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()


def a_text(body: str = "My kettle stays cold.", *, sender: str = PAT, **more: str) -> dict[str, str]:
    """The fields of a text that came in, as a Messaging Service posts them, under a new name."""
    return {
        "MessageSid": f"SM{next(_serial):032x}",
        "AccountSid": "AC" + "1" * 32,
        "MessagingServiceSid": "MG" + "2" * 32,
        "From": sender,
        "To": NUMBER,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "FromCountry": "DE",
        "ApiVersion": "2010-04-01",
        **more,
    }


def a_status(sid: str, status: str, *, to: str = PAT, **more: str) -> dict[str, str]:
    """The fields of a status callback."""
    return {"MessageSid": sid, "MessageStatus": status, "To": to, "From": NUMBER, "ApiVersion": "2010-04-01", **more}


def posted(url: str, fields: dict[str, str], token: str | None) -> dict[str, Any]:
    """Return what a test client posts: the form and its headers."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if token is not None:
        headers["X-Twilio-Signature"] = signature(token, url, fields)
    return {"data": urlencode(fields), "headers": headers}
