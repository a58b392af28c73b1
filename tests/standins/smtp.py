"""A real SMTP server (aiosmtpd) on the loopback address that keeps what it is given, or refuses it as told."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.servers import free_port


@dataclass(frozen=True)
class Mail:
    """One mail as it came over the wire: the envelope's addresses and the parsed message."""

    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed by the standard library's modern policy."""
        return message_from_bytes(self.raw, _class=EmailMessage, policy=policy.default)


@dataclass
class MailServer:
    """What arrived, and whom we refuse: `refuse["dora@example.test"] = "550 5.1.1 No such user"`."""

    url: str = ""
    mails: list[Mail] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    refuse_data: str | None = None
    refuse_null: bool = False
    token: str | None = None
    logins: list[str] = field(default_factory=list)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 -- aiosmtpd's name.
        """Let in who has the token of the day; refuse as Google and Microsoft do, with a challenge before the no."""
        told = b64decode(args[1]).decode()
        self.logins.append(told)
        if self.token and told.endswith(f"\x01auth=Bearer {self.token}\x01\x01"):
            return AuthResult(success=True, auth_data=told)
        await server.challenge_auth('{"status":"401"}')
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name.
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a return path; some servers refuse the null one, some everybody who did not log in."""
        if self.token and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if address == "<>" and self.refuse_null:
            return "553 5.1.8 Sender address needed"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name.
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse one recipient."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, or refuse it whole."""
        if self.refuse_data:
            return self.refuse_data
        content = envelope.content
        assert isinstance(content, bytes)
        self.mails.append(Mail((envelope.mail_from or "").strip("<>"), list(envelope.rcpt_tos), content))
        return "250 2.0.0 Kept"


@contextmanager
def running(token: str | None = None) -> Iterator[MailServer]:
    """Serve until the block ends; with a token, only who logs in with it (XOAUTH2) may send."""
    standin = MailServer(token=token)
    wants = {"auth_require_tls": False} if token else {}
    controller = Controller(standin, hostname="127.0.0.1", port=free_port(), **wants)
    controller.start()
    standin.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield standin
    finally:
        controller.stop()
