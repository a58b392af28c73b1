"""When nobody knows whether a mail was sent: it waits for news, then goes once more under the same Message-ID."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.channels.email import sendgrid as route
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Delivery
from helpdesk.mailroom.outbox import retry_delivery
from helpdesk.tickets.models import Message


def states(fared):
    return [state for state, *_ in fared.values()]


class TestWhenNobodyKnows:
    """The provider took the mail and did not answer."""

    @pytest.fixture
    def silent(self, configured, monkeypatch):
        monkeypatch.setattr(route, "TIMEOUT_SECONDS", 0.3)
        configured.hang()
        return configured

    def test_it_is_uncertain_and_goes_once_more_under_the_same_id(self, silent, answer, run_jobs, went, clock):
        message = answer()
        run_jobs()
        assert states(went(message)) == ["uncertain"]
        clock.tick(minutes=14)
        run_jobs()
        assert went(message)["dora@customer.example"][2] == 1

        clock.tick(minutes=2)
        run_jobs()
        assert (states(went(message)), went(message)["dora@customer.example"][2]) == (["uncertain"], 2)
        for _ in range(5):
            clock.tick(hours=1)
            run_jobs()
        assert went(message)["dora@customer.example"][2] == 2

        silent.answer(202)

    def test_it_goes_again_also_when_the_provider_wants_a_pause_first(
        self, silent, answer, run_jobs, went, clock, work
    ):
        message = answer()
        run_jobs()
        silent.answer(202)
        with work():
            for inbox in db.session.scalars(select(Inbox)):
                inbox.send_after = clock.now + timedelta(minutes=20)
        for minutes in (16, 10):
            clock.tick(minutes=minutes)
            run_jobs()
        assert went(message)["dora@customer.example"] == ("sent", None, 2)

    def test_what_the_customer_is_told_next_does_not_wait(self, silent, answer, run_jobs, went):
        first = answer("one")
        run_jobs()
        silent.answer(202)
        second = answer("two")
        run_jobs()
        assert states(went(first)) + states(went(second)) == ["uncertain", "sent"]

    def test_an_agent_may_send_it_again(self, silent, answer, run_jobs, work, ben):
        message = answer()
        run_jobs()
        silent.answer(202)
        with work():
            retry_delivery(db.session.get(Message, message), by=ben)
        run_jobs()
        with work():
            delivery = db.session.scalars(select(Delivery).where(Delivery.message_id == message)).one()
            assert (delivery.state, delivery.possible_duplicate) == ("sent", True)


def test_a_worker_that_died_while_sending_left_it_uncertain(configured, answer, run_jobs, went, work, clock):
    message = answer()
    with work():
        for delivery in db.session.scalars(select(Delivery)):
            delivery.state = "sending"
    run_jobs()
    assert states(went(message)) == ["uncertain"]
    assert configured.requests == []

    clock.tick(minutes=16)
    run_jobs()
    assert states(went(message)) == ["sent"]
    assert len(configured.accepted) == 1
