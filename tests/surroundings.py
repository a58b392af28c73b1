"""What surrounds the program in its tests: no network, but mail servers, SendGrid, PostgreSQL and Redis of our own."""

import socket
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest

from tests import servers
from tests.standins.sendgrid import SendGrid
from tests.standins.sendgrid import running as run_sendgrid
from tests.standins.smtp import MailServer
from tests.standins.smtp import running as run_smtp
from tests.standins.twilio import Twilio
from tests.standins.twilio import running as run_twilio


@pytest.fixture(autouse=True)
def _no_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave this machine, so that a test never depends on the network."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"A test tried to reach {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def sendgrid() -> Iterator[SendGrid]:
    """A stand-in for SendGrid's API."""
    with run_sendgrid() as standin:
        yield standin


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server that keeps what it gets."""
    with run_smtp() as standin:
        yield standin


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    """A stand-in for Twilio's API."""
    with run_twilio() as standin:
        yield standin


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A PostgreSQL server."""
    return _served(servers.postgres_url)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A Redis server."""
    return _served(servers.redis_url)


def _served(url: Callable[[], str]) -> str:
    try:
        return url()
    except servers.Unavailable as reason:
        return missing(str(reason))


def missing(part: str) -> NoReturn:
    """Skip a test because this machine lacks a part."""
    pytest.skip(f"missing: {part}")
