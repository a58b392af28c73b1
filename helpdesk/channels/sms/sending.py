"""Sends through Twilio's API with its official client, kept within its time and its address.

https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
"""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ConnectTimeout, InvalidURL, RequestException, SSLError
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError

from helpdesk.channels.base import (
    Ambiguous,
    CredentialsRefused,
    PermanentFailure,
    SendingFailed,
    Sent,
    TemporaryFailure,
    Unreachable,
    Unwanted,
)
from helpdesk.channels.sms.errors import BUSY, NO_CREDENTIALS, OPTED_OUT, words_of
from helpdesk.channels.sms.settings import Account

TIMEOUT_SECONDS = 20.0
# The client writes whole messages into its log.
SILENT = logging.getLogger("helpdesk.channels.sms.silent")
SILENT.disabled = True
# A gateway that gave up on the server behind it does not know what that server did.
UNKNOWN_FATE = frozenset({500, 502, 504})


class Wire(TwilioHttpClient):  # type: ignore[misc] # Twilio ships no types.
    """The client's way out: to the configured API only, once, and with an end."""

    def __init__(self, base: str) -> None:
        """Take the API's address from the environment."""
        super().__init__(pool_connections=False, timeout=TIMEOUT_SECONDS, logger=SILENT)
        self._base = base.rstrip("/")
        self.retry_after: float | None = None

    def request(self, method: str, url: str, *rest: Any, **options: Any) -> Response:
        """Ask as the client wants it, and remember how long Twilio wants to be left alone."""
        parts = urlsplit(url)
        answer = super().request(method, self._base + parts.path, *rest, **options)
        self.retry_after = _seconds(answer.headers or {})
        return answer


def send(account: Account, *, to: str, body: str, sender: Mapping[str, str], status_callback: str) -> Sent:
    """Hand one text over; `sender` is `from_` or `messaging_service_sid`.

    Raises a `SendingFailed` that says what is known about its fate.
    """
    wire = Wire(account.base)
    client = Client(account.sid, account.token, http_client=wire)
    try:
        message = client.messages.create(to=to, body=body, status_callback=status_callback, **sender)
    except TwilioException as error:
        raise _meaning(error, wire.retry_after) from error
    except RequestException as error:
        raise _fate(error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Ambiguous("Twilio took the message and answered what cannot be read.") from error
    return Sent(provider_id=(message.sid or "")[:200] or None)


def _meaning(error: TwilioException, retry_after: float | None) -> SendingFailed:
    """Return what a refusal means. There are two classes of them with the same fields, told by what they carry."""
    status, code = _number(error, "status") or 0, _number(error, "code")
    told = str(getattr(error, "msg", "") or getattr(error, "detail", "") or "")
    words = f"Twilio refused it: {words_of(code if code != status else None, told)}"
    if code == OPTED_OUT:
        return Unwanted(words)
    if status == 401 or code in NO_CREDENTIALS:  # noqa: PLR2004
        return CredentialsRefused(words)
    if status in (429, 503) or code in BUSY:
        return TemporaryFailure(words, retry_after=retry_after)
    if status in UNKNOWN_FATE:
        return Ambiguous(words)
    return TemporaryFailure(words) if status > 504 else PermanentFailure(words)  # noqa: PLR2004


def _fate(error: RequestException) -> SendingFailed:
    """Tell what never left from what perhaps arrived."""
    cause = error.args[0] if error.args else None
    refused = isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
    never_left = isinstance(error, ConnectTimeout | SSLError | InvalidURL) or (
        isinstance(error, NoConnection) and refused
    )
    if never_left:
        return Unreachable("Twilio cannot be reached.")
    return Ambiguous("Twilio did not answer after it had the message.")


def _number(error: TwilioException, name: str) -> int | None:
    value = getattr(error, name, None)
    return int(value) if isinstance(value, int | str) and str(value).isascii() and str(value).isdecimal() else None


def _seconds(headers: Mapping[str, str]) -> float | None:
    value = str(headers.get("Retry-After", ""))
    return float(value) if value.isascii() and value.isdecimal() and len(value) < 7 else None  # noqa: PLR2004
