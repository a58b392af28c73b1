"""Somebody calls our mail spam: the report is tied to that very mail and reader, and nothing more is sent there."""

import pytest
from sqlalchemy import select

from helpdesk.channels.base import Receipt
from helpdesk.channels.email.parse import parse
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Identity
from helpdesk.kernel.db import db as rows
from helpdesk.mailroom.receipts import apply
from helpdesk.tickets.models import Message, Ticket

DORA = "dora@customer.example"


def a_report(original, *, kind="abuse", rcpt=DORA, sender="feedback@provider.example", **fields):
    """An ARF report (RFC 5965) about a mail with this header."""
    told = f"Original-Rcpt-To: <{rcpt}>\n" if rcpt else ""
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return (
        f"From: {sender}\nTo: support@acme.example\nSubject: FW: Re: The kettle\nMIME-Version: 1.0\n{more}"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="r"\n\n'
        "--r\nContent-Type: text/plain\n\nThis is an email abuse report for a message from you.\n"
        "--r\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: {kind}\nUser-Agent: Provider/1.0\nVersion: 1\n{told}Reported-Domain: acme.example\n"
        f"--r\nContent-Type: message/rfc822\n\n{original}\n\nWe are looking into it.\n--r--\n"
    ).encode()


@pytest.fixture
def sent(configured, answer, run_jobs, work):
    """Send an answer; returns its id and the header of the mail as its reader has it."""

    def send(**more):
        message = answer(**more)
        run_jobs()
        with work():
            own = rows.session.get(Message, message)
            loop = configured.accepted[-1]["headers"]["X-Helpdesk-Loop"]
            return message, f"From: support@acme.example\nMessage-ID: {own.external_id}\nX-Helpdesk-Loop: {loop}\n"

    return send


@pytest.fixture
def suppressed(work):
    """Why nothing is sent to an address, if so."""

    def look(address=DORA):
        with work():
            return rows.session.scalar(select(Identity.suppressed_why).where(Identity.value == address))

    return look


@pytest.fixture
def told(shown, ticket, work):
    """What the desk says of the delivery of a message."""

    def look(message):
        with work():
            number = rows.session.get(Ticket, ticket).number
        return next(one["delivery"] for one in shown(number)["messages"] if one["id"] == message)

    return look


def test_a_complaint_is_shown_on_its_message_and_its_reader_gets_nothing_more(sent, arrive, told, suppressed):
    message, header = sent()
    envelope = arrive(a_report(header))
    assert (envelope.state, envelope.reason, envelope.message_id) == ("processed", "complaint", message)
    assert told(message)["words"] == f"Reported as spam by {DORA}"
    assert told(message)["complained"] == [DORA]
    assert suppressed() == "complained"


@pytest.mark.parametrize("kept", ["Message-ID", "X-Helpdesk-Loop"])
def test_one_name_of_the_mail_is_enough(sent, arrive, kept):
    message, header = sent()
    left = "".join(line + "\n" for line in header.splitlines() if line.startswith((kept, "From")))
    assert arrive(a_report(left, rcpt="")).message_id == message


def test_where_several_were_written_to_it_is_noted_who_and_nobody_is_cut_off(sent, arrive, told, suppressed, work):
    message, header = sent(to=[DORA], cc=["eve@customer.example"])
    arrive(a_report(header, rcpt="eve@customer.example"))
    assert told(message)["complained"] == ["eve@customer.example"]
    assert suppressed() is None
    assert suppressed("eve@customer.example") is None


def test_a_forger_cannot_have_an_address_cut_off(sent, arrive, suppressed, trusting):
    _, header = sent()
    judged = {"Authentication-Results": "mx.acme.example; dmarc=fail; spf=fail"}
    arrive(a_report(header, **judged))
    assert suppressed() is None


UNKNOWN = ["Message-ID: <known-to-nobody@acme.example>\n", "X-Helpdesk-Loop: 1-aaaaaaaaaaaaaaaa\n"]


@pytest.mark.parametrize("header", UNKNOWN)
def test_a_complaint_about_nothing_of_ours_waits_for_a_person(sent, arrive, header, suppressed):
    sent()
    envelope = arrive(a_report(header))
    assert (envelope.state, envelope.reason) == ("suspended", "complaint")
    assert suppressed() is None


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "", "nonsense"])
def test_other_reports_are_no_complaints(kind):
    mail = parse(a_report("Message-ID: <x@acme.example>\n", kind=kind))
    assert mail.complaint is None
    assert mail.is_automatic


def test_what_the_provider_reports_by_its_signed_events_is_shown_as_well(sent, told, suppressed, work):
    message, _ = sent()
    with work():
        inbox = rows.session.scalars(select(Inbox)).first()
        apply([Receipt(message, DORA, "delivered", suppress="complained")], inbox_id=inbox.id)
    assert told(message)["complained"] == [DORA]
