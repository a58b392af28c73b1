"""Sends through SendGrid's v3 API with its official client, which by itself would wait for ever and raise anything.

https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
"""

import base64
import http.client
import json
from collections.abc import Sequence
from typing import Any
from urllib.error import URLError

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from helpdesk.channels.base import (
    Address,
    Ambiguous,
    CredentialsRefused,
    Outbound,
    OutboundFile,
    PermanentFailure,
    Place,
    SendingFailed,
    Sent,
    TemporaryFailure,
    Unreachable,
)
from helpdesk.channels.email.compose import one_line, reply_address, thread_headers
from helpdesk.channels.email.receipts import MESSAGE_ARGUMENT
from helpdesk.channels.email.settings import EmailSettings, SendGridRoute
from helpdesk.kernel.clock import now

TIMEOUT_SECONDS = 30
BUSY = frozenset({408, 425, 429})
NOT_TRACKED = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
}


def send(outbound: Outbound, place: Place[EmailSettings], route: SendGridRoute) -> Sent:
    """Hand the mail over. Raises a `SendingFailed` that says what is known about its fate."""
    client = SendGridAPIClient(api_key=route.api_key, host=route.base)
    client.client.timeout = TIMEOUT_SECONDS
    mail = request_body(outbound, place)
    try:
        answer = client.client.mail.send.post(request_body=mail)
    except HTTPError as error:
        raise _meaning(error) from error
    except URLError as error:
        # The client wraps what happens while it connects and writes: SendGrid cannot have had it all.
        raise Unreachable("SendGrid cannot be reached.") from error
    except (OSError, http.client.HTTPException) as error:
        raise Ambiguous("SendGrid did not answer after it had the mail.") from error
    return Sent(provider_id=(answer.headers.get("X-Message-Id") or "")[:200] or None)


def request_body(outbound: Outbound, place: Place[EmailSettings]) -> dict[str, Any]:
    """Return the JSON of `POST /v3/mail/send`: one call for everybody, so that To and Cc see each other."""
    content = [{"type": "text/plain", "value": _words(outbound.text)}]
    if outbound.html is not None:
        content.append({"type": "text/html", "value": _words(outbound.html)})
    body: dict[str, Any] = {
        "personalizations": [_people(outbound)],
        "from": _person(Address(place.address, place.name)),
        "subject": one_line(outbound.subject) or "-",  # SendGrid refuses a mail without a subject.
        "content": content,
        "headers": dict(thread_headers(outbound)),
        "custom_args": {MESSAGE_ARGUMENT: str(outbound.number)},
        "tracking_settings": NOT_TRACKED,
    }
    if outbound.reply_token:
        body["reply_to"] = {"email": reply_address(place.address, outbound.reply_token)}
    if outbound.files:
        body["attachments"] = [_file(file) for file in outbound.files]
    return body


def _people(outbound: Outbound) -> dict[str, list[dict[str, str]]]:
    """Return who gets it. SendGrid writes To and Cc from this, so only those still to be reached can stand here."""
    wanted = set(outbound.recipients)
    to = [one for one in outbound.to if one.value in wanted]
    cc = [one for one in outbound.cc if one.value in wanted]
    hidden = [Address(one) for one in outbound.recipients if one not in {known.value for known in (*to, *cc)}]
    if not to:
        to, cc, hidden = (cc, [], hidden) if cc else (hidden[:1], [], hidden[1:])
    people = {"to": _listed(to), "cc": _listed(cc), "bcc": _listed(hidden)}
    return {role: listed for role, listed in people.items() if listed}


def _listed(people: Sequence[Address]) -> list[dict[str, str]]:
    return [_person(one) for one in people]


def _person(address: Address) -> dict[str, str]:
    name = one_line(address.name)
    return {"email": address.value, "name": _words(name)} if name else {"email": address.value}


def _file(file: OutboundFile) -> dict[str, str]:
    said = {
        "content": base64.b64encode(file.read()).decode("ascii"),
        "filename": one_line(file.filename) or "file",
        "type": file.media_type,
        "disposition": "inline" if file.inline else "attachment",
    }
    return said | {"content_id": one_line(file.content_id)} if file.content_id else said


def _words(text: str) -> str:
    """Return text that JSON can carry; an empty content would be refused."""
    return text.encode("utf-8", "replace").decode("utf-8") or " "


def _meaning(error: HTTPError) -> SendingFailed:
    words, status = f"SendGrid answered {error.status_code}: {_told(error)}", int(error.status_code)
    if status in (401, 403):
        return CredentialsRefused(words)
    if status in BUSY or status >= 500:  # noqa: PLR2004 -- SendGrid's own trouble; it did not take the mail.
        return TemporaryFailure(words, retry_after=_retry_after(error))
    return PermanentFailure(words)


def _told(error: HTTPError) -> str:
    try:
        errors = json.loads(error.body)["errors"]
        return "; ".join(str(one["message"]) for one in errors)
    except (ValueError, TypeError, KeyError, RecursionError):
        return "no reason given"


def _retry_after(error: HTTPError) -> float | None:
    """Return the seconds SendGrid wants to be left alone: Retry-After, else X-RateLimit-Reset (an instant)."""
    headers = error.headers or {}
    for name, since in (("Retry-After", 0.0), ("X-RateLimit-Reset", now().timestamp())):
        value = str(headers.get(name, ""))
        if value.isascii() and value.isdecimal() and len(value) < 12:  # noqa: PLR2004 -- An instant has ten digits.
            return max(0.0, int(value) - since)
    return None
