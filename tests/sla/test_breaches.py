"""A promise that was not kept is told once, whatever the machine's clock does."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.kernel.timers import plan_housekeeping
from helpdesk.tickets.conversation import newest
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.names import names
from helpdesk.tickets.replying import reply
from helpdesk.tickets.serialise import message_json
from helpdesk.tickets.status import set_pending
from tests.factories import a_ticket
from tests.sla.conftest import moment

pytestmark = pytest.mark.usefixtures("promised")


@pytest.fixture
def ticket(work, promised, at, dora, inbox):
    """Dora's kettle, since Monday at nine; a reply is due on Tuesday at nine."""
    at("Monday 09:00")
    with work():
        return a_ticket(by=dora, inbox=inbox)


@pytest.fixture
def look(work, run_jobs, at):
    """Look at the clocks as the worker does all the time, at a moment."""

    def now(words):
        at(words)
        with work():
            plan_housekeeping()
        run_jobs()

    return now


@pytest.fixture
def told(work):
    """What was told so far: which promise, and when."""

    def read():
        with work():
            breaches = select(EventRow).where(EventRow.name == "sla.breached").order_by(EventRow.id)
            return [(event.data["metric"], event.created_at) for event in rows.session.scalars(breaches)]

    return read


def test_it_is_told_once_and_both_promises_have_their_own(ticket, look, told):
    look("Monday 17:00")
    assert told() == []
    for words in ("Tuesday 09:00", "Tuesday 09:10", "Wednesday 09:00"):
        look(words)
    assert told() == [("first_reply", moment("Tuesday 09:00"))]
    look("2026-03-09 09:05")

    assert told()[1:] == [("resolution", moment("2026-03-09 09:05"))]


def test_a_clock_that_jumps_forward_tells_each_breach_and_one_that_jumps_back_tells_none(ticket, look, told):
    look("2026-05-01 09:00")
    assert sorted(metric for metric, _at in told()) == ["first_reply", "resolution"]
    for words in ("Monday 10:00", "Tuesday 09:30", "2026-05-02 09:00"):
        look(words)

    assert len(told()) == 2


def test_who_answers_too_late_before_anybody_looked_is_told_at_once(ticket, at, work, look, told, ben):
    at("Tuesday 09:30")
    with work():
        reply(rows.session.get(Ticket, ticket.id), by=ben, text="Sorry for the wait.")
    look("Tuesday 09:31")

    assert told() == [("first_reply", moment("Tuesday 09:30"))]


def test_a_ticket_that_was_answered_or_waits_is_not_late(ticket, at, work, look, told, ben):
    at("Monday 10:00")
    with work():
        found = rows.session.get(Ticket, ticket.id)
        reply(found, by=ben, text="Which kettle is it?")
        set_pending(found, by=ben)
    look("2026-06-01 09:00")

    assert told() == []


def test_the_history_says_so(ticket, look, work):
    look("2026-03-09 12:00")

    with work():
        entries, _older = newest(ticket.id)
        shown = [message_json(message, ticket.number, names(), event=event) for message, event in entries]
    lines = [(line["icon"], line["sentence"]) for line in shown if line["kind"] == "event"]
    assert lines == [("alarm-clock", "The first reply is overdue"), ("alarm-clock", "The resolution is overdue")]
