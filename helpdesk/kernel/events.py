"""Events: one typed fact per change, written in the change's own transaction. The table is audit log, history and bus.

A verb calls `record` once. Projections (`@projects`) run at once, reactions (`@reacts`) run in jobs after the commit,
and live news (`@shows`, see kernel/live.py) is made by each web process from its tail of the table.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

from flask import has_request_context, request
from sqlalchemy import Index, Integer, String, insert
from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import BigId, Row, before_commit, core, db, table_of
from helpdesk.kernel.jobs import enqueue, job
from helpdesk.kernel.wakeups import nudge
from helpdesk.kernel.xid import Xid8, current_xid

MAX_DEPTH = 5
PASSING: Mapping[str, Any] = {"passing": True}  # field(metadata=PASSING): for projections, never kept in the table.


class Actor(NamedTuple):
    """Who did it: a closed kind (agent, contact, rule, system, token) and the row's id."""

    kind: str
    id: int | None = None

    def as_actor(self) -> "Actor":
        """Return itself, so that an Actor may stand wherever a person may."""
        return self


SYSTEM = Actor("system")


class Acts(Protocol):
    """Whatever can be named after `by=`."""

    def as_actor(self) -> Actor:
        """Return kind and id."""


class EventRow(Row):
    """A recorded event. `data` holds ids and closed words, never text or addresses."""

    __tablename__ = "events"
    __table_args__: Any = (
        Index(None, "ticket_id", "id"),
        Index(None, "subject_kind", "subject_id", "id"),
        Index(None, "name", "id"),
        Index(None, "xid", "id"),
        {"sqlite_autoincrement": True},
    )

    name: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigId)
    ticket_id: Mapped[int | None] = mapped_column(BigId)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(BigId)
    data: Mapped[dict[str, Any]]
    caused_by_id: Mapped[int | None] = mapped_column(BigId)
    depth: Mapped[int] = mapped_column(Integer, default=0)
    ip: Mapped[str | None] = mapped_column(String(64))
    xid: Mapped[str | None] = mapped_column(Xid8, server_default=current_xid())


@dataclass(frozen=True)
class Event:
    """Base of all events: `subject` is the row it is about, further fields become `data`."""

    name: ClassVar[str]
    subject_kind: ClassVar[str]
    subject: Any

    def ticket_id(self) -> int | None:
        """Return the ticket whose history this belongs to, if any."""
        return self.subject.id if self.subject_kind == "ticket" else getattr(self.subject, "ticket_id", None)

    def data(self) -> dict[str, Any]:
        """Return what is kept beside the subject: ids, closed words and instants."""
        kept = [one.name for one in fields(self) if one.name != "subject" and not one.metadata.get("passing")]
        values = {name: getattr(self, name) for name in kept}
        return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}


INSERT = insert(table_of(EventRow)).returning(table_of(EventRow).c.id)
Projection = Callable[[Any, EventRow], object]
Reaction = Callable[[EventRow], object]
Condition = Callable[[Any], bool]
P = TypeVar("P", bound=Projection)
R = TypeVar("R", bound=Reaction)


class Lane(NamedTuple):
    """One subscriber of an event: which lane thinks about it, in which order, and whether this one is worth a job."""

    lane: str
    order: int
    react: Reaction
    when: Condition | None = None


_projections: dict[type[Event], list[Projection]] = {}
_reactions: dict[str, list[Lane]] = {}
_cause: ContextVar[EventRow | None] = ContextVar("cause", default=None)


def projects(*kinds: type[Event]) -> Callable[[P], P]:
    """Run the function in the transaction that records the event: database only and quick."""

    def subscribe(project: P) -> P:
        for kind in kinds:
            _projections.setdefault(kind, []).append(project)
        return project

    return subscribe


def reacts(
    *kinds: type[Event], lane: str = "think", order: int = 50, when: Condition | None = None
) -> Callable[[R], R]:
    """Run the function in a job after the commit, at least once: it must be harmless the second time.

    `when` looks at the event in its own transaction and saves the job where there is nothing to think about. The lane
    may run for another subscriber's sake, so the function looks at the truth all the same.
    """

    def subscribe(react: R) -> R:
        for kind in kinds:
            _reactions.setdefault(kind.name, []).append(Lane(lane, order, react, when))
        return react

    return subscribe


def record(event: Event, *, by: Acts) -> EventRow:
    """Write the event in the caller's transaction, project it, queue what reacts to it; returns its detached row.

    The subject must have its id already. An event deeper than MAX_DEPTH causes raises no further reactions, so that
    two rules cannot chase each other.
    """
    actor, cause = by.as_actor(), _cause.get()
    values = {
        "name": event.name,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject.id,
        "ticket_id": event.ticket_id(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "data": event.data(),
        "caused_by_id": cause.id if cause else None,
        "depth": cause.depth + 1 if cause else 0,
        "ip": request.remote_addr if has_request_context() else None,
        "created_at": now(),
    }
    # A plain INSERT: events are the most frequent rows, and the session's unit of work costs three times as much.
    identity = core().execute(INSERT, values).scalar_one()
    row = EventRow(id=identity, **values)
    for project in _projections.get(type(event), []):
        project(event, row)
    if row.depth < MAX_DEPTH:
        _queue(event, row)
    return row


def _queue(event: Event, row: EventRow) -> None:
    info = db.session().info
    waiting: dict[tuple[str, str], list[int]] | None = info.get("reactions")
    if waiting is None:
        waiting = info["reactions"] = {}
        before_commit(_write_reactions)
    subscribers = _reactions.get(row.name, [])
    for lane in sorted({one.lane for one in subscribers if one.when is None or one.when(event)}):
        waiting.setdefault((lane, _lane_key(lane, row)), []).append(row.id)


def _lane_key(lane: str, row: EventRow) -> str:
    return f"{lane}:{row.ticket_id}" if row.ticket_id else f"{lane}:{row.subject_kind}:{row.subject_id}"


def _write_reactions() -> None:
    """Write one job per lane and ticket of this transaction, with the ids of its events."""
    info = db.session().info
    waiting: dict[tuple[str, str], list[int]] = info["reactions"]
    info["reactions"] = None
    for lane, key in sorted(waiting):
        enqueue(react, {"lane": lane, "events": waiting[lane, key]}, lane=key)
    nudge()


@contextmanager
def caused_by(row: EventRow) -> Iterator[None]:
    """Mark the events recorded inside as consequences of this one."""
    token = _cause.set(row)
    try:
        yield
    finally:
        _cause.reset(token)


@job("events.react")
def react(lane: str, events: Sequence[int]) -> None:
    """Let the subscribers of one lane think about events, in order."""
    for identity in events:
        row = db.session.get_one(EventRow, identity)
        subscribers = sorted((s for s in _reactions.get(row.name, []) if s.lane == lane), key=lambda s: s.order)
        for subscriber in subscribers:
            with caused_by(row):
                subscriber.react(row)


def known_events() -> list[type[Event]]:
    """Return every concrete event class there is, for the laws and the history's sentences."""

    def below(kind: type[Event]) -> Iterator[type[Event]]:
        for child in kind.__subclasses__():
            if "name" in child.__dict__:
                yield child
            yield from below(child)

    return sorted(below(Event), key=lambda kind: kind.name)
