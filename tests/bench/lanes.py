"""How fast one lane drains: ten thousand jobs that do nothing, in order, beside as many bare transactions."""

import time
from collections.abc import Iterator

from sqlalchemy import delete, insert, select

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.jobs import Job, job, open_lane
from helpdesk.kernel.worker import Worker
from tests.bench.apps import Bench
from tests.bench.rows import Row, seconds

FLOOR = 300
_done: list[float] = []


@job("bench.nothing")
def nothing(place: int) -> None:
    """Note the time."""
    _done.append(time.perf_counter())


def lanes(bench: Bench, count: int) -> Iterator[Row]:
    """Drain one lane; steady means that its last quarter is as fast as its first."""
    with bench.app.app_context():
        _fill("bench", count)
        _done.clear()
        took = seconds(Worker(sending=False).drain)
        _fill("bench floor", FLOOR)
        floor = seconds(_delete_one_by_one)
    assert len(_done) == count, f"{len(_done)} of {count} jobs ran."
    quarter = count // 4
    first, last = _done[quarter] - _done[0], _done[-1] - _done[-quarter - 1]
    yield Row(f"jobs of one lane, {bench.database}", "jobs/s", count / took, FLOOR / floor, count)
    yield Row(f"jobs of one lane, last quarter, {bench.database}", "jobs/s", quarter / last, quarter / first, quarter)


def _fill(lane: str, count: int) -> None:
    row = {"kind": nothing.name, "lane": lane, "run_at": now(), "created_at": now(), "attempts": 0}
    with unit():
        db.session.execute(insert(Job), [row | {"payload": {"place": place}} for place in range(count)])
        if lane == "bench":
            open_lane(lane, now())


def _delete_one_by_one() -> None:
    with unit(write=False):
        ids = db.session.scalars(select(Job.id).where(Job.lane == "bench floor")).all()
    for identity in ids:
        with unit():
            db.session.get_one(Job, identity)
            db.session.execute(delete(Job).where(Job.id == identity).execution_options(synchronize_session=False))
