"""Events: one fact per change, in the change's transaction; what follows from it follows after."""
# ruff: noqa: PT012 -- What a unit does before it fails is part of what is tested.

import pytest
from sqlalchemy import func, select

from helpdesk.accounts.models import Team
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import attempt, db
from helpdesk.kernel.events import MAX_DEPTH, SYSTEM, Actor, EventRow, known_events, projects, reacts, record
from tests.kernel.bells import Cracked, Rang, a_bell

pytestmark = pytest.mark.database


@pytest.fixture
def told():
    return []


@pytest.fixture
def history(work):
    """Everything that was recorded, in order."""

    def look():
        with work():
            return list(db.session.scalars(select(EventRow).order_by(EventRow.id)))

    return look


def test_an_event_says_who_did_what_to_what_and_when(work, clock, history):
    with work():
        record(Rang(a_bell(7, ticket=42), times=3, at=clock.now), by=Actor("agent", 5))
    (row,) = history()
    assert (row.name, row.subject_kind, row.subject_id, row.ticket_id) == ("bell.rang", "bell", 7, 42)
    assert (row.actor_kind, row.actor_id, row.ip, row.created_at) == ("agent", 5, None, now())
    assert row.data == {"times": 3, "at": "2026-03-02T09:00:00+00:00"}
    assert (row.caused_by_id, row.depth) == (None, 0)


