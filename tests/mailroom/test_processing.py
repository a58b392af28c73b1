"""A kept mail becomes a message on a ticket."""

from sqlalchemy import select

from helpdesk.kernel.db import db
from helpdesk.kernel.events import EventRow
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope
from tests.mails import a_mail

MOST_STATEMENTS = {"sqlite": 18, "postgresql": 22}


def test_a_mail_opens_a_ticket_for_its_sender(arrive, work):
    envelope = arrive("It stays cold.", subject="The kettle does not boil")

    assert (envelope.state, envelope.reason, envelope.threaded_by) == ("processed", None, None)
    with work():
        message = db.session.get(Envelope, envelope.id).message
        assert message.ticket.subject == "The kettle does not boil"
        assert message.ticket.contact.name == "Dora Diaz"
        assert message.ticket.needs_reply
        assert message.text.strip() == "It stays cold."
        assert message.verdict == "none"
        assert message.headers["to"] == ["support@acme.example"]


def test_its_files_are_kept_under_safe_names(arrive):
    mail = (
        b"From: dora@customer.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n--b\r\n"
        b"Content-Type: text/plain\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''..%2F%E2%80%8B.htaccess\r\n\r\nDeny\r\n--b--\r\n"
    )

    (attachment,) = arrive(mail).message.attachments

    assert attachment.filename == "_.htaccess"
    assert attachment.size == 4


def test_mails_of_one_sender_keep_their_order(work, inbox, run_jobs):
    with work():
        for words in ("one", "two", "three"):
            deliver(inbox, a_mail(words))
    run_jobs()

    with work():
        texts = [one.message.text.strip() for one in db.session.scalars(select(Envelope).order_by(Envelope.message_id))]
        assert texts == ["one", "two", "three"]


def test_the_history_says_that_the_contact_wrote(arrive, work):
    message = arrive().message
    with work():
        event = db.session.scalars(select(EventRow).where(EventRow.name == "message.received")).one()
        assert (event.subject_id, event.actor_kind, event.actor_id) == (message.id, "contact", message.contact_id)


def test_a_mail_costs_few_statements(work, inbox, run_jobs, count_queries):
    with work():
        for number in range(5):
            deliver(inbox, a_mail(sender=f"Customer {number} <c{number}@customer.example>"))

    with count_queries() as seen:
        run_jobs()
    with work():
        dialect = db.session.get_bind().dialect.name

    # Two for a sender nobody knew, and the claims. PostgreSQL also sets a savepoint, and tells who listens.
    assert len(seen) <= 5 * MOST_STATEMENTS[dialect]


def test_an_invitation_is_shown_on_its_message_and_its_calendar_kept(arrive, shown, work):
    mail = (
        b"From: dora@customer.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nCan you come?\r\n--b\r\n"
        b"Content-Type: text/calendar\r\n\r\n"
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:A look\r\nDTSTART:20260310T130000Z\r\n"
        b"END:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n"
    )

    envelope = arrive(mail)
    with work():
        number = db.session.get(Envelope, envelope.id).message.ticket.number
    message = next(one for one in shown(number)["messages"] if one["kind"] == "inbound")

    assert message["invitation"]["summary"] == "A look"
    assert message["invitation"]["starts_at"] == "2026-03-10T13:00:00Z"
    assert [one["name"] for one in message["attachments"]] == ["invitation.ics"]
