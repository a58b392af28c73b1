"""What an admin may set for an email inbox, and through which provider its mail leaves."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from helpdesk.channels.base import Place
from helpdesk.kernel.ambient import configured
from helpdesk.kernel.forms import asks
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.i18n import lazy

HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]{1,253}")
TENANT = re.compile(r"[A-Za-z0-9.-]{1,100}")
PORTS = {"starttls": 587, "tls": 465, "none": 25}

Security = Literal["starttls", "tls", "none", "offered"]


def _host(value: str) -> None:
    if not HOST.fullmatch(value):
        raise ValueError(_("This is not the name of a server."))


def _tenant(value: str) -> None:
    if not TENANT.fullmatch(value):
        raise ValueError(_("This is not the name of a tenant."))


@dataclass(frozen=True)
class EmailSettings:
    """How mail of this inbox leaves, where it is fetched, and how what arrives is judged."""

    provider: str = asks(
        lazy("Sends through"),
        group=lazy("Send"),
        kind="choice",
        choices=(
            ("auto", lazy("Whatever is configured")),
            ("sendgrid", "SendGrid"),
            ("smtp", "SMTP"),
            ("none", lazy("Nothing: mail is recorded, not sent")),
        ),
    )
    sendgrid_api_key: str = asks(lazy("SendGrid API key"), kind="secret")
    smtp_host: str = asks(lazy("SMTP server"), check=_host)
    smtp_port: int = asks(lazy("SMTP port"), kind="number", help=lazy("0: the usual one"), least=0, most=65535)
    smtp_security: str = asks(
        lazy("Encryption"),
        kind="choice",
        choices=(("starttls", "STARTTLS"), ("tls", "TLS"), ("none", lazy("None"))),
    )
    smtp_user: str = asks(lazy("SMTP user"))
    smtp_password: str = asks(lazy("SMTP password"), kind="secret")
    smtp_login: str = asks(
        lazy("Logs in to SMTP with"),
        kind="choice",
        choices=(("password", lazy("A password")), ("mailbox", lazy("The permission to read the mailbox (OAuth2)"))),
        help=lazy("Google or Microsoft, as chosen below; the user is the mailbox's if none is given here."),
    )
    imap_host: str = asks(
        lazy("IMAP server"),
        group=lazy("Fetch mail from a mailbox"),
        help=lazy("Leave it empty if mail is posted or piped to us."),
        check=_host,
    )
    imap_port: int = asks(lazy("IMAP port"), kind="number", help=lazy("0: the usual one"), least=0, most=65535)
    imap_security: str = asks(
        lazy("Encryption of IMAP"),
        kind="choice",
        choices=(("tls", "TLS"), ("starttls", "STARTTLS"), ("none", lazy("None"))),
    )
    imap_user: str = asks(lazy("IMAP user"))
    imap_login: str = asks(
        lazy("Logs in with"),
        kind="choice",
        choices=(
            ("password", lazy("A password")),
            ("google", lazy("Google's permission (OAuth2)")),
            ("microsoft", lazy("Microsoft's permission (OAuth2)")),
        ),
    )
    imap_password: str = asks(lazy("IMAP password"), kind="secret")
    imap_folder: str = asks(lazy("Folder"), help=lazy("Empty: the inbox."))
    imap_after: str = asks(
        lazy("What was taken is"),
        kind="choice",
        choices=(("seen", lazy("Marked as read")), ("move", lazy("Moved")), ("keep", lazy("Left as it is"))),
    )
    imap_move_to: str = asks(lazy("Moved to the folder"))
    oauth_client_id: str = asks(lazy("OAuth2 client ID"))
    oauth_client_secret: str = asks(lazy("OAuth2 client secret"), kind="secret")
    oauth_tenant: str = asks(lazy("Microsoft tenant"), help=lazy("Empty: any."), check=_tenant)
    oauth_refresh_token: str = asks(
        lazy("OAuth2 refresh token"),
        kind="secret",
        help=lazy("`flask mail consent` fetches it."),
    )
    authserv_id: str = asks(
        group=lazy("Judge senders"),
        label=lazy("Trusted authentication server"),
        help=lazy("Its Authentication-Results decide whether a sender is who they say; others are ignored."),
    )
    parse_signature: str = asks(
        lazy("Signed Inbound Parse"),
        kind="choice",
        choices=(
            ("auto", lazy("Needed when a public key is configured")),
            ("off", lazy("Not signed: the secret in the address is enough")),
        ),
    )
    parse_public_key: str = asks(lazy("Public key of Inbound Parse"), help=lazy("If it is not the event webhook's."))
    undo_seconds: int = asks(
        lazy("Seconds to take a reply back"),
        group=lazy("Replies"),
        kind="number",
        default=10,
        most=120,
        help=lazy("0: it leaves at once."),
    )
    signature: str = asks(
        lazy("Signature of this inbox"),
        kind="area",
        help=lazy("Stands below the agent's own; may hold {{agent.name}}, {{agent.email}} and {{inbox.name}}."),
    )
    quote_history: bool = asks(
        lazy("Quote what is answered"), kind="switch", help=lazy("The customer's last message stands below the reply.")
    )
    acknowledge: bool = asks(
        lazy("Acknowledge new tickets"),
        group=lazy("Acknowledgement"),
        kind="switch",
        help=lazy("Once per ticket, never to machines, mailing lists, or senders who may be forged."),
    )
    acknowledgement: str = asks(
        lazy("Text of the acknowledgement"),
        kind="area",
        default=(
            "Thank you for writing to us. Your message has the number #{{ticket.number}}, and a person will read it.\n"
            "We usually answer within one working day. To add something, just reply to this mail."
        ),
        help=lazy("May hold {{ticket.number}}, {{inbox.name}} and {{workspace.name}}. Say when you usually answer."),
    )

    def problems(self) -> dict[str, str]:
        """Name what is missing to fetch and send mail."""
        found = {}
        if self.imap_host and not self.imap_user:
            found["imap_user"] = _("The mailbox needs a user.")
        if self.smtp_login == "mailbox" and self.imap_login == "password":
            found["smtp_login"] = _("Choose Google or Microsoft for the mailbox first.")
        if self.imap_after == "move" and not self.imap_move_to:
            found["imap_move_to"] = _("Name the folder that what was taken is moved to.")
        if self.imap_move_to and self.imap_move_to == (self.imap_folder or "INBOX"):
            found["imap_move_to"] = _("This is the folder that is read.")
        return found


class SendGridRoute(NamedTuple):
    """Mail leaves through SendGrid's API."""

    api_key: str
    base: str


