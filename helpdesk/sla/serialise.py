"""Clocks as JSON: the newest of each kind of a ticket for its page, all of them for an export."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import null, select

from helpdesk.kernel.db import db
from helpdesk.kernel.packing import packed, unpacked
from helpdesk.sla.models import Clock, Metric
from helpdesk.tickets.names import Names
from helpdesk.tickets.parts import Asked, Part, carried, part
from helpdesk.tickets.rows import iso

SHOWN = (
    Clock.metric,
    Clock.goal_minutes,
    Clock.started_at,
    Clock.due_at,
    Clock.paused_at,
    Clock.spent_seconds,
    Clock.stopped_at,
    Clock.breached_at,
)


@carried("clock")
def _of_ticket(asked: Asked) -> Part | None:
    if asked.ticket is None:
        return None
    return part("clock", Clock.id, null(), packed(SHOWN)).where(Clock.ticket_id == asked.ticket.ticket_id)


def clocks_of(known: Names) -> list[dict[str, Any]]:
    """Return the newest clock of each promise to the ticket asked for, the first reply before the resolution."""
    clocks = (Clock(**unpacked(found.extra, SHOWN)) for found in sorted(known.beside["clock"]))
    newest = {clock.metric: clock for clock in clocks}
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
