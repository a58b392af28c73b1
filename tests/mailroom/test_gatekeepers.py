"""Who does not get in: kept, with a reason, and let in when a person says so."""

import pytest
from sqlalchemy import func, select

from helpdesk.channels.inboxes import disable
from helpdesk.channels.models import Inbox
from helpdesk.contacts.blocking import block
from helpdesk.contacts.identities import resolve
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.mailroom.envelopes import counts, replay
from helpdesk.mailroom.marks import loop_mark
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.tickets.models import Message, Ticket
from tests import factories
from tests.mails import SUPPORT, a_mail

REPORT = """\
From: Mail Delivery System <mailer-daemon@mx.customer.example>
To: support@acme.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.customer.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; dora@customer.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: message/rfc822

From: support@acme.example
Message-ID: {ours}
Subject: Re: The kettle does not boil

We are looking into it.

--b--
"""


def end(envelope):
    return envelope.state, envelope.reason, envelope.message_id


def tickets(work):
    with work():
        return db.session.scalar(select(func.count()).select_from(Ticket))


def test_our_own_mark_ends_a_loop_and_a_forged_one_does_nothing(arrive, app, work):
    with app.app_context():
        ours = loop_mark(77)
    assert end(arrive(x_helpdesk_loop=ours)) == ("ignored", "own_loop", None)
    assert arrive(x_helpdesk_loop=ours.replace("-", "1-")).state == "processed"
    assert arrive("x", x_helpdesk_loop="77").state == "processed"
    assert tickets(work) == 2


def test_a_blocked_person_is_kept_aside(arrive, work):
    with work():
        block(resolve("email", "dora@customer.example", source="test").contact, by=SYSTEM)
    assert end(arrive()) == ("suspended", "blocked", None)
    assert tickets(work) == 0


@pytest.mark.parametrize("sender", [SUPPORT, "Support <SUPPORT+abc@acme.example>", "billing@acme.example"])
def test_our_inboxes_do_not_talk_to_each_other(arrive, work, sender):
    with work():
        factories.an_inbox("billing@acme.example")
    assert end(arrive(sender=sender)) == ("suspended", "own_address", None)


@pytest.mark.parametrize("sender", ["", "nobody", "<>", "@", "Undisclosed"])
def test_a_mail_from_nobody_is_kept_aside(arrive, sender):
    assert end(arrive(sender=sender)) == ("suspended", "no_sender", None)


def test_a_disabled_inbox_keeps_what_comes(arrive, inbox, work):
    with work():
        disable(db.session.get(Inbox, inbox.id), by=SYSTEM)
    assert end(arrive()) == ("suspended", "inbox_disabled", None)


def test_an_out_of_office_note_opens_no_ticket(arrive, work):
    assert end(arrive(subject="Out of office", auto_submitted="auto-replied")) == ("suspended", "auto_reply", None)
    assert tickets(work) == 0


def test_a_shop_s_notice_does(arrive, work):
    envelope = arrive(auto_submitted="auto-generated")
    assert envelope.state == "processed"
    with work():
        assert db.session.get(Ticket, envelope.message.ticket_id).needs_reply is False


@pytest.fixture
def answered(arrive, work, ben):
    ticket_id = arrive().message.ticket_id
    with work():
        ticket = db.session.get(Ticket, ticket_id)
        message = factories.a_reply(ticket, by=ben)
        db.session.flush()
        ticket.status = "resolved"
        return message


def test_an_out_of_office_note_to_our_mail_is_on_the_ticket_and_wakes_nobody(arrive, answered, work):
    envelope = arrive(subject="Out of office", auto_submitted="auto-replied", in_reply_to=answered.external_id)
    assert (envelope.state, envelope.threaded_by) == ("processed", "references")
    with work():
        assert db.session.get(Ticket, answered.ticket_id).status == "resolved"


def test_a_bounce_marks_what_it_is_about_and_opens_no_ticket(arrive, answered, work):
    envelope = arrive(REPORT.format(ours=answered.external_id).encode())

    assert (envelope.state, envelope.reason, envelope.message_id) == ("processed", "bounce", answered.id)
    assert tickets(work) == 1
    with work():
        delivery = db.session.scalars(select(Delivery).where(Delivery.message_id == answered.id)).one()
        assert delivery.state == "bounced"
        assert db.session.scalar(select(func.count()).where(EventRow.name == "delivery.changed")) >= 1


