"""A mail that defeats us is shown to people with its original, and the next one is not kept waiting."""

import pytest
from sqlalchemy import select

from helpdesk.channels.email import inbound
from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.kernel.blobs import read
from helpdesk.kernel.children import Children
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.envelopes import counts, replay, source
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.models import Message, Ticket
from tests.mails import SUPPORT, a_mail


@pytest.fixture
def deaf(monkeypatch):
    """A parser that knows nothing of mails that say POISON; `deaf.close()` ends it."""
    children = Children("tests.mailroom.poisoned:parse_packed")
    monkeypatch.setattr(inbound, "_children", children)
    yield children
    children.close()


@pytest.fixture
def support_inbox(work):
    with work():
        return create_inbox(channel="email", name="Support", address=SUPPORT, by=SYSTEM).id


def arrive(work, inbox_id, *mails):
    with work():
        inbox = db.session.get(Inbox, inbox_id)
        return [deliver(inbox, mail).envelope_id for mail in mails]


def run_three_times(run_jobs, clock):
    for _ in range(3):
        run_jobs()
        clock.tick(minutes=5)


def test_a_poisoned_mail_becomes_a_stub_ticket_and_others_go_on(deaf, support_inbox, work, run_jobs, clock):
    poison = a_mail("POISON")
    ids = arrive(work, support_inbox, poison, a_mail("Fine", sender="eve@customer.example"))

    run_jobs()
    with work():
        assert counts() == {"received": 1, "processed": 1, "ignored": 0, "suspended": 0, "quarantined": 0}
    run_three_times(run_jobs, clock)

    with work():
        envelope = db.session.get(Envelope, ids[0])
        assert envelope.state == "quarantined"
        assert envelope.reason
        assert source(envelope) == poison
        (attachment,) = envelope.message.attachments
        assert (attachment.filename, attachment.media_type) == ("original.eml", "message/rfc822")
        assert read(attachment.blob_sha) == poison
        assert envelope.message.ticket.contact.identities[0].value == "dora@customer.example"


def test_a_quarantined_mail_is_read_into_its_stub_ticket_once_we_can(
    deaf, support_inbox, work, run_jobs, clock, monkeypatch, alma
):
    (identity,) = arrive(work, support_inbox, a_mail("POISON"))
    run_three_times(run_jobs, clock)
    monkeypatch.undo()

    for _ in range(2):
        with work():
            replay(db.session.get(Envelope, identity), by=alma)
        run_jobs()

    with work():
        envelope = db.session.get(Envelope, identity)
        assert (envelope.state, envelope.threaded_by) == ("processed", "replay")
        assert len(db.session.scalars(select(Ticket)).all()) == 1
        texts = [one.text.strip() for one in db.session.scalars(select(Message).order_by(Message.id))]
        assert texts[1:] == ["POISON"]


def test_trouble_with_the_disk_does_not_count_against_a_mail(support_inbox, app, work, run_jobs, clock, tmp_path):
    (identity,) = arrive(work, support_inbox, a_mail())
    store = app.extensions["blobs"]
    (tmp_path / "file").write_text("")
    app.extensions["blobs"] = type(store)(tmp_path / "file")
    run_three_times(run_jobs, clock)
    run_three_times(run_jobs, clock)
    app.extensions["blobs"] = store
    run_jobs()

    with work():
        assert db.session.get(Envelope, identity).state == "processed"
