"""A ticket that Ben resolves, and what its customer gets to see of the question."""

import pytest
from sqlalchemy import select

from helpdesk.channels.inboxes import create_inbox
from helpdesk.channels.places import described
from helpdesk.kernel import settings
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM
from helpdesk.mailroom.models import Delivery
from helpdesk.mailroom.outgoing import outbound_of
from helpdesk.satisfaction.models import Survey
from helpdesk.tickets.models import Message, Ticket
from tests.factories import a_reply, a_ticket
from tests.standins.twilio import ACCOUNT, TOKEN
from tests.texts import NUMBER, a_text, posted


@pytest.fixture
def ticket(work, clock, inbox, dora, ben):
    """Dora's ticket, which Ben answered; its id."""
    with work():
        made = a_ticket(by=db.session.merge(dora), inbox=db.session.merge(inbox))
        a_reply(made, by=ben)
        return made.id


@pytest.fixture
def act(work):
    """Do something to a ticket, by a verb, in a unit of its own."""

    def do(verb, ticket_id, *more, **named):
        with work():
            return verb(db.session.get_one(Ticket, ticket_id), *more, **named)

    return do


@pytest.fixture
def later(clock, run_jobs):
    """Let time pass, and what is due happen."""

    def wait(**step):
        clock.tick(**(step or {"minutes": 61}))
        run_jobs()

    return wait


@pytest.fixture
def put(work):
    """Change a setting."""

    def change(key, value):
        with work():
            settings.put(key, value, by=SYSTEM)

    return change


@pytest.fixture
def surveys(work):
    """Every survey there is, oldest first."""

    def look():
        with work():
            return db.session.scalars(select(Survey).order_by(Survey.id)).all()

    return look


@pytest.fixture
def questions(work):
    """Every question as it left: to whom, and in which words."""

    def look():
        with work():
            asked = db.session.scalars(select(Message).where(Message.robot == "survey").order_by(Message.id)).all()
            return [outbound_of(one, _addresses(one)) for one in asked]

    return look


def _addresses(message):
    return list(db.session.scalars(select(Delivery.address).where(Delivery.message_id == message.id)))


@pytest.fixture
def text(app, client, work, twilio, run_jobs, monkeypatch):
    """Text us from Pat's phone, through the hook, and let it be processed."""
    for name, value in (("ACCOUNT_SID", ACCOUNT), ("AUTH_TOKEN", TOKEN), ("API_BASE", twilio.url)):
        monkeypatch.setitem(app.config, f"TWILIO_{name}", value)
    with work():
        url = described(create_inbox(channel="sms", name="Texts", address=NUMBER, by=SYSTEM))["hook_url"]

    def come(body, **more):
        answer = client.post(url.partition("//")[2].partition("/")[2], **posted(url, a_text(body, **more), TOKEN))
        assert answer.status_code == 200
        run_jobs()

    return come
