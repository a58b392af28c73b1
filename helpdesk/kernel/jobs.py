"""Durable jobs in the database, so that a job is committed with the change that asks for it.

A job may have a lane (a key): jobs of one lane run one after the other, in order; the lane is leased, not the job.
A job that fails waits and holds its lane until it is tried again; after its last try it is kept as "stuck work".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, Index, Integer, String, Text, delete, func
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import Base, Row, core, db, dialect, insert_into, partial_index
from helpdesk.kernel.wakeups import nudge


class Job(Row):
    """One piece of work: which function, with what, and when."""

    __tablename__ = "jobs"
    __table_args__: Any = (
        partial_index("ix_jobs_lane_id", "lane", "id", where="failed_at IS NULL"),
        partial_index("ix_jobs_run_at", "run_at", where="lane IS NULL AND failed_at IS NULL"),
        partial_index("ix_jobs_failed_at", "failed_at", where="failed_at IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    kind: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]]
    lane: Mapped[str | None] = mapped_column(String(300))
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    run_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class Lane(Base):
    """A queue of jobs with one key, worked by at most one worker at a time."""

    __tablename__ = "lanes"
    __table_args__: Any = (Index(None, "ready_at"),)

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    ready_at: Mapped[datetime]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    leased_until: Mapped[datetime | None]


@dataclass(frozen=True)
class Outside:
    """What a job returns to do something slow outside of any transaction.

    The worker commits, runs `call`, and gives its result to `then` in a new unit. An exception listed in `catch` is a
    result too. When the worker dies in between, the job runs again from its start.
    """

    call: Callable[[], Any]
    then: Callable[[Any], "Outcome"]
    catch: tuple[type[Exception], ...] = ()


@dataclass(frozen=True)
class Again:
    """What a job returns to commit its changes and be run once more at an instant; its lane waits for it.

    That is no failure: what failed before is forgiven.
    """

    at: datetime


Outcome = Outside | Again | None
Ahead = Callable[[Sequence[dict[str, Any]]], object]


@dataclass(frozen=True)
class Kind:
    """A registered function with its patience."""

    name: str
    run: Callable[..., Outcome]
    tries: int
    first_wait: timedelta
    longest_wait: timedelta
    writes: bool
    gave_up: Callable[..., object] | None = field(default=None)
    ahead: Ahead | None = field(default=None)

    def __call__(self, *args: Any, **payload: Any) -> Outcome:
        """Run the function itself, as a test or another verb may."""
        return self.run(*args, **payload)


_kinds: dict[str, Kind] = {}


def job(
    name: str,
    *,
    tries: int = 8,
    first_wait: timedelta = timedelta(seconds=5),
    longest_wait: timedelta = timedelta(hours=1),
    writes: bool = True,
    gave_up: Callable[..., object] | None = None,
    ahead: Ahead | None = None,
) -> Callable[[Callable[..., Outcome]], Kind]:
    """Register a function as a kind of job; `enqueue` names it and its payload becomes keyword arguments.

    `writes=False`: the first step only reads and returns `Outside`. `gave_up(error=…, **payload)` runs in a unit of its
    own after the last try failed. `ahead(payloads)` reads at once what the first steps of many jobs will ask for: these
    steps may then be taken, and `Outside.call` made, before the job's turn, so `then` must look again.
    """

    def register(run: Callable[..., Outcome]) -> Kind:
        kind = Kind(name, run, tries, first_wait, longest_wait, writes, gave_up, ahead)
        if name in _kinds:
            message = f"Two kinds of job are called {name}."
            raise ValueError(message)
        _kinds[name] = kind
        return kind

    return register


def kind_named(name: str) -> Kind | None:
    """Return the registered kind, or None when this version of the program does not know it."""
    return _kinds.get(name)


def enqueue(
    kind: Kind,
    payload: dict[str, Any],
    *,
    lane: str | None = None,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
) -> None:
    """Write a job in the caller's transaction; workers see it after the commit.

    With a `dedupe_key` there is at most one such job: a second call moves its date.
    """
    due = run_at or now()
    values = {
        "kind": kind.name, "payload": payload, "lane": lane, "dedupe_key": dedupe_key,
        "run_at": due, "created_at": now(), "attempts": 0,
    }  # fmt: skip
    core().execute(_written(dialect(), once=dedupe_key is not None), values)
    if lane:
        open_lane(lane, due)
    nudge()


def open_lane(key: str, ready_at: datetime) -> None:
    """Make sure the lane exists and is looked at by this instant."""
    core().execute(_opened(dialect()), {"key": key, "ready_at": ready_at})


# Built once for each kind of database: every message that arrives runs them.
@cache
def _written(_dialect: str, *, once: bool) -> Executable:
    statement = insert_into(Job)
    if not once:
        return statement
    moved = {name: statement.excluded[name] for name in ("run_at", "payload", "attempts")}
    return statement.on_conflict_do_update(index_elements=["dedupe_key"], set_=moved | {"failed_at": None})


@cache
def _opened(dialect: str) -> Executable:
    statement = insert_into(Lane)
    earlier = func.min if dialect == "sqlite" else func.least
    sooner = {"ready_at": earlier(Lane.ready_at, statement.excluded.ready_at)}
    return statement.on_conflict_do_update(index_elements=["key"], set_=sooner)


def forget(dedupe_key: str) -> None:
    """Take back the job with this key, if it has not run yet."""
    db.session.execute(delete(Job).where(Job.dedupe_key == dedupe_key))


def retry(identity: int) -> bool:
    """Give stuck work another full set of tries; False when it is not stuck (any more)."""
    found = db.session.get(Job, identity)
    if found is None or found.failed_at is None:
        return False
    found.failed_at, found.attempts, found.run_at, found.leased_by = None, 0, now(), None
    if found.lane:
        open_lane(found.lane, found.run_at)
    nudge()
    return True


def drop(identity: int) -> bool:
    """Give stuck work up for good; False when it is not stuck (any more). What it gave up about was told before."""
    stuck = delete(Job).where(Job.id == identity, Job.failed_at.is_not(None)).returning(Job.id)
    return db.session.execute(stuck.execution_options(synchronize_session=False)).first() is not None
