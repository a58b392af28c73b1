"""Words between colleagues."""

import pytest
from sqlalchemy import select

from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import EventRow
from helpdesk.mailroom.models import Delivery
from helpdesk.tickets.merging import merge
from helpdesk.tickets.models import Message
from helpdesk.tickets.notes import add_note
from helpdesk.tickets.redirecting import Merged
from tests.factories import a_ticket


@pytest.fixture
def ticket(db, clock, dora, inbox):
    return a_ticket(by=dora, inbox=inbox)


def test_a_note_is_for_agents_and_leaves_no_house(ticket, db, ben):
    note = add_note(ticket, by=ben, text="She is a dealer.")

    assert (note.kind, note.agents_only, note.agent_id) == ("note", True, ben.id)
    assert rows.session.scalars(select(Delivery)).all() == []
    assert [
        event.actor_id for event in rows.session.scalars(select(EventRow).where(EventRow.name == "message.noted"))
    ] == [ben.id]


def test_the_customer_still_waits_and_the_list_still_shows_her_words(ticket, ben, clock):
    before = (ticket.needs_reply, ticket.waiting_since, ticket.snippet, ticket.last_message_at, ticket.status)
    clock.tick(hours=1)

    add_note(ticket, by=ben, text="She is a dealer.")

    assert (ticket.needs_reply, ticket.waiting_since, ticket.snippet, ticket.last_message_at, ticket.status) == before


def test_two_clicks_are_one_note(ticket, db, ben):
    first = add_note(ticket, by=ben, text="She is a dealer.", client_key="k")

    assert add_note(ticket, by=ben, text="She is a dealer.", client_key="k") is first
    assert len(rows.session.scalars(select(Message).where(Message.kind == "note")).all()) == 1


def test_a_merged_ticket_takes_no_note_and_says_where_to_go(ticket, ben, dora, inbox):
    other = a_ticket(by=dora, inbox=inbox)
    merge(ticket, into=other, by=ben)

    with pytest.raises(Merged) as refused:
        add_note(ticket, by=ben, text="She is a dealer.")

    assert refused.value.number == other.number
