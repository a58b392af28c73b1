"""Rows written by plain statements are what the session would have written, and the session knows them."""

import pytest
from sqlalchemy import inspect

from helpdesk.kernel.clock import now
from helpdesk.kernel.db import db
from helpdesk.kernel.plain_rows import enter, rewrite
from helpdesk.tickets.models import Message, MessageKind, Ticket
from tests.factories import a_contact, an_inbox

pytestmark = pytest.mark.database


def unwritten():
    contact, inbox = a_contact(), an_inbox()
    return Ticket(
        number=1, subject="Bells", contact_id=contact.id, inbox_id=inbox.id, last_message_at=now(), updated_at=now()
    )


def columns_of(row):
    return {name: getattr(row, name) for name in inspect(type(row)).columns.keys()}  # noqa: SIM118 -- No dictionary.


@pytest.mark.parametrize("make", [unwritten, lambda: a_message_of(entered())], ids=["ticket", "message"])
def test_it_holds_what_stands_in_the_database(work, make, count_queries):
    with work():
        row = make()
        enter(row)
        with count_queries() as seen:
            held = columns_of(row)
        assert seen == []
        db.session.expire(row)
        assert columns_of(row) == held


def entered():
    ticket = unwritten()
    enter(ticket)
    return ticket


def a_message_of(ticket):
    return Message(ticket_id=ticket.id, kind=MessageKind.INBOUND, contact_id=ticket.contact_id, text="They ring.")


def test_the_session_writes_what_becomes_of_it(work):
    with work():
        ticket = entered()
        message = a_message_of(ticket)
        enter(message)
        assert message.ticket is ticket
        ticket.subject = "Gongs"
    with work():
        found = db.session.get_one(Ticket, ticket.id)
        assert (found.subject, found.version) == ("Gongs", 2)


def test_a_known_row_is_changed_at_once(work):
    with work():
        inbox = an_inbox()
        rewrite(inbox, name="Bells")
        assert inbox.name == "Bells"
        assert inbox not in db.session.dirty
        db.session.expire(inbox)
        assert inbox.name == "Bells"
