"""A Twilio that lives on the loopback address: takes texts, gives pictures, refuses as its API documentation says.

https://www.twilio.com/docs/messaging/api/message-resource: POST …/Messages.json answers 201 with the message; errors as
{"code", "message", "more_info", "status"}; media addresses redirect to the bytes and want the account's login.
"""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.standins.serving import serving

ACCOUNT = "AC" + "1" * 32
TOKEN = "a token of Twilio"
BLAND = {401: 20003, 404: 20404, 429: 20429, 500: 20500, 503: 20503}


@dataclass(frozen=True)
class Call:
    """One call to send, accepted or refused."""

    path: str
    authorization: str
    fields: dict[str, str]
    answered: int


@dataclass
class Twilio:
    """What was asked of us, and how we answer: a status and, for an error, Twilio's number of it."""

    url: str = ""
    status: int = 201
    code: int | None = None
    retry_after: int | None = None
    calls: list[Call] = field(default_factory=list)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    media_status: int = 200
    fetched: list[str] = field(default_factory=list)
    awake: threading.Event = field(default_factory=threading.Event)

    def answer(self, status: int, *, code: int | None = None, retry_after: int | None = None) -> None:
        """Answer like this from now on; what hangs is let go."""
        self.status, self.code, self.retry_after = status, code, retry_after
        self.awake.set()

    def hang(self) -> None:
        """Take calls and do not answer them before `answer` is called."""
        self.awake.clear()

    def has(self, name: str, media_type: str, data: bytes) -> str:
        """Keep a picture, and return the address that a text names it by."""
        self.media[name] = (media_type, data)
        return f"{self.url}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/{name}"

    @property
    def accepted(self) -> list[dict[str, str]]:
        """The texts we said 201 to."""
        return [call.fields for call in self.calls if call.answered == 201]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, standin: Twilio) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.standin = standin


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        standin, path = self.server.standin, urlsplit(self.path).path
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not path.endswith("/Messages.json"):
            return self._refuse(404, None)
        standin.awake.wait()
        fields = dict(parse_qsl(raw.decode(), keep_blank_values=True))
        standin.calls.append(Call(path, self.headers.get("Authorization", ""), fields, standin.status))
        if standin.status != 201:
            return self._refuse(standin.status, standin.code, retry_after=standin.retry_after)
        sid = f"SM{len(standin.calls):032d}"
        return self._say(201, {"sid": sid, "status": "queued", "to": fields["To"], "body": fields["Body"]})

    def do_GET(self) -> None:
        standin, name = self.server.standin, urlsplit(self.path).path.rsplit("/", 1)[-1]
        if urlsplit(self.path).path.startswith("/cdn/"):
            media_type, data = standin.media[name]
            return self._bytes(200, media_type, data)
        login = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        standin.fetched.append(name)
        if self.headers.get("Authorization") != f"Basic {login}":
            return self._refuse(401, None)
        if standin.media_status != 200 or name not in standin.media:
            return self._refuse(standin.media_status if name in standin.media else 404, None)
        return self._bytes(307, "text/plain", b"", Location=f"{standin.url}/cdn/{name}")

    def _refuse(self, status: int, code: int | None, *, retry_after: int | None = None) -> None:
        number = code or BLAND.get(status, status)
        extra = {} if retry_after is None else {"Retry-After": str(retry_after)}
        info = f"https://www.twilio.com/docs/errors/{number}"
        self._say(status, {"code": number, "message": "Twilio says no", "more_info": info, "status": status}, **extra)

    def _say(self, status: int, answer: object, **headers: str) -> None:
        self._bytes(status, "application/json", json.dumps(answer).encode(), **headers)

    def _bytes(self, status: int, media_type: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing: the tests read `calls`."""


@contextmanager
def running() -> Iterator[Twilio]:
    """Serve until the block ends."""
    standin = Twilio()
    with serving(standin, _Server(standin)):
        yield standin
