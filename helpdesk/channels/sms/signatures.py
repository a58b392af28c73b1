"""Twilio's signature: HMAC-SHA1 with the auth token over the public address and the sorted fields of the form.

https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from collections.abc import Sequence

from twilio.request_validator import RequestValidator

from helpdesk.channels.base import Incoming, NotAuthentic
from helpdesk.channels.sms.posted import FORM, NotAForm, fields_of

SIGNATURE = "x-twilio-signature"


class _Fields(dict[str, list[str]]):
    """A form as the validator reads one that names a field twice."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def check(request: Incoming, tokens: Sequence[str]) -> None:
    """Return if the holder of one of these tokens signed the request. Raises `NotAuthentic`, whatever is wrong."""
    signature = request.headers.get(SIGNATURE, "")
    if not tokens or not signature or request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
        raise NotAuthentic
    try:
        fields = _Fields(fields_of(request.body))
    except NotAForm as error:
        raise NotAuthentic from error
    # Every token is tried, so that the time tells nobody which one fits.
    if not any([RequestValidator(token).validate(request.url, fields, signature) for token in tokens]):  # noqa: C419
        raise NotAuthentic
