"""A mail to Ben comes back: it is known by its return path, and that is said; nothing else reads that address."""

import pytest
from sqlalchemy import func, select

from helpdesk.channels.base import Receipt
from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.marks import NUMBERS_OF_LETTERS
from helpdesk.mailroom.models import Envelope
from helpdesk.mailroom.returning import tell_of_receipts
from helpdesk.notifications.letters import Letter
from helpdesk.tickets.models import Ticket

REPORT = (
    "From: mailer-daemon@mx.example\nTo: {to}\nSubject: Undelivered Mail Returned to Sender\nReturn-Path: <>\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    "It did not arrive.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; ben@acme.example\nAction: {action}\nStatus: {status}\n\n--b--\n"
)


@pytest.fixture
def by_server(app, smtp, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    return smtp


@pytest.fixture
def mailed(by_server, bens, write, later):
    """A mail to Ben left; returns its ticket and its return path."""
    ticket = bens()
    write(ticket)
    later(minutes=5)
    (mail,) = by_server.mails
    return ticket, mail.sender


@pytest.fixture
def arrive(work, inbox, run_jobs):
    """Let a mail arrive at Support; returns how its envelope ended, and how many tickets there are."""

    def come(raw):
        with work():
            envelope = deliver(db.session.get(Inbox, inbox.id), raw.encode()).envelope_id
        run_jobs()
        with work():
            found = db.session.get(Envelope, envelope)
            return found.state, found.reason, db.session.scalar(select(func.count(Ticket.id)))

    return come


def test_a_mail_that_came_back_says_so_where_the_agent_may_ask_why(mailed, arrive, fate, ben):
    ticket, path = mailed
    assert path.startswith("support+b-")
    assert arrive(REPORT.format(to=path, action="failed", status="5.1.1")) == ("processed", "bounce", 1)
    assert "Mail failed: It came back. 5.1.1" in fate(ticket, ben)[0]


def test_a_delay_is_no_end(mailed, arrive, fate, ben):
    ticket, path = mailed
    assert arrive(REPORT.format(to=path, action="delayed", status="4.4.1")) == ("processed", "bounce", 1)
    assert "Mailed" in fate(ticket, ben)[0]


def test_his_out_of_office_note_is_for_nobody(mailed, arrive, fate, ben):
    ticket, path = mailed
    note = f"From: ben@acme.example\nTo: {path}\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nAway.\n"
    assert arrive(note) == ("ignored", "no_reply", 1)
    assert "Mailed" in fate(ticket, ben)[0]


def test_a_return_path_that_is_not_ours_proves_nothing(mailed, arrive, fate, ben):
    ticket, path = mailed
    forged = path.replace(path[-20:-15], "aaaaa")
    assert arrive(REPORT.format(to=forged, action="failed", status="5.1.1"))[:2] == ("suspended", "bounce")
    assert "Mailed" in fate(ticket, ben)[0]


def test_what_the_provider_tells_of_it_counts_only_in_its_own_inbox(mailed, fate, ben, work, inbox):
    ticket, _ = mailed
    with work():
        number = NUMBERS_OF_LETTERS + db.session.scalar(select(Letter.id))
        told = [Receipt(number, "ben@acme.example", "bounced", "550 no such user")]
        tell_of_receipts(told, inbox.id + 1)
    assert "Mailed" in fate(ticket, ben)[0]
    with work():
        tell_of_receipts(told, inbox.id)
    assert "550 no such user" in fate(ticket, ben)[0]


def test_verify_misses_a_mail_that_nobody_sends(app, mailed, work):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["verify"]).exit_code == 0
    with work():
        db.session.scalar(select(Letter)).state = "queued"
    said = runner.invoke(args=["verify"])
    assert said.exit_code == 1
    assert '"I2 a mail to an agent that waits has its job", "counted": 1, "violations": 1' in said.stdout