def test_a_bounce_of_somebody_else_s_mail_is_kept_aside(arrive, answered, work):
    envelope = arrive(REPORT.format(ours="<other@acme.example>").encode())
    assert end(envelope) == ("suspended", "bounce", None)
    assert tickets(work) == 1


def test_what_was_kept_aside_is_let_in_when_a_person_says_so(arrive, work, run_jobs, alma):
    with work():
        block(resolve("email", "dora@customer.example", source="test").contact, by=SYSTEM)
    envelope = arrive()

    with work():
        assert replay(db.session.get(Envelope, envelope.id), by=alma) is True
    run_jobs()

    with work():
        kept = db.session.get(Envelope, envelope.id)
        assert (kept.state, kept.reason) == ("processed", None)
        assert counts()["processed"] == 1
    assert tickets(work) == 1


@pytest.mark.parametrize(
    "mail", [a_mail(sender=""), REPORT.format(ours="<x@y.example>").encode()], ids=["nobody", "bounce"]
)
def test_whatever_was_kept_aside_can_be_let_in(arrive, work, run_jobs, alma, mail):
    envelope = arrive(mail)
    with work():
        replay(db.session.get(Envelope, envelope.id), by=alma)
    run_jobs()
    with work():
        assert db.session.get(Envelope, envelope.id).state == "processed"
    assert tickets(work) == 1


def test_what_was_processed_is_never_processed_twice(arrive, work, run_jobs, alma):
    envelope = arrive(a_mail())

    with work():
        assert replay(db.session.get(Envelope, envelope.id), by=alma) is False
    run_jobs()

    with work():
        assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def why(work):
    with work():
        return factories.known_address("dora@customer.example").suppressed_why


def test_a_report_that_the_only_address_does_not_exist_suppresses_it(arrive, answered, work):
    arrive(REPORT.format(ours=answered.external_id).encode())
    assert why(work) == "bounced"


@pytest.mark.parametrize("status", ["5.2.2", "4.4.1", "5.7.1"])
def test_a_full_or_strict_mailbox_is_still_an_address(arrive, answered, work, status):
    arrive(REPORT.replace("5.1.1", status).format(ours=answered.external_id).encode())
    assert why(work) is None


def test_one_of_several_readers_cannot_take_another_s_address_away(arrive, work, ben):
    ticket_id = arrive().message.ticket_id
    with work():
        message = factories.a_reply(
            db.session.get(Ticket, ticket_id), by=ben, to=["dora@customer.example"], cc=["mallory@evil.example"]
        )
        db.session.flush()
        ours = message.external_id
    arrive(REPORT.format(ours=ours).encode())
    assert why(work) is None


COMPLAINT = """\
From: Feedback Loop <fbl@provider.example>
To: support@acme.example
Subject: FW: Re: The kettle does not boil
MIME-Version: 1.0
{thread}Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: text/plain

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1
Version: 1
Original-Rcpt-To: dora@customer.example

--b
Content-Type: message/rfc822

From: support@acme.example
Message-ID: {ours}
Subject: Re: The kettle does not boil

We are looking into it.

--b--
"""


def test_a_complaint_by_mail_opens_and_reopens_nothing(arrive, answered, work):
    envelope = arrive(COMPLAINT.format(ours=answered.external_id, thread="").encode())
    assert end(envelope) == ("processed", "complaint", answered.id)
    thread = f"In-Reply-To: {answered.external_id}\n"
    arrive(COMPLAINT.format(ours=answered.external_id, thread=thread).encode())
    assert tickets(work) == 1
    assert why(work) == "complained"
    with work():
        assert db.session.get(Ticket, answered.ticket_id).status == "resolved"


def test_an_answer_to_a_notification_is_ignored_and_says_so(arrive):
    envelope = arrive("Thanks", sender="Ben <ben@acme.example>", to="support+no-reply@acme.example")

    assert (envelope.state, envelope.reason) == ("ignored", "no_reply")


def test_who_writes_to_the_inbox_too_is_heard(arrive):
    envelope = arrive("Help", to="support+no-reply@acme.example, support@acme.example")

    assert envelope.state == "processed"
