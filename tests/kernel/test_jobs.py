"""Jobs: committed with the change that asks for them, run in order, tried again, never lost."""
# ruff: noqa: PT012 -- What a unit does before it fails is part of what is tested.

from datetime import timedelta

import pytest

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db, in_unit
from helpdesk.kernel.jobs import Again, Job, Kind, Outside, enqueue, forget, job, retry

pytestmark = pytest.mark.database


@pytest.fixture
def told():
    return []


@pytest.fixture
def say(told):
    """A job that says its word; a word in capitals is a failure."""

    @job("tests.say", tries=3, first_wait=timedelta(seconds=10))
    def say(word):
        told.append(word)
        if word.isupper():
            raise RuntimeError("the customer's own words")

    return say


def test_a_job_is_there_when_its_change_is_committed_and_not_before(work, say, told, run_jobs):
    with pytest.raises(ZeroDivisionError), work():
        enqueue(say, {"word": "never"})
        _ = 1 // 0
    run_jobs()
    with work():
        enqueue(say, {"word": "once"})
    run_jobs()
    run_jobs()
    assert told == ["once"]


def test_jobs_of_a_lane_run_in_order(work, say, told, run_jobs, queue):
    with work():
        for number in range(120):
            enqueue(say, {"word": str(number)}, lane="a" if number % 2 else "b")
    run_jobs()
    assert [word for word in told if int(word) % 2] == [str(number) for number in range(1, 120, 2)]
    assert [word for word in told if not int(word) % 2] == [str(number) for number in range(0, 120, 2)]
    assert queue() == []


def test_a_failing_job_holds_its_own_lane_for_its_pause_only(work, clock, say, told, run_jobs):
    with work():
        for word, lane in (("BAD", "a"), ("after", "a"), ("beside", "b"), ("loose", None)):
            enqueue(say, {"word": word}, lane=lane)
    run_jobs()
    assert sorted(told) == ["BAD", "beside", "loose"]
    clock.tick(seconds=7)
    run_jobs()
    assert told.count("BAD") == 1
    clock.tick(seconds=6)
    run_jobs()
    assert told.count("BAD") == 2
    clock.tick(seconds=25)
    run_jobs()
    assert told[-2:] == ["BAD", "after"]


def test_a_job_with_a_date_never_holds_its_lane(work, clock, say, told, run_jobs):
    with work():
        enqueue(say, {"word": "later"}, lane="a", run_at=now() + timedelta(hours=1))
        enqueue(say, {"word": "now"}, lane="a")
    run_jobs()
    assert told == ["now"]
    clock.tick(minutes=59)
    run_jobs()
    assert told == ["now"]
    clock.tick(minutes=1)
    run_jobs()
    assert told == ["now", "later"]


def test_a_job_that_keeps_failing_becomes_visible_stuck_work_without_anybodys_words(work, clock, say, queue, run_jobs):
    with work():
        enqueue(say, {"word": "BAD"})
    waits = []
    for _ in range(2):
        run_jobs()
        waits.append((queue()[0].run_at - now()).total_seconds())
        clock.tick(minutes=2)
    assert 8 <= waits[0] <= 12
    assert 16 <= waits[1] <= 24
    assert run_jobs().failed == 1
    (stuck,) = queue()
    assert (stuck.failed_at, stuck.attempts) == (now(), 3)
    assert "RuntimeError in say" in stuck.error
    assert "customer" not in stuck.error


def test_stuck_work_can_be_tried_again(work, clock, say, told, queue, run_jobs):
    with work():
        enqueue(say, {"word": "BAD"}, lane="a")
    for _ in range(3):
        run_jobs()
        clock.tick(minutes=2)
    with work():
        assert retry(queue()[0].id)
        assert not retry(999)
    run_jobs()
    assert len(told) == 4
    assert queue()[0].failed_at is None


def test_who_gives_up_says_what_that_means(work, told, queue, run_jobs):
    @job("tests.giving_up", tries=1, gave_up=lambda error, word: told.append((word, error)))
    def fail(word):
        raise ValueError

    with work():
        enqueue(fail, {"word": "hello"})
    run_jobs()
    ((word, error),) = told
    assert word == "hello"
    assert error.startswith("ValueError in fail")
    assert queue() == []


