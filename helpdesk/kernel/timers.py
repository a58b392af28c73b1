"""Timers: jobs with a date and a dedupe key. On waking they look again at the truth before they act."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.jobs import Again, Job, Kind, enqueue, job

_housekeeping: dict[Kind, timedelta] = {}


def wake_at(when: datetime, kind: Kind, payload: dict[str, Any], *, dedupe_key: str) -> None:
    """Run a job at an instant; the same key again moves the date."""
    enqueue(kind, payload, run_at=when, dedupe_key=dedupe_key)


def every(name: str, interval: timedelta) -> Callable[[Callable[[], object]], Kind]:
    """Run a function again and again, `interval` apart, on whichever worker is free; it takes no arguments."""

    def register(run: Callable[[], object]) -> Kind:
        @job(name, tries=1_000_000, longest_wait=interval)
        def again() -> Again:
            run()
            return Again(now() + interval)

        _housekeeping[again] = interval
        return again

    return register


def plan_housekeeping() -> None:
    """Write the first job of every housekeeping function that has none yet."""
    keys = {f"every:{kind.name}": kind for kind in _housekeeping}
    known = set(db.session.scalars(select(Job.dedupe_key).where(Job.dedupe_key.in_(list(keys)))))
    for key in keys.keys() - known:
        enqueue(keys[key], {}, dedupe_key=key)
