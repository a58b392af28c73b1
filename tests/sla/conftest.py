"""What the tests of promises share: an office in Stockholm, Monday to Friday, eight to twelve and one to five."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from helpdesk.kernel import clock as kernel_clock
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.sla.models import Clock
from helpdesk.sla.promising import Terms, promise, usual_targets

STOCKHOLM = "Europe/Stockholm"
OFFICE = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))


def terms(**changes):
    """The office's promises: an hour or eight for what is urgent, 8 or 40 for what is normal, and so on."""
    return Terms(**{"enabled": True, "tz": STOCKHOLM, "week": ((OFFICE,) * 5) + ((), ())} | changes)


def only(**targets):
    """Targets for these priorities alone: `only(urgent=60)` for both metrics."""
    return {key: targets[key[1]] for key in usual_targets() if key[1] in targets}


@pytest.fixture
def at(clock):
    """Go to a time in Stockholm: `at("Friday 16:30")` in the first week of March 2026, or `at("2026-03-09 08:30")`."""

    def go(words):
        return kernel_clock.freeze(moment(words))

    return go


def moment(words):
    """An instant in Stockholm, of the first week of March 2026 unless it has a date."""
    day, time = words.split()
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    date = f"2026-03-{2 + names.index(day):02d}" if day in names else day
    return datetime.fromisoformat(f"{date} {time}").replace(tzinfo=ZoneInfo(STOCKHOLM))


def clocks(ticket):
    """The ticket's clocks, the oldest first."""
    rows.session.flush()
    rows.session.expire_all()
    return list(rows.session.scalars(select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.id)))


def running(ticket, metric):
    """The one clock of this kind that was not stopped."""
    return next(one for one in clocks(ticket) if one.metric == metric and one.stopped_at is None)


@pytest.fixture
def promised(introduce, at):
    """Switch the promises on, on a Monday morning."""
    at("Monday 07:00")

    def make():
        promise(terms(), by=SYSTEM)

    introduce(make)


@pytest.fixture
def settle(clock, run_jobs):
    """Let a changed promise spread and the clocks follow."""

    def wait():
        kernel_clock.tick(timedelta(seconds=5))
        return run_jobs()

    return wait
