"""Unread replies follow the visitor by mail, once; the answer to that mail lands in the chat."""

import pytest
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.contacts.identities import find
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.replying import reply
from tests.mails import a_mail

DORA = "dora@customer.example"


@pytest.fixture
def asked(visitor, app, smtp, monkeypatch, clock):
    """Dora asked something, left her address and went away."""
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    somebody = visitor()
    somebody.say("Do you ship to Norway? My secret is 4711.")
    assert somebody.ask("POST", "/email", {"email": DORA}).status_code == 200
    return somebody


@pytest.fixture
def answer(work, ben):
    def write(*texts):
        for text in texts:
            with work():
                reply(db.session.scalars(select(Ticket)).one(), by=ben, text=text)

    return write


@pytest.fixture
def later(clock, run_jobs):
    """Let the time pass after which unread words leave, and the worker do its work."""

    def wait(minutes=10):
        clock.tick(minutes=minutes, seconds=1)
        return run_jobs()

    return wait


def came_back(work, run_jobs, mail: bytes):
    with work():
        deliver(db.session.scalars(select(Inbox).where(Inbox.channel == "email")).one(), mail)
    run_jobs()


def test_unread_words_leave_as_one_mail_and_nothing_else_does(asked, answer, later, smtp, work):
    answer("We do ship to Norway.", "It takes a week.")

    later()

    (mail,) = smtp.mails
    text = mail.message.get_body(("plain",)).get_content()
    assert mail.recipients == [DORA]
    assert text.index("We do ship to Norway.") < text.index("It takes a week.")
    assert "Ben:" in text
    assert "4711" not in mail.raw.decode()
    assert "/t/" not in mail.raw.decode()
    with work():
        states = db.session.execute(select(Delivery.address, Delivery.state).where(Delivery.inbox_id.is_not(None)))
        assert [tuple(row) for row in states] == [(DORA, "sent")]


def test_nobody_is_mailed_twice(asked, answer, later, smtp):
    answer("We do.")
    later()
    later()
    answer("Still there?")
    later()

    bodies = [mail.message.get_body(("plain",)).get_content() for mail in smtp.mails]
    assert len(bodies) == 2
    assert "We do." not in bodies[1]


def test_what_was_seen_meanwhile_is_not_mailed(asked, answer, later, smtp):
    answer("We do.")
    asked.ask("POST", "/seen", {"message_id": asked.read()["messages"][-1]["id"]})

    later()

    assert smtp.mails == []


def test_it_waits_as_long_as_an_admin_says(asked, answer, later, smtp, work):
    with work():
        settings.put("chat.fallback_minutes", 30, by=SYSTEM)
    answer("We do.")

    later(29)
    assert smtp.mails == []
    later(1)
    assert len(smtp.mails) == 1


def test_without_an_address_nothing_leaves(visitor, answer, later, smtp, app, monkeypatch, clock):
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    visitor().say()
    answer("We do.")

    later()

    assert smtp.mails == []


def test_without_a_provider_the_chat_keeps_its_word_and_the_mail_is_recorded(
    asked, answer, later, app, monkeypatch, work
):
    monkeypatch.setitem(app.config, "SMTP_URL", None)
    answer("We do.")

    later()

    with work():
        assert {one.state for one in db.session.scalars(select(Delivery))} == {"sent", "recorded"}


def test_the_answer_to_that_mail_lands_in_the_chat_and_proves_the_address(asked, answer, later, smtp, work, run_jobs):
    answer("We do.")
    later()
    back = smtp.mails[0].message["Reply-To"]

    came_back(work, run_jobs, a_mail("Great, thank you!", to=str(back), subject="Re: chat"))

    assert asked.texts()[-1] == "Great, thank you!"
    assert asked.read()["messages"][-1]["from"] == "visitor"
    with work():
        ticket = db.session.scalars(select(Ticket)).one()
        identity = find("email", DORA)
        assert identity.verified_at is not None
        assert identity.contact_id == ticket.contact_id


def test_who_had_the_address_before_keeps_it_and_is_heard_in_the_chat(asked, dora, answer, later, smtp, work, run_jobs):
    answer("We do.")
    later()

    came_back(work, run_jobs, a_mail("Great, thank you!", to=str(smtp.mails[0].message["Reply-To"])))

    assert asked.texts()[-1] == "Great, thank you!"
    with work():
        assert find("email", DORA).contact_id == dora.id


def test_somebody_else_who_holds_the_reply_address_is_kept_for_agents(asked, answer, later, smtp, work, run_jobs):
    answer("We do.")
    later()
    back = str(smtp.mails[0].message["Reply-To"])

    came_back(work, run_jobs, a_mail("Let me in", sender="eve@evil.example", to=back))

    assert "Let me in" not in asked.texts()
    with work():
        assert db.session.scalars(select(Message).order_by(Message.id.desc())).first().agents_only
        assert find("email", "eve@evil.example").verified_at is None


def test_an_agents_next_answer_goes_to_the_chat_again(asked, answer, later, smtp, work, run_jobs):
    answer("We do.")
    later()
    came_back(work, run_jobs, a_mail("Great!", to=str(smtp.mails[0].message["Reply-To"])))

    answer("You are welcome.")

    assert asked.texts()[-1] == "You are welcome."
    assert len(smtp.mails) == 1
