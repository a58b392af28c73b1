"""A ticket's clocks follow what happens to it."""

import pytest

from helpdesk.kernel.events import SYSTEM
from helpdesk.tickets.opening import open_with
from helpdesk.tickets.priority import set_priority
from helpdesk.tickets.receiving import Received
from helpdesk.tickets.saying import say
from helpdesk.tickets.starting import start_ticket
from helpdesk.tickets.status import change_status, close, reopen, resolve, set_pending
from tests.factories import a_message, a_reply, a_ticket, address_of
from tests.sla.conftest import clocks, moment, running

pytestmark = pytest.mark.usefixtures("promised")


@pytest.fixture
def ticket(db, promised, at, dora, inbox):
    """Dora's kettle, since Monday at nine."""
    at("Monday 09:00")
    return a_ticket(by=dora, inbox=inbox)


def test_a_normal_mail_on_monday_wants_a_reply_by_the_evening(ticket):
    assert running(ticket, "first_reply").due_at == moment("Tuesday 09:00")
    assert running(ticket, "resolution").due_at == moment("2026-03-09 09:00")
    assert ticket.next_due_at == moment("Tuesday 09:00")


def test_an_urgent_mail_at_five_on_friday_is_due_on_monday(ticket, at, ben):
    at("Friday 17:00")
    late = a_ticket(by=ticket.contact, inbox=ticket.inbox)

    set_priority(late, "urgent", by=ben)

    assert running(late, "first_reply").due_at == moment("2026-03-09 09:00")


def test_an_answer_stops_the_clock_of_the_first_reply(ticket, at, ben):
    at("Monday 16:59")
    a_reply(ticket, by=ben)

    first, resolution = clocks(ticket)

    assert (first.stopped_at, first.breached_at) == (moment("Monday 16:59"), None)
    assert resolution.stopped_at is None
    assert ticket.next_due_at == resolution.due_at


def test_a_ticket_answered_before_its_time_is_never_late(ticket, at, ben):
    a_reply(ticket, by=ben)
    at("Friday 12:00")

    assert clocks(ticket)[0].breached_at is None


def test_a_late_answer_is_late(ticket, at, ben):
    at("Tuesday 09:01")
    a_reply(ticket, by=ben)

    assert clocks(ticket)[0].breached_at == moment("Tuesday 09:01")


def test_what_the_customer_writes_stops_nothing(ticket, at):
    at("Monday 10:00")
    for more in ({}, {"automatic": True}, {"agents_only": True}):
        a_message(ticket, **more)

    assert running(ticket, "first_reply").due_at == moment("Tuesday 09:00")


def test_what_a_machine_says_is_no_reply(ticket):
    assert say(ticket, "We got your message.", by=SYSTEM, robot="greeting", key="greeting:1") is not None

    assert running(ticket, "first_reply").due_at == ticket.next_due_at


@pytest.fixture
def alarm(db, promised, at, dora, inbox):
    """A ticket that a machine of Dora's began on Monday at nine."""
    at("Monday 09:00")
    received = Received(text="Disk full.", headers={"automatic": True}, automatic=True)
    return open_with(received, identity=address_of(dora), inbox=inbox, subject="Alarm", by=dora).ticket


def test_a_machine_is_promised_nothing(alarm, ben):
    a_message(alarm, headers={"automatic": True}, automatic=True)
    set_priority(alarm, "urgent", by=ben)

    assert (clocks(alarm), alarm.next_due_at) == ([], None)


def test_a_person_who_writes_into_a_machines_ticket_is_promised_all_from_then_on(alarm, at, ben):
    at("Monday 10:00")
    set_pending(alarm, by=ben)
    a_message(alarm, text="Can you help?")
    at("Monday 11:00")
    a_message(alarm, text="Hello?")

    assert [(clock.metric, clock.started_at, clock.paused_at) for clock in clocks(alarm)] == [
        ("first_reply", moment("Monday 10:00"), None),
        ("resolution", moment("Monday 10:00"), None),
    ]
    assert alarm.next_due_at == moment("Tuesday 10:00")


def test_a_ticket_that_an_agent_starts_owes_no_first_reply(db, ben, inbox):
    ticket = start_ticket(inbox, to="dora@customer.example", subject="Hello", text="We found it.", by=ben).ticket

    assert [clock.metric for clock in clocks(ticket)] == ["resolution"]


@pytest.mark.parametrize("status", ["pending", "snoozed"])
def test_a_waiting_tickets_clock_stands_still(ticket, at, ben, status):
    a_reply(ticket, by=ben)
    at("Monday 11:00")  # Two of forty hours are used.
    change_status(ticket, status, by=ben, until=moment("2026-04-01 09:00"))
    assert ticket.next_due_at is None
    at("Thursday 13:30")
    reopen(ticket, by=ben)

    clock = running(ticket, "resolution")

    assert (clock.spent_seconds, clock.paused_at) == (2 * 3600, None)
    assert clock.due_at == moment("2026-03-12 10:30") == ticket.next_due_at


def test_the_first_reply_is_owed_while_the_ticket_waits(ticket, at, ben):
    set_pending(ticket, by=ben)

    assert ticket.next_due_at == moment("Tuesday 09:00")


def test_resolving_stops_every_clock_and_reopening_starts_a_new_one(ticket, at, ben):
    at("Monday 10:00")
    resolve(ticket, by=ben)
    assert (ticket.next_due_at, [clock.stopped_at is None for clock in clocks(ticket)]) == (None, [False, False])
    at("Tuesday 10:00")
    close(ticket, by=ben)
    a_message(ticket)

    assert [clock.metric for clock in clocks(ticket) if clock.stopped_at is None] == ["resolution"]
    assert running(ticket, "resolution").due_at == moment("2026-03-10 10:00")


def test_a_resolved_ticket_set_to_pending_has_a_clock_that_waits(ticket, ben):
    resolve(ticket, by=ben)
    set_pending(ticket, by=ben)

    assert running(ticket, "resolution").paused_at is not None
    assert ticket.next_due_at is None


def test_another_priority_measures_from_the_same_start(ticket, at, ben):
    at("Monday 10:00")
    set_priority(ticket, "high", by=ben)
    assert running(ticket, "first_reply").due_at == moment("Monday 11:00")
    set_priority(ticket, "low", by=ben)

    assert running(ticket, "first_reply").due_at == moment("Wednesday 09:00")
    assert ticket.next_due_at == moment("Wednesday 09:00")


def test_another_priority_counts_the_time_that_was_used_before_a_pause(ticket, at, ben):
    a_reply(ticket, by=ben)
    at("Monday 11:00")
    set_pending(ticket, by=ben)
    at("Tuesday 08:00")
    set_priority(ticket, "urgent", by=ben)
    reopen(ticket, by=ben)

    assert running(ticket, "resolution").due_at == moment("Tuesday 15:00")
