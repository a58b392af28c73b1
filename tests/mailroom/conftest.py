"""Mail comes in through the pipe and texts by the hook, are processed, and are looked at as a person would."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import described
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.kernel.worker import Tally
from helpdesk.mailroom.intake import deliver
from helpdesk.mailroom.models import Delivery, Envelope
from helpdesk.tickets.models import Ticket
from tests import factories
from tests.mails import SUPPORT, a_mail
from tests.standins.twilio import ACCOUNT, TOKEN
from tests.texts import NUMBER, posted


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


@pytest.fixture
def carrier(app, twilio, monkeypatch):
    """The server has a Twilio account."""
    for name, value in (("ACCOUNT_SID", ACCOUNT), ("AUTH_TOKEN", TOKEN), ("API_BASE", twilio.url)):
        monkeypatch.setitem(app.config, f"TWILIO_{name}", value)
    return twilio


@pytest.fixture
def text_hook(work, carrier):
    """The public address that Twilio posts texts to."""
    with work():
        return described(create_inbox(channel="sms", name="Texts", address=NUMBER, by=SYSTEM))["hook_url"]


@pytest.fixture
def text(client, text_hook, run_jobs):
    """Post a form of Twilio's, signed, and let it be processed; returns the answer."""

    def come(fields, *, url=text_hook, token=TOKEN):
        parts = urlsplit(url)
        answer = client.post(f"{parts.path}?{parts.query}" if parts.query else parts.path, **posted(url, fields, token))
        run_jobs()
        return answer

    return come


@pytest.fixture
def desk(app, ben, login):
    """Ben's browser."""
    return login(app.test_client(), ben)


@pytest.fixture
def shown(desk):
    """What Ben sees: the ticket with its messages."""

    def look(number):
        return desk.get(f"/desk/tickets/{number}", headers={"Accept": "application/json"}).get_json()

    return look


@pytest.fixture
def text_back(desk, run_jobs):
    """Let Ben answer, and the answer leave; returns the status and what he is told."""

    def say(number, text="We send a new one.", **more):
        told = desk.post(f"/desk/tickets/{number}/replies", json={"text": text, **more})
        run_jobs()
        return told.status_code, told.get_json()

    return say
