"""The claim statements: which lanes and loose jobs a worker may take now, and how a lane is given back.

A NOT EXISTS over earlier jobs of the same key was measured and collapses (10,000 jobs on one key: 65 a second on
SQLite); leasing the lane does not. Releasing locks the lane first and looks for what is left in a second statement:
in one statement PostgreSQL would look with an old snapshot and could miss a job enqueued meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Table, case, delete, func, literal, or_, select, union_all, update

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, table_of
from helpdesk.kernel.jobs import Job, Lane

SENDING = "send:"
LANES_AT_ONCE = 8  # Of our own thinking; of slow strangers one, so that nobody waits behind a hung provider.
JOBS_AT_ONCE = 50
S = TypeVar("S")


class Turn(NamedTuple):
    """A job as the worker holds it, free of the session it was read in."""

    id: int
    kind: str
    payload: dict[str, Any]
    lane: str | None
    attempts: int
    run_at: datetime


def work_waits(worker: str, *, sending: bool | None) -> bool:
    """Tell whether this worker could claim any lane or loose job now."""
    lanes = select(Lane.key).where(Lane.ready_at <= now(), _free(Lane, worker), *_of_pool(sending=sending)).exists()
    loose = select(Job.id).where(*_loose_and_due(worker)).exists()
    return db.session.execute(select(lanes if sending else or_(lanes, loose))).scalar_one()


def claim_lanes(worker: str, lease: timedelta, *, sending: bool | None) -> list[str]:
    """Lease ready lanes, longest waiting first, and return their keys; a lane whose worker died counts a try."""
    ready = (
        select(Lane.key, Lane.leased_by)
        .where(Lane.ready_at <= now(), _free(Lane, worker), *_of_pool(sending=sending))
        .order_by(Lane.ready_at)
        .limit(1 if sending else LANES_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = _suspects_alone(db.session.execute(ready).all(), worker)
    keys = [row.key for row in rows]
    if keys:
        db.session.execute(
            update(Lane)
            .where(Lane.key.in_(keys))
            .values(leased_by=worker, leased_until=now() + lease)
            .execution_options(synchronize_session=False)
        )
    for row in rows:
        if _died(row, worker):
            _count_death(row.key)
    return keys


def claim_loose(worker: str, lease: timedelta) -> list[Turn]:
    """Lease due jobs that have no lane."""
    due = select(Job).where(*_loose_and_due(worker)).order_by(Job.run_at).limit(LANES_AT_ONCE)
    jobs = _suspects_alone(db.session.scalars(due.with_for_update(skip_locked=True)).all(), worker)
    for job in jobs:
        job.attempts += _died(job, worker)
        job.leased_by, job.leased_until = worker, now() + lease
    return [Turn(job.id, job.kind, dict(job.payload), None, job.attempts, job.run_at) for job in jobs]


def _loose_and_due(worker: str) -> list[ColumnElement[bool]]:
    return [Job.lane.is_(None), Job.failed_at.is_(None), Job.run_at <= now(), _free(Job, worker)]


def _died(row: Any, worker: str) -> bool:
    """Tell whether somebody else's lease ran out on it (our own did only because the database was away)."""
    return row.leased_by not in (None, worker)


def _suspects_alone(rows: Sequence[S], worker: str) -> Sequence[S]:
    """Take work whose worker died one at a time: what kills again then dies alone, and its neighbours go on."""
    fresh = list(takewhile(lambda row: not _died(row, worker), rows))
    return fresh or rows[:1]


