"""SQLite as a server's database: WAL, explicit BEGIN, and waiting for the one writer without stopping other greenlets.

With `busy_timeout` a greenlet that waits stops the very one it waits for (tried: 40 clients stall), so under gevent
BEGIN IMMEDIATE is retried with a cooperative sleep, by one at a time. Reads begin deferred and may not write.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

WAIT_SECONDS = 5.0
LOOK_SECONDS = 0.001
_turn = threading.Lock()
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
            "synchronous=FULL",  # What was acknowledged outlives a power cut; NORMAL may lose the last commits.
            "foreign_keys=ON",
            f"busy_timeout={busy_ms}",
            "temp_store=MEMORY",
            "cache_size=-20000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw, write = connection.connection.dbapi_connection, _writes.get()
        if connection.info.get("writes") != write:
            raw.execute(f"PRAGMA query_only={int(not write)}")  # type: ignore[union-attr]
            connection.info["writes"] = write
        _open(raw, write=write, patient=cooperative)  # type: ignore[arg-type]


def written_by_others(connection: Connection) -> int | None:
    """Return a number that changes when another connection commits, as this transaction sees it; None if unknown."""
    if connection.dialect.name != "sqlite":
        return None
    raw = connection.connection.dbapi_connection
    number: int = raw.execute("PRAGMA data_version").fetchone()[0]  # type: ignore[union-attr]
    return number


def _open(raw: sqlite3.Connection, *, write: bool, patient: bool) -> None:
    if not write:
        raw.execute("BEGIN")
        return
    if patient:
        _wait_for(raw)
    else:
        _begin(raw)


def _wait_for(raw: sqlite3.Connection) -> None:
    """Begin to write, waiting cooperatively; one greenlet at a time asks, the others wait in line at no cost."""
    deadline = time.monotonic() + WAIT_SECONDS
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
    try:
        while not _begin(raw, until=deadline):
            time.sleep(LOOK_SECONDS)
    finally:
        _turn.release()


def _begin(raw: sqlite3.Connection, *, until: float = 0.0) -> bool:
    """Begin to write; False while another process does and `until` has not come."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) and time.monotonic() < until:
            return False
        # We are not called through SQLAlchemy's cursor, so nobody else gives the error the class all catch.
        raise OperationalError("BEGIN IMMEDIATE", None, error) from error
    return True
