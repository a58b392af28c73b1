"""SMS as a channel: what people text to a number becomes tickets, and answers are texts."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from helpdesk.channels.base import (
    Channel,
    Features,
    Inbound,
    Incoming,
    Kept,
    Limits,
    Manners,
    Outbound,
    PermanentFailure,
    Place,
    Receipt,
    Reply,
    Sent,
)
from helpdesk.channels.sms.inbound import understood
from helpdesk.channels.sms.limits import limits_of
from helpdesk.channels.sms.posted import MESSAGE_ARGUMENT, keep_message, keep_status
from helpdesk.channels.sms.settings import SmsSettings, account_of, tokens_of
from helpdesk.channels.sms.signatures import check
from helpdesk.contacts.phones import e164
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy
from helpdesk.kernel.imports import Lazy

if TYPE_CHECKING:
    from helpdesk.channels.sms import sending
else:  # Only the worker sends, and Twilio's client is big.
    sending = Lazy("helpdesk.channels.sms.sending")

MAX_LENGTH = 1600  # Twilio refuses more (error 21617).
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class Sms(Channel[SmsSettings]):
    """Texts from and to any phone."""

    key = "sms"
    label = lazy("SMS")
    address_kind = "phone"
    features = Features(starts=True, segments=True, max_length=MAX_LENGTH, survey="digit")
    Settings = SmsSettings

    def normalised(self, address: str) -> str:
        """Return the inbox's number as E.164."""
        try:
            return e164(address)
        except ValueError:
            raise ValueError(_("Write the number with its country, such as +49 170 1234567.")) from None

    def recipient(self, address: str, place: Place[SmsSettings]) -> str:
        """Return somebody's number as E.164; without a prefix it is one of the inbox's country."""
        try:
            return e164(address, region=place.settings.default_region)
        except ValueError:
            raise ValueError(_("This is not a phone number. Write it with its country, such as +49…")) from None

    def verify(self, request: Incoming, place: Place[SmsSettings]) -> None:
        """Everything must be signed by an account we know, for our public address (R-HOOK)."""
        check(request, tokens_of(place))

    def keep(self, request: Incoming, place: Place[SmsSettings]) -> Kept:  # noqa: ARG002
        """Keep the form as it came."""
        return keep_message(request) if request.endpoint == "messages" else keep_status(request)

    def acknowledge(self, request: Incoming) -> Reply:  # noqa: ARG002
        """Answer TwiML that says nothing: what we write leaves by the API."""
        return Reply(NOTHING_TO_SAY, "text/xml")

    def parse(self, kept: Kept, place: Place[SmsSettings]) -> list[Inbound | Receipt]:
        """Read the form, and fetch its pictures."""
        return understood(kept, place)

    def ready(self, place: Place[SmsSettings]) -> bool:
        """Tell whether there is an account, for this inbox or for all."""
        return account_of(place) is not None

    def manners(self, place: Place[SmsSettings]) -> Manners:
        """Return the inbox's own time for undoing."""
        return Manners(undo_seconds=place.settings.undo_seconds)

    def limits(self, place: Place[SmsSettings]) -> Limits:
        """Each text is paid for."""
        return limits_of(place)

    def send(self, outbound: Outbound, place: Place[SmsSettings]) -> Sent:
        """Send one text to the one person it is for."""
        account = account_of(place)
        if account is None:
            raise PermanentFailure("No provider is configured.")
        if len(outbound.recipients) != 1:
            raise PermanentFailure("A text goes to one number.")
        service = place.settings.messaging_service_sid
        return sending.send(
            account,
            to=outbound.recipients[0],
            body=outbound.text.strip(),
            sender={"messaging_service_sid": service} if service else {"from_": place.address},
            status_callback=f"{place.hook()}/events?{urlencode({MESSAGE_ARGUMENT: outbound.number})}",
        )


sms = Sms()
