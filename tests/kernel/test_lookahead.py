"""First steps taken early, and the next job's slow call made meanwhile: quicker, and nothing else is different."""

import threading

import pytest

from helpdesk.accounts.models import Team
from helpdesk.kernel.db import db
from helpdesk.kernel.jobs import Outside, enqueue, job

pytestmark = pytest.mark.database


@pytest.fixture
def ring():
    """What happened, in order; and a kind of job that reads, calls and writes."""

    class Ring:
        def __init__(self):
            self.told, self.broken, self.looked = [], set(), []

        def made(self, **options):
            @job("tests.ring", writes=False, ahead=self.looked.append, **options)
            def ring(bell):
                self.told.append(f"read {bell}")
                if f"read {bell}" in self.broken:
                    raise ValueError

                def call():
                    self.told.append(f"call {bell}")
                    if f"call {bell}" in self.broken:
                        raise ValueError
                    return f"Team {bell}"

                def then(name):
                    db.session.add(Team(name=name))
                    self.told.append(f"then {bell}")

                return Outside(call, then)

            return ring

    return Ring()


def rung(work, kind, lanes="abc"):
    with work():
        for lane in lanes:
            enqueue(kind, {"bell": lane}, lane=lane)


def test_the_first_steps_are_taken_together(work, ring, run_jobs, teams):
    rung(work, ring.made())
    run_jobs()
    assert ring.looked == [[{"bell": "a"}, {"bell": "b"}, {"bell": "c"}]]
    assert ring.told[:3] == ["read a", "read b", "read c"]
    assert teams() == {"Team a", "Team b", "Team c"}


def test_the_next_call_is_made_while_a_job_ends(work, run_jobs):
    second = threading.Event()

    @job("tests.meet", writes=False, ahead=lambda _payloads: None)
    def meet(bell):
        def call():
            if bell == "b":
                second.set()

        def then(_nothing):
            if bell == "a":
                assert second.wait(10)

        return Outside(call, then)

    rung(work, meet, "ab")
    assert run_jobs().ran == 2


def test_each_job_ends_in_its_own_turn(work, ring, run_jobs):
    rung(work, ring.made())
    run_jobs()
    assert [word for word in ring.told if word.startswith("then")] == ["then a", "then b", "then c"]
    assert all(ring.told.index(f"call {bell}") < ring.told.index(f"then {bell}") for bell in "abc")
    assert all(ring.told.count(f"call {bell}") == 1 for bell in "abc")


@pytest.mark.parametrize("step", ["read b", "call b"])
def test_one_that_fails_costs_its_neighbours_nothing(work, ring, run_jobs, teams, queue, step):
    ring.broken.add(step)
    rung(work, ring.made())
    run_jobs()
    assert teams() == {"Team a", "Team c"}
    assert [(one.payload, one.attempts) for one in queue()] == [({"bell": "b"}, 1)]


def test_one_that_failed_before_takes_its_step_in_its_own_turn(work, clock, ring, run_jobs, teams):
    ring.broken.add("call b")
    kind = ring.made()
    rung(work, kind)
    run_jobs()
    ring.broken.clear()
    ring.looked.clear()
    clock.tick(minutes=1)
    rung(work, kind, "de")
    run_jobs()
    assert [sorted(payload["bell"] for payload in together) for together in ring.looked] == [["d", "e"]]
    assert teams() == {f"Team {bell}" for bell in "abcde"}


def test_jobs_behind_one_that_failed_wait_and_are_called_anew(work, clock, ring, run_jobs, teams):
    ring.broken.add("call 1")
    kind = ring.made()
    with work():
        for bell in "12":
            enqueue(kind, {"bell": bell}, lane="a")
        enqueue(kind, {"bell": "3"}, lane="b")
    run_jobs()
    assert teams() == {"Team 3"}
    ring.broken.clear()
    clock.tick(minutes=1)
    run_jobs()
    assert teams() == {"Team 1", "Team 2", "Team 3"}
