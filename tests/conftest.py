"""What every test can ask for (for now: what needs no app)."""

import os
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

import pytest

from helpdesk.kernel import clock as kernel_clock
from tests import servers
from tests.standins.sendgrid import SendGrid
from tests.standins.sendgrid import running as run_sendgrid
from tests.standins.smtp import MailServer
from tests.standins.smtp import running as run_smtp

PIPE: pytest.StashKey[int | None] = pytest.StashKey()
MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where rows are kept")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[PIPE] = servers.open_session()


def pytest_unconfigure(config: pytest.Config) -> None:
    pipe = config.stash.get(PIPE, None)
    if pipe is not None:
        servers.close_session(pipe)


class Clock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        kernel_clock.freeze(at)

    @property
    def now(self) -> datetime:
        return kernel_clock.now()

    def tick(self, **step: float) -> datetime:
        """Move on: `clock.tick(minutes=10)`."""
        return kernel_clock.tick(timedelta(**step))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock, stopped on a Monday at nine (UTC)."""
    yield Clock(MONDAY_MORNING)
    kernel_clock.thaw()


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
    """Skip a test because this machine lacks a part; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI has to have: {part}")
    pytest.skip(part)
