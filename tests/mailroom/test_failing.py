"""A reply that definitely did not arrive is somebody's work again."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Agent
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Delivery, DeliveryState
from helpdesk.mailroom.receipts import move
from helpdesk.notifications.reading import unread
from helpdesk.tickets.forwarding import forward
from helpdesk.tickets.models import Message, Ticket
from tests import factories


@pytest.fixture
def resolved(work, ticket, ben):
    """Ben's answer, and the ticket resolved with it; returns the message's id."""
    with work():
        return factories.a_reply(db.session.get_one(Ticket, ticket), by=db.session.merge(ben), then="resolved").id


@pytest.fixture
def fares(work, run_jobs):
    """The provider tells what became of a message."""

    def tell(message_id, state):
        with work():
            deliveries = db.session.scalars(select(Delivery).where(Delivery.message_id == message_id)).all()
            for one in deliveries:
                one.state = DeliveryState.SENT
            move(deliveries, state, "No such mailbox")
        run_jobs()

    return tell


@pytest.fixture
def after(work, ben):
    """Where the ticket of a message stands, and whether Ben's bell rings for it."""

    def look(message_id):
        with work():
            ticket = db.session.get_one(Message, message_id).ticket
            return ticket.status, ticket.number in unread(db.session.get_one(Agent, ben.id))

    return look


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.BOUNCED])
def test_a_failed_answer_opens_the_ticket_and_tells_its_author(resolved, fares, after, state):
    fares(resolved, state)

    assert after(resolved) == ("open", True)


def test_an_answer_that_arrived_changes_nothing(resolved, fares, after):
    fares(resolved, DeliveryState.DELIVERED)

    assert after(resolved) == ("resolved", False)


def test_a_failure_on_a_ticket_that_is_worked_on_only_tells(work, ticket, ben, fares, after):
    with work():
        message = factories.a_reply(db.session.get_one(Ticket, ticket), by=db.session.merge(ben), then="pending").id

    fares(message, DeliveryState.BOUNCED)

    assert after(message) == ("pending", True)


def test_a_forward_that_comes_back_tells_its_author_and_leaves_the_ticket_resolved(work, resolved, ben, fares, after):
    with work():
        original = db.session.get_one(Message, resolved)
        sent_on = forward(original, to=["maker@lamps.example"], text="Can you?", by=db.session.merge(ben)).id

    fares(sent_on, DeliveryState.BOUNCED)

    assert after(sent_on) == ("resolved", True)
