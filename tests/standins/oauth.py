"""Whoever gives tokens, pretending: what it was asked, and what it answers."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.standins.serving import serving

Form = dict[str, list[str]]
Answer = tuple[int, dict[str, Any]]


@dataclass
class Provider:
    """`says` is told each form it was sent, and gives a status and what is answered as JSON."""

    says: Callable[[Form], Answer]
    url: str = ""
    asked: list[tuple[str, Form]] = field(default_factory=list)
    awake: threading.Event = field(default_factory=threading.Event)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, standin: Provider) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.standin = standin


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        standin = self.server.standin
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        standin.asked.append((self.path, form))
        status, told = standin.says(form)
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def running(says: Callable[[Form], Answer]) -> Iterator[Provider]:
    """Give tokens until the block ends."""
    standin = Provider(says)
    with serving(standin, _Server(standin)):
        yield standin
