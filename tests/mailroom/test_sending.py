"""An agent's answer leaves: once, by the right way, and whatever happens to it can be seen."""

import socket
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk.channels.email import sendgrid as route
from helpdesk.channels.inboxes import resume
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.mailroom.models import Delivery
from helpdesk.mailroom.outbox import retry_delivery
from helpdesk.tickets.models import Message, Ticket
from tests import factories


@pytest.fixture
def configured(app, sendgrid, monkeypatch):
    """SendGrid is configured for every inbox."""
    monkeypatch.setitem(app.config, "SENDGRID_API_KEY", "SG.key")
    monkeypatch.setitem(app.config, "SENDGRID_API_BASE", sendgrid.url)
    return sendgrid


@pytest.fixture
def ticket(arrive):
    return arrive("It stays cold.", subject="The kettle does not boil").message.ticket_id


@pytest.fixture
def answer(ticket, work, ben):
    """Say something to the customer; returns the message's id."""

    def say(text="We are looking into it.", **more):
        with work():
            return factories.a_reply(db.session.get(Ticket, ticket), by=ben, text=text, **more).id

    return say


@pytest.fixture
def went(work):
    """How each address fared: state, error, attempts."""

    def look(message_id):
        with work():
            found = db.session.scalars(select(Delivery).where(Delivery.message_id == message_id).order_by(Delivery.id))
            return {one.address: (one.state, one.error, one.attempts) for one in found}

    return look


def states(fared):
    return [state for state, *_ in fared.values()]


def test_an_answer_leaves_by_sendgrid_in_one_call(configured, answer, run_jobs, went):
    message = answer(to=["dora@customer.example"], cc=["eve@customer.example"], bcc=["boss@customer.example"])
    run_jobs()

    (mail,) = configured.accepted
    (people,) = mail["personalizations"]
    assert {role: [one["email"] for one in people[role]] for role in ("to", "cc", "bcc")} == {
        "to": ["dora@customer.example"],
        "cc": ["eve@customer.example"],
        "bcc": ["boss@customer.example"],
    }
    assert people["to"][0]["name"] == "Dora Diaz"
    assert mail["from"] == {"email": "support@acme.example", "name": "Support"}
    assert mail["subject"] == "Re: The kettle does not boil"
    assert mail["custom_args"] == {"helpdesk_message": str(message)}
    assert [part["type"] for part in mail["content"]] == ["text/plain", "text/html"]
    assert mail["content"][0]["value"].startswith("We are looking into it.")
    assert mail["headers"]["In-Reply-To"].endswith("@customer.example>")
    assert states(went(message)) == ["sent"] * 3


def test_what_an_agent_wrote_in_html_leaves_clean_and_with_its_pictures(configured, answer, run_jobs):
    answer(html='<p>Look: <img src="https://acme.example/kettle.png"><script>alert(1)</script></p>')
    run_jobs()

    html = configured.accepted[0]["content"][1]["value"]
    assert '<img src="https://acme.example/kettle.png">' in html
    assert "alert" not in html


def test_its_reply_address_brings_the_answer_back_to_the_ticket(configured, answer, run_jobs, arrive, ticket):
    answer()
    run_jobs()

    envelope = arrive("Thank you", to=configured.accepted[0]["reply_to"]["email"])
    assert (envelope.threaded_by, envelope.message.ticket_id) == ("token", ticket)


def test_the_thread_is_named_first_and_newest(configured, answer, run_jobs, arrive):
    answer("one")
    run_jobs()
    first = configured.accepted[0]["headers"]
    again = arrive("more", in_reply_to=first["Message-ID"])
    answer("two")
    run_jobs()

    second = configured.accepted[1]["headers"]
    assert second["In-Reply-To"] == again.message.external_id
    assert second["References"].split() == [first["In-Reply-To"], first["Message-ID"], again.message.external_id]


def test_without_a_provider_it_is_recorded_and_not_sent(answer, run_jobs, went):
    message = answer()
    run_jobs()
    assert went(message) == {"dora@customer.example": ("recorded", None, 0)}


def test_our_own_inboxes_get_no_mail_from_us(configured, answer, run_jobs, went, work):
    with work():
        factories.an_inbox("billing@acme.example")
    message = answer(to=["dora@customer.example", "billing@acme.example", "Support+x@acme.example"])
    run_jobs()
    assert list(went(message)) == ["dora@customer.example"]


def test_a_refused_mail_fails_visibly_and_can_be_tried_again(configured, answer, run_jobs, went, work, ben):
    configured.answer(400)
    message = answer()
    run_jobs()
    ((state, error, attempts),) = went(message).values()
    assert (state, attempts) == ("failed", 1)
    assert "400" in error

    configured.answer(202)
    with work():
        assert retry_delivery(db.session.get(Message, message), by=ben) == 1
    run_jobs()
    assert states(went(message)) == ["sent"]


