"""SQLite as a server's database: WAL, explicit BEGIN, and waiting for the one writer without stopping other greenlets.

With `busy_timeout` a greenlet that waits stops the very one it waits for (tried: 40 clients stall), so under gevent
BEGIN IMMEDIATE is retried with a jittered, cooperative sleep. Reads begin deferred and may not write.
"""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

WAIT_SECONDS = 5.0
_writes: ContextVar[bool] = ContextVar("writes", default=False)


@contextmanager
def mode(*, write: bool) -> Iterator[None]:
    """Say whether the transactions begun inside will write."""
    token = _writes.set(write)
    try:
        yield
    finally:
        _writes.reset(token)


def patched_by_gevent() -> bool:
    """Tell whether this process sleeps cooperatively."""
    return time.sleep.__module__.startswith("gevent")


def install(engine: Engine, *, cooperative: bool) -> None:
    """Give every connection of the engine our pragmas and our BEGIN; a second call changes nothing."""
    if getattr(engine, "helpdesk_mode", False):
        return
    engine.helpdesk_mode = True  # type: ignore[attr-defined]
    busy_ms = 0 if cooperative else int(WAIT_SECONDS * 1000)

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={busy_ms}",
            "temp_store=MEMORY",
            "cache_size=-20000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw = connection.connection.dbapi_connection
        _open(raw, write=_writes.get(), patient=cooperative)  # type: ignore[arg-type]


def _open(raw: sqlite3.Connection, *, write: bool, patient: bool) -> None:
    raw.execute(f"PRAGMA query_only={int(not write)}")
    if not write:
        raw.execute("BEGIN")
        return
    deadline, pause = time.monotonic() + WAIT_SECONDS, 0.001
    while True:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not patient or "locked" not in str(error) or time.monotonic() > deadline:
                # We are not called through SQLAlchemy's cursor, so nobody else gives the error the class all catch.
                raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            time.sleep(pause * (0.5 + random.random()))  # noqa: S311 -- Jitter, not a secret.
            pause = min(pause * 1.6, 0.025)
        else:
            return
