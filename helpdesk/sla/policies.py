"""What is promised now. Most units need it and it hardly ever changes, so each connection remembers it for a moment.

A change made elsewhere is known after STALE_SECONDS at the latest; recounting.py comes back after that.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import select

from helpdesk.kernel.db import after_commit, db, memo
from helpdesk.sla.calendars import Calendar, Span
from helpdesk.sla.models import CalendarRow, Goal, Holiday, Metric, Policy

STALE_SECONDS = 2.0
KEY = "sla.promise"
_changes = count(1)
_newest = [0]


@dataclass(frozen=True)
class Promise:
    """The policy in force: minutes by (metric, priority), counted in a calendar."""

    policy_id: int
    calendar: Calendar
    goals: Mapping[tuple[str, str], int]

    def minutes(self, metric: Metric | str, priority: str) -> int | None:
        """Return the target, or None where nothing is promised."""
        return self.goals.get((str(metric), str(priority)))


def in_force() -> Promise | None:
    """Return what is promised, or None: then no ticket has a clock."""
    if KEY in memo():  # This unit changed it and has not committed.
        return _read()
    info = db.session.connection().info
    change, read_at, promise = info.get(KEY, (None, 0.0, None))
    if change != _newest[0] or time.monotonic() - read_at > STALE_SECONDS:
        promise = _read()
        info[KEY] = _newest[0], time.monotonic(), promise
    found: Promise | None = promise
    return found


def known_from() -> timedelta:
    """Return how long it takes until every process knows of a change."""
    return timedelta(seconds=STALE_SECONDS + 1)


def forget() -> None:
    """Say that this unit changes what is promised; the whole process reads it anew once that is committed."""
    memo()[KEY] = True
    after_commit(_note_change)


def _note_change() -> None:
    _newest[0] = next(_changes)


def _read() -> Promise | None:
    query = (
        select(Policy.id, CalendarRow.id, CalendarRow.tz, CalendarRow.hours, Goal.metric, Goal.priority, Goal.minutes)
        .join(CalendarRow, Policy.calendar_id == CalendarRow.id)
        .join(Goal, Goal.policy_id == Policy.id)
        .where(Policy.enabled)
        .order_by(Policy.id)
    )
    found = db.session.execute(query).all()
    if not found:
        return None
    policy_id, calendar_id, tz, hours = found[0][:4]
    holidays = frozenset(db.session.scalars(select(Holiday.day).where(Holiday.calendar_id == calendar_id)))
    goals = {(metric, priority): minutes for one, _c, _t, _h, metric, priority, minutes in found if one == policy_id}
    return Promise(policy_id, Calendar(ZoneInfo(tz), week_of(hours), holidays), goals)


def week_of(hours: list[list[list[int]]]) -> tuple[tuple[Span, ...], ...]:
    """Return stored hours as a calendar wants them."""
    return tuple(tuple(sorted((int(first), int(last)) for first, last in day)) for day in hours)
