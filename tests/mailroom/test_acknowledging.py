"""Whoever writes is told once that it arrived, and no machine ever keeps another one busy."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpdesk.channels.inboxes import change_inbox
from helpdesk.channels.models import Inbox
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.intake import deliver
from helpdesk.tickets import breaker
from helpdesk.tickets.models import Message, Ticket
from helpdesk.tickets.saying import say
from tests import factories
from tests.mails import SUPPORT, a_mail

EVIL = "WIN http://evil.example NOW"
PASS = "mx.acme.example; dkim=pass header.d=customer.example"


@pytest.fixture
def acknowledging(configured, inbox, work):
    """The inbox acknowledges; what leaves is in the stand-in."""
    with work():
        change_inbox(db.session.get(Inbox, inbox.id), settings={"acknowledge": "on"}, partial=True, by=SYSTEM)
    return configured


def robots(work):
    with work():
        return db.session.scalar(select(func.count()).where(Message.robot == "acknowledgement"))


def test_nobody_is_acknowledged_unless_an_admin_wants_it(configured, arrive, work):
    arrive()
    assert robots(work) == 0


def test_whoever_opens_a_ticket_is_told_its_number_once(acknowledging, arrive, work):
    number = arrive("It stays cold.").message.ticket.number
    (mail,) = acknowledging.accepted
    assert f"#{number}" in mail["content"][0]["value"]
    assert "within one working day" in mail["content"][0]["value"]
    assert mail["headers"]["Auto-Submitted"] == "auto-replied"
    assert mail["headers"]["X-Auto-Response-Suppress"] == "All"

    arrive("More of it.", to=mail["reply_to"]["email"])
    assert len(acknowledging.accepted) == 1
    with work():
        assert db.session.scalars(select(Ticket.needs_reply)).one() is True


def test_an_unverified_sender_s_words_do_not_go_out_again(acknowledging, arrive):
    arrive(EVIL, subject=EVIL, sender=f'"{EVIL}" <victim@customer.example>', thread_topic=EVIL)
    (mail,) = acknowledging.accepted
    assert "evil" not in str(mail).lower()


def test_a_verified_sender_gets_their_own_subject(acknowledging, arrive, work, inbox):
    with work():
        known = {"authserv_id": "mx.acme.example"}
        change_inbox(db.session.get(Inbox, inbox.id), settings=known, partial=True, by=SYSTEM)
    arrive(subject="The kettle", authentication_results=PASS)
    assert acknowledging.accepted[0]["subject"] == "Re: The kettle"


@pytest.mark.parametrize(
    "fields",
    [
        {"auto_submitted": "auto-generated"}, {"precedence": "bulk"}, {"list_id": "<news.example>"},
        {"x_auto_response_suppress": "All"}, {"return_path": "<>"}, {"sender": "no-reply@customer.example"},
        {"sender": "MAILER-DAEMON@customer.example"}, {"feedback_id": "1"},
    ],
    ids=str,
)  # fmt: skip
def test_no_machine_is_acknowledged(acknowledging, arrive, fields):
    arrive(**fields)
    assert acknowledging.accepted == []


def test_a_forged_sender_is_not_acknowledged(acknowledging, arrive):
    arrive(b"From: mallory@evil.example\r\n" + a_mail())
    assert acknowledging.accepted == []


def test_two_desks_that_acknowledge_each_other_fall_silent(acknowledging, arrive, clock):
    """The other desk answers each mail with one of its own, under a new name and without any mark of a machine."""
    arrive("Hello?", sender="desk@other.example")
    answered = 0
    while answered < len(acknowledging.accepted) < 50:
        answered += 1
        clock.tick(seconds=20)
        arrive(f"We got your mail, {answered}.", sender="desk@other.example", subject=f"Case {answered}")
    assert len(acknowledging.accepted) <= 3

    clock.tick(hours=20)
    for day in range(30):
        arrive(f"And again {day}.", sender="desk@other.example", subject=f"Case {day}")
    assert len(acknowledging.accepted) <= 3 + 3


def test_too_many_words_of_machines_silence_them_until_a_person_says_otherwise(
    acknowledging, arrive, monkeypatch, work, alma, clock
):
    monkeypatch.setattr(breaker, "MOST", 2)
    for who in "abcd":
        arrive(sender=f"{who}@{who}.example")
    assert len(acknowledging.accepted) == 2
    with work():
        assert breaker.is_paused()
    clock.tick(hours=1)
    arrive(sender="e@e.example")
    assert len(acknowledging.accepted) == 2

    with work():
        breaker.let_speak(by=alma)
    clock.tick(seconds=2)
    arrive(sender="f@f.example")
    assert len(acknowledging.accepted) == 3
    with work():
        assert settings.get("machines.paused") is False
    assert timedelta(minutes=10) == breaker.SPAN


def test_what_machines_had_said_waits_while_they_are_silent_and_agents_words_do_not(
    acknowledging, inbox, work, run_jobs, alma, ben
):
    with work():
        deliver(db.session.get(Inbox, inbox.id), a_mail())
    with_machines(work, paused=True)
    run_jobs()
    assert acknowledging.accepted == []
    with_machines(work, paused=False)
    with work():
        ticket = db.session.scalars(select(Ticket)).one()
        said = say(ticket, "We got it.", by=SYSTEM, robot="rule", key="x")
        assert said is not None
    with_machines(work, paused=True)
    with work():
        factories.a_reply(db.session.scalars(select(Ticket)).one(), by=ben, text="Hello, Ben here.")
    run_jobs()
    assert [mail["content"][0]["value"].strip()[:10] for mail in acknowledging.accepted] == ["Hello, Ben"]

    with work():
        breaker.let_speak(by=alma)
    run_jobs()
    assert [mail["content"][0]["value"].strip() for mail in acknowledging.accepted[1:]] == ["We got it."]


def with_machines(work, *, paused):
    with work():
        settings.put("machines.paused", value=paused, by=SYSTEM)


@pytest.mark.parametrize("refused", [False, True])
def test_by_smtp_its_return_path_is_empty_where_the_server_takes_that(
    app, inbox, arrive, work, smtp, monkeypatch, refused
):
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    if refused:
        smtp.refuse_null = True
    with work():
        change_inbox(db.session.get(Inbox, inbox.id), settings={"acknowledge": "on"}, partial=True, by=SYSTEM)
    arrive()
    (mail,) = smtp.mails
    assert mail.sender == (SUPPORT if refused else "")
    assert mail.message["From"].endswith(f"<{SUPPORT}>")
