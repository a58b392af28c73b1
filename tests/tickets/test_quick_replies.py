"""A reply waits to leave; what its own author or a machine says meanwhile does not hold it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.settings import put
from helpdesk.tickets.drafts import Draft, Words
from helpdesk.tickets.leaving import send
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.saying import say
from tests.factories import a_ticket


@pytest.fixture
def kettle(work, clock, dora, inbox):
    """Dora's ticket, in an inbox whose replies wait ten seconds."""
    with work():
        put("sending.undo", 120, by=SYSTEM)
        return a_ticket(by=dora, inbox=inbox).id


@pytest.fixture
def write(work, kettle, ben):
    """Ben's click on Send."""
    with work():
        seen = rows.session.scalar(select(func.max(Message.id)))

    def click(text, **how):
        with work() as session:
            words = Words(text=text, seen_message_id=seen)
            send(session.get_one(Ticket, kettle), words, by=session.merge(ben), client_key=text[:3], **how)

    return click


def outcome(work):
    with work() as session:
        sent = session.scalars(select(Message.text).where(Message.kind == "outbound").order_by(Message.id))
        return list(sent), list(session.scalars(select(Draft.held)))


def test_two_quick_replies_both_leave_in_their_order(write, work, run_jobs, clock):
    write("Is it plugged in?")
    clock.tick(seconds=4)
    write("The red plug.")

    clock.tick(seconds=7)
    run_jobs()
    clock.tick(seconds=4)
    run_jobs()

    assert outcome(work) == (["Is it plugged in?", "The red plug."], [])


def test_a_reply_for_tomorrow_leaves_whatever_its_author_and_machines_say_today(write, work, run_jobs, clock, kettle):
    write("How is it today?", at=clock.now + timedelta(days=1))
    write("More tomorrow.", at_once=True)
    with work() as session:
        say(session.get_one(Ticket, kettle), "We got it.", by=SYSTEM, robot="rule", key="rule:1")

    clock.tick(hours=25)
    run_jobs()

    assert outcome(work) == (["More tomorrow.", "We got it.", "How is it today?"], [])
