"""The balance of the post room: what arrived in each inbox on each day, and that all of it ended somewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import abort, request
from sqlalchemy import ColumnElement, case, func, select

from helpdesk.channels.models import Inbox
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Envelope, EnvelopeState

DAYS = 14
MAX_ID_DIGITS = 15


@dataclass(frozen=True)
class Day:
    """One inbox on one day (UTC): how many envelopes are in each state. All that arrived is their sum."""

    day: date
    inbox_id: int
    inbox: str
    counts: Mapping[str, int]

    @property
    def arrived(self) -> int:
        """Return how many came."""
        return sum(self.counts.values())


def days() -> list[Day]:
    """Return the days of the last two weeks on which something arrived, newest first, by inbox."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [midnight - timedelta(days=back) for back in range(DAYS)]
    back = case(*[(Envelope.created_at >= start, place) for place, start in enumerate(starts)])
    counted = (
        select(back.label("back"), Inbox.id, Inbox.name, Envelope.state, func.count())
        .join(Inbox, Envelope.inbox_id == Inbox.id)
        .where(Envelope.id > _last_before(starts[-1]), Envelope.created_at >= starts[-1])
        .group_by("back", Inbox.id, Inbox.name, Envelope.state)
    )
    found: dict[tuple[int, str, int], dict[str, int]] = {}
    for place, identity, name, state, number in db.session.execute(counted):
        found.setdefault((place, name, identity), {})[state] = number
    nothing = dict.fromkeys((str(state) for state in EnvelopeState), 0)
    return [
        Day(starts[place].date(), identity, name, nothing | counts)
        for (place, name, identity), counts in sorted(found.items())
    ]


def _last_before(start: datetime) -> int:
    """Return the newest envelope that is older, so that the count reads two weeks and not all years."""
    older = select(Envelope.id).where(Envelope.created_at < start).order_by(Envelope.id.desc()).limit(1)
    return db.session.scalar(older) or 0


def asked_place() -> tuple[int | None, date | None]:
    """Return the inbox and the day that the address asks for; what is none is 400."""
    inbox, day = request.args.get("inbox") or None, request.args.get("day") or None
    if inbox is not None and not (inbox.isascii() and inbox.isdigit() and len(inbox) <= MAX_ID_DIGITS):
        abort(400)
    try:
        return (int(inbox) if inbox else None), (date.fromisoformat(day) if day else None)
    except ValueError:
        abort(400)


def within(inbox_id: int | None, day: date | None) -> list[ColumnElement[bool]]:
    """Return the conditions on an envelope that belongs to this inbox and day."""
    conditions: list[ColumnElement[bool]] = [] if inbox_id is None else [Envelope.inbox_id == inbox_id]
    if day is not None:
        start = datetime.combine(day, datetime.min.time(), tzinfo=now().tzinfo)
        conditions += [Envelope.created_at >= start, Envelope.created_at < start + timedelta(days=1)]
    return conditions
