"""Workers and their leases: one at a time on a lane, a dead one's work is taken over, a late one leaves no trace."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Team
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, unit
from helpdesk.kernel.jobs import Again, Job, Lane, Outside, enqueue, job
from helpdesk.kernel.lanes import claim_lanes, claim_loose
from helpdesk.kernel.timers import wake_at
from helpdesk.kernel.worker import LEASE, Worker

pytestmark = pytest.mark.database


@pytest.fixture
def told():
    return []


@pytest.fixture
def die(work):
    """Let a worker claim what there is and die without a word."""

    names = count(1)

    def claim_and_die():
        name = f"dead {next(names)}"
        with work():
            claim_lanes(name, LEASE, sending=None)
            claim_loose(name, LEASE)

    return claim_and_die


@pytest.fixture
def steal(app):
    """Take the leases over in the midst of a job, as a twin would after a pause as long as a lease."""

    def take():
        with app.app_context(), unit():
            db.session.query(Lane).update({"leased_by": "thief"})
            db.session.query(Job).filter(Job.leased_by.is_not(None)).update({"leased_by": "thief"})

    return take


def make(kind, **payload):
    """Enqueue it twice: in a lane, and loose."""
    enqueue(kind, payload, lane="a")
    enqueue(kind, payload)


def test_a_dead_workers_jobs_are_taken_over_when_its_lease_ends(work, clock, told, die, run_jobs):
    @job("tests.tell")
    def tell():
        told.append("told")

    with work():
        make(tell)
    die()
    clock.tick(seconds=LEASE.total_seconds() - 1)
    run_jobs()
    assert told == []
    clock.tick(seconds=2)
    run_jobs()
    assert told == ["told"] * 2


def test_a_job_that_kills_is_given_up_and_costs_its_neighbours_nothing(work, clock, queue, told, die, run_jobs):
    @job("tests.tell", tries=3, gave_up=lambda error, word: told.append((word, error)))
    def tell(word):
        told.append(word)

    with work():
        for word in ("killer", "innocent"):
            enqueue(tell, {"word": word}, lane=word)
            enqueue(tell, {"word": word + " loose"})
            clock.tick(seconds=1)
    die()
    for _ in range(2):  # It is worked alone from its first death on, and kills again.
        clock.tick(seconds=LEASE.total_seconds() + 1)
        die()
    attempts = {one.payload["word"]: one.attempts for one in queue()}
    assert attempts["innocent"] == attempts["innocent loose"] == 0
    clock.tick(seconds=LEASE.total_seconds() + 1)
    run_jobs()
    words = [word for word in told if isinstance(word, str)]
    assert words == ["innocent", "innocent loose"]
    assert {word for word, error in (pair for pair in told if isinstance(pair, tuple)) if "died" in error} == {
        "killer", "killer loose",
    }  # fmt: skip


def test_a_late_twin_leaves_no_trace(work, told, steal, queue, run_jobs, teams, outcome):
    with work():
        make(outcome)
    run_jobs()
    assert teams() == set()
    assert [(one.attempts, one.error, one.failed_at) for one in queue()] == [(0, None, None)] * 2
    assert told == []


@pytest.fixture(params=["done", "again", "failed", "outside", "read", "after outside"])
def outcome(request, steal, told):
    """A job whose lease is gone when it ends in this way."""

    def end():
        db.session.add(Team(name="Twin"))
        db.session.flush()

    @job("tests.twin", tries=1, writes=request.param not in {"read", "after outside"}, gave_up=told.append)
    def run():
        if request.param == "after outside":
            return Outside(steal, lambda _nothing: end())
        db.session.rollback()  # So that SQLite's one writer can be somebody else for a moment.
        steal()
        if request.param == "read":
            return Outside(lambda: told.append("called"), lambda _nothing: end())
        end()
        if request.param == "failed":
            raise RuntimeError
        return {"again": Again(now()), "outside": Outside(lambda: told.append("called"), told.append)}.get(
            request.param
        )

    return run


def test_slow_work_before_it_costs_no_job_its_lease(app, work, clock, told):
    @job("tests.slow")
    def slow(number):
        clock.tick(seconds=LEASE.total_seconds() * 0.6)
        told.append(number)

    with work():
        for number in range(4):
            enqueue(slow, {"number": number}, lane="a")
        for number in range(4, 8):
            enqueue(slow, {"number": number}, lane=f"lane {number}")
    with app.app_context():
        assert Worker().drain().ran == 8
    assert sorted(told) == list(range(8))


def test_a_worker_that_stops_finishes_its_job_and_gives_the_rest_back(app, work, told, queue):
    with app.app_context():
        worker = Worker()

        @job("tests.last")
        def last():
            told.append("done")
            worker.stopping = True

        with unit():
            for lane in ("a", "a", "b", None, None):
                enqueue(last, {}, lane=lane)
        worker.drain()
        with unit():
            assert db.session.scalars(select(Lane).where(Lane.leased_by.is_not(None))).all() == []
    assert told == ["done"]
    assert [one.leased_by for one in queue()] == [None] * 4


def test_what_trouble_interrupted_is_taken_up_at_once_by_the_same_worker(app, work, clock, told):
    @job("tests.tell")
    def tell():
        told.append("told")

    with work():
        make(tell)
    with app.app_context():
        worker = Worker()
        with unit():
            claim_lanes(worker.name, LEASE, sending=None)
            claim_loose(worker.name, LEASE)
        worker.drain()
    assert told == ["told"] * 2


def test_a_date_that_is_moved_while_the_job_runs_is_kept(app, work, clock, told, queue, run_jobs):
    @job("tests.wake")
    def wake():
        told.append("woken")
        return Outside(move, lambda _nothing: None) if len(told) == 1 else None

    def move():
        with app.app_context(), unit():
            wake_at(now() + timedelta(hours=1), wake, {}, dedupe_key="k")

    with work():
        wake_at(now(), wake, {}, dedupe_key="k")
    run_jobs()
    (waiting,) = queue()
    assert (waiting.run_at, waiting.leased_by) == (now() + timedelta(hours=1), None)
    clock.tick(hours=1)
    run_jobs()
    assert told == ["woken"] * 2
    assert queue() == []


def test_a_timer_may_set_itself_again(work, clock, told, queue, run_jobs):
    @job("tests.wake")
    def wake():
        told.append("woken")
        if len(told) < 3:
            wake_at(now() + timedelta(hours=1), wake, {}, dedupe_key="k")

    with work():
        wake_at(now(), wake, {}, dedupe_key="k")
    for _ in range(4):
        run_jobs()
        clock.tick(hours=1)
    assert told == ["woken"] * 3
    assert queue() == []


def test_sending_and_thinking_do_not_wait_for_each_other(app, work, told):
    @job("tests.tell")
    def tell(word):
        told.append(word)

    with work():
        enqueue(tell, {"word": "sent"}, lane="send:1")
        enqueue(tell, {"word": "thought"}, lane="think:1")
        enqueue(tell, {"word": "loose"})
    with app.app_context():
        Worker(sending=True).drain()
        assert told == ["sent"]
        Worker(sending=False).drain()
    assert sorted(told) == ["loose", "sent", "thought"]
