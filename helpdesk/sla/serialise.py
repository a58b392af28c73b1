"""Clocks as JSON: the newest of each kind of a ticket for its page, all of them for an export."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.sla.models import Clock, Metric
from helpdesk.tickets.rows import iso


def clocks_of(ticket_id: int) -> list[dict[str, Any]]:
    """Return the newest clock of each promise, the first reply before the resolution."""
    newest = {clock.metric: clock for clock in _clocks([ticket_id])}
    return [clock_json(newest[metric]) for metric in Metric if metric in newest]


def clocks_by_ticket(ticket_ids: Sequence[int]) -> defaultdict[int, list[dict[str, Any]]]:
    """Return every clock of some tickets, in order."""
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for clock in _clocks(ticket_ids):
        found[clock.ticket_id].append(clock_json(clock))
    return found


def clock_json(clock: Clock) -> dict[str, Any]:
    """Return one clock. While it is paused it is due at no instant: `left_seconds` of working time remain then."""
    paused = clock.paused_at is not None and clock.stopped_at is None
    return {
        "metric": clock.metric,
        "goal_minutes": clock.goal_minutes,
        "started_at": iso(clock.started_at),
        "due_at": None if paused else iso(clock.due_at),
        "left_seconds": max(0, clock.goal_minutes * 60 - clock.spent_seconds) if paused else None,
        "stopped_at": iso(clock.stopped_at),
        "breached_at": iso(clock.breached_at),
    }


def _clocks(ticket_ids: Sequence[int]) -> Sequence[Clock]:
    return db.session.scalars(select(Clock).where(Clock.ticket_id.in_(ticket_ids)).order_by(Clock.id)).all()
