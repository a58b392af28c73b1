"""Timers and housekeeping: a date, a key, and another look at the truth on waking."""

from datetime import timedelta

import pytest

from helpdesk.kernel import timers
from helpdesk.kernel.clock import now
from helpdesk.kernel.jobs import forget, job
from helpdesk.kernel.timers import every, plan_housekeeping, wake_at

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _no_other_housekeeping(monkeypatch):
    monkeypatch.setattr(timers, "_housekeeping", {})


@pytest.fixture
def told():
    return []


@pytest.fixture
def wake(told):
    @job("tests.wake")
    def wake(ticket):
        told.append((ticket, now()))

    return wake


def test_a_timer_wakes_at_its_moment_and_once(work, clock, wake, told, run_jobs):
    due = now() + timedelta(hours=8)
    with work():
        wake_at(due, wake, {"ticket": 1}, dedupe_key="snooze:1")
    for _ in range(10):
        run_jobs()
        clock.tick(hours=1)
    assert told == [(1, due)]


def test_a_timer_is_moved_by_its_key_and_taken_back(work, clock, wake, told, run_jobs):
    for hours in (1, 3, 2):
        with work():
            wake_at(now() + timedelta(hours=hours), wake, {"ticket": 1}, dedupe_key="snooze:1")
    with work():
        wake_at(now() + timedelta(hours=2), wake, {"ticket": 2}, dedupe_key="snooze:2")
        forget("snooze:2")
    clock.tick(minutes=119)
    run_jobs()
    assert told == []
    clock.tick(minutes=1)
    run_jobs()
    assert told == [(1, now())]


def test_a_clock_that_jumps_wakes_each_timer_once(work, clock, wake, told, run_jobs):
    with work():
        wake_at(now() + timedelta(hours=1), wake, {"ticket": 1}, dedupe_key="a")
    clock.tick(days=30)
    run_jobs()
    clock.tick(days=-30)
    run_jobs()
    clock.tick(days=31)
    run_jobs()
    assert len(told) == 1


def test_housekeeping_is_planned_once_and_comes_back(work, clock, told, run_jobs, queue):
    every("tests.sweep", timedelta(hours=6))(lambda: told.append(now()))
    for _ in range(3):
        with work():
            plan_housekeeping()
    assert len(queue()) == 1
    start = now()
    for _ in range(24):
        run_jobs()
        clock.tick(hours=1)
    with work():
        plan_housekeeping()
    assert told == [start + timedelta(hours=6 * turn) for turn in range(4)]
    assert len(queue()) == 1


def test_housekeeping_that_failed_is_tried_again_before_long_and_for_ever(work, clock, told, run_jobs, queue):
    @every("tests.sweep", timedelta(hours=1))
    def sweep():
        told.append(now())
        if len(told) < 60:
            raise OSError

    with work():
        plan_housekeeping()
    for _ in range(80):
        run_jobs()
        clock.tick(minutes=75)
    assert len(told) > 60
    (waiting,) = queue()
    assert waiting.failed_at is None
