"""Email as a channel: SendGrid Inbound Parse and MTA pipes in, SendGrid's API and SMTP out."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from helpdesk.channels.base import (
    Address,
    Channel,
    CredentialsRefused,
    Features,
    Inbound,
    Incoming,
    Kept,
    Manners,
    NotAuthentic,
    Outbound,
    PermanentFailure,
    Place,
    Receipt,
    Sent,
)
from helpdesk.channels.email import smtp
from helpdesk.channels.email.compose import message_id, mime, reply_address, sendable
from helpdesk.channels.email.inbound import understood
from helpdesk.channels.email.posted import keep_events, keep_mail
from helpdesk.channels.email.settings import EmailSettings, SendGridRoute, SmtpRoute, route_of
from helpdesk.channels.email.signatures import SIGNATURE, check
from helpdesk.channels.listening import Listening
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy
from helpdesk.kernel.imports import Lazy

if TYPE_CHECKING:
    from helpdesk.channels.email import fetching, oauth, sendgrid
else:  # Only the worker fetches and sends, and what these stand on is big.
    fetching, oauth, sendgrid = (Lazy(f"helpdesk.channels.email.{name}") for name in ("fetching", "oauth", "sendgrid"))

CANNOT_WRITE = "This address cannot be written to."


class Email(Channel[EmailSettings]):
    """Mail from and to anybody."""

    key = "email"
    label = lazy("Email")
    address_kind = "email"
    features = Features(
        html=True,
        subject=True,
        copies=True,
        signature=True,
        attachments=True,
        starts=True,
        resend_when_uncertain=True,
        echoes=True,
        survey="links",
    )
    Settings = EmailSettings

    def normalised(self, address: str) -> str:
        """Return the address in lower case; it must be one that mail servers take."""
        written = sendable(address.strip().lower())
        if written is None:
            raise ValueError(_("This is not an email address."))
        return written

    def verify(self, request: Incoming, place: Place[EmailSettings]) -> None:
        """Events must be signed by the configured key. Posted mail must too once a key is configured (R-HOOK)."""
        key = configured("SENDGRID_EVENT_PUBLIC_KEY")
        if request.endpoint == "messages":
            if place.settings.parse_signature == "off":
                return
            key = place.settings.parse_public_key or key
            if not key and SIGNATURE not in request.headers:
                return
        if not key:
            raise NotAuthentic
        check(request.headers, request.body, key)
        request.body.seek(0)

    def keep(self, request: Incoming, place: Place[EmailSettings]) -> Kept:  # noqa: ARG002
        """Pack a posted mail or a list of events."""
        return keep_mail(request) if request.endpoint == "messages" else keep_events(request)

    def parse(self, kept: Kept, place: Place[EmailSettings]) -> list[Inbound | Receipt]:
        """Parse in a child process."""
        return understood(kept, place)

    def ready(self, place: Place[EmailSettings]) -> bool:
        """Tell whether SendGrid or a mail server is configured, for this inbox or for all."""
        return route_of(place) is not None

    def manners(self, place: Place[EmailSettings]) -> Manners:
        """Return what an admin wants of every mail."""
        known = place.settings
        return Manners(known.undo_seconds, known.signature, known.quote_history)

    def mailbox(self, place: Place[EmailSettings]) -> str | None:
        """Return server, user and folder, if a mailbox is named."""
        known = place.settings
        return f"{known.imap_user}@{known.imap_host}/{known.imap_folder or 'INBOX'}" if known.imap_host else None

    def listen(self, place: Place[EmailSettings], desk: Listening) -> None:
        """Read the mailbox by IMAP."""
        fetching.listen(place, desk)

    def acknowledgement(self, place: Place[EmailSettings]) -> str:
        """Return the admin's text, if this inbox acknowledges."""
        return place.settings.acknowledgement if place.settings.acknowledge else ""

    def external_id(self, number: int, place: Place[EmailSettings]) -> str:
        """Return our Message-ID."""
        return message_id(number, place.address)

    def send(self, outbound: Outbound, place: Place[EmailSettings]) -> Sent:
        """Send one mail to everybody still to be reached."""
        route = route_of(place)
        if route is None:
            raise PermanentFailure("No provider is configured.")
        written = {address: sendable(address) for address in outbound.recipients}
        unusable = {address: CANNOT_WRITE for address, usable in written.items() if usable is None}
        mail = _for_the_wire(outbound, written)
        if not mail.recipients:
            raise PermanentFailure(CANNOT_WRITE)
        if isinstance(route, SendGridRoute):
            sent = sendgrid.send(mail, place, route)
        else:
            sender = _return_path(mail, place)
            sent = _by_server(mime(mail, place), mail, sender, route, place)
        known = {usable: address for address, usable in written.items() if usable}
        refused = {known[usable]: words for usable, words in sent.refused.items()}
        return replace(sent, refused=unusable | refused)


def _return_path(mail: Outbound, place: Place[EmailSettings]) -> str:
    """Return where reports go (VERP); without a name for the mail, nothing comes back to a machine's (RFC 3834)."""
    if mail.return_token:
        return reply_address(place.address, mail.return_token)
    return "" if mail.automatic else place.address


def _by_server(raw: bytes, mail: Outbound, sender: str, route: SmtpRoute, place: Place[EmailSettings]) -> Sent:
    """Send through the mail server, logged in by a password or by the permission to read the mailbox."""
    token = partial(oauth.access_token, place.settings, place.remember) if route.by_token else None
    try:
        return smtp.send(raw, sender=sender, own=place.address, recipients=mail.recipients, route=route, token=token)
    except CredentialsRefused:
        oauth.forget(place.settings)
        raise


def _for_the_wire(outbound: Outbound, written: dict[str, str | None]) -> Outbound:
    """Return the message with every address in its ASCII form, and without those that have none."""

    def usable(people: tuple[Address, ...]) -> tuple[Address, ...]:
        known = ((sendable(one.value), one.name) for one in people)
        return tuple(Address(value, name) for value, name in known if value)

    recipients = tuple(value for value in written.values() if value)
    return replace(outbound, to=usable(outbound.to), cc=usable(outbound.cc), recipients=recipients)


email = Email()
