"""A kept mail becomes a message on the right ticket."""

from sqlalchemy import select

from helpdesk.channels.inboxes import create_inbox
from helpdesk.kernel.db import db as database
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Envelope
from helpdesk.tickets.models import Message, Ticket

MAIL = b"From: Dora Diaz <dora@example.test>\r\nTo: support@acme.test\r\nSubject: Broken lamp\r\nMessage-ID: <one@example.test>\r\n\r\nIt does not shine.\r\n"


def test_a_mail_opens_a_ticket(work, run_jobs):
    with work():
        inbox = create_inbox(channel="email", name="Support", address="support@acme.test", by=SYSTEM)
        deliver(inbox, MAIL)

    run_jobs()

    with work():
        ticket = database.session.scalars(select(Ticket)).one()
        message = database.session.scalars(select(Message)).one()
        envelope = database.session.scalars(select(Envelope)).one()
        assert (envelope.state, envelope.reason) == ("processed", None)
        assert ticket.subject == "Broken lamp"
        assert message.text.strip() == "It does not shine."
        assert message.verdict == "none"
        assert envelope.message_id == message.id
