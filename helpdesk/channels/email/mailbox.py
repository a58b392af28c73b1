"""A line to an IMAP server: guarded, encrypted as the inbox demands, logged in by password or by OAuth2.

We connect to the address that was checked and verify TLS for the name that was typed (R-SSRF).
"""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS

from helpdesk.channels.base import CredentialsRefused, PermanentFailure, Unreachable
from helpdesk.channels.email import oauth
from helpdesk.channels.email.settings import EmailSettings
from helpdesk.channels.listening import Listening
from helpdesk.kernel.outbound import Blocked, FetchFailed, check_host

CONNECT_SECONDS, READ_SECONDS = 15, 60
PORTS = {"tls": 993, "starttls": 143, "none": 143}
GONE = (OSError, ssl.SSLError, imaplib.IMAP4.error, IMAPClientError)


@contextmanager
def opened(settings: EmailSettings, desk: Listening) -> Iterator[IMAPClient]:
    """Give a logged-in line. Raises `CredentialsRefused`, `Unreachable`, `PermanentFailure` (may not be reached)."""
    line = _Line(settings, _checked(settings))
    try:
        if settings.imap_security == "starttls":
            line.starttls(_tls())
        _log_in(line, settings, desk)
        yield line
    finally:
        _leave(line)


def _checked(settings: EmailSettings) -> str:
    try:
        return check_host(settings.imap_host, port_of(settings))
    except Blocked as error:
        raise PermanentFailure("The mailbox's address may not be reached from here.") from error
    except FetchFailed as error:
        raise Unreachable("The mailbox server's name cannot be resolved.") from error


def port_of(settings: EmailSettings) -> int:
    """Return the port, the usual one if none was given."""
    return settings.imap_port or PORTS[settings.imap_security]


def _log_in(line: IMAPClient, settings: EmailSettings, desk: Listening) -> None:
    user = settings.imap_user
    try:
        if settings.imap_login == "password":
            line.login(user, settings.imap_password)
        else:
            line.oauth2_login(user, oauth.access_token(settings, desk.remember))
    except LoginError as error:
        if settings.imap_login != "password":
            oauth.forget(settings)  # A token can die long before its time; the next try asks for another.
        raise CredentialsRefused(f"The mailbox refused to let us in: {error}") from error


def _leave(line: IMAPClient) -> None:
    try:
        line.logout()
    except GONE:  # A line that is gone needs no good-bye.
        _close(line)


def _close(line: IMAPClient) -> None:
    try:
        line.shutdown()
    except GONE:
        return


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Line(IMAPClient):  # type: ignore[misc] # The library has no types.
    """Connects to the checked address."""

    def __init__(self, settings: EmailSettings, address: str) -> None:
        self._address = address
        super().__init__(
            settings.imap_host,
            port_of(settings),
            ssl=settings.imap_security == "tls",
            ssl_context=_tls(),
            timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS),
        )
        self.normalise_times = False

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 -- The library's name for it.
        if self.ssl:
            return _Encrypted(self._address, self.host, self.port)
        return _Plain(self._address, self.host, self.port)


class _Plain(IMAP4WithTimeout):  # type: ignore[misc]
    def __init__(self, address: str, host: str, port: int) -> None:
        self._address = address
        super().__init__(host, port, CONNECT_SECONDS)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:  # noqa: ARG002 -- Ours is the same always.
        return socket.create_connection((self._address, self.port), CONNECT_SECONDS)


class _Encrypted(IMAP4_TLS):  # type: ignore[misc]
    def __init__(self, address: str, host: str, port: int) -> None:
        self._address = address
        super().__init__(host, port, _tls(), CONNECT_SECONDS)

    def _create_socket(self, timeout: Any = None) -> socket.socket:  # noqa: ARG002 -- Ours is the same always.
        plain = socket.create_connection((self._address, self.port), CONNECT_SECONDS)
        return _tls().wrap_socket(plain, server_hostname=self.host)
