"""Workers at the same moment, on PostgreSQL: nothing is lost, nothing runs twice, a fallen server is not the end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import delete, text

from helpdesk.kernel.db import db, unit
from helpdesk.kernel.jobs import Job, enqueue, job
from helpdesk.kernel.lanes import claim_lanes, release
from helpdesk.kernel.worker import LEASE, Worker
from helpdesk.kernel.working import _loop, _work

pytestmark = [pytest.mark.database, pytest.mark.postgres]


@pytest.fixture
def told():
    return []


@pytest.mark.parametrize("first", ["enqueue", "release"])
def test_what_is_enqueued_while_a_lane_is_given_back_is_never_lost(on_postgres, told, first):
    @job("tests.tell")
    def tell():
        told.append("told")

    def hand_in():
        with on_postgres.app_context(), unit():
            enqueue(tell, {}, lane="a")

    def give_back():
        with on_postgres.app_context(), unit():
            release(["a"], "busy")

    with on_postgres.app_context(), ThreadPoolExecutor(1) as other:
        hand_in()
        with unit():
            claim_lanes("busy", LEASE, sending=None)
            db.session.execute(delete(Job))
        with unit():
            enqueue(tell, {}, lane="a") if first == "enqueue" else release(["a"], "busy")
            db.session.flush()
            waiting = other.submit(give_back if first == "enqueue" else hand_in)
            until_somebody_waits()
        waiting.result(10)
        assert Worker().drain().ran == 1
    assert told == ["told"]


def until_somebody_waits():
    """Let the other transaction run until it stands before our lock."""
    blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    pause = threading.Event()
    for _ in range(200):
        if db.session.scalar(blocked):
            return
        pause.wait(0.02)
    raise AssertionError


def test_two_workers_never_run_one_job_twice(on_postgres, told):
    @job("tests.tell")
    def tell(number):
        told.append(number)

    def drain():
        with on_postgres.app_context():
            Worker().drain()

    with on_postgres.app_context(), unit():
        for number in range(60):
            enqueue(tell, {"number": number}, lane=f"lane {number % 7}" if number % 3 else None)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(drain) for _ in range(4)]:
            done.result()
    assert sorted(told) == list(range(60))


def test_a_worker_comes_back_when_the_database_does(on_postgres, told):
    stop = threading.Event()

    @job("tests.tell")
    def tell():
        told.append("told")
        stop.set()

    def end_all_connections():
        # Within a transaction the first look is remembered; a worker that connects only now would never be seen.
        db.session.execute(text("SELECT pg_stat_clear_snapshot()"))
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return db.session.scalar(text(f"SELECT count(pg_terminate_backend(pid)) {others}"))

    with on_postgres.app_context(), ThreadPoolExecutor(1) as pool:
        working = pool.submit(_loop, on_postgres, partial(_work, Worker()), stop)
        with unit():
            while not end_all_connections():
                pass
        with unit():
            enqueue(tell, {})
        working.result(20)
    assert told == ["told"]
