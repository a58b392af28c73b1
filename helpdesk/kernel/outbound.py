"""HTTP to strangers: guarded against our own network, bounded in time and size, never raising but two errors.

Every redirect is checked as the first address was. TLS is verified for the name, though we connect to the address.
"""

import io
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.outbound_guard import WEB_PORTS, Blocked, FetchFailed, Target, check_host, checked, resolved

MAX_URL = 4096
MAX_BYTES = 1024 * 1024
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
URL_CHARACTERS = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True)
class Fetched:
    """An answer: its status, headers (lower-case names, the last of equal ones), body, media type, final URL."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    media_type: str
    url: str


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    max_bytes: int = MAX_BYTES,
    connect_seconds: float = CONNECT_SECONDS,
    total_seconds: float = TOTAL_SECONDS,
    redirects: int = 3,
    ports: Collection[int] = WEB_PORTS,
    trusted: str = "",
) -> Fetched:
    """Ask a stranger's server. Any status is an answer; raises `Blocked` or `FetchFailed`, nothing else.

    `trusted` is an origin that the environment names, which may be in our own network. Redirects are followed for GET
    and HEAD only; to another origin, of the headers only Accept goes along.
    """
    deadline = time.monotonic() + total_seconds
    sent = {name.lower(): value for name, value in (headers or {}).items()}
    here = _parts(url)
    for _hop in range(redirects + 1):
        known = "://".join(_origin(here)) == trusted
        ask = _Ask(here, method, sent, body, ports, max_bytes, deadline, connect_seconds, known)
        answer = ask.answer()
        onward = answer.headers.get("location")
        if answer.status not in REDIRECTS or not onward or method not in ("GET", "HEAD") or redirects == 0:
            return answer
        there = _parts(urljoin(answer.url, onward))
        if _origin(there) != _origin(here):
            sent = {name: value for name, value in sent.items() if name == "accept"}
        here = there
    raise FetchFailed(_("There were too many redirects."))


def _parts(url: str) -> SplitResult:
    """Take an absolute http or https address apart; a user name in it is refused, for it only ever deceives."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise Blocked from error
    if not host or parts.username is not None or len(url) > MAX_URL:
        raise Blocked
    place = (f"[{host}]" if ":" in host else host) + ("" if port == PORTS[parts.scheme] else f":{port}")
    path, query = quote(parts.path or "/", safe=URL_CHARACTERS), quote(parts.query, safe=URL_CHARACTERS)
    return SplitResult(parts.scheme, place, path, query, "")


def _origin(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc


@dataclass(frozen=True)
class _Ask:
    """One request to one server, and its answer."""

    parts: SplitResult
    method: str
    headers: Mapping[str, str]
    body: bytes | None
    ports: Collection[int]
    max_bytes: int
    deadline: float
    connect_seconds: float
    trusted: bool

    def answer(self) -> Fetched:
        try:
            return self._answer()
        except TimeoutError as error:
            raise FetchFailed(_("The other side took too long.")) from error
        except ssl.SSLError as error:
            raise FetchFailed(_("The other side has no valid certificate.")) from error
        except (OSError, HTTPException, ValueError) as error:
            raise FetchFailed(_("The other side did not answer.")) from error

    def _answer(self) -> Fetched:
        host, port = self.parts.hostname or "", self.parts.port or PORTS[self.parts.scheme]
        targets = resolved(host, port) if self.trusted else checked(host, port, ports=self.ports)
        tls = _tls() if self.parts.scheme == "https" else None
        connection = HTTPSConnection(host, port, context=tls) if tls else HTTPConnection(host, port)
        wire = self._connected(targets, host, tls)
        connection.sock = _TimedSocket(wire, self.deadline)
        target = self.parts.path + (f"?{self.parts.query}" if self.parts.query else "")
        told = {"user-agent": "Helpdesk", "accept-encoding": "identity", **self.headers, "connection": "close"}
        try:
            connection.request(self.method, target, self.body, told)
            return self._read(connection.getresponse())
        finally:
            wire.close()

    def _connected(self, targets: list[Target], host: str, tls: ssl.SSLContext | None) -> socket.socket:
        """Connect to the first checked address that answers; TLS is verified for the name."""
        failure: OSError = TimeoutError()
        for target in targets:
            patience = min(self.connect_seconds, self.deadline - time.monotonic())
            if patience <= 0:
                break
            plain = socket.socket(target.family, socket.SOCK_STREAM)
            try:
                plain.settimeout(patience)
                plain.connect(target.sockaddr)
                return tls.wrap_socket(plain, server_hostname=host) if tls else plain
            except OSError as error:
                failure = error
                plain.close()
        raise failure

    def _read(self, response: HTTPResponse) -> Fetched:
        body = response.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise FetchFailed(_("The answer is too large."))
        headers = {name.lower(): value for name, value in response.getheaders()}
        media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(response.status, headers, body, media_type or "application/octet-stream", self.parts.geturl())


class _TimedSocket:
    """A socket for http.client whose every read and write ends at one deadline, however slowly bytes drip in."""

    def __init__(self, wire: socket.socket, deadline: float) -> None:
        self._wire, self._deadline = wire, deadline

    def sendall(self, data: bytes) -> None:
        self._hurry()
        self._wire.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self))

    def recv_into(self, window: memoryview) -> int:
        self._hurry()
        return self._wire.recv_into(window)

    def close(self) -> None:
        """Do nothing: http.client closes while the answer is still being read, `_Ask` closes the wire."""

    def _hurry(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._wire.settimeout(left)


class _TimedReader(io.RawIOBase):
    def __init__(self, wire: _TimedSocket) -> None:
        super().__init__()
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, window: memoryview) -> int:  # type: ignore[override]
        return self._wire.recv_into(window)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


__all__ = ["Blocked", "FetchFailed", "Fetched", "check_host", "fetch"]