def test_trouble_while_giving_up_leaves_stuck_work(work, queue, run_jobs):
    def also_fail(error):
        raise ValueError

    @job("tests.trouble", tries=1, gave_up=also_fail)
    def fail():
        raise ValueError

    with work():
        enqueue(fail, {})
    run_jobs()
    assert queue()[0].failed_at


@pytest.mark.parametrize("lane", ["a", None])
@pytest.mark.parametrize("writes", [True, False])
def test_slow_work_happens_outside_of_any_transaction(work, told, queue, run_jobs, lane, writes):
    def slow():
        told.append(in_unit() or db.session().in_transaction())
        return 42

    @job("tests.slow", writes=writes)
    def begin():
        return Outside(slow, told.append)

    with work():
        enqueue(begin, {}, lane=lane)
    run_jobs()
    assert told == [False, 42]
    assert queue() == []


def test_an_expected_error_is_a_result(work, told, run_jobs):
    @job("tests.slow")
    def begin():
        return Outside(lambda: 1 // 0, lambda result: told.append(type(result)), catch=(ZeroDivisionError,))

    with work():
        enqueue(begin, {})
    assert run_jobs().failed == 0
    assert told == [ZeroDivisionError]


def test_a_job_that_only_reads_may_find_that_there_is_nothing_to_do(work, queue, run_jobs):
    @job("tests.nothing", writes=False)
    def nothing():
        return None

    with work():
        enqueue(nothing, {})
    assert run_jobs().ran == 1
    assert queue() == []


def test_again_commits_and_runs_once_more_and_its_lane_waits(work, clock, say, told, run_jobs, teams, queue):
    @job("tests.again", tries=2)
    def again(left):
        told.append("again")
        if len(told) < 5:
            return Again(now() + timedelta(minutes=5))
        return None

    with work():
        enqueue(again, {"left": 4}, lane="a")
        enqueue(say, {"word": "after"}, lane="a")
    for _ in range(5):
        run_jobs()
        clock.tick(minutes=5)
    assert told == ["again"] * 5 + ["after"]
    assert queue() == []


def test_patience_has_an_end_however_often_a_job_ran(work, clock, queue, run_jobs):
    @job("tests.patient", tries=1_000_000, longest_wait=timedelta(hours=1))
    def fail():
        raise RuntimeError

    with work():
        enqueue(fail, {})
        db.session.query(Job).update({"attempts": 5000})
    run_jobs()
    assert timedelta(minutes=40) < queue()[0].run_at - now() < timedelta(minutes=80)


def test_a_key_is_there_once_and_moves_its_date(work, clock, say, told, queue, run_jobs):
    for minutes, word in ((5, "first"), (10, "second")):
        with work():
            enqueue(say, {"word": word}, run_at=now() + timedelta(minutes=minutes), dedupe_key="k")
    assert len(queue()) == 1
    clock.tick(minutes=6)
    run_jobs()
    assert told == []
    clock.tick(minutes=5)
    run_jobs()
    assert told == ["second"]


def test_a_key_can_be_taken_back(work, say, told, run_jobs):
    with work():
        enqueue(say, {"word": "never"}, dedupe_key="k")
        forget("k")
    run_jobs()
    assert told == []


def test_work_of_another_version_is_kept_as_stuck_work(work, say, told, queue, run_jobs):
    stranger = Kind("tests.of_tomorrow", say.run, 3, timedelta(), timedelta(), writes=True)
    with work():
        enqueue(stranger, {"word": "x"}, lane="a")
        enqueue(say, {"word": "after"}, lane="a")
    run_jobs()
    (kept,) = queue()
    assert kept.failed_at
    assert "tests.of_tomorrow" in kept.error
    assert told == ["after"]


def test_two_kinds_of_one_name_are_a_mistake(say):
    with pytest.raises(ValueError, match=r"tests\.say"):
        job("tests.say")(say.run)


def test_a_long_lane_drains_steadily(work, say, told, queue, run_jobs):
    with work():
        for number in range(1000):
            enqueue(say, {"word": str(number)}, lane="a")
    assert run_jobs().ran == 1000
    assert told == [str(number) for number in range(1000)]
