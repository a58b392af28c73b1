"""Mail comes in through the pipe, is processed, and is looked at as a person would."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db
from helpdesk.kernel.worker import Tally
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.tickets.models import Ticket
from tests import factories
from tests.mails import SUPPORT, a_mail


@pytest.fixture
def arrive(inbox: Inbox, work: Callable[[], Any], run_jobs: Callable[[], Tally]) -> Callable[..., Envelope]:
    """Let a mail (bytes, or the words of one) arrive at support@acme.example and be processed."""

    def come(mail: bytes | str = b"", **fields: str) -> Envelope:
        raw = mail if isinstance(mail, bytes) and mail else a_mail(*([mail] if mail else []), **fields)
        with work():
            found = db.session.scalars(select(Inbox).where(Inbox.address == SUPPORT)).one()
            identity = deliver(found, raw).envelope_id
        run_jobs()
        with work():
            envelope = db.session.get_one(Envelope, identity)
            _ = envelope.message and envelope.message.ticket and envelope.message.attachments
            return envelope

    return come


@pytest.fixture
def trusting(work: Callable[[], Any], inbox: Inbox) -> None:
    """The inbox believes the Authentication-Results of mx.acme.example."""
    with work():
        db.session.get_one(Inbox, inbox.id).settings = {"authserv_id": "mx.acme.example"}


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