def test_an_event_of_a_request_says_where_it_came_from(doors, history):
    def ring():
        record(Rang(a_bell()), by=SYSTEM)
        return "yes"

    doors(ring).post("/ring", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert [row.ip for row in history()] == ["192.0.2.7"]


def test_an_event_vanishes_with_its_change(work, told, history, queue):
    reacts(Rang)(told.append)
    with pytest.raises(ZeroDivisionError), work():
        record(Rang(a_bell()), by=SYSTEM)
        _ = 1 // 0
    assert history() == queue() == told == []


def test_a_reaction_that_says_so_in_time_costs_no_job(work, told, queue, run_jobs):
    reacts(Rang, when=lambda event: event.times > 1)(lambda row: told.append(row.subject_id))
    with work():
        record(Rang(a_bell(1), times=1), by=SYSTEM)
    assert queue() == []
    with work():
        record(Rang(a_bell(2), times=2), by=SYSTEM)
    run_jobs()
    assert told == [2]


def test_a_projection_agrees_with_the_event_in_the_same_transaction(work, teams, history):
    @projects(Rang)
    def note(event, row):
        db.session.add(Team(name=f"Bell {event.subject.id} rang, event {row.id}"))

    with work():
        row = record(Rang(a_bell(7)), by=SYSTEM)
    assert teams() == {f"Bell 7 rang, event {row.id}"}


def test_a_projection_that_fails_undoes_the_change(work, history):
    @projects(Rang)
    def fail(_event, _row):
        raise ArithmeticError

    with pytest.raises(ArithmeticError), work():
        record(Rang(a_bell()), by=SYSTEM)
    assert history() == []


def test_reactions_wait_for_the_commit_and_run_in_their_order(work, told, run_jobs):
    for order in (90, 10, 50):
        reacts(Rang, order=order)(lambda row, order=order: told.append((order, row.subject_id)))
    with work():
        record(Rang(a_bell(1)), by=SYSTEM)
        assert told == []
    assert told == []
    run_jobs()
    assert told == [(10, 1), (50, 1), (90, 1)]


def test_a_transaction_writes_one_job_for_each_lane_and_ticket(work, told, queue, run_jobs):
    reacts(Rang, Cracked, lane="think")(lambda row: told.append(("think", row.subject_id)))
    reacts(Rang, lane="hook")(lambda row: told.append(("hook", row.subject_id)))
    with work():
        for number in (1, 2):
            record(Rang(a_bell(number, ticket=42)), by=SYSTEM)
        record(Cracked(a_bell(3, ticket=42)), by=SYSTEM)
        record(Rang(a_bell(4, ticket=43)), by=SYSTEM)
        record(Rang(a_bell(5)), by=SYSTEM)
    assert sorted(one.lane for one in queue()) == [
        "hook:42", "hook:43", "hook:bell:5", "think:42", "think:43", "think:bell:5",
    ]  # fmt: skip
    run_jobs()
    assert [number for lane, number in told if lane == "think" and number < 4] == [1, 2, 3]
    assert sorted(number for lane, number in told if lane == "hook") == [1, 2, 4, 5]


def test_nobody_listens_so_nobody_works(work, queue):
    with work():
        record(Rang(a_bell()), by=SYSTEM)
    assert queue() == []


def test_a_reaction_happens_at_least_once_and_all_of_it_or_nothing(work, clock, told, teams, run_jobs):
    @reacts(Rang, order=1)
    def first(row):
        db.session.add(Team(name="First"))
        told.append("first")

    @reacts(Rang, order=2)
    def second(row):
        told.append("second")
        if told.count("second") == 1:
            raise RuntimeError

    with work():
        record(Rang(a_bell()), by=SYSTEM)
    run_jobs()
    assert teams() == set()
    clock.tick(minutes=1)
    run_jobs()
    assert teams() == {"First"}
    assert told == ["first", "second"] * 2


def test_a_trouble_in_one_lane_holds_no_other(work, told, run_jobs):
    @reacts(Rang, lane="think")
    def fail(row):
        raise RuntimeError

    reacts(Rang, lane="notify")(lambda row: told.append(row.id))
    with work():
        record(Rang(a_bell()), by=SYSTEM)
    run_jobs()
    assert len(told) == 1


def test_a_consequence_names_its_cause(work, run_jobs, history):
    @reacts(Rang)
    def crack(row):
        record(Cracked(a_bell(row.subject_id)), by=Actor("rule", 9))

    with work():
        record(Rang(a_bell()), by=SYSTEM)
    run_jobs()
    rang, cracked = history()
    assert (cracked.caused_by_id, cracked.depth) == (rang.id, 1)


def test_two_that_chase_each_other_are_stopped(work, run_jobs, history):
    reacts(Rang)(lambda _row: record(Cracked(a_bell()), by=SYSTEM))
    reacts(Cracked)(lambda _row: record(Rang(a_bell()), by=SYSTEM))
    with work():
        record(Rang(a_bell()), by=SYSTEM)
    assert run_jobs().ran == MAX_DEPTH
    assert [row.depth for row in history()] == list(range(MAX_DEPTH + 1))


def test_what_is_recorded_by_a_projection_is_reacted_to(work, told, run_jobs):
    projects(Rang)(lambda event, _row: record(Cracked(event.subject), by=SYSTEM))
    reacts(Cracked)(told.append)
    with work():
        record(Rang(a_bell()), by=SYSTEM)
    run_jobs()
    assert len(told) == 1


def test_what_was_only_tried_leaves_no_event_and_no_work(work, told, run_jobs, history, teams):
    reacts(Rang)(lambda row: told.append(row.subject_id))

    def half():
        with attempt():
            db.session.add(Team(name="Half"))
            record(Rang(a_bell(2)), by=SYSTEM)
            raise ArithmeticError

    with work():
        with pytest.raises(ArithmeticError):
            half()
        with attempt():
            record(Rang(a_bell(3)), by=SYSTEM)
        with pytest.raises(ArithmeticError):
            half()
    run_jobs()
    assert [row.subject_id for row in history()] == told == [3]
    assert teams() == set()


def test_ids_of_events_are_never_used_again(work, history):
    with work():
        first = record(Rang(a_bell()), by=SYSTEM).id
    with work():
        db.session.query(EventRow).delete()
        assert db.session.scalar(select(func.count()).select_from(EventRow)) == 0
    with work():
        assert record(Rang(a_bell()), by=SYSTEM).id > first


def test_the_events_of_these_tests_are_none_of_the_programs_own():
    assert not {Rang, Cracked} & set(known_events())
