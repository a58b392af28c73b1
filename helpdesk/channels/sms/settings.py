"""What an admin may set for an SMS inbox, and which Twilio account its messages leave through."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from helpdesk.channels.base import Place
from helpdesk.contacts.phones import is_region
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy

ACCOUNT_SID = re.compile(r"AC[0-9a-f]{32}")
SERVICE_SID = re.compile(r"MG[0-9a-f]{32}")
MOST_DAYS = 3650


def _account(value: str) -> None:
    if not ACCOUNT_SID.fullmatch(value):
        raise ValueError(_("An account SID begins with AC and has 34 characters."))


def _service(value: str) -> None:
    if not SERVICE_SID.fullmatch(value):
        raise ValueError(_("A Messaging Service SID begins with MG and has 34 characters."))


def _region(value: str) -> None:
    if not is_region(value):
        raise ValueError(_("This is not a country code of two letters."))


def _regions(value: str) -> None:
    if not all(map(is_region, listed(value))):
        raise ValueError(_("List country codes of two letters, such as DE, AT, CH."))


def listed(value: str) -> list[str]:
    """Return the codes of a written list."""
    return value.replace(",", " ").upper().split()


@dataclass(frozen=True)
class SmsSettings:
    """Which account and sender carry the messages, and how an answer finds its ticket."""

    account_sid: str = asks(
        lazy("Twilio account SID"), help=lazy("Empty: the account this server is configured with."), check=_account
    )
    auth_token: str = asks(
        lazy("Twilio auth token"),
        kind="secret",
        help=lazy("Without an account SID it only proves who posts here; nothing is sent with it."),
    )
    messaging_service_sid: str = asks(
        lazy("Messaging Service SID"), help=lazy("Empty: messages leave from the inbox's own number."), check=_service
    )
    default_region: str = asks(
        lazy("Country"), help=lazy("Two letters, such as DE: how numbers without a prefix are read."), check=_region
    )
    continue_days: int = asks(
        lazy("An open ticket goes on for (days)"),
        kind="number",
        default=30,
        most=MOST_DAYS,
        help=lazy("A text joins the sender's newest open ticket, unless it was silent for longer."),
    )
    countries: str = asks(
        lazy("Countries to text first"),
        help=lazy("Such as DE, AT, CH; empty: the inbox's own. Whoever texted us first is answered anywhere."),
        check=_regions,
    )
    most_a_day: int = asks(
        lazy("Texts a day at most"), kind="number", default=1000, least=1, help=lazy("Each is paid for.")
    )
    undo_seconds: int = asks(
        lazy("Seconds to take a text back"), kind="number", default=5, most=120, help=lazy("0: it leaves at once.")
    )

    def problems(self) -> Mapping[str, str]:
        """Say what does not fit together."""
        if self.account_sid and not self.auth_token:
            return {"auth_token": _("An account needs its auth token.")}
        return {}


class Account(NamedTuple):
    """Who we are to Twilio, and where its API is."""

    sid: str
    token: str
    base: str


def account_of(place: Place[SmsSettings]) -> Account | None:
    """Return the inbox's own account, else the environment's, else None."""
    own = (place.settings.account_sid, place.settings.auth_token)
    sid, token = own if all(own) else (configured("TWILIO_ACCOUNT_SID"), configured("TWILIO_AUTH_TOKEN"))
    return Account(sid, token, configured("TWILIO_API_BASE")) if sid and token else None


def tokens_of(place: Place[SmsSettings]) -> list[str]:
    """Return every token that may have signed what arrives: a number can move between accounts."""
    known = (place.settings.auth_token, configured("TWILIO_AUTH_TOKEN"))
    return [token for token in known if token]
