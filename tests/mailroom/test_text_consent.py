"""STOP stops everything before anything else, START starts it again, and Twilio may know first."""

import pytest
from sqlalchemy import select

from helpdesk.channels.inboxes import disable
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity
from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.tickets.models import Ticket
from tests.mailroom.looking import count, newest, opted_out, texts
from tests.texts import PAT, a_status, a_text

pytestmark = pytest.mark.database


@pytest.mark.parametrize("word", ["STOP", " stop. ", "Unsubscribe"])
def test_stop_stops_and_start_starts_again(text, carrier, work, shown, text_back, word):
    text(a_text("Hello?"))
    number = newest(work)
    assert text_back(number)[0] == 201

    text(a_text(word))
    assert opted_out(work)
    ticket = shown(number)
    assert texts(shown, number)[-1] == ("inbound", word)
    assert not ticket["ticket"]["needs_reply"]
    assert ticket["ticket"]["contact_panel"]["identities"][0]["opted_out"]
    assert "no more messages" in ticket["messages"][-1]["warning"]

    status, told = text_back(number, "Are you sure?")
    assert (status, told["error"]["code"]) == (409, "opted_out")
    assert len(carrier.calls) == 1

    text(a_text("Start"))
    assert not opted_out(work)
    assert text_back(number, "Welcome back.")[0] == 201
    assert carrier.accepted[-1]["Body"] == "Welcome back."


def test_stop_does_not_open_a_resolved_ticket_again(text, work, shown, desk):
    text(a_text("Hello?"))
    number = newest(work)
    desk.put(f"/desk/tickets/{number}/status", json={"status": "resolved"})

    text(a_text("STOP"))
    assert newest(work) == number
    assert shown(number)["ticket"]["status"] == "resolved"
    assert texts(shown, number)[-1] == ("inbound", "STOP")


def test_a_strangers_stop_is_noted_and_opens_nothing(text, work):
    text(a_text("STOP"))

    assert opted_out(work)
    with work():
        envelope = db.session.scalars(select(Envelope)).one()
        assert (envelope.state, envelope.reason) == ("ignored", "consent")
    assert count(work, Ticket) == 0


def test_stop_counts_in_a_disabled_inbox_too(text, work):
    with work():
        disable(db.session.scalars(select(Inbox)).one(), by=SYSTEM)
    text(a_text("STOP"))
    assert opted_out(work)


def test_yes_is_an_answer_to_whoever_never_opted_out(text, work, shown):
    text(a_text("Shall I?"))
    text(a_text("YES"))

    number = newest(work)
    assert texts(shown, number)[-1] == ("inbound", "YES")
    assert shown(number)["ticket"]["needs_reply"]


def test_twilio_saying_that_they_opted_out_counts(text, carrier, work, shown, text_back):
    text(a_text())
    number = newest(work)
    carrier.answer(400, code=21610)
    text_back(number)

    assert opted_out(work)
    assert shown(number)["messages"][-1]["delivery"]["state"] == "blocked"
    assert text_back(number)[0] == 409


def test_so_does_a_status_that_says_it(text, carrier, work, text_back):
    text(a_text())
    text_back(newest(work))
    text(a_status(f"SM{1:032d}", "failed", ErrorCode="21610"), url=carrier.accepted[0]["StatusCallback"])
    assert opted_out(work)


def test_what_waits_when_they_say_stop_does_not_leave(text, carrier, work, desk, run_jobs):
    text(a_text())
    number = newest(work)
    desk.post(f"/desk/tickets/{number}/replies", json={"text": "Too late."})  # No job has run yet.
    with work():
        db.session.scalars(select(Identity).where(Identity.value == PAT)).one().opted_out_at = now()
    run_jobs()

    assert carrier.calls == []
    with work():
        assert db.session.scalars(select(Delivery)).one().state == "blocked"
