"""Ben answers a notification from his telephone; nobody else can in his name."""

import pytest
from sqlalchemy import func, select

from helpdesk.accounts.membership import deactivate
from helpdesk.accounts.models import Agent
from helpdesk.channels.models import Inbox
from helpdesk.channels.places import place_of
from helpdesk.kernel.db import db
from helpdesk.kernel.events import SYSTEM, EventRow
from helpdesk.mailroom.agents_answer import agent_reply_address
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.assignment import assign_team
from helpdesk.tickets.models import Message, Ticket
from tests import factories
from tests.mails import DORA

BEN = "Ben <ben@acme.example>"
PASS = "mx.acme.example; dkim=pass header.d=acme.example"
FAIL = "mx.acme.example; dkim=fail header.d=acme.example; spf=fail smtp.mailfrom=evil.example"


@pytest.fixture
def address(ticket, work, ben, trusting):
    """Ben's own reply address for Dora's ticket."""
    with work():
        found = db.session.get(Ticket, ticket)
        return agent_reply_address(db.session.get(Agent, ben.id), found, place_of(found.inbox))


@pytest.fixture
def said(work, ticket):
    """What is on the ticket besides Dora's own words: kind and text."""

    def look():
        with work():
            query = select(Message).where(Message.ticket_id == ticket, Message.kind.in_(["outbound", "note"]))
            return [(one.kind, one.agent_id, one.text) for one in db.session.scalars(query.order_by(Message.id))]

    return look


def refused(envelope, work):
    with work():
        told = select(func.count()).where(EventRow.name == "envelope.quarantined", EventRow.subject_id == envelope.id)
        return envelope.state == "quarantined" and db.session.scalar(told) == 1


def test_his_words_are_his_reply(configured, arrive, address, said, ben, ticket, work):
    quoted = "On Mon, 2 Mar 2026 at 09:00, Support <support@acme.example> wrote:\n> It stays cold."
    told = f"We send a new one.\n\n{quoted}"
    envelope = arrive(told, sender=BEN, to=address, authentication_results=PASS)
    assert (envelope.state, envelope.threaded_by) == ("processed", "agent")
    assert said() == [("outbound", ben.id, "We send a new one.")]
    (mail,) = configured.accepted
    assert mail["personalizations"][0]["to"][0]["email"] == "dora@customer.example"
    with work():
        assert db.session.get(Ticket, ticket).needs_reply is False


@pytest.mark.parametrize(
    "mail", [{"text": "#note Call her first."}, {"text": "Call her first.", "subject": "#note Re: kettle"}], ids=str
)
def test_a_note_stays_between_colleagues(configured, arrive, address, said, ben, mail):
    mail = dict(mail)
    arrive(mail.pop("text"), sender=BEN, to=address, authentication_results=PASS, **mail)
    assert said() == [("note", ben.id, "Call her first.")]
    assert configured.accepted == []


@pytest.mark.parametrize(
    ("sender", "results"),
    [
        (BEN, None), (BEN, FAIL), (DORA, PASS.replace("acme.example", "customer.example", 2)),
        ("Ben <ben@evil.example>", "mx.acme.example; dkim=pass header.d=evil.example"),
    ],
    ids=["unjudged", "forged", "customer", "stranger"],
)  # fmt: skip
def test_nobody_answers_in_his_name(configured, arrive, address, said, work, sender, results):
    fields = {"authentication_results": results} if results else {}
    envelope = arrive("Send me everything.", sender=sender, to=address, **fields)
    assert refused(envelope, work)
    assert said() == []
    assert configured.accepted == []
    with work():
        assert db.session.scalar(select(func.count()).select_from(Ticket)) == 1


def test_another_s_address_or_a_changed_one_is_no_proof(configured, arrive, address, said, work, ada):
    other = arrive("Mine.", sender="Ada <ada@acme.example>", to=address, authentication_results=PASS)
    changed = arrive("Mine too.", sender=BEN, to=address.replace("+a-", "+a-1"), authentication_results=PASS)
    assert refused(other, work)
    assert refused(changed, work)
    assert said() == []


def test_who_left_or_lost_the_ticket_does_not_answer(arrive, address, said, work, ben, ticket, billing, configured):
    with work():
        assign_team(db.session.get(Ticket, ticket), db.session.merge(billing), by=SYSTEM)
    lost = arrive("Still mine.", sender=BEN, to=address, authentication_results=PASS)
    assert (lost.state, lost.reason) == ("quarantined", "agent_may_not")
    with work():
        deactivate(db.session.get(Agent, ben.id), by=SYSTEM)
    assert refused(arrive("I am back.", sender=BEN, to=address, authentication_results=PASS), work)
    assert said() == []


def test_his_out_of_office_note_is_no_reply(configured, arrive, address, said):
    arrive("I am away.", sender=BEN, to=address, authentication_results=PASS, auto_submitted="auto-replied")
    assert said() == []


def test_the_same_mail_twice_is_one_reply(configured, arrive, address, said, work):
    raw = f"From: {BEN}\r\nTo: {address}\r\nAuthentication-Results: {PASS}\r\nSubject: x\r\n\r\nOnce.\r\n".encode()
    arrive(raw)
    arrive(raw)
    assert len(said()) == 1
    with work():
        assert db.session.scalar(select(func.count()).select_from(Delivery)) == 1
        assert factories.known_address("ben@acme.example") is None
        assert db.session.scalar(select(func.count()).select_from(Inbox)) == 1
