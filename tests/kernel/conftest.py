"""For the kernel's own tests: registries that forget what a test put into them, doors of its own, both databases."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import make_url, select

from helpdesk import create_app
from helpdesk.accounts.models import Team
from helpdesk.kernel import events, jobs, live, sqlite_mode, timers
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.jobs import Job
from tests.conftest import configured, migrate
from tests.databases import Database, Postgres


@pytest.fixture(autouse=True)
def _registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test subscribe and register as it likes; only the kernel's own kinds of job are there before."""
    monkeypatch.setattr(events, "_projections", {})
    monkeypatch.setattr(events, "_reactions", {})
    monkeypatch.setattr(live, "_shows", {})
    monkeypatch.setattr(live, "_preparations", [])
    monkeypatch.setattr(timers, "_housekeeping", dict(timers._housekeeping))
    monkeypatch.setattr(jobs, "_kinds", dict(jobs._kinds))


@pytest.fixture
def queue(work: Callable[[], Any]) -> Callable[[], list[Job]]:
    """The jobs there are, oldest first: `queue()`."""

    def look() -> list[Job]:
        with work():
            return list(rows.session.scalars(select(Job).order_by(Job.id)))

    return look


@pytest.fixture
def teams(work: Callable[[], Any]) -> Callable[[], set[str]]:
    """The names of the teams that are really stored: `teams()`."""

    def look() -> set[str]:
        with work():
            return set(rows.session.scalars(select(Team.name)))

    return look


@pytest.fixture
def doors(app: Flask, make_app: Callable[..., Flask]) -> Callable[..., FlaskClient]:
    """A browser before the program with doors of the test's own: `doors(ring).post("/ring")`."""

    def build(*views: Callable[..., Any], **environ: str) -> FlaskClient:
        more = make_app(**environ)
        more.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
        for view in views:
            more.add_url_rule(f"/{view.__name__}", view.__name__, view, methods=["GET", "POST"])
        return more.test_client()

    return build


@pytest.fixture
def read_only(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Let the database take no write for a while: `with read_only():`, for apps built after this was asked for."""
    monkeypatch.setattr(sqlite_mode, "WAIT_SECONDS", 0.2)

    @contextmanager
    def refusing() -> Iterator[None]:
        if isinstance(database, Postgres):
            with _postgresql_says(database, "ALTER DATABASE {} SET default_transaction_read_only = on"):
                yield
        else:
            holder = sqlite3.connect(make_url(database.url).database or "", isolation_level=None)
            with closing(holder):
                holder.execute("BEGIN IMMEDIATE")
                yield

    return refusing


@contextmanager
def _postgresql_says(database: Postgres, statement: str) -> Iterator[None]:
    with psycopg.connect(database.url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
        yield
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(sql.SQL("ALTER DATABASE {} RESET ALL").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def _postgres(database: Database, postgres_url: str, worker_id: str) -> Iterator[Postgres]:
    if isinstance(database, Postgres):
        yield database
        return
    made = Postgres(f"{worker_id}_kernel", migrate)
    yield made
    made.drop()


@pytest.fixture
def on_postgres(_postgres: Postgres, tmp_path: Path) -> Iterator[Flask]:
    """The program on an empty PostgreSQL database, for what cannot even happen on SQLite: two writers at once."""
    _postgres.renew()
    app = create_app(configured(tmp_path, DATABASE_URL=_postgres.url))
    yield app
    with app.app_context():
        rows.session.remove()
        rows.engine.dispose()