def due_jobs(keys: Sequence[str]) -> dict[str, list[Turn]]:
    """Return the next jobs of some lanes, each in order and up to the first that waits for its next try."""
    if not keys:
        return {}
    held = or_(Job.run_at <= now(), Job.attempts > 0)
    query = select(Job.id, Job.kind, Job.payload, Job.lane, Job.attempts, Job.run_at).where(
        Job.failed_at.is_(None), held
    )
    # A piece per lane, so that a long one is never walked to its end and never hides the others.
    pieces = [query.where(Job.lane == key).order_by(Job.id).limit(JOBS_AT_ONCE).subquery() for key in keys]
    query_of_all = union_all(*(select(piece) for piece in pieces)) if len(pieces) > 1 else select(pieces[0])
    turns: dict[str, list[Turn]] = {}
    stopped: set[str] = set()
    for columns in db.session.execute(query_of_all):
        turn = Turn(*columns)
        if turn.run_at > now():
            stopped.add(turn.lane or "")
        elif turn.lane not in stopped:
            turns.setdefault(turn.lane or "", []).append(turn)
    return turns


def keep(turn: Turn, worker: str, lease: timedelta) -> bool:
    """Renew the lease that a job runs under; False when it is not ours any more."""
    table, ours = _lease(turn, worker)
    renewed = db.session.execute(update(table).where(*ours).values(leased_until=now() + lease).returning(literal(1)))
    return renewed.first() is not None


def held(turn: Turn, worker: str) -> bool:
    """Tell whether the lease that a job runs under is ours; writes nothing."""
    _table, ours = _lease(turn, worker)
    return db.session.execute(select(literal(1)).where(*ours)).first() is not None


def _lease(turn: Turn, worker: str) -> tuple[Table, list[ColumnElement[bool]]]:
    if turn.lane:
        return table_of(Lane), [Lane.key == turn.lane, Lane.leased_by == worker]
    return table_of(Job), [Job.id == turn.id, Job.leased_by == worker]


def release_loose(worker: str) -> None:
    """Give back the jobs without a lane that we hold and did not come to."""
    mine = update(Job).where(Job.lane.is_(None), Job.leased_by == worker).values(leased_by=None, leased_until=None)
    db.session.execute(mine.execution_options(synchronize_session=False))


def release(keys: Sequence[str], worker: str) -> None:
    """Give lanes back: gone when empty, else ready when their first job is."""
    held = select(Lane).where(Lane.key.in_(keys), Lane.leased_by == worker).order_by(Lane.key).with_for_update()
    lanes = list(db.session.scalars(held.execution_options(populate_existing=True)))
    heads = _heads([lane.key for lane in lanes])
    empty = [lane for lane in lanes if lane.key not in heads]
    for lane in lanes:
        if lane.key in heads:
            lane.ready_at, lane.leased_by, lane.leased_until = heads[lane.key], None, None
    if empty:
        gone = delete(Lane).where(Lane.key.in_([lane.key for lane in empty]))
        db.session.execute(gone.execution_options(synchronize_session=False))
        for lane in empty:
            db.session.expunge(lane)


def _heads(keys: Sequence[str]) -> dict[str, datetime]:
    """Return when each lane is worth a look: when its waiting retry is due, else its earliest job."""
    retry = case((Job.attempts > 0, Job.run_at))
    waiting = select(Job.lane, func.min(Job.run_at), func.min(retry)).where(Job.lane.in_(keys), Job.failed_at.is_(None))
    return {lane: held or first for lane, first, held in db.session.execute(waiting.group_by(Job.lane))}


def _count_death(key: str) -> None:
    head = select(func.min(Job.id)).where(Job.lane == key, Job.failed_at.is_(None), Job.run_at <= now())
    db.session.execute(
        update(Job)
        .where(Job.id == head.scalar_subquery())
        .values(attempts=Job.attempts + 1)
        .execution_options(synchronize_session=False)
    )


def _free(table: type[Lane | Job], worker: str) -> ColumnElement[bool]:
    return or_(table.leased_until.is_(None), table.leased_until < now(), table.leased_by == worker)


def _of_pool(*, sending: bool | None) -> list[ColumnElement[bool]]:
    if sending is None:
        return []
    ours = Lane.key.startswith(SENDING, autoescape=True)
    return [ours if sending else ~ours]