def test_trouble_at_the_provider_is_waited_out_in_order(configured, answer, run_jobs, went, clock):
    configured.answer(500)
    messages = [answer(word) for word in ("one", "two", "three")]
    for _ in range(4):
        run_jobs()
        clock.tick(minutes=3)
    assert [states(went(message)) for message in messages] == [["queued"]] * 3

    configured.answer(202)
    for _ in range(3):
        clock.tick(hours=1, minutes=20)
        run_jobs()

    assert [mail["content"][0]["value"].strip()[:5].strip() for mail in configured.accepted] == ["one", "two", "three"]
    assert [states(went(message)) for message in messages] == [["sent"]] * 3


def test_after_a_day_it_failed(configured, answer, run_jobs, went, clock):
    configured.answer(503)
    message = answer()
    for _ in range(40):
        run_jobs()
        clock.tick(hours=1)
    ((state, error, _attempts),) = went(message).values()
    assert state == "failed"
    assert "503" in error


def test_retry_after_is_kept_by_the_whole_inbox(configured, answer, run_jobs, went, clock):
    configured.answer(429, retry_after=120)
    message = answer()
    run_jobs()
    configured.answer(202)
    clock.tick(seconds=119)
    run_jobs()
    assert len(configured.requests) == 1

    clock.tick(seconds=10)
    run_jobs()
    assert states(went(message)) == ["sent"]


def test_refused_credentials_pause_the_inbox_and_lose_nothing(configured, answer, run_jobs, went, work, alma, inbox):
    configured.answer(401)
    first, second = answer("one"), answer("two")
    run_jobs()
    assert len(configured.requests) == 1
    assert states(went(first)) + states(went(second)) == ["queued"] * 2
    with work():
        paused = db.session.get(Inbox, inbox.id)
        assert paused.paused_at
        assert "401" in paused.pause_reason

    configured.answer(202)
    with work():
        resume(db.session.get(Inbox, inbox.id), by=alma)
    run_jobs()
    assert states(went(first)) + states(went(second)) == ["sent"] * 2


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


def test_a_provider_that_is_not_there_is_tried_again(app, answer, run_jobs, went, clock, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setitem(app.config, "SENDGRID_API_BASE", f"http://127.0.0.1:{closed.getsockname()[1]}")
    monkeypatch.setitem(app.config, "SENDGRID_API_KEY", "SG.key")
    message = answer()
    run_jobs()
    assert states(went(message)) == ["queued"]


def test_an_answer_leaves_by_a_mail_server(app, smtp, answer, run_jobs, went, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    smtp.refuse["nobody@customer.example"] = "550 5.1.1 No such user"
    message = answer(to=["dora@customer.example", "nobody@customer.example"], bcc=["boss@customer.example"])
    run_jobs()

    (mail,) = smtp.mails
    assert mail.recipients == ["dora@customer.example", "boss@customer.example"]
    assert mail.message["To"] == "Dora Diaz <dora@customer.example>, nobody@customer.example"
    assert mail.message["Bcc"] is None
    assert mail.message["Auto-Submitted"] is None
    fared = went(message)
    assert states(fared) == ["sent", "failed", "sent"]
    assert "No such user" in fared["nobody@customer.example"][1]


def test_a_mail_server_that_breaks_off_before_the_end_gets_it_again(app, answer, run_jobs, went, monkeypatch):
    with talking_server([b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", None]) as url:
        monkeypatch.setitem(app.config, "SMTP_URL", url)
        message = answer()
        run_jobs()
    assert states(went(message)) == ["queued"]


def test_a_mail_server_that_breaks_off_after_the_end_leaves_it_uncertain(app, answer, run_jobs, went, monkeypatch):
    script = [b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", None]
    with talking_server(script) as url:
        monkeypatch.setitem(app.config, "SMTP_URL", url)
        message = answer()
        run_jobs()
    assert states(went(message)) == ["uncertain"]


def test_a_mail_server_that_refuses_our_password_pauses_the_inbox(
    app, answer, run_jobs, went, monkeypatch, work, inbox
):
    with talking_server([b"220 hi\r\n", b"250-hi\r\n250 AUTH PLAIN\r\n", b"535 5.7.8 no\r\n"]) as url:
        monkeypatch.setitem(app.config, "SMTP_URL", url.replace("//", "//user:wrong@"))
        message = answer()
        run_jobs()
    assert states(went(message)) == ["queued"]
    with work():
        assert "535" in db.session.get(Inbox, inbox.id).pause_reason


class talking_server:  # noqa: N801 -- Used like a function.
    """A mail server that says these lines, one after each thing it hears, and hangs up at None."""

    def __init__(self, script):
        self.script = script

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._talk)
        self.thread.start()
        return f"smtp://127.0.0.1:{self.socket.getsockname()[1]}"

    def _talk(self):
        line, _ = self.socket.accept()
        with line:
            for number, words in enumerate(self.script):
                if number:
                    heard = line.recv(65536)
                    while self.script[number - 1][:3] == b"354" and not heard.endswith(b"\r\n.\r\n"):
                        heard += line.recv(65536)
                if words is None:
                    return
                line.sendall(words)

    def __exit__(self, *_):
        self.thread.join()
        self.socket.close()
