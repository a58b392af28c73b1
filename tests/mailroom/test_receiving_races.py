"""A customer writes at the moment in which their ticket is merged, on PostgreSQL: what they say stays in sight."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from helpdesk import create_app
from helpdesk.channels.models import Inbox
from helpdesk.contacts.models import Visitor
from helpdesk.contacts.visitors import arrive as visit
from helpdesk.contacts.visitors import hash_of, issue
from helpdesk.kernel.db import db
from helpdesk.kernel.worker import Worker
from helpdesk.mailroom.chatting import messages_of, say
from helpdesk.mailroom.intake import deliver
from helpdesk.tickets.merging import merge
from helpdesk.tickets.models import Message, Ticket
from tests import factories
from tests.conftest import configured, leave_at_once
from tests.live_server import until
from tests.mails import a_mail

pytestmark = [pytest.mark.database, pytest.mark.postgres]
WAITED_FOR = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid")


@pytest.fixture
def app(postgres, tmp_path):
    leave_at_once()
    made = create_app(configured(tmp_path, DATABASE_URL=postgres.url))
    made.config.update(TESTING=True)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def while_merging(app, work, ben):
    """Merge a ticket into another, and do something else that waits for the end of that."""

    def do(ticket_id, into_id, act):
        def wait():
            with app.app_context():
                act()

        with ThreadPoolExecutor(1) as pool:
            with work() as session:
                into = session.get_one(Ticket, into_id)
                merge(session.get_one(Ticket, ticket_id), into=into, by=session.merge(ben))
                session.flush()
                waiting = pool.submit(wait)
                until(lambda: waiting.done() or session.scalar(WAITED_FOR), what="the wait")
            waiting.result(30)

    return do


def where_it_is(work, words):
    """The ticket of a message: its id, and whether it is in sight and open."""
    with work() as session:
        ticket = session.scalars(select(Message).where(Message.text == words)).one().ticket
        return ticket.id, ticket.merged_into_id is None, ticket.status


def test_a_mail_goes_to_the_survivor(arrive, work, inbox, dora, ben, while_merging):
    first = arrive().message.ticket_id
    with work() as session:
        ours = factories.a_reply(session.get_one(Ticket, first), by=session.merge(ben), then="resolved").external_id
        into = factories.a_ticket(by=session.merge(dora), inbox=session.merge(inbox)).id
        deliver(session.get_one(Inbox, inbox.id), a_mail("It broke again.", in_reply_to=ours))

    while_merging(first, into, lambda: Worker().drain())

    assert where_it_is(work, "It broke again.") == (into, True, "open")


def test_what_a_visitor_says_stays_in_their_chat_and_in_sight(app, work, inbox, while_merging):
    with work() as session:
        chat = factories.a_chat()
        session.flush()
        visitor = visit(hash_of(issue(chat.id), chat.id), inbox_id=chat.id, ip="192.0.2.1")
        first = say(visitor, "Do you ship to Norway?", inbox=chat, client_key="a").ticket_id
        into = factories.a_ticket(by=visitor.identity.contact, inbox=session.merge(inbox)).id
        visitor_id, chat_id = visitor.id, chat.id

    def go_on():
        with work() as session:
            inbox_ = session.get_one(Inbox, chat_id)
            say(session.get_one(Visitor, visitor_id), "And to Sweden?", inbox=inbox_, client_key="b")

    while_merging(first, into, go_on)

    ticket, in_sight, status = where_it_is(work, "And to Sweden?")
    assert (ticket in {first, into}, in_sight, status) == (False, True, "open")
    with work() as session:
        seen = session.scalars(messages_of(session.get_one(Visitor, visitor_id))).all()
        assert "And to Sweden?" in [one.text for one in seen]
