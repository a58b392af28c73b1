"""Being woken by somebody's commit, and being told when nobody will wake you any more."""
# ruff: noqa: PT012 -- What a unit does before it fails is part of what is tested.

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from helpdesk.kernel.db import db, unit
from helpdesk.kernel.jobs import enqueue, job
from helpdesk.kernel.wakeups import Listener

pytestmark = pytest.mark.database
LONG = 20.0


@pytest.fixture
def ring():
    @job("tests.ring")
    def ring():
        pass

    return ring


@pytest.fixture
def listener(app):
    with app.app_context():
        listening = Listener(db.engine)
        yield listening
        listening.close()


def commit_one(app, kind):
    with app.app_context(), unit():
        enqueue(kind, {})


def test_a_commit_wakes_whoever_waits(app, listener, ring):
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(listener.wait, LONG)
        commit_one(app, ring)
        assert waiting.result(LONG)


def test_what_was_committed_before_the_wait_began_wakes_at_once(app, listener, ring):
    commit_one(app, ring)
    assert listener.wait(LONG)


def test_nobody_is_woken_by_what_was_undone(app, listener, ring):
    with app.app_context(), pytest.raises(ZeroDivisionError), unit():
        enqueue(ring, {})
        _ = 1 // 0
    assert not listener.wait(0.1)


def test_nobody_is_woken_for_nothing(listener):
    assert not listener.wait(0.1)


def test_many_jobs_of_one_transaction_wake_once(app, listener, ring):
    with app.app_context(), unit():
        for _ in range(20):
            enqueue(ring, {})
    assert listener.wait(LONG)
    assert not listener.wait(0.1)


def test_a_listener_whose_server_fell_says_so(on_postgres):
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with on_postgres.app_context():
        listening = Listener(db.engine)
        with unit():
            db.session.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
        with pytest.raises(OSError):
            for _ in range(3):
                listening.wait(1)
        listening.close()


def test_a_server_that_is_away_is_trouble_of_a_known_kind(make_app, app):
    away = make_app(DATABASE_URL="postgresql://127.0.0.1:9/nothing")
    with away.app_context(), pytest.raises(OSError):
        Listener(db.engine)
