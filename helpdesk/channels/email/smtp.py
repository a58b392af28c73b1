"""Sends through any mail server, and tells apart what surely did not happen from what may have.

Only between the end of the data and its answer is a mail's fate unknown (RFC 5321 4.1.1.4).
"""

import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from functools import lru_cache

from helpdesk.channels.base import (
    Ambiguous,
    CredentialsRefused,
    PermanentFailure,
    SendingFailed,
    Sent,
    TemporaryFailure,
    Unreachable,
)
from helpdesk.channels.email.settings import SmtpRoute
from helpdesk.kernel.outbound import Blocked, FetchFailed, check_host

TIMEOUT_SECONDS = 30
GO_AHEAD = 354
PERMANENT = 500
LOGIN_REFUSED = frozenset({530, 534, 535, 538})


Token = Callable[[], str]


def send(
    raw: bytes, *, sender: str, own: str, recipients: Sequence[str], route: SmtpRoute, token: Token | None = None
) -> Sent:
    """Hand one mail to the server for all recipients. Raises a `SendingFailed`; single refusals are in the answer.

    `sender` is the return path, empty for the null one; a server that takes none gets `own`, our address, instead.
    `token` gives what the route logs in with, if that is no password.
    """
    try:
        with _connected(route, own.rpartition("@")[2], token) as server:
            refused = _addressed(server, _return_path(server, sender, own), recipients, route)
            _hand_over(server, raw)
            return Sent(refused=refused)
    except smtplib.SMTPServerDisconnected as error:
        raise Unreachable("The mail server closed the line.") from error
    except ssl.SSLError as error:
        raise Unreachable("The mail server has no valid certificate.") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable("The mail server cannot be reached.") from error


class _Connection(smtplib.SMTP):
    """Connects to the address that was checked, and verifies TLS for the name."""

    def __init__(self, route: SmtpRoute, address: str, name: str) -> None:
        self._address, self._route = address, route
        # Without a name it would ask the DNS for ours, which may take long and is rarely true.
        super().__init__(route.host, route.port, local_hostname=name, timeout=TIMEOUT_SECONDS)

    def _get_socket(self, _host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self._address, port), timeout)
        if self._route.security != "tls":
            return plain
        return _tls().wrap_socket(plain, server_hostname=self._route.host)

    def secure(self) -> None:
        """Upgrade the line as the route demands. A server that offers no TLS when it must is not used."""
        self.ehlo_or_helo_if_needed()
        demanded, offered = self._route.security, self.has_extn("starttls")
        if demanded == "starttls" and not offered:
            raise TemporaryFailure("The mail server offers no encryption, which the inbox demands.")
        if demanded in ("starttls", "offered") and offered:
            self.starttls(context=_tls())
            self.ehlo()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connected(route: SmtpRoute, name: str, token: Token | None) -> _Connection:
    try:
        address = route.host if route.trusted else check_host(route.host, route.port)
    except Blocked as error:
        raise PermanentFailure("The mail server's address may not be reached from here.") from error
    except FetchFailed as error:
        raise Unreachable("The mail server's name cannot be resolved.") from error
    server = _Connection(route, address, name)
    try:
        server.secure()
        if token is not None:
            _log_in_by_token(server, route.user, token())
        elif route.user:
            server.login(route.user, route.password)
    except smtplib.SMTPAuthenticationError as error:
        server.close()
        raise _meaning(error.smtp_code, error.smtp_error) from error
    except BaseException:
        server.close()
        raise
    return server


def _log_in_by_token(server: smtplib.SMTP, user: str, token: str) -> None:
    """Log in by XOAUTH2; what the server says after a refusal is answered with nothing, as the protocol wants."""
    answer = f"user={user}\x01auth=Bearer {token}\x01\x01"
    server.auth("XOAUTH2", lambda challenge=None: answer if challenge is None else "")


def _return_path(server: smtplib.SMTP, sender: str, own: str) -> str:
    """Return whom mail comes back to. Some relays let nobody send without an address; they tell it at MAIL."""
    if sender:
        return sender
    code, _words = server.mail("")
    server.rset()
    return "" if code == 250 else own  # noqa: PLR2004


def _addressed(server: smtplib.SMTP, sender: str, recipients: Sequence[str], route: SmtpRoute) -> dict[str, str]:
    """Name sender and recipients; return those refused for good. Raises when nobody is left or somebody must wait."""
    code, words = server.mail(sender)
    if code != 250:  # noqa: PLR2004
        raise _meaning(code, words)
    refused: dict[str, tuple[int, bytes]] = {}
    for address in recipients:
        code, words = server.rcpt(address)
        if code not in (250, 251):
            refused[address] = (code, words)
    later = [reply for reply in refused.values() if reply[0] < PERMANENT]
    if later:  # Sending to some now and to others later would show the early ones the mail twice.
        raise _meaning(*later[0])
    if len(refused) == len(recipients):
        if route.user and all(code in LOGIN_REFUSED for code, _ in refused.values()):
            raise CredentialsRefused(_said(*next(iter(refused.values()))))
        raise PermanentFailure(_said(*next(iter(refused.values()))))
    return {address: _said(*reply) for address, reply in refused.items()}


def _hand_over(server: smtplib.SMTP, raw: bytes) -> None:
    code, words = server.docmd("DATA")
    if code != GO_AHEAD:
        raise _meaning(code, words)
    # Dots at the start of a line are doubled, bare line ends do not occur: compose.py writes CRLF (RFC 5321 4.5.2).
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    server.send((b"." if stuffed.startswith(b".") else b"") + stuffed + b"\r\n.\r\n")
    try:
        code, words = server.getreply()
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Ambiguous("The mail server did not answer after it had the mail.") from error
    if code != 250:  # noqa: PLR2004
        raise _meaning(code, words)


def _meaning(code: int, words: bytes | str) -> SendingFailed:
    said = _said(code, words)
    if code in LOGIN_REFUSED:
        return CredentialsRefused(said)
    return PermanentFailure(said) if code >= PERMANENT else TemporaryFailure(said)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"The mail server answered {code}: {text}"
