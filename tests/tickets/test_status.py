"""Open, pending, snoozed until an instant, resolved, closed."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.tickets.models import Status, Ticket
from helpdesk.tickets.status import NoSuchDate, change_status, close, reopen, resolve, set_pending, snooze
from tests.factories import a_ticket


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def moves():
    events = rows.session.scalars(
        select(EventRow).where(EventRow.name == "ticket.status_changed").order_by(EventRow.id)
    )
    return [(event.data["was"], event.data["now"], event.data["why"]) for event in events]


@pytest.mark.parametrize("new", list(Status))
@pytest.mark.parametrize("old", list(Status))
def test_any_status_follows_any_other_and_is_recorded_once(ticket, db, ben, clock, old, new):
    later = clock.now + timedelta(days=1)
    change_status(ticket, old, by=ben, until=later)
    before = len(moves())

    for _twice in range(2):
        change_status(ticket, new, by=ben, until=later)

    rows.session.flush()
    assert ticket.status == new
    assert moves()[before:] == ([(old, new, "asked")] if old != new else [])
    assert (ticket.snoozed_until is not None) == (new == "snoozed")
    assert (ticket.resolved_at is not None, ticket.closed_at is not None) == (
        new == "resolved" or (old, new) == ("resolved", "closed"),
        new == "closed",
    )


def test_resolving_twice_changes_nothing(ticket, db, ben, clock):
    resolve(ticket, by=ben)
    before = (ticket.resolved_at, ticket.cycle, moves())
    clock.tick(hours=1)

    resolve(ticket, by=ben)

    assert (ticket.resolved_at, ticket.cycle, moves()) == before


@pytest.mark.parametrize("done", [resolve, close])
def test_nobody_waits_for_a_ticket_that_is_done(ticket, ben, done):
    assert ticket.needs_reply

    done(ticket, by=ben)

    assert (ticket.needs_reply, ticket.waiting_since) == (False, None)


def test_each_resolution_is_a_new_round(ticket, ben):
    rounds = []
    for _ in range(2):
        resolve(ticket, by=ben)
        rounds.append(ticket.cycle)
        reopen(ticket, by=ben)

    assert rounds == [1, 2]


@pytest.mark.parametrize("until", [None, timedelta(), timedelta(seconds=-1), timedelta(days=-3)])
def test_one_cannot_snooze_into_the_past(ticket, ben, clock, until):
    with pytest.raises(NoSuchDate):
        snooze(ticket, until=until if until is None else clock.now + until, by=ben)

    assert ticket.status == "open"


def test_one_cannot_snooze_beyond_the_calendar(ticket, ben):
    with pytest.raises(NoSuchDate):
        snooze(ticket, until=datetime.max.replace(tzinfo=UTC), by=ben)


def snoozed(work, dora, inbox, clock, ben, **later):
    with work():
        ticket = a_ticket(by=dora, inbox=inbox)
        set_pending(ticket, by=ben)
        snooze(ticket, until=clock.now + timedelta(**later), by=ben)
        return ticket.id


def as_it_is(work, identity):
    with work():
        return rows.session.get_one(Ticket, identity)


def test_it_wakes_at_its_time_and_not_before(work, run_jobs, dora, inbox, clock, ben):
    identity = snoozed(work, dora, inbox, clock, ben, hours=2)

    clock.tick(hours=1, minutes=59)
    run_jobs()
    assert as_it_is(work, identity).status == "snoozed"

    clock.tick(minutes=1)
    run_jobs()
    woken = as_it_is(work, identity)
    assert (woken.status, woken.snoozed_until) == ("open", None)
    with work():
        assert moves()[-1] == ("snoozed", "open", "woke")


def test_a_moved_snooze_wakes_once_at_the_new_time(work, run_jobs, dora, inbox, clock, ben):
    identity = snoozed(work, dora, inbox, clock, ben, hours=2)
    with work():
        snooze(rows.session.get_one(Ticket, identity), until=clock.now + timedelta(hours=5), by=ben)

    clock.tick(hours=3)
    run_jobs()
    assert as_it_is(work, identity).status == "snoozed"

    clock.tick(hours=2)
    run_jobs()
    assert as_it_is(work, identity).status == "open"
    with work():
        assert [why for _was, _now, why in moves()].count("woke") == 1


@pytest.mark.parametrize("status", ["pending", "resolved", "closed"])
def test_a_ticket_that_moved_meanwhile_is_left_alone(work, run_jobs, dora, inbox, clock, ben, status):
    identity = snoozed(work, dora, inbox, clock, ben, hours=2)
    with work():
        change_status(rows.session.get_one(Ticket, identity), status, by=ben)

    clock.tick(hours=3)
    run_jobs()

    assert as_it_is(work, identity).status == status
