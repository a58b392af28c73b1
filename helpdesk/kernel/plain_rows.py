"""Rows of the busiest tables, written by plain statements: the session's unit of work costs three times as much.

The session holds such an object as if it had just been read, so verbs and projections notice no difference. What other
objects wait to be flushed must not be needed by the row: foreign keys are given as numbers that exist.
"""

from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, insert, inspect, update
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from helpdesk.kernel.db import Row, core, db, table_of


def enter(row: Row) -> None:
    """Insert a new object now and give it its id; columns without a value have their default afterwards."""
    known, version = vars(row), inspect(type(row)).version_id_col
    if version is not None:
        known[str(version.key)] = 1
    done = core().execute(_insert(type(row)), {name: known[name] for name in _columns(type(row)) if name in known})
    row.id = done.scalar_one()
    written: Any = done.last_inserted_params()
    for name, value in written.items():
        known.setdefault(name, value)
    for name in _columns(type(row)):
        known.setdefault(name, None)
    make_transient_to_detached(row)
    db.session.add(row)


def rewrite(row: Row, **values: Any) -> None:
    """Change columns of a known object now. Not for tables that count versions."""
    core().execute(_update(type(row), tuple(values)), {"which": row.id} | values)
    for name, value in values.items():
        set_committed_value(row, name, value)


@cache
def _columns(kind: type[Row]) -> tuple[str, ...]:
    """Return the columns that a default of the database's own does not fill."""
    return tuple(column.key for column in table_of(kind).columns if column.server_default is None or column.default)


@cache
def _insert(kind: type[Row]) -> Executable:
    return insert(table_of(kind)).returning(table_of(kind).c.id)


@cache
def _update(kind: type[Row], names: tuple[str, ...]) -> Executable:
    table = table_of(kind)
    return update(table).where(table.c.id == bindparam("which")).values({name: bindparam(name) for name in names})
