"""Reading the events table in commit order, from an opaque cursor: what live screens and replay stand on.

On SQLite the cursor is the id. On PostgreSQL it is (transaction id, id), and only events of transactions older than
every running one are read, so that nothing that commits late is ever skipped.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import literal_column, select, text, tuple_
from sqlalchemy.orm import Mapped

from helpdesk.kernel.db import core, db, table_of
from helpdesk.kernel.events import EventRow

MAX_DIGITS = 20
SAFE = text("events.xid < pg_snapshot_xmin(pg_current_snapshot())")


class Cursor(NamedTuple):
    """A place in the stream of events; `str` of it is what clients keep and send back."""

    xid: int
    id: int

    def __str__(self) -> str:
        return f"{self.xid}.{self.id}"


class BadCursor(ValueError):
    """What a client sent is no cursor of ours."""


def read_cursor(value: object) -> Cursor:
    """Turn a client's string back into a cursor; raises `BadCursor` for anything else."""
    xid, dot, identity = value.partition(".") if isinstance(value, str) else ("", "", "")
    if not (dot and xid.isascii() and identity.isascii() and xid.isdigit() and identity.isdigit()):
        raise BadCursor
    if len(xid) > MAX_DIGITS or len(identity) > MAX_DIGITS:
        raise BadCursor
    cursor = Cursor(int(xid), int(identity))
    if cursor.xid >= 2**64 or cursor.id >= 2**63:
        raise BadCursor
    return cursor


NEWEST = select(table_of(EventRow).c.id).order_by(table_of(EventRow).c.id.desc()).limit(1)  # Built for every page.


def end() -> Cursor:
    """Return the cursor after the newest event that may be read now."""
    if _sqlite():
        return Cursor(0, core().execute(NEWEST).scalar() or 0)
    # The next event to become readable has at least this transaction id, so nothing between is missed.
    xmin = db.session.execute(text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")).scalar_one()
    return Cursor(int(xmin) - 1, 2**62)


def after(cursor: Cursor, *, limit: int) -> Sequence[EventRow]:
    """Return up to `limit` events behind the cursor, in the order every reader sees them."""
    query = select(EventRow).limit(limit)
    if _sqlite():
        return db.session.scalars(query.where(EventRow.id > cursor.id).order_by(EventRow.id)).all()
    place = tuple_(literal_column(f"'{cursor.xid}'::xid8"), literal_column(f"{cursor.id}::bigint"))
    behind = tuple_(EventRow.xid, EventRow.id) > place
    return db.session.scalars(query.where(SAFE, behind).order_by(EventRow.xid, EventRow.id)).all()


def cursor_of(row: EventRow) -> Cursor:
    """Return the cursor that stands right behind this event."""
    xid: Mapped[str | None] | str | None = row.xid
    return Cursor(int(str(xid)) if xid else 0, row.id)


def _sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"
