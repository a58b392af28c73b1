"""The database, and the unit of work: each edge opens one transaction, commits once, then makes its after-commit calls.

Nothing else in the project commits. Verbs lock, change and record; a return commits and an exception rolls back.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from datetime import UTC, datetime
from typing import Any, ClassVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    inspect,
    select,
    text,
    types,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from helpdesk.kernel import sqlite_mode
from helpdesk.kernel.clock import now

log = logging.getLogger(__name__)
Call = Callable[[], object]

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BigId = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB, "postgresql")


class UtcDateTime(types.TypeDecorator[datetime]):
    """An instant. Stored in UTC, always aware in Python; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC; SQLite keeps it without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give SQLite's naive value its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table shares: names of constraints, and types by annotation."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json}


class Row(Base):
    """A table with an id that is never used again and the instant it came to be."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012 -- SQLAlchemy reads it so.

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-2)
    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=90)


# Models stand on our Base, whose annotation map Flask-SQLAlchemy could not copy; the metadata is what joins the two.
db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index of the rows that fit a condition, spelt once for both databases."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class UnitOpen(RuntimeError):
    """A unit of work was opened inside another; the inner one would commit half of the outer."""


def init_app(app: Flask) -> None:
    """Bind the database to the app and give SQLite its pragmas."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite_mode.install(db.engine, cooperative=sqlite_mode.patched_by_gevent())


@contextmanager
def unit(*, write: bool = True) -> Iterator[None]:
    """Open one transaction; commit on return, roll back on an exception, then run what was left for afterwards.

    `write=False` is a read: on SQLite it takes no lock, and a statement that writes is refused.
    Raises `UnitOpen` inside another unit. Calls of `after_commit` are dropped on a rollback, those of `aside` are not.
    """
    info = db.session().info
    if info.get("open"):
        raise UnitOpen
    if db.session().in_transaction():
        db.session.rollback()  # A read that came before the unit has its own snapshot; it must not become ours.
    db.session.expire_all()  # What an earlier unit of this context read may have changed since (a worker lives long).
    info.update(open=True, abandoned=False, before=[], after=[], aside=[], held=set(), memo={}, reactions=None)
    try:
        with sqlite_mode.mode(write=write):
            yield
            _end(info)
    except BaseException:
        info["after"] = []
        db.session.rollback()
        raise
    finally:
        info["open"] = False
        info.pop("connection", None)
        _finish(info.pop("after"), info.pop("aside"))


def _end(info: dict[Any, Any]) -> None:
    if info["abandoned"]:
        info["after"] = []
        db.session.rollback()
        return
    for call in info["before"]:
        call()
    db.session.commit()


def _finish(after: list[Call], asides: list[Call]) -> None:
    for call in after:
        try:
            call()
        except Exception:  # The change is committed: a failed nudge must not tell the caller otherwise.
            log.exception("after_commit_failed")
    for call in asides:
        with unit():
            call()


def before_commit(call: Call) -> None:
    """Run `call` in this transaction, just before it commits (the event queue writes its jobs here)."""
    db.session().info["before"].append(call)


def after_commit(call: Call) -> None:
    """Run `call` once this unit has committed; it is dropped when the unit rolls back."""
    db.session().info["after"].append(call)


def abandon() -> None:
    """Make this unit roll back although nothing was raised: the answer refuses, so nothing may change."""
    db.session().info["abandoned"] = True


def finish_reading() -> None:
    """End a read's transaction early, because something slow comes next. Raises `UnitOpen` in a write."""
    if db.session.new or db.session.dirty or db.session.deleted:
        raise UnitOpen
    db.session.rollback()


def aside(call: Call) -> None:
    """Run `call` in a unit of its own after this one ended, however it ended: facts that survive a refusal."""
    db.session().info["aside"].append(call)


def memo() -> dict[Any, Any]:
    """Return a dictionary that lives as long as this unit, for what is read often and cannot change within it."""
    remembered: dict[Any, Any] = db.session().info.get("memo", {}) if in_unit() else {}
    return remembered


def in_unit() -> bool:
    """Tell whether a unit is open in this context."""
    return bool(db.session().info.get("open"))


def lock(*rows: Row) -> None:
    """Hold these rows until the unit ends and read them afresh; in a fixed order, so two verbs never deadlock.

    SQLite has one writer and the unit holds it already, so there this is free.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        return
    held: set[tuple[str, int]] = db.session().info.setdefault("held", set())
    wanted = {(row.__tablename__, _id_of(row)): type(row) for row in rows}
    for place, kind in sorted(wanted.items(), key=lambda item: item[0]):
        if place in held:
            continue
        held.add(place)
        db.session.flush()
        fresh = select(kind).where(kind.id == place[1]).with_for_update(of=kind)
        # Rows are read when they are asked for, so without `all` the object would keep its old values.
        db.session.scalars(fresh.execution_options(populate_existing=True)).all()


def _id_of(row: Row) -> int:
    """Return the id without reading the row, which may be expired: it is about to be read anyway."""
    known = inspect(row).identity
    return int(known[0]) if known else row.id


@contextmanager
def attempt() -> Iterator[None]:
    """Undo what happens inside if it raises, and only that: its rows, and the calls and reactions it left for later."""
    info = db.session().info
    db.session.flush()
    kept = {name: copy(info[name]) for name in ("before", "after", "held", "memo")}
    kept["reactions"] = deepcopy(info["reactions"])
    try:
        with db.session.begin_nested():
            yield
    except Exception:
        info.update(kept)
        raise


@contextmanager
def contested() -> Iterator[None]:
    """Wrap an INSERT that may lose a race, so that its IntegrityError costs only itself; on SQLite nobody races."""
    if db.session.get_bind().dialect.name == "sqlite":
        yield
        db.session.flush()
        return
    with db.session.begin_nested():
        yield


def core() -> Connection:
    """Return the unit's connection, for statements written once that touch no loaded object: half a session's cost.

    Nothing is flushed before them, and no object learns of what they change.
    """
    session = db.session()
    known: tuple[object, Connection] | None = session.info.get("connection")
    if known is None or known[0] is not _transaction(session):
        connection = session.connection()  # Its first use inside a savepoint is what sets that.
        known = session.info["connection"] = _transaction(session), connection
    return known[1]


def _transaction(session: Session) -> object:
    """Return the innermost transaction; a new object before there is any, so that nothing is the same as it."""
    return session.get_nested_transaction() or session.get_transaction() or object()


def table_of(kind: type[Base]) -> Table:
    """Return the table behind a model, for statements that need no objects."""
    table = kind.__table__
    assert isinstance(table, Table)  # noqa: S101 -- Narrowing for the type checker; every one of ours is a table.
    return table


def dialect() -> str:
    """Return the kind of database, as SQLAlchemy calls it: "sqlite" or "postgresql"."""
    return str(db.session.get_bind().dialect.name)


def insert_into(table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return this database's own INSERT, which knows ON CONFLICT; both dialects spell it alike."""
    target = table_of(table)
    return sqlite.insert(target) if db.session.get_bind().dialect.name == "sqlite" else postgresql.insert(target)
