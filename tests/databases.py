"""The database of a test: a fresh copy of an empty, migrated one. SQLite copies a file, PostgreSQL a template."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests import servers

# Only tables that hold something are emptied, and counted-on sequences start anew; no migration leaves rows behind.
EMPTY = """
DO $$
DECLARE name regclass; filled boolean;
BEGIN
  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %s', name); END IF;
  END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
SHAPE = """
SELECT md5(string_agg(relname, ',' ORDER BY relname)) FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""
Migrate = Callable[[str], object]


class Database(Protocol):
    """Where one test process keeps its rows."""

    url: str

    def renew(self) -> None:
        """Forget everything but the empty tables. Nobody may be connected."""

    def scratch(self) -> AbstractContextManager[str]:
        """Make a database without any table for a while; gives its URL."""

    def drop(self) -> None:
        """Leave nothing behind."""


class Sqlite:
    """A file that is overwritten with the template before each test."""

    def __init__(self, folder: Path, migrate: Migrate) -> None:
        self.path = folder / "helpdesk.db"
        self.url = f"sqlite:///{self.path}"
        self._template = Path(os.environ[servers.SESSION]) / "template.db"
        with _once("template.db") as first:
            if first:
                migrate(f"sqlite:///{self._template}")

    def renew(self) -> None:
        # A new file, not the old one overwritten: SQLite in this process may remember the old one's locks and log.
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._template, self.path)

    @contextmanager
    def scratch(self) -> Iterator[str]:
        path = self.path.with_name("scratch.db")
        try:
            yield f"sqlite:///{path}"
        finally:
            path.unlink(missing_ok=True)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


class Postgres:
    """A database of this process, made once from the session's template and emptied before each test.

    A new copy for each test would cost 0.4 s: PostgreSQL writes a checkpoint before it copies and before it drops.
    """

    def __init__(self, name: str, migrate: Migrate) -> None:
        server = make_url(servers.postgres_url()).set(drivername="postgresql")
        self._server = server.render_as_string(hide_password=False)
        session = Path(os.environ[servers.SESSION]).name.replace("-", "_")
        self._shape: object = None
        self._template, self._name = f"{session}_template_{servers.worker()}", f"{session}_{name}"
        self.url = server.set(database=self._name).render_as_string(hide_password=False)
        with _once(f"template.postgres.{servers.worker()}") as first:
            if first:
                self._run("CREATE DATABASE {}", self._template)
                migrate(server.set(database=self._template).render_as_string(hide_password=False))

    def renew(self) -> None:
        if self._shape and self._emptied():
            return
        self.drop()
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", self._name, self._template)
        with psycopg.connect(self.url, autocommit=True) as connection:
            self._shape = connection.execute(SHAPE).fetchone()

    def _emptied(self) -> bool:
        """Empty the tables; False when a test took one of them away."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            if connection.execute(SHAPE).fetchone() != self._shape:
                return False
            connection.execute(EMPTY)
        return True

    @contextmanager
    def scratch(self) -> Iterator[str]:
        name = f"{self._name}_scratch"
        self._run("CREATE DATABASE {}", name)
        try:
            yield make_url(self._server).set(database=name).render_as_string(hide_password=False)
        finally:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def drop(self) -> None:
        self._shape = None
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def _once(name: str) -> Iterator[bool]:
    """Tell the first process of the session that it is the first, and let the others wait until it is done."""
    folder = Path(os.environ[servers.SESSION])
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / f"{name}.done"
        yield not done.exists()
        done.touch()
