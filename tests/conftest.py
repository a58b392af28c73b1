"""What every test can ask for: an app on a fresh database, a client, a frozen clock, a drained job queue.

The people are in tests/cast.py, what they do and own is made by tests/factories.py, servers in tests/surroundings.py.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_login import login_user
from sqlalchemy import event

from config import Config
from helpdesk import create_app
from helpdesk.accounts.models import Agent
from helpdesk.kernel import clock as kernel_clock
from helpdesk.kernel import settings as kernel_settings
from helpdesk.kernel.db import db as database_of_the_app
from helpdesk.kernel.db import unit
from helpdesk.kernel.worker import Tally, Worker
from helpdesk.tickets.leaving import UNDO
from tests import servers
from tests.databases import Database, Postgres, Sqlite

PIPE: pytest.StashKey[int | None] = pytest.StashKey()
pytest_plugins = ["tests.cast", "tests.surroundings"]
MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where rows are kept")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[PIPE] = servers.open_session()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what touches the database: nothing else can come out differently there."""
    if config.getoption("--database") == "postgresql":
        untouched = [
            item
            for item in items
            if "database" not in getattr(item, "fixturenames", ()) or item.get_closest_marker("one_database")
        ]
        items[:] = [item for item in items if item not in set(untouched)]
        config.hook.pytest_deselected(items=untouched)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI, where .ci/run installs every part, a test that was skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    pipe = config.stash.get(PIPE, None)
    if pipe is not None:
        servers.close_session(pipe)


def configured(folder: Path, **environ: str) -> Config:
    """Read a Config from an environment made for tests, and nothing of the machine's own."""
    known = {"SECRET_KEY": "a secret for tests only", "INSTANCE": str(folder), "LOG_LEVEL": "WARNING"}
    return Config.from_env(known | environ)


def migrate(url: str) -> None:
    """Bring an empty database to the newest schema, as `flask db upgrade` does."""
    folder = Path(os.environ[servers.SESSION]) / "migrating"
    app = create_app(configured(folder, DATABASE_URL=url))
    with app.app_context():
        flask_migrate.upgrade(directory=str(servers.PROJECT / "migrations"))
        database_of_the_app.engine.dispose()


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Database]:
    """The database of this test process; `app` renews it for each test."""
    made: Database
    if request.config.getoption("--database") == "postgresql":
        made = Postgres(worker_id, migrate)
    else:
        made = Sqlite(tmp_path_factory.mktemp("database"), migrate)
    yield made
    made.drop()


@pytest.fixture
def postgres(postgres_url: str, worker_id: str) -> Iterator[Postgres]:
    """An empty, migrated PostgreSQL database, whatever --database says."""
    made = Postgres(f"{worker_id}_apart", migrate)
    made.renew()
    yield made
    made.drop()


def leave_at_once() -> None:
    """Let replies leave when they are sent; a test of undoing sets `sending.undo` itself."""
    known = kernel_settings._declared  # A row would have to be written before each test.
    known[UNDO.key] = replace(UNDO, default=0)


@pytest.fixture(scope="session")
def _lasting_app(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    leave_at_once()
    app = create_app(configured(tmp_path_factory.mktemp("instance"), DATABASE_URL=database.url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    return app


@pytest.fixture
def app(_lasting_app: Flask, database: Database) -> Iterator[Flask]:
    """The whole program on an empty, migrated database. No context is pushed: use `work`, `db` or `client`."""
    database.renew()
    yield _lasting_app
    with _lasting_app.app_context():
        database_of_the_app.session.remove()
        database_of_the_app.engine.dispose()
    shutil.rmtree(_lasting_app.config["BLOBS"], ignore_errors=True)


@pytest.fixture
def make_app(database: Database, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Build another app on the same database with more environment: `make_app(DEMO="1")`."""
    made: list[Flask] = []

    def build(**environ: str) -> Flask:
        app = create_app(configured(tmp_path, **({"DATABASE_URL": database.url} | environ)))
        app.config.update(TESTING=True)
        made.append(app)
        return app

    yield build
    for app in made:  # A connection left open would outlive the file it reads, which the next test overwrites.
        with app.app_context():
            database_of_the_app.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, nobody logged in."""
    return app.test_client()


@pytest.fixture
def login(app: Flask) -> Callable[[FlaskClient, Agent], FlaskClient]:
    """Log an agent in without the form: `login(client, ben).get("/desk/tickets")`."""

    def enter(client: FlaskClient, agent: Agent) -> FlaskClient:
        with app.test_request_context(headers={"User-Agent": client.environ_base["HTTP_USER_AGENT"]}):
            login_user(agent)
            entered = dict(session)
        with client.session_transaction() as cookie:
            cookie.update(entered)
        return client

    return enter


@pytest.fixture
def work(app: Flask) -> Callable[[], Any]:
    """Open a unit of work as an edge does: `with work(): …` commits at its end."""

    @contextmanager
    def open_unit() -> Iterator[Any]:
        with app.app_context(), unit():
            yield database_of_the_app.session

    return open_unit


@pytest.fixture
def db(work: Callable[[], Any]) -> Iterator[Any]:
    """One unit of work around the whole test, for tests of verbs; do not mix it with `client` or `run_jobs`."""
    with work() as session:
        yield session


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


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], Tally]:
    """Run every job that is due, as the worker would, and what they bring about."""

    def drain() -> Tally:
        with app.app_context():
            return Worker().drain()

    return drain


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], Any]:
    """Collect the statements sent to the database: `with count_queries() as seen: …; assert len(seen) <= 12`."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        with app.app_context():
            engine = database_of_the_app.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