class SmtpRoute(NamedTuple):
    """Mail leaves through a mail server. `trusted`: named by the environment, so it may be a private address.

    `by_token`: it logs in with OAuth2, by the permission that the inbox has for its mailbox.
    """

    host: str
    port: int
    security: Security
    user: str
    password: str
    trusted: bool
    by_token: bool = False


Route = SendGridRoute | SmtpRoute


def route_of(place: Place[EmailSettings]) -> Route | None:
    """Return how the inbox's mail leaves: its own settings before the environment's, SendGrid before SMTP."""
    wanted = place.settings.provider
    routes: list[Route | None] = []
    if wanted in ("auto", "sendgrid"):
        routes.append(_sendgrid(place.settings.sendgrid_api_key))
    if wanted in ("auto", "smtp"):
        routes.append(_own_server(place.settings))
    if wanted in ("auto", "sendgrid"):
        routes.append(_sendgrid(configured("SENDGRID_API_KEY")))
    if wanted in ("auto", "smtp"):
        routes.append(_configured_server(configured("SMTP_URL")))
    return next((route for route in routes if route), None)


def _sendgrid(api_key: str | None) -> SendGridRoute | None:
    return SendGridRoute(api_key, configured("SENDGRID_API_BASE")) if api_key else None


def _own_server(settings: EmailSettings) -> SmtpRoute | None:
    if not settings.smtp_host:
        return None
    security: Security = settings.smtp_security  # type: ignore[assignment] # The form allows these words only.
    port = settings.smtp_port or PORTS[security]
    by_token = settings.smtp_login == "mailbox"
    user = settings.smtp_user or (settings.imap_user if by_token else "")
    password = "" if by_token else settings.smtp_password
    return SmtpRoute(settings.smtp_host, port, security, user, password, trusted=False, by_token=by_token)


def _configured_server(url: str | None) -> SmtpRoute | None:
    if not url:
        return None
    parts: SplitResult = urlsplit(url)
    # smtp:// upgrades the line when the server offers it; smtps:// begins encrypted.
    security: Security = "tls" if parts.scheme == "smtps" else "offered"
    port = parts.port or (465 if security == "tls" else 25)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpRoute(parts.hostname or "", port, security, user, password, trusted=True)
