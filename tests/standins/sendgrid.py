"""A SendGrid that lives on the loopback address and answers `POST /v3/mail/send` as its API documentation says.

https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send: 202 without a body and with X-Message-Id;
errors as {"errors": [{"message", "field", "help"}]}; 429 with X-RateLimit-Reset, here also with Retry-After.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.standins.serving import serving

WORDS = {
    400: "The from address does not match a verified Sender Identity.",
    401: "The provided authorization grant is invalid, expired, or revoked",
    413: "The payload is too large.",
    429: "too many requests",
    500: "Internal server error",
}


@dataclass(frozen=True)
class Request:
    """One accepted or refused call."""

    authorization: str
    mail: dict[str, Any]
    answered: int


@dataclass
class SendGrid:
    """What was asked of us, and how we answer."""

    url: str = ""
    status: int = 202
    retry_after: int | None = None
    requests: list[Request] = field(default_factory=list)
    awake: threading.Event = field(default_factory=threading.Event)

    def answer(self, status: int, *, retry_after: int | None = None) -> None:
        """Answer like this from now on; what hangs is let go."""
        self.status, self.retry_after = status, retry_after
        self.awake.set()

    def hang(self) -> None:
        """Take calls and do not answer them before `answer` is called."""
        self.awake.clear()

    @property
    def accepted(self) -> list[dict[str, Any]]:
        """The mails we said 202 to, as their JSON."""
        return [request.mail for request in self.requests if request.answered == 202]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, standin: SendGrid) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.standin = standin


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        standin = self.server.standin
        if self.path != "/v3/mail/send":
            return self._say(404, {"errors": [{"message": "Not Found", "field": None, "help": None}]})
        standin.awake.wait()
        status, number = standin.status, len(standin.requests) + 1
        standin.requests.append(Request(self.headers.get("Authorization", ""), json.loads(body), status))
        if status == 202:
            return self._say(202, None, **{"X-Message-Id": f"standin-{number}"})
        extra = {} if standin.retry_after is None else {"Retry-After": str(standin.retry_after)}
        errors = [{"message": WORDS.get(status, "error"), "field": None, "help": None}]
        return self._say(status, {"errors": errors}, **extra)

    def _say(self, status: int, answer: object, **headers: str) -> None:
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing: the tests read `requests`."""


@contextmanager
def running() -> Iterator[SendGrid]:
    """Serve until the block ends."""
    standin = SendGrid()
    with serving(standin, _Server(standin)):
        yield standin
