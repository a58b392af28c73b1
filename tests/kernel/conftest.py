"""For the kernel's own tests: registries that forget what a test put into them, and PostgreSQL whatever the run is on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from helpdesk import create_app
from helpdesk.accounts.models import Team
from helpdesk.kernel import events, jobs, live, timers
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
    monkeypatch.setattr(timers, "_housekeeping", {})
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
