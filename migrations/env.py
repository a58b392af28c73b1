"""How Alembic runs here: one transaction a revision on both databases, and SQLite's foreign keys off while it rebuilds.

Alembic's batch mode drops and refills tables; with foreign keys on, SQLite would silently cascade the children away. So
they are switched off before BEGIN and checked afterwards. The shadow tables of a full-text index are none of ours.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from helpdesk.kernel.db import Base, UtcDateTime, db
from helpdesk.kernel.sqlite_mode import mode
from helpdesk.kernel.xid import Xid8, current_xid


def include_object(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:  # noqa: FBT001
    """Leave out the full-text index, which autogenerate does not know: what FTS5 makes for itself, and GIN's."""
    return not (kind in {"table", "index"} and (name or "").startswith(("search_index", "sqlite_")))


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write revisions in SQLAlchemy's own words, so that they stay true when our types move."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.JSON):
        autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return "sa.JSON().with_variant(JSONB(), 'postgresql')"
    if kind == "type" and isinstance(item, Xid8):
        autogen.imports.add("from helpdesk.kernel.xid import Xid8, current_xid")
        return "Xid8()"
    if kind == "server_default" and isinstance(getattr(item, "arg", None), current_xid):
        return "current_xid()"
    return False


def compare_type(_context: Any, _column: Any, _metadata_column: Any, _in_database: Any, in_models: Any) -> bool | None:
    """Compare as Alembic does, but for the transaction id, which SQLite only knows as a number."""
    return False if isinstance(in_models, Xid8) else None


def migrate(connection: Connection) -> None:
    """Run the revisions on a connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        transaction_per_migration=True,
        compare_type=compare_type,
        compare_server_default=False,
        include_object=include_object,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Open the database and bring it where Alembic was told."""
    engine = db.engines[None]
    if engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            migrate(connection)
            connection.commit()
        return
    with engine.connect() as connection, mode(write=True):
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA query_only=0")
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            migrate(connection)
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            connection.commit()
        finally:
            raw.execute("PRAGMA foreign_keys=ON")
    if broken:
        message = f"The migration left {len(broken)} rows that point nowhere."
        raise RuntimeError(message)


with current_app.app_context():
    run()
