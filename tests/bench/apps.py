"""Helpdesk in this process, on a database of its own: SQLite in a folder, PostgreSQL on a throw-away server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import make_url, text

from helpdesk import create_app
from helpdesk.accounts.membership import create_agent
from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.places import described
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.migrations import upgrade
from helpdesk.kernel.working import spare_garbage
from tests import servers
from tests.conftest import configured

PASSWORD = "a password for the bench"
ADMIN = "bench@acme.example"
SUPPORT = "support@acme.example"


@dataclass(frozen=True)
class Bench:
    """An app with an admin and one inbox, and the path of its hook."""

    app: Flask
    database: str
    hook: str

    def client(self) -> FlaskClient:
        """Return a browser in which the admin is logged in."""
        client = self.app.test_client()
        answer = client.post("/login", data={"email": ADMIN, "password": PASSWORD})
        assert answer.status_code == 303, answer.status
        return client


@contextmanager
def bench(database: str, folder: Path) -> Iterator[Bench]:
    """Make an app on an empty database; PostgreSQL's is dropped at the end. Raises `servers.Unavailable`."""
    url = f"sqlite:///{folder / 'helpdesk.db'}" if database == "SQLite" else new_database(folder.name)
    app = create_app(configured(folder, DATABASE_URL=url, LOG_LEVEL="ERROR"))
    app.config.update(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
        for prepare in app.extensions.get("helpdesk_prepare", []):
            prepare()
        with unit():
            create_agent(email=ADMIN, name="Bea Bench", role="admin", password=PASSWORD, by=SYSTEM)
            inbox = create_inbox(channel="email", name="Support", address=SUPPORT, by=SYSTEM)
            told: dict[str, Any] = described(inbox)
    spare_garbage()  # As the worker does, so value and floor are measured in what it runs in.
    try:
        yield Bench(app, database, str(told["hook_url"]).removeprefix(app.config["BASE_URL"]))
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def analysed() -> None:
    """Let PostgreSQL look at what it holds, as it does by itself on a server; here nobody tidies up (throwaway.py)."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def new_database(name: str) -> str:
    """Make an empty PostgreSQL database on the session's server, and return its URL."""
    server = make_url(servers.postgres_url()).set(drivername="postgresql")
    wanted = name.replace("-", "_").lower()
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(wanted)))
    return server.set(database=wanted).render_as_string(hide_password=False)
